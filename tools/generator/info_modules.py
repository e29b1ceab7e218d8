# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Info modules, wholly written from the declaration of their kind."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from ansible_collections.lxcri.containers.plugins.module_utils._ansible.info_task import info_task, plural
from ansible_collections.lxcri.containers.plugins.module_utils._ansible.options import CONNECTION, PROJECT

from .catalogue import GENERATED, MODULES, PACKAGE, Catalogue, Declaration
from .scaffold import folded
from .words import SAMPLES, SERVER_DOCS, mono, title, titles
from .yaml_text import block

MODULE = '''\
#!/usr/bin/python
# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
{generated}plugins/module_utils/{path}.py; do not edit.
from __future__ import annotations

DOCUMENTATION = r"""
{documentation}"""

EXAMPLES = r"""
{examples}"""

RETURN = r"""
{returned}"""

from {package}.module_utils._ansible.info_task import info_task
{imported}

TASK = info_task({constant})


def main():
    TASK.run()


if __name__ == "__main__":
    main()
'''


def outputs(found: Catalogue) -> Dict[str, str]:
    """The info module of every kind that has none written by hand."""
    return {"{0}/{1}_info.py".format(MODULES, kind): module_text(found, declared)
            for kind, declared in found.kinds.items() if not found.hand_written_info(kind)}


def module_text(found: Catalogue, declared: Declaration) -> str:
    """The whole file."""
    resource = declared.value
    return MODULE.format(
        generated=GENERATED,
        path=declared.module.replace(".", "/"),
        documentation=block(documentation(found, resource)),
        examples="\n".join(block([one]) for one in examples(resource)),
        returned=block(returned(found, resource)),
        package=PACKAGE,
        imported=folded("{0}.module_utils.{1}".format(PACKAGE, declared.module), declared.constant),
        constant=declared.constant,
    )


def documentation(found: Catalogue, resource: Any) -> Dict[str, Any]:
    """``DOCUMENTATION`` as data."""
    sibling = found.modules.get(resource.kind)
    document = {
        "module": resource.kind + "_info",
        "short_description": short(resource),
        "version_added": str(sibling.part("DOCUMENTATION")["version_added"]) if sibling else "0.1.0",
        "author": ["lxcri.containers authors (@lxcri)"],
        "description": description(resource),
        "options": options(resource),
        "extends_documentation_fragment": fragments(resource),
        "seealso": ([{"module": "lxcri.containers." + resource.kind}] if sibling else []) + SERVER_DOCS,
    }
    return {key: value for key, value in document.items() if value}


def short(resource: Any) -> str:
    """``short_description``."""
    if resource.singleton:
        return "Show the {0}".format(title(resource.kind))
    return "List {0}, or show one".format(titles(resource))


def description(resource: Any) -> List[str]:
    """``description``, a sentence each."""
    where = "of an LXD or Incus server" if len(resource.products) > 1 else "of an {0} server".format(
        {"lxd": "LXD", "incus": "Incus"}[resource.products[0]])
    if resource.singleton:
        said = ["Shows the {0} {1}.".format(title(resource.kind), where)]
    else:
        said = ["Lists the {0} {1}, or shows the one that is named, with one request.".format(titles(resource), where),
                "A name that does not exist is no error, the list is empty then."]
    said.append("It reads {0}.".format(mono("GET " + endpoint(resource))))
    return said + limits(resource)


def endpoint(resource: Any) -> str:
    """The path it reads, parents in braces."""
    return resource.path if resource.path.startswith("/1.0") else "/1.0/" + resource.path


def limits(resource: Any) -> List[str]:
    """What a server must be or have, a sentence each."""
    said = []
    if resource.extensions:
        said.append("The server needs the API extension{0} {1}.".format(
            "s" if len(resource.extensions) > 1 else "", " and ".join(map(mono, resource.extensions))))
    if len(resource.products) == 1:
        said.append("Only {0} has any.".format({"lxd": "LXD", "incus": "Incus"}[resource.products[0]]))
    if resource.clustered:
        said.append("Only a cluster has any.")
    return said


def options(resource: Any) -> Dict[str, Any]:
    """The options that are not shared, each with its description."""
    documented = {}
    for name, said in info_task(resource).arguments.items():
        if name not in CONNECTION and name not in PROJECT and name != "timeout":
            documented[name] = dict({key: value for key, value in said.items() if key != "options"},
                                    description=option_text(resource, name))
    return documented


def option_text(resource: Any, name: str) -> List[str]:
    """What an option of an info module means."""
    if name in resource.parents:
        above = resource.kind.rsplit("_", 1)[0] if name == "name" else name
        below = title(resource.kind) if resource.singleton else titles(resource)
        return ["The {0} whose {1} {2} meant.".format(
            title(above), below[len(above) + 1:] if below.startswith(title(above) + " ") else below,
            "is" if resource.singleton else "are")]
    if name == "full":
        return ["Return state, addresses and snapshots of each one too, which takes the server longer."]
    if name == "target":
        return ["In a cluster, the member that is asked."]
    if resource.key == "fingerprint" and name == "name":
        return ["An alias, or at least 12 characters of a fingerprint. Without it, all {0} are returned.".format(
            titles(resource))]
    return ["Which {0} to show, by its {1}. Without it, all {2} are returned.".format(
        title(resource.kind), resource.key.replace("_", " "), titles(resource))]


def fragments(resource: Any) -> List[str]:
    """The shared documentation that applies."""
    names = ["connection"]
    if resource.scope == "project":
        names.append("connection.project")
    if "timeout" in info_task(resource).arguments:
        names.append("connection.timeout")
    return ["lxcri.containers." + name for name in names + ["attributes.info"]]


def examples(resource: Any) -> List[Dict[str, Any]]:
    """At least two tasks."""
    module = "lxcri.containers.{0}_info".format(resource.kind)
    parents = {name: SAMPLES.get((resource.kind, name), SAMPLES.get(name, "example")) for name in resource.parents}
    remote = dict({"server": "https://lxd.example.com:8443"}, **parents)
    if resource.singleton:
        return [{"name": "Show the {0}".format(title(resource.kind)), module: parents or None, "register": "found"},
                {"name": "The same of another server", module: remote, "register": "found"}]
    key = resource.key_option or resource.key
    one = dict(parents, **{key: SAMPLES.get((resource.kind, key), SAMPLES.get(key, "example"))})
    tasks = [{"name": "All {0}".format(titles(resource)), module: parents or None, "register": "found"},
             {"name": "One {0}".format(title(resource.kind)), module: one, "register": "found"}]
    if resource.full_recursion:
        tasks.append({"name": "Everything about all of them, with state and addresses",
                      module: dict(parents, full=True), "register": "found"})
    return tasks


def returned(found: Catalogue, resource: Any) -> Dict[str, Any]:
    """``RETURN`` as data; the properties are those of the kind's own module, and what only a list has."""
    contains = properties(found, resource)
    if resource.singleton:
        value: Dict[str, Any] = {"description": "What the server says, secrets masked.", "returned": "success",
                                 "type": "dict"}
        name = resource.kind
    else:
        value = {"description": "The {0}, as the server shows them, secrets masked.".format(titles(resource)),
                 "returned": "success", "type": "list", "elements": "dict"}
        name = plural(resource)
    return {name: dict(value, contains=contains) if contains else value}


def properties(found: Catalogue, resource: Any) -> Mapping[str, Any]:
    """``contains`` of one object."""
    module = found.modules.get(resource.kind)
    said = module.part("RETURN").get(resource.kind, {}).get("contains", {}) if module else {}
    return dict(said, **found.info_only().get(resource.kind, {}))
