# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files a new kind begins with, as text.  Pure but for reading the checkout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Dict, Iterable, List, Tuple

import yaml

HEADER = """\
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
UTILS = "ansible_collections.lxcri.containers.plugins.module_utils."
EVERY = "tests/unit/cases/every.py"
# Written though they exist.
EXTENDED = (EVERY,)

# Codecs, and how a value is written in a playbook: the argument's constant, type, elements, a first and a second value.
# BOOL is PLAIN with another argument.
CODECS = {
    "PLAIN": ("TEXT", "str", "", '"one"', '"two"'),
    "BOOL": ("BOOL", "bool", "", "True", "False"),
    "TEXT": ("TEXT", "str", "", '"one"', '"two"'),
    "TIME": ("TEXT", "str", "", '"2030-01-31T12:00:00Z"', '"2031-01-31T12:00:00Z"'),
    "SET": ("STRINGS", "list", "str", '["one", "two"]', '["two", "three"]'),
    "CONFIG": ("DICT", "dict", "", '{"user.x": 1}', '{"user.x": 2}'),
    "DEVICES": ("DICT", "dict", "", "{}", "{}"),
}
PLAIN = {"PLAIN", "BOOL"}


@dataclass(frozen=True)
class Kind:
    """What is said about a new kind on the command line; ``fields`` are ``(name, codec)``."""

    name: str
    path: str
    key: str
    scope: str
    extensions: Tuple[str, ...]
    fields: Tuple[Tuple[str, str], ...]
    renames: bool

    @property
    def title(self) -> str:
        return self.name.replace("_", " ")

    @property
    def parents(self) -> List[str]:
        return [name for _text, name, _spec, _conversion in Formatter().parse(self.path) if name]


def fields_of(words: List[str]) -> Tuple[Tuple[str, str], ...]:
    """``["description", "config:CONFIG"]`` as pairs; a ``ValueError`` names a codec that does not exist."""
    pairs = []
    for word in words:
        name, _colon, codec = word.partition(":")
        if codec and codec not in CODECS:
            raise ValueError("{0}: there is no codec {1}; there are {2}".format(word, codec, ", ".join(CODECS)))
        pairs.append((name, codec or "PLAIN"))
    return tuple(pairs)


def files(root: Path, kind: Kind) -> Dict[str, str]:
    """``{path: text}`` of everything a person then goes on with."""
    version = yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    return {
        "plugins/module_utils/_resources/{0}.py".format(kind.name): resource(kind),
        "plugins/modules/{0}.py".format(kind.name): module(kind, version),
        "tests/unit/cases/{0}.py".format(kind.name): case(kind),
        EVERY: every((root / EVERY).read_text(encoding="utf-8"), kind.name),
        "changelogs/fragments/{0}.yml".format(kind.name): fragment(kind),
    }


def resource(kind: Kind) -> str:
    """The declaration."""
    arguments = sorted({CODECS[codec][0] for _name, codec in kind.fields})
    codecs = sorted({codec for _name, codec in kind.fields} - PLAIN)
    text = HEADER + '"""{0}s: ``/1.0/{1}``."""\n\nfrom __future__ import annotations\n\n'.format(
        kind.title.capitalize(), kind.path)
    text += "from {0}_spec.argument import {1}\n".format(UTILS, ", ".join(arguments))
    if codecs:
        text += "from {0}_spec.codec import {1}\n".format(UTILS, ", ".join(codecs))
    text += "from {0}_spec.resource import Field, Resource\n\n{1} = Resource(\n".format(UTILS, kind.name.upper())
    text += '    kind="{0}",\n    path="{1}",\n'.format(kind.name, kind.path)
    if kind.key != "name":
        text += '    key="{0}",\n'.format(kind.key)
    if kind.scope != "project":
        text += '    scope="{0}",\n'.format(kind.scope)
    if kind.extensions:
        text += "    extensions={0},\n".format(tuple_of(list(kind.extensions)))
    if kind.renames:
        text += "    renames=True,\n"
    if ("config", "CONFIG") in kind.fields:
        text += '    record="config",\n'
    text += "    fields=(\n"
    for name, codec in kind.fields:
        text += '        Field("{0}", {1}{2}),\n'.format(
            name, CODECS[codec][0], "" if codec in PLAIN else ", " + codec)
    return text + "    ),\n)\n"


def module(kind: Kind, version: str) -> str:
    """The module with its documentation."""
    return MODULE.format(
        header=HEADER, kind=kind.name, title=kind.title, version=version, key=kind.key, utils=UTILS,
        needs="".join("  - The server needs the API extension C({0}).\n".format(name) for name in kind.extensions),
        options="".join(option(kind, name, codec) for name, codec in kind.fields),
        parents="".join("  {0}:\n    type: str\n    required: true\n    description: The {0} it belongs to.\n".format(
            name) for name in kind.parents),
        rename="  new_name:\n    type: str\n    description: Rename it.\n" if kind.renames else "",
        project="  - lxcri.containers.connection.project\n" if kind.scope == "project" else "",
        named="".join("    {0}: example\n".format(name) for name in [*kind.parents, kind.key]),
        values="".join("    {0}: {1}\n".format(name, CODECS[codec][3].replace("True", "true"))
                       for name, codec in kind.fields),
        contains="".join(value(name, codec) for name, codec in ((kind.key, "PLAIN"), *kind.fields)),
        constant=kind.name.upper(), imported=folded(UTILS + "_resources." + kind.name, kind.name.upper()),
    )


def folded(module: str, name: str) -> str:
    """An import in as many lines as it needs."""
    line = "from {0} import {1}".format(module, name)
    return line if len(line) <= 120 else "from {0} import (\n    {1},\n)".format(module, name)


def option(kind: Kind, name: str, codec: str) -> str:
    """One option's documentation."""
    _argument, sort, elements, _first, _second = CODECS[codec]
    text = "  {0}:\n    type: {1}\n{2}".format(name, sort, "    elements: {0}\n".format(elements) if elements else "")
    if codec == "CONFIG":
        return text + CONFIG_TEXT.format(kind.title)
    said = "A text for people." if name == "description" else "The {0}'s {1}.".format(
        kind.title, name.replace("_", " "))
    return text + "    description: {0}\n".format(said)


