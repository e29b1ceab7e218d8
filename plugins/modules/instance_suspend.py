#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_suspend
short_description: Stop an instance with its memory kept
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Stops a container or a virtual machine and keeps what is in its memory on disk, or lets it go on from there.
  - A container needs CRIU on the server for that, a virtual machine C(migration.stateful=true) since it was started.
options:
  instance:
    type: str
    required: true
    description: The instance.
  state:
    type: str
    choices: [suspended, resumed]
    default: suspended
    description: Whether its memory is to be on disk, or it is to run. One that runs already is not resumed.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: Save it to disk
  lxcri.containers.instance_suspend:
    instance: desktop

- name: And go on
  lxcri.containers.instance_suspend:
    instance: desktop
    state: resumed
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: desktop
status:
  description: Its status.
  returned: success
  type: str
  sample: Stopped
stateful:
  description: Whether its memory is kept on disk.
  returned: success
  type: bool
  sample: true
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_suspend import INSTANCE_SUSPEND

TASK = verb_task(INSTANCE_SUSPEND)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
