# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server itself: ``/`` and ``/1.0``."""

from __future__ import annotations

from typing import Any, Dict, List

from ansible_collections.lxcri.containers.tests.unit.fakes import keys
from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, etag, sync

PREFIXES = tuple(
    name + "."
    for name in "acme authorization backups bgp candid cluster core images instances linstor logging loki maas"
    " network oidc openfga rbac storage user".split()
)
INTEGERS = (
    "images.auto_update_interval images.remote_cache_expiry cluster.offline_threshold cluster.images_minimal_replica"
    " core.shutdown_timeout cluster.max_voters cluster.max_standby core.bgp_asn"
).split()
BOOLEANS = "images.auto_update_cached core.proxy_ignore core.metrics_authentication core.trust_ca_certificates".split()
HIDDEN = ("core.trust_password", "maas.api.key", "candid.api.key", "rbac.agent.private_key")

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIBfakeserver==\n-----END CERTIFICATE-----\n"
FINGERPRINT = "39c1748d6146bc796b4eb5801360113af5dca631e31acd65224cbd1ab1539cca"  # of just this


def _environment(server: Any) -> Dict[str, Any]:
    address = server.config.get("core.https_address", "")
    return {
        "addresses": [address] if address else [],
        "architectures": ["x86_64", "i686"],
        "certificate": CERTIFICATE,
        "certificate_fingerprint": FINGERPRINT,
        "driver": "lxc | qemu" if server.has("virtual-machines") else "lxc",
        "driver_version": "5.0.2 | 7.2.0",
        "firewall": "nftables",
        "kernel": "Linux",
        "kernel_architecture": "x86_64",
        "kernel_features": {"idmapped_mounts": "true", "netnsid_getifaddrs": "true", "seccomp_listener": "true"},
        "kernel_version": "6.1.0",
        "lxc_features": {"cgroup2": "true", "pidfd": "true", "seccomp_notify": "true"},
        "os_name": "Debian GNU/Linux",
        "os_version": "12",
        "project": "default",
        "server": server.product,
        "server_clustered": server.clustered,
        "server_event_mode": "full-mesh",
        "server_name": server.members[0] if server.clustered else "fake",
        "server_pid": 4242,
        "server_version": server.version,
        "storage": "dir",
        "storage_version": "1",
        "storage_supported_drivers": [
            {"Name": "dir", "Version": "1", "Remote": False},
            {"Name": "btrfs", "Version": "6.2", "Remote": False},
        ],
    }


def _shown(server: Any) -> Dict[str, Any]:
    return {key: True if key in HIDDEN else value for key, value in sorted(server.config.items())}


def _tag(server: Any) -> str:
    return etag(server.config)


def _get(ctx: Context) -> Reply:
    server = ctx.server
    environment = _environment(server)
    environment["project"] = ctx.project
    body = {
        "config": _shown(server),
        "api_extensions": server.extensions,
        "api_status": "stable",
        "api_version": "1.0",
        "auth": "trusted",
        "public": False,
        "auth_methods": ["tls"],
        "environment": environment,
    }
    if not server.lxd or not server.older(5, 21):
        body.update(auth_user_name="root", auth_user_method="unix")
    return sync(body, _tag(server))


def _checked(config: Dict[str, Any]) -> Dict[str, str]:
    for key, value in config.items():
        if value is True and key in HIDDEN:
            continue
        if not isinstance(value, str):
            name = {int: "float64", float: "float64", bool: "bool"}.get(type(value), "object")
            raise Failure(400, "cannot set '%s': invalid type %s" % (key, name))
        if not key.startswith(PREFIXES):
            raise Failure(400, "cannot set '%s' to '%s': unknown key" % (key, value))
        if key in INTEGERS and value and not keys.is_int(value):
            raise Failure(400, "cannot set '%s' to '%s': invalid integer" % (key, value))
        if key in BOOLEANS and value and not keys.is_bool(value):
            raise Failure(400, "cannot set '%s' to '%s': invalid boolean" % (key, value))
    return config


def _change(method: str) -> Any:
    def handle(ctx: Context) -> Reply:
        server = ctx.server
        ctx.check_etag(_tag(server))
        config = _checked(ctx.json().get("config") or {})
        if method == "PATCH":
            new = {**server.config, **config}
        else:
            # A replacement leaves user.* alone unless it names the key: so do LXD and Incus.
            new = {key: value for key, value in server.config.items() if key.startswith("user.")}
            new.update(config)
        new = {key: server.config.get(key, "") if value is True else value for key, value in new.items()}
        server.config = {key: value for key, value in new.items() if value != ""}
        return done()

    return handle


def routes(_server: Any) -> List[Route]:
    return [
        Route("GET", "/", lambda ctx: sync(["/1.0"])),
        Route("GET", "/1.0", _get),
        Route("PUT", "/1.0", _change("PUT")),
        Route("PATCH", "/1.0", _change("PATCH")),
    ]
