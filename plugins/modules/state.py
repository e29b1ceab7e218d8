#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: state
short_description: Show the state of an instance in the words of the OCI runtime specification
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Returns the state document of an instance that tools for OCI runtimes expect.
  - For addresses, usage and snapshots see M(lxcri.containers.instance_info) with O(lxcri.containers.instance_info#module:full).
options:
  instance:
    type: str
    required: true
    description: The instance.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.instance_info
  - name: OCI runtime specification
    description: What the properties mean.
    link: https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state
"""

EXAMPLES = r"""
- name: The state
  lxcri.containers.state:
    instance: web1
  register: found

- name: Is it there in another project
  lxcri.containers.state:
    instance: web1
    project: shop
"""

RETURN = r"""
state:
  description: The state document.
  returned: success
  type: dict
  contains:
    ociVersion:
      description: The version of the specification.
      type: str
      sample: 1.0.2
    id:
      description: The instance's name.
      type: str
      sample: web1
    status:
      description: V(created) when it has never run, V(creating) while it starts, V(running), V(paused) when it is frozen,
        or V(stopped).
      type: str
      sample: running
    pid:
      description: The number of its init on the server's machine. Not there when it does not run.
      type: int
      sample: 4711
    bundle:
      description:
        - Its directory on the server's machine. For a server reached over the network, where its package puts it.
      type: str
      sample: /var/lib/incus/containers/web1
    annotations:
      description: What C(user.*) in its configuration says, secrets left out, and its type, project, architecture and
        cluster member.
      type: dict
      sample: {lxcri.type: container, lxcri.project: default, role: web}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.state import STATE

TASK = verb_task(STATE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
