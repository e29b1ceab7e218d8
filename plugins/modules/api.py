#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: api
short_description: Send any request to the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Sends one request to the REST API of an LXD or Incus server, for what no other module does.
  - A request that changes something is sent only when reading shows that it is due, so that the task can be repeated
    and works in check mode.
options:
  path:
    type: str
    required: true
    description: The path in full, such as V(/1.0/instances/web1).
  method:
    type: str
    choices: [GET, POST, PUT, PATCH, DELETE]
    default: GET
    description:
      - What to do.
      - V(GET) reads and changes nothing.
      - V(PUT) and V(PATCH) read the path first and are not sent when all of O(body) is there already. Of a V(PUT), a
        dictionary such as C(config) must also hold nothing else, since a V(PUT) removes what it does not name; keys
        that the server itself wrote do not count.
      - V(DELETE) reads the path first and is not sent when there is nothing.
      - V(POST) is always sent, unless O(creates) exists.
  body:
    type: raw
    description: What to send, as the API wants it; values of C(config) are text.
  query:
    type: dict
    description: The query, such as V(recursion) or V(target). O(project) need not be named here.
  headers:
    type: dict
    description: More headers, such as V(X-LXD-type), for O(src) or V(GET).
  src:
    type: path
    description: A file of the machine on which the module runs to send as it is, instead of O(body).
  creates:
    type: str
    description: A path that exists once the V(POST) was sent; when it does, it is not sent again.
  wait:
    type: bool
    default: true
    description:
      - Wait for the end of the background operation that the request begins, at most O(timeout) seconds. When not,
        M(lxcri.containers.operation) waits for it later. A file is always waited for.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.operation
"""

EXAMPLES = r"""
- name: Read something
  lxcri.containers.api:
    path: /1.0/instances
    query:
      recursion: 1
  register: found

- name: Make something once
  lxcri.containers.api:
    method: POST
    path: /1.0/instances/web1/backups
    body:
      name: nightly
    creates: /1.0/instances/web1/backups/nightly

- name: Change one key and leave the others alone
  lxcri.containers.api:
    method: PATCH
    path: /1.0/profiles/default
    body:
      config:
        limits.cpu: "2"

- name: Remove something
  lxcri.containers.api:
    method: DELETE
    path: /1.0/instances/web1/backups/nightly
"""

RETURN = r"""
metadata:
  description: What the server answered, or what is there already, secrets masked.
  returned: when the server answers with JSON
  type: raw
  sample: [/1.0/instances/web1]
content:
  description: What the server answered with a file, as text.
  returned: when a V(GET) is answered with anything but JSON of the API
  type: str
  sample: ""
etag:
  description: What identifies the version that was read.
  returned: with O(method=GET)
  type: str
  sample: 2f6dd0f0a9a8c3e1
operation:
  description: The path of the background operation, empty when there is none.
  returned: when a request was sent that changes something
  type: str
  sample: /1.0/operations/2c0463f9-605b-41e6-b39b-3ea2642c8d0a
diff:
  description: What differed, before and after, secrets masked.
  returned: in diff mode, when O(method) is not V(GET)
  type: dict
  contains:
    before:
      description: As it was.
      type: raw
    after:
      description: As it is, or would be.
      type: raw
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.api import API

TASK = verb_task(API)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
