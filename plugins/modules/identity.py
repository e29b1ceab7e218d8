#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: identity
short_description: Create, change and delete identities
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one identity of an LXD server, someone who may ask it, and its groups in the declared state.
  - What the task does not name is left as it is.
  - An identity of OpenID Connect comes by logging in once; one with a TLS certificate is created with O(certificate).
  - The server needs the API extension C(access_management), which LXD 5.21 and newer have and Incus has not.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the identity is to exist.
  name:
    type: str
    required: true
    description: The identity's name, or its identifier (a certificate's fingerprint, an e-mail address).
  method:
    type: str
    required: true
    description: How it proves who it is, V(tls) or V(oidc).
  groups:
    type: list
    elements: str
    description: The groups it is in, all of them. Their order does not matter.
  certificate:
    type: str
    description: Its certificate, PEM. Needs the API extension C(access_management_tls).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.identity_info
  - module: lxcri.containers.auth_group
  - name: Authentication in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/authentication/
"""

EXAMPLES = r"""
- name: Alice may do what the web team may
  lxcri.containers.identity:
    method: oidc
    name: alice@example.com
    groups:
      - web-operators

- name: The build server with its certificate
  lxcri.containers.identity:
    method: tls
    name: builder
    certificate: "{{ lookup('ansible.builtin.file', 'builder.crt') }}"
    groups:
      - builders

- name: No such identity
  lxcri.containers.identity:
    method: tls
    name: builder
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
  sample: [groups]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
identity:
  description: The identity as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    id:
      description: What it is known by.
      type: str
      sample: alice@example.com
    name:
      description: Its name.
      type: str
      sample: Alice Doe
    authentication_method:
      description: How it proves who it is.
      type: str
      sample: oidc
    type:
      description: More exactly how.
      type: str
      sample: OIDC client
    groups:
      description: The groups it is in.
      type: list
      elements: str
      sample: [web-operators]
    tls_certificate:
      description: Its certificate, PEM, where it has one.
      type: str
      sample: ""
    effective_groups:
      description:
        - The groups it is in by itself or through a group of the identity provider, where the server says so.
      type: list
      elements: str
      sample: [web-operators]
    effective_permissions:
      description: What it may do, where the server says so.
      type: list
      elements: dict
      sample: []
    fine_grained:
      description: Whether its groups say what it may do, where the server says so.
      type: bool
      sample: true
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.identity import IDENTITY

TASK = resource_task(IDENTITY)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
