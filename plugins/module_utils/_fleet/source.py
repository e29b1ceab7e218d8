# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a fleet's file: YAML, and so JSON too."""

from __future__ import annotations

from typing import Any

from ansible_collections.lxcri.containers.plugins.module_utils._errors import Invalid

try:
    import yaml
except ImportError:
    yaml = None


def read_fleet(path: str) -> dict:
    """The document in a file.

    :raises Invalid: when it cannot be read, is no YAML, or names a key twice, with line and column.
    """
    try:
        with open(path, encoding="utf-8") as file:
            document = yaml.load(file, Loader=_loader())
    except OSError as error:
        raise Invalid("fleet file {0} cannot be read ({1}); correct the path or its permissions.".format(
            path, error.strerror))
    except UnicodeDecodeError:
        raise Invalid("fleet file {0} is not UTF-8; save it as UTF-8.".format(path))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = ", line {0}, column {1}".format(mark.line + 1, mark.column + 1) if mark else ""
        raise Invalid("fleet file {0}{1}: {2}.".format(path, where, getattr(error, "problem", None) or "no YAML"))
    if not isinstance(document, dict):
        raise Invalid("fleet file {0} must hold one dictionary with `name`, `instances` and so on.".format(path))
    return document


def _loader() -> Any:
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):
        """Refuses a key that is named twice, where YAML libraries keep the last in silence."""

    def mapping(loader: Any, node: Any) -> dict:
        loader.flatten_mapping(node)
        seen: set = set()
        for key_node, _value in node.value:
            if key_node.value in seen and isinstance(key_node.value, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "the key `{0}` is named twice".format(key_node.value), key_node.start_mark)
            if isinstance(key_node.value, str):
                seen.add(key_node.value)
        return loader.construct_mapping(node, deep=True)

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    return Loader
