#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: events_info
short_description: Listen to what happens on the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Listens to the lifecycle events of an LXD or Incus server for some seconds, or until so many have come, and returns
    them with who asked for each.
  - It hears what happens while it listens and nothing from before, since servers do not keep events. What has to be known
    afterwards is the business of the event source C(lxcri.containers.events), which keeps a journal.
  - LXD 5.0 names nobody in the events of instances that are made, changed, renamed or deleted, and Incus nobody where an
    instance is changed by C(PATCH). Whom the server's log of requests names is taken instead, if the user may read it; in
    a cluster, the log of the member that is asked.
options:
  seconds:
    type: int
    default: 10
    description: How long to listen.
  count:
    type: int
    default: 0
    description: Stop as soon as so many events have come. V(0) listens to the end.
  actions:
    type: list
    elements: str
    description: Only these actions, such as V(instance-updated); C(*), C(?) and C([]) are patterns.
  names:
    type: list
    elements: str
    description: Only what concerns things of these names; C(*), C(?) and C([]) are patterns.
  all_projects:
    type: bool
    default: false
    description: Listen to all projects, and not only to O(project).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.wait
  - module: lxcri.containers.fleet
"""

EXAMPLES = r"""
- name: Who restarts that instance all the time
  lxcri.containers.events_info:
    names: [web1]
    actions: [instance-started, instance-stopped, instance-restarted]
    seconds: 120
    count: 1
  register: heard

- name: Everything that happens in a second, in every project
  lxcri.containers.events_info:
    seconds: 1
    all_projects: true
  register: heard
"""

RETURN = r"""
events:
  description: What happened, in its order.
  returned: success
  type: list
  elements: dict
  contains:
    time:
      description: When, as the server says it.
      type: str
      sample: '2026-05-01T09:30:00.123456789Z'
    action:
      description: What happened.
      type: str
      sample: instance-updated
    kind:
      description: The kind of thing.
      type: str
      sample: instance
    name:
      description: Its name.
      type: str
      sample: web1
    old_name:
      description: The name it had before, of what was renamed.
      type: str
    project:
      description: Its project.
      type: str
      sample: default
    source:
      description: Its path in the API.
      type: str
      sample: /1.0/instances/web1
    requestor:
      description: Who asked for it, with C(username), C(protocol) and C(address); null where that is not known.
      type: dict
      sample: {username: root, protocol: unix, address: '@'}
    location:
      description: The cluster member it happened on.
      type: str
      sample: none
seconds:
  description: How long it listened.
  returned: success
  type: float
  sample: 10.0
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.events_info import EVENTS_INFO

TASK = verb_task(EVENTS_INFO)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
