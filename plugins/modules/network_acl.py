#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_acl
short_description: Create, change and delete network ACLs
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one network access control list of an LXD or Incus server in the declared state.
  - What the task does not name is left as it is.
  - The server needs the API extension C(network_acl); O(ingress[].action=allow-stateless) needs
    C(network_acl_stateless).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the list is to exist.
  name:
    type: str
    required: true
    description: The list's name.
  description:
    type: str
    description: A text for people.
  ingress:
    type: list
    elements: dict
    description:
      - "The rules for traffic to an instance, all of them: rules that are not named are removed. Leave it out to
        leave them as they are."
      - Their order does not matter; the server applies drop before reject, and that before allow.
    suboptions:
      action:
        type: str
        required: true
        choices: [allow, allow-stateless, drop, reject]
        description: What happens to traffic that matches.
      state:
        type: str
        choices: [enabled, disabled, logged]
        default: enabled
        description: Whether the rule counts, and whether matches are logged.
      description:
        type: str
        description: A text for people.
      protocol:
        type: str
        choices: [tcp, udp, icmp4, icmp6]
        description: The protocol that matches. All do where nothing is said.
      source:
        type: str
        description:
          - Where the traffic comes from; CIDR, ranges, names of ACLs, V(@internal) or V(@external), separated by
            commas.
      source_port:
        type: str
        description:
          - Ports or ranges it comes from, separated by commas. Needs O(ingress[].protocol=tcp) or
            O(ingress[].protocol=udp).
      destination:
        type: str
        description: Where the traffic goes; written like O(ingress[].source).
      destination_port:
        type: str
        description:
          - Ports or ranges it goes to, separated by commas. Needs O(ingress[].protocol=tcp) or
            O(ingress[].protocol=udp).
      icmp_type:
        type: str
        description: The ICMP type. Needs O(ingress[].protocol=icmp4) or O(ingress[].protocol=icmp6).
      icmp_code:
        type: str
        description: The ICMP code, like O(ingress[].icmp_type).
  egress:
    type: list
    elements: dict
    description:
      - "The rules for traffic from an instance, all of them: rules that are not named are removed. Leave it out to
        leave them as they are."
      - Their order does not matter; the server applies drop before reject, and that before allow.
    suboptions:
      action:
        type: str
        required: true
        choices: [allow, allow-stateless, drop, reject]
        description: What happens to traffic that matches.
      state:
        type: str
        choices: [enabled, disabled, logged]
        default: enabled
        description: Whether the rule counts, and whether matches are logged.
      description:
        type: str
        description: A text for people.
      protocol:
        type: str
        choices: [tcp, udp, icmp4, icmp6]
        description: The protocol that matches. All do where nothing is said.
      source:
        type: str
        description:
          - Where the traffic comes from; CIDR, ranges, names of ACLs, V(@internal) or V(@external), separated by
            commas.
      source_port:
        type: str
        description:
          - Ports or ranges it comes from, separated by commas. Needs O(egress[].protocol=tcp) or
            O(egress[].protocol=udp).
      destination:
        type: str
        description: Where the traffic goes; written like O(egress[].source).
      destination_port:
        type: str
        description:
          - Ports or ranges it goes to, separated by commas. Needs O(egress[].protocol=tcp) or
            O(egress[].protocol=udp).
      icmp_type:
        type: str
        description: The ICMP type. Needs O(egress[].protocol=icmp4) or O(egress[].protocol=icmp6).
      icmp_code:
        type: str
        description: The ICMP code, like O(egress[].icmp_type).
  config:
    type: dict
    description:
      - Configuration; only keys that begin with V(user.) mean anything.
      - A key that is V(null) is removed; a key that is not named is left alone.
  new_name:
    type: str
    description: Rename the list to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_acl_info
  - module: lxcri.containers.network
  - name: Network ACLs in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/howto/network_acls/
  - name: Network ACLs in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_acls/
"""

EXAMPLES = r"""
- name: Let in what a web server needs, and nothing else
  lxcri.containers.network_acl:
    name: web
    description: HTTP and HTTPS from everywhere
    ingress:
      - action: allow
        protocol: tcp
        destination_port: "80,443"
      - action: drop
        state: logged

- name: Nothing goes out to one subnet
  lxcri.containers.network_acl:
    name: quiet
    egress:
      - action: reject
        destination: 10.9.0.0/16

- name: No such list
  lxcri.containers.network_acl:
    name: quiet
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
network_acl:
  description: The list as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web
    description:
      description: The text for people.
      type: str
      sample: ""
    ingress:
      description: Its rules for traffic to an instance.
      type: list
      elements: dict
      sample: [{action: allow, state: enabled, protocol: tcp, destination_port: "80,443"}]
    egress:
      description: Its rules for traffic from an instance.
      type: list
      elements: dict
      sample: []
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
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
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_acl import NETWORK_ACL

TASK = resource_task(NETWORK_ACL)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
