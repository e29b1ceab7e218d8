#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_backup
short_description: Create, rename and delete backups of instances on the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one backup of a container or a virtual machine, kept by the server, in the declared state.
  - Needs the API extension C(container_backup).
  - A backup that exists is left as it is; its content is never taken anew.
  - Use M(lxcri.containers.instance_export) for a backup in a file of this machine, which needs nothing on the server
    afterwards, and M(lxcri.containers.instance_retention) to drop old ones.
options:
  instance:
    type: str
    required: true
    description: The instance.
  name:
    type: str
    required: true
    description: The backup's name, without that of the instance.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the backup is to exist.
  expires_at:
    type: str
    description: When the server is to delete it, as C(2030-01-31T12:00:00Z), or V(never). It can be set at creation
      only.
  expires_in:
    type: str
    description:
      - The same, counted from its creation, such as V(12h), V(7d) or V(2w). Has no meaning for one that exists.
      - Mutually exclusive with O(expires_at).
  instance_only:
    type: bool
    description: Leave the snapshots out. It can be set at creation only.
  optimized_storage:
    type: bool
    description:
      - Use the storage driver's own format, which is faster and can be imported to a pool of the same driver only.
      - It can be set at creation only.
  compression_algorithm:
    type: str
    description: How to compress, such as V(gzip), V(zstd) or V(none). The server's C(backups.compression_algorithm)
      otherwise. Needs the API extension C(backup_compression_algorithm).
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
  - module: lxcri.containers.instance_backup_info
  - module: lxcri.containers.instance_export
  - module: lxcri.containers.instance_retention
"""

EXAMPLES = r"""
- name: A backup that goes by itself after a month
  lxcri.containers.instance_backup:
    instance: web1
    name: monthly
    expires_in: 31d
    instance_only: true
    compression_algorithm: zstd

- name: No such backup
  lxcri.containers.instance_backup:
    instance: web1
    name: monthly
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
instance_backup:
  description: The backup as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: before-upgrade
    created_at:
      description: When it was made.
      type: str
      sample: "2026-01-31T12:00:00Z"
    expires_at:
      description: When the server deletes it; the year 1 means never.
      type: str
      sample: "0001-01-01T00:00:00Z"
    instance_only:
      description: Whether the snapshots were left out.
      type: bool
      sample: true
    optimized_storage:
      description: Whether it is in the storage driver's own format.
      type: bool
      sample: false
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance_backup import INSTANCE_BACKUP

TASK = resource_task(INSTANCE_BACKUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
