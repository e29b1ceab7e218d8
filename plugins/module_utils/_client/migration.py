# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An instance from one server to another: the target pulls, the source pushes, or this machine passes everything on.

Source: ``POST /1.0/instances`` with ``source.type`` ``migration``, and ``POST /1.0/instances/{name}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.relay import relay
from ansible_collections.lxcri.containers.plugins.module_utils._client.replies import ended
from ansible_collections.lxcri.containers.plugins.module_utils._errors import (
    LxcriError,
    NotFound,
    OperationFailed,
    Unavailable,
)

MODES = ("pull", "push", "relay")


@dataclass(frozen=True)
class Transfer:
    """What goes where.  ``path`` is that of the instance or snapshot at the source; ``body`` is for the target's POST.

    ``asks`` are what both must know: ``live``, ``instance_only`` … ; ``refresh`` is the target's business.
    """

    source: Any
    path: str
    source_query: Mapping[str, str]
    target: Any
    body: Mapping[str, Any]
    target_query: Mapping[str, str]
    asks: Mapping[str, Any]
    say: Callable[[str], None]


def transfer(work: Transfer, mode: str) -> None:
    """Bring the instance over, and wait until it is there.

    :arg mode: ``pull``, ``push`` or ``relay``.
    :raises OperationFailed: with what the server that failed says; ``Unavailable`` when one does not reach the other.
    """
    {"pull": _pull, "push": _push, "relay": _relay}[mode](work)


def _pull(work: Transfer) -> None:
    def attempt(address: str, begun: List[str]) -> None:
        there, secrets = _begin_source(work, None)
        begun.append(there)
        source = _said(work, "pull", operation=address + there, certificate=_certificate(work.source), secrets=secrets)
        begun.append(_begin_target(work, source)[0])
        _wait(work, there, begun[1])

    _in_turn(work.source, attempt, "the target cannot pull from the source ({0}); use `mode: push` or `mode: relay`")


def _push(work: Transfer) -> None:
    def attempt(address: str, begun: List[str]) -> None:
        here, secrets = _begin_target(work, _said(work, "push"))
        begun.append(here)
        aim = {"operation": address + here, "certificate": _certificate(work.target), "secrets": secrets}
        begun.append(_begin_source(work, aim)[0])
        _wait(work, begun[1], here)

    _in_turn(work.target, attempt, "the source cannot push to the target ({0}); use `mode: pull` or `mode: relay`")


def _in_turn(waiting: Any, attempt: Callable[[str, List[str]], None], says: str) -> None:
    """Try the addresses of the server that waits for the other, as long as the two have not met.

    ``attempt`` notes the operations it begins, that of the waiting server first.
    """
    problems: List[str] = []
    for address in _addresses(waiting):
        begun: List[str] = []
        try:
            attempt(address, begun)
            return
        except OperationFailed as error:
            if len(begun) < 2 or _over(waiting, begun[0]):
                raise
            problems.append("{0}: {1}".format(address, error.message))
        finally:
            if begun:
                waiting.cancel(begun[0])
    raise OperationFailed(says.format("; ".join(problems)))


def _relay(work: Transfer) -> None:
    there, source_secrets = _begin_source(work, None)
    here = ""
    try:
        here, target_secrets = _begin_target(work, _said(work, "push"))
        relay(
            (work.source.endpoint, _below(there), source_secrets),
            (work.target.endpoint, _below(here), target_secrets),
            lambda: _over(work.source, there) and _over(work.target, here),
            lambda count: work.say("passed on {0:.1f} MB".format(count / 1e6)),
        )
        _wait(work, there, here)
    except BaseException:
        work.source.cancel(there)
        if here:
            work.target.cancel(here)
        raise


def _said(work: Transfer, mode: str, **more: Any) -> Dict[str, Any]:
    base = (work.body.get("config") or {}).get("volatile.base_image") or ""
    return dict(work.asks, type="migration", mode=mode, **dict({"base-image": base}, **more))


def _begin_target(work: Transfer, source: Mapping[str, Any]) -> Tuple[str, Dict[str, str]]:
    reply = work.target.call("POST", "instances", dict(work.body, source=source), work.target_query)
    return _begun(reply)


def _begin_source(work: Transfer, aim: Optional[Mapping[str, Any]]) -> Tuple[str, Dict[str, str]]:
    asks = {key: value for key, value in work.asks.items() if key != "refresh"}
    # A snapshot must be told the name of what it becomes; an instance would be renamed.
    if "/snapshots/" in work.path:
        asks["name"] = work.body["name"]
    body = dict(asks, migration=True, **({"target": aim} if aim else {}))
    return _begun(work.source.call("POST", work.path, body, work.source_query))


def _begun(reply: Any) -> Tuple[str, Dict[str, str]]:
    secrets = (reply.metadata or {}).get("metadata") or {}
    return reply.operation.split("?")[0], {name: secret for name, secret in secrets.items() if isinstance(secret, str)}


def _wait(work: Transfer, there: str, here: str) -> None:
    """Wait for the target; what the source says of a failure is often the better half."""
    try:
        work.target.wait(here, work.target.timeout)
        work.source.wait(there, work.source.timeout)
    except LxcriError as error:
        said = _last_words(work.source, there)
        if said and said not in error.message:
            error.message = "{0} (the source says: {1})".format(error.message.rstrip("."), said)
        raise


def _last_words(client: Any, operation: str) -> str:
    try:
        return str(client.call("GET", operation).metadata.get("err") or "")
    except LxcriError:
        return ""


def _over(client: Any, operation: str) -> bool:
    try:
        return ended(client.call("GET", operation).metadata)
    except NotFound:
        return True


def _below(operation: str) -> str:
    return operation[len("/1.0/"):] if operation.startswith("/1.0/") else operation


def _certificate(client: Any) -> str:
    return str((client.server.info.get("environment") or {}).get("certificate") or "")


def _addresses(client: Any) -> List[str]:
    """Base URLs at which another server may reach this one: the one that is used here first."""
    environment = client.server.info.get("environment") or {}
    found = [] if client.endpoint.socket else [client.endpoint.url]
    found += ["https://" + address for address in environment.get("addresses") or ()]
    if not found:
        raise Unavailable("{0} does not listen on the network, so no other server reaches it; set its "
                          "core.https_address, or use `mode: relay`".format(client.endpoint.says))
    return list(dict.fromkeys(found))
