# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller's edge: the one place where an ``LxcriError`` becomes an ``AnsibleError``."""

from __future__ import annotations

import contextlib
import importlib
from typing import Iterator, Sequence, Tuple, Type

from ansible.errors import AnsibleError
from ansible.module_utils.basic import missing_required_lib

from ansible_collections.lxcri.containers.plugins.module_utils._errors import LxcriError


@contextlib.contextmanager
def told(kind: Type[AnsibleError] = AnsibleError, libraries: Sequence[str] = (),
         only: Tuple[Type[LxcriError], ...] = (LxcriError,)) -> Iterator[None]:
    """Turn what goes wrong inside, a missing library first, into one ``kind`` with the same sentence.

    :arg only: the errors that are meant; others pass.
    """
    for library in libraries:
        try:
            importlib.import_module(library)
        except ImportError as error:
            raise kind(missing_required_lib(library)) from error
    try:
        yield
    except only as error:
        raise kind(error.message) from error
