"""Which coded segments a query asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from coder.analysis import patterns
from coder.analysis.query import relations
from coder.analysis.query.filters import Filters, Segments, coded, missing, with_codes
from coder.analysis.query.syntax import (
    BLANKS,
    OPERATORS,
    Both,
    Leaf,
    Node,
    Not,
    QueryError,
    Relation,
    parse,
    unreadable,
    words_around,
)
from coder.errors import Ambiguous, CoderError, NotFound
from coder.project.paths import path_of
from coder.project.study import Study

_PLAIN = re.compile(r'[^\s()"*:@\\]+')


def _never() -> None:
    """Nobody wants to stop."""


class Answer:
    """One query over one study; every part of it is a set of segments."""

    def __init__(
        self,
        study: Study,
        today: date | None = None,
        pause: Callable[[], None] = _never,
        within: tuple[str, ...] = (),
    ) -> None:
        """`pause` is called now and then and may raise to stop; `within`: the saved queries this one stands in."""
        self.study = study
        self.pause = pause
        self.today = today or date.today()
        self.filters = Filters(study, self.today, pause)
        self.query = ""
        self._within = within
        self._saved: dict[str, Segments] = {}

    def to(self, query: str) -> Segments:
        """Ids of the segments. Raises CoderError: QueryError with the place wherever there is one."""
        self.query = query
        try:
            tree = parse(query)
        except QueryError as error:
            raise self._with_advice(error) from None
        return self._of(tree)

    def _with_advice(self, error: QueryError) -> QueryError:
        """Where a name with blanks was meant, the name."""
        words = words_around(self.query, error.position) if BLANKS in error.what else ""
        folded = " ".join(words.split()).casefold()
        if not folded:
            return error
        meant = [code for code in self.study.codes.values() if code.name.casefold().startswith(folded)]
        names = [quoted(path_of(self.study, code)) for code in meant[:3]]
        return unreadable(error.query, error.position, error.what, f"Write: {' or '.join(names)}") if names else error

    def _of(self, node: Node) -> Segments:
        self.pause()
        if isinstance(node, Leaf):
            return {"code": self._code, "filter": self._filter, "saved": self._named}[node.kind](node)
        if isinstance(node, Not):
            return coded(self.study) - self._of(node.part)
        if isinstance(node, Relation):
            return self._related(node)
        parts = [self._of(part) for part in node.parts]
        return set.intersection(*parts) if isinstance(node, Both) else set.union(*parts)

    def _code(self, leaf: Leaf) -> Segments:
        try:
            codes = patterns.codes_like(self.study, leaf.text)
        except (NotFound, Ambiguous) as error:
            self._refuse(error, leaf.position)
        return with_codes(self.study, (code.id for code in codes))

    def _filter(self, leaf: Leaf) -> Segments:
        name, _, value = leaf.text.partition(":")
        at = leaf.position + len(name) + 1
        find = self.filters.by_name.get(name.casefold())
        if find is None:
            return self._unknown_filter(leaf, name)
        if not value:
            raise unreadable(self.query, at, f"what comes after {name}: is missing")
        try:
            return find(value)
        except (NotFound, Ambiguous) as error:
            self._refuse(error, at)

    def _unknown_filter(self, leaf: Leaf, name: str) -> Segments:
        """A code whose name holds a colon, or a filter that there is not."""
        try:
            codes = patterns.codes_like(self.study, leaf.text)
        except (NotFound, Ambiguous):
            if name.casefold() in ("near", "same", "follows"):
                raise unreadable(self.query, leaf.position, "this stands between two parts") from None
            near = get_close_matches(name.casefold(), self.filters.by_name, n=1)
            meant = f"Perhaps {near[0]}: is meant. " if near else ""
            known = ", ".join(f"{one}:" for one in self.filters.by_name)
            title = f"There is no filter “{name}:”"
            raise QueryError(title, self.query, leaf.position, "this", hint=f"{meant}There is: {known}") from None
        return with_codes(self.study, (code.id for code in codes))

    def _named(self, leaf: Leaf) -> Segments:
        """The answer to a saved query."""
        name = patterns.unquoted(leaf.text[1:])
        key = name.casefold()
        queries = self.study.queries
        found = next((one for one in queries.values() if one.name.casefold() == key), None)
        if found is None:
            self._refuse(missing("saved query", name, (one.name for one in queries.values())), leaf.position)
        if key in self._within:
            circle = " → ".join(f"@{one}" for one in (*self._within[self._within.index(key) :], key))
            title = f"The saved query “{found.name}” leads back to itself"
            raise QueryError(title, self.query, leaf.position, "this", circle, "Change one of them.")
        if key not in self._saved:
            inner = Answer(self.study, self.today, self.pause, (*self._within, key))
            inner._saved = self._saved
            try:
                self._saved[key] = inner.to(found.text)
            except CoderError as error:
                title = f"The saved query “{found.name}” has no answer"
                raise QueryError(
                    title, self.query, leaf.position, "this", f"{error.title}\n{error.detail}", error.hint
                ) from None
        return self._saved[key]

    def _related(self, node: Relation) -> Segments:
        if node.name == "same" and (node.argument or "").casefold() == "segment":
            return self._of(node.left) & self._of(node.right)
        try:
            relation = relations.RELATIONS[node.name](node.argument)
        except relations.Wrong as error:
            colon = 0 if node.argument is None else self.query[node.position :].index(":") + 1
            raise unreadable(self.query, node.position + colon, str(error)) from None
        left, right = self._of(node.left), self._of(node.right)
        return set(relations.related(self.study, relation, left, right, self.pause))

    def _refuse(self, error: CoderError, position: int) -> NoReturn:
        raise QueryError(error.title, self.query, position, "this", error.detail, error.hint) from None


def check(study: Study, query: str, name: str = "") -> None:
    """Raise the CoderError that a query gives now, if any; with `name`, as if it were saved under it."""
    Answer(study, within=(name.strip().removeprefix("@").casefold(),) if name else ()).to(query)


def quoted(path: str) -> str:
    """A code's path or another name as it is written in a query: between quotation marks where that is needed."""
    return "/".join(map(_quoted, path.split("/")))


def _quoted(name: str) -> str:
    if _PLAIN.fullmatch(name) and name.casefold() not in OPERATORS:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
