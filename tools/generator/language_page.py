# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the language in which kinds and verbs are declared, from the docstrings that define it."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, fields
from typing import Any, Dict, List

from ansible_collections.lxcri.containers.plugins.module_utils._spec import awaited, codec, resource, verb
from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request, Upload

from .catalogue import Catalogue
from .rst import list_table, page

EXAMPLE = "plugins/module_utils/_resources/network.py"

# ``word``: at the beginning of a line or a sentence; several words may share a meaning.
_WORD = re.compile(r"(?:^|(?<=[;.]) +|\n)((?:``[a-z_]+``(?:/|, | and )?)+): ")


def outputs(found: Catalogue) -> Dict[str, str]:
    """``resource_language.rst``."""
    parts = [
        "A kind is one constant, a ``Resource``. What is no kind is a ``Verb``. This page lists every word of both; it "
        "is made of the docstrings in ``plugins/module_utils/_spec/``.",
        "An example", "The module ``network``, wholly:", example(found),
    ]
    headings = ["An example"]
    for thing in (resource.Resource, resource.Field, resource.Lifecycle, resource.Reaction, awaited.Awaited, Argument, Request, Upload,
                  verb.Verb, verb.Intent):
        parts += [thing.__name__] + described(thing)
        headings.append(thing.__name__)
    parts += ["Codecs", rest(codec), "Where each is used:", list_table(["Codec", "Fields"], uses(found))]
    return {"docs/docsite/rst/resource_language.rst": page(
        "resource_language", "The language of declarations", parts, headings + ["Codecs"])}


def example(found: Catalogue) -> str:
    """A declaration as a code block."""
    text = (found.root / EXAMPLE).read_text(encoding="utf-8")
    body = text[text.index("from ansible_collections"):].rstrip("\n")
    return ".. code-block:: python\n\n" + "\n".join("    " + line if line else "" for line in body.split("\n"))


def described(thing: Any) -> List[str]:
    """What a class says about itself, and a row for each of its words."""
    text = inspect.cleandoc(thing.__doc__ or "")
    said = meanings(text)
    intro = text[:_WORD.search(text).start()] if said else text
    head, rows = ["Word", "Type", "Default"], []
    for one in fields(thing):
        rows.append(["``{0}``".format(one.name), "``{0}``".format(one.type), default(one)])
        if said:
            rows[-1].append(said.get(one.name, ""))
    return [intro, list_table(head + ["Meaning"] if said else head, rows)]


def meanings(text: str) -> Dict[str, str]:
    """``{word: what it means}`` of a docstring with entries; empty for one in prose."""
    marks = list(_WORD.finditer(text))
    said: Dict[str, str] = {}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        # What follows an empty line is no longer about the word.
        meaning = text[mark.end():end].split("\n\n")[0]
        for name in re.findall(r"``([a-z_]+)``", mark.group(1)):
            said[name] = " ".join(meaning.split()).rstrip(";.")
    return said


def default(one: Any) -> str:
    """What holds where nothing is said."""
    if one.default is not MISSING:
        value = "Argument()" if one.default == Argument() else getattr(one.default, "name", None) or repr(one.default)
        return "``{0}``".format(value)
    if one.default_factory is not MISSING:
        return "``{0!r}``".format(one.default_factory())
    return "needed"


def rest(module: Any) -> str:
    """A module's docstring after its first line."""
    return inspect.cleandoc(module.__doc__).split("\n", 1)[1].strip("\n")


def uses(found: Catalogue) -> List[List[str]]:
    """Each codec with the fields that have it."""
    table: Dict[str, List[str]] = {}
    for kind, declared in found.kinds.items():
        for one in declared.value.fields:
            table.setdefault(one.codec.name, []).append("{0}.{1}".format(kind, one.name))
    return [["``{0}``".format(name), ", ".join(sorted(names))] for name, names in sorted(table.items())]
