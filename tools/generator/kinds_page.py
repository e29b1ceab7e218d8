# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of kinds, in the documentation and in the README."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from .catalogue import Catalogue
from .rst import COLLECTION, list_table, page
from .tried import of_module
from .words import title

BEGIN, END = "<!-- begin kinds -->", "<!-- end kinds -->"
PRODUCTS = (("lxd", "LXD"), ("incus", "Incus"))


def outputs(found: Catalogue) -> Dict[str, str]:
    """``kinds.rst`` and the README with its table."""
    readme = (found.root / "README.md").read_text(encoding="utf-8")
    before, rest = readme.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return {
        "docs/docsite/rst/kinds.rst": kinds_page(found),
        "README.md": "{0}{1}\n{2}\n{3}{4}".format(before, BEGIN, markdown(found), END, after),
    }


def rows(found: Catalogue) -> List[List[str]]:
    """Kind, module, info module, LXD, Incus, how it is tried."""
    return [[title(kind), kind if kind in found.modules else "", kind + "_info"] + [
        offered(declared.value, product) for product, _name in PRODUCTS] + [tried(found, kind)]
        for kind, declared in found.kinds.items()]


def tried(found: Catalogue, kind: str) -> str:
    """How a kind is tried; what has only an info module, by that."""
    words = of_module(found, kind)
    words += [word for word in of_module(found, kind + "_info") if word not in words]
    return ", ".join(words) or "not yet"


def offered(resource: Any, product: str) -> str:
    """Whether a server of that product can have the kind, and what it needs."""
    if product not in resource.products:
        return "no"
    needs = [name for name in resource.extensions if name not in everywhere()]
    if needs:
        return "needs {0}".format(", ".join(needs))
    return "cluster" if resource.clustered else "yes"


def everywhere() -> frozenset:
    """The extensions that the oldest supported LXD and Incus both have."""
    from ansible_collections.lxcri.containers.tests.unit.fakes import extensions

    return frozenset(extensions.of("lxd", "5.0.2")) & frozenset(extensions.of("incus", "6.0.4"))


def others(found: Catalogue) -> List[List[str]]:
    """Modules that are neither a kind's nor its info module: name, what it does, how it is tried."""
    belong = set(found.kinds) | {kind + "_info" for kind in found.kinds}
    return [[name, module.short, ", ".join(of_module(found, name)) or "not yet"]
            for name, module in sorted(found.modules.items()) if name not in belong]


def kinds_page(found: Catalogue) -> str:
    """The page."""
    linked = [[kind, link(module, found), link(info, found)] + rest for kind, module, info, *rest in rows(found)]
    return page("kinds", "Kinds and modules", [
        "Everything that LXD and Incus know and the collection reaches with a module of its own. *needs* names the API "
        "extension without which the task says so and writes nothing; servers older than LXD 5.0 are not supported.",
        "How it is tried: *contract* is the twelve steps (create, change and delete, each under check mode, for real, "
        "again under check mode and again) against a server in memory that speaks HTTP; *live LXD* and *live Incus* "
        "are the same steps on real servers, judged by the official command; *molecule* is a role or playbook on real "
        "containers; *unit* is a test of its own.",
        list_table(["Kind", "Module", "Info module", "LXD", "Incus", "How it is tried"], linked),
        "Modules that hold no kind",
        list_table(["Module", "What it does", "How it is tried"],
                   [[link(name, found), what, how] for name, what, how in others(found)]),
    ], headings=["Modules that hold no kind"])


def link(module: str, found: Catalogue) -> str:
    """A reference to a module's page, empty when there is none."""
    if module not in found.modules:
        return ""
    return ":ansplugin:`{0} <{1}.{0}#module>`".format(module, COLLECTION)


def markdown(found: Catalogue) -> str:
    """The README's part."""
    kinds = table(["Kind", "Module", "Info module", "LXD", "Incus", "How it is tried"],
                  [[kind, code(module), code(info)] + rest for kind, module, info, *rest in rows(found)])
    verbs = table(["Module", "What it does", "How it is tried"],
                  [[code(name), what, how] for name, what, how in others(found)])
    return "\n".join(["## What there is", "", kinds, "", verbs])


def code(text: str) -> str:
    """As code, where there is any."""
    return "`{0}`".format(text) if text else ""


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| {0} |".format(" | ".join(cells)) for cells in lines)
