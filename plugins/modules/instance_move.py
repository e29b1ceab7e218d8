#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_move
short_description: Move an instance to another name, pool, project, member or server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Sees to it that an instance is where it is to be. Where it is there already, nothing is done.
  - To another server it is copied, the copy is compared with the source, its snapshots included, and only then the
    source is deleted. It keeps its MAC addresses, UUID and the like.
  - Within a server or cluster the server moves it by itself.
options:
  instance:
    type: str
    required: true
    description: The instance, on O(server) and in O(project).
  destination:
    type: dict
    required: true
    description: Where it is to be. What is not set stays as it is.
    suboptions:
      server:
        type: list
        elements: str
        description:
          - The server to move it to, written as O(server). The same server where it is not set.
          - It may be the same server or cluster under another address; its certificate tells.
      client_cert:
        type: path
        description: The client's certificate for it. O(client_cert) is used where it is not set.
      client_key:
        type: path
        description: The private key of O(destination.client_cert).
      server_cert:
        type: str
        description: The certificate it must show, written as O(server_cert).
      bearer_token:
        type: str
        description: A token sent with every request to it.
      project:
        type: str
        description: The project there. O(project) is used where it is not set and the server is the same.
      instance:
        type: str
        description: The name it is to have.
      pool:
        type: str
        description: The storage pool it is to be on.
      target:
        type: str
        description: The cluster member it is to be on.
  profiles:
    type: list
    elements: str
    description: The profiles it is to have there. Those it has where it is not set.
  config:
    type: dict
    description: Configuration keys that differ from the source; V(null) leaves one out. The others go along.
  devices:
    type: dict
    description: Devices that differ from the source; V(null) leaves one out. The others go along.
  stop:
    type: bool
    default: false
    description:
      - Stop an instance that runs for the move, and start it again where it is then. When the move fails, it is
        started where it was.
      - Otherwise an instance that runs is not moved, and the task fails.
  force:
    type: bool
    default: false
    description: Stop it without letting it shut down.
  shutdown_timeout:
    type: int
    default: 30
    description: Seconds in which it must have shut down.
  stateful:
    type: bool
    default: false
    description: Move it while it runs, with what is in memory, which for a container needs CRIU on both servers.
  allow_inconsistent:
    type: bool
    default: false
    description: Do not fail when files change while they are copied. Needs C(instance_allow_inconsistent_copy).
  mode:
    type: str
    choices: [pull, push, relay]
    default: pull
    description:
      - How the bytes get from one server to another. Has no meaning within one server.
      - With V(pull) the target connects to the source, with V(push) the source to the target. The one connected to must
        listen on the network.
      - With V(relay) both talk to the machine where the module runs, which passes everything on. That works wherever
        this machine reaches both, also through unix sockets and ssh, and needs its bandwidth.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_copy
"""

EXAMPLES = r"""
- name: To another pool
  lxcri.containers.instance_move:
    instance: web1
    destination:
      pool: fast
    stop: true

- name: To another server, through this machine
  lxcri.containers.instance_move:
    server: https://old.example.com
    instance: web1
    destination:
      server: ssh://root@new.example.com
      instance: web
    mode: relay

- name: Off the member that is to be repaired
  lxcri.containers.instance_move:
    instance: web1
    destination:
      target: node2
    stop: true
"""

RETURN = r"""
instance:
  description: The instance as it is now; only its name in check mode.
  returned: success
  type: dict
  sample: {name: web1, status: Running}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_move import INSTANCE_MOVE

TASK = verb_task(INSTANCE_MOVE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
