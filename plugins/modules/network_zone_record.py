#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_zone_record
short_description: Create, change and delete records of a DNS zone
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one name of a DNS zone with all its entries in the declared state.
  - What the task does not name is left as it is.
  - The server needs the API extension C(network_dns_records).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the record is to exist.
  name:
    type: str
    required: true
    description: The record's name, without the zone's, such as V(www); V(@) is the zone itself.
  zone:
    type: str
    required: true
    description: The zone whose record it is.
  description:
    type: str
    description: A text for people.
  entries:
    type: list
    elements: dict
    description:
      - What the name stands for, all of it; entries that are not named are removed. Leave it out to leave them as
        they are.
      - Their order does not matter.
    suboptions:
      type:
        type: str
        required: true
        description: The type, such as V(A), V(AAAA), V(CNAME), V(MX) or V(TXT).
      value:
        type: str
        required: true
        description: The value, written as in a zone file.
      ttl:
        type: int
        description: How long it may be kept, in seconds; the zone's own where nothing is said.
  config:
    type: dict
    description:
      - Configuration; only keys that begin with V(user.) mean anything.
      - A key that is V(null) is removed; a key that is not named is left alone.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_zone_record_info
  - module: lxcri.containers.network_zone
  - name: Network zones in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_zones/
  - name: Network zones in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_zones/
"""

EXAMPLES = r"""
- name: A name with two addresses
  lxcri.containers.network_zone_record:
    zone: lxd.example.net
    name: www
    entries:
      - type: A
        value: 192.0.2.10
        ttl: 300
      - type: AAAA
        value: 2001:db8::10

- name: Where mail goes
  lxcri.containers.network_zone_record:
    zone: lxd.example.net
    name: "@"
    entries:
      - type: MX
        value: 10 mail.example.net.

- name: No such name
  lxcri.containers.network_zone_record:
    zone: lxd.example.net
    name: www
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
network_zone_record:
  description: The record as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: www
    description:
      description: The text for people.
      type: str
      sample: ""
    entries:
      description: What the name stands for.
      type: list
      elements: dict
      sample: [{type: A, value: 192.0.2.10, ttl: 300}]
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_zone_record import NETWORK_ZONE_RECORD

TASK = resource_task(NETWORK_ZONE_RECORD)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
