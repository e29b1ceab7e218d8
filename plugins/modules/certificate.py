#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: certificate
short_description: Add, change and remove trusted certificates
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one certificate in the trust store of an LXD or Incus server in the declared state. Who shows it may use the
    server.
  - What the task does not name is left as it is.
  - A certificate is found by itself where O(certificate) is given, otherwise by its name or by the first characters
    of its fingerprint.
options:
  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the certificate is to be trusted.
  name:
    type: str
    required: true
    description:
      - The certificate's name in the trust store; a certificate that is there under another name is given this one.
        Where O(certificate) is not given, also at least 12 characters of its fingerprint.
  type:
    type: str
    choices: [client, metrics]
    description:
      - What it is good for; V(client) is everything, V(metrics) only reading the metrics. It can be set at creation
        only.
  certificate:
    type: str
    description:
      - The certificate, as PEM text or as a PEM file of the machine on which the module runs. Needed to add one.
  restricted:
    type: bool
    description: Whether it is good for O(projects) only. Needs the API extension C(certificate_project).
  projects:
    type: list
    elements: str
    description:
      - The projects it is good for when O(restricted=true), all of them. Their order does not matter. Needs the API
        extension C(certificate_project).
  description:
    type: str
    description: A text for people. Needs the API extension C(certificate_description).
  replace:
    type: bool
    default: false
    description:
      - Delete the certificate and create it again where something differs that can be set at creation only.
      - Otherwise such a difference is an error.
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.certificate_info
  - module: lxcri.containers.trust_token
  - name: Authentication in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/authentication/
  - name: Authentication in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/authentication/
"""

EXAMPLES = r"""
- name: Alice may do everything
  lxcri.containers.certificate:
    name: alice
    certificate: /srv/certificates/alice.crt

- name: The build server may work in one project
  lxcri.containers.certificate:
    name: builder
    certificate: "{{ builder_certificate }}"
    restricted: true
    projects:
      - build

- name: The monitoring may read the metrics
  lxcri.containers.certificate:
    name: prometheus
    type: metrics
    certificate: /srv/certificates/prometheus.crt

- name: Alice may no longer
  lxcri.containers.certificate:
    name: alice
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
  sample: [name]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
certificate:
  description: The certificate as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
    fingerprint:
      description: SHA-256 of the certificate, in hexadecimal.
      type: str
      sample: 88f3c9be23f4466afc8a8ecb8f78a8d60bd2ce08b1e4d4f4ea3b0cdb48ef0d07
    name:
      description: Its name.
      type: str
      sample: alice
    type:
      description: What it is good for.
      type: str
      sample: client
    restricted:
      description: Whether it is good for some projects only.
      type: bool
      sample: false
    projects:
      description: Those projects.
      type: list
      elements: str
      sample: []
    certificate:
      description: The certificate, PEM.
      type: str
      sample: "-----BEGIN CERTIFICATE-----..."
    description:
      description: The text for people, where the server has one.
      type: str
      sample: ""
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.certificate import CERTIFICATE

TASK = resource_task(CERTIFICATE)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
