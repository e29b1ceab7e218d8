# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``resources`` and ``security`` of a Config -> ``limits.*``, ``security.*`` and lines of ``raw.lxc``."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from ansible_collections.lxcri.containers.plugins.module_utils._config.scene import Scene

# The scheduler takes periods up to a second and no quota below a millisecond; the first that comes out even wins.
_PERIODS = (100, 200, 500, 1000)


def bytes_text(count: int) -> str:
    """Bytes as the server writes them, exactly: ``512MiB``, or the plain number."""
    for shift, unit in ((40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")):
        if count % (1 << shift) == 0:
            return "%d%s" % (count >> shift, unit)
    return str(count)


def bits_text(bytes_per_second: int) -> str:
    """Bytes per second as bits per second, exactly: ``10Mbit``, or ``1234568bit``."""
    bits = bytes_per_second * 8
    for power, unit in ((10**9, "Gbit"), (10**6, "Mbit"), (10**3, "kbit")):
        if bits % power == 0:
            return "%d%s" % (bits // power, unit)
    return "%dbit" % bits


def allowance(cpus: Any) -> str:
    """A fraction of CPUs as a hard limit: ``150ms/100ms``; finer than a thousandth is rounded up."""
    exact = Fraction(str(cpus))
    period = next((period for period in _PERIODS if (exact * period).denominator == 1), _PERIODS[-1])
    return "%dms/%dms" % (math.ceil(exact * period), period)


def add_limits(scene: Scene) -> None:
    """Memory and CPU; ``limits.cpu`` shows whole CPUs, a fraction is an allowance of time."""
    resources = scene.config.resources
    if resources.memory is not None:
        scene.set("limits.memory", bytes_text(resources.memory))
    if resources.cpu is None or scene.says("limits.cpu", "limits.cpu.allowance"):
        return
    cpus = resources.cpu
    if isinstance(cpus, float) and scene.vm:
        cpus = math.ceil(cpus)
        scene.warn("resources.cpu %s is rounded up to %d for virtual machines, which take whole CPUs only."
                   % (resources.cpu, cpus))
    if isinstance(cpus, float):
        scene.set("limits.cpu.allowance", allowance(cpus))
    else:
        scene.set("limits.cpu", str(cpus))
    if scene.facts.cpus is not None and cpus > scene.facts.cpus:
        scene.warn("resources.cpu is %s, but the server has %d CPUs." % (resources.cpu, scene.facts.cpus))


def add_security(scene: Scene) -> None:
    """System calls, confinement and capabilities; a container only.  ``read_only`` is the root disk's."""
    security = scene.config.security
    asked = [name for name in ("seccomp", "apparmor", "capabilities") if getattr(security, name) is not None]
    if scene.vm:
        if asked:
            scene.warn("security.%s has no meaning for virtual machines." % ", security.".join(asked))
        return
    if security.seccomp is not None:
        scene.set(_syscall_key(scene), "true" if security.seccomp else "false")
    if security.apparmor is False:
        # Confined is what the server does by itself wherever the host can.
        scene.lines.append("lxc.apparmor.profile=unconfined")
    if security.capabilities is not None:
        # The server drops some by itself, and what is dropped cannot be kept.
        scene.lines += ["lxc.cap.drop=", "lxc.cap.keep=" + (" ".join(security.capabilities) or "none")]


def _syscall_key(scene: Scene) -> str:
    old = scene.facts.product == "lxd" and not scene.facts.has("container_syscall_filtering_allow_deny_syntax")
    return "security.syscalls.blacklist_default" if old else "security.syscalls.deny_default"
