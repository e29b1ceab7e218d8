# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: instances
short_description: Containers and virtual machines of LXD and Incus servers as hosts
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Lists the instances of one or several servers, asking all servers at once and each with one list request.
  - Hosts are reached through the API of their server (P(lxcri.containers.api#connection)), so they need no address
    and no SSH server; by rule some can be reached by SSH instead. A host is never the controller itself.
  - The file's name must end in C(.lxcri.yml) or C(.lxcri.yaml).
extends_documentation_fragment:
  - lxcri.containers.server
  - lxcri.containers.server.project
  - constructed
  - inventory_cache
options:
  plugin:
    description: Must be V(lxcri.containers.instances).
    required: true
    choices:
      - lxcri.containers.instances
  projects:
    description:
      - The projects whose instances are wanted; V(all) for every project of the server.
      - Takes the place of O(project).
    type: list
    elements: str
  servers:
    description:
      - Several servers. Each is an address as for O(server), or a mapping of V(server) with any of V(name), V(project),
        V(projects), V(client_cert), V(client_key), V(server_cert), V(trust_token) and V(bearer_token).
      - What an entry leaves out is taken from the options beside it.
      - V(name) is how the inventory calls the server, in groups and in names of hosts. By default it is the server's
        host name, the remote's name, or the directory of the socket.
    type: list
    elements: raw
  hostnames:
    description:
      - How hosts are named.
      - V(auto) is the instance's name, with the project after it where one server is asked for several projects
        (except the project V(default)), and the server's name after that where there are several servers. The name
        depends on what is written here only, so it stays the same whatever else exists, and whichever server answers.
      - V(full) is always the instance's name, its project and its server.
      - V(name) is the instance's name alone; instances that share a name all get the full one. Their names therefore
        change when an instance of the same name appears or disappears somewhere.
    type: str
    choices: [auto, full, name]
    default: auto
  group_by:
    description:
      - The groups to make, such as C(state_running), C(type_container), C(project_default), C(profile_web) or
        C(network_lxdbr0).
      - Beside V(state), V(type), V(project), V(server), V(member), V(profile), V(os), V(release), V(network) and
        V(architecture), any key of an instance's configuration is possible. V(user.role) makes C(user_role_web), and
        V(config.limits.cpu) makes C(config_limits_cpu_2).
    type: list
    elements: str
    default: [state, type, project, server, member, profile, os, release, network]
  group_prefix:
    description: Put before the name of each of these groups.
    type: str
    default: ""
  filters:
    description:
      - Which instances are wanted. All keys must hold; of several values of a key any must.
      - Keys are V(name), V(state), V(type), V(project), V(server), V(member), V(profile), V(os), V(release),
        V(network), V(architecture), V(image), V(ephemeral), V(user.*) and V(config.*). Values may have shell
        patterns.
      - What the server can judge is judged there, so that it sends less.
    type: dict
    default: {}
  exclude:
    description: Which instances are not wanted, in the same words as O(filters).
    type: dict
    default: {}
  connection_rules:
    description:
      - How hosts are reached. The first rule whose V(where) holds decides, with the words of O(filters); an instance
        for which none does is reached by V(api).
      - With V(ssh) a running instance is reached by its address. One that is stopped or has no such address stays with
        V(api), which says so.
    type: list
    elements: dict
    default: []
    suboptions:
      connection:
        description: The connection.
        type: str
        choices: [api, ssh]
        required: true
      where:
        description: Which instances; all of them when left out.
        type: dict
  ssh_address:
    description: Which of an instance's addresses V(ssh) uses; by default the first global one, IPv4 before IPv6.
    type: dict
    default: {}
    suboptions:
      family:
        description: The family.
        type: str
        choices: [ipv4, ipv6]
      nic:
        description: The name of the network interface inside the instance.
        type: str
      within:
        description: A network that the address must be in, such as V(10.0.0.0/8).
        type: str
  unreachable:
    description:
      - What a server that does not answer, or refuses, means.
      - V(error) means no inventory, rather than half of one. V(warn) leaves its instances out with a warning.
    type: str
    choices: [error, warn]
    default: error
  timeout:
    description: Seconds that one answer of a server may take.
    type: int
    default: 60
  parallel:
    description: How many servers are asked at once.
    type: int
    default: 16
requirements:
  - PyYAML, which comes with ansible-core, for remotes of the C(lxc) or C(incus) client
  - cryptography, to make a certificate for a O(trust_token)
notes:
  - Variables of a host are C(lxcri_server), C(lxcri_project), C(lxcri_client_cert), C(lxcri_client_key) and
    C(lxcri_server_cert), by which connection and modules reach its server, and C(lxcri_instance), C(lxcri_label),
    C(lxcri_state), C(lxcri_type), C(lxcri_member), C(lxcri_profiles), C(lxcri_networks), C(lxcri_ipv4),
    C(lxcri_ipv6), C(lxcri_os), C(lxcri_release), C(lxcri_architecture), C(lxcri_description) and C(lxcri_config), the
    configuration with what profiles add and with secrets masked.
  - Tokens never become variables. A server that takes a bearer token needs C(lxcri_bearer_token) in C(group_vars) of
    its group, or E(LXCRI_BEARER_TOKEN), for the connection too.
"""

EXAMPLES = r"""
# demo.lxcri.yml: every instance of the controller's own server
plugin: lxcri.containers.instances

---
# fleet.lxcri.yml: three servers, each reached in another way
plugin: lxcri.containers.instances
servers:
  - name: office
    server: ssh://root@office.example.com
  - name: lab
    server: https://10.0.0.1:8443,https://10.0.0.2:8443
    client_cert: ~/.config/lxcri/lab.crt
    client_key: ~/.config/lxcri/lab.key
    server_cert: 5f1d6b1fb1f0a5a2d2b3b7f0fb0b2a4a8c5c3f9e1f7d3a6b5c4d2e1f0a9b8c7d
    projects: all
  - name: site
    server: my-remote
unreachable: warn
group_by: [state, project, server, user.role]
filters:
  state: running
  user.role: [web, db]
exclude:
  name: "*-old"
connection_rules:
  - connection: ssh
    where:
      type: virtual-machine
ssh_address:
  within: 10.0.0.0/8
keyed_groups:
  - key: lxcri_config['limits.memory'] | default('none')
    prefix: memory
compose:
  ansible_user: "'admin' if lxcri_type == 'virtual-machine' else 'root'"
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /tmp/lxcri-inventory
"""

import atexit
import hashlib
import importlib
import json
import os

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ansible_collections.lxcri.containers.plugins.plugin_utils.edge import told
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_filters import condition, holds
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_hosts import (
    check_connection,
    check_groupings,
    groups_of,
    variables_of,
)
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_reading import close_tunnels, read_all
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_sources import host_names, sources_of

SESSION = "ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session"


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    NAME = "lxcri.containers.instances"

    def verify_file(self, path):
        return super().verify_file(path) and path.endswith((".lxcri.yml", ".lxcri.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        self._groups = {}
        options = self.get_options()
        with told(AnsibleParserError):
            check_groupings(options["group_by"])
            sources = sources_of(options)
            wanted = condition(options["filters"], "filters")
            unwanted = condition(options["exclude"], "exclude")
            rules = [(rule["connection"], condition(rule.get("where"), "connection_rules"))
                     for rule in options["connection_rules"]]
            every = self._facts(sources, wanted, path, cache)
            found = [facts for facts in every if holds(wanted, facts) and not (unwanted and holds(unwanted, facts))]
            servers = {source.label: source.variables() for source in sources}
            # Each worker would import what connections need. Whoever only looks at the inventory forks none, and pays nothing.
            os.register_at_fork(before=lambda: importlib.import_module(SESSION))
            for name, facts in zip(host_names(found, sources, options["hostnames"]), found):
                self._add(name, facts, variables_of(facts, servers[facts["server"]], rules, options["ssh_address"]),
                          options)

    def _facts(self, sources, wanted, path, cache):
        """Facts of every instance the servers have, from the cache where it holds them."""
        key = "{0}_{1}".format(self.get_cache_key(path), _digest(sources, wanted))
        if cache and self.get_option("cache"):
            try:
                return self._cache[key]
            except KeyError:
                pass
        answers = read_all(sources, wanted, os.environ, float(self.get_option("timeout")), self.get_option("parallel"))
        atexit.register(close_tunnels, sources, os.environ)
        complete = True
        for answer in answers:
            if answer.error is not None:
                if self.get_option("unreachable") == "error":
                    raise answer.error
                complete = False
                self.display.warning("The inventory lacks the instances of {0}: {1}".format(
                    answer.source.label, answer.error.message))
        found = [facts for answer in answers for facts in answer.found]
        if complete and self.get_option("cache"):
            self._cache[key] = found
        return found

    def _add(self, name, facts, variables, options):
        self.inventory.add_host(name)
        for variable, value in variables.items():
            self.inventory.set_variable(name, variable, value)
        for group in groups_of(facts, options["group_by"]):
            self.inventory.add_child(self._group(options["group_prefix"] + group), name)
        strict = options["strict"]
        if options["compose"]:
            self._set_composite_vars(options["compose"], variables, name, strict)
            variables = self.inventory.get_host(name).get_vars()
            check_connection(name, variables)
        self._add_host_to_composed_groups(options["groups"], variables, name, strict, fetch_hostvars=False)
        self._add_host_to_keyed_groups(options["keyed_groups"], variables, name, strict, fetch_hostvars=False)

    def _group(self, said):
        """The group's name as Ansible wants it; the group is made when it is first named."""
        if said not in self._groups:
            self._groups[said] = self.inventory.add_group(self._sanitize_group_name(said))
        return self._groups[said]


def _digest(sources, wanted):
    """The same for the same question to the same servers; no secret is part of it."""
    asked = [[source.label, source.server, source.projects, sorted(source.means.items())] for source in sources]
    return hashlib.sha256(json.dumps([asked, sorted(wanted.items())]).encode()).hexdigest()[:12]
