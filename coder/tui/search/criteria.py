"""What a search asks for, as a person sets it: in words, and by choosing from what there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from coder.analysis.scope import Scope
from coder.analysis.search import MatchOptions
from coder.model.codebook import Code
from coder.project import Project
from coder.project.ordering import sources_in_order
from coder.project.paths import path_of
from coder.tui.kit.messages import Item

#: What the ways of searching are called.
WAYS = {"phrase": "phrase", "words": "all the words", "regex": "regular expression", "fuzzy": "fuzzy"}
_ONLY = {
    "speakers": "speaker",
    "participants": "participant",
    "waves": "wave",
    "services": "service",
    "attributes": "attribute",
    "sources": "transcript",
}


@dataclass(frozen=True)
class SearchCriteria:
    """A query, how it is meant, where it is looked for, and the row of its results where the cursor is."""

    query: str = ""
    how: MatchOptions = MatchOptions()  # noqa: RUF009  # a tuple
    where: Scope = Scope()  # noqa: RUF009  # a tuple
    row: int = 0

    def meant(self, **how: Any) -> SearchCriteria:
        """The same, meant otherwise."""
        return replace(self, how=self.how._replace(**how), row=0)

    def within(self, **where: Any) -> SearchCriteria:
        """The same, looked for elsewhere."""
        return replace(self, where=self.where._replace(**where), row=0)

    def described(self) -> str:
        """The options, in words."""
        parts = [WAYS[self.how.mode]]
        parts += ["whole words"] if self.how.word else []
        parts += ["capitals count"] if self.how.case else []
        for field, noun in _ONLY.items():
            names = getattr(self.where, field)
            parts += [f"{noun} {', '.join(map(_bare, names))}"] if names else []
        parts += [f"coded {_bare(self.where.coded)}"] if self.where.coded else []
        parts += [f"not coded {_bare(self.where.not_coded)}"] if self.where.not_coded else []
        parts += ["not coded at all"] if self.where.uncoded else []
        return " · ".join(parts)


def quoted(name: str) -> str:
    """A name as a pattern that means just it."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bare(pattern: str) -> str:
    return pattern.replace('\\"', "'").replace('"', "").replace("\\\\", "\\")


def code_pattern(project: Project, code: Code) -> str:
    """A code, with all below it."""
    return quoted(path_of(project, code)) + ("/**" if project.children(code.id) else "")


def choices(project: Project, field: str) -> list[Item]:
    """What a search can be restricted to: names of one kind, as rows; the id of a row is its pattern."""
    if field == "speakers":
        turns = (turn for source in project.sources.values() for turn in project.text_of(source).turns)
        spoken = Counter(turn.speaker for turn in turns if turn.speaker)
        return [Item(quoted(name), name, detail=f"{number:,} turns") for name, number in spoken.most_common()]
    if field == "services":
        names = sorted({one.service for one in project.participants.values()} - {""})
    elif field == "attributes":
        told = {pair for one in project.participants.values() for pair in one.attributes.items()}
        return [Item(f"{quoted(name)}={quoted(value)}", f"{name}: {value}") for name, value in sorted(told)]
    elif field == "sources":
        names = [one.name for one in sources_in_order(project)]
    else:
        names = [record["name"] for record in project.tables[field].values()]
    return [Item(quoted(name), name) for name in names]
