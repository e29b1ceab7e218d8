#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: project
short_description: Create, change and delete projects
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one project of an LXD or Incus server in the declared state.
  - A project has instances of its own and, as its C(features.*) say, images, profiles, volumes and networks of its own.
  - What the task does not name is left as it is.
  - The server needs the API extension C(projects).
options:
  name:
    type: str
    required: true
    description: The project's name.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the project is to exist. One that holds anything cannot be deleted.
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - The project's configuration, such as V(features.images), V(limits.instances) (a number), V(limits.memory) (a
        size such as C(8GiB)) or V(restricted). Which keys there are is the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
      - C(features.*) can be changed only while the project is empty.
  new_name:
    type: str
    description: Rename the project. One that holds anything cannot be renamed.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.project_info
  - name: Projects in LXD
    description: Features, limits and restrictions.
    link: https://documentation.ubuntu.com/lxd/en/latest/reference/projects/
  - name: Projects in Incus
    description: Features, limits and restrictions.
    link: https://linuxcontainers.org/incus/docs/main/reference/projects/
"""

EXAMPLES = r"""
- name: A project with its own images and profiles, and limits
  lxcri.containers.project:
    name: shop
    description: Everything of the shop
    config:
      features.images: true
      features.profiles: true
      limits.instances: 20
      limits.memory: 16GiB

- name: No limit on memory any more
  lxcri.containers.project:
    name: shop
    config:
      limits.memory: null

- name: No such project
  lxcri.containers.project:
    name: shop
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
project:
  description: The project as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: shop
    description:
      description: The text for people.
      type: str
      sample: Everything of the shop
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {features.images: "true", limits.instances: "20"}
    used_by:
      description: What is in it, as paths of the API.
      type: list
      elements: str
      sample: ["/1.0/instances/web1?project=shop"]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.project import PROJECT

TASK = resource_task(PROJECT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
