# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publish, rebuild, export of images, console and logs, suspending: against a real daemon."""

from __future__ import annotations

import functools
import hashlib
import http.server
import io
import json
import shutil
import subprocess
import tarfile
import threading

import pytest


def done(result, changed=True):
    assert not result.get("failed"), result.get("msg")
    assert result["changed"] is changed, result
    return result


@pytest.fixture
def alias(server, prefix):
    """An alias; the image that has it in the end is deleted."""
    name = prefix + "-img"
    yield name
    while name in aliases(server):
        server.ask("image", "delete", name)


def aliases(server):
    return {one["name"]: one["target"] for one in server.query("images/aliases?recursion=1")}


def test_publish_an_instance_that_runs(server, running, alias, call, module):
    publish = module("instance_publish")
    refused = call(publish, instance=running, alias=alias)
    assert refused["failed"] and "stop: true" in refused["msg"]
    options = {"instance": running, "alias": alias, "stop": True, "force_stop": True, "compression_algorithm": "none",
               "properties": {"os": "test", "number": 7}, "expires_at": "2040-01-01"}
    done(call(publish, True, **options))
    assert alias not in aliases(server)
    image = done(call(publish, **options))["image"]
    assert aliases(server)[alias] == image["fingerprint"] and image["properties"]["number"] == "7"
    assert server.query("instances/" + running)["status"] == "Running"
    done(call(publish, **options), False)


def test_publish_again_points_the_alias_to_the_new_image(server, stopped, alias, call, module):
    publish = module("instance_publish")
    first = done(call(publish, instance=stopped, alias=alias))["image"]["fingerprint"]
    server.ask("file", "push", "--create-dirs", "/etc/hostname", stopped + "/root/more")
    second = done(call(publish, instance=stopped, alias=alias, force=True, delete_old=True))["image"]["fingerprint"]
    assert first != second and aliases(server)[alias] == second
    assert first not in [path.rsplit("/", 1)[1] for path in server.query("images")]


def test_rebuild_only_where_the_image_is_another(server, running, alias, call, module):
    if "instances_rebuild" not in server.query("")["api_extensions"]:
        refused = call(module("instance_rebuild"), instance=running, image="bb")
        assert refused["failed"] and "instances_rebuild" in refused["msg"]
        return
    rebuild = module("instance_rebuild")
    done(call(rebuild, instance=running, image="bb"), False)
    server.ask("exec", running, "--", "touch", "/root/mine")
    image = done(call(module("instance_publish"), instance=running, alias=alias, stop=True, force_stop=True))["image"]
    mac = server.query("instances/" + running)["config"]["volatile.eth0.hwaddr"]
    server.ask("exec", running, "--", "touch", "/root/after")
    options = {"instance": running, "image": alias, "stop": True, "force_stop": True}
    done(call(rebuild, True, **options))
    assert server.ask("exec", running, "--", "ls", "/root").split() == ["after", "mine"]
    done(call(rebuild, **options))
    now = server.query("instances/" + running)
    assert now["status"] == "Running" and now["config"]["volatile.base_image"] == image["fingerprint"]
    assert now["config"]["volatile.eth0.hwaddr"] == mac
    assert server.ask("exec", running, "--", "ls", "/root").split() == ["mine"]
    done(call(rebuild, **options), False)


def test_export_an_image_in_one_part(server, call, module, tmp_path):
    export, path = module("image_export"), tmp_path / "bb"
    done(call(export, True, image="bb", dest=str(path)))
    assert not path.exists()
    made = done(call(export, image="bb", dest=str(path)))
    assert made["files"] == {"path": str(path)}
    assert hashlib.sha256(path.read_bytes()).hexdigest() == made["fingerprint"] == aliases(server)["bb"]
    done(call(export, image="bb", dest=str(path)), False)
    path.write_bytes(path.read_bytes()[:-1])
    done(call(export, image=made["fingerprint"][:12], dest=str(path)))
    assert "does not exist" in call(export, image="no-such-image", dest=str(path))["msg"]


@pytest.mark.skipif(not shutil.which("mksquashfs"), reason="no mksquashfs")
def test_export_an_image_in_two_parts(server, alias, call, module, tmp_path):
    done(call(module("image_export"), image="bb", dest=str(tmp_path / "bb")))
    subprocess.run(
        "mkdir u && tar -C u -xf bb && tar -C u -cf meta.tar metadata.yaml templates && "
        "mksquashfs u/rootfs root.squashfs -noappend -quiet >/dev/null", shell=True, cwd=tmp_path, check=True)
    server.ask("image", "import", str(tmp_path / "meta.tar"), str(tmp_path / "root.squashfs"), "--alias", alias)
    made = done(call(module("image_export"), image=alias, dest=str(tmp_path / "two")))
    assert made["files"] == {"metadata": str(tmp_path / "two"), "rootfs": str(tmp_path / "two.root")}
    for one, other in (("two", "meta.tar"), ("two.root", "root.squashfs")):
        assert (tmp_path / one).read_bytes() == (tmp_path / other).read_bytes()
    done(call(module("image_export"), image=alias, dest=str(tmp_path / "two")), False)


