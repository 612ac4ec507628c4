"""How the results came about: from themes to categories, the decisions and their reasons, the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.analysis.method import units as method_units
from coder.analysis.method.staleness import Standing
from coder.analysis.method.synthesis import Synthesis, synthesis
from coder.analysis.method.themes import origins
from coder.analysis.reports.view import View
from coder.analysis.trail import Step
from coder.model.condensation import CLAIM_CHECK, FATES, UNIT_CHECK, VERDICTS, CodeGroup, Theme
from coder.model.document import AnyBlock, Cell, Paragraph, Table
from coder.project.operations.themes import negotiated, preliminary
from coder.text.phrases import format_count, format_day

#: Beginnings of the operations that decide on themes, code groups and categories; moving within a list does not.
DECIDING = ("themes.", "groups.", "synthesis.heading", "verdicts.act_on")
ORDERING = "themes.move"
NONE = Cell("none", absent=True)
EXCERPT = 200  # characters of a unit in a table


class Line(NamedTuple):
    """A way from a preliminary theme to a category; "" where it has no beginning, or does not go on."""

    theme: str
    coder: str
    fate: str
    negotiated: str
    group: str
    heading: str


# From theme to category


def lineage(view: View) -> list[Line]:
    """All ways: of the negotiated themes in their order, what was dropped or is open, groups of no theme."""
    study = view.project
    found: list[Line] = []
    for theme in negotiated(study):
        took = [_preliminary(view, one) for one in origins(study, theme)] or [("", "", "")]
        led = [group for group in method_units.groups_in_order(study) if theme.id in group.themes]
        ends = [(theme.name, *_end(view, group)) for group in led] or [(theme.name, "", "")]
        found += [Line(*start, *end) for end in ends for start in took]
    for coder in sorted(study.coders.values(), key=lambda one: one.initials.casefold()):
        rest = (theme for theme in preliminary(study, coder.id) if theme.into is None)
        found += [Line(*_preliminary(view, theme), "", "", "") for theme in rest]
    found += [Line("", "", "", "", *_end(view, one)) for one in method_units.groups_in_order(study) if not one.themes]
    return found


def _preliminary(view: View, theme: Theme) -> tuple[str, str, str]:
    fate = FATES[theme.fate] + (f": {theme.why}" if theme.why else "")
    return theme.name, view.project.coders[theme.coder].initials, fate


def _end(view: View, group: CodeGroup) -> tuple[str, str]:
    return method_units.group_name(view.project, group), group.heading


def lineage_table(view: View) -> Table:
    """The ways as a table."""
    found = lineage(view)
    rows = tuple(tuple(Cell(view.plain(text)) if text else NONE for text in line) for line in found)
    study = view.project
    before = sum(1 for theme in study.themes.values() if not theme.negotiated)
    n = (
        format_count(before, "preliminary theme"),
        format_count(len(study.themes) - before, "negotiated theme"),
        format_count(len(study.groups), "code group"),
    )
    head = ("Preliminary theme", "Proposed by", "What became of it", "Negotiated theme", "Code group", "Category")
    return Table(f"From theme to category, n = {', '.join(n)}", head, rows)


# Decisions


def decisions(view: View, trail: Sequence[Step]) -> Iterator[AnyBlock]:
    """What was decided about themes, code groups and categories, by whom, when and why."""
    chosen = [one for one in trail if one.operation.startswith(DECIDING) and one.operation != ORDERING]
    if not chosen:
        yield Paragraph("Nothing has been decided about themes and code groups.")
        return
    rows = tuple(
        (
            Cell(format_day(one.when)),
            Cell(one.coder),
            Cell(view.plain(one.label) + (" (taken back)" if one.undone else "")),
            Cell(view.plain(one.reason)),
        )
        for one in chosen
    )
    caption = f"Decisions on themes, code groups and categories, n = {format_count(len(rows), 'decision')}"
    yield Table(caption, ("When", "Who", "What", "Why"), rows)


# Verdicts


def verdicts(view: View, trail: Sequence[Step]) -> Iterator[AnyBlock]:
    """What the back-check found, group by group: how much of it, then each claim, then the units with a fault."""
    found = [synthesis(view.project, group) for group in method_units.groups_in_order(view.project)]
    if not view.project.verdicts:
        yield Paragraph("Nothing has been checked back.")
        return
    labels = {one.id: one.label for one in trail}
    for kind in (CLAIM_CHECK, UNIT_CHECK):
        yield _tally(view, kind, found)
    yield from _claims(view, found, labels)
    yield from _units(view, found, labels)


def _given(one: Synthesis, kind: str) -> list[Standing]:
    """The verdicts of a kind in a group, also those whose sentence or unit has left it."""
    if kind == UNIT_CHECK:
        return [given for each in one.units.values() for given in each] + list(one.left)
    return [given for claim in one.claims for given in claim.verdicts] + list(one.gone)


def _tally(view: View, kind: str, found: list[Synthesis]) -> Table:
    """Verdicts of a kind by code group; what is stale counts by what was said, and is told beside it."""
    names = VERDICTS[kind]
    noun = "claim" if kind == CLAIM_CHECK else "unit"
    rows, total = [], 0
    for one in found:
        given = _given(one, kind)
        each = Counter(standing.verdict.verdict for standing in given)
        stale = sum(1 for standing in given if standing.stale)
        checked = one.claims_checked if kind == CLAIM_CHECK else one.units_checked
        total += len(given)
        counts = (each[name] for name in names)
        cells = [Cell(f"{number:,}") if number else NONE for number in (*counts, stale, checked.open)]
        rows.append((Cell(method_units.group_name(view.project, one.group)), *cells))
    head = ("Code group", *(name.capitalize() for name in names), "Stale", "Not checked")
    return Table(f"Verdicts on {noun}s, n = {format_count(total, 'verdict')}", head, tuple(rows))


def _claims(view: View, found: list[Synthesis], labels: dict[str, str]) -> Iterator[Table]:
    rows = []
    for one in found:
        name = method_units.group_name(view.project, one.group)
        for standing in _given(one, CLAIM_CHECK):
            verdict = standing.verdict
            searched = "yes" if verdict.counter else "no"
            rows.append((Cell(name), Cell(view.plain(verdict.claim)), *_said(view, standing, labels, searched)))
    if rows:
        caption = f"Claims that were checked, n = {format_count(len(rows), 'verdict')}"
        head = ("Code group", "Claim", "Verdict", "By", "Counter-examples searched for", "Note", "What it led to")
        yield Table(caption, head, tuple(rows))


def _units(view: View, found: list[Synthesis], labels: dict[str, str]) -> Iterator[Table]:
    """The units in which the check found a fault, or which it changed."""
    rows = []
    for one in found:
        name = method_units.group_name(view.project, one.group)
        for standing in _given(one, UNIT_CHECK):
            verdict = standing.verdict
            if verdict.verdict == VERDICTS[UNIT_CHECK][0] and not verdict.led_to:
                continue
            quotation = view.quotation(view.project.segments[verdict.segment or ""], longest=EXCERPT)
            rows.append((Cell(name), Cell(quotation.reference, quotation), *_said(view, standing, labels)))
    if rows:
        caption = f"Units in which the check found a fault, n = {format_count(len(rows), 'verdict')}"
        yield Table(caption, ("Code group", "Unit", "Verdict", "By", "Note", "What it led to"), tuple(rows))


def _said(view: View, standing: Standing, labels: dict[str, str], *between: str) -> tuple[Cell, ...]:
    verdict = standing.verdict
    state = " (stale)" if standing.stale else " (its sentence is gone)" if standing.gone else ""
    by = f"{view.project.coders[verdict.coder].initials}, {format_day(verdict.created)}"
    led = labels.get(verdict.led_to, "")
    return (
        Cell(verdict.verdict + state),
        Cell(by),
        *map(Cell, between),
        Cell(view.plain(verdict.note)),
        Cell(view.plain(led)) if led else NONE,
    )
