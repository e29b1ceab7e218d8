# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens on an LXD or Incus server, as a source of events for ansible-rulebook, and as a journal.

Run as a program it prints the events as JSON lines and needs no ansible-rulebook:

    python events.py '{"server": "/var/lib/incus/unix.socket", "journal": "/var/log/lxcri/events.jsonl"}'
"""

from __future__ import annotations

import asyncio
import fnmatch
import json
import os
import sys
import threading
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping

# ansible-rulebook runs this file by its path, and knows nothing of the collection around it.
if "ansible_collections.lxcri.containers" not in sys.modules:
    sys.path.append(str(Path(__file__).absolute().parents[7]))

from ansible_collections.lxcri.containers.plugins.module_utils._client.client import Client
from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.watching import is_mark, watch
from ansible_collections.lxcri.containers.plugins.module_utils._config.sinks import MAX_FILES, MAX_SIZE, FileSink
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.sizes import bytes_of
from ansible_collections.lxcri.containers.plugins.module_utils._spec.suggest import nearest

DOCUMENTATION = r"""
short_description: Lifecycle events of an LXD or Incus server
description:
  - Tells rules what happens on a server, such as an instance that is started, changed or deleted, and who asked for it.
  - Keeps a journal of it too, where O(journal) names a file. With it, M(lxcri.containers.fleet) says who changed what.
  - A server that goes away is waited for. The journal has a line for when listening began and for when it ended.
options:
  server:
    description: Where the server is, as the option of the same name of every module says; also E(LXCRI_SERVER).
    type: str
  client_cert:
    description: The client's certificate, for a server that is reached over HTTPS; also E(LXCRI_CLIENT_CERT).
    type: str
  client_key:
    description: Its key; also E(LXCRI_CLIENT_KEY).
    type: str
  server_cert:
    description: The server's certificate or its fingerprint; also E(LXCRI_SERVER_CERT).
    type: str
  bearer_token:
    description: A bearer token, in the place of a certificate; also E(LXCRI_BEARER_TOKEN).
    type: str
  project:
    description: The project that is listened to; also E(LXCRI_PROJECT). Without it, all are.
    type: str
  actions:
    description: Rules are told of these only, such as V(instance-*). The journal has everything.
    type: list
    elements: str
  journal:
    description: A file to which every event is appended, as one line of JSON, readable by its owner and group.
    type: str
  journal_max_size:
    description: The size at which a new file is begun, such as V(10MiB).
    type: str
    default: 10MiB
  journal_max_files:
    description: How many files are kept, the current one among them.
    type: int
    default: 5
"""

EXAMPLES = r"""
- name: Put back what was changed by hand
  hosts: localhost
  sources:
    - lxcri.containers.events:
        server: /var/lib/incus/unix.socket
        actions: [instance-updated, instance-deleted]
        journal: /var/log/lxcri/events.jsonl
  rules:
    - name: Somebody else than the fleet's own user
      condition: event.requestor.username != "deploy"
      action:
        run_playbook:
          name: lxcri.containers.provision
"""

ENVIRONMENT = {"server": "LXCRI_SERVER", "client_cert": "LXCRI_CLIENT_CERT", "client_key": "LXCRI_CLIENT_KEY",
               "server_cert": "LXCRI_SERVER_CERT", "bearer_token": "LXCRI_BEARER_TOKEN", "project": "LXCRI_PROJECT"}
OTHERS = ("actions", "journal", "journal_max_size", "journal_max_files")
# Seconds after which it is noticed that nobody takes an event any more.
LOOK = 1.0


def options_of(args: Mapping[str, Any], environ: Mapping[str, str]) -> Dict[str, Any]:
    """The arguments of the source, completed from the environment.  Pure.

    :raises Invalid: for an argument that does not exist, or a size that is none.
    """
    known = (*ENVIRONMENT, *OTHERS)
    unknown = [name for name in args if name not in known]
    if unknown:
        raise Invalid("the event source has no argument `{0}`{1}; correct it.".format(unknown[0], nearest(unknown[0], known)))
    found = {name: args.get(name) or environ.get(variable) for name, variable in ENVIRONMENT.items()}
    found["actions"] = list(args.get("actions") or ["*"])
    found["journal"] = args.get("journal")
    found["journal_max_files"] = int(args.get("journal_max_files") or MAX_FILES)
    found["journal_max_size"] = bytes_of(args.get("journal_max_size") or MAX_SIZE)
    if found["journal_max_size"] is None:
        raise Invalid("journal_max_size is {0!r}; write a size such as 10MiB.".format(args["journal_max_size"]))
    return found


def connecting(options: Mapping[str, Any]) -> Callable[[], Client]:
    """What connects to the server, each time anew."""
    server = options["server"]
    endpoint = resolve([server] if isinstance(server, str) else server, os.environ, options["client_cert"],
                       options["client_key"], options["server_cert"], None, options["bearer_token"])
    return lambda: Client(endpoint, project=options["project"])


def records(options: Mapping[str, Any], stop: threading.Event) -> Iterator[Dict[str, Any]]:
    """What rules are told of; everything is written to the journal on the way."""
    journal = None
    if options["journal"]:
        journal = FileSink(os.path.expanduser(options["journal"]), options["journal_max_size"], options["journal_max_files"])
    for record in watch(connecting(options), not options["project"], stop):
        if journal:
            journal(json.dumps(record, ensure_ascii=False))
        if not is_mark(record) and any(fnmatch.fnmatchcase(record["action"], one) for one in options["actions"]):
            yield record


async def main(queue: Any, args: Dict[str, Any]) -> None:
    """ansible-rulebook's way in: put an event on the queue for each thing that happens, until cancelled."""
    options = options_of(args, os.environ)
    loop = asyncio.get_running_loop()
    stop = threading.Event()

    def tell() -> None:
        for record in records(options, stop):
            putting = asyncio.run_coroutine_threadsafe(queue.put(record), loop)
            while not stop.is_set():
                try:
                    putting.result(LOOK)
                    break
                except NotYet:
                    continue
                except CancelledError:
                    return

    try:
        await loop.run_in_executor(None, tell)
    finally:
        stop.set()


class Printing:
    """A queue that prints."""

    async def put(self, record: Mapping[str, Any]) -> None:
        """Print one event as a line of JSON."""
        print(json.dumps(record, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(main(Printing(), json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}))
    except KeyboardInterrupt:
        sys.exit(130)
