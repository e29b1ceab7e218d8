#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: profile
short_description: Create, change and delete profiles
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one profile of an LXD or Incus server in the declared state.
  - What the task does not name is left as it is.
  - A change reaches every instance that uses the profile at once.
options:
  name:
    type: str
    required: true
    description: The profile's name.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the profile is to exist. One that is in use cannot be deleted, nor can V(default).
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - Configuration of the instances that use the profile, such as V(limits.memory) (a size such as C(512MiB)),
        V(limits.cpu) (a number of processors or a set such as C(0-3)) or V(security.nesting). Which keys there are is
        the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
  devices:
    type: dict
    description:
      - Devices of the instances that use the profile, a dictionary of each by its name.
      - A device that is named is replaced as a whole where it differs. One that is V(null) is removed; one that is not
        named is left alone.
  new_name:
    type: str
    description: Rename the profile. The instances that use it follow.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.profile_info
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: A profile for small web servers
  lxcri.containers.profile:
    name: web
    config:
      limits.cpu: 1
      limits.memory: 256MiB
    devices:
      root:
        type: disk
        path: /
        pool: default
      eth0:
        type: nic
        network: web0

- name: Take one device out and leave the others as they are
  lxcri.containers.profile:
    name: web
    devices:
      eth0: null

- name: No such profile
  lxcri.containers.profile:
    name: web
    state: absent
"""

RETURN = r"""
action:
  description: What was done, or would be in check mode.
  returned: success
  type: str
  sample: update
differs:
  description: What differed, property by property, empty when nothing did.
  returned: success
  type: list
  elements: str
  sample: [description]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
profile:
  description: The profile as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {limits.cpu: "1", limits.memory: 256MiB}
    devices:
      description: Its devices by name, all values strings.
      type: dict
      sample: {root: {type: disk, path: /, pool: default}}
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/instances/web1]
    project:
      description: The project it is in, where the server says so.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.profile import PROFILE

TASK = resource_task(PROFILE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
