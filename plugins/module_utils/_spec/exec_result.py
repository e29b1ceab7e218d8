# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command that has ended returns as a module's result.  Pure."""

from __future__ import annotations

import base64
from typing import Any, Dict


def result_of(rc: int, stdout: bytes, stderr: bytes, strip: bool = True) -> Dict[str, Any]:
    """``rc``, ``stdout``, ``stderr`` and their lines, as ``ansible.builtin.command`` names them.

    Bytes that are no UTF-8 are shown with replacement characters and are whole in ``stdout_b64``, ``stderr_b64``.

    :arg strip: without the line ends at the end.
    """
    result: Dict[str, Any] = {"rc": rc}
    for name, content in (("stdout", stdout), ("stderr", stderr)):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("utf-8", "replace")
            result[name + "_b64"] = base64.b64encode(content).decode("ascii")
        result[name] = text.rstrip("\r\n") if strip else text
        result[name + "_lines"] = result[name].splitlines()
    return result


def judged(result: Dict[str, Any], what: str) -> Dict[str, Any]:
    """The same, failed unless the return code is 0."""
    if result["rc"] == 0:
        return result
    return dict(result, failed=True, msg="{0} ended with the return code {1}.".format(what, result["rc"]))
