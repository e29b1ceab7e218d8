# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes and text of a configuration: what is read, what is refused, and with which sentence."""

from __future__ import annotations

import json
import os
import time

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._config import yaml_text
from ansible_collections.lxcri.containers.plugins.module_utils._config.loader import ConfigLoader
from ansible_collections.lxcri.containers.plugins.module_utils._config.model import Config
from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

LOADER = ConfigLoader()


def refused(content, **how):
    with pytest.raises(Invalid) as caught:
        LOADER.load_from_string(content, "x", **how)
    assert "\n" not in caught.value.message
    return caught.value


@pytest.mark.parametrize("content, said", [
    ("", "x is empty"),
    (" \n\t", "x is empty"),
    ("null", "holds nothing"),
    ("[1]", "x holds a list"),
    ('"text"', "a single value"),
    ("{", "line 1, column 2: it is no JSON"),
    ('{"a" 1}', "line 1, column 6: it is no JSON"),
    ('{\n "a": 1,\n "a": 2}', 'line 3, column 2: it has the key "a" twice'),
    ('{"b": [0, {"c": 1, "c": 2}], "a": 1}', 'line 1, column 20: it has the key "c" twice'),
    ('{"a": 1, "a": {"k": 1, "k": 2}}', 'line 1, column 10: it has the key "a" twice'),
    ('{"resources": {"cpu": NaN}}', "NaN"),
    ('{"resources": {"cpu": -Infinity}}', "-Infinity"),
    ('{"resources": {"cpu": 1e999}}', "infinite"),
    ('{"resources": {"memory": %s}}' % ("9" * 41), "more than 40 digits"),
    ('{"log_file": "\\ud800"}', "surrogate"),
    ("\ufeff{}", "byte order mark"),
    (b"\xef\xbb\xbf{}", "byte order mark (UTF-8)"),
    ("{}".encode("utf-16"), "byte order mark (UTF-16)"),
    (b'{"a":\n "\xe4"}', "not UTF-8: line 2 holds the byte 0xe4"),
    (b" " * (1024 * 1024 + 1), "larger than 1 MiB"),
    (" " * (1024 * 1024 + 1), "larger than 1 MiB"),
    ("[" * 100000, "nested too deeply"),
    ('{"proxmox": %s}' % ("[" * 40 + "]" * 40), "nested deeper than 32"),
    ("[%s]" % ",".join("0" * 10001), "more than 10000 values"),
    ("a: 1\nb:\n  c: 1\n  c: 2", "line 4, column 3: it has the key c twice"),
    ("a: [", "it is no YAML"),
    ("a:\n\t- b", "line 2, column 1: it is no YAML"),
    ("a: 1\n---\nb: 1", "more than one YAML document"),
    ("a: !!python/object/apply:os.system [id]", "JSON does not know"),
    ("a: !secret x", "JSON does not know"),
    ("a: .inf", "no number"),
    ("a: .nan", "no number"),
    ("1: a", "no text"),
    ("? [a]\n: b", "no text"),
    ("a: &a [*a]", "not finished"),
    ("a: *b", "not finished"),
    ("- " * 40, "nested deeper than 32"),
    ("a: " + "9" * 41, "more than 40 digits"),
    ("a: " + "x" * (128 * 1024), "128 kB are allowed"),
    ("a: &a [%s]\nb: &b [%s]\nc: &c [%s]\nd: [%s]" % (",".join("1" * 15), ",".join(["*a"] * 9), ",".join(["*b"] * 9),
                                                      ",".join(["*c"] * 9)), "more than 10000 values"),
])
def test_what_cannot_be_read_is_refused_with_its_cause(content, said):
    assert said in refused(content).message


@pytest.mark.parametrize("content", [
    "[" * 500000, '{"a":' * 100000, "9" * 1000000, "- " * 60000, "[" * 120000 + "\n", '{"a": "%s"' % ("\\\\n" * 200000),
    "{%s}" % ",".join('"k%d":0' % number for number in range(60000)),
    "{%s}" % ",".join('"k%d":0' % n for n in range(9999)),
    json.dumps({"container_config": {"routing": [{"pattern": "^%d[a-z]*$" % n, "runtime": "x"} for n in range(3000)]}}),
    json.dumps({"security": {"capabilities": ["net_adnim%d" % n for n in range(500)]}}),
])
@pytest.mark.parametrize("yaml", [None, True])
def test_nothing_takes_a_second(content, yaml):
    for strict in (True, False):
        started = time.process_time()
        try:
            ConfigLoader(strict=strict).load_from_string(content, yaml=yaml)
        except Invalid:
            pass
        assert time.process_time() - started < 1.0


