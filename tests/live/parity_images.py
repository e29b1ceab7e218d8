# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Area of the parity scripts: images and their aliases."""

from __future__ import annotations

from parity_script import FP, IMAGE, RAW, P, delete, get, patch, post, put, small_tar

BOUND = "ptyBOUND"
META = small_tar(
    "architecture: x86_64\ncreation_date: 1700000001\nproperties:\n  description: split\n  name: parity-split\n"
)


def form(*parts: tuple) -> bytes:
    """A multipart body of (name, file name, bytes)."""
    head = '--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n' + "Content-Type: %s\r\n\r\n"
    body = b"".join(
        (head % (BOUND, name, file, "application/octet-stream")).encode() + data + b"\r\n" for name, file, data in parts
    )
    return body + ("--%s--\r\n" % BOUND).encode()


IMAGES = [
    post(
        "/1.0/images?" + P,
        IMAGE,
        headers={
            **RAW,
            "X-LXD-properties": "a=b&os=pty",
            "X-Incus-properties": "a=b&os=pty",
            "X-LXD-filename": "pty.tar",
            "X-Incus-filename": "pty.tar",
        },
    ),
    post("/1.0/images?" + P, IMAGE, headers=RAW),
    get("/1.0/images?" + P),
    get("/1.0/images?recursion=1&" + P),
    get("/1.0/images/%s?%s" % (FP, P)),
    get("/1.0/images/%s?%s" % (FP[:12], P)),
    get("/1.0/images/ptynone?" + P),
    get("/1.0/images/%s" % FP),
    post("/1.0/images/aliases?" + P, {"name": "pty-a", "target": FP, "description": "x"}),
    post("/1.0/images/aliases?" + P, {"name": "pty-a", "target": FP}),
    post("/1.0/images/aliases?" + P, {"name": "pty-b", "target": "00aa"}),
    post("/1.0/images/aliases?" + P, {"name": "", "target": FP}),
    post("/1.0/images/aliases?" + P, {"name": "pty-b"}),
    post("/1.0/images/aliases?" + P, {"name": "pty/slash", "target": FP}),
    get("/1.0/images/aliases/pty%2Fslash?" + P),
    get("/1.0/images/aliases/pty/slash?" + P),
    delete("/1.0/images/aliases/pty%2Fslash?" + P),
    get("/1.0/images/aliases?" + P),
    get("/1.0/images/aliases?recursion=1&" + P),
    get("/1.0/images/aliases/pty-a?" + P),
    get("/1.0/images/aliases/ptynone?" + P),
    put("/1.0/images/aliases/pty-a?" + P, {"target": FP}),
    get("/1.0/images/aliases/pty-a?" + P),
    put("/1.0/images/aliases/pty-a?" + P, {"description": "x"}),
    put("/1.0/images/aliases/pty-a?" + P, {"target": "nofp"}),
    put("/1.0/images/aliases/pty-a?" + P, {"target": FP}, tag="wrong"),
    put("/1.0/images/aliases/ptynone?" + P, {"target": FP}),
    post("/1.0/images/aliases/pty-a?" + P, {"name": "pty-c"}),
    post("/1.0/images/aliases/pty-c?" + P, {"name": "pty-c"}),
    post("/1.0/images/aliases/ptynone?" + P, {"name": "pty-d"}),
    get("/1.0/images/%s?%s" % (FP, P)),
    put(
        "/1.0/images/%s?%s" % (FP, P),
        {"properties": {"x": "y"}, "public": True, "profiles": ["default"]},
        tag="/1.0/images/%s?%s" % (FP, P),
    ),
    put("/1.0/images/%s?%s" % (FP, P), {"properties": {"x": "y"}}, tag="wrong"),
    get("/1.0/images/%s?%s" % (FP, P)),
    patch("/1.0/images/%s?%s" % (FP, P), {"auto_update": True, "properties": {"z": "1"}}),
    get("/1.0/images/%s?%s" % (FP, P)),
    patch("/1.0/images/%s?%s" % (FP, P), {"expires_at": "2040-01-01T00:00:00Z"}),
    get("/1.0/images/%s?%s" % (FP, P)),
    put("/1.0/images/%s?%s" % (FP, P), {}),
    get("/1.0/images/%s?%s" % (FP, P)),
    put("/1.0/images/%s?%s" % (FP, P), {"profiles": ["nope"]}),
    put("/1.0/images/%s?%s" % (FP, P), {"properties": {"n": 1}}),
    get("/1.0/images/%s/export?%s" % (FP, P)),
    post("/1.0/images?" + P, b"junkjunk", headers=RAW),
    post(
        "/1.0/images?" + P,
        form(("metadata", "m.tar", META), ("rootfs", "r.tar", IMAGE)),
        headers={"Content-Type": "multipart/form-data; boundary=" + BOUND},
    ),
    get("/1.0/images?recursion=1&" + P),
    get("/1.0/images?recursion=1&filter=properties.name%20eq%20parity-split&" + P),
    get("/1.0/images?filter=properties.name%20eq%20parity-split&" + P, blind=True),
    post("/1.0/images?" + P, {"source": {"type": "instance", "name": "ptynone"}}),
    post("/1.0/images?" + P, IMAGE, headers={**RAW, "X-LXD-fingerprint": "00", "X-Incus-fingerprint": "00"}),
    delete("/1.0/images/aliases/pty-c?" + P),
    delete("/1.0/images/aliases/pty-c?" + P),
    delete("/1.0/images/%s?%s" % (FP, P)),
    delete("/1.0/images/%s?%s" % (FP, P)),
    *[],
]
