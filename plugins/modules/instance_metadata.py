#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_metadata
short_description: Change the image metadata of an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds the image metadata of an instance in the declared state; it says what the instance was made of and which
    files are made from templates.
  - What the task does not name is left as it is.
  - The server needs the API extension C(container_edit_metadata).
options:
  instance:
    type: str
    required: true
    description: The instance whose metadata it is.
  architecture:
    type: str
    description: The architecture.
  creation_date:
    type: int
    description: When the image was made, in seconds since 1970.
  expiry_date:
    type: int
    description: When the image is out of date, in seconds since 1970.
  properties:
    type: dict
    description:
      - Properties such as V(os), V(release) or V(description), all values text.
      - A property that is V(null) is removed; one that is not named is left alone.
  templates:
    type: dict
    description:
      - Files that are made from templates; the path in the instance, and a dictionary with V(when) (list of
        V(create), V(copy), V(start), V(rename)), V(template), V(create_only) and V(properties).
      - A path that is V(null) is removed; one that is not named is left alone. The templates themselves are files;
        see M(lxcri.containers.instance_template).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_metadata_info
  - module: lxcri.containers.instance
  - module: lxcri.containers.instance_template
"""

EXAMPLES = r"""
- name: What it is now
  lxcri.containers.instance_metadata:
    instance: web1
    properties:
      description: Debian 12 with nginx
      variant: null

- name: A file that is written at every start
  lxcri.containers.instance_metadata:
    instance: web1
    templates:
      /etc/motd:
        when: [create, start]
        template: motd.tpl
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
  sample: [architecture]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
instance_metadata:
  description: The metadata as it is now, or would be in check mode.
  returned: success
  type: dict
  contains:
    architecture:
      description: The architecture.
      type: str
      sample: x86_64
    creation_date:
      description: When the image was made, in seconds since 1970.
      type: int
      sample: 1769860800
    expiry_date:
      description: When it is out of date, in seconds since 1970, 0 when never.
      type: int
      sample: 0
    properties:
      description: Its properties.
      type: dict
      sample: {os: Debian}
    templates:
      description: Files that are made from templates.
      type: dict
      sample: {/etc/motd: {when: [start], template: motd.tpl}}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance_metadata import INSTANCE_METADATA

TASK = resource_task(INSTANCE_METADATA)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
