#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: config_info
short_description: Show the effective proxmox-lxcri configuration and how it routes names
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Returns the configuration that applies on the machine where the module runs, and the runtime that its routing
    rules choose for given names.
options:
  path:
    description:
      - The configuration file.
      - By default the first one that exists of E(LXCRI_CONFIG), C(./config.json), C(/etc/proxmox-lxcri/config.json)
        and C(/etc/proxmox-lxcri/proxmox-lxcri.json), or the built-in defaults.
    type: path
  config:
    description: A configuration as a dictionary, instead of a file.
    type: dict
  strict:
    description: Whether an unknown key is an error.
    type: bool
    default: true
  names:
    description: Names of instances whose runtimes are wanted.
    type: list
    elements: str
    default: []
  namespaces:
    description: Namespaces, name and value, that rules in the older list C(runtimes) may ask for.
    type: dict
    default: {}
requirements:
  - voluptuous (Python library)
  - PyYAML (Python library), for configurations in YAML
extends_documentation_fragment:
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.config
  - plugin: lxcri.containers.config
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Read the configuration of this host and ask for two names
  lxcri.containers.config_info:
    names: [web-1, db-1]
  register: host

- name: Show the runtimes
  ansible.builtin.debug:
    var: host.routing

- name: What a file would mean on a host of its own
  lxcri.containers.config_info:
    path: /srv/configs/db.json
    names: [db-1]
  register: other
"""

RETURN = r"""
config:
  description:
    - The configuration in the modular layout, every key of it there, V(null) where it is not set, secrets hidden.
    - What the modular layout has no word for is in its key C(legacy).
  returned: success
  type: dict
source:
  description: The file the configuration is from, or C(defaults), or C(the option config).
  returned: success
  type: str
  sample: /etc/proxmox-lxcri/config.json
layout:
  description: The layout of what was read, V(legacy), V(modular), V(mixed) or V(default).
  returned: success
  type: str
  sample: modular
routing:
  description: The runtime of each of O(names).
  returned: success
  type: dict
  sample:
    web-1: lxc
    db-1: vm
warnings:
  description: What was kept without a meaning, which of two keys for one thing was used, and unknown keys.
  returned: when there are some
  type: list
  elements: str
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Task
from ansible_collections.lxcri.containers.plugins.module_utils._config.surface import INFO_ARGUMENTS, INFO_RULES, show

TASK = Task(arguments=INFO_ARGUMENTS, do=show, rules=INFO_RULES, libraries=("voluptuous",))


def main():
    TASK.run()


if __name__ == "__main__":
    main()
