#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: image_alias
short_description: Create, change and delete aliases of images
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one alias of an image in the declared state; a name that can be moved from image to image.
  - What the task does not name is left as it is.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the alias is to exist.
  name:
    type: str
    required: true
    description: The alias.
  target:
    type: str
    description: The fingerprint of the image it names, or its first characters.
  description:
    type: str
    description: A text for people.
  new_name:
    type: str
    description: Rename the alias to this.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.image_alias_info
  - module: lxcri.containers.image
"""

EXAMPLES = r"""
- name: The image that new web servers are made of
  lxcri.containers.image_alias:
    name: web/current
    target: 5c8b1f0e2d3a
    description: Debian 12 with nginx

- name: Call it by another name
  lxcri.containers.image_alias:
    name: web/current
    new_name: web/previous

- name: No such alias
  lxcri.containers.image_alias:
    name: web/previous
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
  sample: [target]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
image_alias:
  description: The alias as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web/current
    description:
      description: The text for people.
      type: str
      sample: Debian 12 with nginx
    target:
      description: The fingerprint of the image.
      type: str
      sample: 5c8b1f0e2d3a4b5c6d7e8f901234567890abcdef1234567890abcdef12345678
    type:
      description: Whether the image is of a C(container) or a C(virtual-machine).
      type: str
      sample: container
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.image_alias import IMAGE_ALIAS

TASK = resource_task(IMAGE_ALIAS)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
