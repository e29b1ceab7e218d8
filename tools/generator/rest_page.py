# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of the REST API: every path and method, who offers it, and which modules reach it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Tuple

import yaml

from .catalogue import Catalogue
from .kinds_page import link
from .rst import list_table, page

HERE = Path(__file__).parent
METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE")
# The module through which every request can be made.
ANY = "api"


class Endpoint(NamedTuple):
    """One request: who offers it (``lxd``, ``incus``, with ``+`` only newer ones), its method and path."""

    products: Tuple[str, ...]
    method: str
    path: str


def outputs(found: Catalogue) -> Dict[str, str]:
    """``rest_api.rst``."""
    besides = said(found)
    reached = {one: reach(found, one, besides) for one in endpoints()}
    rows = [["``{0}``".format(one.path), one.method, offers(one, "lxd"), offers(one, "incus"),
             ", ".join(link(name, found) for name in modules or [ANY])] for one, modules in reached.items()]
    parts = [
        "Every request of the REST API and the modules that make it, or that do what it does: a partial update "
        "(``PATCH``) is done by a whole one with an ETag, and files are read and written over SFTP. What no other "
        "module reaches, ``lxcri.containers.api`` does: any path, method and body.",
        "Of {0} requests, {1} are reached by a module made for the purpose: {2} of the {3} that LXD 5.0.2 offers, {4} "
        "of the {5} that Incus 6.0.4 offers, and {6} of the {7} that are newer.".format(*counts(reached)),
        "*newer* means that a release after LXD 5.0.2 or Incus 6.0.4 brought it.",
        list_table(["Path", "Method", "LXD", "Incus", "Modules"], rows),
    ]
    return {"docs/docsite/rst/rest_api.rst": page("rest_api", "The REST API and the modules", parts)}


def endpoints() -> Iterator[Endpoint]:
    """What the list says, one request at a time."""
    for line in (HERE / "rest_api.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            products, methods, path = line.split()
            for method in methods.split(","):
                yield Endpoint(tuple(products.split(",")), method, path)


def offers(one: Endpoint, product: str) -> str:
    """Whether a product has it."""
    return "yes" if product in one.products else "newer" if product + "+" in one.products else "no"


def counts(reached: Dict[Endpoint, List[str]]) -> List[int]:
    """All and those reached by a module of their own; the same reversed for LXD, Incus and the newer ones."""
    found = [len(reached), sum(1 for modules in reached.values() if modules)]
    for mark in ("lxd", "incus", "+"):
        some = [modules for one, modules in reached.items()
                if mark in one.products or (mark == "+" and all(name.endswith("+") for name in one.products))]
        found += [sum(1 for modules in some if modules), len(some)]
    return found


def reach(found: Catalogue, one: Endpoint, besides: Dict[Tuple[str, str], List[str]]) -> List[str]:
    """The modules that reach an endpoint, by the declarations and by ``besides``."""
    names = []
    for kind, declared in found.kinds.items():
        names += [name for name in of_kind(kind, declared.value, one) if name in found.modules and name not in names]
    return names + [name for name in besides.get((one.method, shape(one.path)), ()) if name not in names]


def of_kind(kind: str, resource: Any, one: Endpoint) -> List[str]:
    """What a kind's modules do at an endpoint."""
    base = resource.path if resource.path.startswith("/1.0") else "/1.0/" + resource.path
    info = [kind + "_info"]
    changes = resource.fields and not all(item.create_only or item.write_only for item in resource.fields)
    if resource.singleton:
        does = {"GET": [kind] + info, "PUT": [kind], "PATCH": [kind]} if changes else {"GET": info}
        return does.get(one.method, []) if fits(base, one.path) else []
    if fits(base, one.path):
        return {"GET": info, "POST": [] if resource.create and not resource.fields else [kind]}.get(one.method, [])
    if fits(base + "/{}", one.path):
        update = [kind] if changes or resource.lifecycle else []
        return {"GET": [kind] + info, "PUT": update, "PATCH": update, "DELETE": [kind],
                "POST": [kind] if resource.renames else []}.get(one.method, [])
    return []


def fits(pattern: str, path: str) -> bool:
    """Is it the path?  A name in braces fits anything that the other one calls by another name, or by a value."""
    mine, theirs = shape(pattern).split("/"), shape(path).split("/")
    return len(mine) == len(theirs) and all(
        one == other or other == "{}" and one != "" and number > 2
        for number, (one, other) in enumerate(zip(mine, theirs)))


def shape(path: str) -> str:
    """A path with nameless braces."""
    return re.sub(r"\{\w*\}", "{}", path)


def said(found: Catalogue) -> Dict[Tuple[str, str], List[str]]:
    """``reaches.yml`` by endpoint; a line that names no module or no endpoint ends the tool."""
    known = {(one.method, shape(one.path)) for one in endpoints()}
    table: Dict[Tuple[str, str], List[str]] = {}
    for module, lines in yaml.safe_load((HERE / "reaches.yml").read_text(encoding="utf-8")).items():
        for line in lines:
            method, path = line.split()
            if module not in found.modules or (method, shape(path)) not in known:
                raise SystemExit("reaches.yml: {0}: {1} is no request, or there is no such module".format(module, line))
            table.setdefault((method, shape(path)), []).append(module)
    return table
