#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_volume
short_description: Create, change and delete custom storage volumes
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one custom volume of a storage pool in the declared state; a file system, a block device, or an ISO file.
  - What the task does not name is left as it is.
  - A volume is made empty, as a copy of another one, or from an ISO file of the machine on which the module runs.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the volume is to exist.
  name:
    type: str
    required: true
    description: The volume's name.
  pool:
    type: str
    required: true
    description: The storage pool whose volume it is.
  content_type:
    type: str
    choices: [filesystem, block, iso]
    description:
      - What is in it. The server makes a V(filesystem) where nothing is said; O(iso) makes an V(iso). It can be set
        at creation only.
      - V(block) needs the API extension C(custom_block_volumes), V(iso) needs C(custom_volume_iso).
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(size) (bytes, with a suffix such as V(10GiB)), V(snapshots.schedule) or
        V(security.shifted). Which keys a volume has depends on the driver of its pool.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
  source:
    type: dict
    description: A volume to copy when this one does not exist yet. It is not looked at afterwards.
    suboptions:
      volume:
        type: str
        required: true
        description: The volume's name; V(volume/snapshot) is one of its snapshots.
      pool:
        type: str
        description: The pool it is in; O(pool) where nothing is said.
      project:
        type: str
        description: The project it is in; O(project) where nothing is said.
      location:
        type: str
        description: In a cluster, the member it is on.
      snapshots:
        type: bool
        default: true
        description: Copy its snapshots too.
  iso:
    type: path
    description:
      - An ISO file to upload when the volume does not exist yet. It is not looked at afterwards. Needs the API
        extension C(custom_volume_iso).
  new_name:
    type: str
    description: Rename the volume to this.
  replace:
    type: bool
    default: false
    description:
      - Delete the volume and create it again where something differs that can be set at creation only.
      - Otherwise such a difference is an error.
  target:
    type: str
    description: In a cluster, the member on which the volume is, for a pool that is not shared.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_volume_info
  - module: lxcri.containers.storage_pool
  - module: lxcri.containers.storage_volume_snapshot
  - name: Storage volumes in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/explanation/storage/
  - name: Storage volumes in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/explanation/storage/
"""

EXAMPLES = r"""
- name: A volume of 10 GiB
  lxcri.containers.storage_volume:
    pool: default
    name: data
    config:
      size: 10GiB

- name: A copy of it, without its snapshots
  lxcri.containers.storage_volume:
    pool: default
    name: data-copy
    source:
      volume: data
      snapshots: false

- name: An installer to attach to virtual machines
  lxcri.containers.storage_volume:
    pool: default
    name: installer
    iso: /srv/iso/debian-12-netinst.iso

- name: Call it by another name
  lxcri.containers.storage_volume:
    pool: default
    name: data-copy
    new_name: data2

- name: No such volume
  lxcri.containers.storage_volume:
    pool: default
    name: data2
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
storage_volume:
  description: The volume as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: data
    type:
      description: C(custom).
      type: str
      sample: custom
    content_type:
      description: What is in it.
      type: str
      sample: filesystem
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {size: 10GiB}
    location:
      description: The cluster member it is on, V(none) on a lone server.
      type: str
      sample: none
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/instances/web1]
    created_at:
      description: When it was made, where the server knows.
      type: str
      sample: "2026-01-31T12:00:00Z"
    project:
      description: The project it is in, where the server says so.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_volume import STORAGE_VOLUME

TASK = resource_task(STORAGE_VOLUME)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
