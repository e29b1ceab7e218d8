#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: wait
short_description: Wait until instances are ready
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Waits until containers and virtual machines are as they must be before one goes on, and fails with what was still
    missing when they are not in time.
  - The server says when something happens to an instance, so several are waited for at once without asking for each.
  - What is inside is looked for through the server. The instance needs neither Python nor an SSH server, nor to be
    reachable by the network.
  - In check mode it looks once and does not wait.
options:
  instances:
    type: list
    elements: str
    required: true
    description: The instances. Each must get there.
  wait_for:
    type: list
    elements: dict
    required: true
    description: What to wait for. All that one entry names must hold; see O(mode) for several entries.
    suboptions:
      running:
        type: bool
        description: It runs. All the others need that too.
      ipv4:
        type: str
        description: It has an IPv4 address on the network interface of that name, as V(eth0), or on V(any).
      ipv6:
        type: str
        description: It has a global IPv6 address on the network interface of that name, or on V(any).
      agent:
        type: bool
        description: The agent of a virtual machine answers. A container needs none.
      cloud_init:
        type: bool
        description: cloud-init is done. When it has failed, the task fails at once with what cloud-init says.
      systemd:
        type: str
        choices: [running, degraded]
        description:
          - systemd has started everything.
          - With V(degraded) it may have failed to start some units; with V(running) that fails the task at once.
      port:
        type: int
        description: A program in the instance listens on the TCP port, not only on the loopback.
      file:
        type: str
        description: There is something at the path.
      command:
        type: str
        description: The command ends with O(wait_for[].rc). No shell is involved, and it may take 30 seconds at most.
      rc:
        type: int
        default: 0
        description: The return code O(wait_for[].command) must have.
      log:
        type: str
        description: The file has a line that matches O(wait_for[].line) within its last MiB.
      console:
        type: bool
        description: The console shows a line that matches O(wait_for[].line) within its last MiB.
      line:
        type: str
        description: A regular expression for O(wait_for[].log) and O(wait_for[].console).
      timeout:
        type: int
        description:
          - Seconds in which this entry must hold, where that is less than O(timeout).
          - Has no meaning for O(mode=any).
  mode:
    type: str
    choices: [all, any]
    default: all
    description: Whether all entries of O(wait_for) must hold, or one of them is enough.
  timeout:
    type: int
    default: 300
    description: Seconds to wait at most.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance
  - module: lxcri.containers.instance_log_info
"""

EXAMPLES = r"""
- name: Everything that was installed at the first start is there
  lxcri.containers.wait:
    instances: [web1, web2]
    wait_for:
      - ipv4: eth0
      - cloud_init: true
    timeout: 600

- name: The web server answers, or says why it does not
  lxcri.containers.wait:
    instances: [web1]
    wait_for:
      - port: 80
      - log: /var/log/nginx/error.log
        line: emerg
    mode: any

- name: The database takes connections
  lxcri.containers.wait:
    instances: [db1]
    wait_for:
      - systemd: degraded
      - command: pg_isready -q
        timeout: 60
"""

RETURN = r"""
instances:
  description: What the instances are like now.
  returned: success
  type: dict
  sample: {web1: {status: Running, ipv4: [10.20.0.7], ipv6: []}}
seconds:
  description: How long it took.
  returned: success
  type: float
  sample: 3.2
missing:
  description: What was still missing, for each instance.
  returned: when it fails, and in check mode
  type: list
  elements: str
  sample: ["web1 for TCP port 80 (nobody listens)"]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import WAIT

TASK = verb_task(WAIT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
