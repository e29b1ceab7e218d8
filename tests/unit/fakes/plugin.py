# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pytest fixtures; ``from ansible_collections.lxcri.containers.tests.unit.fakes.plugin import *`` in a conftest.

``lxd`` and ``incus``: a started fake with a pool, a network and a default profile.  ``fake``: both, one after the
other.  ``fake_server``: a factory for any other; ``fake_server(product="lxd", clustered=True)``.
A fault of the fake itself fails the test that met it.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest

from ansible_collections.lxcri.containers.tests.unit.fakes.server import FakeServer

__all__ = ["fake", "fake_server", "incus", "lxd"]


@pytest.fixture
def fake_server() -> Iterator[Callable[..., FakeServer]]:
    started = []

    def make(**options: Any) -> FakeServer:
        started.append(FakeServer(**options).start())
        return started[-1]

    yield make
    for server in started:
        server.stop()
    errors = [error for server in started for error in server.errors]
    assert not errors, errors[0]


@pytest.fixture
def lxd(fake_server: Callable[..., FakeServer]) -> FakeServer:
    return fake_server(product="lxd")


@pytest.fixture
def incus(fake_server: Callable[..., FakeServer]) -> FakeServer:
    return fake_server(product="incus")


@pytest.fixture(params=["lxd", "incus"])
def fake(request: pytest.FixtureRequest, fake_server: Callable[..., FakeServer]) -> FakeServer:
    return fake_server(product=request.param)
