# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The remotes of the ``lxc`` and ``incus`` clients: what their ``config.yml`` says.

Places and their order: ``LXD_CONF``, else ``~/.config/lxc`` and the snap's; ``INCUS_CONF``, else ``~/.config/incus``;
then the machine's own, ``/etc/lxc`` and ``/etc/incus``.  Certificates lie beside: ``servercerts/<remote>.crt``,
``clientcerts/<remote>.crt`` for one remote, ``client.crt`` for all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

try:
    import yaml
except ImportError:
    yaml = None

CONFIG = "config.yml"


@dataclass(frozen=True)
class Place:
    """A directory with a client's ``config.yml``; ``keys`` is where the client's own key is."""

    product: str
    directory: str
    keys: str

    @property
    def file(self) -> str:
        """Path of the configuration file."""
        return os.path.join(self.directory, CONFIG)


@dataclass(frozen=True)
class Remote:
    """One remote.  ``addresses`` as written, one or several; ``cert`` and ``pin`` are paths of files that exist."""

    name: str
    product: str
    addresses: Tuple[str, ...]
    project: str = ""
    auth: str = "tls"
    images_only: bool = False
    cert: Optional[Tuple[str, str]] = None
    pin: str = ""


def places(environ: Mapping[str, str]) -> List[Place]:
    """Where remotes are looked for, in order, there or not."""
    home = environ.get("HOME") or os.path.expanduser("~")
    users: Dict[str, List[str]] = {
        "lxd": [os.path.join(home, ".config", "lxc"), os.path.join(home, "snap", "lxd", "common", "config")],
        "incus": [os.path.join(home, ".config", "incus")],
    }
    named = {"lxd": environ.get("LXD_CONF"), "incus": environ.get("INCUS_CONF")}
    machine = {
        "lxd": environ.get("LXD_GLOBAL_CONF") or "/etc/lxc",
        "incus": environ.get("INCUS_GLOBAL_CONF") or "/etc/incus",
    }
    found = []
    # What the environment names comes first: somebody chose it.
    for product in sorted(users, key=lambda one: (not named[one], one != "lxd")):
        own = [os.path.expanduser(named[product])] if named[product] else users[product]
        found += [Place(product, directory, directory) for directory in own]
    return found + [Place(product, machine[product], found_keys(found, product)) for product in ("lxd", "incus")]


def found_keys(found: List[Place], product: str) -> str:
    """The user's directory that goes with the machine's remotes of a product."""
    return next(place.keys for place in found if place.product == product)


def read_config(path: str) -> Dict[str, Any]:
    """A client's configuration file as a dict; an absent or empty one is empty.

    :raises Invalid: when it cannot be read, is no YAML, or has no mapping in ``remotes``.
    """
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise Invalid("{0} cannot be read ({1}); correct its permissions.".format(path, error))
    if yaml is None:
        raise Invalid("{0} needs the Python library PyYAML to be read; install it, or name the server by address."
                      .format(path))
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise Invalid("{0} is no YAML ({1}); correct it.".format(path, " ".join(str(error).split())))
    if not isinstance(found, dict) or not isinstance(found.get("remotes") or {}, dict):
        raise Invalid("{0} is no client configuration: `remotes` must be a mapping; correct it.".format(path))
    return found


def write_config(path: str, config: Mapping[str, Any]) -> None:
    """Write a client's configuration, as private as it was; a new one is for its owner alone."""
    from ansible_collections.lxcri.containers.plugins.module_utils._client.keys import write_file
    mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o600
    write_file(path, yaml.safe_dump(dict(config), default_flow_style=False, sort_keys=False).encode("utf-8"), mode)


def find_remote(name: str, environ: Mapping[str, str]) -> Remote:
    """The remote of that name: the first place that has it.

    :raises Invalid: when none has it; the sentence names those there are.
    """
    known, looked = [], []
    for place in places(environ):
        remotes = read_config(place.file).get("remotes") or {}
        if name in remotes:
            return remote_of(name, remotes[name] or {}, place)
        looked.append(place.file)
        known += [one for one in remotes if one not in known]
    raise Invalid(
        "server: there is no remote {0!r}; {1}. Write a remote's name, a socket's path, https://host:8443 or "
        "ssh://user@host.".format(name, "known are " + ", ".join(sorted(known)) if known else
                                  "no remotes are known (looked in {0})".format(", ".join(looked))))


def remote_of(name: str, said: Mapping[str, Any], place: Place) -> Remote:
    """One entry of ``remotes`` with the certificates that lie beside it."""
    addresses = tuple(one.strip() for one in str(said.get("addr") or "").split(",") if one.strip())
    if not addresses:
        raise Invalid("server: the remote {0!r} in {1} has no `addr`; correct it.".format(name, place.file))
    pin = os.path.join(place.directory, "servercerts", name + ".crt")
    pairs = [(os.path.join(directory, *stem) + ".crt", os.path.join(directory, *stem) + ".key")
             for directory, stem in ((place.keys, ("clientcerts", name)), (place.directory, ("clientcerts", name)),
                                     (place.keys, ("client",)))]
    return Remote(
        name=name,
        product=place.product,
        addresses=addresses,
        project=str(said.get("project") or ""),
        auth=str(said.get("auth_type") or "tls"),
        images_only=bool(said.get("public")) or said.get("protocol") == "simplestreams",
        cert=next((pair for pair in pairs if all(map(os.path.exists, pair))), None),
        pin=pin if os.path.exists(pin) else "",
    )