def value(name: str, codec: str) -> str:
    """One return value's documentation."""
    _argument, sort, elements, _first, _second = CODECS[codec]
    return "    {0}:\n      description: Its {1}.\n      type: {2}\n{3}".format(
        name, name.replace("_", " "), sort, "      elements: {0}\n".format(elements) if elements else "")


def case(kind: Kind) -> str:
    """What it is tried with."""
    path = kind.path.format(**dict.fromkeys(kind.parents, "default"))
    sent = [(name, codec, json_of(CODECS[codec][3]), json_of(CODECS[codec][4])) for name, codec in kind.fields]
    return CASE.format(
        header=HEADER, title=kind.title.capitalize(), kind=kind.name,
        name="".join('"{0}": "default", '.format(name) for name in kind.parents) + '"{0}": "{{p}}x"'.format(kind.key),
        path=path + "/{p}x",
        first=items((name, CODECS[codec][3]) for name, codec in kind.fields),
        created=items((name, one) for name, _codec, one, _other in sent),
        second=items((name, CODECS[codec][4]) for name, codec in kind.fields),
        updated=items((name, other) for name, _codec, _one, other in sent),
        keys=tuple_of([name + ".user.x" if codec == "CONFIG" else name for name, codec, one, other in sent
                       if one != other]),
        renamed='\n        renamed="{0}/{{p}}xnew",'.format(path) if kind.renames else "",
        extension='\n        extension="{0}",'.format(kind.extensions[0]) if kind.extensions else "",
    )


def items(pairs: Iterable[Tuple[str, str]]) -> str:
    """What is between the braces of a dictionary, in as many lines as it needs."""
    texts = ['"{0}": {1}'.format(name, value) for name, value in pairs]
    line = ", ".join(texts)
    return line if len(line) <= 100 else "\n{0}        ".format("".join("            {0},\n".format(one) for one in texts))


def tuple_of(names: List[str]) -> str:
    """A tuple as code."""
    return "({0}{1})".format(", ".join('"{0}"'.format(name) for name in names), "," if len(names) == 1 else "")


def json_of(text: str) -> str:
    """A value as the server says it: all text in a CONFIG."""
    return re.sub(r': (\d+)', r': "\1"', text)


def every(text: str, name: str) -> str:
    """The list of all cases with one more file."""
    found = re.search(r"cases import (\([^)]*\)|.*)", text)
    names = sorted({*re.findall(r"\w+", found.group(1)), name})
    lines = "".join("    {0},\n".format(one) for one in names)
    text = text.replace(found.group(0), "cases import (\n{0})".format(lines))
    parts = re.findall(r"\w+\.CASES", text) + [name + ".CASES"]
    return text[:text.index("CASES = ")] + "CASES = (\n    {0}\n)\n".format("\n    + ".join(parts))


def fragment(kind: Kind) -> str:
    """The changelog's line; the new modules themselves are listed by the release's own tool."""
    return "---\nminor_changes:\n  - {0} - a new kind with a module and an info module.\n".format(
        kind.name)


CONFIG_TEXT = """\
    description:
      - The {0}'s configuration. Which keys there are is the server's business.
      - Numbers and booleans are sent as the server writes them. A key that is V(null) is removed; a key that is not
        named is left alone.
"""

MODULE = '''\
#!/usr/bin/python
{header}from __future__ import annotations

DOCUMENTATION = r"""
module: {kind}
short_description: Create, change and delete {title}s
version_added: {version}
author:
  - lxcri.containers authors (@lxcri)
description:
  - Holds one {title} of an LXD or Incus server in the declared state.
  - What the task does not name is left as it is.
{needs}options:
  {key}:
    type: str
    required: true
    description: The {title}'s {key}.
{parents}  state:
    type: str
    choices: [present, absent]
    default: present
    description: Whether the {title} is to exist.
{options}{rename}extends_documentation_fragment:
  - lxcri.containers.connection
{project}  - lxcri.containers.connection.timeout
  - lxcri.containers.attributes
seealso:
  - module: lxcri.containers.{kind}_info
"""

EXAMPLES = r"""
- name: There is such a {title}
  lxcri.containers.{kind}:
{named}{values}
- name: There is no such {title}
  lxcri.containers.{kind}:
{named}    state: absent
"""

RETURN = r"""
{kind}:
  description: The {title} as it is now, or would be in check mode. Empty when it is absent.
  returned: success
  type: dict
  contains:
{contains}"""

from {utils}_ansible.resource_task import resource_task
{imported}

TASK = resource_task({constant})


def main():
    TASK.run()


if __name__ == "__main__":
    main()
'''

CASE = '''\
{header}"""{title}s."""

from __future__ import annotations

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case

CASES = (
    Case(
        kind="{kind}",
        name={{{name}}},
        path="{path}",
        create={{{first}}},
        created={{{created}}},
        update={{{second}}},
        updated={{{updated}}},
        keys={keys},{renamed}{extension}
    ),
)
'''
