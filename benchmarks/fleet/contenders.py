# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to hold N small containers that are compared, each as create(), check() and delete()."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from measure import run

SOCKET = os.environ["LXCRI_SERVER"]
IMAGE = os.environ.get("LXCRI_BENCH_IMAGE", "bb")
QUIET = {"ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.minimal", "ANSIBLE_LOCALHOST_WARNING": "false",
         "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"}


def clear(number: int) -> None:
    """Delete what a contender left behind."""
    import pylxd
    client = pylxd.Client(endpoint=SOCKET)
    for instance in client.instances.all():
        if instance.name in {"bench-{0}".format(place) for place in range(number)}:
            if instance.status == "Running":
                instance.stop(force=True, wait=True)
            instance.delete(wait=True)


class Contender:
    """``pool`` names the profile's root pool by choosing the profile the containers are made with."""

    label = ""

    def __init__(self, number: int, profile: str = "default", socket: str = SOCKET) -> None:
        self.number, self.profile, self.socket = number, profile, socket
        self.names = ["bench-{0}".format(place) for place in range(number)]
        self.work = Path(tempfile.mkdtemp(prefix="lxcri-bench-"))

    def create(self) -> None:
        raise NotImplementedError

    def check(self) -> None:
        self.create()

    def delete(self) -> None:
        raise NotImplementedError

    def play(self, name: str, plays: List[Dict[str, Any]], *more: str, **variables: str) -> None:
        path = self.work / (name + ".yml")
        path.write_text(json.dumps(plays))
        run(["ansible-playbook", str(path), *more], **dict(QUIET, **variables))


class Empty(Contender):
    """ansible-playbook with nothing to do."""

    label = "empty playbook"

    def create(self) -> None:
        self.play("empty", [{"hosts": "localhost", "gather_facts": False, "tasks": []}])

    def delete(self) -> None:
        pass


class Fleet(Contender):
    """One task of this collection, in the controller's process."""

    label = "fleet"
    in_process = "true"

    def document(self) -> Dict[str, Any]:
        return {"name": "bench", "instances": [
            {"name": name, "image": IMAGE, "profiles": [self.profile]} for name in self.names]}

    def task(self, **options: Any) -> None:
        module = dict({"server": self.socket, "fleet": self.document()}, **options)
        self.play("fleet", [{"hosts": "localhost", "gather_facts": False,
                             "tasks": [{"lxcri.containers.fleet": module}]}],
                  "-e", "lxcri_in_process=" + self.in_process)

    def create(self) -> None:
        self.task()

    def delete(self) -> None:
        self.task(state="absent")


class ShippedFleet(Fleet):
    """The same as a module in a process of its own."""

    label = "fleet as a module"
    in_process = "false"


class Apply(Fleet):
    """The same without ansible-playbook around it: what the engine itself needs."""

    label = "fleet, the apply alone"

    def task(self, **options: Any) -> None:
        from ansible_collections.lxcri.containers.plugins.module_utils._ansible.fleet_task import ARGUMENTS, fleet_task
        from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Call
        params = {name: said.get("default") for name, said in ARGUMENTS.items()}
        params.update(options, server=self.socket, fleet=self.document())
        result = fleet_task().outcome(Call(params))
        if result.get("failed"):
            raise SystemExit(result["msg"])


class Loop(Contender):
    """community.general.lxd_container in a loop, as most people have it."""

    label = "lxd_container in a loop"

    def module(self, **options: Any) -> Dict[str, Any]:
        return dict({"url": "unix:" + self.socket, "snap_url": "unix:" + self.socket,
                     "profiles": [self.profile], "source": {"type": "image", "alias": IMAGE}}, **options)

    def loop(self, name: str, **options: Any) -> None:
        self.play(name, [{"hosts": "localhost", "gather_facts": False, "tasks": [{
            "community.general.lxd_container": self.module(name="{{ item }}", **options), "loop": self.names}]}])

    def create(self) -> None:
        self.loop("create", state="started")

    def delete(self) -> None:
        self.loop("delete", state="absent")


class Hosts(Loop):
    """The same with one host per container and forks."""

    label = "lxd_container, one host each"
    forks = "8"

    def loop(self, name: str, **options: Any) -> None:
        inventory = self.work / "hosts"
        inventory.write_text("".join("{0} ansible_connection=local ansible_python_interpreter="
                                     "'{{{{ ansible_playbook_python }}}}'\n".format(one) for one in self.names))
        self.play(name, [{"hosts": "all", "gather_facts": False, "tasks": [{
            "community.general.lxd_container": self.module(name="{{ inventory_hostname }}", **options)}]}],
            "-i", str(inventory), "--forks", self.forks)


class Serial(Contender):
    """pylxd, one after the other."""

    label = "pylxd, one by one"

    def client(self) -> Any:
        import pylxd
        return pylxd.Client(endpoint=self.socket)

    def create(self) -> None:
        client = self.client()
        for name in self.names:
            instance = client.instances.create({
                "name": name, "profiles": [self.profile], "source": {"type": "image", "alias": IMAGE}}, wait=True)
            instance.start(wait=True)

    def check(self) -> None:
        client = self.client()
        for name in self.names:
            assert client.instances.get(name).status == "Running"

    def delete(self) -> None:
        client = self.client()
        for name in self.names:
            instance = client.instances.get(name)
            instance.stop(force=True, wait=True)
            instance.delete(wait=True)


class Floor(Contender):
    """A bare asynchronous client that sends the same requests: nothing can be faster on this server."""

    label = "bare asynchronous client"
    width = {"create": 4, "delete": 16}

    async def send(self, session: Any, method: str, path: str, body: Any = None) -> None:
        async with session.request(method, "http://lxd" + path, json=body) as reply:
            document = await reply.json()
        if document.get("operation"):
            async with session.get("http://lxd" + document["operation"] + "/wait") as reply:
                document = await reply.json()
                assert document["metadata"]["status_code"] == 200, document

    async def make(self, session: Any, name: str) -> None:
        await self.send(session, "POST", "/1.0/instances", {
            "name": name, "profiles": [self.profile], "source": {"type": "image", "alias": IMAGE}})
        await self.send(session, "PUT", "/1.0/instances/{0}/state".format(name), {"action": "start"})

    async def drop(self, session: Any, name: str) -> None:
        await self.send(session, "PUT", "/1.0/instances/{0}/state".format(name), {"action": "stop", "force": True})
        await self.send(session, "DELETE", "/1.0/instances/" + name)

    async def all(self, work: Any, width: int) -> None:
        import aiohttp
        limit = asyncio.Semaphore(width)
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(self.socket, limit=0)) as session:
            async def one(name: str) -> None:
                async with limit:
                    await work(session, name)
            await asyncio.gather(*(one(name) for name in self.names))

    def create(self) -> None:
        asyncio.run(self.all(self.make, self.width["create"]))

    def check(self) -> None:
        pass

    def delete(self) -> None:
        asyncio.run(self.all(self.drop, self.width["delete"]))
