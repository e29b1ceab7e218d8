# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas of the parity scripts: volumes, buckets, snapshots, backups."""

from __future__ import annotations

from parity_instances import ALL, SRC, at
from parity_script import P, delete, get, patch, post, put, with_image

V = "/1.0/storage-pools/ptypool/volumes"


def vol(path: str = "") -> str:
    return "%s/custom%s?%s" % (V, path, P)


VOLUMES = [
    post(vol(), {"name": "ptyvol", "description": "d", "config": {"user.a": "b"}}),
    post(V + "?" + P, {"name": "ptyvol2", "type": "custom"}),
    post(V + "?" + P, {"name": "ptyvol3"}),
    post(vol(), {"name": "ptyvol3", "content_type": "rubbish"}),
    post(vol(), {"name": "ptyvol"}),
    post(vol(), {"name": "pty/b"}),
    post(vol(), {"name": ""}),
    post(vol(), {"name": "ptyvol3", "config": {"bad": "1"}}),
    post(vol(), {"name": "ptyvol3", "config": {"size": 1}}),
    post("%s/container?%s" % (V, P), {"name": "ptyvol3"}),
    post("/1.0/storage-pools/ptynone/volumes/custom?" + P, {"name": "ptyvol3"}),
    get(V + "?" + P),
    get(vol()),
    get(vol() + "&recursion=1"),
    get(vol("/ptyvol")),
    get(vol("/ptynone")),
    get(vol("/ptyvol/state")),
    put(vol("/ptyvol"), {"config": {"user.c": "d"}, "description": "e"}, tag=vol("/ptyvol")),
    put(vol("/ptyvol"), {"config": {}}, tag="wrong"),
    put(vol("/ptyvol"), {"config": {"bad": "20MB"}}),
    get(vol("/ptyvol")),
    patch(vol("/ptyvol"), {"config": {"user.x": "1"}}),
    get(vol("/ptyvol")),
    patch(vol("/ptyvol"), {"description": "1"}),
    get(vol("/ptyvol")),
    put(vol("/ptyvol"), {}),
    get(vol("/ptyvol")),
    post(vol("/ptyvol"), {"name": "ptyvol9"}),
    post(vol("/ptyvol9"), {"name": "ptyvol2"}),
    post(vol("/ptyvol9"), {"name": "ptyvol"}),
    post(vol("/ptynone"), {"name": "ptyvol4"}),
    post(vol("/ptyvol/snapshots"), {"name": "s1", "description": "sd", "expires_at": "2040-01-01T00:00:00Z"}),
    post(vol("/ptyvol/snapshots"), {}),
    post(vol("/ptyvol/snapshots"), {"name": "s1"}),
    post(vol("/ptyvol/snapshots"), {"name": "a/b"}),
    get(vol("/ptyvol/snapshots")),
    get(vol("/ptyvol/snapshots") + "&recursion=1"),
    get(vol("/ptyvol/snapshots/s1")),
    get(vol("/ptyvol/snapshots/none")),
    put(vol("/ptyvol/snapshots/s1"), {"description": "x"}, tag="wrong"),
    put(vol("/ptyvol/snapshots/s1"), {"description": "x"}),
    get(vol("/ptyvol/snapshots/s1")),
    patch(vol("/ptyvol/snapshots/s1"), {"expires_at": "2041-01-01T00:00:00Z"}),
    get(vol("/ptyvol/snapshots/s1")),
    post(vol("/ptyvol/snapshots/s1"), {"name": "s2"}),
    post(vol("/ptyvol/snapshots/s2"), {"name": "snap0"}),
    post(vol("/ptyvol/snapshots/none"), {"name": "snap1"}),
    put(vol("/ptyvol"), {"restore": "s2"}),
    put(vol("/ptyvol"), {"restore": "none"}),
    post(vol(), {"name": "ptycopy", "source": {"type": "copy", "pool": "ptypool", "name": "ptyvol"}}),
    get(vol("/ptycopy")),
    get(vol("/ptycopy/snapshots")),
    post(vol(), {"name": "ptycopy2", "source": {"type": "copy", "pool": "ptypool", "name": "ptynone"}}),
    delete(vol("/ptyvol/snapshots/s2")),
    delete(vol("/ptyvol/snapshots/s2")),
    get(V + "?" + P),
    get(V + "?recursion=1&" + P),
    get("/1.0/storage-pools/ptypool"),
    post(
        ALL,
        {
            "name": "pty1",
            "source": {"type": "none"},
            "devices": {"d": {"type": "disk", "pool": "ptypool", "source": "ptyvol", "path": "/d"}},
        },
    ),
    get(vol("/ptyvol")),
    delete(vol("/ptyvol")),
    post(vol("/ptyvol"), {"name": "ptyvol11"}),
    get(at("pty1")),
    delete(at("pty1")),
    delete(vol("/ptyvol11")),
    delete(vol("/ptyvol11")),
    get("/1.0/projects/ptyproj"),
]

