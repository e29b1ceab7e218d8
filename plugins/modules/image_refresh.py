#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: image_refresh
short_description: Fetch a newer image from where an image came from
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Lets the server ask the place that it fetched an image from for a newer one under the same name. A newer one takes
    over the aliases, and what is made from then on is made from it.
  - Instances stay as they are; O(lxcri.containers.instance#module:on_image_change) can report or rebuild them.
options:
  image:
    type: str
    required: true
    description: Alias or fingerprint of the image.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
attributes:
  check_mode:
    support: partial
    details: Only the server can find out whether there is a newer image, by fetching it, so a check reports no change.
seealso:
  - module: lxcri.containers.image
  - module: lxcri.containers.instance
"""

EXAMPLES = r"""
- name: The newest Debian
  lxcri.containers.image_refresh:
    image: debian/12
  register: refreshed

- name: Say whether an instance is made from an older one
  lxcri.containers.instance:
    name: web1
    image: debian/12
    on_image_change: report

- name: In another project
  lxcri.containers.image_refresh:
    image: debian/12
    project: shop
"""

RETURN = r"""
image:
  description: The image that the name means now.
  returned: success
  type: dict
  sample: {fingerprint: f76bc42bce866073a6453f62e7b47b1d66532fade73dab6d958f17f8fa54c5d0}
before:
  description: The fingerprint of the image that it meant before.
  returned: success
  type: str
  sample: f76bc42bce866073a6453f62e7b47b1d66532fade73dab6d958f17f8fa54c5d0
msg:
  description: Why there was nothing to ask for, or what would be asked in check mode.
  returned: when the server was not asked
  type: str
  sample: The image was not fetched from another server; nothing to refresh.
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.image_refresh import IMAGE_REFRESH

TASK = verb_task(IMAGE_REFRESH)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
