#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_snapshot
short_description: Create, rename and delete snapshots of instances
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one snapshot of a container or a virtual machine in the declared state.
  - A snapshot that exists is left as it is; its content is never taken anew.
  - Use M(lxcri.containers.instance_restore) to go back to one, M(lxcri.containers.instance_retention) to drop old
    ones, and the keys C(snapshots.schedule), C(snapshots.expiry) and C(snapshots.pattern) in the C(config) of the
    instance for snapshots that the server takes by itself.
options:
  instance:
    type: str
    required: true
    description: The instance.
  name:
    type: str
    required: true
    description: The snapshot's name, without that of the instance.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the snapshot is to exist.
  stateful:
    type: bool
    description:
      - Also keep what is in memory. A container needs CRIU on the server for that, a virtual machine
        C(migration.stateful).
      - It can be set at creation only.
  expires_at:
    type: str
    description: When the server is to delete it, as C(2030-01-31T12:00:00Z), or V(never). Needs the API extension
      C(snapshot_expiry_creation).
  expires_in:
    type: str
    description:
      - The same, counted from its creation, such as V(12h), V(7d) or V(2w). Has no meaning for one that exists.
      - Mutually exclusive with O(expires_at). Needs the API extension C(snapshot_expiry_creation).
  new_name:
    type: str
    description: Rename the snapshot.
  replace:
    type: bool
    default: false
    description: Delete the snapshot and take it anew where O(stateful) differs. Otherwise such a difference is an
      error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_snapshot_info
  - module: lxcri.containers.instance_restore
  - module: lxcri.containers.instance_retention
"""

EXAMPLES = r"""
- name: A snapshot that goes by itself after a week
  lxcri.containers.instance_snapshot:
    instance: web1
    name: before-upgrade
    expires_in: 7d

- name: Keep it after all
  lxcri.containers.instance_snapshot:
    instance: web1
    name: before-upgrade
    expires_at: never
    new_name: golden

- name: No such snapshot
  lxcri.containers.instance_snapshot:
    instance: web1
    name: golden
    state: absent

- name: A snapshot every night, taken by the server, the last week kept
  lxcri.containers.instance:
    name: web1
    config:
      snapshots.schedule: "0 3 * * *"
      snapshots.expiry: 7d
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
  sample: [expires_at]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
instance_snapshot:
  description: The snapshot as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: before-upgrade
    created_at:
      description: When it was made.
      type: str
      sample: "2026-01-31T12:00:00Z"
    expires_at:
      description: When the server deletes it; the year 1 means never.
      type: str
      sample: "0001-01-01T00:00:00Z"
    stateful:
      description: Whether it holds what was in memory.
      type: bool
      sample: false
    size:
      description: Bytes on disk, -1 where the storage cannot tell.
      type: int
      sample: -1
    architecture:
      description: The architecture.
      type: str
      sample: x86_64
    config:
      description: The configuration the instance had, secrets masked.
      type: dict
      sample: {limits.cpu: "2"}
    devices:
      description: The devices the instance had.
      type: dict
      sample: {}
    ephemeral:
      description: Whether the instance was to be deleted when it stops.
      type: bool
      sample: false
    expanded_config:
      description: The same configuration with that of its profiles.
      type: dict
      sample: {limits.cpu: "2"}
    expanded_devices:
      description: The same devices with those of its profiles.
      type: dict
      sample: {root: {type: disk, path: /, pool: default}}
    last_used_at:
      description: When the instance was last started.
      type: str
      sample: "2026-01-31T12:00:00Z"
    profiles:
      description: The profiles the instance had.
      type: list
      elements: str
      sample: [default]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.instance_snapshot import INSTANCE_SNAPSHOT

TASK = resource_task(INSTANCE_SNAPSHOT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
