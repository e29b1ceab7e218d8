#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_peer
short_description: Create, change and delete network peerings
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one peering of an OVN network with another one in the declared state.
  - A peering works once both networks have declared it. What the task does not name is left as it is.
  - Only networks of the type C(ovn) have peers. The server needs the API extension C(network_peer).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the peering is to exist.
  name:
    type: str
    required: true
    description: The peering's name.
  network:
    type: str
    required: true
    description: The network whose peering it is.
  description:
    type: str
    description: A text for people.
  type:
    type: str
    choices: [local, remote]
    description:
      - Whether the other network is on this server or reached through an integration. Needs the API extension
        C(network_integrations). It can be set at creation only.
  target_project:
    type: str
    description: The project of the other network. It can be set at creation only.
  target_network:
    type: str
    description: The other network. It can be set at creation only.
  target_integration:
    type: str
    description:
      - The integration through which the other network is reached, with O(type=remote). It can be set at creation
        only. Needs the API extension C(network_integrations).
  config:
    type: dict
    description:
      - Configuration keys and their values. Which keys there are is the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
  replace:
    type: bool
    default: false
    description:
      - Delete the peering and create it again where something differs that can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_peer_info
  - module: lxcri.containers.network
  - module: lxcri.containers.network_integration
  - name: Network peers in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_ovn_peers/
  - name: Network peers in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_ovn_peers/
"""

EXAMPLES = r"""
- name: One half of a peering
  lxcri.containers.network_peer:
    network: ovn0
    name: to-ovn1
    target_network: ovn1

- name: The other half
  lxcri.containers.network_peer:
    network: ovn1
    name: to-ovn0
    target_network: ovn0

- name: No such peering
  lxcri.containers.network_peer:
    network: ovn0
    name: to-ovn1
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
network_peer:
  description: The peering as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: to-ovn1
    description:
      description: The text for people.
      type: str
      sample: ""
    target_project:
      description: The project of the other network.
      type: str
      sample: default
    target_network:
      description: The other network.
      type: str
      sample: ovn1
    status:
      description: C(Created) once both halves exist, C(Pending) before.
      type: str
      sample: Created
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: []
    type:
      description: Whether the other network is on this server, where the server says so.
      type: str
      sample: local
    target_integration:
      description: The integration through which the other network is reached, where there is one.
      type: str
      sample: ""
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_peer import NETWORK_PEER

TASK = resource_task(NETWORK_PEER)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