SNAPS = at("pty1/snapshots")
SNAPSHOTS = with_image(
    post(ALL, {"name": "pty1", "source": SRC, "config": {"user.a": "1"}}),
    post(SNAPS, {"name": "s1", "description": "nope", "expires_at": "2040-01-01T00:00:00Z"}),
    post(SNAPS, {}),
    post(SNAPS, {"name": "s1"}),
    post(SNAPS, {"name": "a/b"}),
    post(SNAPS, {"name": "s3", "stateful": True}),
    post(at("ptynone/snapshots"), {"name": "x"}),
    get(SNAPS),
    get(SNAPS + "&recursion=1"),
    get(at("pty1/snapshots/s1")),
    get(at("pty1/snapshots/none")),
    put(at("pty1/snapshots/s1"), {"expires_at": "2041-01-01T00:00:00Z"}, tag="wrong"),
    put(at("pty1/snapshots/s1"), {"expires_at": "2041-01-01T00:00:00Z"}, tag=at("pty1/snapshots/s1")),
    get(at("pty1/snapshots/s1")),
    patch(at("pty1/snapshots/s1"), {"expires_at": "2042-01-01T00:00:00Z"}),
    put(at("pty1/snapshots/s1"), {}),
    get(at("pty1/snapshots/s1")),
    put(at("pty1/snapshots/none"), {}),
    post(at("pty1/snapshots/s1"), {"name": "s2"}),
    post(at("pty1/snapshots/s2"), {"name": "snap0"}),
    post(at("pty1/snapshots/none"), {"name": "snap1"}),
    post(at("pty1/snapshots/s2"), {"name": "a/b"}),
    patch(at("pty1"), {"config": {"user.a": "2"}}),
    put(at("pty1"), {"restore": "s2"}),
    get(at("pty1")),
    put(at("pty1"), {"restore": "none"}),
    get(at("pty1") + "&recursion=1"),
    get(ALL + "&recursion=2"),
    post(
        ALL,
        {"name": "pty2", "source": {"type": "copy", "source": "pty1", "project": "ptyproj"}, "profiles": ["default"]},
    ),
    get(at("pty2/snapshots")),
    post(
        ALL,
        {
            "name": "pty3",
            "source": {"type": "copy", "source": "pty1/s2", "project": "ptyproj"},
            "profiles": ["default"],
        },
    ),
    get(at("pty3/snapshots")),
    post(
        ALL,
        {
            "name": "pty4",
            "source": {"type": "copy", "source": "pty1", "project": "ptyproj", "instance_only": True},
            "profiles": ["default"],
        },
    ),
    get(at("pty4/snapshots")),
    post(ALL, {"name": "pty5", "source": {"type": "copy", "source": "pty1/zz", "project": "ptyproj"}}),
    post(at("pty1"), {"name": "pty6"}),
    get(at("pty6/snapshots")),
    delete(at("pty6/snapshots/s2")),
    delete(at("pty6/snapshots/s2")),
)

