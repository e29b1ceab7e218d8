# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that every module shares, and the client they describe."""

from __future__ import annotations

import os
from typing import Any, Mapping

from ansible.module_utils.basic import env_fallback

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import Endpoint, resolve

CONNECTION = {
    "server": {"type": "list", "elements": "str", "fallback": (env_fallback, ["LXCRI_SERVER"])},
    "client_cert": {"type": "path", "fallback": (env_fallback, ["LXCRI_CLIENT_CERT"])},
    "client_key": {"type": "path", "no_log": False, "fallback": (env_fallback, ["LXCRI_CLIENT_KEY"])},
    "server_cert": {"type": "str", "fallback": (env_fallback, ["LXCRI_SERVER_CERT"])},
    "trust_token": {"type": "str", "no_log": True, "fallback": (env_fallback, ["LXCRI_TRUST_TOKEN"])},
    "bearer_token": {"type": "str", "no_log": True, "fallback": (env_fallback, ["LXCRI_BEARER_TOKEN"])},
}
# No default here: a remote of the lxc or incus client may say which project is meant.
PROJECT = {"project": {"type": "str", "fallback": (env_fallback, ["LXCRI_PROJECT"])}}
TIMEOUT = {"timeout": {"type": "int", "default": 600}}


def endpoint_of(params: Mapping[str, Any]) -> Endpoint:
    """Where the server is that the options of a task or plugin describe."""
    return resolve(params.get("server"), os.environ, params.get("client_cert"), params.get("client_key"),
                   params.get("server_cert"), params.get("trust_token"), params.get("bearer_token"))


def client_of(params: Mapping[str, Any]) -> Client:
    """A connected client for the options of a task (``server``, ``client_cert``, ``client_key`` …)."""
    return Client(endpoint_of(params), project=params.get("project"), timeout=float(params.get("timeout") or 600))
