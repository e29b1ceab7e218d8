#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: cluster
short_description: Make a server the first member of a cluster, or have it join one
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Without O(token), the server becomes the first member of a new cluster, and keeps what it has.
  - With O(token), it joins the cluster the token was made by. It must be as good as new then. One that has instances,
    storage pools or networks is refused, since it would lose them. What a join that failed made on it is removed.
  - A server that is a member of that name is left alone. One that is a member of another name, or of another cluster than
    the token's, is refused.
  - A member leaves by M(lxcri.containers.cluster_member) with C(state=absent).
  - The certificate that the server shows changes when it joins, so reach it by its socket, or over OpenSSH.
  - The server needs the API extension C(clustering_join_token).
options:
  name:
    type: str
    required: true
    description: The name of the member.
  address:
    type: str
    description:
      - The address and port at which the other members reach it. Where it listens already, if it is not named.
      - A server that listens on nothing is made to listen there.
  token:
    type: str
    description: The token, as M(lxcri.containers.cluster_join_token), C(lxc cluster add) or C(incus cluster add) made it.
  certificate:
    type: str
    description:
      - The cluster's certificate as PEM text, which must be that of O(token).
      - If it is not given, it is asked for at the addresses of the token, which the machine where the module runs must reach
        then.
  member_config:
    type: list
    elements: dict
    description:
      - What pools and networks of the cluster need on this member alone, with O(token).
      - A pool's source cannot be changed afterwards, and Incus refuses a server without the C(parent) that a network needs.
    suboptions:
      entity:
        type: str
        required: true
        choices: [storage-pool, network]
        description: What it is about.
      name:
        type: str
        required: true
        description: The name of the pool or network.
      key:
        type: str
        required: true
        description: The key, such as V(source).
      value:
        type: raw
        required: true
        description: Its value.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.cluster_join_token
  - module: lxcri.containers.cluster_member
"""

EXAMPLES = r"""
- name: The first member
  lxcri.containers.cluster:
    name: node1
    address: 192.0.2.1:8443

- name: A token for the second
  lxcri.containers.cluster_join_token:
    name: node2
    reveal: true
  register: made
  no_log: true

- name: It joins, with a disk of its own for the pool
  lxcri.containers.cluster:
    server: ssh://root@node2
    name: node2
    address: 192.0.2.2:8443
    token: "{{ made.token }}"
    member_config:
      - entity: storage-pool
        name: default
        key: source
        value: /dev/sdb
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode, C(bootstrap), C(join) or C(none).
  returned: success
  type: str
  sample: join
address:
  description: Where the other members reach it.
  returned: success
  type: str
  sample: "192.0.2.2:8443"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster import CLUSTER

TASK = verb_task(CLUSTER)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
