#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: copy
short_description: Copy files, directories and texts into an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Writes a file, a directory with everything in it, or a text into a container or a virtual machine.
  - The work is done through the server, so the instance needs neither Python nor an SSH server, and a container need
    not even run. A virtual machine must run, with its agent.
  - Contents are compared by size and SHA-256; what is the same is left alone.
  - Every file is written aside and then renamed, so whoever looks sees the old one or the whole new one, also when the
    transfer is cut short. Memory does not grow with the size of a file.
options:
  instance:
    type: str
    required: true
    description: The instance to write to.
  src:
    type: path
    description:
      - A file or directory on the machine where the module runs. Relative paths are looked for where
        M(ansible.builtin.copy) looks for them, on the controller, when the task runs there.
      - Of a directory with a slash at the end, what is in it is copied; of one without, the directory itself.
      - Links in a directory are copied as links, see O(local_follow).
  content:
    type: str
    description: The text of the file. Use the lookup P(ansible.builtin.template#lookup) for one made from a template.
  content_base64:
    type: str
    description: The content of the file in base64, for what is no text.
  dest:
    type: str
    required: true
    description:
      - The absolute path in the instance.
      - A file copied to a directory, or to a path with a slash at the end, keeps its name.
  owner:
    type: str
    description: The user it belongs to, by number, or by the name that the instance's own C(/etc/passwd) has.
  group:
    type: str
    description: The group it belongs to, by number, or by the name that the instance's own C(/etc/group) has.
  mode:
    type: raw
    description:
      - Permissions of files, as a quoted octal number such as V("0644"), or as symbols such as V(u=rw,g=r,o=).
      - V(preserve) makes them those of O(src) on every run.
      - Where it is not set, new files get the permissions of O(src), or V("0644") for a text, and others keep theirs.
  directory_mode:
    type: raw
    description: The same for the directories of a copied directory. New ones get the permissions of O(src).
  parents:
    type: bool
    default: false
    description: Make the directories above O(dest) that do not exist, with the permissions V("0755").
  force:
    type: bool
    default: true
    description: Whether to write over files and links with another content. Otherwise what is there stays.
  backup:
    type: bool
    default: false
    description: Keep the old file beside the new one, with the time in its name. Not for directories.
  follow:
    type: bool
    default: false
    description:
      - Where O(dest) is a link, write to the file it leads to.
      - Otherwise the link itself is replaced by the file.
  local_follow:
    type: bool
    default: false
    description: Copy what the links in O(src) lead to, instead of the links. O(src) itself is always followed.
  mirror:
    type: bool
    default: false
    description:
      - Make the directory at O(dest) the same as O(src), removing what O(src) does not have.
      - What matches O(exclude) is left alone.
  exclude:
    type: list
    elements: str
    description: Shell patterns of names, or of paths relative to O(src), that are not copied.
  unsafe_writes:
    type: bool
    default: false
    description:
      - Write a single file in place. Needed where it cannot be replaced, such as one that is mounted by itself.
      - A transfer that is cut short then leaves a part of the file.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.fetch
  - module: lxcri.containers.file
"""

EXAMPLES = r"""
- name: A file
  lxcri.containers.copy:
    instance: web1
    src: nginx.conf
    dest: /etc/nginx/nginx.conf
    owner: root
    group: www-data
    mode: "0640"

- name: A text made from a template
  lxcri.containers.copy:
    instance: web1
    content: "{{ lookup('ansible.builtin.template', 'motd.j2') }}"
    dest: /etc/motd

- name: A directory, kept the same, but for its uploads
  lxcri.containers.copy:
    instance: web1
    src: site/
    dest: /srv/www
    parents: true
    mirror: true
    exclude:
      - uploads
    mode: a+rX

- name: A file with the old one kept
  lxcri.containers.copy:
    instance: web1
    content: "PORT=8080\n"
    dest: /etc/default/web
    backup: true
"""

RETURN = r"""
instance:
  description: The instance.
  returned: success
  type: str
  sample: web1
dest:
  description: Where it is now.
  returned: success
  type: str
  sample: /etc/nginx/nginx.conf
state:
  description: V(file) or V(directory).
  returned: success
  type: str
  sample: file
checksum:
  description: SHA-256 of the file.
  returned: when a file is copied
  type: str
  sample: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
size:
  description: Its size in bytes.
  returned: when a file is copied
  type: int
  sample: 6
mode:
  description: Permissions of what is at RV(dest).
  returned: success
  type: str
  sample: "0640"
uid:
  description: Number of the user it belongs to.
  returned: success
  type: int
  sample: 0
gid:
  description: Number of the group it belongs to.
  returned: success
  type: int
  sample: 33
paths:
  description: The paths that changed, by what was done, V(mkdir), V(write), V(link), V(set) (owner and permissions)
    or V(remove).
  returned: success
  type: dict
  sample: {write: [/etc/nginx/nginx.conf]}
backup_file:
  description: Where the old file is now.
  returned: when O(backup) is set and a file was written over
  type: str
  sample: /etc/default/web.2026-01-31T12-00-00Z~
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.copy import COPY

TASK = verb_task(COPY)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
