#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_rebuild
short_description: Begin an instance again from an image
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Throws away everything in a container or a virtual machine and fills it from an image. Configuration, devices and
    addresses stay.
  - Where it was made from that image already, nothing is done unless O(force) is set.
  - Needs the API extension C(instances_rebuild), which every Incus has, and LXD since 5.14.
attributes:
  idempotent:
    support: partial
    description: With O(force) every run begins anew.
options:
  instance:
    type: str
    required: true
    description: The instance.
  image:
    type: str
    required: true
    description: Alias or fingerprint of an image on the server.
  force:
    type: bool
    default: false
    description: Also rebuild one that was made from that image.
  stop:
    type: bool
    default: false
    description: Stop an instance that runs for that, and start it again afterwards. Otherwise the task fails.
  force_stop:
    type: bool
    default: false
    description: Stop it without letting it shut down.
  shutdown_timeout:
    type: int
    default: 30
    description: Seconds in which it must have shut down.
notes:
  - Some storage drivers rebuild nothing that has snapshots.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: On the newest image
  lxcri.containers.instance_rebuild:
    instance: web1
    image: debian-13
    stop: true

- name: As it was on its first day, whatever it was made from
  lxcri.containers.instance_rebuild:
    instance: web1
    image: debian-13
    force: true
    stop: true
    force_stop: true
"""

RETURN = r"""
instance:
  description: The instance as it is now; only its name in check mode.
  returned: success
  type: dict
  sample: {name: web1, status: Running}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_rebuild import INSTANCE_REBUILD

TASK = verb_task(INSTANCE_REBUILD)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