def test_console_and_logs(server, running, call, module):
    server.ask("exec", running, "--", "sh", "-c", "echo hello-console >/dev/console")
    found = done(call(module("instance_log_info"), instance=running), False)
    assert "hello-console" in found["console"] and found["logs"]["lxc.log"]
    short = done(call(module("instance_log_info"), instance=running, logs=["lxc.log"], console=False, max_bytes=10), False)
    assert "console" not in short and len(short["logs"]["lxc.log"]) == 10
    assert "there is no log" in call(module("instance_log_info"), instance=running, logs=["nope"])["msg"]


def test_suspending_says_what_is_missing(running, stopped, call, module):
    suspend = module("instance_suspend")
    done(call(suspend, True, instance=running))
    result = call(suspend, instance=running)
    assert result["failed"] and "needs CRIU" in result["msg"]
    assert "nothing in its memory to keep" in call(suspend, instance=stopped)["msg"]
    assert "nothing of its memory was kept" in call(suspend, instance=stopped, state="resumed")["msg"]


@pytest.fixture
def web(tmp_path):
    """``web(content)``: the URL of a file with that content, and how often it was asked for so far."""
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *_words):
            """Nobody reads it."""

    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()

    def serve(content):
        (tmp_path / "image.tar").write_bytes(content)
        return "http://127.0.0.1:{0}/image.tar".format(httpd.server_port), asked

    yield serve
    httpd.shutdown()
    httpd.server_close()


def small_image(word):
    """A unified image without a root file system worth starting."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        text = json.dumps({"architecture": "x86_64", "creation_date": 1, "properties": {"os": word}}).encode()
        for name, data in (("metadata.yaml", text), ("rootfs/etc/word", word.encode())):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def test_an_image_from_a_url_is_fetched_once_and_only_with_the_right_checksum(server, alias, call, module, web):
    content = small_image(alias)
    digest = hashlib.sha256(content).hexdigest()
    url, asked = web(content)
    wrong = call(module("image"), name=alias, source={"url": url, "checksum": "0" * 64})
    assert wrong["failed"] and "has the SHA-256 {0} and not {1}".format(digest, "0" * 64) in wrong["msg"]
    assert alias not in [one["name"] for one in server.query("images/aliases?recursion=1")]
    source = {"url": url, "checksum": "sha256:" + digest}
    assert call(module("image"), True, name=alias, source=source)["changed"] and len(asked) == 1
    made = call(module("image"), name=alias, source=source)
    assert made["changed"] and made["image"]["fingerprint"] == digest, made.get("msg")
    assert server.query("images/aliases/" + alias)["target"] == digest
    assert call(module("image"), name=alias, source=source)["changed"] is False and len(asked) == 2
    assert "64 letters and digits" in call(module("image"), name=alias, source={"url": url, "checksum": "md5:1"})["msg"]


def test_a_newer_image_is_fetched_from_where_the_old_one_came_from(server, alias, call, module, web, prefix):
    environment = json.loads(server.ask("query", "/1.0"))["environment"]
    if not environment["addresses"]:
        pytest.skip("the server has no https address")
    url, _asked = web(small_image("old"))
    old = hashlib.sha256(small_image("old")).hexdigest()
    call(module("image"), name=alias, source={"url": url, "checksum": old}, public=True)
    project = {"project": prefix}
    call(module("project"), name=prefix, config={"features.images": True})
    try:
        copied = call(module("image"), name=alias, auto_update=True, **project, source={
            "server": "https://" + environment["addresses"][0], "alias": alias, "protocol": server.product,
            "certificate": environment["certificate"]})
        assert copied["changed"] and copied["image"]["fingerprint"] == old, copied.get("msg")
        assert call(module("image_refresh"), image=alias, **project)["changed"] is False
        url, _asked = web(small_image("new"))
        new = hashlib.sha256(small_image("new")).hexdigest()
        call(module("image"), name=alias, source={"url": url, "checksum": new}, public=True)
        looked = call(module("image_refresh"), True, image=alias, **project)
        assert looked["changed"] is False and "would ask https://" in looked["msg"]
        refreshed = call(module("image_refresh"), image=alias, **project)
        assert refreshed["changed"] and refreshed["before"] == old, refreshed.get("msg")
        assert server.query("images/aliases/{0}?project={1}".format(alias, prefix))["target"] == new
        assert "not fetched from another server" in call(module("image_refresh"), image="bb")["msg"]
    finally:
        for one in server.query("images?recursion=1&project=" + prefix):
            server.ask("image", "delete", one["fingerprint"], "--project", prefix, check=False)
        server.ask("project", "delete", prefix, check=False)
