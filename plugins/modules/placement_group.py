#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: placement_group
short_description: Create, change and delete placement groups
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one placement group of a clustered LXD server in the declared state; its instances are spread over the
    members, or kept together.
  - What the task does not name is left as it is.
  - The server needs the API extension C(instance_placement_groups), which LXD 6 has.
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
  config:
    type: dict
    description:
      - Configuration; V(policy) is V(spread) or V(compact), V(rigor) is V(strict) or V(permissive), and both are
        needed.
      - A key that is V(null) is removed; a key that is not named is left alone.
  new_name:
    type: str
    description: Rename the group to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.placement_group_info
  - module: lxcri.containers.cluster_group
"""

EXAMPLES = r"""
- name: Never two of them on one member
  lxcri.containers.placement_group:
    name: databases
    config:
      policy: spread
      rigor: strict

- name: No such group
  lxcri.containers.placement_group:
    name: databases
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
placement_group:
  description: The group as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: databases
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {policy: spread, rigor: strict}
    project:
      description: The project it is in.
      type: str
      sample: default
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/instances/db1]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.placement_group import PLACEMENT_GROUP

TASK = resource_task(PLACEMENT_GROUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
