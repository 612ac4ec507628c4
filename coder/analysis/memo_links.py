"""Links in memos: `[[P02]]` (a participant, a source, else a code), `[[code:Shame]]`, `[[unit 3f2a9c1d]]`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.model.codebook import SEPARATOR, Code
from coder.model.memo import Memo
from coder.model.segment import Segment
from coder.project.paths import SHORTEST_PREFIX, path_of
from coder.project.segments import excerpt
from coder.project.study import Study

#: Characters of a unit's id in a link; as many more as are needed to tell it from others.
SHORT = 8
_KIND = r"(?:(?P<code>code)\s*:\s*|(?P<unit>unit)\s+)?"
_LINK = re.compile(rf"\[\[\s*{_KIND}(?P<name>[^\[\]\s][^\[\]\n]*?)\s*\]\]", re.IGNORECASE)
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|#]")


class Link(NamedTuple):
    """A link as it is written; `kind` is "code", "unit" or "name", `start` and `end` are code points of the memo."""

    start: int
    end: int
    kind: str
    name: str


class Goal(NamedTuple):
    """Where a link leads: a record `id` of the table `about`, and what it is called."""

    about: str
    id: str
    label: str


def links(text: str) -> Iterator[Link]:
    """The links in a text, in order."""
    for match in _LINK.finditer(text):
        kind = "code" if match["code"] else "unit" if match["unit"] else "name"
        yield Link(match.start(), match.end(), kind, match["name"])


def code_link(study: Study, code: Code) -> str:
    """The link to a code."""
    return f"[[code:{path_of(study, code)}]]"


def unit_link(study: Study, segment: Segment) -> str:
    """The link to a unit, as short as it can be and still lead to this unit only."""
    for length in range(SHORT, len(segment.id)):
        start = segment.id[:length]
        if sum(id.startswith(start) for id in study.segments) == 1:
            return f"[[unit {start}]]"
    return f"[[unit {segment.id}]]"


class Resolver:
    """Finds where links lead, in a study as it is now; a name that means two things leads nowhere.

    An older name of a code, kept as an alias, still leads to it.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._codes: dict[str, set[str]] | None = None
        self._names: dict[str, Goal] | None = None
        self._units: list[str] | None = None

    def goal(self, link: Link) -> Goal | None:
        """Where the link leads; None when it is broken."""
        return {"code": self._code, "unit": self._unit, "name": self._name}[link.kind](link.name)

    def goals(self, text: str) -> list[tuple[Link, Goal | None]]:
        """The links of a text and where each leads."""
        return [(link, self.goal(link)) for link in links(text)]

    def _code(self, name: str) -> Goal | None:
        if self._codes is None:
            self._codes = _code_names(self._study)
        wanted = SEPARATOR.join(part.strip() for part in name.casefold().split(SEPARATOR))
        for way in ("path", "end", "alias"):
            found = self._codes.get(f"{way}\n{wanted}", ())
            if found:
                break
        if len(found) != 1:
            return None
        (id,) = found
        return Goal("codes", id, f"code {path_of(self._study, self._study.codes[id])}")

    def _unit(self, name: str) -> Goal | None:
        if self._units is None:
            self._units = sorted(self._study.segments)
        wanted = name.lower()
        at = bisect_left(self._units, wanted)
        found = [id for id in self._units[at : at + 2] if id.startswith(wanted)]
        if len(wanted) < SHORTEST_PREFIX or not found or (len(found) > 1 and found[0] != wanted):
            return None
        return Goal("segments", found[0], f"unit “{excerpt(self._study.segments[found[0]].quote, 32)}”")

    def _name(self, name: str) -> Goal | None:
        if self._names is None:
            study = self._study
            sources = {one.name.casefold(): Goal("sources", one.id, one.name) for one in study.sources.values()}
            people = {
                one.name.casefold(): Goal("participants", one.id, f"participant {one.name}")
                for one in study.participants.values()
            }
            layers = {
                one.name.casefold(): Goal("frameworks", one.id, f"framework {one.name}")
                for one in study.frameworks.values()
            }
            self._names = layers | sources | people  # a participant before a source of the same name
        return self._names.get(name.casefold()) or self._code(name)


def _code_names(study: Study) -> dict[str, set[str]]:
    """How each code may be called: by its path, by the end of it, by an older name."""
    names: dict[str, set[str]] = {}
    for code in study.codes.values():
        parts = path_of(study, code).casefold().split(SEPARATOR)
        names.setdefault(f"path\n{SEPARATOR.join(parts)}", set()).add(code.id)
        for at in range(1, len(parts)):
            names.setdefault(f"end\n{SEPARATOR.join(parts[at:])}", set()).add(code.id)
        for alias in code.aliases:
            names.setdefault(f"alias\n{alias.casefold()}", set()).add(code.id)
    return names


def back_links(study: Study, memos: Iterable[Memo]) -> dict[str, list[Memo]]:
    """Record id → those of the memos that link to it, each once."""
    resolver = Resolver(study)
    found: dict[str, list[Memo]] = {}
    for memo in memos:
        if "[[" not in memo.text:
            continue
        for id in dict.fromkeys(goal.id for _, goal in resolver.goals(memo.text) if goal is not None):
            found.setdefault(id, []).append(memo)
    return found


def marked(text: str, resolver: Resolver) -> str:
    """A memo's Markdown in which links stand out: a unit's with its words, a broken one as such."""
    parts, at = [], 0
    for link in links(text):
        goal = resolver.goal(link)
        parts.append(text[at : link.start])
        if goal is None:
            parts.append(f"\\[\\[{_escaped(link.name)}\\]\\] **✗ leads nowhere**")
        else:
            parts.append(f"**→ {_escaped(goal.label)}**")
        at = link.end
    return "".join([*parts, text[at:]])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
