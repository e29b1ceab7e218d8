#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: file
short_description: Hold files, directories and links of an instance in a state
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes and removes directories, links and empty files in a container or a virtual machine, and sets owner and
    permissions.
  - The instance needs neither Python nor an SSH server, and a container need not even run. A virtual machine must
    run, with its agent.
options:
  instance:
    type: str
    required: true
    description: The instance.
  path:
    type: str
    required: true
    description: The absolute path in the instance.
  state:
    type: str
    choices: [file, directory, link, touch, absent]
    default: file
    description:
      - V(file) only sets owner and permissions of what is there; it is an error when there is nothing.
      - V(directory) makes the directory and those above it.
      - V(link) makes a symbolic link to O(src).
      - V(touch) makes an empty file where there is none; one that is there is left as it is.
      - V(absent) removes a file, a link, or a directory with everything in it.
  src:
    type: str
    description: Where the link leads, as it is to be written in it; what it leads to need not exist.
  owner:
    type: str
    description: The user it belongs to, by number, or by the name that the instance's own C(/etc/passwd) has.
  group:
    type: str
    description: The group it belongs to, by number, or by the name that the instance's own C(/etc/group) has.
  mode:
    type: raw
    description: Permissions, as a quoted octal number such as V("0644"), or as symbols such as V(u=rw,g=r,o=).
  directory_mode:
    type: raw
    description: Permissions of directories, where with O(recurse) they are to be others than those of files.
  recurse:
    type: bool
    default: false
    description: Set owner and permissions also of everything in the directory. Links are left alone.
  follow:
    type: bool
    default: true
    description: Where O(path) is a link, work on what it leads to. Has no meaning for O(state=link) and
      O(state=absent).
  force:
    type: bool
    default: false
    description: Replace a file by a link.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.copy
"""

EXAMPLES = r"""
- name: A directory
  lxcri.containers.file:
    instance: web1
    path: /srv/www/uploads
    state: directory
    owner: www-data
    group: www-data
    mode: "2775"

- name: A link
  lxcri.containers.file:
    instance: web1
    path: /etc/nginx/sites-enabled/site
    state: link
    src: ../sites-available/site

- name: Everything below belongs to www-data and can be read by all
  lxcri.containers.file:
    instance: web1
    path: /srv/www
    state: directory
    recurse: true
    owner: www-data
    mode: a+rX

- name: No such directory
  lxcri.containers.file:
    instance: web1
    path: /srv/old
    state: absent
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
path:
  description: The path, where a link leads if it was followed.
  returned: success
  type: str
  sample: /srv/www/uploads
state:
  description: What is there, V(file), V(directory), V(link), V(other) or V(absent).
  returned: success
  type: str
  sample: directory
mode:
  description: Its permissions.
  returned: when it is a file or a directory
  type: str
  sample: "2775"
uid:
  description: Number of the user it belongs to.
  returned: when it is a file or a directory
  type: int
  sample: 33
gid:
  description: Number of the group it belongs to.
  returned: when it is a file or a directory
  type: int
  sample: 33
size:
  description: Its size in bytes; 0 for a directory.
  returned: when it is a file or a directory
  type: int
  sample: 0
src:
  description: Where the link leads.
  returned: when it is a link
  type: str
  sample: ../sites-available/site
paths:
  description: The paths that changed.
  returned: success
  type: list
  elements: str
  sample: [/srv/www/uploads]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.file import FILE_VERB

TASK = verb_task(FILE_VERB)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
