# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: query
short_description: Read any path of the REST API of LXD or Incus
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Returns what C(GET) on a path of the API returns in C(metadata). It only reads.
  - The info modules of this collection know what they read; this is for everything else. Unlike them it masks
    nothing, so use C(no_log) where a task shows what may hold secrets.
extends_documentation_fragment:
  - lxcri.containers.server
  - lxcri.containers.server.project
options:
  _terms:
    description:
      - Paths, with or without C(/1.0/) before them; V(/1.0) is the server itself. They may have a query of their own.
    type: list
    elements: str
    required: true
  recursion:
    description:
      - How much of a list's items to return, as the API's C(recursion).
      - V(0) is their paths, V(1) the items, V(2) the items with what belongs to them.
    type: int
    choices: [0, 1, 2]
    default: 0
  filter:
    description: Which items of a list to return, in the API's own words, for example V(status eq Running).
    type: str
  target:
    description: The cluster member to ask, for what every member has of its own.
    type: str
  all_projects:
    description: Whether to list the items of all projects, where the path can.
    type: bool
    default: false
  default:
    description: What to return for a path that does not exist; when it is left out, such a path is an error.
    type: raw
  timeout:
    description: Seconds that one answer may take.
    type: int
    default: 60
seealso:
  - plugin: lxcri.containers.instances
    plugin_type: inventory
"""

EXAMPLES = r"""
- name: Show how much memory the server has
  ansible.builtin.debug:
    msg: "{{ lookup('lxcri.containers.query', 'resources').memory.total }}"

- name: Show the addresses leased on a network of another server
  ansible.builtin.debug:
    msg: "{{ lookup('lxcri.containers.query', 'networks/lxdbr0/leases', server='ssh://root@lxd.example.com')
      | map(attribute='address') }}"

- name: Stop what runs
  lxcri.containers.instance:
    name: "{{ item.name }}"
    state: stopped
  loop: "{{ query('lxcri.containers.query', 'instances', recursion=1, filter='status eq Running') | flatten }}"

- name: See whether an image is there
  ansible.builtin.debug:
    msg: "{{ 'yes' if lookup('lxcri.containers.query', 'images/aliases/debian', default=false) else 'no' }}"
"""

RETURN = r"""
_raw:
  description: For each path what the server answered.
  type: list
  elements: raw
"""

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.lxcri.containers.plugins.plugin_utils.edge import told
from ansible_collections.lxcri.containers.plugins.plugin_utils.reading_paths import read_paths


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        with told(AnsibleLookupError):
            # Null is a default too, so whether there is one cannot be seen from its value.
            return read_paths(terms, self.get_options(), "default" in kwargs)
