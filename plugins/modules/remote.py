#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: remote
short_description: Manage remotes of the lxc and incus clients
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Manages one entry among the remotes of the C(lxc) or C(incus) client, in its file C(config.yml), and the
    certificates that belong to it.
  - The client itself is not needed. The option O(ignore:server) of the other modules of this collection, and of its
    plugins, takes a remote's name.
options:
  name:
    description: The remote's name.
    type: str
    required: true
  state:
    description: Whether the remote is to be there.
    type: str
    choices: [present, absent]
    default: present
  client:
    description: Whose remotes are meant.
    type: str
    choices: [lxc, incus]
    default: lxc
  config_dir:
    description:
      - The directory with the client's C(config.yml).
      - By default E(LXD_CONF) or C(~/.config/lxc), or the snap's own directory if only that has a configuration; for
        C(incus) E(INCUS_CONF) or C(~/.config/incus).
    type: path
  address:
    description:
      - The server's address, V(https://host:8443) or V(unix:///path). Of several the first that answers is used; the
        client of LXD understands one only.
      - Needed for a new remote, unless O(trust_token) names it.
    type: list
    elements: str
  protocol:
    description: What the server speaks; V(lxd) or V(incus) by default, as the client does.
    type: str
    choices: [lxd, incus, simplestreams]
  auth_type:
    description: How the client proves who it is; V(tls) by default for a server reached over https.
    type: str
    choices: [tls, oidc]
  public:
    description: Whether the server only offers images to everybody.
    type: bool
  project:
    description: The project that the client, and the modules of this collection, use on this remote.
    type: str
  server_cert:
    description:
      - The server's certificate as a PEM file's path, as PEM text, or its SHA-256 fingerprint in hexadecimal.
      - With a fingerprint the certificate is fetched from the server and kept if it is the right one.
    type: str
  trust_token:
    description:
      - A token, made by C(lxc config trust add) or C(incus config trust add), that makes the server trust the client's
        certificate. It is used only if the server does not trust it yet.
      - The client's certificate and key are made if they are not there.
      - The token says which certificate the server must show, and nothing is sent to one that shows another.
    type: str
  default:
    description: Whether the client uses this remote when none is named; by default that stays as it is.
    type: bool
extends_documentation_fragment:
  - lxcri.containers.attributes
requirements:
  - PyYAML
  - cryptography, if a certificate must be made
seealso:
  - module: lxcri.containers.server_info
"""

EXAMPLES = r"""
- name: A server that gave out a token
  lxcri.containers.remote:
    name: shop
    trust_token: "{{ token_of_shop }}"
    project: web

- name: A server whose certificate is known
  lxcri.containers.remote:
    name: lab
    client: incus
    address: https://10.0.0.1:8443
    server_cert: 5f1d6b1fb1f0a5a2d2b3b7f0fb0b2a4a8c5c3f9e1f7d3a6b5c4d2e1f0a9b8c7d
    default: true

- name: A place for images
  lxcri.containers.remote:
    name: mirror
    address: https://images.example.com
    protocol: simplestreams

- name: No such remote
  lxcri.containers.remote:
    name: old
    state: absent

- name: Work on a remote
  lxcri.containers.instance_info:
    server: shop
"""

RETURN = r"""
remote:
  description: The remote as it is, or would be in check mode; nothing when there is none.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: shop
    addr:
      description: Its address or addresses, with commas between.
      type: str
      sample: https://10.0.0.1:8443
    protocol:
      description: What it speaks.
      type: str
      sample: lxd
    auth_type:
      description: How the client proves who it is.
      type: str
      sample: tls
    public:
      description: Whether it only offers images.
      type: bool
      sample: false
    project:
      description: The project that is used there.
      type: str
      sample: web
    default:
      description: Whether it is the one that is used when none is named.
      type: bool
      sample: false
    fingerprint:
      description: The fingerprint of the server's certificate that the client keeps; empty when it keeps none.
      type: str
      sample: 5f1d6b1fb1f0a5a2d2b3b7f0fb0b2a4a8c5c3f9e1f7d3a6b5c4d2e1f0a9b8c7d
config_file:
  description: The file the remote is in.
  returned: success
  type: str
  sample: /root/.config/lxc/config.yml
trusted_now:
  description: Whether the token was used, or would be.
  returned: success
  type: bool
  sample: true
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.remote import ARGUMENTS, LIBRARIES, manage

TASK = Task(arguments=ARGUMENTS, do=manage, libraries=LIBRARIES)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
