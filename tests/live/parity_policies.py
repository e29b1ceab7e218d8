# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Areas of the parity scripts: ACLs, zones, forwards, peers, certificates, warnings."""

from __future__ import annotations

import base64
import hashlib

from parity_script import NET, delete, get, patch, post, put

A = "/1.0/network-acls"
RULE = {"action": "allow", "state": "enabled", "source": "10.0.0.0/8", "protocol": "tcp", "destination_port": "22"}
ACLS = [
    post(A, {"name": "ptyacl", "description": "d", "config": {"user.x": "1"}, "ingress": [RULE], "egress": []}),
    post(A, {"name": "ptyacl"}),
    post(A, {"name": "pty b"}),
    post(A, {"name": ""}),
    post(A, {"name": "1pty"}),
    post(A, {"name": "ptyacl2", "ingress": [{"action": "nope", "state": "enabled"}]}),
    post(A, {"name": "ptyacl2", "ingress": [{"action": "allow"}]}),
    post(A, {"name": "ptyacl2", "config": {"bad": "1"}}),
    get(A),
    get(A + "?recursion=1"),
    get(A + "/ptyacl"),
    get(A + "/ptynone"),
    get(A + "/ptyacl/log"),
    put(A + "/ptyacl", {"description": "e", "ingress": [{"action": "drop", "state": "logged"}]}, tag=A + "/ptyacl"),
    put(A + "/ptyacl", {}, tag="wrong"),
    get(A + "/ptyacl"),
    patch(A + "/ptyacl", {"config": {"user.y": "2"}}),
    get(A + "/ptyacl"),
    put(A + "/ptynone", {}),
    put(A + "/ptyacl", {"ingress": [{"action": "nope"}]}),
    post(A + "/ptyacl", {"name": "ptyacl9"}),
    post(A, {"name": "ptyacl8"}),
    post(A + "/ptyacl9", {"name": "ptyacl8"}),
    post(A + "/ptynone", {"name": "ptyacl7"}),
    put("/1.0/networks/ptybr0", {"config": {**NET, "security.acls": "ptyacl9"}}),
    get(A + "/ptyacl9"),
    delete(A + "/ptyacl9"),
    post(A + "/ptyacl9", {"name": "ptyacl99"}),
    put("/1.0/networks/ptybr0", {"config": NET}),
    put("/1.0/networks/ptybr0", {"config": {**NET, "security.acls": "ptynone"}}),
    delete(A + "/ptyacl9"),
    delete(A + "/ptyacl8"),
    delete(A + "/ptyacl9"),
]

Z = "/1.0/network-zones"
R = Z + "/pty.example/records"
ZONES = [
    post(Z, {"name": "pty.example", "description": "d", "config": {"user.x": "1"}}),
    post(Z, {"name": "pty.example"}),
    post(Z, {"name": ""}),
    post(Z, {"name": "pty2.example", "config": {"bad": "1"}}),
    get(Z),
    get(Z + "?recursion=1"),
    get(Z + "/pty.example"),
    get(Z + "/ptynone"),
    put(Z + "/pty.example", {"config": {}}, tag="wrong"),
    put(Z + "/pty.example", {"description": "e", "config": {"dns.nameservers": "ns1.example.org"}}),
    get(Z + "/pty.example"),
    patch(Z + "/pty.example", {"config": {"user.a": "1"}}),
    get(Z + "/pty.example"),
    post(Z + "/pty.example", {"name": "ptyx"}),
    post(R, {"name": "ptyw", "description": "d", "entries": [{"type": "A", "value": "192.0.2.4", "ttl": 60}]}),
    post(R, {"name": "ptyw"}),
    post(R, {"name": "ptyw2", "entries": [{"type": "BAD", "value": "x"}]}),
    post(R, {"name": "ptyw2", "entries": [{"type": "A", "value": "x"}]}),
    get(R),
    get(R + "?recursion=1"),
    get(R + "/ptyw"),
    get(R + "/ptynone"),
    put(R + "/ptyw", {"entries": []}, tag="wrong"),
    put(R + "/ptyw", {"entries": [{"type": "TXT", "value": "x"}]}),
    get(R + "/ptyw"),
    patch(R + "/ptyw", {"config": {"user.b": "1"}}),
    get(R + "/ptyw"),
    delete(R + "/ptyw"),
    delete(R + "/ptyw"),
    post(Z + "/ptynone/records", {"name": "ptyx"}),
    put("/1.0/networks/ptybr0", {"config": {**NET, "dns.zone.forward": "pty.example"}}),
    get(Z + "/pty.example"),
    delete(Z + "/pty.example"),
    put("/1.0/networks/ptybr0", {"config": NET}),
    delete(Z + "/pty.example"),
    delete(Z + "/pty.example"),
]

