#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_restore
short_description: Take an instance back to a snapshot
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes a container or a virtual machine what it was when the snapshot was taken.
  - An instance that runs is stopped, restored and started again by the server.
  - It is always a change, since nobody can tell whether an instance still is as its snapshot.
attributes:
  idempotent:
    support: none
    description: Every run restores the instance anew.
options:
  instance:
    type: str
    required: true
    description: The instance.
  snapshot:
    type: str
    required: true
    description: The snapshot's name, without that of the instance.
  stateful:
    type: bool
    default: false
    description: Also restore what was in memory; the snapshot must be stateful.
notes:
  - On ZFS only the latest snapshot can be restored unless the pool's C(zfs.remove_snapshots) allows the server to
    delete later ones.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_snapshot
"""

EXAMPLES = r"""
- name: Back to how it was
  lxcri.containers.instance_restore:
    instance: web1
    snapshot: before-upgrade

- name: Back to a moment at which it ran, memory and all
  lxcri.containers.instance_restore:
    instance: vm1
    snapshot: running
    stateful: true
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
snapshot:
  description: The snapshot.
  returned: success
  type: str
  sample: before-upgrade
created_at:
  description: When the snapshot was taken.
  returned: success
  type: str
  sample: "2026-01-31T12:00:00Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_restore import INSTANCE_RESTORE

TASK = verb_task(INSTANCE_RESTORE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
