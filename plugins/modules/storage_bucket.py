#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: storage_bucket
short_description: Create, change and delete storage buckets
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one bucket, object storage that speaks S3, of a storage pool in the declared state.
  - What the task does not name is left as it is.
  - The server needs the API extension C(storage_buckets). A pool on local storage also needs
    C(core.storage_buckets_address) in its configuration and MinIO on the machine.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the bucket is to exist.
  name:
    type: str
    required: true
    description: The bucket's name.
  pool:
    type: str
    required: true
    description: The storage pool whose bucket it is.
  description:
    type: str
    description: A text for people.
  config:
    type: dict
    description:
      - Configuration, such as V(size) (bytes, with a suffix such as V(10GiB)).
      - A key that is V(null) is removed; a key that is not named is left alone.
  target:
    type: str
    description: In a cluster, the member on which the bucket is, for a pool that is not shared.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.storage_bucket_info
  - module: lxcri.containers.storage_bucket_key
  - module: lxcri.containers.storage_pool
"""

EXAMPLES = r"""
- name: A bucket for backups
  lxcri.containers.storage_bucket:
    pool: default
    name: backups
    config:
      size: 100GiB

- name: No such bucket
  lxcri.containers.storage_bucket:
    pool: default
    name: backups
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
storage_bucket:
  description: The bucket as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: backups
    description:
      description: The text for people.
      type: str
      sample: ""
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {size: 100GiB}
    s3_url:
      description: Where it is reached.
      type: str
      sample: "https://192.0.2.1:8555/backups"
    location:
      description: The cluster member it is on, V(none) on a lone server.
      type: str
      sample: none
    project:
      description: The project it is in.
      type: str
      sample: default
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.storage_bucket import STORAGE_BUCKET

TASK = resource_task(STORAGE_BUCKET)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
