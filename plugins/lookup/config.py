# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: config
short_description: Look up values of a proxmox-lxcri configuration
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Reads a proxmox-lxcri configuration file on the controller, in the legacy or the modular layout, JSON or YAML, and
    returns values of it in the words of the modular layout, defaults included.
  - Secrets read C(********).
options:
  _terms:
    description:
      - Dotted keys of the modular layout, for example V(network.bridge) or V(resources).
      - None of them returns the whole configuration.
    type: list
    elements: str
  path:
    description:
      - The file.
      - By default the first one that exists of E(LXCRI_CONFIG), C(./config.json),
        C(/etc/proxmox-lxcri/config.json) and C(/etc/proxmox-lxcri/proxmox-lxcri.json), or the built-in defaults.
    type: path
  strict:
    description: Whether an unknown key is an error.
    type: bool
    default: true
requirements:
  - voluptuous (Python library)
  - PyYAML (Python library), for configurations in YAML
seealso:
  - module: lxcri.containers.config
  - module: lxcri.containers.config_info
"""

EXAMPLES = r"""
- name: Show the bridge of the first NIC
  ansible.builtin.debug:
    msg: "{{ lookup('lxcri.containers.config', 'network.bridge') }}"

- name: Show two values of one file
  ansible.builtin.debug:
    msg: "{{ query('lxcri.containers.config', 'default_runtime', 'resources.memory', path='/srv/lxcri/config.json')
    }}"

- name: Show all of it
  ansible.builtin.debug:
    msg: "{{ lookup('lxcri.containers.config') }}"
"""

RETURN = r"""
_raw:
  description: A value for each key, or one dictionary with the whole configuration.
  type: list
  elements: raw
"""

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.lxcri.containers.plugins.module_utils._config.surface import values_at
from ansible_collections.lxcri.containers.plugins.plugin_utils.edge import told


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        with told(AnsibleLookupError, libraries=("voluptuous",)):
            return values_at(terms, self.get_option("path"), self.get_option("strict"))
