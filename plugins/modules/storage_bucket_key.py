#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_bucket_key
short_description: Create, change and delete keys of a storage bucket
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one key of a storage bucket in the declared state.
  - What the task does not name is left as it is.
  - The keys themselves are never returned. Name them in O(access_key) and O(secret_key), or read them from the server
    with C(lxc storage bucket key show) or C(incus storage bucket key show).
  - The server needs the API extension C(storage_buckets).
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the key is to exist.
  name:
    type: str
    required: true
    description: The key's name.
  pool:
    type: str
    required: true
    description: The storage pool of the bucket.
  bucket:
    type: str
    required: true
    description: The bucket whose key it is.
  description:
    type: str
    description: A text for people.
  role:
    type: str
    choices: [admin, read-only]
    description: What may be done with it; V(read-only) where nothing is said.
  access_key:
    type: str
    description: The access key. The server makes one where nothing is said.
  secret_key:
    type: str
    description: The secret key. The server makes one where nothing is said.
  target:
    type: str
    description: In a cluster, the member on which the bucket is, for a pool that is not shared.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_bucket_key_info
  - module: lxcri.containers.storage_bucket
"""

EXAMPLES = r"""
- name: A key for the program that writes backups
  lxcri.containers.storage_bucket_key:
    pool: default
    bucket: backups
    name: writer
    role: admin
    access_key: "{{ backup_access_key }}"
    secret_key: "{{ backup_secret_key }}"

- name: A key for those who look at them, made by the server
  lxcri.containers.storage_bucket_key:
    pool: default
    bucket: backups
    name: reader

- name: No such key
  lxcri.containers.storage_bucket_key:
    pool: default
    bucket: backups
    name: reader
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
storage_bucket_key:
  description: The key as it is now, or would be in check mode, without its secrets. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: writer
    description:
      description: The text for people.
      type: str
      sample: ""
    role:
      description: What may be done with it.
      type: str
      sample: admin
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_bucket_key import STORAGE_BUCKET_KEY

TASK = resource_task(STORAGE_BUCKET_KEY)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
