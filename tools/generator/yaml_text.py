# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML as a person would write it."""

from __future__ import annotations

from typing import Any

import yaml


class _Indented(yaml.SafeDumper):
    """Lists are indented below their key."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


_Indented.add_representer(
    type(None), lambda dumper, _value: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def block(value: Any) -> str:
    """A document without its ``---``, lines of at most 120 characters."""
    return yaml.dump(value, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=110)
