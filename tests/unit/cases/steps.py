# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The twelve steps of a kind, the same on a real server and on the fake one.

Create under check, create, create again under check, create again; the same four for update and for delete.
``changed`` must be right each time, a check run must leave the server as it is, and so must a second run.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from ansible_collections.lxcri.containers.tests.unit.cases.case import Case, dig, holds

Run = Callable[..., dict]
Look = Callable[[str], Optional[Any]]


def same(one: Any, other: Any) -> bool:
    """Equal but for the order of lists, which is an accident in a cluster."""
    return holds(one, other) and holds(other, one)


class Trial:
    """One case on one server.

    ``run(kind, check_mode, **options)`` is the module; ``look(path)`` shows an object (``None``: there is none) and
    shares nothing with the module; ``writes()`` counts what was written so far, where somebody counts.
    """

    def __init__(self, case: Case, run: Run, look: Look, writes: Callable[[], int] = lambda: 0) -> None:
        self.case = case
        self.run = run
        self.look = look
        self.writes = writes

    def task(self, changed: bool, check: bool, **options: Any) -> dict:
        """Run the module; assert ``changed``, and that nothing was written unless something was to be."""
        before, written = self.look(self.case.path), self.writes()
        result = self.run(self.case.kind, check, **dict(self.case.name, **options))
        assert not result.get("failed"), result["msg"]
        assert result["changed"] is changed, (result["action"], result["differs"], result["reason"])
        assert changed or result["action"] == "none"
        if check or not changed:
            assert self.writes() == written, "a run that was to write nothing has written"
            assert same(self.look(self.case.path), before), "a run that was to change nothing has changed something"
        for secret in self.case.secrets:
            assert secret not in repr(result), "a secret is shown"
        return result

    def four(self, **options: Any) -> dict:
        """Under check, in earnest, again under check, again; the result of the second."""
        foreseen = self.task(True, True, **options)
        done = self.task(True, False, **options)
        foresaw = (foreseen["action"], foreseen["differs"])
        assert foresaw == (done["action"], done["differs"]), "check mode foresaw otherwise"
        self.task(False, True, **options)
        self.task(False, False, **options)
        return done

    def see(self, wanted: Any) -> None:
        """Assert that the object is there and is so."""
        found = self.look(self.case.path)
        assert holds(wanted, found), found

    def twelve(self) -> None:
        """All of it."""
        case = self.case
        if case.makes:
            assert self.look(case.path) is None, "left over from somewhere"
            assert self.four(**case.create)["action"] == "create"
            self.see(case.created)
        else:
            assert self.look(case.path) is not None
        if case.update:
            done = self.four(**case.update)
            assert (done["action"], sorted(done["differs"])) == ("update", sorted(case.keys))
            assert done["diff"]["before"] != done["diff"]["after"] or case.secrets
            self.see(case.updated)
        if case.reordered:
            self.task(False, False, **case.reordered)
        if case.fixed:
            self.refused()
        if case.unset:
            self.four(**case.unset)
            assert not case.gone or dig(self.look(case.path), tuple(case.gone.split("/", 1))) is None
        if case.renamed:
            self.rename()
        if case.makes:
            assert self.four(state="absent")["action"] == "delete"
            assert self.look(case.path) is None

    def refused(self) -> None:
        """What only a creation sets is refused, and the message names the field and both values."""
        written = self.writes()
        result = self.run(self.case.kind, False, **dict(self.case.name, **self.case.fixed))
        assert result.get("failed"), result
        for part in (self.case.fixed_key, "replace: true", "creation only"):
            assert part in result["msg"], result["msg"]
        assert self.writes() == written

    def rename(self) -> None:
        """There and back again, where the server renames."""
        case = self.case
        (key, old), = [(key, value) for key, value in case.name.items() if key in ("name", "listen_address")]
        new = old + "new"
        self.task(True, True, new_name=new)
        self.run(case.kind, False, **dict(case.name, new_name=new))
        assert self.look(case.path) is None
        assert self.look(case.renamed) is not None
        again = self.run(case.kind, False, **dict(case.name, new_name=new))
        assert again.get("changed") is False, again
        back = self.run(case.kind, False, **dict(case.name, **{key: new, "new_name": old}))
        assert back.get("changed") is True, back
        assert self.look(case.renamed) is None
