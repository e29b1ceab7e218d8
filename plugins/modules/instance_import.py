#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_import
short_description: Make an instance from a backup file
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes a container or a virtual machine from a backup file of the machine where the module runs, also under another
    name, in another project or on another pool.
  - Where an instance of that name exists, nothing is done.
  - The instance is stopped afterwards. It has the MAC addresses it had, so the original must not run on the same
    network.
options:
  instance:
    type: str
    required: true
    description: The name it is to have.
  src:
    type: path
    required: true
    description: A file made by M(lxcri.containers.instance_export), C(lxc export) or C(incus export).
  pool:
    type: str
    description: The storage pool to put it on. The one it was on otherwise.
extends_documentation_fragment:
  - lxcri.containers.backup_file.imported
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_export
"""

EXAMPLES = r"""
- name: Bring it back under another name
  lxcri.containers.instance_import:
    instance: web1-restored
    src: /srv/backups/web1-2026-01-31.tar.gz
    pool: fast

- name: Only a file that is whole
  lxcri.containers.instance_import:
    instance: web1
    src: /srv/backups/web1-2026-01-31.tar.gz
    checksum: "{{ lookup('ansible.builtin.file', '/srv/backups/web1-2026-01-31.tar.gz.sha256') | split | first }}"
"""

RETURN = r"""
instance:
  description: The instance as it is now; only its name in check mode.
  returned: success
  type: dict
  sample: {name: web1-restored, status: Stopped}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_import import INSTANCE_IMPORT

TASK = verb_task(INSTANCE_IMPORT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
