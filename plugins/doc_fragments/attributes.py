# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module can do, in the block ``attributes`` of its documentation."""

from __future__ import annotations


class ModuleDocFragment:
    """``attributes`` for what changes something, ``attributes.info`` for what only reads."""

    DOCUMENTATION = r"""
attributes:
  check_mode:
    support: full
    description: Says what it would do and writes nothing.
  diff_mode:
    support: full
    description: Returns what was and what is, or would be, with secrets masked.
  idempotent:
    support: full
    description: A second run with the same options changes nothing, unless somebody else changed something.
  action_group:
    support: full
    membership:
      - lxcri.containers.lxcri
    description: Use C(group/lxcri.containers.lxcri) in C(module_defaults) to set options for all modules of the
      collection.
"""

    INFO = r"""
attributes:
  check_mode:
    support: full
    description: Only reads, so check mode makes no difference.
  diff_mode:
    support: N/A
    description: Changes nothing, so there is no difference to show.
  idempotent:
    support: full
    description: A second run with the same options changes nothing.
  action_group:
    support: full
    membership:
      - lxcri.containers.lxcri
    description: Use C(group/lxcri.containers.lxcri) in C(module_defaults) to set options for all modules of the
      collection.
"""
