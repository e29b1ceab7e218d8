# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person may say about a command, for every verb that runs one."""

from __future__ import annotations

import base64
import binascii
import shlex
from contextlib import contextmanager
from typing import Any, BinaryIO, Callable, Iterator, Mapping, Tuple, Union

from ansible_collections.lxcri.containers.plugins.module_utils._client.exec import Command
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.module_utils._spec.account import Account
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import STRINGS, TEXT, Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import WAITING, awaited_of
from ansible_collections.lxcri.containers.plugins.module_utils._verbs.wait import wait_for

COMMAND_OPTIONS = {
    "argv": STRINGS,
    "cmd": TEXT,
    "shell": TEXT,
    "stdin": TEXT,
    "stdin_base64": Argument(),
    "stdin_file": Argument("path"),
    "stdin_add_newline": Argument("bool", default=True),
    "strip_empty_ends": Argument("bool", default=True),
    "env": Argument("dict"),
    "user": TEXT,
    "group": TEXT,
    "cwd": TEXT,
    # Another default than that of the other verbs: none, since a command may take as long as it takes.
    "timeout": Argument("float"),
    **WAITING,
}
COMMAND_RULES = {
    "mutually_exclusive": [["argv", "cmd"], ["argv", "shell"], ["stdin", "stdin_base64", "stdin_file"]],
    "required_one_of": [["argv", "cmd"]],
}


def argv_of(options: Mapping[str, Any]) -> Tuple[str, ...]:
    """The words to run.

    :raises Invalid: when there are none, or ``cmd`` has a quote without its end.
    """
    if options.get("argv"):
        words = [str(word) for word in options["argv"]]
    elif options.get("shell"):
        words = [options["shell"], "-c", options.get("cmd") or ""]
    else:
        try:
            words = shlex.split(options.get("cmd") or "")
        except ValueError as error:
            raise Invalid("cmd: {0}; close the quote, or use `argv`.".format(error))
    if not words or not words[0]:
        raise Invalid("There is no command to run; name one in `argv` or `cmd`.")
    if any("\0" in word for word in words):
        raise Invalid("A word of a command cannot hold a NUL byte; give it as input with `stdin_base64`.")
    return tuple(words)


def environment_of(options: Mapping[str, Any]) -> Mapping[str, str]:
    """``env`` as text; a value that is ``null`` is left out."""
    said = {}
    for name, value in (options.get("env") or {}).items():
        if not name or "=" in str(name) or "\0" in str(name) + str(value):
            raise Invalid("env: {0!r} is no name and value of an environment variable.".format(name))
        if value is not None:
            said[str(name)] = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) \
                else str(value)
    return said


def command_of(options: Mapping[str, Any], account: Account, gid: Any) -> Command:
    """The command as the server is to be told.  Pure."""
    root = account.uid == 0
    return Command(
        argv=argv_of(options),
        environment=dict({} if root else account.environment(), **environment_of(options)),
        cwd=options.get("cwd") or ("" if root else account.home),
        uid=None if root else account.uid,
        gid=gid if gid is not None else None if root else account.gid,
    )


def wait_first(client: Any, instance: str, options: Mapping[str, Any], say: Callable[[str], None]) -> None:
    """Wait until the instance is as ``wait_for`` says."""
    awaited = awaited_of(options)
    if awaited:
        wait_for(client, instance, awaited, say)


@contextmanager
def input_of(options: Mapping[str, Any]) -> Iterator[Union[bytes, BinaryIO]]:
    """What the command reads: bytes, or a file of this machine, of any size."""
    if options.get("stdin_file"):
        try:
            file = open(options["stdin_file"], "rb")
        except OSError as error:
            raise Invalid("stdin_file: {0} cannot be read ({1}); correct the path or its permissions.".format(
                options["stdin_file"], error.strerror))
        with file:
            yield file
    else:
        yield bytes_of(options)


def bytes_of(options: Mapping[str, Any]) -> bytes:
    """The input that the options hold themselves."""
    if options.get("stdin_base64") is not None:
        try:
            return base64.b64decode("".join(options["stdin_base64"].split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Invalid("stdin_base64: this is no Base64 ({0}); encode it with the filter b64encode.".format(error))
    text = options.get("stdin")
    if text is None:
        return b""
    end = "\n" if options.get("stdin_add_newline") and not text.endswith("\n") else ""
    return (text + end).encode("utf-8", "surrogateescape")
