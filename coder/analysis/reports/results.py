"""The results: code groups as chapters in the order of the codebook, with quotations, coverage and the trail."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.counts import coded_characters, of_source
from coder.analysis.method.participation import is_to_be_erased
from coder.analysis.reports import categories, method_trail, words
from coder.analysis.reports.categories import amount
from coder.analysis.reports.codebook_changes import decisions
from coder.analysis.reports.view import View
from coder.analysis.trail import steps
from coder.model.codebook import Code
from coder.model.document import AnyBlock, Cell, Document, Heading, Items, Paragraph, Table
from coder.model.participant import Wave
from coder.project.project import Project
from coder.text.phrases import format_count, format_day, format_list

DEEPEST = 6
NO_GAPS = "Every participant and every code group has a unit; every unit is in a group and in its subgroups."


def report(project: Project, *, publication: bool = False) -> Document:
    """The results as a document: categories where there are code groups, else the codes as chapters.

    Nothing is ever ranked by its counts: they warn of thin coverage.
    """
    view = View(project, publication)
    order = "Categories follow the code groups of the codebook" if view.by_groups else "Chapters follow the codebook"
    blocks = tuple(_condensed(view) if view.by_groups else _blocks(view))
    return Document(
        "Results",
        project.info.name,
        project.now(),
        (_extent(view), f"{order}. Counts are coverage, not findings.", *view.remarks, *_suppressed(view, blocks)),
        blocks,
    )


def _condensed(view: View) -> Iterator[AnyBlock]:
    trail = steps(view.project)
    yield from categories.chapters(view)
    yield Heading(2, "Coverage")
    yield from _coverage(view)
    yield Heading(2, "Appendix: code groups, subgroups and condensates")
    yield from categories.behind(view)
    yield Heading(2, "Appendix: from theme to category")
    yield method_trail.lineage_table(view)
    yield Heading(2, "Appendix: decisions")
    yield from method_trail.decisions(view, trail)
    yield Heading(2, "Appendix: back-check")
    yield from method_trail.verdicts(view, trail)
    yield from _appendices(view)


def _blocks(view: View) -> Iterator[AnyBlock]:
    for group in view.groups:
        yield from _chapter(view, group, 2)
    yield Heading(2, "Coverage")
    yield from _coverage(view)
    yield from _appendices(view)


def _appendices(view: View) -> Iterator[AnyBlock]:
    yield Heading(2, "Appendix: changes of the codebook")
    yield from _trail(view)
    yield Heading(2, "Appendix: units by participant and code group")
    yield _by_wave(view) if view.publication else _by_participant(view)


def _suppressed(view: View, blocks: tuple[AnyBlock, ...]) -> Iterator[str]:
    """How much a table for publication does not tell."""
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    cells = sum(1 for row in rows for cell in row if cell == words.SUPPRESSED)
    if view.publication:
        told = format_count(cells, "cell is", "cells are") if cells else "no cell had to be"
        yield f"For publication: {told} suppressed here; tables of single participants and interviews are left out."


def _extent(view: View) -> str:
    units, interviews = len(view.everything.units), len(view.sources)
    who = view.people(len(view.participants))
    return f"{format_count(units, 'unit')} from {format_count(interviews, 'interview')} with {who}."


# Chapters


def _chapter(view: View, code: Code, level: int) -> Iterator[AnyBlock]:
    yield Heading(min(level, DEEPEST), code.name + (" (archived)" if code.archived else ""))
    for label, text in (("Definition", code.definition), ("Include", code.include), ("Exclude", code.exclude)):
        if text.strip():
            yield Paragraph(view.plain(text), label)
    yield from view.memos(code.id, "analytic", "theoretical")
    children = view.project.children(code.id)
    yield Paragraph(amount(view, code, bool(children)), "Coverage")
    if code.parent is None:
        yield from _warnings(view, code)
    yield from _quotations(view, code, bool(children))
    for child in children:
        yield from _chapter(view, child, level + 1)


def _warnings(view: View, group: Code) -> Iterator[AnyBlock]:
    """What is thin in a group."""
    held = view.below(group)
    silent = view.silent(held)
    found = []
    if held.units and silent:
        found.append(f"No unit from {view.names(silent)}.")
    loose = view.unsorted(group).units
    if loose:
        found.append(f"In the group, but in no subgroup: {format_count(len(loose), 'unit')}.")
    if view.is_residual(group) and held.units:
        found.append(f"Residual: {format_count(len(held.units), 'unit')} that no group has room for.")
    if found:
        yield Items(tuple(found), "Coverage warnings")


def _quotations(view: View, code: Code, above: bool) -> Iterator[AnyBlock]:
    gold = view.gold(code)
    for unit in gold:
        yield view.quotation(unit, view.mark(unit, code))
    own = view.on(code).units
    if not gold and (own or not above):
        yield Paragraph("No gold quotation has been chosen." if own else "No unit, so no quotation.")


# Coverage


def _coverage(view: View) -> Iterator[AnyBlock]:
    yield Items(tuple(_gaps(view)) or (NO_GAPS,))
    if view.publication:
        return
    rows = []
    for source in view.sources:
        share = coded_characters(view.project, source.id) / source.characters if source.characters else 0.0
        units = of_source(view.project, source.id).segments
        rows.append((Cell(view.reference(source)), words.units_cell(units), Cell(f"{1 - share:.0%}")))
    caption = (
        f"Units and uncoded share of the characters of each interview, n = {format_count(len(rows), 'interview')}"
    )
    yield Table(caption, ("Interview", "Units", "Uncoded"), tuple(rows))


def _gaps(view: View) -> Iterator[str]:
    silent = view.silent(view.everything)
    if silent:
        yield f"No unit at all from {view.names(silent)}."
    erase = [one for one in view.participants if is_to_be_erased(view.project, one) and view.everything.each[one.id]]
    if erase:
        yield f"Withdrawn, to be erased, and still in this report: {view.names(erase)}."
    nobodys = view.everything.each[None]
    if nobodys:
        yield f"In interviews without a participant: {format_count(nobodys, 'unit')}."
    held = {unit.id for group in view.groups for unit in view.below(group).units}
    outside = sum(1 for unit in view.everything.units if unit.id not in held)
    if outside:
        yield f"In no code group: {format_count(outside, 'unit')}."
    loose = view.unsorted(*view.groups).units
    if loose:
        yield f"In a group, but in none of its subgroups: {format_count(len(loose), 'unit')}."
    residual = view.residual.units
    if residual:
        yield f"In the residual group: {format_count(len(residual), 'unit')}."
    empty = [group.name for group in view.groups if not view.below(group).units]
    if empty:
        yield f"Groups without a unit: {format_list(empty)}."


# Appendices


def _trail(view: View) -> Iterator[AnyBlock]:
    rows = tuple(
        (
            Cell(format_day(one.when)),
            Cell(one.coder),
            Cell(one.kind + (" (taken back)" if one.undone else "")),
            Cell(view.plain(one.what)),
            Cell(view.plain(one.reason)),
        )
        for one in decisions(view.project)
    )
    if not rows:
        yield Paragraph("The codebook has not been changed.")
        return
    caption = f"Codes created, renamed, merged, moved, redefined or deleted, n = {format_count(len(rows), 'change')}"
    yield Table(caption, ("When", "Who", "What", "Code", "Why"), rows)


def _by_participant(view: View) -> Table:
    """Units of each participant in each group, wave by wave; a unit in several groups counts in each of them."""
    held = [*map(view.below, view.groups), view.everything]
    rows = []
    for person in view.participants:
        had: list[Wave | None] = [*view.waves_of(person)]
        if view.of(person) or not had:
            had.append(None)
        for wave in had:
            row = Cell(", ".join(filter(None, (view.name(person.id), wave.name if wave else ""))))
            rows.append((row, *(words.units_cell(len(one.of(person, wave))) for one in held)))
    caption = (
        f"Units by participant and wave, n = {format_count(len(view.participants), 'participant')}, "
        f"{format_count(len(view.everything.units), 'unit')}; a unit in several groups counts in each"
    )
    return Table(caption, ("Participant", *(group.name for group in view.groups), "All units"), tuple(rows))


def _by_wave(view: View) -> Table:
    """Participants with a unit in each group, by wave: the table that may be published."""
    rows = []
    for group in view.groups:
        units = view.below(group)
        cells = []
        for wave in view.waves:
            number = sum(1 for person in view.participants if units.of(person, wave))
            shown = Cell(str(number)) if view.tellable(number) else words.SUPPRESSED
            cells.append(shown if number else words.NOTHING)
        rows.append((Cell(group.name), *cells))
    told = [f"{wave.name} {view.people(len(view.in_wave(wave)))}" for wave in view.waves]
    caption = f"Participants with a unit, by code group and wave, n = {'; '.join(told)}"
    return Table(caption, ("Code group", *(wave.name for wave in view.waves)), tuple(rows))
