"""The framework layer as a document: each participant's levels by waves, and one level over all pairs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from coder.analysis.method import frameworks as method
from coder.analysis.method.frameworks import Across, Entry, LevelTable, Row
from coder.analysis.reports import words
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.document import AnyBlock, Cell, Document, Heading, Paragraph, Table
from coder.model.framework import STATUSES, Framework, Level
from coder.model.participant import Participant
from coder.project.framework_layer import NO_INTERVIEW, levels_of
from coder.project.project import Project
from coder.text.phrases import NO_UNIT, format_count

Tables = Sequence["LevelTable | Across"]


def tables_of(
    project: Project, framework: Framework, people: Iterable[Participant] = (), levels: Iterable[Level] = ()
) -> list[LevelTable | Across]:
    """The tables of some participants and of some levels; of neither: all participants, then all levels."""
    who, which = list(people), list(levels)
    if not who and not which:
        who, which = method.framework_participants(project, framework), levels_of(project, framework)
    tables: list[LevelTable | Across] = [method.table_for(project, framework, person) for person in who]
    return tables + [method.across(project, level) for level in which]


def sheet_of(tables: Tables) -> list[list[object]]:
    """Tables as rows of one sheet, an empty row between two."""
    found: list[list[object]] = []
    for table in tables:
        if found:
            found.append([])
        found += method.across_sheet(table) if isinstance(table, Across) else method.sheet(table)
    return found


def report(project: Project, framework: Framework, tables: Tables, *, publication: bool = False) -> Document:
    """Tables of a framework as a document: each with its own n, a unit of each cell as a quotation."""
    view = View(project, publication)
    early = f"Opened when the condensation was still open: {framework.early}." if framework.early else ""
    return Document(
        f"Framework “{framework.name}”",
        project.info.name,
        project.now(),
        (*filter(None, (framework.note, early)), *view.remarks),
        tuple(_blocks(view, tables)),
    )


def _blocks(view: View, tables: Tables) -> Iterator[AnyBlock]:
    if not tables:
        yield Paragraph("There is nothing to show yet.")
    for table in tables:
        if isinstance(table, Across):
            yield from _across(view, table)
        elif table.pairs or not view.publication:  # in a publication a single interview could tell who it is
            yield from _of_one(view, table)
    alone = sum(not isinstance(table, Across) and not table.pairs for table in tables)
    if view.publication and alone:
        yield Paragraph(f"In no pair, and not shown: {view.people(alone)}.")


def _of_one(view: View, table: LevelTable) -> Iterator[AnyBlock]:
    name = view.name(table.participant.id)
    yield Heading(2, name)
    paired = "" if table.pairs else ", in no pair" + ("" if view.publication or not table.why else f": {table.why}")
    caption = f"{table.framework.name}: {name}, n = {format_count(table.n, 'interview')}{paired}"
    yield _table(view, caption, "Level", [(method.level_label(row.level), row) for row in table.rows])


def _across(view: View, found: Across) -> Iterator[AnyBlock]:
    yield Heading(2, method.level_label(found.level))
    pairs = format_count(found.n, "pair") if view.tellable(found.n) else f"{words.FEW} pairs"
    if found.rows:
        waves = found.counts if view.publication else None
        rows = [(view.name(row.participant.id), row) for row in found.rows]
        yield _table(view, f"{found.level.name} over all pairs, n = {pairs}", "Participant", rows, waves)
    else:
        yield Paragraph("No participant is in a pair.")
    if found.unpaired:
        n = view.people(len(found.unpaired))
        if view.publication:
            yield Paragraph(f"In no pair, and not shown: {n}.")
            return
        rows = [(view.name(row.participant.id), row) for row, _ in found.unpaired]
        yield _table(view, f"{found.level.name}: in no pair, not counted above, n = {n}", "Participant", rows)


def _table(
    view: View,
    caption: str,
    corner: str,
    rows: Sequence[tuple[str, Row]],
    only: Container[str] | None = None,
) -> Table:
    """Rows with their names; `only` the waves with these ids, else all."""

    def shown(row: Row) -> list[Entry]:
        return [entry for entry in row.entries if only is None or entry.wave.id in only]

    waves = [entry.wave.name for entry in shown(rows[0][1])] if rows else []
    changes = any(row.notes for _, row in rows)
    head = (corner, *waves, *(["Change"] if changes else []))
    body = tuple(
        (Cell(name), *(_cell(view, entry) for entry in shown(row)), *([_change(view, row)] if changes else []))
        for name, row in rows
    )
    return Table(caption, head, body)


def _cell(view: View, entry: Entry) -> Cell:
    cell = entry.cell
    if cell is None or entry.status == NO_INTERVIEW:
        said = view.plain(cell.summary) if cell is not None else ""
        return Cell(f"{entry.status or 'nothing written'}{': ' if said else ''}{said}", absent=True)
    units = format_count(len(cell.evidence), "unit") if cell.evidence else NO_UNIT
    head = f"{STATUSES[entry.status]} {entry.status}, {units}"
    text = f"{view.plain(cell.summary)} ({head})" if cell.summary else head
    quotation = (
        view.quotation(view.project.segments[cell.evidence[0]], "", LONGEST_EXCERPT) if cell.evidence else None
    )
    return Cell(text, quotation)


def _change(view: View, row: Row) -> Cell:
    told = "; ".join(filter(None, map(method.describe_note, row.notes)))
    if told:
        return Cell(view.plain(told))
    return Cell("no note of change" if row.notes else "in no pair", absent=True)
