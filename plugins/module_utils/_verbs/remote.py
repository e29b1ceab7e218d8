# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Remotes of the ``lxc`` and ``incus`` clients: entries of their ``config.yml``, and the certificates beside it."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import named, resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import write_file
from ansible_collections.lxcri.containers.plugins.module_utils._client.pin import fingerprint_of, fingerprint_of_der
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._client.remotes import (
    CONFIG,
    places,
    read_config,
    write_config,
)
from ansible_collections.lxcri.containers.plugins.module_utils._client.tls import shown_by
from ansible_collections.lxcri.containers.plugins.module_utils._client.trust import read_token
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid, Unauthorized, Unavailable
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument, argument_spec

LIBRARIES = ("yaml",)
PRODUCTS = {"lxc": "lxd", "incus": "incus"}
# What a client without a configuration file has.
FIRST = {"default-remote": "local", "remotes": {"local": {"addr": "unix://", "public": False}}, "aliases": {}}
BUILT_IN = "local"

_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.+-]*$")

OPTIONS = {
    "name": Argument(required=True),
    "state": Argument(choices=("present", "absent"), default="present"),
    "client": Argument(choices=("lxc", "incus"), default="lxc"),
    "config_dir": Argument("path"),
    "address": Argument("list", elements="str"),
    "protocol": Argument(choices=("lxd", "incus", "simplestreams")),
    "auth_type": Argument(choices=("tls", "oidc")),
    "public": Argument("bool"),
    "project": Argument(),
    "server_cert": Argument(),
    "trust_token": Argument(no_log=True),
    "default": Argument("bool"),
}
ARGUMENTS = argument_spec(OPTIONS)


@dataclass(frozen=True)
class Files:
    """Where a client keeps what belongs to one remote."""

    directory: str
    name: str

    @property
    def config(self) -> str:
        return os.path.join(self.directory, CONFIG)

    @property
    def server_cert(self) -> str:
        return os.path.join(self.directory, "servercerts", self.name + ".crt")

    @property
    def pair(self) -> Tuple[str, str]:
        return os.path.join(self.directory, "client.crt"), os.path.join(self.directory, "client.key")

    def own(self) -> List[str]:
        """Certificates that nobody but this remote uses, those that are there."""
        stem = os.path.join(self.directory, "clientcerts", self.name)
        return [path for path in (self.server_cert, stem + ".crt", stem + ".key") if os.path.exists(path)]


def manage(call: Any) -> dict:
    """Read the client's configuration, decide, and write what differs; the result of the module."""
    options = call.params
    files = files_of(options, os.environ)
    config = read_config(files.config) or dict(FIRST, remotes=dict(FIRST["remotes"]))
    wanted = changed_config(config, options)
    entry = (wanted.get("remotes") or {}).get(files.name)
    pin, untrusted = "", False
    if entry is not None and entry.get("protocol") != "simplestreams":
        pin = wanted_pin(options)
        untrusted = bool(options.get("trust_token")) and not is_trusted(files, entry, pin)
    new_pin = pin if pin != current_pin(files) else ""
    doomed = files.own() if entry is None else []
    before, after = shown(config, files.name, current_pin(files)), shown(wanted, files.name, pin or current_pin(files))
    changes = config != wanted or bool(new_pin or untrusted or doomed)

    def carry_out() -> None:
        if untrusted:
            _reader(files, entry, pin, options["trust_token"]).close()
        if new_pin:
            keep_certificate(files, options, entry, new_pin)
        if config != wanted:
            write_config(files.config, wanted)
        for path in doomed:
            os.unlink(path)

    if changes:
        call.carry_out(None, carry_out)
    return {"changed": changes, "remote": after, "config_file": files.config, "trusted_now": untrusted,
            "diff": {"before": before or {}, "after": after or {}, "before_header": files.config,
                     "after_header": files.config}}


def files_of(options: Mapping[str, Any], environ: Mapping[str, str]) -> Files:
    """The directory of the client that is meant: the first of its own that has a configuration, or its first."""
    name = options["name"]
    if not _NAME.match(name):
        raise Invalid("name: {0!r} cannot be a remote's name; use letters, digits, dots, dashes and underscores."
                      .format(name))
    if options.get("config_dir"):
        return Files(os.path.expanduser(options["config_dir"]), name)
    own = [place for place in places(environ) if place.product == PRODUCTS[options["client"]]
           and place.keys == place.directory]
    return Files(next((place for place in own if os.path.exists(place.file)), own[0]).directory, name)


