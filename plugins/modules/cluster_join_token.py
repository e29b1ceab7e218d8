#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_join_token
short_description: Make and revoke tokens for joining a cluster
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one token in the declared state with which a server joins a cluster. It is good for one use.
  - A token is made only when none waits to be used and no member has that name yet, so that the task can be repeated.
  - The token itself is returned only with O(reveal), and otherwise written to O(path).
  - The server must be clustered and needs the API extension C(clustering_join_token).
options:
  name:
    type: str
    required: true
    description: The name that the new member will have.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether such a token is to wait to be used. V(absent) revokes it.
  path:
    type: path
    description: A file on the machine where the module runs; the token is written to it, readable by its owner only.
  reveal:
    type: bool
    default: false
    description:
      - Return the token itself.
      - "Give the task C(no_log: true) then; whoever has the token has what it is good for."
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.cluster_member
"""

EXAMPLES = r"""
- name: A token for the fourth member, in a file
  lxcri.containers.cluster_join_token:
    name: node4
    path: /root/node4.token

- name: A token to hand on
  lxcri.containers.cluster_join_token:
    name: node5
    reveal: true
  register: made
  no_log: true

- name: Nobody can use it any more
  lxcri.containers.cluster_join_token:
    name: node5
    state: absent
"""

RETURN = r"""
token:
  description: The token, as C(lxc cluster add) would print it.
  returned: when O(reveal) is set and there is a token
  type: str
  sample: eyJzZXJ2ZXJfbmFtZSI6Im5vZGU1In0=
joined:
  description: Whether a member of that name is in the cluster already, so that no token is needed.
  returned: when O(state=present)
  type: bool
  sample: false
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.cluster_join_token import CLUSTER_JOIN_TOKEN

TASK = verb_task(CLUSTER_JOIN_TOKEN)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
