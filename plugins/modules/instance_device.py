#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_device
short_description: Give an instance one device, change or remove it
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one device of a container or a virtual machine in the declared state and leaves all others alone.
  - Properties that the task does not name are left as they are.
  - A running instance gets it at once, as far as the server can do that.
options:
  instance:
    type: str
    required: true
    description: The instance.
  name:
    type: str
    required: true
    description: The device's name in the instance's configuration.
  state:
    type: str
    choices: [present, absent]
    default: present
    description:
      - Whether the instance is to have the device itself. One that comes from a profile stays with V(absent), unless
        O(override=true).
  properties:
    type: dict
    description:
      - The properties, such as V(type), V(network), V(path), V(size) or V(listen). What there is depends on the type.
      - Numbers and booleans are sent as the server writes them. A property that is V(null) is removed; one that is
        not named is left alone.
  override:
    type: bool
    default: false
    description:
      - Begin with the device of that name that a profile gives the instance, so that only what differs need be named.
      - With O(state=absent), hide the device of the profile.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance
  - module: lxcri.containers.profile
"""

EXAMPLES = r"""
- name: A larger root disk than the profile says
  lxcri.containers.instance_device:
    instance: web1
    name: root
    override: true
    properties:
      size: 20GiB

- name: Port 8080 of the host is port 80 of the instance
  lxcri.containers.instance_device:
    instance: web1
    name: http
    properties:
      type: proxy
      listen: tcp:0.0.0.0:8080
      connect: tcp:127.0.0.1:80

- name: Without the network that the profile gives it
  lxcri.containers.instance_device:
    instance: web1
    name: eth0
    state: absent
    override: true
"""

RETURN = r"""
instance_device:
  description: The device as it is now, or would be in check mode. Empty when the instance has none of its own.
  returned: success
  type: dict
  sample: {type: disk, path: /, pool: default, size: 20GiB}
differs:
  description: The properties that differed.
  returned: success
  type: list
  elements: str
  sample: [size]
diff:
  description: The device before and after.
  returned: in diff mode
  type: dict
  contains:
    before:
      description: As it was, empty when there was none.
      type: dict
    after:
      description: As it is, or would be, empty when there is none.
      type: dict
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_device import INSTANCE_DEVICE

TASK = verb_task(INSTANCE_DEVICE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
