"""Links in memos: `[[P02]]` (a participant, a source, else a code), `[[code:Shame]]`, `[[unit 3f2a9c1d]]`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.model.codebook import SEPARATOR, Code
from coder.model.memo import Memo
from coder.model.source import Segment
from coder.project.study import SHORTEST_PREFIX, Study, path_of
from coder.text.fold import name_key
from coder.text.phrases import excerpt

#: Minimum number of characters of a unit's id in a link.
SHORT = 8
_KIND = r"(?:(?P<code>code)\s*:\s*|(?P<unit>unit)\s+)?"
_LINK = re.compile(rf"\[\[\s*{_KIND}(?P<name>[^\[\]\s][^\[\]\n]*?)\s*\]\]", re.IGNORECASE)
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|#]")


class Link(NamedTuple):
    """A link as written; `kind` is "code", "unit" or "name"; `start` and `end` are code points in the memo."""

    start: int
    end: int
    kind: str
    name: str


class Goal(NamedTuple):
    """Target of a link: the record `id` of the table `about`, with its label."""

    about: str
    id: str
    label: str


def links(text: str) -> Iterator[Link]:
    """Yield the links in a text, in order."""
    for match in _LINK.finditer(text):
        kind = "code" if match["code"] else "unit" if match["unit"] else "name"
        yield Link(match.start(), match.end(), kind, match["name"])


def code_link(study: Study, code: Code) -> str:
    """Return the link to a code."""
    return f"[[code:{path_of(study, code)}]]"


def unit_link(study: Study, segment: Segment) -> str:
    """Return the shortest link that is unique to a unit."""
    for length in range(SHORT, len(segment.id)):
        start = segment.id[:length]
        if sum(id.startswith(start) for id in study.segments) == 1:
            return f"[[unit {start}]]"
    return f"[[unit {segment.id}]]"


class Resolver:
    """Finds the targets of links in the current study; an ambiguous name has none.

    A former name of a code, kept as an alias, is still valid.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._codes: dict[str, set[str]] | None = None
        self._names: dict[str, Goal] | None = None
        self._units: list[str] | None = None

    def goal(self, link: Link) -> Goal | None:
        """Return the target of a link; None if it is broken."""
        return {"code": self._code, "unit": self._unit, "name": self._name}[link.kind](link.name)

    def goals(self, text: str) -> list[tuple[Link, Goal | None]]:
        """Return the links in a text with their targets."""
        return [(link, self.goal(link)) for link in links(text)]

    def _code(self, name: str) -> Goal | None:
        if self._codes is None:
            self._codes = _code_names(self._study)
        path = SEPARATOR.join(part.strip() for part in name_key(name).split(SEPARATOR))
        for kind in ("path", "end", "alias"):
            ids = self._codes.get(f"{kind}\n{path}", ())
            if ids:
                break
        if len(ids) != 1:
            return None
        (id,) = ids
        return Goal("codes", id, f"code {path_of(self._study, self._study.codes[id])}")

    def _unit(self, name: str) -> Goal | None:
        if self._units is None:
            self._units = sorted(self._study.segments)
        prefix = name.lower()
        start = bisect_left(self._units, prefix)
        ids = [id for id in self._units[start : start + 2] if id.startswith(prefix)]
        if len(prefix) < SHORTEST_PREFIX or not ids or (len(ids) > 1 and ids[0] != prefix):
            return None
        return Goal("segments", ids[0], f"unit “{excerpt(self._study.segments[ids[0]].quote, 32)}”")

    def _name(self, name: str) -> Goal | None:
        if self._names is None:
            study = self._study
            names: dict[str, Goal] = {}  # a participant before a source of the same name
            for framework in study.frameworks.values():
                names[name_key(framework.name)] = Goal("frameworks", framework.id, f"framework {framework.name}")
            for source in study.sources.values():
                names[name_key(source.name)] = Goal("sources", source.id, source.name)
            for person in study.participants.values():
                names[name_key(person.name)] = Goal("participants", person.id, f"participant {person.name}")
            self._names = names
        return self._names.get(name_key(name)) or self._code(name)


def _code_names(study: Study) -> dict[str, set[str]]:
    """Return the ids of codes by path, by the end of the path, and by alias."""
    names: dict[str, set[str]] = {}
    for code in study.codes.values():
        parts = name_key(path_of(study, code)).split(SEPARATOR)
        names.setdefault(f"path\n{SEPARATOR.join(parts)}", set()).add(code.id)
        for at in range(1, len(parts)):
            names.setdefault(f"end\n{SEPARATOR.join(parts[at:])}", set()).add(code.id)
        for alias in code.aliases:
            names.setdefault(f"alias\n{name_key(alias)}", set()).add(code.id)
    return names


def back_links(study: Study, memos: Iterable[Memo]) -> dict[str, list[Memo]]:
    """Return record id → the memos that link to it, each once."""
    resolver = Resolver(study)
    by_target: dict[str, list[Memo]] = {}
    for memo in memos:
        if "[[" not in memo.text:
            continue
        for id in dict.fromkeys(goal.id for _, goal in resolver.goals(memo.text) if goal is not None):
            by_target.setdefault(id, []).append(memo)
    return by_target


def highlight_links(text: str, resolver: Resolver) -> str:
    """Return a memo's Markdown with highlighted links: units with their text, broken links marked."""
    parts, position = [], 0
    for link in links(text):
        goal = resolver.goal(link)
        parts.append(text[position : link.start])
        if goal is None:
            parts.append(f"\\[\\[{_escaped(link.name)}\\]\\] **✗ broken link**")
        else:
            parts.append(f"**→ {_escaped(goal.label)}**")
        position = link.end
    return "".join([*parts, text[position:]])


def plain_links(text: str, resolver: Resolver) -> str:
    """Return a text with its links as words: what they lead to, or their name as it is where they lead nowhere."""
    parts, position = [], 0
    for link, goal in resolver.goals(text):
        parts += [text[position : link.start], goal.label if goal is not None else f"{link.name} (broken link)"]
        position = link.end
    return "".join([*parts, text[position:]])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
