# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Horizontal bars as SVG, with the standard library alone."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple
from xml.sax.saxutils import escape

LINE, LABELS, WIDTH, WORDS = 22, 290, 380, 150
OURS, OTHERS = "#c05020", "#8090a0"


def draw(path: Path, title: str, rows: List[Tuple[str, float, str]], ours: str = "lxcri.containers") -> None:
    """Write one bar a row: label, length, and words behind it; ours stand out."""
    longest = max(length for _label, length, _words in rows) or 1.0
    lines = ['<text x="8" y="20" font-weight="bold">{0}</text>'.format(escape(title))]
    for place, (label, length, words) in enumerate(rows):
        y = 36 + place * LINE
        width = max(1.0, WIDTH * length / longest)
        lines.append('<text x="{0}" y="{1}" text-anchor="end">{2}</text>'.format(LABELS - 6, y + 12, escape(label)))
        lines.append('<rect x="{0}" y="{1}" width="{2:.1f}" height="{3}" fill="{4}"/>'.format(
            LABELS, y, width, LINE - 6, OURS if ours in label else OTHERS))
        lines.append('<text x="{0:.1f}" y="{1}">{2}</text>'.format(LABELS + width + 6, y + 12, escape(words)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n{2}\n</svg>\n'.format(
            LABELS + WIDTH + WORDS, 44 + len(rows) * LINE, "\n".join(lines)), encoding="utf-8")
