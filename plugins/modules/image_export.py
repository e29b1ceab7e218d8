#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: image_export
short_description: Export an image to files
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Writes an image to files of the machine where the module runs, in the form in which the server has it.
  - They are written aside, compared with the image's fingerprint, and then renamed.
  - Files that give the fingerprint already are left alone.
options:
  image:
    type: str
    required: true
    description: Alias or fingerprint of the image.
  dest:
    type: path
    required: true
    description:
      - The file to write. Its directory must exist.
      - Of an image in two parts it holds the metadata, and the root file system goes beside it, with C(.root) after
        the name.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.image
  - module: lxcri.containers.instance_publish
"""

EXAMPLES = r"""
- name: Keep an image
  lxcri.containers.image_export:
    image: web-base
    dest: /srv/images/web-base
  register: exported

- name: Import it elsewhere
  lxcri.containers.image:
    server: https://other.example.com
    name: web-base
    source: "{{ exported.files }}"

- name: An image of which only the fingerprint is known
  lxcri.containers.image_export:
    image: f76bc42bce86
    dest: "/srv/images/f76bc42bce86"
"""

RETURN = r"""
fingerprint:
  description: The image's fingerprint.
  returned: success
  type: str
  sample: f76bc42bce866073a6453f62e7b47b1d66532fade73dab6d958f17f8fa54c5d0
size:
  description: Its size in bytes.
  returned: success
  type: int
  sample: 1033103
files:
  description:
    - The files, as O(lxcri.containers.image#module:source) names them, RV(files.path) for an image in one part, else
      RV(files.metadata) and RV(files.rootfs).
  returned: when it is there
  type: dict
  contains:
    path:
      description: The whole image.
      type: str
      returned: when it has one part
      sample: /srv/images/web-base
    metadata:
      description: The metadata.
      type: str
      returned: when it has two parts
      sample: /srv/images/web-base
    rootfs:
      description: The root file system.
      type: str
      returned: when it has two parts
      sample: /srv/images/web-base.root
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.image_export import IMAGE_EXPORT

TASK = verb_task(IMAGE_EXPORT)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
