# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server itself, projects, profiles, images and instances; ``{image}`` is the fingerprint of the image ``bb``."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

INSTANCE = ("instances", {"name": "{p}i", "source": {"type": "image", "alias": "bb"}})

CASES = (
    Case(
        kind="server",
        name={},
        path="",
        update={"config": {"user.{p}": 1}},
        updated={"config": {"user.{p}": "1"}},
        keys=("config.user.{p}",),
        unset={"config": {"user.{p}": None}},
        gone="config/user.{p}",
        makes=False,
    ),
    Case(
        kind="project",
        name={"name": "{p}p"},
        path="projects/{p}p",
        create={"description": "one", "config": {"features.images": False, "user.x": 1}},
        created={"description": "one", "config": {"features.images": "false", "user.x": "1"}},
        update={"description": "two", "config": {"limits.instances": 5}},
        updated={"description": "two", "config": {"limits.instances": "5", "user.x": "1"}},
        keys=("description", "config.limits.instances"),
        unset={"config": {"user.x": None}},
        gone="config/user.x",
        renamed="projects/{p}pnew",
    ),
    Case(
        kind="profile",
        name={"name": "{p}prof"},
        path="profiles/{p}prof",
        create={"description": "one", "config": {"limits.cpu": 2, "user.x": 1}, "devices": {
            "root": {"type": "disk", "path": "/", "pool": "default"}}},
        created={"description": "one", "config": {"limits.cpu": "2", "user.x": "1"}, "devices": {
            "root": {"type": "disk", "path": "/", "pool": "default"}}},
        update={"config": {"limits.cpu": 3}, "devices": {"null": {"type": "unix-char", "path": "/dev/null"}}},
        updated={"config": {"limits.cpu": "3", "user.x": "1"}, "devices": {
            "root": {"type": "disk"}, "null": {"type": "unix-char"}}},
        keys=("config.limits.cpu", "devices.null"),
        unset={"devices": {"null": None}},
        gone="devices/null",
        renamed="profiles/{p}profnew",
    ),
    Case(
        kind="image_alias",
        name={"name": "{p}alias"},
        path="images/aliases/{p}alias",
        create={"target": "{image}", "description": "one"},
        created={"target": "{image}", "description": "one"},
        update={"description": "two"},
        updated={"target": "{image}", "description": "two"},
        keys=("description",),
        renamed="images/aliases/{p}aliasnew",
    ),
    Case(
        kind="instance",
        name={"name": "{p}i"},
        path="instances/{p}i",
        create={"image": "bb", "state": "stopped", "description": "one", "config": {
            "user.x": 1, "environment.TOKEN": "hush-hush"}},
        created={"status": "Stopped", "type": "container", "description": "one", "config": {"user.x": "1"}},
        update={"state": "stopped", "description": "two", "config": {"user.y": 2},
                "devices": {"null": {"type": "unix-char", "path": "/dev/null"}}},
        updated={"status": "Stopped", "description": "two", "config": {"user.x": "1", "user.y": "2"},
                 "devices": {"null": {"type": "unix-char"}}},
        keys=("description", "config.user.y", "devices.null"),
        unset={"state": "stopped", "config": {"user.x": None}},
        gone="config/user.x",
        fixed={"state": "stopped", "architecture": "riscv64"},
        fixed_key="architecture",
        secrets=("hush-hush",),
    ),
    Case(
        kind="instance_snapshot",
        name={"instance": "{p}i", "name": "snap"},
        path="instances/{p}i/snapshots/snap",
        before=(INSTANCE,),
        after=("instances/{p}i",),
        create={"expires_at": "2040-01-31T12:00:00Z"},
        created={"expires_at": "2040-01-31T12:00:00Z"},
        update={"expires_at": "2041-01-31"},
        updated={"expires_at": "2041-01-31T00:00:00Z"},
        keys=("expires_at",),
        renamed="instances/{p}i/snapshots/snapnew",
    ),
    Case(
        kind="instance_metadata",
        name={"instance": "{p}i"},
        path="instances/{p}i/metadata",
        before=(INSTANCE,),
        after=("instances/{p}i",),
        update={"properties": {"{p}": 1, "os": "case"}, "templates": {
            "/etc/motd": {"when": ["start"], "template": "hostname.tpl"}}},
        updated={"properties": {"{p}": "1", "os": "case"}, "templates": {
            "/etc/motd": {"when": ["start"], "template": "hostname.tpl"}}},
        keys=("properties.{p}", "properties.os", "templates./etc/motd"),
        unset={"properties": {"{p}": None}, "templates": {"/etc/motd": None}},
        gone="properties/{p}",
        makes=False,
    ),
)
