"""Search criteria: a query, its match options and its scope; in words, and the choices for each restriction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from coder.analysis.scope import Scope
from coder.analysis.search import MatchOptions
from coder.model.codebook import Code
from coder.project import Project
from coder.project.study import path_of, sources_in_order
from coder.text.phrases import format_count
from coder.tui.kit.requests import Item

MODES = {"phrase": "phrase", "words": "all the words", "regex": "regular expression", "fuzzy": "fuzzy"}
#: Field of a scope → the noun of its names.
_NOUNS = {
    "speakers": "speaker",
    "participants": "participant",
    "waves": "wave",
    "services": "service",
    "attributes": "attribute",
    "sources": "transcript",
}


@dataclass(frozen=True)
class SearchCriteria:
    """What is searched for; `row` is the match under the cursor."""

    query: str = ""
    options: MatchOptions = MatchOptions()  # noqa: RUF009  # a tuple
    scope: Scope = Scope()  # noqa: RUF009  # a tuple
    row: int = 0

    def with_options(self, **options: Any) -> SearchCriteria:
        """Return the criteria with other match options."""
        return replace(self, options=self.options._replace(**options), row=0)

    def with_scope(self, **scope: Any) -> SearchCriteria:
        """Return the criteria with other restrictions."""
        return replace(self, scope=self.scope._replace(**scope), row=0)

    def describe(self) -> str:
        """Return the options and restrictions in words."""
        options, scope = self.options, self.scope
        parts = [MODES[options.mode]]
        parts += ["whole words"] if options.word else []
        parts += ["match case"] if options.case else []
        for field, noun in _NOUNS.items():
            patterns = getattr(scope, field)
            parts += [f"{noun} {', '.join(map(_unquoted, patterns))}"] if patterns else []
        parts += [f"coded {_unquoted(scope.coded)}"] if scope.coded else []
        parts += [f"not coded {_unquoted(scope.not_coded)}"] if scope.not_coded else []
        parts += ["uncoded"] if scope.uncoded else []
        return " · ".join(parts)


def _quoted(name: str) -> str:
    """Return the pattern that matches just this name."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquoted(pattern: str) -> str:
    return pattern.replace('\\"', "'").replace('"', "").replace("\\\\", "\\")


def code_pattern(project: Project, code: Code) -> str:
    """Return the pattern of a code and all codes below it."""
    return _quoted(path_of(project, code)) + ("/**" if project.children(code.id) else "")


def choices(project: Project, field: str) -> list[Item]:
    """Return the names that a field of the scope can be restricted to; the id of a row is its pattern."""
    if field == "speakers":
        turns = (turn for source in project.sources.values() for turn in project.text_of(source).turns)
        counts = Counter(turn.speaker for turn in turns if turn.speaker).most_common()
        return [Item(_quoted(name), name, detail=format_count(number, "turn")) for name, number in counts]
    if field == "services":
        names = sorted({person.service for person in project.participants.values()} - {""})
    elif field == "attributes":
        pairs = {pair for person in project.participants.values() for pair in person.attributes.items()}
        return [Item(f"{_quoted(name)}={_quoted(value)}", f"{name}: {value}") for name, value in sorted(pairs)]
    elif field == "sources":
        names = [source.name for source in sources_in_order(project)]
    else:
        names = [record["name"] for record in project.tables[field].values()]
    return [Item(_quoted(name), name) for name in names]
