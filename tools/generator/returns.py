# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of ``RETURN`` that every kind's module shares, written into the hand-written modules."""

from __future__ import annotations

import re
from typing import Dict

from .catalogue import GENERATED, MODULES, Catalogue

_BLOCK = re.compile(r'^RETURN = r"""\n(.*?)^"""$', re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)

SHARED = """\
action:
  description: What was done, or would be in check mode.
  returned: success
  type: str
  sample: update
differs:
  description: What differed, property by property, empty when nothing did.
  returned: success
  type: list
  elements: str
  sample: [{key}]
reason:
  description: Why, in a sentence, secrets masked.
  returned: success
  type: str
  sample: "as declared"
diff:
  description: The declared properties C(before) and C(after), secrets masked, empty where there is nothing.
  returned: in diff mode
  type: dict
"""


def outputs(found: Catalogue) -> Dict[str, str]:
    """The modules of kinds with the shared return values as they are to be."""
    texts = {}
    for kind in found.kinds:
        module = found.modules.get(kind)
        if module and GENERATED not in module.text and "resource_task" in module.text:
            texts["{0}/{1}.py".format(MODULES, kind)] = with_shared(kind, module.text, found)
    return texts


def with_shared(kind: str, text: str, found: Catalogue) -> str:
    """A module's text, its ``RETURN`` beginning with the shared values and ending with its own."""
    block = _BLOCK.search(text)
    if not block:
        return text
    shared = SHARED.format(key=key_of(found.kinds[kind].value))
    ours = {entry.split(":", 1)[0] for entry in _ENTRY.split(shared) if entry}
    own = [entry for entry in _ENTRY.split(block.group(1)) if entry and entry.split(":", 1)[0] not in ours]
    return text[:block.start(1)] + shared + "".join(own) + text[block.end(1):]


def key_of(resource) -> str:
    """A key that may well differ."""
    names = [item.name for item in resource.fields if not item.write_only and not item.create_only]
    return (names or [resource.lifecycle.field if resource.lifecycle else resource.key])[0]
