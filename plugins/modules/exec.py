#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: exec
short_description: Run a command in an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Runs a command in a running container or virtual machine through the server's API, with input of any size.
  - Neither Python nor an SSH server is needed in the instance; a virtual machine needs its agent.
  - The task fails when the return code is not 0, as with M(ansible.builtin.command). A command that is not there has
    the return code 127.
options:
  instance:
    type: str
    required: true
    description: The instance. It must run.
  creates:
    type: str
    description: An absolute path in the instance, or a shell pattern. If it exists, the command is not run.
  removes:
    type: str
    description: An absolute path in the instance, or a shell pattern. If it does not exist, the command is not run.
  detach:
    type: bool
    default: false
    description:
      - Start the command and do not wait for it. It gets no input, and what it writes is lost.
      - Its operation is returned; M(lxcri.containers.operation) waits for it or cancels it.
extends_documentation_fragment:
  - lxcri.containers.command
  - lxcri.containers.command.wait
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.attributes
attributes:
  check_mode:
    support: partial
    description: Nothing is run.
    details: Without O(creates) and O(removes) the task is skipped, since nobody knows what it would do.
  diff_mode:
    support: none
    description: What a command changes is not known.
  idempotent:
    support: partial
    description: Only with O(creates) or O(removes).
seealso:
  - module: ansible.builtin.command
  - plugin: lxcri.containers.api
    plugin_type: connection
"""

EXAMPLES = r"""
- name: A command
  lxcri.containers.exec:
    instance: web1
    argv: [nginx, -t]

- name: Only if it has not been done
  lxcri.containers.exec:
    instance: web1
    cmd: openssl dhparam -out /etc/nginx/dhparam.pem 2048
    creates: /etc/nginx/dhparam.pem
    timeout: 600

- name: A pipeline, as another user
  lxcri.containers.exec:
    instance: db1
    cmd: pg_dump app | gzip > /var/backups/app.sql.gz
    shell: /bin/bash
    user: postgres

- name: A big file through a program
  lxcri.containers.exec:
    instance: db1
    argv: [psql, app]
    stdin_file: /srv/dumps/app.sql
    user: postgres
    env:
      PGOPTIONS: --client-min-messages=warning
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
cmd:
  description: The program and its arguments.
  returned: success
  type: list
  elements: str
  sample: [nginx, -t]
rc:
  description: The return code; 128 and the signal's number when a signal ended the command.
  returned: when the command ran
  type: int
  sample: 0
stdout:
  description: What it wrote to its standard output.
  returned: when the command ran
  type: str
  sample: ""
stdout_lines:
  description: The same as lines.
  returned: when the command ran
  type: list
  elements: str
  sample: []
stdout_b64:
  description: The same, byte for byte, as Base64.
  returned: when it is no UTF-8
  type: str
  sample: /w==
stderr:
  description: What it wrote to its standard error.
  returned: when the command ran
  type: str
  sample: "nginx: configuration file /etc/nginx/nginx.conf test is successful"
stderr_lines:
  description: The same as lines.
  returned: when the command ran
  type: list
  elements: str
  sample: ["nginx: configuration file /etc/nginx/nginx.conf test is successful"]
stderr_b64:
  description: The same, byte for byte, as Base64.
  returned: when it is no UTF-8
  type: str
  sample: /w==
start:
  description: When the command began, in UTC.
  returned: when the command ran
  type: str
  sample: "2026-01-31 12:00:00.000000"
end:
  description: When it had ended.
  returned: when the command ran
  type: str
  sample: "2026-01-31 12:00:00.016000"
delta:
  description: How long it took.
  returned: when the command ran
  type: str
  sample: "0:00:00.016000"
operation:
  description: The identifier of the server's operation.
  returned: with O(detach=true)
  type: str
  sample: 1b8e5a4c-6f4e-4d0d-9d3c-5d6f4ab1d8d1
msg:
  description: Why the command was not run, or failed.
  returned: when it was not run, or failed
  type: str
  sample: Did not run the command, since /etc/nginx/dhparam.pem exists.
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.exec import EXEC

TASK = verb_task(EXEC)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
