# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server that is to join a cluster has of its own: it must be nothing, before it joins and after that failed.

A server that joins takes over what the cluster has.  LXD 5.0.2 forgets what it had without a word; Incus 6.0.4 takes what it
finds for the cluster's, so that a second try fails at what the first one left.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Dict, Iterator, List

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Conflict, LxcriError, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, join

KINDS = {"instances": "instance", "networks": "network", "storage-pools": "storage pool"}
Things = Dict[str, List[str]]


def own_things(client: Any) -> Things:
    """The names of what a server has, by the path of their kind: ``{"storage-pools": ["default"]}``."""
    found = {}
    for path in KINDS:
        query = {"all-projects": "true"} if path == "instances" else {}
        # The list of networks shows the interfaces of the machine, too.
        names = [one["name"] for one in client.get(path, recursion=1, **query).metadata or () if one.get("managed", True)]
        if names:
            found[path] = sorted(names)
    return found


def refuse_to_lose(things: Things, name: str) -> None:
    """Pure.

    :raises Conflict: when the server has anything that it would lose.
    """
    if things:
        raise Conflict("the server of {0!r} has the {1} of its own, and only one that has nothing can join a cluster; "
                       "remove that first.".format(name, in_words(things)))


def in_words(things: Things) -> str:
    """``instances a, b and storage pool default``."""
    return " and ".join("{0}{1} {2}".format(KINDS[path], "s" if len(names) > 1 else "", ", ".join(names))
                        for path, names in things.items())


@contextmanager
def as_new_again(client: Any) -> Iterator[None]:
    """What a server that had nothing has after the operation inside has failed, was made by it: it goes.

    Not when it is unknown how the operation ended, as after a timeout.
    """
    try:
        yield
    except OperationFailed:
        try:
            if not client.get("/1.0").metadata["environment"].get("server_clustered"):
                left = own_things(client)
                for path in ("networks", "storage-pools"):
                    for name in left.get(path, ()):
                        client.send(Request("DELETE", join(path, name)))
        except LxcriError:
            # What failed matters more; the next try says what is still there.
            pass
        raise
