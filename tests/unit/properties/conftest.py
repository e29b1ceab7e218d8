# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many examples are looked at, the same ones on every run.

A busy machine is slow, which says nothing about the code, so there is no deadline.  A few are enough with every change, and CI
looks at many: ``--hypothesis-profile thorough``.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

for profile, examples in (("few", 20), ("thorough", 400)):
    settings.register_profile(profile, max_examples=examples, deadline=None, derandomize=True, database=None,
                              suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("few")
