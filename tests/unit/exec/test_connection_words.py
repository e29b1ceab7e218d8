# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which commands have a shorter way than a shell."""

from __future__ import annotations

import pytest

from ansible_collections.lxcri.containers.plugins.plugin_utils.connection_words import grant_of, python_of


@pytest.mark.parametrize("cmd, python", [
    ("/bin/sh -c '/usr/bin/python3 && sleep 0'", "/usr/bin/python3"),
    ("/bin/sh -c /usr/bin/python3.11", "/usr/bin/python3.11"),
    ("/bin/sh -c '/opt/my-env/bin/python && sleep 0'", "/opt/my-env/bin/python"),
    ("/bin/sh -c 'LANG=C /usr/bin/python3 && sleep 0'", ""),
    ("/bin/sh -c 'sudo -H -S -n -u root /bin/sh -c '\"'\"'echo BECOME-SUCCESS-x ; /usr/bin/python3'\"'\"' && sleep 0'", ""),
    ("/bin/sh -c '/usr/bin/python3 /root/x.py && sleep 0'", ""),
    ("/bin/sh -c 'python3; rm -rf /'", ""),
    ("/bin/bash -c /usr/bin/python3", ""),
    ("/bin/sh -c '/usr/bin/perl && sleep 0'", ""),
])
def test_only_python_and_nothing_else(cmd, python):
    assert python_of(cmd) == python


@pytest.mark.parametrize("cmd, bits, paths", [
    ("/bin/sh -c 'chmod u+rwx /root/.ansible/tmp/a-1/ /root/.ansible/tmp/a-1/.source'", 0o700,
     ("/root/.ansible/tmp/a-1/", "/root/.ansible/tmp/a-1/.source")),
    ("/bin/sh -c 'chmod u+x /a /b && sleep 0'", 0o100, ("/a", "/b")),
    ("/bin/sh -c 'chmod u+x /a'", 0o100, ("/a",)),
    ("/bin/sh -c 'chmod 0700 /a'", 0, ()),
    ("/bin/sh -c 'chmod u+x a'", 0, ()),
    ("/bin/sh -c 'chmod -R u+x /a'", 0, ()),
    ("/bin/sh -c 'chmod u+x /a* /b'", 0, ()),
    ("/bin/sh -c 'chmod u+x /a; reboot'", 0, ()),
    ("/bin/sh -c 'chmod u+x /a\\ b'", 0, ()),
    ("/bin/sh -c 'chmod u+x \"/a b\"'", 0, ()),
    ("/bin/sh -c 'chmod g+x /a'", 0, ()),
    ("/bin/bash -c 'chmod u+x /a'", 0, ()),
])
def test_only_a_grant_to_owners_and_nothing_else(cmd, bits, paths):
    assert grant_of(cmd) == (bits, paths)
