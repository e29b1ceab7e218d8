# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server measures, in the format of Prometheus: ``GET /1.0/metrics``."""

from __future__ import annotations

import re
from typing import Any, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import TEXT
from ansible_collections.lxcri.containers.plugins.module_utils._spec.verb import Intent, Verb

_LINE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")


def read_metrics(text: str, prefix: str = "") -> List[dict]:
    """``[{name, labels, value}]`` of a text in Prometheus' format whose names begin with ``prefix``; pure.

    Source: *Exposition formats* of Prometheus, the text-based one.
    """
    found = []
    for line in text.splitlines():
        parts = _LINE.match(line)
        if parts and parts.group(1).startswith(prefix):
            labels = {name: _ESCAPED.sub(lambda one: {"n": "\n"}.get(one.group(1), one.group(1)), value)
                      for name, value in _LABEL.findall(parts.group(2) or "")}
            found.append({"name": parts.group(1), "labels": labels, "value": float(parts.group(3))})
    return found


def intend(client: Any, options: Mapping[str, Any]) -> Intent:
    """Only reads."""
    with client.raw("GET", "metrics", query={"target": options.get("target")}) as response:
        text = response.text
    return Intent(False, result={"metrics": read_metrics(text, options.get("prefix") or "")})


METRICS_INFO = Verb(
    name="metrics_info",
    options={"prefix": TEXT, "target": TEXT},
    intend=intend,
    extensions=("metrics",),
)
