#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_evacuation_info
short_description: Say whether a cluster can do without a member
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Looks for what speaks against taking a member of a cluster out of service, as for an update. Nothing is changed.
  - Every other member must be in service and answer, most of the members that vote in the database must be left, and the
    other members must have memory for the instances that would move to them.
  - The memory is an estimate. It counts what the instances use now, not what they may use, and the server, which decides by
    the number of instances, may place them otherwise. Disk space is not looked at.
  - Instances whose C(cluster.evacuate) says that they are stopped need no room.
  - The server must be clustered and needs the API extensions C(clustering_evacuation) and C(resources).
options:
  name:
    type: str
    required: true
    description: The member that is to be taken out of service. One that is evacuated already has nothing more to move.
  reserve:
    type: int
    default: 10
    description: How many percent of the memory of each other member are to be left.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.cluster_member
"""

EXAMPLES = r"""
- name: Look for what speaks against it
  lxcri.containers.cluster_evacuation_info:
    name: node2
  register: found

- name: Out of service for repairs, if the others can do without it
  lxcri.containers.cluster_member:
    name: node2
    state: evacuated
  when: found.safe

- name: With a quarter of the others' memory left free
  lxcri.containers.cluster_evacuation_info:
    name: node2
    reserve: 25
"""

RETURN = r"""
safe:
  description: Whether nothing speaks against it.
  returned: success
  type: bool
  sample: true
reasons:
  description: What speaks against it.
  returned: success
  type: list
  elements: str
  sample: [member node3 does not answer]
status:
  description: The member's state.
  returned: success
  type: str
  sample: Online
database_members:
  description: The members that vote in the database.
  returned: success
  type: list
  elements: str
  sample: [node1, node2, node3]
instances:
  description: The running instances that would move, with the bytes of C(memory) they use.
  returned: success
  type: list
  elements: dict
  contains:
    project:
      description: Its project.
      type: str
      sample: default
    name:
      description: Its name.
      type: str
      sample: web1
    memory:
      description: Bytes of memory.
      type: int
      sample: 104857600
members:
  description: The other members that could take them, with the bytes of C(memory) they have for that.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: node1
    memory:
      description: Bytes of memory.
      type: int
      sample: 17179869184
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster_evacuation_info import (
    CLUSTER_EVACUATION_INFO,
)

TASK = verb_task(CLUSTER_EVACUATION_INFO)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
