# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inside of instances: files, metadata and templates, logs, console, and commands."""

from __future__ import annotations

import posixpath
import time
import uuid
from typing import Any, Dict, List, Optional, Tuple

from ansible_collections.lxcri.containers.tests.unit.fakes.context import Context
from ansible_collections.lxcri.containers.tests.unit.fakes.state import Object
from ansible_collections.lxcri.containers.tests.unit.fakes.table import Route
from ansible_collections.lxcri.containers.tests.unit.fakes.things import sockets
from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Failure, Reply, done, etag, sync

OCTETS = {"Content-Type": "application/octet-stream"}
File = Dict[str, Any]
DIRECTORIES = ("/", "/etc", "/tmp", "/root", "/var", "/var/log", "/home", "/run")


def _file(kind: str, data: bytes = b"", uid: int = 0, gid: int = 0, mode: Optional[int] = None) -> File:
    usual = {"file": 0o644, "directory": 0o755, "symlink": 0o777}[kind]
    return {"type": kind, "data": data, "uid": uid, "gid": gid, "mode": usual if mode is None else mode}


def tree(instance: Object) -> Dict[str, File]:
    """The files of an instance; a small root file system to begin with."""
    files = instance["_files"]
    if "/" not in files:
        files.update({path: _file("directory") for path in DIRECTORIES})
        files["/etc/passwd"] = _file("file", b"root:x:0:0:root:/root:/bin/sh\n")
        files["/etc/hostname"] = _file("file", instance["name"].encode() + b"\n")
    return files


def _open(ctx: Context) -> Tuple[Dict[str, File], str]:
    instance = ctx.get(ctx.server.kinds["instance"])[1]
    path = ctx.query.get("path", "")
    if not path:
        raise Failure(400, "Missing path argument")
    return tree(instance), posixpath.normpath("/" + path.lstrip("/"))


def _mark(ctx: Context) -> str:
    return "X-Lxd-" if ctx.server.lxd else "X-Incus-"


def _headers(ctx: Context, one: File) -> Dict[str, str]:
    said = {"Uid": str(one["uid"]), "Gid": str(one["gid"]), "Mode": "0%o" % one["mode"], "Type": one["type"]}
    said["Modified"] = time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC", time.gmtime())
    return {_mark(ctx) + key: value for key, value in said.items()}


def _names(files: Dict[str, File], path: str) -> List[str]:
    return [posixpath.basename(one) for one in files if one != "/" and posixpath.dirname(one) == path]


def _get_file(ctx: Context) -> Reply:
    files, path = _open(ctx)
    one = files.get(path)
    if one is None:
        raise Failure(404, "Not Found")
    if one["type"] == "directory":
        reply = sync(_names(files, path))
        reply.headers.update(_headers(ctx, one))
        return reply
    name = {"Content-Disposition": "inline;filename=" + posixpath.basename(path)}
    return Reply(200, one["data"], {**OCTETS, **name, **_headers(ctx, one)})


def _head_file(ctx: Context) -> Reply:
    files, path = _open(ctx)
    if path not in files:
        raise Failure(404, "Not Found")
    return Reply(200, b"", _headers(ctx, files[path]))


def _put_file(ctx: Context) -> Reply:
    files, path = _open(ctx)
    mark = _mark(ctx).lower()
    said = {key[len(mark) :]: value for key, value in ctx.headers.items() if key.startswith(mark)}
    above = files.get(posixpath.dirname(path))
    if above is None or above["type"] != "directory":
        raise Failure(404, "Not Found")
    kind = said.get("type", "file")
    if kind not in ("file", "directory", "symlink"):
        raise Failure(400, "Bad file type: " + kind)
    old = files.get(path)
    if old is not None and kind == "directory":
        return done()
    try:
        uid, gid = int(said.get("uid", 0)), int(said.get("gid", 0))
        mode = int(said["mode"], 8) if "mode" in said else None
    except ValueError:
        raise Failure(400, "Invalid file ownership or mode") from None
    data = ctx.body
    if said.get("write") == "append" and old is not None:
        old["data"] += data
        return done()
    if old is not None and kind == "file":
        uid, gid = (int(said[key]) if key in said else old[key] for key in ("uid", "gid"))
        mode = old["mode"] if mode is None else mode
    files[path] = _file(kind, data, uid, gid, mode)
    return done()


