# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Config of a fleet: how containers are made on this host, laid under what the fleet declares."""

from __future__ import annotations

def loaded_config(params):
    return None
def maker(config, server):
    return None
