# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs inside an instance: a Python that has started already and forks a clean child for every script.

Its input is a row of scripts, each after its length (4 bytes, network order); its output a row of answers, each a return
code and the lengths of stdout and stderr, then both.  A child has a session of its own, no input, and the directory and
the environment that the parent began with; nothing it does comes back but what it wrote.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A file of the user in the working directory is no module of Python's, whatever its name.
    sys.path[:] = [path for path in sys.path if path]

import gc
import importlib
import os
import select
import signal
import struct
import tempfile

SCRIPT, ANSWER = struct.Struct("!I"), struct.Struct("!iII")
SET_PDEATHSIG = 1
# What nearly every module of Ansible imports; a child finds it there.
PRELOADED = (
    "argparse", "ast", "base64", "collections.abc", "contextlib", "copy", "ctypes", "dataclasses", "datetime", "enum",
    "fcntl", "functools", "glob", "grp", "hashlib", "importlib.util", "inspect", "json", "locale", "logging", "platform",
    "pwd", "random", "re", "runpy", "selectors", "shlex", "shutil", "signal", "socket", "stat", "string", "subprocess",
    "syslog", "textwrap", "threading", "traceback", "types", "typing", "uuid", "zipfile", "zipimport")


def read(number):
    """So many bytes of the input; fewer at its end."""
    found = b""
    while len(found) < number:
        block = os.read(0, number - len(found))
        if not block:
            break
        found += block
    return found


def write(data):
    """All of it."""
    while data:
        data = data[os.write(1, data):]


def ended(child, bell):
    """Wait for a child and return its status.  When nobody listens any longer, end it with all of its group.

    :arg bell: has bytes whenever a child has ended.
    """
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        # No script comes while one runs, so what can be read of the input is its end.
        if 0 in select.select([0, bell], [], [])[0]:
            os.killpg(child, signal.SIGKILL)
            os._exit(1)
        os.read(bell, 64)


def bind_to_parent():
    """Have the kernel end this process with its parent, which a server may kill without a word."""
    try:
        import ctypes
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGKILL)
    except (ImportError, OSError, AttributeError):
        # Without it, a module whose keeper is killed runs to its own end.
        pass


def answered(child, bell, out, err):
    """Wait for a child; what it left behind may go on writing, which nobody hears."""
    status = ended(child, bell)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    said = []
    for file in (out, err):
        file.seek(0)
        said.append(file.read())
        file.close()
    write(ANSWER.pack(code, len(said[0]), len(said[1])) + said[0] + said[1])


def next_script():
    """The next script, in a child of its own; the parent never returns from here."""
    bell, rung = os.pipe()
    os.set_blocking(rung, False)
    while True:
        head = read(SCRIPT.size)
        if len(head) < SCRIPT.size:
            os._exit(0)
        number = SCRIPT.unpack(head)[0]
        script = read(number)
        if len(script) < number:
            os._exit(0)
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        signal.set_wakeup_fd(rung)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        child = os.fork()
        if not child:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(bell)
            os.close(rung)
            os.setsid()
            bind_to_parent()
            nothing = os.open(os.devnull, os.O_RDONLY)
            for place, descriptor in enumerate((nothing, out.fileno(), err.fileno())):
                os.dup2(descriptor, place)
            os.close(nothing)
            out.close()
            err.close()
            return script
        answered(child, bell, out, err)


if __name__ == "__main__":
    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except ImportError:
            # Minimal Pythons leave some out.
            pass
    # No child looks for garbage in what it shares with the parent, where Python can be told so.
    getattr(gc, "freeze", int)()
    write(b"ready\n")
    main = type(sys)("__main__")
    text = compile(next_script(), "<stdin>", "exec")
    sys.modules["__main__"] = main
    exec(text, vars(main))  # pylint: disable=exec-used
