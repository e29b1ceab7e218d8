#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: server
short_description: Change the configuration of the server
version_added: 0.1.0
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds configuration keys of an LXD or Incus server in the declared state.
  - Keys that the task does not name are left as they are.
  - A secret that the server never shows, such as C(core.trust_password), counts as it should be once it is set.
options:
  config:
    type: dict
    description:
      - Configuration keys and their values, such as V(core.https_address), V(images.auto_update_interval) (hours) or
        V(cluster.offline_threshold) (seconds). Which keys there are is the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
  target:
    type: str
    description: In a cluster, the member whose own keys are meant, such as C(core.https_address).
extends_documentation_fragment:
  - lxcri.containers.connection
  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.server_info
  - name: Server configuration in LXD
    description: What it is, with its configuration keys.
    link: https://documentation.ubuntu.com/lxd/en/latest/server/
  - name: Server configuration in Incus
    description: What it is, with its configuration keys.
    link: https://linuxcontainers.org/incus/docs/main/server_config/
"""

EXAMPLES = r"""
- name: Listen on the network
  lxcri.containers.server:
    config:
      core.https_address: "[::]:8443"

- name: Keep unused images for a month and never update them by itself
  lxcri.containers.server:
    config:
      images.remote_cache_expiry: 30
      images.auto_update_interval: 0

- name: Back to what the server does by itself
  lxcri.containers.server:
    config:
      images.remote_cache_expiry: null
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
  sample: [config]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
server:
  description: What the server says about itself now, or would in check mode, secrets masked.
  returned: success
  type: dict
  contains:
    config:
      description: Its configuration, all values strings, secrets masked.
      type: dict
      sample: {core.https_address: "[::]:8443"}
    api_extensions:
      description: What the server can do beyond the first API.
      type: list
      elements: str
      sample: [etag, patch]
    environment:
      description: Its versions, drivers and kernel.
      type: dict
      sample: {server: lxd, server_version: 5.0.2}
    auth:
      description: Whether it trusts the client.
      type: str
      sample: trusted
    public:
      description: Whether it is a public image server.
      type: bool
      sample: false
    api_status:
      description: C(stable).
      type: str
      sample: stable
    api_version:
      description: The version of the API.
      type: str
      sample: "1.0"
    auth_user_method:
      description: How this client has proved who it is, where the server says so.
      type: str
      sample: unix
    auth_user_name:
      description: Who this client is, where the server says so.
      type: str
      sample: root
    auth_methods:
      description: How clients can prove who they are.
      type: list
      elements: str
      sample: [tls]
"""

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.resource_task import resource_task
from ansible_collections.lxcri.containers.plugins.module_utils._resources.server import SERVER

TASK = resource_task(SERVER)


def main():
    TASK.run()


if __name__ == "__main__":
    main()