def _delete_file(ctx: Context) -> Reply:
    files, path = _open(ctx)
    if path not in files:
        raise Failure(404, "Not Found")
    below = [one for one in files if one.startswith(path.rstrip("/") + "/")]
    if below and not (ctx.server.has("file_delete_force") and ctx.headers.get(_mark(ctx).lower() + "force") == "true"):
        raise Failure(500, 'sftp: "remove %s: directory not empty" (SSH_FX_FAILURE)' % path)
    for one in [*below, path]:
        del files[one]
    return done()


def _metadata(ctx: Context) -> Tuple[Object, Dict[str, Any]]:
    instance = ctx.get(ctx.server.kinds["instance"])[1]
    if "_metadata" not in instance:
        properties = {k[6:]: v for k, v in instance["config"].items() if k.startswith("image.")}
        instance["_metadata"] = {
            "architecture": instance["architecture"],
            "creation_date": 1700000000,
            "expiry_date": 0,
            "properties": properties,
            "templates": None,
        }
    instance.setdefault("_templates", {})
    return instance, instance["_metadata"]


def _get_metadata(ctx: Context) -> Reply:
    metadata = _metadata(ctx)[1]
    return sync(metadata, etag(metadata))


def _change_metadata(ctx: Context) -> Reply:
    instance, metadata = _metadata(ctx)
    body = ctx.json()
    zero = {"architecture": "", "creation_date": 0, "expiry_date": 0, "properties": {}, "templates": {}}
    if ctx.method == "PUT":
        instance["_metadata"] = {key: body.get(key) or usual for key, usual in zero.items()}
        return done()
    for key in zero:
        if key in body:
            metadata[key] = {**(metadata[key] or {}), **body[key]} if isinstance(zero[key], dict) else body[key]
    return done()


def _template(ctx: Context) -> Tuple[Dict[str, bytes], str]:
    instance = _metadata(ctx)[0]
    path = ctx.query.get("path", "")
    if not path and ctx.method != "GET":
        raise Failure(400, "missing path argument")
    if path and ctx.method != "POST" and path not in instance["_templates"]:
        raise Failure(404, 'Template "%s" not found' % path)
    return instance["_templates"], path


def _get_template(ctx: Context) -> Reply:
    templates, path = _template(ctx)
    if not path:
        return sync(sorted(templates))
    return Reply(200, templates[path], {**OCTETS, "Content-Disposition": "inline;filename=" + path})


def _put_template(ctx: Context) -> Reply:
    templates, path = _template(ctx)
    templates[path] = ctx.body
    return done()


def _delete_template(ctx: Context) -> Reply:
    templates, path = _template(ctx)
    del templates[path]
    return done()


def _logs(ctx: Context) -> Dict[str, bytes]:
    instance = ctx.get(ctx.server.kinds["instance"])[1]
    logs = instance.setdefault("_logs", {})
    if instance["_status"] != "Stopped":
        logs.setdefault("lxc.conf", b"lxc.uts.name = %s\n" % instance["name"].encode())
        logs.setdefault("lxc.log", b"lxc: nothing to report\n")
    return logs


def _list_logs(ctx: Context) -> Reply:
    return sync(["%s/%s" % (ctx.path, name) for name in sorted(_logs(ctx))])


