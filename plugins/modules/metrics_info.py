#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: metrics_info
short_description: Read the metrics of the server and its instances
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Reads what an LXD or Incus server measures of itself and of its running instances, as numbers with names and
    labels.
  - It reads C(GET /1.0/metrics), which is meant for Prometheus.
  - The server needs the API extension C(metrics).
options:
  prefix:
    type: str
    description: Only metrics whose names begin with this, such as V(lxd_cpu) or V(incus_memory).
  target:
    type: str
    description: In a cluster, the member that is asked. Each knows its own instances only.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes.info
seealso:
  - module: lxcri.containers.server_info
  - module: lxcri.containers.resources_info
"""

EXAMPLES = r"""
- name: How much memory the instances have left
  lxcri.containers.metrics_info:
    prefix: incus_memory_MemAvailable_bytes
  register: found

- name: Everything of another server
  lxcri.containers.metrics_info:
    server: https://lxd.example.com:8443
  register: found
"""

RETURN = r"""
metrics:
  description: The metrics.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: lxd_memory_MemFree_bytes
    labels:
      description: What it is about.
      type: dict
      sample: {name: web1, project: default, type: container}
    value:
      description: The number.
      type: float
      sample: 1048576.0
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.metrics_info import METRICS_INFO

TASK = verb_task(METRICS_INFO)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
