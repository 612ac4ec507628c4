"""The code groups with their subgroups as a list, and the units of each; kept until something changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from coder.analysis.method.groups import LOOSE, NO_GROUP, Coverage, coverage, units_in_no_group
from coder.analysis.method.units import groups_in_order, loose_units, subgroups, units_below, units_in_order
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.text.cells import cut, printable, width

#: So many groups have a digit that sends units there.
DIGITS = 9


class Row(NamedTuple):
    """A line of the list: a code group, one of its subgroups, its units in none, or the units in no group.

    `code` is where its units are; None for those in no group.
    """

    id: str
    name: str
    group: CodeGroup | None
    code: Code | None
    digit: int = 0
    loose: bool = False


def rows_of(project: Project) -> list[Row]:
    """The groups with their subgroups in their order, then what is in no group."""
    return list(_rows(project))


def _rows(project: Project) -> Iterator[Row]:
    for number, group in enumerate(groups_in_order(project), 1):
        code = project.codes[group.code]
        yield Row(group.id, code.name, group, code, number if number <= DIGITS else 0)
        below = subgroups(project, group)
        for one in below:
            yield Row(one.id, one.name, group, one)
        if below:
            yield Row(f"{group.id} {LOOSE}", "in no subgroup", group, code, loose=True)
    yield Row(NO_GROUP, "in no code group", None, None)


class GroupDeck:
    """One line for each row, with how many units it has; its units are looked up once."""

    lines = 1

    def __init__(self, project: Project, participant: str = "") -> None:
        """`participant`: count and give only this one's units."""
        self._project = project
        self._participant = participant
        self._units: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._coverage: dict[str, Coverage] = {}
        self.rows: Sequence[Row] = rows_of(project)
        self.height = len(self.rows)

    def mark(self, row: int) -> str:
        return str(self.rows[row].digit or " ")

    def card(self, row: int, width_: int) -> Sequence[Text]:
        one = self.rows[row]
        number = self.count(one)
        tally = f" {number:,}" if number else " no unit"
        residual = " (residual)" if one.group is not None and one.group.residual and one.digit else ""
        before = "" if one.group is None or one.id == one.group.id else "  "
        name = cut(printable(before + one.name + residual), width_ - len(tally))
        style = "bold" if one.group is not None and one.id == one.group.id else "italic" if one.loose else ""
        line = Text(name, style)
        line.append(" " * (width_ - len(tally) - width(name)) + tally, "dim")
        return [line]

    def count(self, row: Row) -> int:
        """How many units a row has."""
        if row.id not in self._counts:
            self._counts[row.id] = len(self._found(row))
        return self._counts[row.id]

    def units(self, row: Row) -> list[str]:
        """Ids of the units of a row, in the order of the study."""
        if row.id not in self._units:
            self._units[row.id] = units_in_order(self._project, self._found(row))
        return self._units[row.id]

    def coverage(self, row: Row) -> Coverage | None:
        """Who gives units to a row, whoever is filtered by; None for what is in no group or no subgroup."""
        if row.group is None or row.loose:
            return None
        if row.id not in self._coverage:
            self._coverage[row.id] = coverage(self._project, row.group, row.code)
        return self._coverage[row.id]

    def _found(self, row: Row) -> set[str]:
        project = self._project
        if row.group is None or row.code is None:
            found = {id for id in units_in_no_group(project) if project.codings_of(id)}
        elif row.loose:
            found = loose_units(project, row.group)
        else:
            found = units_below(project, row.code)
        if not self._participant:
            return found
        sources = {one.id for one in project.sources.values() if one.participant == self._participant}
        return {id for id in found if project.segments[id].source in sources}
