# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LogContext and its sinks: levels, binding, formats, secrets, rotation — and that a log call never crashes."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from functools import partial

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.sinks import FileSink, open_log, to_stderr
from ansible_collections.lxcri.containers.plugins.module_utils._log import LEVELS, LogContext


def context(**more):
    lines = []
    return LogContext(lines.append, clock=lambda: "T", **more), lines


@pytest.mark.parametrize("threshold", LEVELS)
def test_only_what_is_at_least_as_high_is_written(threshold):
    log, lines = context(level=threshold)
    for level in LEVELS:
        getattr(log, level)(level)
    assert [line.split()[1] for line in lines] == list(LEVELS[LEVELS.index(threshold):])


def test_binding_makes_a_new_context():
    log, lines = context()
    bound = log.bind(kind="instance", name="web").bind(component="fleet", name="db", level="error")
    bound.info("quiet")
    bound.error("gone wrong", seconds=2)
    log.info("here")
    assert lines == ["T error fleet: gone wrong kind=instance name=db seconds=2", "T info  lxcri: here"]
    with pytest.raises(AttributeError):
        log.level = "trace"


def test_json_lines():
    log, lines = context(format="json", bound=(("name", "wéb"),))
    partial(log.warn, "a\nb")(message="mine", value={1, 2}.__class__, token="t")
    record = json.loads(lines[0])
    assert record["message"] == "a\nb" and record["message_"] == "mine" and record["name"] == "wéb"
    assert (record["level"], record["component"], record["token"]) == ("warn", "lxcri", "********")


def test_a_line_is_one_line_and_printable():
    log, lines = context()
    log.info("a\nb\r\x1b[31m", value="c d\ne", surrogate="\ud800", empty="")
    assert lines == ['T info  lxcri: a\\nb\\r\\x1b[31m value="c d\\ne" surrogate=\\ud800 empty=""']


def test_secrets_are_masked_by_key_and_by_value():
    for form in ("text", "json"):
        log, lines = context(format=form, secrets=('5f0e"88', "abc"))
        log.info('the token is 5f0e"88, abc stays', password="x", header='Bearer 5f0e"88')
        assert "5f0e" not in lines[0] and "abc stays" in lines[0] and '"x"' not in lines[0] and "=x" not in lines[0]


class Broken:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("value", [Broken(), {1: Broken()}, object(), b"\xff", float("nan"), [[]], None])
def test_anything_can_be_logged(form, value):
    log, lines = context(format=form)
    log.info("x", value=value)
    log.info(value)
    log.log("nonsense", "y")
    assert len(lines) + len(log.warnings) >= 3


def test_a_log_that_cannot_be_written_is_a_warning():
    def writer(line):
        raise OSError(28, "No space left on device")

    log = LogContext(writer)
    for _time in range(3):
        log.bind(name="x").info("y")
    assert len(log.warnings) == 1 and "No space left" in log.warnings[0]


@pytest.mark.parametrize("path", ["missing/dir/x.log", ".", "pipe"])
def test_a_bad_log_file_is_a_warning(tmp_path, path):
    os.mkfifo(tmp_path / "pipe")
    log = open_log(ConfigLoader().parse_config({"log_file": str(tmp_path / path)}).config)
    log.error("x")
    assert log.warnings and str(tmp_path) in log.warnings[0]


def test_the_config_says_how_to_log(tmp_path, capsys):
    config = ConfigLoader().parse_config({
        "log_file": str(tmp_path / "x.log"), "log_level": "debug", "runtime": {"log_format": "json"},
        "proxmox": {"token": "hush-hush"}, "logging": {"max_size": 400, "max_files": 2}}).config
    log = open_log(config, "fleet")
    log.trace("no")
    log.debug("it is hush-hush")
    record = json.loads((tmp_path / "x.log").read_text())
    assert (record["component"], record["message"]) == ("fleet", "it is ********")
    assert (log.writer.max_size, log.writer.max_files) == (400, 2)
    assert open_log(ConfigLoader().parse_config({}).config).writer is to_stderr
    to_stderr("here")
    assert capsys.readouterr().err == "here\n"


def test_rotation_by_size(tmp_path):
    path = tmp_path / "x.log"
    sink = FileSink(str(path), max_size=20, max_files=3)
    for number in range(9):
        sink("line %d" % number)
    names = {file.name: file.read_text().split("\n")[0] for file in tmp_path.iterdir()}
    assert names == {"x.log": "line 8", "x.log.1": "line 6", "x.log.2": "line 4"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_one_file_is_emptied(tmp_path):
    sink = FileSink(str(tmp_path / "x.log"), max_size=20, max_files=1)
    for number in range(4):
        sink("line %d" % number)
    assert [file.name for file in tmp_path.iterdir()] == ["x.log"]
    assert (tmp_path / "x.log").read_text() == "line 2\nline 3\n"


def test_a_file_that_somebody_else_moved_is_begun_anew(tmp_path):
    path = tmp_path / "x.log"
    sink = FileSink(str(path))
    sink("one")
    path.rename(tmp_path / "old.log")
    sink("two")
    sink.close()
    sink("three")
    assert path.read_text() == "two\nthree\n"


def test_processes_and_threads_lose_no_line(tmp_path):
    path = tmp_path / "x.log"

    def write(sink, number):
        for line in range(100):
            sink("%d-%d" % (number, line))

    def work(number):
        sink = FileSink(str(path), max_size=60, max_files=1000)
        threads = [threading.Thread(target=write, args=(sink, number + part)) for part in (0, 10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=(number,)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    lines = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    writers = [number + part for number in range(3) for part in (0, 10)]
    assert sorted(lines) == sorted("%d-%d" % (writer, line) for writer in writers for line in range(100))
