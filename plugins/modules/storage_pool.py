#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_pool
short_description: Create, change and delete storage pools
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one storage pool of an LXD or Incus server in the declared state.
  - What the task does not name is left as it is.
  - In a cluster the pool is made on every member first and then once for all, in one task.
  - The server needs the API extension C(storage).
options:
  name:
    type: str
    required: true
    description: The pool's name.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the pool is to exist. One that is in use cannot be deleted.
  driver:
    type: str
    description:
      - The storage driver, such as V(dir), V(btrfs), V(lvm), V(zfs) or V(ceph), needed to create a pool. It can be
        set at creation only.
      - Which drivers a server has is in M(lxcri.containers.server_info), under C(storage_supported_drivers).
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - The pool's configuration, such as V(source) (a path or device on the server), V(size) (a size such as
        C(20GiB)) or V(volume.size). Which keys there are depends on the driver.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
  members:
    type: dict
    description:
      - In a cluster, configuration that belongs to one member, a dictionary of V(source), V(size) and
        V(zfs.pool_name) by the member's name. It goes before the same keys in O(config), which are meant for every
        member.
      - A pool is defined on every member before it is created. A member that joins later gets its own by C(member_config) of
        M(lxcri.containers.cluster), since a pool's source cannot be changed.
      - A member that is offline is left as it is.
  replace:
    type: bool
    default: false
    description:
      - Delete the pool and create it again where O(driver) or a source differs, which can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_pool_info
  - module: lxcri.containers.server_info
  - name: Storage drivers of LXD
    description: Every driver with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/reference/storage_drivers/
  - name: Storage drivers of Incus
    description: Every driver with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/reference/storage_drivers/
"""

EXAMPLES = r"""
- name: A pool in a directory
  lxcri.containers.storage_pool:
    name: plain
    driver: dir

- name: A btrfs pool in a file of 20 GiB
  lxcri.containers.storage_pool:
    name: fast
    driver: btrfs
    config:
      size: 20GiB
      btrfs.mount_options: noatime

- name: No such pool
  lxcri.containers.storage_pool:
    name: plain
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
storage_pool:
  description: The pool as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: fast
    driver:
      description: Its driver.
      type: str
      sample: btrfs
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {size: 20GiB, source: /var/lib/lxd/disks/fast.img}
    status:
      description: C(Created), C(Pending) or C(Errored).
      type: str
      sample: Created
    locations:
      description: The cluster members that have it.
      type: list
      elements: str
      sample: [none]
    used_by:
      description: What uses it, as paths of the API.
      type: list
      elements: str
      sample: [/1.0/profiles/default]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_pool import STORAGE_POOL

TASK = resource_task(STORAGE_POOL)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
