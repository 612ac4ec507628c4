"""The tables of a framework: levels × waves of a participant, or participants × waves of a level."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.analysis.method.frameworks import Across, Entry, LevelTable, Row, describe_entry, describe_note, kind_of
from coder.model.participant import Wave
from coder.project.framework_layer import NO_INTERVIEW, interviews
from coder.project.interviews import format_interview_day
from coder.project.study import Study
from coder.text.characters import width
from coder.text.phrases import format_count
from coder.tui.kit.grid import Column

NARROWEST, LABEL = 13, 44
NO_NOTE = "○ no change note"


class FrameworkTable:
    """Rows of entries, one for each wave; then a column for the change notes, where there is a pair."""

    def __init__(
        self,
        rows: Sequence[Row],
        waves: Sequence[tuple[Wave, str]],
        corner: tuple[str, str],
        row_id: Callable[[Row], str],
        label: Callable[[Row], tuple[str, str]],
        cells: int,
    ) -> None:
        """`waves` come with the line below them in the head, a row's `label` with a mark; `cells`: width there is."""
        self.rows, self.corner = rows, corner
        self.waves = [wave for wave, _ in waves]
        self.height = len(rows)
        self._row_id, self._label = row_id, label
        notes = any(row.notes for row in rows)
        names = max((sum(map(width, label(row))) + 3 for row in rows), default=10)
        self.label_width = min(LABEL, max(16, names), max(24, cells * 36 // 100))
        each = max(NARROWEST, (cells - self.label_width) // max(1, len(waves) + notes))
        self.columns = [Column((wave.name, line), each, left=True) for wave, line in waves]
        if notes:
            self.columns.append(Column(("change", ""), each, left=True))

    def label(self, row: int) -> tuple[str, str, bool]:
        return *self._label(self.rows[row]), False

    def cell(self, row: int, column: int) -> str:
        entry = self.entry(row, column)
        if entry is not None:
            return describe_entry(entry)
        return "; ".join(describe_note(note) or NO_NOTE for note in self.rows[row].notes)

    def entry(self, row: int, column: int) -> Entry | None:
        """Return the entry of a cell; None in the column of change notes."""
        return self.rows[row].entries[column] if column < len(self.waves) else None

    def row_of(self, id: str) -> int:
        """Return the row of a level or participant, or the first row."""
        return next((number for number, row in enumerate(self.rows) if self._row_id(row) == id), 0)


def table_of_participant(study: Study, table: LevelTable, cells: int) -> FrameworkTable:
    """Return the table of one participant: a row for each level, the domains last."""

    def label(row: Row) -> tuple[str, str]:
        kind = kind_of(row.level)
        return row.level.name, "" if kind == "level" else kind

    def days(wave: Wave) -> str:
        sources = interviews(study, table.participant, wave)
        return ", ".join(filter(None, (format_interview_day(wave, source.day) for source in sources)))

    waves = [(wave, days(wave)) for wave in table.waves]
    corner = "level", f"n = {format_count(table.n, 'interview')}"
    return FrameworkTable(table.rows, waves, corner, lambda row: row.level.id, label, cells)


def table_of_level(across: Across, cells: int) -> FrameworkTable:
    """Return the table of one level: the pairs, then the participants in no pair."""

    def written(wave: Wave) -> str:
        counts = across.counts.get(wave.id)
        if counts is None:
            return "in no pair"
        return f"written: {counts.total() - counts[''] - counts[NO_INTERVIEW]} of {across.n}"

    rows = [*across.rows, *(row for row, _ in across.unpaired)]
    waves = [(wave, written(wave)) for wave in across.waves]
    corner = "participant", f"n = {format_count(across.n, 'pair')}"
    return FrameworkTable(
        rows,
        waves,
        corner,
        lambda row: row.participant.id,
        lambda row: (row.participant.name, "" if row.notes else "no pair"),
        cells,
    )
