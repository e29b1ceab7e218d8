#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_export
short_description: Export an instance to a backup file
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Writes a backup of a container or a virtual machine, with its snapshots, to a file of the machine where the module
    runs.
  - The server packs the backup; it is then brought here, written aside and renamed, so a backup that was cut short is
    never left looking complete. The backup on the server is deleted in any case.
  - A file that is there already is left alone unless O(force) is set, so put a date into the name where every run is
    to make a backup.
options:
  instance:
    type: str
    required: true
    description: The instance.
  instance_only:
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
  - module: lxcri.containers.instance_import
  - module: lxcri.containers.instance_backup
"""

EXAMPLES = r"""
- name: A backup a day, the last week kept
  lxcri.containers.instance_export:
    instance: web1
    dest: "/srv/backups/web1-{{ now(utc=true, fmt='%Y-%m-%d') }}.tar.gz"
    checksum_file: true
    retention:
      pattern: "web1-*.tar.gz"
      keep: 7

- name: One backup that is packed fast, without snapshots
  lxcri.containers.instance_export:
    instance: web1
    dest: /srv/backups/web1.tar.zst
    compression_algorithm: zstd
    instance_only: true
    force: true
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
dest:
  description: The file.
  returned: success
  type: str
  sample: /srv/backups/web1-2026-01-31.tar.gz
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
  sample: [/srv/backups/web1-2026-01-24.tar.gz]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_export import INSTANCE_EXPORT

TASK = verb_task(INSTANCE_EXPORT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
