#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: fleet
short_description: Hold many instances and what they stand on in a declared state
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Reads the server once, one list per kind whatever the number of things, plans the difference as data, and carries
    it out concurrently along the references between the things.
  - Everything that can be known to fail is said in one message before the first write, also which storage pools have too
    little room. What quotas and memory limits allow beyond what is free is a warning.
  - A failure blocks only what depends on the thing that failed; the next run finishes the job.
  - What a fleet creates carries a mark with the fleet's name, in the key C(user.lxcri.fleet) of its own configuration.
    Only marked things are ever purged. A fleet refuses to touch what is marked by another one.
options:
  fleet:
    type: dict
    description:
      - The fleet, as a dictionary. One of O(fleet) and O(file) is needed, or O(plan) to carry out what was planned
        before.
      - The key C(name) names the fleet. The lists C(projects), C(storage_pools), C(networks), C(profiles), C(images)
        and C(instances) hold what is wanted, each entry with the options of the module of that kind.
      - So do C(cluster_groups), C(storage_volumes), C(network_address_sets), C(network_acls), C(network_zones),
        C(network_zone_records), C(network_forwards), C(network_load_balancers), C(network_peers) and
        C(instance_snapshots). What lies in something else names it, as in its module, for example C(network).
      - Of these the server is asked only where the fleet declares one of the kind, with one list per kind, or per
        parent of what lies in others; and of all that can carry the mark with O(purge) and O(state=absent).
      - Snapshots and groups of members cannot carry the mark. They go with their instance, or when they are declared
        with C(state=absent).
      - An instance may also name others that must be ready before it, in the list C(after).
      - An instance that is to run may say what is done in it once it is as C(wait_for) says, before what comes C(after) it.
        C(files) holds entries with the options of M(lxcri.containers.copy), or, with C(path) in place of C(dest), of
        M(lxcri.containers.file). C(commands) holds entries with the options of M(lxcri.containers.exec). Files come
        first, then commands, each in their order.
      - A file is written where it differs. A command runs where its C(creates) and C(removes) want it to, and without
        them once, when the instance was just made or made anew.
  file:
    type: path
    description: A YAML or JSON file that holds the fleet, on the machine where the module runs.
  plan:
    type: path
    description:
      - A plan's file, on the machine where the module runs; written with O(state=planned), carried out with
        O(state=applied).
      - It is JSON. It holds what the requests will send, secrets too, and is readable by its owner alone.
  approved:
    type: str
    description:
      - The RV(plan_id) of the plan that somebody approved, from a task with O(state=compared) or O(state=planned).
      - If something is due that is not that plan, the task fails and nothing is changed.
  journal:
    type: path
    description:
      - A journal of the server's events, on the machine where the module runs, as the event source
        C(lxcri.containers.events) writes it. What differs then carries RV(plan[].changed_by).
  config:
    type: dict
    description:
      - A proxmox-lxcri configuration, in the legacy or the modular layout, that says how containers are made on this
        host.
      - It is laid under every declared instance. What the fleet says explicitly wins.
  config_file:
    type: path
    description:
      - A proxmox-lxcri configuration file, on the machine where the module runs.
      - The word V(default) looks at the default places, which M(lxcri.containers.config) documents.
  state:
    type: str
    choices: [applied, planned, compared, absent]
    default: applied
    description:
      - V(applied) makes everything as declared, or carries out O(plan) exactly as it was made. It refuses, and names
        what moved, when what the plan changes is no longer as the plan saw it.
      - V(planned) writes the plan to the file O(plan) and changes nothing else.
      - V(compared) says what differs, in RV(drift), and changes nothing.
      - V(absent) deletes everything that carries this fleet's mark, and nothing else.
  purge:
    type: bool
    default: false
    description: Also delete what carries this fleet's mark and is declared no longer.
  adopt:
    type: bool
    default: false
    description:
      - Mark declared things that existed before as this fleet's own.
      - Otherwise they are changed where they differ from the declaration, and never purged.
  addresses:
    type: bool
    default: false
    description:
      - Read all instances with their state, for the addresses in RV(instances) and RV(table).
      - It costs the server some work for each instance. Instances that wait for an address are read with their state all the
        same, and so are all when something was changed.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.rollout
  - lxcri.containers.attributes
attributes:
  check_mode:
    support: full
    description: The plan is returned and nothing is written.
  diff_mode:
    support: full
seealso:
  - module: lxcri.containers.fleet_info
  - module: lxcri.containers.instance
  - module: lxcri.containers.config
