#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: kill
short_description: Send a signal to an instance or to a process in it
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Sends any signal to an instance's init, process 1, or to another process in it.
  - C(/bin/sh) in the instance sends it, or C(kill) where there is no shell. The kernel keeps V(KILL), V(STOP) and V(CONT)
    from an init that is signalled from inside, so for process 1 the server does what they stand for. It kills, freezes or
    unfreezes the instance, and nothing is needed inside.
options:
  instance:
    type: str
    required: true
    description: The instance. It must run.
  signal:
    type: str
    default: TERM
    description: The signal by name, such as V(TERM), V(SIGHUP) or V(RTMIN+3), or by number.
  pid:
    type: int
    default: 1
    description: The process, by its number inside the instance.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
attributes:
  diff_mode:
    support: none
    description: What a process makes of a signal is not known.
  idempotent:
    support: none
    description: Each run sends the signal.
seealso:
  - module: lxcri.containers.exec
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: Read the configuration again
  lxcri.containers.kill:
    instance: web1
    pid: "{{ nginx_pid }}"
    signal: HUP

- name: The end
  lxcri.containers.kill:
    instance: web1
    signal: KILL
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
pid:
  description: The process.
  returned: success
  type: int
  sample: 1
signal:
  description: The signal's name.
  returned: success
  type: str
  sample: SIGTERM
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.kill import KILL

TASK = verb_task(KILL)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
