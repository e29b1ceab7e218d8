#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: auth_group
short_description: Create, change and delete groups of identities
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one group of identities of an LXD server and its permissions in the declared state.
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
    description: The group's name.
  description:
    type: str
    description: A text for people.
  permissions:
    type: list
    elements: dict
    description:
      - What its identities may do, all of it; permissions that are not named are taken away. Leave it out to leave
        them as they are.
      - Their order does not matter.
    suboptions:
      entity_type:
        type: str
        required: true
        description: What it is about, such as V(server), V(project) or V(instance).
      url:
        type: str
        required: true
        description: Which one, as a path of the API, such as V(/1.0/instances/web1?project=default).
      entitlement:
        type: str
        required: true
        description: What may be done, such as V(can_view), V(operator) or V(admin).
  new_name:
    type: str
    description: Rename the group to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.auth_group_info
  - module: lxcri.containers.identity
  - module: lxcri.containers.identity_provider_group
  - name: Authorization in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/explanation/authorization/
"""

EXAMPLES = r"""
- name: Those who look after one project
  lxcri.containers.auth_group:
    name: web-operators
    description: The web team
    permissions:
      - entity_type: project
        url: /1.0/projects/web
        entitlement: operator

- name: No such group
  lxcri.containers.auth_group:
    name: web-operators
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
auth_group:
  description: The group as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web-operators
    description:
      description: The text for people.
      type: str
      sample: The web team
    permissions:
      description: What its identities may do.
      type: list
      elements: dict
      sample: [{entity_type: project, url: /1.0/projects/web, entitlement: operator}]
    identities:
      description: The identities in it, by authentication method.
      type: dict
      sample: {tls: []}
    identity_provider_groups:
      description: Groups of the identity provider that stand for it.
      type: list
      elements: str
      sample: [sales]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.auth_group import AUTH_GROUP

TASK = resource_task(AUTH_GROUP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
