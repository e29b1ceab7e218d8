#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_volume_import
short_description: Import a custom volume from a backup file
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes a custom volume from a backup file of the machine where the module runs, also under another name, in another
    project or on another pool.
  - Where a custom volume of that name exists, nothing is done.
  - The server needs the API extension C(custom_volume_backup).
options:
  pool:
    type: str
    required: true
    description: The storage pool to put it on.
  volume:
    type: str
    required: true
    description: The name it is to have.
  src:
    type: path
    required: true
    description: A file made by M(lxcri.containers.storage_volume_export), or by the official client's C(storage volume export).
extends_documentation_fragment:
  - lxcri.containers.backup_file.imported
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_volume_export
"""

EXAMPLES = r"""
- name: Bring it back under another name
  lxcri.containers.storage_volume_import:
    pool: fast
    volume: data-restored
    src: /srv/backups/data-2026-01-31.tar.gz

- name: Only a file that is whole
  lxcri.containers.storage_volume_import:
    pool: default
    volume: data
    src: /srv/backups/data-2026-01-31.tar.gz
    checksum: "{{ lookup('ansible.builtin.file', '/srv/backups/data-2026-01-31.tar.gz.sha256') | split | first }}"
"""

RETURN = r"""
storage_volume:
  description: The volume as it is now; only its name in check mode.
  returned: success
  type: dict
  sample: {name: data-restored, type: custom, content_type: filesystem}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.storage_volume_import import STORAGE_VOLUME_IMPORT

TASK = verb_task(STORAGE_VOLUME_IMPORT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