BACKS = at("pty1/backups")
BACKUPS = with_image(
    post(ALL, {"name": "pty1", "source": SRC}),
    post(BACKS, {"name": "ptyb1", "expires_at": "2040-01-01T00:00:00Z"}),
    post(BACKS, {"name": "ptyb1"}),
    post(BACKS, {"instance_only": True}),
    post(BACKS, {"name": "a/b"}),
    get(BACKS),
    get(BACKS + "&recursion=1"),
    get(at("pty1/backups/ptyb1")),
    get(at("pty1/backups/none")),
    get(at("pty1/backups/ptyb1/export"), blind=True),
    post(at("pty1/backups/ptyb1"), {"name": "ptyb2"}),
    post(at("pty1/backups/ptyb2"), {"name": "backup0"}),
    delete(at("pty1/backups/ptyb2")),
    delete(at("pty1/backups/ptyb2")),
    post(ALL, b"junk", headers={"Content-Type": "application/octet-stream"}),
)

OCTETS = {"Content-Type": "application/octet-stream"}


def marked(**values: str) -> dict:
    """The same headers for both products."""
    return {**OCTETS, **{mark + key: value for key, value in values.items() for mark in ("X-LXD-", "X-Incus-")}}


def file(path: str) -> str:
    return at("pty1/files") + "&path=" + path


def template(path: str) -> str:
    return at("pty1/metadata/templates") + "&path=" + path


INSIDES = with_image(
    post(ALL, {"name": "pty1", "source": SRC}),
    get(at("pty1/metadata")),
    put(at("pty1/metadata"), {"architecture": "x86_64", "creation_date": 1, "properties": {"a": "b"}, "templates": {}}),
    get(at("pty1/metadata")),
    patch(at("pty1/metadata"), {"properties": {"c": "d"}}),
    get(at("pty1/metadata")),
    put(at("pty1/metadata"), {"architecture": "x86_64", "creation_date": 2}, tag="wrong"),
    get(at("ptynone/metadata")),
    get(at("pty1/metadata/templates"), blind=True),
    post(template("pty.tpl"), b"hello {{x}}", headers=OCTETS),
    post(template("pty.tpl"), b"again", headers=OCTETS),
    get(at("pty1/metadata/templates")),
    get(template("pty.tpl")),
    get(template("nope")),
    delete(template("pty.tpl")),
    delete(template("pty.tpl")),
    post(at("pty1/metadata/templates"), b"x", headers=OCTETS),
    put(at("pty1/state"), {"action": "start"}),
    post(file("/tmp/a"), b"hello", headers=OCTETS),
    get(file("/tmp/a")),
    post(file("/tmp/b"), b"hello", headers=marked(uid="1000", gid="1001", mode="0600", type="file")),
    get(file("/tmp/b")),
    post(file("/tmp/b"), b" more", headers=marked(write="append")),
    get(file("/tmp/b")),
    post(file("/tmp/b"), b"new", headers=OCTETS),
    get(file("/tmp/b")),
    post(file("/tmp/d"), b"", headers=marked(type="directory", mode="0750")),
    get(file("/tmp/d"), blind=True),
    post(file("/tmp/d"), b"", headers=marked(type="directory")),
    post(file("/tmp/l"), b"/tmp/a", headers=marked(type="symlink")),
    get(file("/tmp/l")),
    get(file("/tmp/none")),
    post(file("/none/x"), b"x", headers=OCTETS),
    get(at("pty1/files")),
    post(at("pty1/files"), b"x", headers=OCTETS),
    delete(file("/tmp/a")),
    delete(file("/tmp/a")),
    delete(file("/tmp")),
    get(at("ptynone/files") + "&path=/x"),
    get(at("pty1/logs"), blind=True),
    get(at("pty1/logs/none")),
    delete(at("pty1/logs/lxc.conf")),
    post(at("pty1/exec"), {"command": ["true"], "record-output": True}),
    post(at("pty1/exec"), {"command": ["nonexistentcommand"], "record-output": True}),
    post(at("pty1/exec"), {"command": ["true"], "wait-for-websocket": True}),
    put(at("pty1/state"), {"action": "stop", "force": True}),
    post(at("pty1/exec"), {"command": ["true"]}),
    post(file("/tmp/zz"), b"1", headers=OCTETS),
    get(file("/tmp/zz")),
)
