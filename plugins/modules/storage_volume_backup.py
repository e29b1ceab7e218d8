#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_volume_backup
short_description: Create, rename and delete backups of custom volumes on the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one backup of a custom volume, kept by the server, in the declared state.
  - A backup that exists is left as it is; its content is never taken anew.
  - The server needs the API extension C(custom_volume_backup).
options:
  name:
    type: str
    required: true
    description: The backup's name, without that of the volume.
  pool:
    type: str
    required: true
    description: The pool of the volume.
  volume:
    type: str
    required: true
    description: The volume.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the backup is to exist.
  expires_at:
    type: str
    description:
      - When the server is to delete it, as V(2030-01-31T12:00:00Z), or V(never).
      - It can be set at creation only.
  volume_only:
    type: bool
    description: Leave the snapshots of the volume out. It can be set at creation only.
  optimized_storage:
    type: bool
    description:
      - Use the storage driver's own format, which is faster and can be imported to a pool of the same driver only.
      - It can be set at creation only.
  compression_algorithm:
    type: str
    description:
      - How to compress, such as V(gzip), V(zstd) or V(none). The server's C(backups.compression_algorithm) otherwise.
  new_name:
    type: str
    description: Rename the backup.
  replace:
    type: bool
    default: false
    description:
      - Delete the backup and make it anew where something differs that can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_volume_backup_info
  - module: lxcri.containers.storage_volume
"""

EXAMPLES = r"""
- name: A backup that goes by itself at the end of the year
  lxcri.containers.storage_volume_backup:
    pool: default
    volume: data
    name: yearly
    expires_at: "2030-12-31T23:59:59Z"
    volume_only: true
    compression_algorithm: zstd

- name: No such backup
  lxcri.containers.storage_volume_backup:
    pool: default
    volume: data
    name: yearly
    state: absent
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode.
  returned: success
  type: str
  sample: update
differs:
  description: What differed, property by property, empty when nothing did.
  returned: success
  type: list
  elements: str
  sample: [name]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
storage_volume_backup:
  description: The backup as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: yearly
    expires_at:
      description: When the server deletes it.
      type: str
      sample: "2030-12-31T23:59:59Z"
    volume_only:
      description: Whether the snapshots are left out.
      type: bool
      sample: true
    optimized_storage:
      description: Whether it is in the storage driver's own format.
      type: bool
      sample: false
    created_at:
      description: When it was made.
      type: str
      sample: "2026-01-31T12:00:00Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume_backup import (
    STORAGE_VOLUME_BACKUP,
)

TASK = resource_task(STORAGE_VOLUME_BACKUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
