"""Where the analysis stands: each step of the condensation, what there is of it, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from coder.analysis import counts
from coder.analysis.method import (
    change,
    condensates,
    frameworks,
    participation,
    preconceptions,
    reading,
    reporting,
    synthesis,
    themes,
)
from coder.analysis.method import groups as code_groups
from coder.analysis.method.points import OpenPoint
from coder.analysis.method.units import groups, name_of, subgroups
from coder.model.memo import PRECONCEPTION
from coder.model.segment import GOLD
from coder.project.operations.themes import negotiated, preliminary
from coder.project.study import Study
from coder.text.phrases import format_count, format_units

NAMES: tuple[str, ...] = (
    "Preconceptions",
    "Total impression: reading, themes",
    "Meaning units and code groups",
    "Subgroups and condensates",
    "Analytic texts, headings, back-check",
    "Pairs and frameworks",
)

#: Who knows what is open; one module for each kind of artefact.
ASKED: tuple[Callable[[Study], Iterable[OpenPoint]], ...] = (
    preconceptions.open_points,
    participation.open_points,
    reading.open_points,
    themes.open_points,
    code_groups.open_points,
    condensates.open_points,
    synthesis.open_points,
    change.open_points,
    frameworks.open_points,
    reporting.open_points,
)


class Artefact(NamedTuple):
    """Something that a step has made, in words, and the screen (and record) where it is."""

    text: str
    place: str
    target: str = ""


class Step(NamedTuple):
    """A step: its number and name, whether anything of it is there, what, and what is open."""

    number: int
    name: str
    begun: bool
    artefacts: tuple[Artefact, ...]
    points: tuple[OpenPoint, ...]


class Standing(NamedTuple):
    """The furthest step that was begun (-1: none), and how many points are open up to it."""

    step: int
    points: int

    def __str__(self) -> str:
        if self.step < 0:
            return "STC: not begun"
        name = f"step {self.step}" if self.step < len(NAMES) - 1 else "pairs and frameworks"
        return f"STC: {name} · {format_count(self.points, 'open point')}"


def asked(study: Study) -> Iterator[OpenPoint]:
    """All that is open, one after the other, in no order."""
    return chain.from_iterable(ask(study) for ask in ASKED)


def asked_slowly(study: Study) -> Iterator[OpenPoint | None]:
    """The same in small steps, None where one gives no point: for a screen, which looks at the keys between them."""
    yield from synthesis.prepare(study)
    yield from asked(study)


def steps(study: Study, points: Iterable[OpenPoint] | None = None) -> list[Step]:
    """The steps 0 to 4, then pairs and frameworks; `points` are what is open, where that was asked before."""
    open_now = list(asked(study) if points is None else points)
    found = begun(study)
    return [
        Step(n, name, found[n], tuple(_ARTEFACTS[n](study)), tuple(point for point in open_now if point.step == n))
        for n, name in enumerate(NAMES)
    ]


def begun(study: Study) -> tuple[bool, ...]:
    """Whether anything is there of each step."""
    return (
        any(memo.kind == PRECONCEPTION for memo in study.memos_on(study.info.id)),
        bool(study.readings or study.themes),
        bool(study.groups),
        bool(study.condensates) or any(subgroups(study, group) for group in study.groups.values()),
        bool(study.analytic_texts or study.verdicts) or any(group.heading for group in study.groups.values()),
        bool(study.frameworks or study.change_notes),
    )


def standing(study: Study, points: Iterable[OpenPoint] | None = None) -> Standing:
    """Where the analysis stands, for one line; `points` are what is open, where that was asked before."""
    furthest = max((n for n, there in enumerate(begun(study)) if there), default=-1)
    if furthest < 0:
        return Standing(-1, 0)
    return Standing(furthest, sum(point.step <= furthest for point in (asked(study) if points is None else points)))


def _preconceptions(study: Study) -> Iterator[Artefact]:
    there = preconceptions.statements(study)
    done = sum(one.locked is not None for one in there)
    told = f"{done or 'none'} of {format_count(len(there), 'analyst')} locked" if there else "none written"
    yield Artefact(told, "memos", PRECONCEPTION)
    for one in there:
        if one.versions:
            when = f", locked on {one.locked.locked[:10]}" if one.locked else ", not locked"
            text = f"{one.coder.initials}: {format_count(len(one.versions), 'version')}{when}"
            yield Artefact(text, "memos", one.versions[-1].id)


def _impression(study: Study) -> Iterator[Artefact]:
    total = len(study.sources)
    for coder in preconceptions.analysts(study):
        rest = reading.unread(study, coder.initials)
        read = f"{total - len(rest)} of {format_count(total, 'transcript')}" if len(rest) < total else "no transcript"
        mine = format_count(len(preliminary(study, coder.id)), "preliminary theme")
        yield Artefact(f"{coder.initials}: {read} read, {mine}", "themes")
    if total and not study.coders:
        yield Artefact("no transcript read", "themes")
    yield Artefact(format_count(len(negotiated(study)), "negotiated theme"), "themes")


def _groups(study: Study) -> Iterator[Artefact]:
    units = sum(1 for codings in study.index.segment_codings.values() if codings)
    yield Artefact(
        f"{format_count(units, 'meaning unit')}, {format_count(len(study.groups), 'code group')}", "groups"
    )
    everybody = len(code_groups.interviewed(study))
    for group in groups(study):
        found = code_groups.coverage(study, group)
        residual = ", residual" if group.residual else ""
        giving = f" from {len(found.giving)} of {format_count(everybody, 'participant')}" if found.units else ""
        text = f"‘{name_of(study, group)}’{residual}: {format_units(len(found.units))}{giving}"
        yield Artefact(text, "groups", group.id)
    several = len(code_groups.in_several(study))
    if several:
        yield Artefact(f"{format_units(several)} in several code groups", "groups")
    length = sum(source.characters for source in study.sources.values())
    coded = sum(counts.coded_characters(study, source) for source in study.sources)
    if length:
        yield Artefact(f"{100 - 100 * coded // length} % of the text is in no unit", "groups")


def _condensation(study: Study) -> Iterator[Artefact]:
    below = [code for group in groups(study) for code in subgroups(study, group)]
    gold = {coding.segment for coding in study.codings.values() if coding.mark == GOLD}
    yield Artefact(
        f"{format_count(len(below), 'subgroup')}, {format_count(len(study.condensates), 'condensate')}", "condense"
    )
    yield Artefact(format_count(len(gold), "gold quotation"), "condense")


def _synthesis(study: Study) -> Iterator[Artefact]:
    total = sum(not group.residual for group in study.groups.values())  # a residual group needs neither
    headings = sum(bool(group.heading) for group in study.groups.values())
    texts = format_count(len(study.analytic_texts), "analytic text")
    of = f" for {format_count(total, 'code group')}" if total else ""
    yield Artefact(f"{texts}, {format_count(headings, 'category heading')}{of}", "analytic")
    yield Artefact(format_count(len(study.verdicts), "verdict"), "check")


def _pairs(study: Study) -> Iterator[Artefact]:
    waves: dict[str, set[str]] = {}
    for source in study.sources.values():
        if source.participant and source.wave:
            waves.setdefault(source.participant, set()).add(source.wave)
    pairs = sum(len(there) > 1 for there in waves.values())
    notes = format_count(len(study.change_notes), "change note")
    yield Artefact(f"{format_count(pairs, 'pair')}, {notes}", "pairs")
    yield Artefact(
        f"{format_count(len(study.frameworks), 'framework')}, {format_count(len(study.cells), 'cell')}", "framework"
    )
    if study.answers:
        yield Artefact(f"COREQ: {format_count(len(study.answers), 'answer')}", reporting.PLACE)


_ARTEFACTS: tuple[Callable[[Study], Iterator[Artefact]], ...] = (
    _preconceptions,
    _impression,
    _groups,
    _condensation,
    _synthesis,
    _pairs,
)
