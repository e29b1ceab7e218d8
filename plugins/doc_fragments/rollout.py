# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the work of a fleet is spread over members and over time."""

from __future__ import annotations


class ModuleDocFragment:
    """What the module C(fleet) says of a rollout."""

    DOCUMENTATION = r"""
options:
  placement:
    type: str
    choices: [scheduler, spread]
    default: scheduler
    description:
      - On which member of a cluster an instance is made that names no C(target).
      - V(scheduler) leaves the choice to the server.
      - V(spread) chooses the member with the fewest instances among those that are online, not evacuated and not
        reserved by C(scheduler.instance), so that many made at once do not all land on one. One whose free memory is less
        than C(limits.memory) of the instance comes after those that have enough.
  width:
    type: int
    default: 0
    description: How many things are worked on at once. V(0) finds as many as the server gains by.
  restart:
    type: str
    choices: [never, when_needed, always, rolling]
    description:
      - Whether running instances are restarted after a change, where they do not say so themselves; see
        M(lxcri.containers.instance).
      - V(rolling) is V(when_needed), one instance after the other, or as O(serial) says.
  serial:
    type: list
    elements: str
    description:
      - Spread changes to instances that exist over batches of this size, a number such as V(5) or a share such as
        V(20%).
      - Several sizes are taken in order, the last one repeats. What is created or deleted does not wait for a batch.
  max_fail:
    type: int
    default: 0
    description: How many instances may fail before the batches that remain are left alone.
  on_failure:
    type: str
    choices: [stop, continue, rollback]
    default: stop
    description:
      - V(stop) leaves the batches that remain alone.
      - V(continue) goes on with them.
      - V(rollback) takes a snapshot of each instance before it is changed, restores it when the change fails, and
        stops.
"""
