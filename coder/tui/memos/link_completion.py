"""Link completion: the possible targets of a link in a memo, as rows for the picker; the id of a row is the link."""

from __future__ import annotations

from collections.abc import Sequence

from coder.analysis.search import occurrences
from coder.project import Project
from coder.project.memo_links import code_link, unit_link
from coder.project.study import codes_in_order, sources_in_order
from coder.text.fold import FoldedText, name_key, searchable
from coder.text.phrases import excerpt
from coder.tui.kit.questions import Find, list_finder
from coder.tui.kit.requests import Item

#: Number of letters from which units are searched, and of units shown.
LETTERS, UNITS = 3, 20


def link_finder(project: Project) -> Find:
    """Return a search over participants, sources, frameworks and codes by name, and units by their text."""
    named = list_finder(_named(project))
    ready: list[tuple[str, FoldedText]] = []

    def find(query: str) -> Sequence[Item]:
        words = query.rstrip("] ").removeprefix("code:").removeprefix("unit ")
        items = list(named(words))
        if len(words) >= LETTERS:
            if not ready:
                ready.extend((id, searchable(segment.quote)) for id, segment in project.segments.items())
            ids = [id for id, text in ready if occurrences(text, words)][:UNITS]
            ids += [id for id in project.segments if id.startswith(words.casefold()) and id not in ids][:UNITS]
            items += [_unit(project, id) for id in ids]
        return items

    return find


def _named(project: Project) -> list[Item]:
    people = sorted(project.participants.values(), key=lambda record: record.name.casefold())
    sources = sources_in_order(project)
    taken = {name_key(record.name) for record in people}
    others = taken | {name_key(record.name) for record in sources}
    layers = [record for record in project.frameworks.values() if name_key(record.name) not in others]
    return [
        *(Item(f"[[{record.name}]]", record.name, detail="participant") for record in people),
        *(
            Item(f"[[{record.name}]]", record.name, detail="source")
            for record in sources
            if name_key(record.name) not in taken
        ),
        *(Item(f"[[{record.name}]]", record.name, detail="framework") for record in layers),
        *(
            Item(link, link[2:-2], detail="code")
            for link in (code_link(project, code) for code in codes_in_order(project))
        ),
    ]


def _unit(project: Project, id: str) -> Item:
    segment = project.segments[id]
    where = project.sources[segment.source].name
    return Item(unit_link(project, segment), f"“{excerpt(segment.quote, 60)}”", detail=f"unit of {where}")
