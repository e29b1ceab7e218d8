#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_retention
short_description: Drop snapshots and backups that are too many or too old
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Deletes the snapshots and backups of a container or a virtual machine that are more than are to be kept, or older.
  - What the name pattern does not match is neither counted nor deleted.
options:
  instance:
    type: str
    required: true
    description: The instance.
  snapshots:
    type: dict
    description: Which snapshots to keep. At least one of C(keep) and C(max_age) is needed.
    suboptions:
      keep:
        type: int
        description: Keep at most so many, the newest. V(0) keeps none.
      max_age:
        type: str
        description: Drop what is older, such as V(12h), V(7d) or V(4w).
      at_least:
        type: int
        default: 1
        description: Never leave fewer than so many, however old they are. A smaller O(snapshots.keep) goes before.
      pattern:
        type: str
        default: "*"
        description: Only look at and count those whose name matches this shell pattern.
  backups:
    type: dict
    description: Which of the backups on the server to keep. At least one of C(keep) and C(max_age) is needed.
    suboptions:
      keep:
        type: int
        description: Keep at most so many, the newest. V(0) keeps none.
      max_age:
        type: str
        description: Drop what is older, such as V(12h), V(7d) or V(4w).
      at_least:
        type: int
        default: 1
        description: Never leave fewer than so many, however old they are. A smaller O(backups.keep) goes before.
      pattern:
        type: str
        default: "*"
        description: Only look at and count those whose name matches this shell pattern.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.instance_snapshot
  - module: lxcri.containers.instance_backup
"""

EXAMPLES = r"""
- name: The five newest that a playbook took, none older than a month
  lxcri.containers.instance_retention:
    instance: web1
    snapshots:
      pattern: "deploy-*"
      keep: 5
      max_age: 30d

- name: One backup
  lxcri.containers.instance_retention:
    instance: web1
    backups:
      keep: 1
"""

RETURN = r"""
dropped:
  description: What was deleted, or would be, oldest first.
  returned: success
  type: dict
  sample: {snapshots: [deploy-1, deploy-2]}
kept:
  description: What is left, oldest first.
  returned: success
  type: dict
  sample: {snapshots: [deploy-3, golden]}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_retention import INSTANCE_RETENTION

TASK = verb_task(INSTANCE_RETENTION)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
