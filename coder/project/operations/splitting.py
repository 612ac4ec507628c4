"""Splitting: some units of a code go to another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coder.errors import Invalid
from coder.model.codebook import SEPARATOR, Code
from coder.model.segment import Coding
from coder.project.operations import codebook
from coder.project.operations.reasons import given
from coder.project.paths import path_of
from coder.project.project import Project


class Split(NamedTuple):
    """The code the units went to, how many went, and how many of these had it already."""

    code: Code
    moved: int
    collapsed: int


def split(project: Project, code: Code, units: Sequence[Coding], into: Code | str, reason: str = "") -> Split:
    """Send codings of a code to another one; a name (or path) makes a new code beside it, or takes the one there.

    Raises Invalid when there are none, or one of them is of another code.
    """
    reason = given(project, reason)
    units = list({coding.id: coding for coding in units}.values())
    strangers = [coding for coding in units if coding.code != code.id]
    if not units or strangers:
        raise Invalid(
            "These units cannot be split off",
            f"{len(strangers)} of {len(units)} are not coded with {path_of(project, code)}.",
            "Choose units of the code itself.",
        )
    name = into if isinstance(into, str) else into.name
    noun = "unit" if len(units) == 1 else "units"
    label = f"split {len(units)} {noun} of code {code.name} off to {name.strip()}"
    with project.transaction("codebook.split", label, reason):
        target = beside(project, code, into) if isinstance(into, str) else into
        if target.id == code.id:
            raise Invalid("The units have this code already", path_of(project, code), "Choose another code.")
        with project.transaction("codebook.split", label) as tx:
            collapsed = sum(codebook.recode_to(project, tx, coding, target) for coding in units)
    return Split(target, len(units), collapsed)


def beside(project: Project, code: Code, path: str) -> Code:
    """The code with this path from the group that holds `code`, made if there is none."""
    parent = project.codes[code.parent] if code.parent is not None else None
    above, found = code.parent, None
    for name in path.split(SEPARATOR):
        found = codebook.child_named(project, above, name)
        if found is None:
            return codebook.add(project, path, parent=parent)
        above = found.id
    assert found is not None
    return found
