# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module files are declarations: documentation, a task, a ``main`` of one line, and no branch."""

from __future__ import annotations

import ast
import importlib
import re
from functools import lru_cache
from pathlib import PurePath

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.task import Task
from ansible_collections.lxcri.containers.tests.unit.architecture.reading import COLLECTION, ROOT, Source, sources, yaml_of

MODULES = {PurePath(source.path).stem: source for source in sources("plugins/modules")}
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.With, ast.BoolOp, ast.comprehension, ast.Lambda)
TEXTS = ("DOCUMENTATION", "EXAMPLES", "RETURN")


def every_module(rule):
    """One test of a rule for all modules, which names every module that breaks it: much quicker than a test for each."""
    def test():
        broken = {}
        for name in sorted(MODULES):
            try:
                rule(name)
            except AssertionError as error:
                broken[name] = str(error)
        assert broken == {}

    test.__name__, test.__doc__ = rule.__name__, rule.__doc__
    return test


def test_a_broken_rule_is_seen():
    @every_module
    def rule(name):
        assert name != "fleet", "it is the fleet"

    with pytest.raises(AssertionError, match="it is the fleet"):
        rule()


@lru_cache(maxsize=None)
def part(name: str, text: str):
    """``DOCUMENTATION``, ``EXAMPLES`` or ``RETURN`` as data."""
    for node in MODULES[name].tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == text:
            return yaml_of(ast.literal_eval(node.value))
    raise AssertionError("{0} has no {1}".format(name, text))


def task_of(name: str) -> Task:
    return importlib.import_module(COLLECTION + "plugins.modules." + name).TASK


def branches(source: Source) -> list:
    """What decides in a file, beside the guard at its end."""
    return [ast.unparse(node) for node in source.nodes if isinstance(node, BRANCHES)
            and not (isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'")]


@every_module
def test_no_branch(name):
    source = MODULES[name]
    assert branches(source) == []
    functions = [node for node in source.tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert [ast.unparse(node) for node in functions] == ["def main():\n    TASK.run()"]
    names = [node.targets[0].id for node in source.tree.body if isinstance(node, ast.Assign)]
    assert names == [*TEXTS, "TASK"]


def test_a_branch_is_seen():
    assert branches(Source("plugins/modules/x.py", "x = 1 if y else 2"))
    assert not branches(Source("plugins/modules/x.py", "if __name__ == '__main__':\n    main()"))


@every_module
def test_documentation_is_whole(name):
    said = part(name, "DOCUMENTATION")
    assert said["module"] == name
    assert said["author"] == ["lxcri.containers authors (@lxcri)"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["version_added"])
    assert "lxcri.containers.attributes" in " ".join(said["extends_documentation_fragment"])
    for option, words in options_of(said.get("options") or {}):
        assert words.get("description"), option
        assert words.get("type"), option


def options_of(options: dict, above: str = ""):
    """Every option and suboption with its path."""
    for option, words in options.items():
        yield above + option, words
        yield from options_of(words.get("suboptions") or {}, above + option + ".")


# What every server has that this collection speaks to.
COMMON = {"instances", "projects"}
KINDS = {PurePath(source.path).stem for source in sources("plugins/module_utils/_resources")} & set(MODULES)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_needs_an_extension_names_it(kind):
    """A kind, a property or a value that not every server knows says which API extension brings it."""
    resource = getattr(importlib.import_module(COLLECTION + "plugins.module_utils._resources." + kind), kind.upper())
    said = part(kind, "DOCUMENTATION")
    silent = [one for one in resource.extensions if one not in COMMON and one not in str(said)]
    for field in resource.fields:
        needed = [field.extension] * bool(field.extension) + list(field.values.values())
        silent += [(field.says, one) for one in needed if one not in str(said["options"][field.says])]
    assert silent == []


@every_module
def test_siblings_name_each_other(name):
    siblings = {name + "_info", name[:-len("_info")] if name.endswith("_info") else ""} & set(MODULES)
    named = {one.get("module", "").rpartition(".")[2] for one in part(name, "DOCUMENTATION").get("seealso") or ()}
    assert siblings <= named


@every_module
def test_examples_are_tasks_that_the_module_takes(name):
    """At least two, by full name, with options that pass the module's own validation."""
    own = [task for task in part(name, "EXAMPLES") if COLLECTION_NAME + name in task]
    assert len(own) >= 2
    for example in part(name, "EXAMPLES"):
        for action, options in example.items():
            if action.startswith(COLLECTION_NAME):
                task = task_of(action[len(COLLECTION_NAME):])
                # What a template stands for is not known here.
                given = {option: value for option, value in (options or {}).items() if "{{" not in str(value)}
                hidden = set(options or {}) - set(given)
                rules = {} if hidden else task.rules
                result = ArgumentSpecValidator(relaxed(task.arguments, hidden), **rules).validate(given)
                assert result.error_messages == [], example["name"]
                assert set(options or {}) <= set(task.arguments) | aliases(task), example["name"]


COLLECTION_NAME = "lxcri.containers."


def relaxed(arguments: dict, hidden: set) -> dict:
    """The options, of which those that a template fills are not required."""
    return {option: {key: value for key, value in said.items() if not (option in hidden and key == "required")}
            for option, said in arguments.items()}


def aliases(task: Task) -> set:
    return {alias for said in task.arguments.values() for alias in said.get("aliases", ())}


@every_module
def test_options_are_documented_as_they_are(name):
    """The documentation and the task agree on names, types, choices and defaults, suboptions too."""
    said = part(name, "DOCUMENTATION")
    documented = dict(said.get("options") or {})
    for fragment in said["extends_documentation_fragment"]:
        documented.update(fragment_of(fragment).get("options") or {})
    agree(documented, task_of(name).arguments, name)


@lru_cache(maxsize=None)
def fragment_of(fragment: str) -> dict:
    """A documentation fragment of the collection, by its full name."""
    _namespace, _collection, file, variant = (fragment + ".documentation").split(".")[:4]
    holder = importlib.import_module(COLLECTION + "plugins.doc_fragments." + file).ModuleDocFragment
    return yaml.safe_load(getattr(holder, variant.upper()))


def agree(documented: dict, arguments: dict, where: str) -> None:
    assert set(documented) == set(arguments), where
    for option, words in documented.items():
        spec = arguments[option]
        for word in ("type", "elements", "choices", "default", "required", "aliases"):
            assert (words.get(word) or None) == (spec.get(word) or None), "{0}: {1}.{2}".format(where, option, word)
        agree(words.get("suboptions") or {}, spec.get("options") or {}, "{0}.{1}".format(where, option))


def test_every_module_is_in_the_action_group():
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert runtime["action_groups"]["lxcri"] == sorted(MODULES)
