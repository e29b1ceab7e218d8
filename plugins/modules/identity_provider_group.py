#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: identity_provider_group
short_description: Create, change and delete groups of an identity provider
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one group of an identity provider in the declared state; whoever signs in with it is in the groups that it
    stands for.
  - What the task does not name is left as it is.
  - The server needs the API extension C(access_management), which LXD 5.21 and newer have and Incus has not.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the group is to exist.
  name:
    type: str
    required: true
    description: The group's name at the identity provider.
  groups:
    type: list
    elements: str
    description: The groups of the server it stands for, all of them. Their order does not matter.
  new_name:
    type: str
    description: Rename the group to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.identity_provider_group_info
  - module: lxcri.containers.auth_group
  - name: Authorization in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/explanation/authorization/
"""

EXAMPLES = r"""
- name: The sales department of the identity provider may look at things
  lxcri.containers.identity_provider_group:
    name: sales
    groups:
      - viewers

- name: No such group
  lxcri.containers.identity_provider_group:
    name: sales
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
  sample: [groups]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
identity_provider_group:
  description: The group as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: sales
    groups:
      description: The groups of the server it stands for.
      type: list
      elements: str
      sample: [viewers]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.identity_provider_group import (
    IDENTITY_PROVIDER_GROUP,
)

TASK = resource_task(IDENTITY_PROVIDER_GROUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
