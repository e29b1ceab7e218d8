#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: image
short_description: Import, change and delete images
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one image of an LXD or Incus server in the declared state. It is named by an alias.
  - It comes from files on the machine where the module runs, from another server, from an instance or snapshot, or from
    a URL, as O(source) says.
  - Files are compared by their fingerprint. When they differ from the image that has the alias, they are imported and
    the alias moves to the new image.
  - An image from anywhere else is fetched only when no image has the alias.
options:
  name:
    type: str
    required: true
    description:
      - An alias of the image.
      - At least 12 characters of a fingerprint name an image that exists already.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the image is to exist.
  aliases:
    type: list
    elements: str
    description: More names for the image. An alias that another image has moves to this one; others are left alone.
  source:
    type: dict
    description:
      - Where the image comes from, needed when it does not exist yet. It is one place, that is, one of O(source.path),
        O(source.rootfs), O(source.server), O(source.instance) and O(source.url).
    suboptions:
      path:
        type: path
        description: A unified image, that is, one tarball with C(metadata.yaml) and C(rootfs/).
      rootfs:
        type: path
        description:
          - The root file system of a split image, as a squashfs file or a tarball, or the disk of a virtual machine.
          - A tarball without O(source.metadata), such as a container template of Proxmox, gets metadata made for it.
      metadata:
        type: path
        description: The metadata tarball of the split image.
      architecture:
        type: str
        description: The architecture written into metadata that is made, such as V(x86_64). By default this machine's.
      server:
        type: str
        description:
          - The URL of another server to fetch the image from, such as V(https://images.linuxcontainers.org).
          - The server itself does that. It is not the server of the option O(server).
      protocol:
        type: str
        choices: [simplestreams, lxd, incus, oci]
        description:
          - How O(source.server) is spoken to, V(simplestreams) where nothing is said.
          - V(oci) needs the API extension C(instance_oci), and V(incus) an Incus.
      alias:
        type: str
        description: The image's alias at O(source.server).
      fingerprint:
        type: str
        description: The image's fingerprint at O(source.server).
      certificate:
        type: str
        description: The certificate of O(source.server) as PEM text, for a server that no authority vouches for.
      secret:
        type: str
        description: The secret with which O(source.server) hands out an image that is not public.
      instance:
        type: str
        description: An instance of this server that is published as an image. It must be stopped.
      snapshot:
        type: str
        description: Publish this snapshot of O(source.instance) instead.
      url:
        type: str
        description:
          - With O(source.checksum) the URL of a unified image. It is fetched by the machine where the task works, and
            only when the server has no image of that checksum.
          - Without it a URL that answers with the headers C(LXD-Image-URL) and C(LXD-Image-Hash), which the server follows.
      checksum:
        type: str
        description: The SHA-256 of the image at O(source.url), such as V(sha256:f76bc42b…), in full.
  public:
    type: bool
    description: Whether clients that the server does not trust may see the image.
  auto_update:
    type: bool
    description: Whether the server fetches a newer image by itself where there is one.
  expires_at:
    type: str
    description: When the server deletes the image, as V(2030-01-31T12:00:00Z).
  properties:
    type: dict
    description:
      - Properties of the image, such as V(os), V(release) and V(description).
      - A property that is V(null) is removed; one that is not named is left alone.
  profiles:
    type: list
    elements: str
    description:
      - Profiles that an instance gets when it is made of the image and names none.
      - The server needs the API extension C(image_profiles).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.project
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.image_info
  - module: lxcri.containers.instance
  - name: Image format
    description: What is in a unified and in a split image.
    link: https://documentation.ubuntu.com/lxd/en/latest/reference/image_format/
"""

EXAMPLES = r"""
- name: Debian from the public image server
  lxcri.containers.image:
    name: debian/12
    source:
      server: https://images.linuxcontainers.org
      alias: debian/12
    auto_update: true

- name: A tarball that was built on this machine
  lxcri.containers.image:
    name: app
    aliases: [app/latest]
    source:
      path: /srv/images/app.tar.gz
    properties:
      os: app
      release: "7"

- name: A container template of Proxmox
  lxcri.containers.image:
    name: debian-vztmpl
    source:
      rootfs: /srv/images/debian-12-standard_12.7-1_amd64.tar.zst

- name: No such image
  lxcri.containers.image:
    name: app
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
  sample: [public]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
image:
  description: The image as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    fingerprint:
      description: The SHA-256 of its files, in hexadecimal.
      type: str
      sample: 0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9
    aliases:
      description: Its aliases, each with its C(name) and C(description).
      type: list
      elements: dict
      sample: [{name: app, description: ""}]
    architecture:
      description: Its architecture.
      type: str
      sample: x86_64
    auto_update:
      description: Whether the server fetches a newer one by itself.
      type: bool
      sample: false
    cached:
      description: Whether the server fetched it only because an instance needed it.
      type: bool
      sample: false
    created_at:
      description: When it was built.
      type: str
      sample: "2026-01-31T12:00:00Z"
    expires_at:
      description: When the server deletes it. A time in the year 1 or 1970 means never.
      type: str
      sample: "1970-01-01T00:00:00Z"
    filename:
      description: The name of its file.
      type: str
      sample: app.tar.gz
    last_used_at:
      description: When an instance was last made of it.
      type: str
      sample: "0001-01-01T00:00:00Z"
    profiles:
      description: Profiles that an instance gets when it is made of the image and names none.
      type: list
      elements: str
      sample: [default]
    properties:
      description: Its properties.
      type: dict
      sample: {os: app, release: "7"}
    public:
      description: Whether clients that the server does not trust may see it.
      type: bool
      sample: false
    size:
      description: Its size in bytes.
      type: int
      sample: 1037226
    type:
      description: C(container) or C(virtual-machine).
      type: str
      sample: container
    update_source:
      description: Where a newer one comes from, if it was fetched.
      type: dict
      returned: when it was fetched
    uploaded_at:
      description: When it came to the server.
      type: str
      sample: "2026-01-31T12:00:00Z"
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.image import IMAGE

TASK = resource_task(IMAGE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
