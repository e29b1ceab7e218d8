#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network
short_description: Create, change and delete managed networks
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one managed network of an LXD or Incus server in the declared state.
  - What the task does not name is left as it is.
  - In a cluster the network is made on every member first and then once for all, in one task.
options:
  name:
    type: str
    required: true
    description: The network's name. A bridge has an interface of that name on the host, so it has at most 15
      characters.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the network is to exist. One that is in use cannot be deleted.
  type:
    type: str
    description:
      - The network's type, such as V(bridge), V(macvlan), V(sriov), V(physical) or V(ovn).
      - The server makes a V(bridge) where nothing is said. It can be set at creation only.
      - Types other than V(bridge) need the API extensions C(network_type_macvlan), C(network_type_sriov),
        C(network_type_physical) and C(network_type_ovn).
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - The network's configuration, such as V(ipv4.address), V(ipv4.nat), V(ipv4.dhcp.ranges) or V(bridge.mtu) (bytes).
        Which keys there are is the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
      - V(auto), as in C(ipv4.address=auto), lets the server choose; whatever it has chosen is no change.
  members:
    type: dict
    description:
      - In a cluster, configuration that belongs to one member, a dictionary of V(bridge.external_interfaces) and
        V(parent) by the member's name. It goes before the same keys in O(config), which are meant for every member.
      - A network is defined on every member before it is created, and a member that joined later gets it too.
      - A member that is offline is left as it is.
  new_name:
    type: str
    description: Rename the network. One that is in use cannot be renamed.
  replace:
    type: bool
    default: false
    description:
      - Delete the network and create it again where O(type) differs, which can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_info
  - name: Networks in LXD
    description: Every type with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/explanation/networks/
  - name: Networks in Incus
    description: Every type with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/explanation/networks/
"""

EXAMPLES = r"""
- name: A bridge with NAT and addresses from 10.20.0.0/24
  lxcri.containers.network:
    name: web0
    config:
      ipv4.address: 10.20.0.1/24
      ipv4.nat: true
      ipv6.address: none

- name: A bridge whose addresses the server chooses
  lxcri.containers.network:
    name: scratch0
    description: For experiments
    config:
      ipv4.address: auto

- name: Take a key away and leave the others as they are
  lxcri.containers.network:
    name: web0
    config:
      ipv4.nat: null

- name: No such network
  lxcri.containers.network:
    name: scratch0
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
network:
  description: The network as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web0
    type:
      description: Its type.
      type: str
      sample: bridge
    managed:
      description: Whether the server manages it, or it is merely an interface of the host.
      type: bool
      sample: true
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {ipv4.address: 10.20.0.1/24, ipv4.nat: "true"}
    status:
      description: C(Created), C(Pending) or C(Errored).
      type: str
      sample: Created
    locations:
      description: The cluster members that have it.
      type: list
      elements: str
      sample: [none]
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/instances/web1]
    project:
      description: The project it is in, where the server says so.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network import NETWORK

TASK = resource_task(NETWORK)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
