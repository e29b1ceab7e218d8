#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: server_info
short_description: Show what a server is and what it can do
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Shows the version, the configuration, the environment and the API extensions of an LXD or Incus server.
  - It reads C(GET /1.0), and C(GET /1.0/resources) where O(resources=true).
options:
  resources:
    type: bool
    default: false
    description:
      - Return the hardware too, such as processors, memory (bytes), disks, network cards and GPUs.
      - The server needs the API extension C(resources).
  target:
    type: str
    description:
      - In a cluster, the member that is asked. Without it, the one that answers.
      - The server needs the API extension C(clustering).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.server
  - name: REST API of LXD
    description: Every property of every object.
    link: https://documentation.ubuntu.com/lxd/en/latest/api/
  - name: REST API of Incus
    description: Every property of every object.
    link: https://linuxcontainers.org/incus/docs/main/api/
"""

EXAMPLES = r"""
- name: What is there
  lxcri.containers.server_info:
  register: found

- name: Stop where the server is too old
  ansible.builtin.assert:
    that: "'network_forward' in found.server.api_extensions"

- name: The machine of one cluster member
  lxcri.containers.server_info:
    resources: true
    target: node1
  register: node1
"""

RETURN = r"""
product:
  description: V(lxd) or V(incus).
  returned: success
  type: str
  sample: lxd
version:
  description: The server's version.
  returned: success
  type: str
  sample: 5.0.2
server:
  description: What the server says about itself.
  returned: success
  type: dict
  contains:
    api_extensions:
      description: What it can do beyond the first version of the API.
      type: list
      elements: str
      sample: [instances, projects]
    api_version:
      description: The version of the API.
      type: str
      sample: "1.0"
    auth:
      description: Whether it trusts this client.
      type: str
      sample: trusted
    config:
      description: Its configuration, secrets masked.
      type: dict
      sample: {core.https_address: "[::]:8443"}
    environment:
      description: Its host, such as C(kernel_version), C(storage_supported_drivers), C(driver) and C(server_clustered).
      type: dict
resources:
  description: The hardware, as the server counts it.
  returned: O(resources=true)
  type: dict
  contains:
    cpu:
      description: Sockets, cores and threads.
      type: dict
    memory:
      description: Bytes of memory, C(total) and C(used).
      type: dict
    storage:
      description: Disks and partitions.
      type: dict
    network:
      description: Network cards and ports.
      type: dict
    gpu:
      description: Graphics cards.
      type: dict
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.server_info import SERVER_INFO

TASK = verb_task(SERVER_INFO)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