"""

EXAMPLES = r"""
- name: Two web servers on a network of their own
  lxcri.containers.fleet:
    fleet:
      name: shop
      networks:
        - name: shop0
          config:
            ipv4.address: 10.20.0.1/24
            ipv4.nat: true
      profiles:
        - name: shop-web
          devices:
            root: {type: disk, path: /, pool: default}
            eth0: {type: nic, network: shop0, name: eth0}
      instances:
        - name: web1
          image: debian/12
          profiles: [shop-web]
          wait_for: [{ipv4: any}]
        - name: web2
          image: debian/12
          profiles: [shop-web]
          after: [web1]

- name: Who may reach what, a volume that outlives its instance, and what is done inside
  lxcri.containers.fleet:
    fleet:
      name: files
      network_acls:
        - {name: files, ingress: [{action: allow, protocol: tcp, destination_port: "80"}]}
      networks:
        - {name: files0, config: {ipv4.address: 10.21.0.1/24, security.acls: files}}
      storage_volumes:
        - {pool: default, name: files}
      instances:
        - name: files1
          image: debian/12
          devices:
            eth0: {type: nic, network: files0}
            data: {type: disk, pool: default, source: files, path: /srv}
          files:
            - {dest: /etc/motd, content: "Files\n", mode: "0644"}
          commands:
            - {cmd: apt-get install -y nginx, creates: /usr/sbin/nginx}

- name: Show what a fleet's file would change
  lxcri.containers.fleet:
    file: /etc/fleets/shop.yml
    config_file: /etc/proxmox-lxcri/config.json
  check_mode: true
  register: planned

- name: Make a plan that somebody looks at before it is carried out
  lxcri.containers.fleet:
    file: /etc/fleets/shop.yml
    state: planned
    plan: /var/lib/fleets/shop.plan.json

- name: Carry it out, five instances at a time, each with a snapshot to go back to
  lxcri.containers.fleet:
    plan: /var/lib/fleets/shop.plan.json
    serial: ["1", "5"]
    on_failure: rollback

- name: What has been changed by hand, and by whom
  lxcri.containers.fleet:
    file: /etc/fleets/shop.yml
    state: compared
    journal: /var/log/lxcri/events.jsonl
  register: seen

- name: Delete everything the fleet made
  lxcri.containers.fleet:
    file: /etc/fleets/shop.yml
    state: absent
"""

RETURN = r"""
name:
  description: The fleet's name.
  returned: success
  type: str
  sample: shop
plan:
  description: Every thing, with what is due and what became of it.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: Its kind.
      type: str
    name:
      description: Its name.
      type: str
    parent:
      description: The name of what it lies in, such as the network of a forward; empty for what lies in nothing else.
      type: str
    project:
      description: Its project, empty for what the server has one set of.
      type: str
    action:
      description: C(create), C(update), C(restart), C(replace), C(delete) or C(none).
      type: str
    differs:
      description: What differs.
      type: list
      elements: str
    reason:
      description: Why, in a sentence, secrets masked.
      type: str
    changed_by:
      description:
        - Who changed it last, as far as O(journal) tells, of what differs. Empty where it tells nothing; nobody is named
          where the server names nobody.
      returned: with O(journal)
      type: dict
      sample: {action: instance-updated, address: '@', protocol: unix, time: '2026-05-01T09:30:00Z', username: root}
    outcome:
      description: C(done), C(none), C(failed) or C(blocked). Not in check mode.
      type: str
    error:
      description: Why it failed, or what blocked it.
      type: str
    seconds:
      description: How long it took.
      type: float
drift:
  description: The entries of RV(plan) that differ from the declaration.
  returned: with O(state=compared)
  type: list
  elements: dict
plan_id:
  description: What tells this plan from any other, for O(approved); the same while it would do the same to the same.
  returned: with O(state=compared) or O(state=planned)
  type: str
plan_table:
  description: What changes as lines of text, with a line that counts at the end.
  returned: success
  type: list
  elements: str
counts:
  description: How many things each action concerns.
  returned: success
  type: dict
  sample: {create: 2, none: 5}
instances:
  description: The fleet's instances as they are.
  returned: success
  type: list
  elements: dict
  contains:
    name: {description: Its name., type: str}
    project: {description: Its project., type: str}
    status: {description: 'C(Running), C(Stopped), C(Frozen) or C(Error).', type: str}
    type: {description: C(container) or C(virtual-machine)., type: str}
    location: {description: The cluster member it is on., type: str}
    runtime: {description: What routing of the configuration chose for it., type: str}
    ipv4: {description: Global IPv4 addresses., type: list, elements: str}
    ipv6: {description: Global IPv6 addresses., type: list, elements: str}
    limits: {description: 'Its limits, without the prefix C(limits.).', type: dict}
table:
  description: The instances as lines of text.
  returned: success
  type: list
  elements: str
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import fleet_task

TASK = fleet_task()


def main():
    TASK.run()


if __name__ == "__main__":
    main()
