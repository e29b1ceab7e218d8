#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_address_set
short_description: Create, change and delete network address sets
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one named set of addresses of an Incus server in the declared state. Rules of an ACL refer to it as
    V($NAME).
  - What the task does not name is left as it is.
  - The server needs the API extension C(network_address_set), which Incus has and LXD has not.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the set is to exist.
  name:
    type: str
    required: true
    description: The set's name.
  description:
    type: str
    description: A text for people.
  addresses:
    type: list
    elements: str
    description:
      - IPv4 and IPv6 addresses and CIDR subnets, all of them. Their order does not matter. Leave it out to leave them
        as they are.
  config:
    type: dict
    description:
      - Configuration; only keys that begin with V(user.) mean anything.
      - A key that is V(null) is removed; a key that is not named is left alone.
  new_name:
    type: str
    description: Rename the set to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_address_set_info
  - module: lxcri.containers.network_acl
  - name: Network address sets in Incus
    description: What they are and how rules name them.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_address_sets/
"""

EXAMPLES = r"""
- name: The machines of the office
  lxcri.containers.network_address_set:
    name: office
    addresses:
      - 192.0.2.0/28
      - 2001:db8:7::/64

- name: No such set
  lxcri.containers.network_address_set:
    name: office
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
network_address_set:
  description: The set as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: office
    description:
      description: The text for people.
      type: str
      sample: ""
    addresses:
      description: Its addresses.
      type: list
      elements: str
      sample: [192.0.2.0/28]
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/network-acls/web]
    project:
      description: The project it is in.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_address_set import NETWORK_ADDRESS_SET

TASK = resource_task(NETWORK_ADDRESS_SET)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
