#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: config
short_description: Load, validate, write and migrate proxmox-lxcri configurations
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Works on proxmox-lxcri configuration files, in the legacy layout (sections C(proxmox), C(runtime), C(storage)
    …), the modular layout (flat keys and C(network), C(security), C(resources), C(container_config)) or a mixture
    of both, JSON or YAML.
  - Whatever the layout, the result is the same configuration, given back in the modular layout.
  - All mistakes of a file are reported in one message, each with line, column and the nearest valid name.
options:
  state:
    description:
      - V(loaded) reads a configuration and returns it.
      - V(validated) tells whether a configuration is valid, in RV(valid) and RV(errors), without failing when it is
        not.
      - V(written) makes sure that the file O(path) says what O(config) says. A file that says it already, in the
        modular layout, is left as it is, whatever its format and its comments.
      - V(migrated) makes sure that the configuration in O(path) stands in O(dest) in the modular layout. What that
        layout has no word for is kept in its section C(legacy).
    type: str
    choices: [loaded, validated, written, migrated]
    default: loaded
  path:
    description:
      - The configuration file.
      - Where it is not given, V(loaded), V(validated) and V(migrated) take the first file that exists of
        E(LXCRI_CONFIG), C(./config.json), C(/etc/proxmox-lxcri/config.json) and
        C(/etc/proxmox-lxcri/proxmox-lxcri.json). With V(loaded) and V(validated), no file at all is the built-in
        defaults.
      - A path that ends in C(.yml) or C(.yaml) is read as YAML, one that ends in C(.json) as JSON.
      - Required with O(state=written).
    type: path
  config:
    description:
      - A configuration as a dictionary, in either layout.
      - Required with O(state=written). With O(state=loaded) and O(state=validated) it takes the place of a file.
    type: dict
  dest:
    description: The file that O(state=migrated) writes; by default the file that it reads.
    type: path
  strict:
    description:
      - Whether an unknown key is an error.
      - Otherwise it is a warning and the key is kept as it is.
    type: bool
    default: true
  backup:
    description: Whether to keep a copy of a file before it is overwritten.
    type: bool
    default: false
  mode:
    description:
      - The permissions of the written file, as an octal number or its digits as text, for example V('0640').
      - By default a new file gets V('0644'), one that holds a secret V('0600'), and an existing one without secrets
        keeps its permissions.
    type: raw
requirements:
  - voluptuous (Python library)
  - PyYAML (Python library), for configurations in YAML
extends_documentation_fragment:
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.config_info
  - plugin: lxcri.containers.config
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Load the configuration of this host
  lxcri.containers.config:
  register: host

- name: Find out whether a file is valid
  lxcri.containers.config:
    path: /srv/lxcri/config.json
    state: validated
  register: checked

- name: Write a configuration
  lxcri.containers.config:
    path: /etc/proxmox-lxcri/config.json
    state: written
    config:
      network:
        bridge: vmbr0
      resources:
        memory: 536870912
        cpu: 1.5
      container_config:
        routing:
          - pattern: "db-*"
            runtime: vm
        default_runtime: lxc

- name: Rewrite a legacy file in the modular layout, keeping a copy
  lxcri.containers.config:
    path: /etc/proxmox-lxcri/proxmox-lxcri.json
    dest: /etc/proxmox-lxcri/config.json
    state: migrated
    backup: true
"""

RETURN = r"""
config:
  description:
    - The configuration in the modular layout, every key of it there, V(null) where it is not set, secrets hidden.
    - What the modular layout has no word for is in its key C(legacy).
  returned: success, and with O(state=validated) when it is valid
  type: dict
  sample:
    runtime_type: lxc
    default_runtime: lxc
    log_level: info
    network: {bridge: lxcbr0, ip: null, gateway: null, dns: null, port_mappings: null}
source:
  description: The file the configuration is from, or C(defaults), or C(the option config).
  returned: success
  type: str
  sample: /etc/proxmox-lxcri/config.json
layout:
  description: The layout of what was read, V(legacy), V(modular), V(mixed) or V(default).
  returned: success, and with O(state=validated) when it is valid
  type: str
  sample: legacy
warnings:
  description:
    - What was kept without a meaning, which of two keys for one thing was used, and unknown keys that were tolerated.
    - These are Ansible's own warnings, so they are shown as well.
  returned: when there are some
  type: list
  elements: str
valid:
  description: Whether the configuration is valid.
  returned: with O(state=validated)
  type: bool
errors:
  description: What is wrong.
  returned: with O(state=validated), and when a configuration is not valid
  type: list
  elements: dict
  contains:
    line:
      description: The line, from 1, where it is known.
      type: int
    column:
      description: The column, from 1, where it is known.
      type: int
    path:
      description: The key.
      type: str
    message:
      description: What is wrong with it.
      type: str
path:
  description: The file that was written or found as it should be.
  returned: with O(state=written) and O(state=migrated)
  type: str
backup_file:
  description: The copy of the file that was overwritten.
  returned: when O(backup=true) and a file was overwritten
  type: str
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Task
from ansible_collections.lxcri.containers.plugins.module_utils._config.surface import ARGUMENTS, RULES, manage

TASK = Task(arguments=ARGUMENTS, do=manage, rules=RULES, libraries=("voluptuous",))


def main():
    TASK.run()


if __name__ == "__main__":
    main()
