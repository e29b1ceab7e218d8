#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_member
short_description: Change, evacuate, restore and remove cluster members
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one member of a cluster in the declared state.
  - What the task does not name is left as it is.
  - A member joins by itself, with a token made by M(lxcri.containers.cluster_join_token); this module cannot create
    one.
  - The server must be clustered.
options:
  state:
    type: str
    choices: [present, evacuated, restored, absent]
    default: present
    description:
      - V(present) leaves it in or out of service as it is, V(evacuated) moves or stops its instances and takes it out
        of service, V(restored) puts it back, V(absent) removes it from the cluster.
  name:
    type: str
    required: true
    description: The member's name.
  description:
    type: str
    description: A text for people. Needs the API extension C(clustering_description).
  failure_domain:
    type: str
    description:
      - Its failure domain; database members are spread over these. Needs the API extension
        C(clustering_failure_domains).
  roles:
    type: list
    elements: str
    description:
      - Its roles, such as V(ovn-chassis) or V(event-hub), all of them. The database roles, which the members share
        out among themselves, are left alone. Needs the API extension C(clustering_edit_roles).
  groups:
    type: list
    elements: str
    description:
      - The groups it is in, all of them. Their order does not matter. Needs the API extension C(clustering_groups).
  config:
    type: dict
    description:
      - Configuration, such as V(scheduler.instance). Needs the API extension C(clustering_config).
      - A key that is V(null) is removed; a key that is not named is left alone.
  mode:
    type: str
    choices: [auto, stop, migrate, live-migrate, skip]
    description:
      - What becomes of the instances with O(state=evacuated); for O(state=restored) only V(skip), which leaves them
        where they are. What each instance says where nothing is said. Needs the API extension
        C(clustering_evacuation_mode).
  new_name:
    type: str
    description: Rename the member to this.
  force:
    type: bool
    default: false
    description: With O(state=absent), remove it although it does not answer. What was on it is lost.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.cluster_member_info
  - module: lxcri.containers.cluster_group
  - module: lxcri.containers.cluster_join_token
"""

EXAMPLES = r"""
- name: Where a member stands and what it is for
  lxcri.containers.cluster_member:
    name: node2
    failure_domain: rack2
    groups:
      - default
      - gpu

- name: Out of service for repairs
  lxcri.containers.cluster_member:
    name: node2
    state: evacuated

- name: Back in service
  lxcri.containers.cluster_member:
    name: node2
    state: restored

- name: Gone for good, with everything on it
  lxcri.containers.cluster_member:
    name: node3
    state: absent
    force: true
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
  sample: [description]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
cluster_member:
  description: The member as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    server_name:
      description: Its name.
      type: str
      sample: node2
    status:
      description: C(Online), C(Offline), C(Evacuated) or C(Blocked).
      type: str
      sample: Online
    message:
      description: More about its status.
      type: str
      sample: Fully operational
    url:
      description: Where it is reached.
      type: str
      sample: "https://192.0.2.2:8443"
    roles:
      description: Its roles.
      type: list
      elements: str
      sample: [database]
    groups:
      description: The groups it is in.
      type: list
      elements: str
      sample: [default]
    failure_domain:
      description: Its failure domain.
      type: str
      sample: default
    description:
      description: The text for people.
      type: str
      sample: ""
    architecture:
      description: Its architecture.
      type: str
      sample: x86_64
    database:
      description: Whether it has a copy of the database.
      type: bool
      sample: true
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.cluster_member import CLUSTER_MEMBER

TASK = resource_task(CLUSTER_MEMBER)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
