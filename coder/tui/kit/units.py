"""Meaning units: the picker's search for them, and a page that shows one in the turns around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, islice

from rich.style import Style
from rich.text import Text

from coder.analysis.method.units import units_below, units_in_order
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.project.quotations import location
from coder.project.verdict_fingerprint import turns_around
from coder.text.fold import searchable
from coder.text.phrases import excerpt
from coder.text.span import Span
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.questions import Find
from coder.tui.kit.requests import Item

#: Units listed at most; more words narrow the search.
MOST = 200


def unit_finder(project: Project, group: CodeGroup, chosen: Sequence[str] = (), everywhere: bool = True) -> Find:
    """Return a search for units that contain all typed words; those already `chosen` come first, with a mark.

    It covers all coded units of the study with `everywhere`, else those of the group.
    """
    mine = set(chosen)
    inside = units_below(project, project.codes[group.code]) - mine

    def searchable_units(units: Iterable[str]) -> list[tuple[str, str]]:
        ordered = units_in_order(project, units)
        return [(id, searchable(f"{project.segments[id].quote} {_source_name(project, id)}").text) for id in ordered]

    @cache
    def near() -> list[tuple[str, str]]:
        return [*searchable_units(mine), *searchable_units(inside)]

    @cache
    def far() -> list[tuple[str, str]]:
        return searchable_units(set(project.index.segment_codings) - inside - mine) if everywhere else []

    def find(query: str) -> Sequence[Item]:
        words = searchable(query).text.split()
        candidates = chain(near(), far()) if words else near()
        matches = (id for id, text in candidates if all(word in text for word in words))
        return [_item(project, id, id in mine, id in inside) for id in islice(matches, MOST)]

    return find


def _source_name(project: Project, id: str) -> str:
    return project.sources[project.segments[id].source].name


def _item(project: Project, id: str, chosen: bool, inside: bool) -> Item:
    segment = project.segments[id]
    where = location(project, project.sources[segment.source], segment.span)
    codes = ", ".join(dict.fromkeys(project.codes[coding.code].name for coding in project.codings_of(id)))
    prefix = "●" if chosen else " " if inside else "+"
    return Item(id, f"“{excerpt(segment.quote, 200)}”", detail=f"{where} · {codes}", prefix=prefix)


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
