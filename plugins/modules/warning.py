#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: warning
short_description: Acknowledge and delete warnings of the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one warning of an LXD or Incus server in the declared state.
  - Only the server makes warnings; M(lxcri.containers.warning_info) lists them. One that comes back is new again.
  - The server needs the API extension C(warnings).
options:
  state:
    type: str
    choices: [present, acknowledged, new, absent]
    default: present
    description: V(acknowledged) and V(new) mark it so, V(absent) deletes it, V(present) only demands that it exists.
  uuid:
    type: str
    required: true
    description: Which warning.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.warning_info
"""

EXAMPLES = r"""
- name: What there is
  lxcri.containers.warning_info:
  register: found

- name: Nobody need look at the minor ones
  lxcri.containers.warning:
    uuid: "{{ item.uuid }}"
    state: acknowledged
  loop: "{{ found.warnings | selectattr('severity', 'equalto', 'low') }}"
  loop_control:
    label: "{{ item.type }}"

- name: Forget one
  lxcri.containers.warning:
    uuid: 4d9ffc3c-98ca-4e4f-8c0f-fa03bf63f19e
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
  sample: [status]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
warning:
  description: The warning as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    uuid:
      description: Which one.
      type: str
      sample: 4d9ffc3c-98ca-4e4f-8c0f-fa03bf63f19e
    type:
      description: What it is about.
      type: str
      sample: Instance type not operational
    severity:
      description: C(low), C(moderate) or C(high).
      type: str
      sample: low
    status:
      description: C(new), C(acknowledged) or C(resolved).
      type: str
      sample: acknowledged
    count:
      description: How often it happened.
      type: int
      sample: 1
    last_message:
      description: What was said last.
      type: str
      sample: vhost_vsock kernel module not loaded
    first_seen_at:
      description: When it happened first.
      type: str
      sample: "2026-01-31T12:00:00Z"
    last_seen_at:
      description: When it happened last.
      type: str
      sample: "2026-01-31T12:00:00Z"
    entity_url:
      description: What it concerns, as a path of the API.
      type: str
      sample: ""
    project:
      description: The project it concerns.
      type: str
      sample: ""
    location:
      description: The cluster member it happened on.
      type: str
      sample: none
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.warning import WARNING

TASK = resource_task(WARNING)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
