# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The console of an instance and the server's logs about it."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._client.download import download
from ansible_collections.lxcri.containers.plugins.module_utils._errors import NotFound, OperationFailed
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import join
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.doing import doing, instance_of


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Only reads."""
    name, most = options["instance"], int(options["max_bytes"])
    instance_of(client, name)
    with doing("read the logs of instance {0!r}".format(name)):
        there = [
            path.split("?")[0].rsplit("/", 1)[-1] for path in client.get(join("instances", name, "logs")).metadata or ()
        ]
        logs = {
            log: tail(client, join("instances", name, "logs", log), most) for log in chosen(options.get("logs"), there)
        }
        result: Dict[str, Any] = {"instance": name, "logs": logs, "available": sorted(there)}
        if options.get("console"):
            result["console"] = _console(client, name, most)
    return Intent(changes=False, result=result)


def chosen(said: Any, there: List[str]) -> List[str]:
    """The logs that are meant: all, or those that are named.

    :raises NotFound: when one that is named is not there.
    """
    missing = [log for log in said or () if log not in there]
    if missing:
        raise NotFound("there is no log {0!r}; there are {1}".format(missing[0], ", ".join(sorted(there)) or "none"))
    return sorted(there) if said is None else list(said)


def tail(client: Any, path: str, most: int) -> str:
    """The end of an answer; memory does not grow with the rest."""
    end = b""
    with download(client, path) as answer:
        for block in answer.blocks:
            end = (end + block)[-most:] if most else b""
    return end.decode("utf-8", "replace")


def _console(client: Any, name: str, most: int) -> str:
    client.server.require("console", "instance_log_info: `console`")
    try:
        return tail(client, join("instances", name, "console"), most)
    except (NotFound, OperationFailed):
        # It has not run yet, or its runtime keeps none.
        return ""


INSTANCE_LOG_INFO = Verb(
    name="instance_log_info",
    options={
        "instance": Argument(required=True),
        "logs": STRINGS,
        "console": Argument("bool", default=True),
        "max_bytes": Argument("int", default=262144),
    },
    intend=intend,
    extensions=("instances",),
)
