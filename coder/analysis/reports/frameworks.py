"""Framework report: each participant's levels by waves, and single levels across all pairs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from coder.analysis.method import frameworks as method
from coder.analysis.method.frameworks import Across, Entry, LevelTable, Row
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.document import AnyBlock, Cell, Document, Heading, Paragraph, Table
from coder.model.framework import STATUSES, Framework, Level
from coder.model.participant import Participant
from coder.project.framework_layer import NO_INTERVIEW, levels_of
from coder.project.project import Project
from coder.text.phrases import format_count, format_units

Tables = Sequence["LevelTable | Across"]


def tables_of(
    project: Project, framework: Framework, participants: Iterable[Participant] = (), levels: Iterable[Level] = ()
) -> list[LevelTable | Across]:
    """Return the tables of some participants and levels; without any, of all participants, then of all levels."""
    selected, selected_levels = list(participants), list(levels)
    if not selected and not selected_levels:
        selected = method.framework_participants(project, framework)
        selected_levels = levels_of(project, framework)
    tables: list[LevelTable | Across] = [method.table_for(project, framework, person) for person in selected]
    return tables + [method.across(project, level) for level in selected_levels]


def sheet_of(tables: Tables) -> list[list[object]]:
    """Return tables as rows of one sheet, separated by empty rows."""
    rows: list[list[object]] = []
    for table in tables:
        if rows:
            rows.append([])
        rows += method.across_sheet(table) if isinstance(table, Across) else method.sheet(table)
    return rows


def report(project: Project, framework: Framework, tables: Tables, *, publication: bool = False) -> Document:
    """Return tables of a framework as a document: each with its n, and for each cell a unit as a quotation."""
    view = View(project, publication)
    early = f"Opened before the condensation was complete: {framework.early}." if framework.early else ""
    blocks = tuple(_blocks(view, tables))
    return Document(
        f"Framework “{framework.name}”",
        project.info.name,
        project.now(),
        (*filter(None, (framework.note, early)), *view.remarks(blocks)),
        blocks,
    )


def _blocks(view: View, tables: Tables) -> Iterator[AnyBlock]:
    if not tables:
        yield Paragraph("There are no tables yet.")
    for table in tables:
        if isinstance(table, Across):
            yield from _across(view, table)
        elif table.pairs or not view.publication:  # a single interview could identify the participant
            yield Heading(2, view.name(table.participant.id))
            yield _participant_table(view, table)
    unpaired = sum(not isinstance(table, Across) and not table.pairs for table in tables)
    if view.publication and unpaired:
        yield Paragraph(f"In no pair, not shown: {view.count(unpaired)}.")


def _participant_table(view: View, table: LevelTable) -> Table:
    name = view.name(table.participant.id)
    reason = "" if view.publication or not table.why else f": {table.why}"
    unpaired = "" if table.pairs else f", in no pair{reason}"
    caption = f"{table.framework.name}: {name}, n = {format_count(table.n, 'interview')}{unpaired}"
    return _table(view, caption, "Level", [(method.level_label(row.level), row) for row in table.rows])


def _across(view: View, table: Across) -> Iterator[AnyBlock]:
    yield Heading(2, method.level_label(table.level))
    if table.rows:
        waves = table.counts if view.publication else None
        rows = [(view.name(row.participant.id), row) for row in table.rows]
        caption = f"{table.level.name} across all pairs, n = {view.count(table.n, 'pair')}"
        yield _table(view, caption, "Participant", rows, waves)
    else:
        yield Paragraph("No participant is in a pair.")
    if table.unpaired:
        n = view.count(len(table.unpaired))
        if view.publication:
            yield Paragraph(f"In no pair, not shown: {n}.")
            return
        rows = [(view.name(row.participant.id), row) for row, _ in table.unpaired]
        yield _table(view, f"{table.level.name}: in no pair, not counted above, n = {n}", "Participant", rows)


def _table(
    view: View,
    caption: str,
    corner: str,
    rows: Sequence[tuple[str, Row]],
    waves: Container[str] | None = None,
) -> Table:
    """Return labelled rows as a table, limited to some `waves` (ids)."""

    def entries(row: Row) -> list[Entry]:
        return [entry for entry in row.entries if waves is None or entry.wave.id in waves]

    names = [entry.wave.name for entry in entries(rows[0][1])] if rows else []
    with_changes = any(row.notes for _, row in rows)
    head = (corner, *names, *(["Change"] if with_changes else []))
    body = tuple(
        (
            Cell(label),
            *(_cell(view, entry) for entry in entries(row)),
            *([_change(view, row)] if with_changes else []),
        )
        for label, row in rows
    )
    return Table(caption, head, body)


def _cell(view: View, entry: Entry) -> Cell:
    cell = entry.cell
    if cell is None or entry.status == NO_INTERVIEW:
        summary = f": {view.renamed(cell.summary)}" if cell is not None and cell.summary else ""
        return Cell(f"{entry.status or 'nothing written'}{summary}", absent=True)
    status = f"{STATUSES[entry.status]} {entry.status}, {format_units(len(cell.evidence))}"
    text = f"{view.renamed(cell.summary)} ({status})" if cell.summary else status
    if not cell.evidence:
        return Cell(text)
    return Cell(text, view.quotation(view.project.segments[cell.evidence[0]], "", LONGEST_EXCERPT))


def _change(view: View, row: Row) -> Cell:
    text = "; ".join(filter(None, map(method.describe_note, row.notes)))
    if text:
        return Cell(view.renamed(text))
    return Cell("no change note" if row.notes else "in no pair", absent=True)
