"""Completion while typing a query: codes, filters, values and saved queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from coder.analysis.code_search import CodeSearch, Entry
from coder.analysis.query.answer import quote_path
from coder.analysis.query.filters import Filters
from coder.model.source import MARKS
from coder.project.study import Study, codes_in_order, path_of

#: A word being typed, perhaps with quotation marks, the last of which may be open.
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s()"])+')
SHORTEST = 2


class Offer(NamedTuple):
    """Replacements for `query[start:end]`, best first."""

    start: int
    end: int
    texts: tuple[str, ...] = ()


class Completion:
    """Completion for one study; recreated when its codes or names change."""

    def __init__(self, study: Study) -> None:
        self._study = study
        codes = list(codes_in_order(study))
        uses = {code.id: len(study.codings_with(code.id)) for code in codes}
        self._codes = CodeSearch([Entry(code.id, path_of(study, code), code.aliases) for code in codes], uses)
        self._filters = tuple(f"{name}:" for name in Filters(study).by_name)
        self._values: dict[str, Callable[[], Iterable[str]]] = {
            "source": lambda: (source.name for source in study.sources.values()),
            "participant": lambda: (person.name for person in study.participants.values()),
            "wave": lambda: (wave.name for wave in study.waves.values()),
            "service": lambda: (person.service for person in study.participants.values()),
            "speaker": lambda: (
                turn.speaker for source in study.sources.values() for turn in study.text_of(source).turns
            ),
            "by": lambda: (coder.initials for coder in study.coders.values()),
            "mark": lambda: MARKS,
            "set": lambda: (code_set.name for code_set in study.sets.values()),
        }

    def at(self, query: str, cursor: int, most: int = 8) -> Offer:
        """Return the completions at the end of the word before the cursor."""
        for match in _WORD.finditer(query):
            if match.start() < cursor == match.end():
                texts = [text for text in self._offers(match.group(), most) if text != match.group()]
                return Offer(match.start(), cursor, tuple(texts[:most]))
        return Offer(cursor, cursor)

    def _offers(self, written: str, most: int) -> list[str]:
        if written.startswith("@"):
            names = (query.name for query in self._study.queries.values())
            return [f"@{quote_path(name)}" for name in _matching_names(names, written[1:])]
        name, colon, value = written.partition(":")
        if colon and name.casefold() in self._values:
            return [
                f"{name}:{_quote_value(text)}" for text in _matching_names(self._values[name.casefold()](), value)
            ]
        bare = written.replace('"', "")
        if len(bare) < SHORTEST or colon:
            return []
        codes = [quote_path(match.path) for match in self._codes.find(bare, most)]
        filters = [name for name in self._filters if name.startswith(bare.casefold())]
        return [*filters, *codes] if '"' not in written else codes


def _quote_value(name: str) -> str:
    """Return a name as the value of a filter, quoted as a whole where needed."""
    return name if re.fullmatch(r'[^\s()"*\\]+', name) else quote_path(name.replace("/", "\0")).replace("\0", "/")


def _matching_names(names: Iterable[str], written: str) -> list[str]:
    """Return the names that begin with the text, then those that contain it, each once."""
    bare = written.replace('"', "").casefold()
    matching = sorted({name for name in names if name and bare in name.casefold()}, key=str.casefold)
    return sorted(matching, key=lambda name: not name.casefold().startswith(bare))
