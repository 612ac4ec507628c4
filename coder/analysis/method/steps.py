"""The steps of the analysis: artefacts and open points of each, and overall progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from coder.analysis import counts
from coder.analysis.method import (
    change,
    condensates,
    erasures,
    frameworks,
    groups,
    participation,
    preparation,
    reporting,
    synthesis,
)
from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.units import group_name, groups_in_order, subgroups
from coder.model.memo import PRECONCEPTION
from coder.model.source import GOLD
from coder.project.operations.themes import negotiated, preliminary
from coder.project.study import Study
from coder.text.phrases import format_artefacts, format_count, format_list, format_units

NAMES: tuple[str, ...] = (
    "Preconceptions",
    "Total impression: reading, themes",
    "Meaning units and code groups",
    "Subgroups and condensates",
    "Analytic texts, headings, back-check",
    "Pairs and frameworks",
)

_OPEN_POINTS: tuple[Callable[[Study], Iterable[OpenPoint]], ...] = (
    preparation.preconception_points,
    participation.open_points,
    preparation.reading_points,
    preparation.theme_points,
    groups.open_points,
    condensates.open_points,
    synthesis.open_points,
    change.open_points,
    frameworks.open_points,
    reporting.open_points,
    erasures.open_points,
)


class Artefact(NamedTuple):
    """A result of a step, in words, with the kind and id of its record."""

    text: str
    kind: Kind
    target: str = ""


class Step(NamedTuple):
    """A step: its number and name, whether it was started, its artefacts and open points."""

    number: int
    name: str
    started: bool
    artefacts: tuple[Artefact, ...]
    points: tuple[OpenPoint, ...]


class Progress(NamedTuple):
    """The furthest step that was started (-1: none), and the number of open points up to it."""

    step: int
    points: int

    def __str__(self) -> str:
        if self.step < 0:
            return "Condensation steps: not started"
        name = f"step {self.step}" if self.step < len(NAMES) - 1 else "pairs and frameworks"
        return f"Condensation steps: {name} · {format_count(self.points, 'open point')}"


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield all open points, unordered."""
    return chain.from_iterable(points(study) for points in _OPEN_POINTS)


def open_points_stepwise(study: Study) -> Iterator[OpenPoint | None]:
    """Yield all open points, and None between pieces of work, so that a screen stays responsive."""
    yield from synthesis.prepare(study)
    yield from open_points(study)


def steps(study: Study, points: Iterable[OpenPoint] | None = None) -> list[Step]:
    """Return steps 0 to 4, then pairs and frameworks; `points` are the open points, if already known."""
    all_points = list(open_points(study) if points is None else points)
    started = started_steps(study)
    return [
        Step(
            n, name, started[n], tuple(_ARTEFACTS[n](study)), tuple(point for point in all_points if point.step == n)
        )
        for n, name in enumerate(NAMES)
    ]


def started_steps(study: Study) -> tuple[bool, ...]:
    """Return, for each step, whether it has any record."""
    return (
        any(memo.kind == PRECONCEPTION for memo in study.memos_on(study.info.id)),
        bool(study.readings or study.themes),
        bool(study.groups),
        bool(study.condensates) or any(subgroups(study, group) for group in study.groups.values()),
        bool(study.analytic_texts or study.verdicts) or any(group.heading for group in study.groups.values()),
        bool(study.frameworks or study.change_notes),
    )


def progress(study: Study, points: Iterable[OpenPoint] | None = None) -> Progress:
    """Return the progress of the analysis; `points` are the open points, if already known."""
    furthest = max((n for n, started in enumerate(started_steps(study)) if started), default=-1)
    if furthest < 0:
        return Progress(-1, 0)
    all_points = open_points(study) if points is None else points
    return Progress(furthest, sum(point.step <= furthest for point in all_points))


def _preconceptions(study: Study) -> Iterator[Artefact]:
    statements = preparation.statements(study)
    locked = sum(statement.locked is not None for statement in statements)
    total = format_count(len(statements), "analyst")
    yield Artefact(f"{locked} of {total} locked" if statements else "none written", Kind.MEMO, PRECONCEPTION)
    for statement in statements:
        if statement.versions:
            days = [memo.locked[:10] for memo in statement.versions if memo.locked]
            lock = f"locked on {format_list(dict.fromkeys(days))}" if days else "not locked"
            if 0 < len(days) < len(statement.versions):
                lock += ", the last not locked"
            text = f"{statement.coder.initials}: {format_count(len(statement.versions), 'version')}, {lock}"
            yield Artefact(text, Kind.MEMO, statement.versions[-1].id)


