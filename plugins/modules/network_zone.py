#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_zone
short_description: Create, change and delete DNS zones
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one DNS zone of an LXD or Incus server in the declared state. The server answers zone transfers for it with
    the names of the instances.
  - What the task does not name is left as it is.
  - The server needs the API extension C(network_dns).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the zone is to exist.
  name:
    type: str
    required: true
    description: The zone's name, a domain such as V(lxd.example.net) or V(2.0.192.in-addr.arpa).
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(dns.nameservers), V(network.nat) or V(peers.NAME.address).
      - A key that is V(null) is removed; a key that is not named is left alone.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_zone_info
  - module: lxcri.containers.network_zone_record
  - name: Network zones in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_zones/
  - name: Network zones in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_zones/
"""

EXAMPLES = r"""
- name: A zone that one name server may fetch
  lxcri.containers.network_zone:
    name: lxd.example.net
    config:
      dns.nameservers: ns1.example.net
      peers.ns1.address: 192.0.2.53

- name: The zone for addresses of 192.0.2.0/24
  lxcri.containers.network_zone:
    name: 2.0.192.in-addr.arpa
    description: Reverse lookups

- name: No such zone
  lxcri.containers.network_zone:
    name: 2.0.192.in-addr.arpa
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
network_zone:
  description: The zone as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: lxd.example.net
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {dns.nameservers: ns1.example.net}
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/networks/web0]
    project:
      description: The project it is in, where the server says so.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_zone import NETWORK_ZONE

TASK = resource_task(NETWORK_ZONE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
