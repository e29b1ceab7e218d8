#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: trust_token
short_description: Make and revoke tokens for trust
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one token in the declared state with which a client makes itself trusted by an LXD or Incus server. It is
    good for one use.
  - A token is made only when none waits to be used and no certificate of that name is trusted yet, so that the task
    can be repeated.
  - The token itself is returned only with O(reveal), and otherwise written to O(path).
  - The server must listen on the network and needs the API extension C(certificate_token).
options:
  name:
    type: str
    required: true
    description: The name that the certificate of the client will have in the trust store.
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether such a token is to wait to be used. V(absent) revokes it.
  path:
    type: path
    description: A file on the machine where the module runs; the token is written to it, readable by its owner only.
  reveal:
    type: bool
    default: false
    description:
      - Return the token itself.
      - "Give the task C(no_log: true) then; whoever has the token has what it is good for."
  restricted:
    type: bool
    default: false
    description: Whether the client is to be good for O(projects) only.
  projects:
    type: list
    elements: str
    description: The projects the client is good for when O(restricted=true). Their order does not matter.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.certificate
"""

EXAMPLES = r"""
- name: A token for the build server, in a file
  lxcri.containers.trust_token:
    name: builder
    restricted: true
    projects:
      - build
    path: /root/builder.token

- name: A token to hand on
  lxcri.containers.trust_token:
    name: alice
    reveal: true
  register: made
  no_log: true

- name: Nobody can use it any more
  lxcri.containers.trust_token:
    name: alice
    state: absent
"""

RETURN = r"""
token:
  description: The token, as C(lxc config trust add) would print it.
  returned: when O(reveal) is set and there is a token
  type: str
  sample: eyJjbGllbnRfbmFtZSI6ImFsaWNlIn0=
trusted:
  description: Whether a certificate of that name is trusted already, so that no token is needed.
  returned: when O(state=present)
  type: bool
  sample: false
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.verb_task import verb_task
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.trust_token import TRUST_TOKEN

TASK = verb_task(TRUST_TOKEN)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
