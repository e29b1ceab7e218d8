#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_log_info
short_description: Read the console and the logs of an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Returns what a container or a virtual machine wrote to its console, and what the server logged about it.
options:
  instance:
    type: str
    required: true
    description: The instance.
  logs:
    type: list
    elements: str
    description: Which logs to read, such as V(lxc.log). All there are where it is not set; an empty list reads none.
  console:
    type: bool
    default: true
    description: Read the console.
  max_bytes:
    type: int
    default: 262144
    description: Of each, return so many bytes, the last ones.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.instance_info
"""

EXAMPLES = r"""
- name: Why does it not start
  lxcri.containers.instance_log_info:
    instance: web1
  register: found

- name: Show the end of its console
  ansible.builtin.debug:
    msg: "{{ found.console.splitlines()[-20:] }}"

- name: Only the end of one log
  lxcri.containers.instance_log_info:
    instance: web1
    logs:
      - lxc.log
    console: false
    max_bytes: 4096
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
console:
  description: What it wrote to its console; empty when it has not run yet.
  returned: when O(console) is set
  type: str
  sample: "Welcome to Debian"
logs:
  description: The logs that were read, by name.
  returned: success
  type: dict
  sample: {lxc.log: "lxc web1 INFO start"}
available:
  description: The logs there are.
  returned: success
  type: list
  elements: str
  sample: [lxc.conf, lxc.log]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_log_info import INSTANCE_LOG_INFO

TASK = verb_task(INSTANCE_LOG_INFO)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
