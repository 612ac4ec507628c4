"""Picker search over meaning units by their words: those of a code group first, then all others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, islice

from coder.analysis.method.units import units_below, units_in_order
from coder.analysis.quotations import location
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.project.segments import excerpt
from coder.text.fold import searchable
from coder.tui.kit.finders import Find
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
        return [(id, searchable(f"{project.segments[id].quote} {_source_name(project, id)}")) for id in ordered]

    @cache
    def near() -> list[tuple[str, str]]:
        return [*searchable_units(mine), *searchable_units(inside)]

    @cache
    def far() -> list[tuple[str, str]]:
        return searchable_units(set(project.index.segment_codings) - inside - mine) if everywhere else []

    def find(query: str) -> Sequence[Item]:
        words = searchable(query).split()
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