def _log(ctx: Context) -> Tuple[Dict[str, bytes], str]:
    logs, name = _logs(ctx), ctx.params["log"]
    if name not in logs:
        known = name in ("lxc.log", "lxc.conf", "console.log") or name.startswith(("exec_", "migration_", "snapshot_"))
        raise Failure(404 if known else 400, "log file name %s not valid" % name)
    return logs, name


def _get_log(ctx: Context) -> Reply:
    logs, name = _log(ctx)
    return Reply(200, logs[name], {**OCTETS, "Content-Disposition": "inline;filename=" + name})


def _delete_log(ctx: Context) -> Reply:
    logs, name = _log(ctx)
    if name in ("lxc.log", "lxc.conf"):
        raise Failure(400, "lxc.log and lxc.conf may not be deleted")
    del logs[name]
    return done()


def _console(ctx: Context) -> Reply:
    instance = ctx.get(ctx.server.kinds["instance"])[1]
    if ctx.method == "DELETE":
        instance["_console"] = b""
        return done()
    return Reply(200, instance.get("_console", b""), {**OCTETS, "Content-Disposition": "inline;filename=console.log"})


def simple_exec(command: List[str], environment: Dict[str, str]) -> Tuple[int, bytes, bytes]:
    """(return code, stdout, stderr) of the few commands that every instance knows; tests put their own in ``exec``."""
    words = {"true": (0, b"", b""), "false": (1, b"", b""), "hostname": (0, b"fake\n", b"")}
    if command[0] == "echo":
        return 0, " ".join(command[1:]).encode() + b"\n", b""
    if command[0] == "env":
        return 0, "".join("%s=%s\n" % one for one in sorted(environment.items())).encode(), b""
    return words.get(command[0], (127, b"", b""))


def _exec(ctx: Context) -> Reply:
    """``record-output`` and plain commands; those over websockets are in ``sockets``."""
    instance = ctx.get(ctx.server.kinds["instance"])[1]
    body = ctx.json()
    if instance["_status"] != "Running":
        raise Failure(400, "Instance is not running" if instance["_status"] == "Stopped" else "Instance is frozen")
    resources = ctx.resources("instances", instance["name"])
    command, environment = body.get("command") or [""], body.get("environment") or {}
    if body.get("wait-for-websocket"):
        return sockets.execute(ctx, body, resources)
    if not ctx.server.lxd:
        resources["containers"] = resources["instances"]
    logs = _logs(ctx)

    def work(operation: Any) -> None:
        code, out, err = ctx.server.exec(command, environment)
        found: Dict[str, Any] = {"return": code}
        if body.get("record-output"):
            stem = "exec_%s" % uuid.uuid4()
            where = "/1.0/instances/%s/%s/" % (instance["name"], "logs" if ctx.server.lxd else "logs/exec-output")
            logs.update({stem + ".stdout": out, stem + ".stderr": err})
            found["output"] = {"1": where + stem + ".stdout", "2": where + stem + ".stderr"}
        operation.shown["metadata"] = found
        if code == 127:
            raise Failure(400, "Command not found")

    return ctx.task("Executing command", work, resources)


def routes(_server: Any) -> List[Route]:
    one = "/1.0/instances/{name}"
    found = [Route("HEAD", one + "/files", _head_file, extension="instance_file_head")]
    table = {
        "/files": {"GET": _get_file, "POST": _put_file, "DELETE": _delete_file},
        "/metadata": {"GET": _get_metadata, "PUT": _change_metadata, "PATCH": _change_metadata},
        "/metadata/templates": {"GET": _get_template, "POST": _put_template, "DELETE": _delete_template},
        "/logs": {"GET": _list_logs},
        "/logs/{log}": {"GET": _get_log, "DELETE": _delete_log},
        "/logs/exec-output/{log}": {"GET": _get_log, "DELETE": _delete_log},
        "/console": {"GET": _console, "DELETE": _console},
        "/exec": {"POST": _exec},
    }
    return found + [Route(method, one + path, handler) for path, by in table.items() for method, handler in by.items()]
