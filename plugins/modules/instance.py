#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance
short_description: Create, change, start, stop and delete containers and virtual machines
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one instance of an LXD or Incus server, a container or a virtual machine, in the declared state.
  - What the task does not name is left as it is. An instance is neither started nor stopped to be configured.
  - The server needs the API extension C(instances).
options:
  name:
    type: str
    required: true
    description: The instance's name, made of letters, digits and dashes, at most 63 characters.
  state:
    type: str
    choices: [present, started, stopped, restarted, frozen, absent]
    default: started
    description:
      - V(started) and V(stopped) create the instance where there is none and see that it runs, or does not run.
      - V(present) creates it where there is none and otherwise leaves it running or stopped.
      - V(restarted) restarts it in every run of the task; one that did not run is started.
      - V(frozen) sees that its processes are paused.
      - V(absent) deletes it, running or not.
  description:
    type: str
    description: A text for people.
  type:
    type: str
    choices: [container, virtual-machine]
    description:
      - What the instance is, a V(container) where nothing is said. It can be set at creation only.
      - V(virtual-machine) needs the API extension C(virtual-machines).
  architecture:
    type: str
    description: The architecture, such as V(x86_64) or V(aarch64). It can be set at creation only.
  ephemeral:
    type: bool
    description: Whether the server deletes the instance when it stops. It can be set at creation only.
  profiles:
    type: list
    elements: str
    description:
      - The profiles, in the order in which they apply; a later one wins. The list is the whole list.
      - An empty list means none. The server uses V([default]) for a new instance where nothing is said.
  config:
    type: dict
    description:
      - The instance's own configuration, such as V(limits.memory) (a size such as C(512MiB)), V(limits.cpu) (a number
        of processors or a set such as C(0-3)), V(boot.autostart) or V(security.nesting). Which keys there are is the
        server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
      - Keys that the server writes by itself, such as C(volatile.*) and C(image.*), are left alone.
  devices:
    type: dict
    description:
      - The instance's own devices, a dictionary of each by its name. A device of the same name in a profile is
        overridden.
      - A device that is named is replaced as a whole where it differs. One that is V(null) is removed; one that is not
        named is left alone.
  image:
    type: str
    description:
      - The alias, or at least 12 characters of the fingerprint, of an image of the server to create the instance from.
      - It is looked at only when the instance is created. Goes without O(source).
  source:
    type: dict
    description:
      - What to create the instance from, as the API says it under C(source), for what O(image) cannot say.
      - It is looked at only when the instance is created. Without O(image) and O(source) the instance is created empty.
  target:
    type: str
    description:
      - In a cluster, the member that gets a new instance, or a group of members as V(@group). By default the server
        chooses.
      - The server needs the API extension C(clustering).
  force:
    type: bool
    default: false
    description: Stop without waiting for the instance to shut down, as if the power went off.
  shutdown_timeout:
    type: int
    default: 30
    description: Seconds the instance has to shut down when it is stopped or restarted. After that the task fails.
  restart:
    type: str
    choices: [never, when_needed, always]
    default: never
    description:
      - Whether a running instance is restarted after a change of its O(config); RV(restart_required) says for what.
      - V(when_needed) restarts it for keys that a running instance does not take up, as the server publishes them or
        LXD 5.0 documents them. V(boot.autostart) and the like never need it.
  on_image_change:
    type: str
    choices: [ignore, report, rebuild]
    default: ignore
    description:
      - What to do when O(image) means another image than the one the instance was made from.
      - V(report) only says so in RV(image_change). V(rebuild) begins the instance again from the new image, stopped for
        that if it runs. All that is in it is lost; this needs the API extension C(instances_rebuild).
  new_name:
    type: str
    description: Rename the instance. Most storage drivers want it stopped for that.
  replace:
    type: bool
    default: false
    description:
      - Delete the instance and create it again where an option differs that can be set at creation only, O(type),
        O(architecture) or O(ephemeral). What is in it is lost.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.command.wait
  - lxcri.containers.attributes
attributes:
  idempotent:
    support: partial
    details: With O(state=restarted) the instance is restarted by every run.
seealso:
  - module: lxcri.containers.instance_info
  - module: lxcri.containers.fleet
  - module: lxcri.containers.image
  - module: lxcri.containers.profile
  - name: Instance options of LXD
    description: Every configuration key.
    link: https://documentation.ubuntu.com/lxd/en/latest/reference/instance_options/
  - name: Instance options of Incus
    description: Every configuration key.
    link: https://linuxcontainers.org/incus/docs/main/reference/instance_options/
"""

EXAMPLES = r"""
- name: A container that runs and has an address
  lxcri.containers.instance:
    name: web1
    image: debian/12
    profiles: [default, web]
    config:
      limits.cpu: 2
      limits.memory: 512MiB
      boot.autostart: true
    devices:
      eth0:
        type: nic
        network: web0
        ipv4.address: 10.20.0.11
    wait_for:
      - ipv4: eth0
      - command: nc -z localhost 80
    wait_timeout: 90

- name: Less memory, everything else as it is
  lxcri.containers.instance:
    name: web1
    state: present
    config:
      limits.memory: 256MiB

- name: Stopped within ten seconds
  lxcri.containers.instance:
    name: web1
    state: stopped
    shutdown_timeout: 10

- name: No such instance
  lxcri.containers.instance:
    name: web1
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
  sample: [description]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
restart_required:
  description: Changed keys of C(config) that the instance, which runs on, takes up when it is restarted.
  returned: success
  type: list
  elements: str
  sample: [security.privileged]
image_change:
  description: Unless O(on_image_change=ignore), the fingerprints C(before) and C(after) where they differ.
  returned: success
  type: dict
  sample: {}
instance:
  description: The instance as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: web1
    description:
      description: The text for people.
      type: str
      sample: ""
    status:
      description: C(Running), C(Stopped), C(Frozen) or C(Error).
      type: str
      sample: Running
    status_code:
      description: The status as the API's number.
      type: int
      sample: 103
    type:
      description: C(container) or C(virtual-machine).
      type: str
      sample: container
    architecture:
      description: Its architecture.
      type: str
      sample: x86_64
    ephemeral:
      description: Whether the server deletes it when it stops.
      type: bool
      sample: false
    stateful:
      description: Whether it was stopped with its state saved.
      type: bool
      sample: false
    profiles:
      description: Its profiles, in the order in which they apply.
      type: list
      elements: str
      sample: [default, web]
    config:
      description: Its own configuration, all values strings, secrets masked.
      type: dict
      sample: {limits.cpu: "2", limits.memory: 512MiB}
    devices:
      description: Its own devices by name, all values strings.
      type: dict
      sample: {eth0: {type: nic, network: web0}}
    expanded_config:
      description: Its configuration with that of its profiles.
      type: dict
    expanded_devices:
      description: Its devices with those of its profiles.
      type: dict
    location:
      description: The cluster member it is on.
      type: str
      sample: none
    project:
      description: Its project.
      type: str
      sample: default
    created_at:
      description: When it was created.
      type: str
      sample: "2026-01-31T12:00:00Z"
    last_used_at:
      description: When it was last started.
      type: str
      sample: "2026-01-31T12:00:00Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance import INSTANCE
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import wait_for

TASK = resource_task(INSTANCE, wait_for)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
