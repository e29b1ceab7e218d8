#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_group
short_description: Create, change and delete cluster groups
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one group of cluster members in the declared state. Instances can be placed on a group.
  - What the task does not name is left as it is.
  - The server must be clustered and needs the API extension C(clustering_groups).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the group is to exist.
  name:
    type: str
    required: true
    description: The group's name.
  description:
    type: str
    description: A text for people.
  members:
    type: list
    elements: str
    description: The members in it, all of them. Their order does not matter. Leave it out to leave them as they are.
  config:
    type: dict
    description:
      - Configuration. Needs the API extension C(clustering_groups_config).
      - A key that is V(null) is removed; a key that is not named is left alone.
  new_name:
    type: str
    description: Rename the group to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.cluster_group_info
  - module: lxcri.containers.cluster_member
"""

EXAMPLES = r"""
- name: The members with graphics cards
  lxcri.containers.cluster_group:
    name: gpu
    description: With graphics cards
    members:
      - node2
      - node3

- name: Nobody is in it any more
  lxcri.containers.cluster_group:
    name: gpu
    members: []

- name: Call it by another name
  lxcri.containers.cluster_group:
    name: gpu
    new_name: graphics

- name: No such group
  lxcri.containers.cluster_group:
    name: graphics
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
cluster_group:
  description: The group as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: gpu
    description:
      description: The text for people.
      type: str
      sample: With graphics cards
    members:
      description: The members in it.
      type: list
      elements: str
      sample: [node2, node3]
    config:
      description: Its configuration, where the server has one.
      type: dict
      sample: {}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.cluster_group import CLUSTER_GROUP

TASK = resource_task(CLUSTER_GROUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
