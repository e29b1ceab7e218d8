#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: fleet_info
short_description: A running server as a fleet's document
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Reads one project of a server, one list per kind or per parent of what lies in others, and returns it as a document
    for M(lxcri.containers.fleet).
  - Applied to the same server, the document plans to no change.
  - Of what the fleet of this name owns, exactly the keys are returned that it declared. What another fleet owns is
    left out. So are snapshots, which are the past and not what is wanted.
options:
  name:
    type: str
    required: true
    description: The name of the fleet in the document.
  secrets:
    type: bool
    default: false
    description:
      - Also return what may be secret (C(environment.*), C(cloud-init.*), passwords, tokens). Use C(no_log) then.
      - Otherwise such keys are left out and named in RV(left_out). Add those that the fleet itself declared from a
        vault before the document is applied, since a fleet removes what it declares no longer.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.fleet
"""

EXAMPLES = r"""
- name: Read what the server holds
  lxcri.containers.fleet_info:
    name: shop
  register: found

- name: Keep it as a file
  ansible.builtin.copy:
    content: "{{ found.fleet | to_nice_yaml(sort_keys=false) }}"
    dest: shop.yml
    mode: "0600"

- name: Read what one project of another server holds
  lxcri.containers.fleet_info:
    server: https://lxd.example.com:8443
    project: shop
    name: shop
  register: found
"""

RETURN = r"""
fleet:
  description: The document.
  returned: success
  type: dict
  sample: {name: shop, instances: [{name: web1, profiles: [default], state: started, image: debian/12}]}
left_out:
  description: What was left out, because it may be secret or belongs to another fleet.
  returned: success
  type: list
  elements: str
  sample: ["instance web1: environment.TOKEN"]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_info_task import fleet_info_task

TASK = fleet_info_task()


def main():
    TASK.run()


if __name__ == "__main__":
    main()
