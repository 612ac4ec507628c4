"""What could stand where somebody types in a query: codes by the fuzzy search, filters, values, saved queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from coder.analysis.code_search import CodeSearch, Entry
from coder.analysis.query.answer import quoted
from coder.analysis.query.filters import Filters
from coder.model.segment import MARKS
from coder.project.ordering import codes_in_order
from coder.project.paths import path_of
from coder.project.study import Study

#: What is being written: a word, perhaps with quotation marks, the last of which need not be closed yet.
_BEING_WRITTEN = re.compile(r'(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s()"])+')
SHORTEST = 2


class Offer(NamedTuple):
    """What could replace `query[start:end]`, the best first."""

    start: int
    end: int
    texts: tuple[str, ...] = ()


class Completion:
    """Offers for one study; made anew when its codes or names change."""

    def __init__(self, study: Study) -> None:
        self._study = study
        codes = [code for code in codes_in_order(study)]
        uses = {code.id: len(study.codings_with(code.id)) for code in codes}
        self._codes = CodeSearch([Entry(code.id, path_of(study, code), code.aliases) for code in codes], uses)
        self._filters = tuple(f"{name}:" for name in Filters(study).by_name)
        self._values: dict[str, Callable[[], Iterable[str]]] = {
            "source": lambda: (one.name for one in study.sources.values()),
            "participant": lambda: (one.name for one in study.participants.values()),
            "wave": lambda: (one.name for one in study.waves.values()),
            "service": lambda: (one.service for one in study.participants.values()),
            "speaker": lambda: (turn.speaker for one in study.sources.values() for turn in study.text_of(one).turns),
            "by": lambda: (one.initials for one in study.coders.values()),
            "mark": lambda: MARKS,
            "set": lambda: (one.name for one in study.sets.values()),
        }

    def at(self, query: str, cursor: int, most: int = 8) -> Offer:
        """What could stand where the cursor is at the end of a word."""
        for match in _BEING_WRITTEN.finditer(query):
            if match.start() < cursor == match.end():
                texts = [text for text in self._offered(match.group(), most) if text != match.group()]
                return Offer(match.start(), cursor, tuple(texts[:most]))
        return Offer(cursor, cursor)

    def _offered(self, written: str, most: int) -> list[str]:
        if written.startswith("@"):
            names = (one.name for one in self._study.queries.values())
            return [f"@{quoted(name)}" for name in _beginning(names, written[1:])]
        name, colon, value = written.partition(":")
        if colon and name.casefold() in self._values:
            return [f"{name}:{_whole(one)}" for one in _beginning(self._values[name.casefold()](), value)]
        bare = written.replace('"', "")
        if len(bare) < SHORTEST or colon:
            return []
        found = [quoted(match.path) for match in self._codes.find(bare, most)]
        filters = [one for one in self._filters if one.startswith(bare.casefold())]
        return [*filters, *found] if '"' not in written else found


def _whole(name: str) -> str:
    """A name as a filter's value: between quotation marks as a whole, where that is needed."""
    return name if re.fullmatch(r'[^\s()"*\\]+', name) else quoted(name.replace("/", "\0")).replace("\0", "/")


def _beginning(names: Iterable[str], written: str) -> list[str]:
    """Names that begin so, then those that hold it, each once."""
    bare = written.replace('"', "").casefold()
    there = sorted({name for name in names if name and bare in name.casefold()}, key=str.casefold)
    return sorted(there, key=lambda name: not name.casefold().startswith(bare))
