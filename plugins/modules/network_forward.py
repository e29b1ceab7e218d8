#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_forward
short_description: Create, change and delete network forwards
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one forward of a network in the declared state; an address outside whose traffic goes to instances inside.
  - What the task does not name is left as it is.
  - Bridges and OVN networks have forwards. The server needs the API extension C(network_forward).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the forward is to exist.
  listen_address:
    type: str
    required: true
    description: The address that is listened on. It names the forward.
  network:
    type: str
    required: true
    description: The network whose forward it is.
  description:
    type: str
    description: A text for people.
  ports:
    type: list
    elements: dict
    description:
      - The ports that are forwarded, all of them; ports that are not named are removed. Leave it out to leave them as
        they are.
      - Their order does not matter.
    suboptions:
      protocol:
        type: str
        required: true
        choices: [tcp, udp]
        description: The protocol.
      listen_port:
        type: str
        required: true
        description: Ports or ranges that are listened on, separated by commas.
      target_address:
        type: str
        required: true
        description: Where the traffic goes, an address of the network.
      target_port:
        type: str
        description: Ports or ranges it goes to; the same as O(ports[].listen_port) where nothing is said.
      description:
        type: str
        description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(target_address) for what no port names.
      - A key that is V(null) is removed; a key that is not named is left alone.
  target:
    type: str
    description: In a cluster, the member that has the forward of a bridge.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_forward_info
  - module: lxcri.containers.network
  - name: Network forwards in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_forwards/
  - name: Network forwards in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_forwards/
"""

EXAMPLES = r"""
- name: Web traffic for one address goes to the instance web1
  lxcri.containers.network_forward:
    network: web0
    listen_address: 192.0.2.10
    ports:
      - protocol: tcp
        listen_port: "80,443"
        target_address: 10.20.0.11

- name: Everything else for that address goes to another one
  lxcri.containers.network_forward:
    network: web0
    listen_address: 192.0.2.10
    config:
      target_address: 10.20.0.12

- name: No such forward
  lxcri.containers.network_forward:
    network: web0
    listen_address: 192.0.2.10
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
network_forward:
  description: The forward as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    listen_address:
      description: The address that is listened on.
      type: str
      sample: 192.0.2.10
    description:
      description: The text for people.
      type: str
      sample: ""
    ports:
      description: The ports that are forwarded.
      type: list
      elements: dict
      sample: [{protocol: tcp, listen_port: "80,443", target_address: 10.20.0.11}]
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
    location:
      description: The cluster member it is on, V(none) on a lone server.
      type: str
      sample: none
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_forward import NETWORK_FORWARD

TASK = resource_task(NETWORK_FORWARD)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
