"""Units as cards of three lines: the quotation in two, and a line about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.text import Text

from coder.analysis.method.groups import groups_of
from coder.analysis.method.units import group_name, participant_and_wave
from coder.model.condensation import CodeGroup
from coder.model.source import MARKS
from coder.project import Project
from coder.project.study import memos_read_by, path_of
from coder.text.characters import cut, printable
from coder.text.wrap import wrap

#: Lines of a card.
LINES = 3
#: Code points of a quotation that a card shows at most.
LONGEST = 400


def unit_card(project: Project, unit: str, width: int, marks: str, facts: Sequence[str]) -> list[Text]:
    """Return the card of a unit: quotation, then marks, participant, wave and further facts."""
    segment = project.segments[unit]
    participant, wave = participant_and_wave(project, unit)
    place = [participant.name if participant else project.sources[segment.source].name, wave.name if wave else ""]
    about = Text(f"{marks} " if marks else "", "bold")
    line = " · ".join(filter(None, [*place, *facts]))
    about.append(cut(printable(line), max(1, width - len(about))), "not bold dim")
    quotation = f"“{printable(' '.join(segment.quote[:LONGEST].split()))}”"
    starts = wrap(quotation, 0, len(quotation), width)
    if len(starts) == 1:
        return [Text(quotation), about]
    return [Text(quotation[: starts[1]].rstrip()), Text(cut(quotation[starts[1] :], width)), about]


class UnitDeck:
    """Units with their codes, memos and code groups."""

    lines, gap = LINES, 1

    def __init__(self, project: Project, units: Sequence[str], selected: Collection[str]) -> None:
        self._project = project
        self.units = units
        self._selected = selected
        self.height = len(units)
        self._groups: dict[str, CodeGroup] = {group.code: group for group in project.groups.values()}

    def mark(self, row: int) -> str:
        return "✓" if self.units[row] in self._selected else " "

    def card(self, row: int, width: int) -> Sequence[Text]:
        project, unit = self._project, self.units[row]
        codings = project.codings_of(unit)
        marks = "".join(sorted({MARKS[coding.mark] for coding in codings if coding.mark}))
        memos = len(memos_read_by(project, unit, project.initials))
        groups = len(groups_of(project, unit, self._groups))
        facts = [
            f"‡ {groups} groups" if groups > 1 else "",
            ("✎" if memos == 1 else f"✎{memos}") if memos else "",
            ", ".join(dict.fromkeys(project.codes[coding.code].name for coding in codings)),
        ]
        return unit_card(project, unit, width, marks, facts)


def unit_message(project: Project, unit: str) -> str:
    """Return the paths of a unit's codes, and its code groups if there are several, for the status line."""
    paths = sorted({path_of(project, project.codes[coding.code]) for coding in project.codings_of(unit)})
    names = [group_name(project, group) for group in groups_of(project, unit)]
    return ", ".join(paths) + (f" · in several groups: {', '.join(names)}" if len(names) > 1 else "")
