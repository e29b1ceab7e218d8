#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_load_balancer
short_description: Create, change and delete network load balancers
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one load balancer of an OVN network in the declared state.
  - What the task does not name is left as it is.
  - Only networks of the type C(ovn) have load balancers. The server needs the API extension C(network_load_balancer).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the load balancer is to exist.
  listen_address:
    type: str
    required: true
    description: The address that is listened on. It names the load balancer.
  network:
    type: str
    required: true
    description: The network whose load balancer it is.
  description:
    type: str
    description: A text for people.
  backends:
    type: list
    elements: dict
    description:
      - Where traffic may go, all of it; backends that are not named are removed. Leave it out to leave them as they
        are.
    suboptions:
      name:
        type: str
        required: true
        description: The backend's name, for O(ports[].target_backend).
      target_address:
        type: str
        required: true
        description: Where it is, an address of the network.
      target_port:
        type: str
        description: Ports or ranges there; the same as the port that is listened on where nothing is said.
      description:
        type: str
        description: A text for people.
  ports:
    type: list
    elements: dict
    description:
      - The ports that are balanced, all of them; ports that are not named are removed. Leave it out to leave them as
        they are.
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
      target_backend:
        type: list
        elements: str
        required: true
        description: Names of the backends among which the traffic is shared out.
      description:
        type: str
        description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(healthcheck), V(healthcheck.interval) (seconds) or V(healthcheck.timeout) (seconds).
      - A key that is V(null) is removed; a key that is not named is left alone.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_load_balancer_info
  - module: lxcri.containers.network
  - name: Network load balancers in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_load_balancers/
  - name: Network load balancers in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_load_balancers/
"""

EXAMPLES = r"""
- name: Two web servers behind one address
  lxcri.containers.network_load_balancer:
    network: ovn0
    listen_address: 192.0.2.20
    backends:
      - name: web1
        target_address: 10.30.0.11
        target_port: "8080"
      - name: web2
        target_address: 10.30.0.12
        target_port: "8080"
    ports:
      - protocol: tcp
        listen_port: "80"
        target_backend: [web1, web2]

- name: No such load balancer
  lxcri.containers.network_load_balancer:
    network: ovn0
    listen_address: 192.0.2.20
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
network_load_balancer:
  description: The load balancer as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    listen_address:
      description: The address that is listened on.
      type: str
      sample: 192.0.2.20
    description:
      description: The text for people.
      type: str
      sample: ""
    backends:
      description: Where traffic may go.
      type: list
      elements: dict
      sample: [{name: web1, target_address: 10.30.0.11, target_port: "8080"}]
    ports:
      description: The ports that are balanced.
      type: list
      elements: dict
      sample: [{protocol: tcp, listen_port: "80", target_backend: [web1]}]
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
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_load_balancer import (
    NETWORK_LOAD_BALANCER,
)

TASK = resource_task(NETWORK_LOAD_BALANCER)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
