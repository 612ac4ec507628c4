"""The list of code groups and their subgroups, with the units of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from coder.analysis.method.groups import LOOSE, NO_GROUP, Coverage, coverage, units_in_no_group
from coder.analysis.method.units import groups_in_order, loose_units, subgroups, units_below, units_in_order
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.text.characters import cut, printable, width
from coder.text.phrases import NO_UNIT

#: The number of code groups that have a digit.
DIGITS = 9


class Row(NamedTuple):
    """A code group, one of its subgroups, its units in no subgroup (`loose`), or the units in no code group.

    `code` holds the units of the row; None for the units in no code group.
    """

    id: str
    name: str
    group: CodeGroup | None
    code: Code | None
    digit: int = 0
    loose: bool = False


def rows_of(project: Project) -> Iterator[Row]:
    """Yield the code groups with their subgroups in order, then the row of the units in no group."""
    for number, group in enumerate(groups_in_order(project), 1):
        code = project.codes[group.code]
        yield Row(group.id, code.name, group, code, number if number <= DIGITS else 0)
        codes = subgroups(project, group)
        for subgroup in codes:
            yield Row(subgroup.id, subgroup.name, group, subgroup)
        if codes:
            yield Row(f"{group.id} {LOOSE}", "in no subgroup", group, code, loose=True)
    yield Row(NO_GROUP, "in no code group", None, None)


class GroupDeck:
    """The rows as cards of one line: name and number of units; the units of a row are looked up once."""

    lines = 1

    def __init__(self, project: Project, participant: str = "") -> None:
        """`participant`: count only the units of this participant (an id)."""
        self._project = project
        self._participant = participant
        self._units: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._coverage: dict[str, Coverage] = {}
        self.rows: Sequence[Row] = list(rows_of(project))
        self.height = len(self.rows)

    def mark(self, row: int) -> str:
        return str(self.rows[row].digit or " ")

    def card(self, row: int, width_: int) -> Sequence[Text]:
        item = self.rows[row]
        number = self.count(item)
        count = f" {number:,}" if number else f" {NO_UNIT}"
        is_group = item.group is not None and item.id == item.group.id
        residual = " (residual)" if is_group and item.group is not None and item.group.residual else ""
        indent = "" if item.group is None or is_group else "  "
        name = cut(printable(indent + item.name + residual), width_ - len(count))
        line = Text(name, "bold" if is_group else "italic" if item.loose else "")
        line.append(" " * (width_ - len(count) - width(name)) + count, "dim")
        return [line]

    def count(self, row: Row) -> int:
        """Return the number of units of a row."""
        if row.id not in self._counts:
            self._counts[row.id] = len(self._find_units(row))
        return self._counts[row.id]

    def units(self, row: Row) -> list[str]:
        """Return the ids of the units of a row, in reading order."""
        if row.id not in self._units:
            self._units[row.id] = units_in_order(self._project, self._find_units(row))
        return self._units[row.id]

    def coverage(self, row: Row) -> Coverage | None:
        """Return the contributing participants of a row, unfiltered; None for units in no group or subgroup."""
        if row.group is None or row.loose:
            return None
        if row.id not in self._coverage:
            self._coverage[row.id] = coverage(self._project, row.group, row.code)
        return self._coverage[row.id]

    def _find_units(self, row: Row) -> set[str]:
        project = self._project
        if row.group is None or row.code is None:
            units = {id for id in units_in_no_group(project) if project.codings_of(id)}
        elif row.loose:
            units = loose_units(project, row.group)
        else:
            units = units_below(project, row.code)
        if not self._participant:
            return units
        sources = {source.id for source in project.sources.values() if source.participant == self._participant}
        return {id for id in units if project.segments[id].source in sources}