W = "/1.0/networks/ptybr0/forwards"
F = W + "/10.83.177.200"
PORT = {"protocol": "tcp", "listen_port": "80", "target_port": "8080", "target_address": "10.83.177.6"}
FORWARDS = [
    post(W, {"listen_address": "10.83.177.200", "description": "d", "config": {"user.x": "1"}, "ports": [PORT]}),
    post(W, {"listen_address": "10.83.177.200"}),
    post(W, {"listen_address": "rubbish"}),
    post(W, {}),
    post(W, {"listen_address": "10.83.177.201", "config": {"bad": "1"}}),
    post(W, {"listen_address": "10.83.177.201", "ports": [{"protocol": "xx", "listen_port": "80"}]}),
    post(W, {"listen_address": "10.83.177.201", "config": {"target_address": "1.2.3.4"}}),
    get(W),
    get(W + "?recursion=1"),
    get(F),
    get(W + "/10.83.177.77"),
    put(F, {"config": {"user.z": "1"}}, tag="wrong"),
    put(F, {"description": "e", "config": {"user.z": "1"}, "ports": [PORT]}),
    get(F),
    patch(F, {"config": {"user.a": "1"}}),
    get(F),
    put(F, {"ports": [{"protocol": "udp", "listen_port": "53,54", "target_address": "10.83.177.7"}]}),
    get(F),
    post(F, {"listen_address": "10.83.177.202"}),
    delete(F),
    delete(F),
    put(W + "/10.83.177.77", {}),
    get("/1.0/networks/ptynone/forwards"),
    get("/1.0/networks/lo/forwards"),
    get("/1.0/networks/ptybr0/peers"),
    get("/1.0/networks/ptybr0/peers/x"),
    post("/1.0/networks/ptybr0/peers", {"name": "ptyx", "target_network": "y"}),
    get("/1.0/networks/ptybr0/load-balancers"),
    post("/1.0/networks/ptybr0/load-balancers", {"listen_address": "10.83.177.210"}),
    get("/1.0/network-allocations", blind=True),
]

CERTIFICATE = (
    "MIIBrjCCATSgAwIBAgIUI/PjnWRfcTlHxL70T21GQ7pAQOMwCgYIKoZIzj0EAwIwDjEMMAoGA1UEAwwDdHJ1MB4XDTI2MTEyMzIwNTAxOFoXDTI3"
    "MDMwMzIwNTAxOFowDjEMMAoGA1UEAwwDdHJ1MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEmCpOXPBkmovwckIQTZlPhCea8F7dtteiH0oCZ62dOvkv"
    "0XAFpX/kBNKEWAXlRMvTieA9SVbS0JkJAOvQwr7mYxF54iucVn4j5UecQ3cK+eXVrO/VVHKSjEbs2tOkFbamo1MwUTAdBgNVHQ4EFgQUFGqrXa/4"
    "mXE/c6NIqocQWyjAL1IwHwYDVR0jBBgwFoAUFGqrXa/4mXE/c6NIqocQWyjAL1IwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNoADBlAjEA"
    "gvMlX9eNEqODLjEkphzex7AKDNiR+QXQyKjOF010fmzPF9srAp88fS3dtSuPjcWqAjAeDT1l/2gXyH2I6ZzZ4r0Ck3UkRLbTCTKPNzGJbvcUylMa"
    "xpFFbzFxj0X/OiSqiDA="
)
C = "/1.0/certificates"
ONE = "%s/%s" % (C, hashlib.sha256(base64.b64decode(CERTIFICATE)).hexdigest())
CERTIFICATES = [
    delete(ONE, blind=True),
    post(C, {"name": "pty", "type": "client", "certificate": CERTIFICATE}),
    post(C, {"name": "pty", "type": "client", "certificate": CERTIFICATE}),
    post(C, {"name": "pty2", "type": "nope", "certificate": CERTIFICATE}),
    post(C, {"name": "pty2", "type": "client", "certificate": "xx"}),
    post(C, {"name": "pty2", "type": "client"}),
    get(C, blind=True),
    get(C + "?recursion=1"),
    get(ONE),
    get(ONE[:40]),
    get(C + "/nope"),
    put(ONE, {"name": "pty", "type": "client", "restricted": True, "projects": ["default"]}, tag="wrong"),
    put(ONE, {"name": "ptym", "type": "client", "restricted": True, "projects": ["default"]}, tag=ONE),
    get(ONE),
    patch(ONE, {"name": "ptyz"}),
    get(ONE),
    put(ONE, {"name": "ptyq"}),
    put(ONE, {"name": "ptyq", "type": "metrics"}),
    put(ONE, {"name": "ptyq", "type": "client", "restricted": True, "projects": ["ptynone"]}),
    post(ONE, {"name": "x"}),
    delete(ONE),
    delete(ONE),
    post(C, {"name": "pty", "type": "client", "token": True}),
]

WARNINGS = [
    get("/1.0/warnings/00000000-0000-0000-0000-000000000000"),
    put("/1.0/warnings/00000000-0000-0000-0000-000000000000", {"status": "bogus"}),
    delete("/1.0/warnings/00000000-0000-0000-0000-000000000000"),
]
