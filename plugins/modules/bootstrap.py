#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: bootstrap
short_description: Give instances a Python
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Installs Python in many fresh instances at once, so that Ansible's modules run in them.
  - The package manager of the instance's own distribution installs it (apt, apk, dnf, microdnf, yum, zypper, pacman, xbps or
    opkg), or an interpreter that is one file is copied into the instance.
  - Neither Python nor an SSH server is needed in the instance, only C(/bin/sh).
options:
  instances:
    type: list
    elements: str
    required: true
    description: The instances. They must run.
  minimum:
    type: str
    default: "3.9"
    description: The oldest Python that will do. An instance that has it, or a newer one, is left alone.
  packages:
    type: list
    elements: str
    description: Further packages to install with Python, by the names that the distribution has for them.
  interpreter:
    type: path
    description:
      - An interpreter on the machine where the module runs, to copy into the instances rather than installing one. It must
        be one file that needs nothing of the instance, so linked statically.
  dest:
    type: str
    default: /usr/local/bin/python3
    description: Where O(interpreter) is to be in the instance.
  parallel:
    type: int
    default: 8
    description: In how many instances to work at once.
extends_documentation_fragment:
  - lxcri.containers.command.wait
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.exec
  - plugin: lxcri.containers.api
    plugin_type: connection
"""

EXAMPLES = r"""
- name: Python wherever it is missing
  lxcri.containers.bootstrap:
    instances: [web1, web2, db1]
    packages: [python3-apt]

- name: Without a package manager
  lxcri.containers.bootstrap:
    instances: [tiny1, tiny2]
    interpreter: files/python3-static
    wait_for:
      - running: true
"""

RETURN = r"""
interpreters:
  description: The interpreter of each instance that has one, as C(ansible_python_interpreter) wants it.
  returned: always
  type: dict
  sample: {web1: /usr/bin/python3}
instances:
  description: What is known of each instance, by its name.
  returned: always
  type: dict
  contains:
    python:
      description: The interpreter; empty when there is none.
      type: str
      sample: /usr/bin/python3
    version:
      description: Its version.
      type: str
      sample: 3.11.2
    package_manager:
      description: The package manager that was found.
      type: str
      sample: apt-get
    changed:
      description: Whether the task installed something.
      type: bool
      sample: true
    error:
      description: Why it has none; empty when all is well.
      type: str
      sample: ""
diff:
  description: What each instance had, and has.
  returned: in diff mode
  type: dict
  contains:
    before:
      description: By instance.
      type: dict
    after:
      description: By instance.
      type: dict
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.bootstrap import BOOTSTRAP

TASK = verb_task(BOOTSTRAP)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