def _impression(study: Study) -> Iterator[Artefact]:
    total = len(study.sources)
    for coder in preparation.analysts(study):
        read = total - len(preparation.unread(study, coder.initials))
        preliminary_themes = format_artefacts(len(preliminary(study, coder.id)), "preliminary theme")
        text = f"{coder.initials}: {read} of {format_count(total, 'transcript')} marked as read, {preliminary_themes}"
        yield Artefact(text, Kind.THEME)
    if total and not study.coders:
        yield Artefact("no transcript marked as read", Kind.THEME)
    yield Artefact(format_artefacts(len(negotiated(study)), "negotiated theme"), Kind.THEME)


def _groups(study: Study) -> Iterator[Artefact]:
    units = sum(1 for codings in study.index.segment_codings.values() if codings)
    text = f"{format_artefacts(units, 'meaning unit')}, {format_count(len(study.groups), 'code group')}"
    yield Artefact(text, Kind.CODE_GROUP)
    interviewed = format_count(len(groups.interviewed_participants(study)), "participant")
    for group in groups_in_order(study):
        coverage = groups.coverage(study, group)
        residual = " (residual group)" if group.residual else ""
        contributing = f" from {len(coverage.contributing)} of {interviewed}" if coverage.units else ""
        text = f"‘{group_name(study, group)}’{residual}: {format_units(len(coverage.units))}{contributing}"
        yield Artefact(text, Kind.CODE_GROUP, group.id)
    several = len(groups.units_in_several_groups(study))
    if several:
        yield Artefact(f"{format_artefacts(several, 'unit')} in several code groups", Kind.CODE_GROUP)
    length = sum(source.characters for source in study.sources.values())
    coded = sum(counts.coded_characters(study, source) for source in study.sources)
    if length:
        yield Artefact(f"{100 - 100 * coded // length} % of the text is uncoded", Kind.CODE_GROUP)


def _condensation(study: Study) -> Iterator[Artefact]:
    inner = [code for group in groups_in_order(study) for code in subgroups(study, group)]
    gold = {coding.segment for coding in study.codings.values() if coding.mark == GOLD}
    text = f"{format_count(len(inner), 'subgroup')}, {format_artefacts(len(study.condensates), 'condensate')}"
    yield Artefact(text, Kind.CONDENSATE)
    yield Artefact(format_artefacts(len(gold), "gold quotation"), Kind.CONDENSATE)


def _synthesis(study: Study) -> Iterator[Artefact]:
    total = sum(not group.residual for group in study.groups.values())  # a residual group needs neither
    texts = format_artefacts(len(study.analytic_texts), "analytic text")
    headings = format_artefacts(sum(bool(group.heading) for group in study.groups.values()), "category heading")
    of_groups = f" for {format_count(total, 'code group')}" if total else ""
    yield Artefact(f"{texts}, {headings}{of_groups}", Kind.ANALYTIC_TEXT)
    yield Artefact(format_artefacts(len(study.verdicts), "verdict"), Kind.VERDICT)


def _pairs(study: Study) -> Iterator[Artefact]:
    waves: dict[str, set[str]] = {}
    for source in study.sources.values():
        if source.participant and source.wave:
            waves.setdefault(source.participant, set()).add(source.wave)
    pairs = format_artefacts(sum(len(of_participant) > 1 for of_participant in waves.values()), "pair")
    notes = format_artefacts(len(study.change_notes), "change note")
    on_levels = sum(note.level is not None for note in study.change_notes.values())
    if 0 < on_levels < len(study.change_notes):
        notes += f" ({len(study.change_notes) - on_levels} by codes, {on_levels} by levels)"
    yield Artefact(f"{pairs}, {notes}", Kind.PAIR)
    text = f"{format_count(len(study.frameworks), 'framework')}, {format_artefacts(len(study.cells), 'cell')}"
    yield Artefact(text, Kind.FRAMEWORK)
    if study.answers:
        number = len(reporting.items_with_answer(study))
        yield Artefact(f"COREQ: answers to {format_count(number, 'item')}", Kind.COREQ)


_ARTEFACTS: tuple[Callable[[Study], Iterator[Artefact]], ...] = (
    _preconceptions,
    _impression,
    _groups,
    _condensation,
    _synthesis,
    _pairs,
)
