#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_volume_snapshot
short_description: Create, change and delete snapshots of custom volumes
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one snapshot of a custom storage volume in the declared state.
  - What the task does not name is left as it is.
  - The server needs the API extension C(storage_api_volume_snapshots).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the snapshot is to exist.
  name:
    type: str
    required: true
    description: The snapshot's name.
  pool:
    type: str
    required: true
    description: The storage pool of the volume.
  volume:
    type: str
    required: true
    description: The volume whose snapshot it is.
  description:
    type: str
    description: A text for people.
  expires_at:
    type: str
    description:
      - When the server deletes it by itself, such as V(2030-01-31T12:00:00Z); V(never) keeps it. A time without a
        zone is UTC. Needs the API extension C(custom_volume_snapshot_expiry).
  new_name:
    type: str
    description: Rename the snapshot to this.
  target:
    type: str
    description: In a cluster, the member on which the volume is, for a pool that is not shared.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_volume_snapshot_info
  - module: lxcri.containers.storage_volume
"""

EXAMPLES = r"""
- name: A snapshot that is kept for good
  lxcri.containers.storage_volume_snapshot:
    pool: default
    volume: data
    name: before-upgrade
    description: Before the upgrade of the database

- name: A snapshot with an end
  lxcri.containers.storage_volume_snapshot:
    pool: default
    volume: data
    name: tuesday
    expires_at: 2030-01-31T12:00:00Z

- name: No such snapshot
  lxcri.containers.storage_volume_snapshot:
    pool: default
    volume: data
    name: tuesday
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
storage_volume_snapshot:
  description: The snapshot as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: tuesday
    description:
      description: The text for people.
      type: str
      sample: ""
    expires_at:
      description: When the server deletes it, the year 1 when it does not.
      type: str
      sample: "2030-01-31T12:00:00Z"
    content_type:
      description: What is in it.
      type: str
      sample: filesystem
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {}
    created_at:
      description: When it was made, where the server knows.
      type: str
      sample: "2026-01-31T12:00:00Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume_snapshot import (
    STORAGE_VOLUME_SNAPSHOT,
)

TASK = resource_task(STORAGE_VOLUME_SNAPSHOT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
