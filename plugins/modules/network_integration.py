#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: network_integration
short_description: Create, change and delete network integrations
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one integration of an Incus server with OVN interconnection in the declared state. Peerings with networks of
    other clusters go through it.
  - What the task does not name is left as it is.
  - The server needs the API extension C(network_integrations), which Incus has and LXD has not.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the integration is to exist.
  name:
    type: str
    required: true
    description: The integration's name.
  type:
    type: str
    choices: [ovn]
    description: What it integrates with; V(ovn) where nothing is said. It can be set at creation only.
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(ovn.northbound_connection), V(ovn.southbound_connection) or V(ovn.ca_cert).
      - A key that is V(null) is removed; a key that is not named is left alone.
  new_name:
    type: str
    description: Rename the integration to this.
  replace:
    type: bool
    default: false
    description:
      - Delete the integration and create it again where something differs that can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.network_integration_info
  - module: lxcri.containers.network_peer
  - name: Network integrations in Incus
    description: What they are, with their configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/howto/network_integrations/
"""

EXAMPLES = r"""
- name: A way to the networks of another region
  lxcri.containers.network_integration:
    name: region2
    config:
      ovn.northbound_connection: tcp:192.0.2.6:6645
      ovn.southbound_connection: tcp:192.0.2.6:6646

- name: No such integration
  lxcri.containers.network_integration:
    name: region2
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
network_integration:
  description: The integration as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: region2
    type:
      description: Its type.
      type: str
      sample: ovn
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {ovn.northbound_connection: "tcp:192.0.2.6:6645"}
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: []
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.network_integration import NETWORK_INTEGRATION

TASK = resource_task(NETWORK_INTEGRATION)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
