# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server goes away in the middle, time runs out, the pool is full: a clear error, and nothing half done."""

from __future__ import annotations

import os
import socket
import threading

import pytest


class Fragile:
    """A unix socket before the server's own that hangs up on everybody after so many bytes, once."""

    def __init__(self, target: str, path: str) -> None:
        self._target, self.path = target, path
        self._left = 1 << 62
        self.broken = False
        self._open = []
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def break_after(self, count: int) -> None:
        """Hang up when ``count`` more bytes have gone through in either direction; until then ``broken`` is false."""
        self._left, self.broken = count, False

    def close(self) -> None:
        """Hang up for good."""
        self._listener.close()
        self._hang_up()

    def _accept(self) -> None:
        while True:
            try:
                one, _address = self._listener.accept()
            except OSError:
                return
            two = socket.socket(socket.AF_UNIX)
            two.connect(self._target)
            with self._lock:
                self._open += [one, two]
            for source, sink in ((one, two), (two, one)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source, sink) -> None:
        try:
            while True:
                block = source.recv(65536)
                if not block:
                    break
                with self._lock:
                    self._left -= len(block)
                    over = self._left < 0
                if over:
                    self._left, self.broken = 1 << 62, True
                    self._hang_up()
                    return
                sink.sendall(block)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _hang_up(self) -> None:
        with self._lock:
            for end in self._open:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self._open = []


@pytest.fixture
def fragile(server, tmp_path_factory):
    made = Fragile(server.socket, str(tmp_path_factory.mktemp("s") / "s"))
    yield made
    made.close()


@pytest.fixture
def big(tmp_path):
    """A file of 20 MB."""
    path = tmp_path / "big"
    path.write_bytes(os.urandom(20_000_000))
    return path


def lost(result):
    assert result.get("failed"), result
    assert "lost" in result["msg"] or "No answer" in result["msg"], result["msg"]


def test_a_copy_that_is_cut_off_leaves_the_old_file_and_the_next_one_works(server, running, call, module, fragile, big):
    server.ask("exec", running, "--", "sh", "-c", "echo old >/root/f")
    copy = {"instance": running, "src": str(big), "dest": "/root/f"}
    fragile.break_after(5_000_000)
    lost(call(module("copy"), server=fragile.path, **copy))
    assert fragile.broken and server.ask("exec", running, "--", "cat", "/root/f") == "old\n"
    assert call(module("copy"), server=fragile.path, **copy)["changed"]
    assert not call(module("copy"), **copy)["changed"]


def test_a_directory_that_is_cut_off_has_whole_files_only(server, running, call, module, fragile, tmp_path):
    top = tmp_path / "many"
    top.mkdir()
    for number in range(300):
        (top / str(number)).write_bytes(b"%d\n" % number * 2000)
    copy = {"instance": running, "src": str(top) + "/", "dest": "/root/many"}
    fragile.break_after(1_200_000)
    lost(call(module("copy"), server=fragile.path, **copy))
    assert fragile.broken
    sizes = server.ask("exec", running, "--", "sh", "-c", "cd /root/many && for f in [0-9]*; do wc -c $f; done").splitlines()
    assert 0 < len(sizes) < 300
    for line in sizes:
        size, name = line.split()
        assert int(size) == (top / name).stat().st_size
    assert call(module("copy"), **copy)["changed"] and not call(module("copy"), **copy)["changed"]


def test_a_fetch_that_is_cut_off_leaves_the_old_file_and_no_rest(server, running, call, module, fragile, big, tmp_path):
    assert call(module("copy"), instance=running, src=str(big), dest="/root/f")["changed"]
    here = tmp_path / "here"
    here.mkdir()
    (here / "f").write_text("old")
    fragile.break_after(5_000_000)
    lost(call(module("fetch"), server=fragile.path, instance=running, src="/root/f", dest=str(here / "f")))
    assert fragile.broken and (here / "f").read_text() == "old" and os.listdir(here) == ["f"]


def test_an_export_that_is_cut_off_leaves_no_file(server, running, call, module, fragile, big, tmp_path):
    assert call(module("copy"), instance=running, src=str(big), dest="/root/f")["changed"]
    here = tmp_path / "here"
    here.mkdir()
    fragile.break_after(5_000_000)
    lost(call(module("instance_export"), server=fragile.path, instance=running, dest=str(here / "b.tar"),
              compression_algorithm="none"))
    assert fragile.broken and os.listdir(here) == []
    assert server.query("instances/{0}/backups".format(running)) == []


def test_an_import_that_is_cut_off_leaves_no_instance(server, running, prefix, call, module, fragile, big, tmp_path):
    assert call(module("copy"), instance=running, src=str(big), dest="/root/f")["changed"]
    assert call(module("instance_export"), instance=running, dest=str(tmp_path / "b"), compression_algorithm="none")["changed"]
    load = {"instance": prefix + "-i", "src": str(tmp_path / "b")}
    fragile.break_after(5_000_000)
    lost(call(module("instance_import"), server=fragile.path, **load))
    assert fragile.broken and prefix + "-i" not in server.names()
    assert call(module("instance_import"), server=fragile.path, **load)["changed"]


def test_time_runs_out_and_nothing_is_left(server, running, call, module, tmp_path):
    server.ask("exec", running, "--", "sh", "-c", "dd if=/dev/urandom of=/root/f bs=1M count=200 2>/dev/null; sync")
    result = call(module("instance_export"), instance=running, dest=str(tmp_path / "b.tar.gz"), timeout=1)
    assert result["failed"] and "it took longer than 1 seconds and" in result["msg"]
    assert os.listdir(tmp_path) == [] and server.query("instances/{0}/backups".format(running)) == []


def test_a_pool_without_room_is_said_and_leaves_no_copy(server, running, prefix, call, module):
    server.ask("exec", running, "--", "sh", "-c", "dd if=/dev/urandom of=/root/f bs=1M count=300 2>/dev/null; sync")
    if server.ask("storage", "create", prefix + "p", "btrfs", "size=256MiB", check=False) == "":
        pytest.skip("no btrfs pool can be made")
    try:
        result = call(module("instance_copy"), instance=prefix + "-c", source={"instance": running}, pool=prefix + "p")
        assert result["failed"] and "space" in result["msg"].lower(), result["msg"]
        assert prefix + "-c" not in server.names()
    finally:
        server.ask("storage", "delete", prefix + "p")


def test_a_stop_that_takes_too_long_leaves_the_instance_running(server, stopped, prefix, call, module):
    # The signal that asks it to shut down is one that its init ignores.
    server.ask("config", "set", stopped, "raw.lxc", "lxc.signal.halt=SIGCHLD")
    server.ask("start", stopped)
    for name, options in (("instance_publish", {"alias": prefix + "-img"}), ("instance_move", {"destination": {"pool": "none"}})):
        result = call(module(name), instance=stopped, stop=True, shutdown_timeout=1, **options)
        assert result["failed"] and "Cannot" in result["msg"], result
        assert server.query("instances/" + stopped)["status"] == "Running"
