# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input gets one sentence, and the server is left as it was."""

from __future__ import annotations

import pytest

FLEETS = {
    "no name": ({"instances": []}, "has no name; add `name:`"),
    "unknown section": ({"name": "x", "instnces": []}, "unknown section `instnces`; did you mean 'instances'?"),
    "no list": ({"name": "x", "instances": {"a": 1}}, "`instances` must be a list"),
    "no dictionary": ({"name": "x", "instances": ["web"]}, r"instances\[0\] must be a dictionary"),
    "unknown key": ({"name": "x", "instances": [{"name": "web", "imge": "debian"}]},
                    r"instances\[0\] 'web': unknown key `imge`; did you mean 'image'?"),
    "wrong state": ({"name": "x", "instances": [{"name": "web", "state": "runing"}]}, "state must be one of"),
    "no thing's name": ({"name": "x", "profiles": [{"config": {}}]}, "missing required arguments: name"),
    "duplicate": ({"name": "x", "instances": [{"name": "a", "image": "debian"}, {"name": "a", "image": "debian"}]},
                  "instance 'a' is declared twice"),
    "cycle": ({"name": "x", "instances": [{"name": "a", "image": "debian", "after": ["b"]},
                                          {"name": "b", "image": "debian", "after": ["a"]}]},
              "cycle: a -> b -> a|cycle: b -> a -> b"),
    "forbidden name": ({"name": "x", "instances": [{"name": "a_b", "image": "debian"}]}, "'a_b' is no name"),
    "missing image": ({"name": "x", "instances": [{"name": "a", "image": "debain"}]},
                      "image 'debain' is neither on the server nor in the fleet; did you mean 'debian'?"),
    "missing profile": ({"name": "x", "instances": [{"name": "a", "image": "debian", "profiles": ["nope"]}]},
                        "profile 'nope' is neither"),
    "missing network": ({"name": "x", "profiles": [{"name": "a", "devices": {"e": {"type": "nic", "network": "n"}}}]},
                        "network 'n' is neither"),
    "after nobody": ({"name": "x", "instances": [{"name": "a", "image": "debian", "after": ["b"]}]},
                     "instance 'b' is neither"),
    "no scalar": ({"name": "x", "profiles": [{"name": "a", "config": {"limits.cpu": [1]}}]},
                  "limits.cpu: a string, a number or a boolean is needed"),
    "image without source": ({"name": "x", "images": [{"name": "new"}]}, "image 'new' does not exist"),
    "image file": ({"name": "x", "images": [{"name": "new", "source": {"path": "/no/such/file"}}]},
                   "/no/such/file cannot be read"),
}


@pytest.mark.parametrize("document, sentence", FLEETS.values(), ids=FLEETS)
def test_one_sentence_and_no_write(run, with_image, document, sentence):
    import re
    result = run(document)
    assert result["failed"]
    assert re.search(sentence.replace("?", r"\?"), result["msg"]), result["msg"]
    assert not with_image.writes


def nic(address):
    return {"eth0": {"type": "nic", "network": "lxdbr0", "name": "eth0", "ipv4.address": address}}


def test_two_instances_cannot_have_one_address(run, with_image):
    result = run({"name": "x", "instances": [
        {"name": name, "image": "debian", "devices": nic("10.10.10.9")} for name in ("a", "b")]})
    assert "the address 10.10.10.9 would belong to a and b" in result["msg"]
    assert not with_image.writes


def test_one_address_of_two_that_are_there_already(run, with_image):
    document = {"name": "x", "instances": [{"name": "a", "image": "debian", "devices": nic("10.10.10.9")}]}
    assert not run(document).get("failed")
    with_image.call("POST", "/1.0/instances", {"name": "b", "source": {"type": "none"}, "devices": nic("10.10.10.9")})
    assert "would belong to a and b" in run(document)["msg"]


def test_what_stands_in_a_project_that_is_yet_to_be_made(run, with_image):
    document = {"name": "x", "projects": [{"name": "shop"}], "profiles": [{"name": "web"}],
                "instances": [{"name": "a", "image": "debian", "profiles": ["wep"]}]}
    result = run(document, project="shop")
    assert "profile 'wep' is neither on the server nor in the fleet; did you mean 'web'?" in result["msg"]
    assert not with_image.writes


def test_an_address_that_is_taken_already(run, with_image):
    assert not run({"name": "x", "instances": [{"name": "a", "image": "debian", "devices": nic("10.10.10.9")}]}).get(
        "failed")
    result = run({"name": "y", "instances": [{"name": "b", "image": "debian", "devices": nic("10.10.10.9")}]})
    assert "would belong to b and a" in result["msg"]


def test_a_project_that_is_full(run, with_image):
    with_image.call("POST", "/1.0/projects", {"name": "small", "config": {
        "limits.containers": "1", "features.images": "false", "features.profiles": "false"}})
    with_image.reset_counts()
    result = run({"name": "x", "instances": [
        {"name": name, "image": "debian", "project": "small"} for name in ("a", "b")]})
    assert "project 'small' holds 0 instances and would hold 2, its limits.containers is 1" in result["msg"]
    assert not with_image.writes


def test_all_problems_come_at_once(run):
    result = run({"name": "x", "instances": [{"name": "a_b", "image": "debian"}, {"name": "c", "image": "nope"}]})
    assert "a_b" in result["msg"] and "nope" in result["msg"]


@pytest.mark.parametrize("content, sentence", [
    (b"name: x\nname: y\n", "named twice"),
    (b"- a\n", "must hold one dictionary"),
    (b"\xff\xfe", "is not UTF-8|line 1"),
    (b"a: [", "line 2|line 1"),
])
def test_bad_files(run, tmp_path, content, sentence):
    import re
    path = tmp_path / "fleet.yml"
    path.write_bytes(content)
    result = run(None, file=str(path))
    assert result["failed"] and re.search(sentence, result["msg"]), result["msg"]


def test_a_file_that_is_a_directory(run, tmp_path):
    assert "cannot be read" in run(None, file=str(tmp_path))["msg"]


def test_nobody_at_the_endpoint(run):
    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
    from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
    params = dict({name: said.get("default") for name, said in ARGUMENTS.items()}, fleet={"name": "x"},
                  server="/no/such/unix.socket")
    result = fleet_task().outcome(Call(params))
    assert "No server at /no/such/unix.socket" in result["msg"]
