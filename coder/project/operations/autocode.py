"""Coding many stretches at once: what a search found, the units of a turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.source import Source
from coder.project.operations import codebook, codings
from coder.project.project import Project


class Stretch(NamedTuple):
    """A stretch of a source, in code points, end exclusive."""

    source: Source
    start: int
    end: int


class Applied(NamedTuple):
    """How many stretches were coded, with how many new codings, and how many had all the codes already."""

    units: int
    codings: int
    already: int


def apply(project: Project, stretches: Iterable[Stretch], codes: Sequence[Code | str], reason: str = "") -> Applied:
    """Put codes on each of the stretches, in one transaction; `reason` says what they were found by.

    A string is the path of a code, which is created if it does not exist.

    Raises Invalid where there is no stretch or no code, or a stretch lies outside its text.
    """
    wanted = list({(one.source.id, one.start, one.end): one for one in stretches}.values())
    if not wanted or not codes:
        raise Invalid("There is nothing to code" if codes else "There is no code to code with")
    names = " + ".join(dict.fromkeys(code if isinstance(code, str) else code.name for code in codes))
    units = "1 unit" if len(wanted) == 1 else f"{len(wanted):,} units"
    with project.transaction("autocode.apply", f"coded {units} with {names}", reason):
        every = codebook.ensure_all(project, codes)
        done = [codings.code(project, *stretch, every) for stretch in wanted]
    new = [len(one.new) for one in done]
    return Applied(sum(1 for number in new if number), sum(new), new.count(0))
