#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_template
short_description: Write and remove the templates of an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one template of an instance in the declared state; the server makes a file in the instance from it.
  - Which file, and when, is said by M(lxcri.containers.instance_metadata).
  - The server needs the API extension C(container_edit_metadata).
options:
  instance:
    type: str
    required: true
    description: The instance.
  name:
    type: str
    required: true
    description: The template's name, such as V(motd.tpl).
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the template is to exist.
  content:
    type: str
    description: What it says, in the language of Pongo2 templates.
  src:
    type: path
    description: A file of the machine on which the module runs that holds what it says.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_metadata
"""

EXAMPLES = r"""
- name: A message of the day that names the instance
  lxcri.containers.instance_template:
    instance: web1
    name: motd.tpl
    content: |
      This is {{ '{{' }} instance.name {{ '}}' }}.

- name: The same from a file
  lxcri.containers.instance_template:
    instance: web1
    name: motd.tpl
    src: /srv/templates/motd.tpl

- name: No such template
  lxcri.containers.instance_template:
    instance: web1
    name: motd.tpl
    state: absent
"""

RETURN = r"""
diff:
  description: The template before and after.
  returned: in diff mode
  type: dict
  contains:
    before:
      description: What it said, empty when there was none.
      type: str
    after:
      description: What it says, or would say, empty when there is none.
      type: str
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_template import INSTANCE_TEMPLATE

TASK = verb_task(INSTANCE_TEMPLATE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
