#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_copy
short_description: Copy an instance within a server or from another one
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes an instance that is a copy of another one, or of a snapshot, from the same server, another project, another
    cluster member or another server.
  - Where an instance of that name exists, nothing is done, unless O(refresh) is set.
  - As with the official clients, the copy has profiles, configuration and devices of the source, but MAC addresses,
    UUID and the like of its own, and it is stopped.
  - The copy is compared with what was asked for afterwards, its snapshots included.
attributes:
  idempotent:
    support: partial
    description: With O(refresh) every run brings the copy up to date and is a change.
options:
  instance:
    type: str
    required: true
    description: The name the copy is to have, on O(server) and in O(project).
  source:
    type: dict
    required: true
    description: What to copy.
    suboptions:
      server:
        type: list
        elements: str
        description:
          - Where the source is, written as O(server). The same server where it is not set.
          - It may be the same server or cluster under another address; its certificate tells.
      client_cert:
        type: path
        description: The client's certificate for it. O(client_cert) is used where it is not set.
      client_key:
        type: path
        description: The private key of O(source.client_cert).
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
        required: true
        description: The instance.
      snapshot:
        type: str
        description: One of its snapshots, to be copied instead of the instance.
  pool:
    type: str
    description: The storage pool to put it on.
  target:
    type: str
    description: The cluster member to put it on.
  profiles:
    type: list
    elements: str
    description: The profiles of the copy. Those of the source where it is not set.
  config:
    type: dict
    description: Configuration keys that differ from the source; V(null) leaves one out. The others go along.
  devices:
    type: dict
    description: Devices that differ from the source; V(null) leaves one out. The others go along.
  description:
    type: str
    description: A text for people. That of the source where it is not set.
  ephemeral:
    type: bool
    description: Whether the copy is deleted when it stops. As the source where it is not set.
  refresh:
    type: bool
    default: false
    description:
      - Where the copy exists, bring its content, snapshots and configuration to the state of the source; only what
        differs is sent. The copy must be stopped.
      - That is always a change, since nobody can tell beforehand.
  instance_only:
    type: bool
    default: false
    description: Leave the snapshots out.
  stateful:
    type: bool
    default: false
    description: Also copy what is in memory, which for a container needs CRIU on both servers.
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
  - module: lxcri.containers.instance_move
"""

EXAMPLES = r"""
- name: A copy of a container, on another pool, with more memory
  lxcri.containers.instance_copy:
    instance: web2
    source:
      instance: web1
    pool: fast
    config:
      limits.memory: 4GiB

- name: A container of how it was before
  lxcri.containers.instance_copy:
    instance: web1-before
    source:
      instance: web1
      snapshot: before-upgrade

- name: A standby on another server, brought up to date by every run
  lxcri.containers.instance_copy:
    server: https://standby.example.com
    instance: web1
    source:
      server: https://main.example.com
      instance: web1
    refresh: true
"""

RETURN = r"""
instance:
  description: The copy as it is now; only its name in check mode.
  returned: success
  type: dict
  sample: {name: web2, status: Stopped}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_copy import INSTANCE_COPY

TASK = verb_task(INSTANCE_COPY)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
