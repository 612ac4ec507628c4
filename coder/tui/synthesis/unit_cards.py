"""Units as cards: the words, whose they are, their codes, and the marks on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.text import Text

from coder.analysis.method.groups import groups_of
from coder.analysis.method.units import group_name, participant_and_wave
from coder.model.condensation import CodeGroup
from coder.model.segment import MARKS
from coder.project import Project
from coder.project.paths import path_of
from coder.project.privacy import memos_read_by
from coder.text.cells import cut, printable
from coder.text.wrap import wrap

#: Lines of a card: two of words, one of what is to be said of them.
LINES = 3
#: A card shows so much of a long unit, in code points.
LONGEST = 400


class UnitDeck:
    """Units in an order; each looks up what it shows when it is drawn."""

    lines = LINES

    def __init__(self, project: Project, units: Sequence[str], chosen: Collection[str] = ()) -> None:
        self._project = project
        self.units = units
        self.chosen = chosen
        self.height = len(units)
        self._tops: dict[str, CodeGroup] = {group.code: group for group in project.groups.values()}

    def mark(self, row: int) -> str:
        return "✓" if self.units[row] in self.chosen else " "

    def card(self, row: int, width: int) -> Sequence[Text]:
        id = self.units[row]
        text = printable(" ".join(self._project.segments[id].quote[:LONGEST].split()))
        words = f"“{text}”"
        starts = wrap(words, 0, len(words), width)
        about = self._about(id, width)
        if len(starts) == 1:
            return [Text(words), about]
        return [Text(words[: starts[1]].rstrip()), Text(cut(words[starts[1] :], width)), about]

    def _about(self, id: str, width: int) -> Text:
        project = self._project
        participant, wave = participant_and_wave(project, id)
        source = project.sources[project.segments[id].source]
        where = " · ".join(
            filter(None, (participant.name if participant else source.name, wave.name if wave else ""))
        )
        codings = project.codings_of(id)
        marks = "".join(sorted({MARKS[coding.mark] for coding in codings if coding.mark}))
        notes = len(memos_read_by(project, id, project.initials))
        several = groups_of(project, id, self._tops)
        parts = [
            where,
            f"‡ {len(several)} groups" if len(several) > 1 else "",
            ("✎" if notes == 1 else f"✎{notes}") if notes else "",
            ", ".join(dict.fromkeys(project.codes[coding.code].name for coding in codings)),
        ]
        about = Text(f"{marks} " if marks else "", "bold")
        about.append(cut(printable(" · ".join(filter(None, parts))), max(1, width - len(about))), "not bold dim")
        return about


def told(project: Project, id: str) -> str:
    """What the status line says of a unit: its codes by their paths, and its groups where they are several."""
    paths = sorted({path_of(project, project.codes[coding.code]) for coding in project.codings_of(id)})
    several = groups_of(project, id)
    more = (
        f" · in several groups: {', '.join(group_name(project, one) for one in several)}" if len(several) > 1 else ""
    )
    return ", ".join(paths) + more
