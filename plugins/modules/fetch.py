#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: fetch
short_description: Bring files and directories out of an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Brings a file, or a directory with everything in it, from a container or a virtual machine to the machine where the
    module runs, usually the controller.
  - The instance needs neither Python nor an SSH server, and a container need not even run. A virtual machine must
    run, with its agent.
  - Contents are compared by size and SHA-256; what is the same is left alone.
  - Every file is written aside and then renamed. Memory does not grow with the size of a file.
options:
  instance:
    type: str
    required: true
    description: The instance to read from.
  src:
    type: str
    required: true
    description:
      - The absolute path in the instance. A link is followed; links in a directory are brought as links.
      - Of a directory with a slash at the end, what is in it is brought; of one without, the directory itself.
  dest:
    type: path
    required: true
    description:
      - The path on the machine where the module runs. Directories above it are made.
      - A file brought to a directory, or to a path with a slash at the end, keeps its name.
  mode:
    type: raw
    description: Permissions of files here, octal or symbolic. Otherwise those in the instance, but for setuid and
      setgid.
  directory_mode:
    type: raw
    description: The same for directories.
  mirror:
    type: bool
    default: false
    description: Make the directory here the same as that in the instance, removing what the latter does not have.
  exclude:
    type: list
    elements: str
    description: Shell patterns of names, or of paths relative to O(src), that are not brought, and not removed here.
  fail_on_missing:
    type: bool
    default: true
    description: Whether it is an error when there is nothing at O(src).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.copy
"""

EXAMPLES = r"""
- name: A file
  lxcri.containers.fetch:
    instance: web1
    src: /etc/nginx/nginx.conf
    dest: "{{ playbook_dir }}/fetched/{{ inventory_hostname }}/"

- name: Logs, if there are any
  lxcri.containers.fetch:
    instance: web1
    src: /var/log/nginx/
    dest: logs/web1
    exclude:
      - "*.gz"
    fail_on_missing: false
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
src:
  description: The path in the instance.
  returned: success
  type: str
  sample: /etc/nginx/nginx.conf
dest:
  description: Where it is here.
  returned: when there is something at O(src)
  type: str
  sample: /root/fetched/web1/nginx.conf
state:
  description: V(file), V(directory) or V(absent).
  returned: success
  type: str
  sample: file
checksum:
  description: SHA-256 of the file.
  returned: when a file is brought, or was compared because it has the same size
  type: str
  sample: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
size:
  description: Its size in bytes.
  returned: when it is a file
  type: int
  sample: 6
mode:
  description: Permissions in the instance.
  returned: when there is something at O(src)
  type: str
  sample: "0644"
paths:
  description: The paths here that changed, by what was done, V(mkdir), V(write), V(link), V(set) or V(remove).
  returned: when there is something at O(src)
  type: dict
  sample: {write: [/root/fetched/web1/nginx.conf]}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.fetch import FETCH

TASK = verb_task(FETCH)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
