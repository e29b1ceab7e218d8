# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a connection keeps between calls: one connection to the server for each thread of a process, and accounts.

A worker lives for one task, so accounts are also kept in the run's own temporary directory, for the next workers.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from typing import Any, Dict, Mapping, Optional, Tuple

from ansible_collections.lxcri.containers.plugins.module_utils._client.endpoint import resolve
from ansible_collections.lxcri.containers.plugins.module_utils._client.reader import Reader
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import ROOT, Account, is_root

# Options that say which server is meant, in the order in which `resolve` takes them.
SERVER = ("server", "client_cert", "client_key", "server_cert", "trust_token", "bearer_token")

Key = Tuple[Any, ...]
_readers: Dict[Key, Reader] = {}


def reader_of(options: Mapping[str, Any], environ: Mapping[str, str]) -> Reader:
    """The connection to a server that this thread of this process has, made now if need be."""
    said = tuple(_frozen(options.get(name)) for name in SERVER) + (options.get("project"), options.get("timeout"))
    # A forked process must not talk over its parent's connection.
    key = (os.getpid(), threading.get_ident()) + said
    if key not in _readers:
        endpoint = resolve(options.get("server"), environ, *(options.get(name) for name in SERVER[1:]))
        _readers[key] = Reader(endpoint, options.get("project"), float(options.get("timeout") or 60))
    return _readers[key]


def forget(reader: Reader) -> None:
    """Close a connection; the next call makes another."""
    for key in [key for key, one in _readers.items() if one is reader]:
        del _readers[key]
    reader.close()


def account_of(reader: Reader, options: Mapping[str, Any], kept: str) -> Account:
    """The account of ``remote_user`` in the instance, looked up once in a run.

    :arg kept: the run's own temporary directory.
    :raises NotFound: when the instance has no such user.
    """
    user = options.get("remote_user") or ""
    if is_root(user):
        return ROOT
    path = _place(options, kept)
    account = _read(path)
    if account is None:
        from ansible_collections.lxcri.containers.plugins.module_utils._client.exec_place import who
        account = who(reader, options["remote_addr"], user)[0]
        _write(path, account)
    return account


def forget_account(options: Mapping[str, Any], kept: str) -> None:
    """Look it up again the next time."""
    try:
        os.unlink(_place(options, kept))
    except OSError:
        pass


def _place(options: Mapping[str, Any], kept: str) -> str:
    names = ("server", "trust_token", "project", "remote_addr", "remote_user")
    said = json.dumps([options.get(name) for name in names])
    return os.path.join(kept, "lxcri-user-" + hashlib.sha256(said.encode()).hexdigest()[:32])


def _read(path: str) -> Optional[Account]:
    try:
        with open(path, encoding="utf-8") as file:
            return Account(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: str, account: Account) -> None:
    try:
        handle, aside = tempfile.mkstemp(dir=os.path.dirname(path))
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(vars(account), file)
        os.replace(aside, path)
    except OSError:
        # The next worker looks it up itself.
        pass


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
