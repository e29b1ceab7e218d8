#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: run
short_description: Run a command in an instance that is made for it
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes an instance from an image, starts it, runs a command in it, and removes the instance afterwards.
  - An instance of that name that is there already is used as it is, started if need be, and never removed.
  - Each run without O(instance) has an instance of its own, so any number may run at once.
options:
  instance:
    type: str
    description: The instance's name. Without it a new name is made up, which begins with C(run-).
  image:
    type: str
    description: The image to make the instance from, by alias or fingerprint. It must be on the server.
  source:
    type: dict
    description: What to make the instance from, in the words of the server's API, in place of O(image).
  type:
    type: str
    choices: [container, virtual-machine]
    default: container
    description:
      - The kind of instance to make. In a new virtual machine the command runs once its agent answers, unless O(wait_for)
        says otherwise.
  profiles:
    type: list
    elements: str
    description: Profiles of the instance to make; by default those that the server gives, usually V(default).
  config:
    type: dict
    description: Configuration of the instance to make, such as V(limits.memory).
  devices:
    type: dict
    description: Devices of the instance to make.
  target:
    type: str
    description: In a cluster, the member to make it on.
  remove:
    type: str
    choices: [always, success, never]
    default: always
    description:
      - When to remove the instance that the task made. With V(always) also when the task fails or is interrupted, with
        V(success) only when the command ended with 0, so that it can be looked at.
extends_documentation_fragment:
  - lxcri.containers.command
  - lxcri.containers.command.wait
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.attributes
attributes:
  check_mode:
    support: partial
    description: Nothing is made and nothing is run.
    details: What can be known to fail fails. What the command would return is not known.
  diff_mode:
    support: none
    description: What a command changes is not known.
  idempotent:
    support: none
    description: The command runs each time.
seealso:
  - module: lxcri.containers.exec
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: Build in a container that is gone afterwards
  lxcri.containers.run:
    image: builder
    cmd: make -C /src dist
    shell: /bin/sh
    timeout: 1800
    devices:
      src: {type: disk, source: /srv/src, path: /src}

- name: Eight jobs at once
  lxcri.containers.run:
    image: worker
    argv: [process, "{{ item }}"]
    config:
      limits.memory: 512MiB
  loop: "{{ range(8) | list }}"
  async: 600
  poll: 0

- name: Keep it when it fails
  lxcri.containers.run:
    instance: migration
    image: app
    argv: [app, migrate]
    wait_for:
      - ipv4: eth0
    remove: success
"""

RETURN = r"""
instance:
  description: The instance's name.
  returned: success
  type: str
  sample: run-1f0c5a9b7d3e
created:
  description: Whether the task made the instance, or would.
  returned: success
  type: bool
  sample: true
removed:
  description: Whether it is gone again.
  returned: when it was to be removed
  type: bool
  sample: true
cmd:
  description: The program and its arguments.
  returned: success
  type: list
  elements: str
  sample: [nginx, -t]
rc:
  description: The return code; 128 and the signal's number when a signal ended the command.
  returned: when the command ran
  type: int
  sample: 0
stdout:
  description: What it wrote to its standard output.
  returned: when the command ran
  type: str
  sample: ""
stdout_lines:
  description: The same as lines.
  returned: when the command ran
  type: list
  elements: str
  sample: []
stdout_b64:
  description: The same, byte for byte, as Base64.
  returned: when it is no UTF-8
  type: str
  sample: /w==
stderr:
  description: What it wrote to its standard error.
  returned: when the command ran
  type: str
  sample: "nginx: configuration file /etc/nginx/nginx.conf test is successful"
stderr_lines:
  description: The same as lines.
  returned: when the command ran
  type: list
  elements: str
  sample: ["nginx: configuration file /etc/nginx/nginx.conf test is successful"]
stderr_b64:
  description: The same, byte for byte, as Base64.
  returned: when it is no UTF-8
  type: str
  sample: /w==
start:
  description: When the command began, in UTC.
  returned: when the command ran
  type: str
  sample: "2026-01-31 12:00:00.000000"
end:
  description: When it had ended.
  returned: when the command ran
  type: str
  sample: "2026-01-31 12:00:00.016000"
delta:
  description: How long it took.
  returned: when the command ran
  type: str
  sample: "0:00:00.016000"
msg:
  description: Why the command failed, or was not run.
  returned: when it failed, or in check mode
  type: str
  sample: make ended with the return code 2.
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.run import RUN

TASK = verb_task(RUN)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