def changed_config(config: Mapping[str, Any], options: Mapping[str, Any]) -> Dict[str, Any]:
    """The configuration as the options want it; everything they do not name stays as it is.  Pure.

    :raises Invalid: when a new remote has no address, or the built-in one is to go.
    """
    name, remotes = options["name"], dict(config.get("remotes") or {})
    wanted = dict(config, remotes=remotes)
    if options["state"] == "absent":
        if name == BUILT_IN:
            raise Invalid("name: the remote {0!r} is built into the client and cannot be removed.".format(name))
        if name not in remotes:
            return dict(config)
        del remotes[name]
        if config.get("default-remote") == name:
            wanted["default-remote"] = BUILT_IN
        return wanted
    remotes[name] = entry_of(remotes.get(name), options)
    if options.get("default"):
        wanted["default-remote"] = name
    elif options.get("default") is False and config.get("default-remote") == name:
        wanted["default-remote"] = BUILT_IN
    return wanted


def entry_of(current: Optional[Mapping[str, Any]], options: Mapping[str, Any]) -> Dict[str, Any]:
    """One entry of ``remotes``.  Pure."""
    entry = dict(current or {})
    addresses = _addresses(options)
    if addresses:
        entry["addr"] = addresses
    if not entry.get("addr"):
        raise Invalid("address: the remote {0!r} is new, so its address is needed, such as https://host:8443.".format(
            options["name"]))
    for key in ("protocol", "auth_type", "public", "project"):
        if options.get(key) is not None:
            entry[key] = options[key]
    if current is not None:
        return entry
    entry.setdefault("protocol", PRODUCTS[options["client"]])
    entry.setdefault("public", entry["protocol"] == "simplestreams")
    if entry["addr"].startswith("https://") and not entry["public"]:
        entry.setdefault("auth_type", "tls")
    return entry


def _addresses(options: Mapping[str, Any]) -> str:
    addresses = named(options.get("address"))
    if not addresses and options.get("trust_token"):
        addresses = ["https://" + address for address in read_token(options["trust_token"]).addresses[:1]]
    for address in addresses:
        if not address.startswith(("https://", "unix:")):
            raise Invalid("address: {0!r} is none a client understands; write https://host:8443 or unix:///path."
                          .format(address))
    return ",".join(address.rstrip("/") if address.startswith("https://") else address for address in addresses)


def wanted_pin(options: Mapping[str, Any]) -> str:
    """The fingerprint of the certificate the server must show, where the options say one."""
    pin = fingerprint_of(options["server_cert"]) if options.get("server_cert") else ""
    token = read_token(options["trust_token"]).fingerprint if options.get("trust_token") else ""
    if pin and token and pin != token:
        raise Invalid("server_cert and trust_token are of two servers ({0} and {1}); correct one of them.".format(
            pin, token))
    return pin or token


def current_pin(files: Files) -> str:
    """The fingerprint of the certificate the client knows, if it knows one."""
    return fingerprint_of(files.server_cert) if os.path.exists(files.server_cert) else ""


def is_trusted(files: Files, entry: Mapping[str, Any], pin: str) -> bool:
    """Does the server trust the client's certificate already?"""
    if not all(map(os.path.exists, files.pair)):
        return False
    try:
        _reader(files, entry, pin, None).close()
        return True
    except Unauthorized as error:
        if error.details.get("fingerprint") is not None:
            raise
        return False


def _reader(files: Files, entry: Mapping[str, Any], pin: str, token: Optional[str]) -> Reader:
    endpoint = resolve(str(entry["addr"]), os.environ, files.pair[0], files.pair[1], pin, token)
    # The client keeps the server's certificate; this collection's own directory has no part in it.
    return Reader(replace(endpoint, known=()))


def keep_certificate(files: Files, options: Mapping[str, Any], entry: Mapping[str, Any], pin: str) -> None:
    """Write the server's certificate beside the configuration: the one that was given, or the one it shows."""
    given = options.get("server_cert") or ""
    if "BEGIN CERTIFICATE" in given:
        text = given
    elif os.path.isfile(os.path.expanduser(given)):
        with open(os.path.expanduser(given), encoding="ascii") as file:
            text = file.read()
    else:
        text = ssl.DER_cert_to_PEM_cert(_shown(str(entry["addr"]), pin))
    write_file(files.server_cert, text.encode("ascii"), 0o644)


def _shown(addresses: str, pin: str) -> bytes:
    found = [(address, shown_by(address if "://" in address else "https://" + address))
             for address in addresses.split(",")]
    for _address, certificate in found:
        if certificate and fingerprint_of_der(certificate) == pin:
            return certificate
    for address, certificate in found:
        if certificate:
            raise Unauthorized(
                "{0} shows a certificate with the fingerprint {1}, not {2}; correct `server_cert`.".format(
                    address, fingerprint_of_der(certificate), pin))
    raise Unavailable("No answer from {0}, whose certificate is needed; see whether the server runs, or give the "
                      "certificate itself in `server_cert`.".format(addresses))


def shown(config: Mapping[str, Any], name: str, pin: str) -> Optional[Dict[str, Any]]:
    """What the module returns about a remote."""
    entry = (config.get("remotes") or {}).get(name)
    if entry is None:
        return None
    return dict(entry, name=name, default=config.get("default-remote") == name, fingerprint=pin)