def test_the_parser_in_python_takes_no_second_either(monkeypatch):
    yaml = pytest.importorskip("yaml")
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    for content in ("[" * 120000, "- " * 60000, "k: v\n" * 20000, "a: " + "x" * 130000, "{a: " * 30000):
        started = time.process_time()
        refused(content, yaml=True)
        assert time.process_time() - started < 1.0


def test_yaml_says_what_json_says():
    text = """
      # a comment
      network: {bridge: vmbr0, dns: [1.1.1.1, "2606:4700::1111"]}
      resources:
        memory: 1024
        cpu: 0.5
        disk: ~
      security: &s {seccomp: true, apparmor: null}
      default_runtime: "vm"
    """
    data = {"network": {"bridge": "vmbr0", "dns": ["1.1.1.1", "2606:4700::1111"]}, "security": {"seccomp": True},
            "resources": {"memory": 1024, "cpu": 0.5}, "default_runtime": "vm"}
    assert LOADER.load_from_string(text).config == LOADER.parse_config(data).config


def test_an_alias_is_a_copy():
    text = "container_config: {routing: &r [{pattern: a, runtime: vm}]}\nproxmox: {x: *r, y: *r}"
    config = LOADER.load_from_string(text).config
    assert config.to_dict()["legacy"]["proxmox"] == {"x": [{"pattern": "a", "runtime": "vm"}],
                                                     "y": [{"pattern": "a", "runtime": "vm"}]}


@pytest.mark.parametrize("content, line, column", [
    ('{"network": {"bridge": "ok",\n  "mtu": 9}}', 2, 3),
    ('{"x": "{\\"network\\":", "proxmox": [[], {}],\n"log_level": "loud"}', 2, 1),
    ("# ü\nnetwork:\n  bridge: ok\n  mtu: 9\n", 4, 3),
    ("proxmox: {ä: ü}\ncontainer_config:\n  routing:\n  - pattern: x\n    runtime: lxd\n", 5, 5),
    ('{"network": {"dns": ["1.1.1.1",\n "x"]}}', 2, 2),
])
def test_a_fault_is_found_by_line_and_column(content, line, column):
    errors = refused(content).details["errors"]
    assert (line, column) in [(error["line"], error["column"]) for error in errors]


def test_files_that_cannot_be_read_have_one_sentence_each(tmp_path):
    def said(path):
        with pytest.raises(Invalid) as caught:
            LOADER.load_from_file(str(path))
        assert str(path) in caught.value.message and "\n" not in caught.value.message
        return caught.value.message

    (tmp_path / "big.json").write_bytes(b"{" + b" " * (2 * 1024 * 1024) + b"}")
    (tmp_path / "latin.json").write_bytes(b'{"log_file": "/\xe4"}')
    os.mkfifo(tmp_path / "pipe.json")
    os.symlink("loop.json", tmp_path / "loop.json")
    assert "does not exist" in said(tmp_path / "missing.json")
    assert "is a directory" in said(tmp_path)
    assert "larger than 1 MiB" in said(tmp_path / "big.json")
    assert "not UTF-8" in said(tmp_path / "latin.json")
    assert "no regular file" in said(tmp_path / "pipe.json")
    assert "cannot be read" in said(tmp_path / "loop.json")
    # Reading the beginning of one's own memory is refused to everybody, also to root.
    assert "cannot be read" in said("/proc/self/mem")


def test_a_file_without_permission_is_an_error(tmp_path):
    path = tmp_path / "secret.json"
    path.write_text("{}")
    path.chmod(0)
    tmp_path.chmod(0o755)
    child = os.fork()
    if not child:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            LOADER.load_from_file(str(path))
        except Invalid as invalid:
            code = 0 if "cannot be read: Permission denied" in invalid.message else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_name_tells_the_format(tmp_path):
    (tmp_path / "a.yml").write_text("{network: {bridge: br0}}")
    (tmp_path / "a.json").write_text("network: {bridge: br0}")
    (tmp_path / "a.conf").write_text("network: {bridge: br0}")
    assert LOADER.load_from_file(str(tmp_path / "a.yml")).config.network.bridge == "br0"
    assert LOADER.load_from_file(str(tmp_path / "a.conf")).config.network.bridge == "br0"
    with pytest.raises(Invalid, match="no JSON"):
        LOADER.load_from_file(str(tmp_path / "a.json"))


def test_without_pyyaml_json_still_works(monkeypatch):
    monkeypatch.setattr(yaml_text, "yaml", None)
    assert LOADER.load_from_string("{}").config == Config()
    assert "PyYAML" in refused("a: 1").message
