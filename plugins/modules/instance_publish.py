#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: instance_publish
short_description: Make an image of an instance
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Makes an image of a container or a virtual machine, or of one of its snapshots, and gives it an alias.
  - Where an image of that alias exists, nothing is done unless O(force) is set.
attributes:
  idempotent:
    support: partial
    description: With O(force) every run makes a new image.
options:
  instance:
    type: str
    required: true
    description: The instance.
  snapshot:
    type: str
    description: One of its snapshots, to be published instead. The instance may run then.
  alias:
    type: str
    required: true
    description: The name the image is to have. Once a new image is there, the alias points to it.
  properties:
    type: dict
    description: Properties of the image, such as C(os), C(release) and C(description).
  public:
    type: bool
    default: false
    description: Whether everybody who reaches the server may have it.
  compression_algorithm:
    type: str
    description: How to compress, such as V(gzip), V(zstd) or V(none). The server's C(images.compression_algorithm)
      otherwise.
  expires_at:
    type: str
    description: When the image expires, as C(2030-01-31T12:00:00Z).
  force:
    type: bool
    default: false
    description: Publish again where there is an image of that alias.
  delete_old:
    type: bool
    default: false
    description: Delete the image that had the alias before, once the new one is there.
  stop:
    type: bool
    default: false
    description: Stop an instance that runs for that, and start it again afterwards. Otherwise the task fails.
  force_stop:
    type: bool
    default: false
    description: Stop it without letting it shut down.
  shutdown_timeout:
    type: int
    default: 30
    description: Seconds in which it must have shut down.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.image
  - module: lxcri.containers.image_export
"""

EXAMPLES = r"""
- name: Publish a container as it is
  lxcri.containers.instance_publish:
    instance: template
    alias: web-base
    properties:
      description: Debian with nginx
    stop: true

- name: A new image every week in the place of the old one
  lxcri.containers.instance_publish:
    instance: template
    snapshot: weekly
    alias: web-base
    force: true
    delete_old: true
"""

RETURN = r"""
image:
  description: The image as it is now; empty in check mode.
  returned: success
  type: dict
  sample: {fingerprint: 508229638ee35aa4544c1d29b3941d3fe48c653e975eb0c9f9cca98f67e7d0b3, size: 1036852}
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.instance_publish import INSTANCE_PUBLISH

TASK = verb_task(INSTANCE_PUBLISH)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
