"""Searches for the picker: over codes, and over short lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.model.codebook import Code
from coder.project import Project
from coder.project.code_letters import letters
from coder.project.ordering import codes_in_order
from coder.project.paths import path_of
from coder.tui.kit.requests import Item

Find = Callable[[str], Sequence[Item]]


def code_finder(
    project: Project,
    recent: Sequence[str] = (),
    among: Callable[[Code], bool] = lambda code: code.codable,
    archived: bool = False,
) -> Find:
    """Return the fuzzy search over the codes accepted by `among`; archived ones only with `archived`."""
    from coder.analysis.code_search import CodeSearch, Entry

    codes = [code for code in codes_in_order(project) if among(code) and (archived or not code.archived)]
    uses = {code.id: len(project.codings_with(code.id)) for code in codes}
    search = CodeSearch([Entry(code.id, path_of(project, code), code.aliases) for code in codes], uses, recent)
    marks = letters(project)

    def find(query: str) -> Sequence[Item]:
        return [
            Item(
                id=match.id,
                label=match.path,
                matched=match.positions,
                detail=_detail(project.codes[match.id], match.alias),
                prefix=marks.get(match.id, " "),
                color=project.codes[match.id].color,
                tally=str(uses[match.id] or ""),
            )
            for match in search.find(query)
        ]

    return find


def _detail(code: Code, alias: str) -> str:
    alias_note = f"also “{alias}” · " if alias else ""
    return f"{alias_note}{' '.join(code.definition.split()) or 'no definition'}"


def list_finder(items: Sequence[Item]) -> Find:
    """Return the fuzzy search over a short list of rows, in their order while the query is empty."""
    from coder.analysis.code_search import CodeSearch, Entry

    search = CodeSearch([Entry(item.id, item.label) for item in items])
    by_id = {item.id: item for item in items}

    def find(query: str) -> Sequence[Item]:
        if not query.strip():
            return items
        return [by_id[match.id]._replace(matched=match.positions) for match in search.find(query)]

    return find
