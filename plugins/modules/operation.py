#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: operation
short_description: Wait for background operations and cancel them
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Waits for the end of a background operation of an LXD or Incus server, or gives it up.
  - A server forgets an operation some seconds after its end; one that it does not know counts as ended.
  - An operation that ended badly fails the task.
options:
  id:
    type: str
    required: true
    description: Which operation; M(lxcri.containers.operation_info) lists them.
  state:
    type: str
    choices: [finished, cancelled]
    default: finished
    description:
      - V(finished) waits for the end, at most O(timeout) seconds, and cancels nothing; V(cancelled) gives the
        operation up when it still runs.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.operation_info
  - module: lxcri.containers.api
"""

EXAMPLES = r"""
- name: Ask for something that takes a while, and go on
  lxcri.containers.api:
    method: POST
    path: /1.0/instances/web1/backups
    body:
      name: nightly
    wait: false
  register: begun

- name: Now its end matters
  lxcri.containers.operation:
    id: "{{ begun.operation | basename }}"

- name: What runs
  lxcri.containers.operation_info:
  register: found

- name: Give everything up that can be given up
  lxcri.containers.operation:
    id: "{{ item.id }}"
    state: cancelled
  loop: "{{ found.operations | selectattr('may_cancel') }}"
  loop_control:
    label: "{{ item.description }}"
"""

RETURN = r"""
operation:
  description: The operation as it was seen last, secrets masked. Empty when the server does not know it any more.
  returned: success
  type: dict
  contains:
    id:
      description: Which one.
      type: str
      sample: 2c0463f9-605b-41e6-b39b-3ea2642c8d0a
    class:
      description: C(task), C(websocket) or C(token).
      type: str
      sample: task
    description:
      description: What it does.
      type: str
      sample: Backing up instance
    status:
      description: How far it is.
      type: str
      sample: Success
    status_code:
      description: The same as a number; 103 is running, 200 success, 400 failure, 401 cancelled.
      type: int
      sample: 200
    err:
      description: What went wrong.
      type: str
      sample: ""
    may_cancel:
      description: Whether it can be given up.
      type: bool
      sample: false
    resources:
      description: What it is about, as paths of the API.
      type: dict
      sample: {instances: [/1.0/instances/web1]}
    metadata:
      description: More about it, secrets masked.
      type: dict
      sample: {}
    location:
      description: The cluster member on which it runs.
      type: str
      sample: none
    created_at:
      description: When it began.
      type: str
      sample: "2026-01-31T12:00:00Z"
    updated_at:
      description: When it last changed.
      type: str
      sample: "2026-01-31T12:00:01Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.operation import OPERATION_VERB

TASK = verb_task(OPERATION_VERB)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
