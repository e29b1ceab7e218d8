# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The declaration of one kind of REST object.  The whole language is on this page.

Anyone who adds a kind writes one ``Resource``; check mode, diff, rename, ETag writes, return values,
the info module, fleet membership and the contract tests follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as value
from string import Formatter
from typing import Any, Callable, Mapping, Optional, Tuple
from urllib.parse import quote

from ansible_collections.lxcri.containers.plugins.module_utils._spec.argument import Argument
from ansible_collections.lxcri.containers.plugins.module_utils._spec.awaited import Awaited
from ansible_collections.lxcri.containers.plugins.module_utils._spec.codec import PLAIN, Codec
from ansible_collections.lxcri.containers.plugins.module_utils._spec.request import Request


@dataclass(frozen=True)
class Field:
    """One property of the object, and the option that sets it.

    ``name``: the property's.  ``option``: the option's name, where it is not the property's.
    ``argument``: what a person may write.  ``codec``: how the value travels, compares and merges.
    ``create_only``: the server takes it at creation and never again; asking for another value is an error or
    a replacement.  ``write_only``: sent at creation, never read back, so never compared (an image to copy from).
    ``secret``: the value is shown nowhere.  ``initial``: sent at creation when the task says nothing.
    ``extension``: the API extension the field needs.  ``values``: the one that a certain value needs.
    ``fixed``: keys inside a CONFIG field that are create-only.
    """

    name: str
    argument: Argument = Argument()
    codec: Codec = PLAIN
    create_only: bool = False
    write_only: bool = False
    secret: bool = False
    initial: Any = None
    extension: str = ""
    values: Mapping[str, str] = value(default_factory=dict)
    option: str = ""
    fixed: Tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The option's name."""
        return self.option or self.name


