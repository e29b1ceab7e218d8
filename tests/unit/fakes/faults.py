# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that a test asks for: the next matching request fails or loses its connection."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import List, Optional, Pattern

from ansible_collections.lxcri.containers.tests.unit.fakes.wire import Reply


@dataclass
class Fault:
    method: str
    path: Pattern[str]
    times: int
    reply: Optional[Reply]  # None: drop the connection
    after: bool


class Faults:
    def __init__(self) -> None:
        self._waiting: List[Fault] = []
        self._lock = threading.Lock()

    def add(self, method: str, path: str, times: int, reply: Optional[Reply], after: bool = False) -> None:
        self._waiting.append(Fault(method.upper(), re.compile(path), times, reply, after))

    def take(self, method: str, target: str) -> Optional[Fault]:
        """The first fault that waits for such a request; used up once it was taken ``times`` times."""
        if not self._waiting:
            return None
        with self._lock:
            for fault in self._waiting:
                if fault.method in (method, "*") and fault.path.search(target):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None
