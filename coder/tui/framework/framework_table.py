"""The framework layer as a grid shows it: levels by waves of a participant, or participants by waves of a level."""

from __future__ import annotations

from collections.abc import Sequence

from coder.analysis.method import participation
from coder.analysis.method.frameworks import Across, Entry, LevelTable, Row, describe_entry, describe_note, kind_of
from coder.model.framework import ChangeNote
from coder.model.participant import Wave
from coder.model.source import Source
from coder.project.framework_layer import NO_INTERVIEW, interviews
from coder.project.study import Study
from coder.text.cells import width
from coder.text.phrases import format_count
from coder.tui.kit.grid import Column

NARROWEST, LABEL = 13, 44
NO_NOTE = "○ no note of change"


class FrameworkTable:
    """Rows of entries, one for each wave, then a column for what changed, where there is a pair."""

    def __init__(self, rows: Sequence[Row], waves: Sequence[Wave], days: Sequence[str], n: str, cells: int) -> None:
        """`days` stand below the waves in the head, `cells` is the width there is."""
        self.rows, self.waves = rows, waves
        self.height = len(rows)
        self._changes = any(row.notes for row in rows)
        count = len(waves) + self._changes
        names = max((width(self._name(row)) + len(self._mark(row)) + 3 for row in rows), default=10)
        self.label_width = min(LABEL, max(16, names), max(24, cells * 36 // 100))
        each = max(NARROWEST, (cells - self.label_width) // max(1, count))
        self.columns = [Column((wave.name, day), each, left=True) for wave, day in zip(waves, days, strict=True)]
        if self._changes:
            self.columns.append(Column(("change", ""), each, left=True))
        self.corner = (self._corner(), n)

    def _corner(self) -> str:
        raise NotImplementedError

    def _name(self, row: Row) -> str:
        raise NotImplementedError

    def _mark(self, row: Row) -> str:
        raise NotImplementedError

    def label(self, row: int) -> tuple[str, str, bool]:
        return self._name(self.rows[row]), self._mark(self.rows[row]), False

    def cell(self, row: int, column: int) -> str:
        entry = self.entry(row, column)
        if entry is not None:
            return describe_entry(entry)
        notes = self.rows[row].notes
        return "; ".join(describe_note(note) or NO_NOTE for note in notes)

    def entry(self, row: int, column: int) -> Entry | None:
        """What stands in a place; None in the column of changes."""
        return self.rows[row].entries[column] if column < len(self.waves) else None

    def notes(self, row: int) -> tuple[ChangeNote | None, ...]:
        """The notes on what changed, one for each pair of waves."""
        return self.rows[row].notes

    def row_of(self, id: str) -> int:
        """Which row is about a level, or a participant; the first where none is."""
        ids = [self.key(number) for number in range(self.height)]
        return ids.index(id) if id in ids else 0

    def key(self, row: int) -> str:
        """The id of what a row is about."""
        raise NotImplementedError


class ByLevel(FrameworkTable):
    """One participant: levels, then domains."""

    def __init__(self, table: LevelTable, days: Sequence[str], cells: int) -> None:
        super().__init__(table.rows, table.waves, days, f"n = {format_count(table.n, 'interview')}", cells)

    def _corner(self) -> str:
        return "level"

    def _name(self, row: Row) -> str:
        return row.level.name

    def _mark(self, row: Row) -> str:
        kind = kind_of(row.level)
        return "" if kind == "level" else kind

    def key(self, row: int) -> str:
        return self.rows[row].level.id


class ByParticipant(FrameworkTable):
    """One level: the pairs, then those in no pair."""

    def __init__(self, found: Across, cells: int) -> None:
        rows = [*found.rows, *(row for row, _ in found.unpaired)]
        n = f"n = {format_count(found.n, 'pair')}"
        super().__init__(rows, found.waves, [self._written(found, wave) for wave in found.waves], n, cells)

    @staticmethod
    def _written(found: Across, wave: Wave) -> str:
        """How many of the pairs have something written in a wave."""
        counts = found.counts.get(wave.id)
        if counts is None:
            return "in no pair"
        return f"written: {counts.total() - counts[''] - counts[NO_INTERVIEW]} of {found.n}"

    def _corner(self) -> str:
        return "participant"

    def _name(self, row: Row) -> str:
        return row.participant.name

    def _mark(self, row: Row) -> str:
        return "" if row.notes else "no pair"

    def key(self, row: int) -> str:
        return self.rows[row].participant.id


def days_of(study: Study, table: LevelTable) -> list[str]:
    """The day of the interview in each wave, beside its window: `day 352 ✓`."""
    days = ([participation.day_told(wave, one.day) for one in _of(study, table, wave)] for wave in table.waves)
    return [", ".join(filter(None, told)) for told in days]


def _of(study: Study, table: LevelTable, wave: Wave) -> Sequence[Source]:
    return interviews(study, table.participant, wave)
