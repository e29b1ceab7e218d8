# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python that the connection plugin may keep open in an instance: one at a time apart, and gone when it must be."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from patience import until
from playing import Ansible

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Unavailable
from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session

PYTHON = "/bin/sh -c '/usr/bin/python3 && sleep 0'"
OPTIONS = {"remote_user": None, "executable": "/bin/sh", "exec_environment": {}, "timeout": 20, "command_timeout": 0,
           "keep_compiled": True, "keep_interpreter": True}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kept():
    """A run's own temporary directory."""
    directory = tempfile.mkdtemp(prefix="lxcri-")
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def session(server, python_there, kept):
    made = Session(dict(OPTIONS, server=[server.socket], remote_addr=python_there), kept)
    yield made
    made.forget()


def keepers(kept):
    """The sockets of keepers."""
    return [path.name for path in Path(kept).glob("*.keep")]


def inside(server, name):
    """How many kept interpreters run in the instance, by the official command."""
    said = server.ask("exec", name, "--", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '", check=False)
    return said.count("python3 -c")


def test_one_interpreter_serves_scripts_that_know_nothing_of_each_other(server, python_there, session, kept):
    first = session.run(PYTHON, b"import os, sys; os.chdir('/tmp'); os.environ['X'] = '1'; sys.y = 1; os.umask(0o777)\n"
                                b"print('out'); print('err', file=sys.stderr); sys.exit(3)", None)
    assert first == (3, b"out\n", b"err\n")
    code, out, err = session.run(PYTHON, b"import os, sys\nprint(os.getcwd(), os.environ.get('X'), hasattr(sys, 'y'),"
                                         b" oct(os.umask(0)), repr(sys.stdin.read()), __name__)", None)
    assert (code, out.split()[1:], err) == (0, [b"None", b"False", b"0o22", b"''", b"__main__"], b"")
    assert len(keepers(kept)) == 1 and inside(server, python_there) == 1


@pytest.mark.parametrize("script, code", [(b"1/0", 1), (b"import os; os.kill(os.getpid(), 9)", 137),
                                          (b"this is no Python", 1), (b"import os; os._exit(7)", 7)])
def test_a_script_that_crashes_takes_nothing_with_it(session, script, code):
    assert session.run(PYTHON, script, None)[0] == code
    assert session.run(PYTHON, b"print(1)", None) == (0, b"1\n", b"")


def test_much_in_and_out_and_what_goes_on_in_the_background(session):
    data = b"x" * 3000000
    assert session.run(PYTHON, b"import sys; sys.stdout.write('" + data + b"' * 3)", None)[1] == data * 3
    began = time.monotonic()
    assert session.run(PYTHON, b"import subprocess; subprocess.Popen(['sleep', '60']); print(2)", None)[1] == b"2\n"
    assert time.monotonic() - began < 30


def test_two_at_once(session, server, python_there, kept):
    other = Session(session._options, kept)
    session.run(PYTHON, b"pass", None)
    slow = threading.Thread(target=session.run, args=(PYTHON, b"import time; time.sleep(2)", None))
    slow.start()
    assert other.run(PYTHON, b"print(3)", None) == (0, b"3\n", b"")
    slow.join()
    assert inside(server, python_there) == 1


def test_a_worker_that_is_lost_holds_nobody_up(server, python_there, session, kept):
    session.run(PYTHON, b"pass", None)
    # A task's own time limit ends its worker, not the module: this is what is left then.
    worker = os.fork()
    if not worker:
        session.run(PYTHON, b"import time; open('/run/begun', 'w'); time.sleep(300)", None)
        os._exit(0)
    assert until(lambda: server.ask("exec", python_there, "--", "ls", "/run/begun", check=False))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    others = []
    next_one = threading.Thread(
        target=lambda: others.append(Session(session._options, kept).run(PYTHON, b"print(5)", None)), daemon=True)
    next_one.start()
    assert until(lambda: others == [(0, b"5\n", b"")])
    assert until(lambda: inside(server, python_there) <= 1)


def test_what_is_no_plain_python_goes_the_ordinary_way(session, kept):
    assert session.run("cat", b"data", None) == (0, b"data", b"")
    assert session.run("/bin/sh -c 'A=1 /usr/bin/python3'", b"import os; print(os.environ['A'])", None)[1] == b"1\n"
    assert session.run("/bin/sh -c /no/such/python3", b"print(1)", None)[0] == 127
    assert keepers(kept) == []


def test_a_restart_is_survived_and_the_loss_is_named(server, python_there, session):
    session.run(PYTHON, b"pass", None)
    server.ask("restart", "--force", python_there)
    assert until(lambda: session.run(PYTHON, b"print(4)", None) == (0, b"4\n", b""))
    stopper = threading.Timer(0.7, lambda: server.ask("stop", "--force", python_there))
    stopper.start()
    with pytest.raises(Unavailable, match="was lost while a module ran|not run|stopped|lost before it ended"):
        session.run(PYTHON, b"import time; time.sleep(30)", None)
    stopper.join()


def test_it_ends_with_the_run_and_with_a_reset(server, python_there, session, kept):
    session.run(PYTHON, b"pass", None)
    assert inside(server, python_there) == 1
    session.forget()
    assert until(lambda: inside(server, python_there) == 0) and keepers(kept) == []
    again = Session(session._options, kept)
    again.run(PYTHON, b"pass", None)
    assert inside(server, python_there) == 1
    shutil.rmtree(kept)
    assert until(lambda: inside(server, python_there) == 0)


def test_it_does_not_outlive_a_killed_run(server, python_there, kept):
    script = (
        "import os, sys; sys.path[:] = {0!r}\n"
        "from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_session import Session\n"
        "if os.fork():\n    os.wait()\n    import time; time.sleep(60)\n"
        "Session({1!r}, {2!r}).run({3!r}, b'pass', None)\nos._exit(0)\n").format(
            sys.path, dict(OPTIONS, server=[server.socket], remote_addr=python_there), kept, PYTHON)
    with subprocess.Popen([sys.executable, "-c", script]) as run:
        assert until(lambda: inside(server, python_there) == 1)
        run.kill()
    assert until(lambda: inside(server, python_there) == 0)


def test_modules_of_ansible(server, python_there, tmp_path):
    ansible = Ansible(tmp_path)
    ansible.hosts(server, [python_there], lxcri_keep_interpreter=True)
    ansible.play(
        {"ansible.builtin.ping": {}},
        {"ansible.builtin.setup": {"gather_subset": ["min"]}},
        {"ansible.builtin.copy": {"content": "here", "dest": "/root/there", "mode": "0600"}},
        {"ansible.builtin.command": "cat /root/there", "register": "said", "failed_when": "said.stdout != 'here'"})
    assert until(lambda: inside(server, python_there) == 0)


def test_become_goes_the_ordinary_way(server, python_there, tmp_path):
    server.ask("exec", python_there, "--", "sh", "-c",
               "echo 'web:x:1234:1234::/home/web:/bin/sh' >>/etc/passwd; mkdir -p /home/web; chown 1234 /home/web; "
               "mkdir -m 1777 /var/tmp")
    ansible = Ansible(tmp_path)
    ansible.hosts(server, [python_there], lxcri_keep_interpreter=True, ansible_become_method="ansible.builtin.su")
    # Which process runs a module shows in the words with which it was started.
    said = "echo $(id -un) $(tr '\\0' ' ' </proc/$PPID/cmdline)"
    for become in (False, True, False):
        how = {"become": become, "become_user": "web", "register": "said"}
        wrong = "said.stdout.split()[0] != '{0}' or ('SET_PDEATHSIG' in said.stdout) is {1}".format(
            "web" if become else "root", str(become).lower())
        ansible.play(
            dict(how, **{"ansible.builtin.shell": said, "failed_when": wrong}),
            dict(how, **{"ansible.builtin.copy": {"content": "x", "dest": "/tmp/of-{0}".format(become), "mode": "0600"}}),
            dict(how, **{"ansible.builtin.stat": {"path": "/tmp/of-{0}".format(become)},
                         "failed_when": "said.stat.pw_name != '{0}'".format("web" if become else "root")}))


def resident(word):
    """Resident memory in MB of the process whose words have a word in them; the machine sees those in instances, too."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if word in (process / "cmdline").read_bytes():
                return int(re.search(r"VmRSS:\s*(\d+)", (process / "status").read_text()).group(1)) / 1024
        except (OSError, AttributeError):
            # It has just ended.
            continue
    raise AssertionError("no process has {0!r} in its words".format(word))


def test_it_takes_little_memory_and_no_more_with_time(server, python_there, kept):
    # An interpreter by a name of its own is found among those of others.
    name = python_there + "-python3"
    server.ask("exec", python_there, "--", "ln", "-s", "/usr/bin/python3", "/root/" + name)
    session = Session(dict(OPTIONS, server=[server.socket], remote_addr=python_there), kept)
    python = "/bin/sh -c '/root/{0} && sleep 0'".format(name)
    big = b"print('x' * 20000000)"
    assert session.run(python, b"print(1)", None) == (0, b"1\n", b"")
    first = resident(name.encode())
    for script in [b"import json; print(json.dumps([0] * 1000))"] * 30 + [big] + [b"pass"]:
        assert session.run(python, script, None)[0] == 0
    assert first < 32 and resident(name.encode()) < first + 4
    session.forget()
