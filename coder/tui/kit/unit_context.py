"""A page that shows a meaning unit in the turns around it."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from coder.project import Project
from coder.project.verdict_fingerprint import turns_around
from coder.text.span import Span
from coder.tui.kit.page import Page

#: Characters of one turn shown at most, on either side of the unit.
LONGEST = 1500
UNIT = Style(bold=True, reverse=True, meta={"unit": True})


class UnitContext(Page):
    """Shows a unit in its turns, scrolled so that the unit is visible."""

    def show_unit(self, project: Project, source: str, span: Span) -> None:
        """Show the unit with three turns on either side."""
        self.show(in_turns(project, source, span))
        lines = self._drawn()
        first = next((n for n, line in enumerate(lines) if any(_is_unit(segment.style) for segment in line)), 0)
        if first >= self.size.height // 2:
            self.scroll_rows(first - self.size.height // 3)


def _is_unit(style: Style | None) -> bool:
    return style is not None and bool(style.meta.get("unit"))


def in_turns(project: Project, source: str, span: Span) -> Text:
    """Return the turns around a span (at least three on either side), with the span marked."""
    words = project.text_of(project.sources[source])
    turns = words.turns
    around, touched = turns_around(turns, span)
    shown = Text()
    for number in around:
        turn = turns[number]
        inside = number in touched
        shown.append(f"{number + 1} {turn.speaker}  ", style="bold" if inside else "dim")
        start, end = max(turn.start, span.start), min(turn.end, span.end)
        if inside and start < end:
            shown.append(_cut_start(words.text[turn.start : start]))
            shown.append(words.text[start:end], style=UNIT)
            shown.append(_cut_end(words.text[end : turn.end]))
        else:
            shown.append(_cut_end(words.text[turn.start : turn.end]), style="dim")
        shown.append("\n\n")
    shown.rstrip()
    return shown


def _cut_end(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _cut_start(text: str) -> str:
    return text if len(text) <= LONGEST else f"… {text[-LONGEST:]}"