@dataclass(frozen=True)
class Lifecycle:
    """States beyond present and absent, and how to reach them.

    ``actions`` maps ``(state, status)`` to the actions to take in order; a status that no row names takes none.
    ``request`` turns one action into a request: ``(path of the object, action, options of the task) -> Request``.
    ``field`` is where the object says its status; ``born`` is the status after creation;
    ``results`` maps a state to the status it ends in; ``default`` is the state of a task that names none.
    ``restart`` is the action that makes a running object take up what it otherwise would not; ``cold`` are the
    beginnings of config keys that need it where the server publishes nothing about them, ``whenever`` of those that
    never do.
    """

    states: Tuple[str, ...]
    actions: Mapping[Tuple[str, str], Tuple[str, ...]]
    request: Callable[[str, str, Mapping[str, Any]], Request]
    field: str = "status"
    born: str = "Stopped"
    default: str = "present"
    results: Mapping[str, str] = value(default_factory=dict)
    restart: str = ""
    cold: Tuple[str, ...] = ()
    whenever: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Reaction:
    """What follows from what lies beside an object.

    ``requests`` come before all others, and need the API extension ``extension``; ``key``, ``before`` and ``after`` say
    what differs, ``reason`` in words; ``notes`` are return values.
    """

    key: str
    before: Any
    after: Any
    reason: str
    requests: Tuple[Request, ...] = ()
    extension: str = ""
    notes: Mapping[str, Any] = value(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """One kind of REST object.

    ``kind``: its name, which the module and the return value bear.
    ``fields``: its properties that can be set.
    ``lifecycle``: its states beyond present and absent, if it has any.
    ``path``: its collection below ``/1.0``; names in braces are parents (``networks/{network}/forwards``).
    ``key``: the property that names one object in its collection.
    ``key_option``: the option that names it, where that is not the key itself.
    ``scope``: ``project`` when objects live in projects, ``server`` when the server has one set of them.
    ``extensions``: API extensions a server must have; ``products``: who offers the kind at all.
    ``renames``: POST on the object with a new key renames it.
    ``record``: the free dictionary in which ownership is remembered (``config``, ``properties``), if there is one.
    ``member_keys``: in a cluster the object is defined on each member first; these config keys belong to a member,
    and the option ``members`` says which values each has.
    ``undivided``: pure, from the body: is it one of those that a cluster makes in one go all the same?
    ``kept``: config keys that the server replaces by its own, and the key where it keeps what was asked for.
    ``options``: options that are no property of the object but steer the work.
    ``prepare``: options as written -> options to plan with (may read local files, never the server).
    ``body``: pure, the body to create with, from the default one and the options.
    ``find``: pure, which object of the collection is meant, where it is not simply the one with that key.
    ``create``: pure, the requests that create, where a POST of the body to the collection is not how it is done.
    ``also``: pure, requests that follow a creation or an update, from the wanted and the current object.
    ``settles``: the server takes some properties only from an update; a creation is followed by one where needed.
    ``awaits``: pure, what to wait for afterwards, from the options; nothing when the task does not ask.
    ``listed``: pure, the objects in what the collection's list says, where that is not simply a list of them.
    ``singleton``: there is always exactly one; it has neither a key nor a collection and is only changed.
    ``clustered``: only a cluster has any.
    ``targeted``: in a cluster it is on one member; the option ``target`` goes with every request.
    ``forces``: the option ``force`` goes with a deletion.
    ``hidden``: properties of the answer that are not shown because they are secret.
    ``full_recursion``: the list can carry state and snapshots too (``recursion=2``).
    ``schema``: the sections of the configuration that a server publishes in which its config keys are; one that is in
    none of them is refused before anything is written.
    ``beside``: pure, from the wanted and the current object: the path of what else must be read, or nothing.
    ``unfinished``: pure, from an object: nothing was ever in it, as when its server ended while it was made. A fleet makes what
    it owns of these anew.
    ``reacts``: pure, from the object's path, the wanted and the current object and what ``beside`` says: a reaction.
    ``notes``: return values that a plan may have, and what they are where it has none.
    ``mends``: ``(verb, HTTP status) -> what to do about it``, the last half of an error's sentence.
    """

    kind: str
    path: str
    fields: Tuple[Field, ...] = ()
    key: str = "name"
    key_option: str = ""
    scope: str = "project"
    extensions: Tuple[str, ...] = ()
    products: Tuple[str, ...] = ("lxd", "incus")
    renames: bool = False
    record: str = ""
    lifecycle: Optional[Lifecycle] = None
    member_keys: Tuple[str, ...] = ()
    undivided: Optional[Callable[[Mapping[str, Any]], bool]] = None
    kept: Mapping[str, str] = value(default_factory=dict)
    options: Mapping[str, Argument] = value(default_factory=dict)
    prepare: Optional[Callable[[dict], dict]] = None
    body: Optional[Callable[[dict, Mapping[str, Any]], dict]] = None
    find: Optional[Callable[[Mapping[str, Any], Tuple[dict, ...]], Optional[dict]]] = None
    create: Optional[Callable[[str, dict, Mapping[str, Any]], Tuple[Request, ...]]] = None
    also: Optional[Callable[[Mapping[str, Any], Optional[dict]], Tuple[Request, ...]]] = None
    settles: bool = False
    awaits: Optional[Callable[[Mapping[str, Any]], Optional[Awaited]]] = None
    listed: Optional[Callable[[Any], Tuple[dict, ...]]] = None
    singleton: bool = False
    clustered: bool = False
    targeted: bool = False
    forces: bool = False
    hidden: Tuple[str, ...] = ()
    full_recursion: bool = False
    schema: Tuple[str, ...] = ()
    beside: Optional[Callable[[Any, Mapping[str, Any]], Optional[str]]] = None
    unfinished: Optional[Callable[[Mapping[str, Any]], bool]] = None
    reacts: Optional[Callable[[str, Any, Mapping[str, Any], Any], Optional[Reaction]]] = None
    notes: Mapping[str, Any] = value(default_factory=dict)
    mends: Mapping[Tuple[str, int], str] = value(default_factory=dict)

    @property
    def parents(self) -> Tuple[str, ...]:
        """Names of the parents, outermost first: ``("network",)``."""
        return tuple(name for _text, name, _spec, _conversion in Formatter().parse(self.path) if name)

    @property
    def title(self) -> str:
        """The kind in words: ``network forward``."""
        return self.kind.replace("_", " ")

    def collection(self, options: Mapping[str, Any]) -> str:
        """Path of the collection below ``/1.0``, parents filled in and quoted."""
        return self.path.format(**{name: quote(str(options[name]), safe="") for name in self.parents})

    def item(self, options: Mapping[str, Any], name: str) -> str:
        """Path of one object below ``/1.0``."""
        if self.singleton:
            return self.collection(options)
        return "{0}/{1}".format(self.collection(options), quote(str(name), safe=""))

    def replaceable(self) -> bool:
        """Has it properties that only a new object can change?"""
        return any(field.create_only for field in self.fields)
