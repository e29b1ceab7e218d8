#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_volume_export
short_description: Export a custom volume to a backup file
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Writes a backup of a custom volume, with its snapshots, to a file of the machine where the module
    runs.
  - The server packs the backup; it is then brought here, written aside and renamed, so a backup that was cut short is
    never left looking complete. The backup on the server is deleted in any case.
  - A file that is there already is left alone unless O(force) is set, so put a date into the name where every run is
    to make a backup.
  - The server needs the API extension C(custom_volume_backup).
options:
  pool:
    type: str
    required: true
    description: The storage pool of the volume.
  volume:
    type: str
    required: true
    description: The custom volume.
  volume_only:
    type: bool
    default: false
    description: Leave the snapshots out.
extends_documentation_fragment:
  - lxcri.containers.backup_file
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_volume_import
  - module: lxcri.containers.storage_volume_backup
"""

EXAMPLES = r"""
- name: A backup a day, the last week kept
  lxcri.containers.storage_volume_export:
    pool: default
    volume: data
    dest: "/srv/backups/data-{{ now(utc=true, fmt='%Y-%m-%d') }}.tar.gz"
    checksum_file: true
    retention:
      pattern: "data-*.tar.gz"
      keep: 7

- name: One backup that is packed fast, without snapshots
  lxcri.containers.storage_volume_export:
    pool: default
    volume: data
    dest: /srv/backups/data.tar.zst
    compression_algorithm: zstd
    volume_only: true
    force: true
"""

RETURN = r"""
pool:
  description: The storage pool.
  returned: success
  type: str
  sample: default
volume:
  description: The volume.
  returned: success
  type: str
  sample: data
dest:
  description: The file.
  returned: success
  type: str
  sample: /srv/backups/data-2026-01-31.tar.gz
checksum:
  description: Its SHA-256.
  returned: when a backup was made
  type: str
  sample: 57a6d540cfca6eece7828469f8245358456bfc256c642d4933f80d21a4dd6a6b
size:
  description: Its size in bytes.
  returned: when there is one
  type: int
  sample: 1038038
dropped:
  description: Older backups that were deleted.
  returned: success
  type: list
  elements: str
  sample: [/srv/backups/data-2026-01-24.tar.gz]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.storage_volume_export import STORAGE_VOLUME_EXPORT

TASK = verb_task(STORAGE_VOLUME_EXPORT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
