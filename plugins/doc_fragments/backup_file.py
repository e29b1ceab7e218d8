# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups in files: how they are exported, and the checksum that an import asks for."""

from __future__ import annotations


class ModuleDocFragment:
    """Instances and custom volumes are exported alike; ``imported`` is the way back."""

    DOCUMENTATION = r"""
attributes:
  idempotent:
    support: partial
    description: With O(force) every run makes a new backup.
options:
  dest:
    type: path
    required: true
    description:
      - The file to write, readable by its owner alone. Its directory must exist.
      - What it is packed with follows from O(compression_algorithm), not from the name.
  force:
    type: bool
    default: false
    description: Make a new backup where the file is there already. The old one is replaced when the new one is whole.
  optimized_storage:
    type: bool
    default: false
    description: Use the storage driver's own format, which is faster and can be imported to a pool of the same driver
      only.
  compression_algorithm:
    type: str
    description: How to compress, such as V(gzip), V(zstd) or V(none). The server's C(backups.compression_algorithm)
      otherwise.
  checksum_file:
    type: bool
    default: false
    description: Write the SHA-256 beside the file, as C(sha256sum -c) reads it, with C(.sha256) after the name.
  retention:
    type: dict
    description:
      - Which older files beside O(dest) to keep, by the time they were written. The others are deleted once the new
        one is whole. At least one of C(keep) and C(max_age) is needed.
    suboptions:
      keep:
        type: int
        description: Keep at most so many, the newest, O(dest) among them.
      max_age:
        type: str
        description: Drop what is older, such as V(12h), V(7d) or V(4w).
      at_least:
        type: int
        default: 1
        description: Never leave fewer than so many, however old they are. A smaller O(retention.keep) goes before.
      pattern:
        type: str
        default: "*"
        description: Which names are backups, as a shell pattern. It must be set, to something more than V(*).
"""

    IMPORTED = r"""
options:
  checksum:
    type: str
    description: The SHA-256 that the file must have. It is computed before anything is sent.
"""
