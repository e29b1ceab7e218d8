# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of an inventory, and the names of their instances."""

from __future__ import annotations

import base64
import itertools

import pytest

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid
from ansible_collections.lxcri.containers.plugins.plugin_utils.inventory_sources import (
    Source,
    host_names,
    label_of,
    sources_of,
)


@pytest.mark.parametrize("options, sources", [
    ({}, [Source("local")]),
    ({"server": ["/run/lxd/unix.socket"]}, [Source("lxd", ("/run/lxd/unix.socket",))]),
    ({"server": ["https://a", "https://b"], "project": "p"}, [Source("a", ("https://a", "https://b"), ("p",))]),
    ({"project": "p", "projects": ["q", "r", "q"]}, [Source("local", (), ("q", "r"))]),
    ({"projects": ["q", "all"]}, [Source("local", (), ("all",))]),
    ({"servers": ["local", "https://a"]}, [Source("local", ("local",)), Source("a", ("https://a",))]),
    ({"servers": [{"server": "https://a,https://b", "name": "x", "projects": "all"}]},
     [Source("x", ("https://a", "https://b"), ("all",))]),
    ({"servers": [{"server": "shop", "project": "p"}], "projects": ["q"]}, [Source("shop", ("shop",), ("p",))]),
    ({"servers": ["shop"], "projects": ["q"]}, [Source("shop", ("shop",), ("q",))]),
    ({"servers": [{"server": "shop", "client_cert": "/a"}], "client_cert": "/b", "client_key": "/c"},
     [Source("shop", ("shop",), (), {"client_cert": "/a", "client_key": "/c"})]),
])
def test_servers(options, sources):
    assert sources_of(options) == sources


@pytest.mark.parametrize("options, says", [
    ({"servers": ["https://a", "https://a:9443"]}, "would be called 'a'"),
    ({"servers": [{"name": "x"}]}, "has no `server`"),
    ({"servers": [{"server": "a", "url": "b"}]}, "there is no 'url'"),
    ({"servers": [1]}, "is needed"),
])
def test_what_cannot_be_meant(options, says):
    with pytest.raises(Invalid) as caught:
        sources_of(options)
    assert says in caught.value.message


def test_tokens_do_not_become_variables():
    source, = sources_of({"server": ["https://a"], "trust_token": "hunter1", "bearer_token": "hunter2",
                          "server_cert": "/s"})
    assert source.variables() == {"lxcri_server": "https://a", "lxcri_server_cert": "/s"}
    assert "hunter" not in repr(source)


def test_a_token_says_where_its_server_is():
    content = b'{"secret": "s", "fingerprint": "f", "addresses": ["10.0.0.1:8443", "10.0.0.2:8443"]}'
    token = base64.b64encode(content).decode()
    source, = sources_of({"trust_token": token})
    assert source.label == "10.0.0.1"
    assert source.variables() == {"lxcri_server": "https://10.0.0.1:8443,https://10.0.0.2:8443"}


@pytest.mark.parametrize("server, label", [
    ((), "local"), (("local",), "local"), (("/var/snap/lxd/common/lxd/unix.socket",), "lxd"),
    (("unix:///run/incus/unix.socket",), "incus"), (("https://10.0.0.1:8443",), "10.0.0.1"),
    (("ssh://root@host:22/run/x.socket",), "host"), (("my-remote",), "my-remote"), (("https://[fd00::1]",), "fd00::1"),
])
def test_labels(server, label):
    assert label_of(server) == label


def fact(name, project="default", server="a"):
    return {"name": name, "project": project, "server": server}


ONE, MANY, TWO = [Source("a")], [Source("a", (), ("all",))], [Source("a"), Source("b", (), ("p", "q"))]


@pytest.mark.parametrize("sources, style, found, names", [
    (ONE, "auto", [fact("w")], ["w"]),
    (ONE, "auto", [fact("w", "p")], ["w"]),
    (ONE, "full", [fact("w")], ["w.default.a"]),
    (MANY, "auto", [fact("w"), fact("w", "p")], ["w", "w.p"]),
    (MANY, "name", [fact("w"), fact("w", "p"), fact("x", "p")], ["w.default.a", "w.p.a", "x"]),
    (TWO, "auto", [fact("w"), fact("w", "p", "b"), fact("w", "default", "b")], ["w.a", "w.p.b", "w.b"]),
    (TWO, "name", [fact("w"), fact("x", "p", "b")], ["w", "x"]),
])
def test_names(sources, style, found, names):
    assert host_names(found, sources, style) == names


@pytest.mark.parametrize("style", ["auto", "full"])
def test_a_name_does_not_depend_on_who_else_is_there(style):
    found = [fact("w"), fact("w", "p", "b"), fact("w", "default", "b"), fact("x", "q", "b")]
    whole = dict(zip(map(str, found), host_names(found, TWO, style)))
    for size in range(len(found)):
        for part in itertools.permutations(found, size):
            assert host_names(part, TWO, style) == [whole[str(one)] for one in part]


def test_two_of_one_name_are_refused():
    sources = [Source("b.c"), Source("c", (), ("all",))]
    with pytest.raises(Invalid) as caught:
        host_names([fact("w", "default", "b.c"), fact("w", "b", "c")], sources, "auto")
    assert "'w.b.c'" in caught.value.message
