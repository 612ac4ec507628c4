"""Evaluation of a query: the coded segments that match it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from coder.analysis import patterns
from coder.analysis.query import relations
from coder.analysis.query.filters import Filters, Segments, coded, unknown, with_codes
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
from coder.project.study import Study, path_of
from coder.text.fold import name_key

_PLAIN = re.compile(r'[^\s()"*:@\\]+')


def _no_pause() -> None:
    """No-op pause callback."""


class Answer:
    """Evaluates one query over a study; every part of it is a set of segments."""

    def __init__(
        self,
        study: Study,
        today: date | None = None,
        pause: Callable[[], None] = _no_pause,
        within: tuple[str, ...] = (),
    ) -> None:
        """`pause` is called regularly and may raise to stop; `within`: the saved queries that contain this one."""
        self.study = study
        self.pause = pause
        self.today = today or date.today()
        self.filters = Filters(study, self.today, pause)
        self.query = ""
        self._within = within
        self._saved: dict[str, Segments] = {}

    def to(self, query: str) -> Segments:
        """Return the ids of the segments. CoderError: QueryError with the position if there is one."""
        self.query = query
        try:
            tree = parse(query)
        except QueryError as error:
            raise self._with_suggestion(error) from None
        return self._evaluate(tree)

    def _with_suggestion(self, error: QueryError) -> QueryError:
        """Suggest the code name with blanks that was probably meant."""
        words = words_around(self.query, error.position) if BLANKS in error.what else ""
        folded = " ".join(words.split()).casefold()
        if not folded:
            return error
        codes = [code for code in self.study.codes.values() if name_key(code.name).startswith(folded)]
        names = [quote_path(path_of(self.study, code)) for code in codes[:3]]
        return unreadable(error.query, error.position, error.what, f"Write: {' or '.join(names)}") if names else error

    def _evaluate(self, node: Node) -> Segments:
        self.pause()
        if isinstance(node, Leaf):
            return {"code": self._code, "filter": self._filter, "saved": self._saved_query}[node.kind](node)
        if isinstance(node, Not):
            return coded(self.study) - self._evaluate(node.part)
        if isinstance(node, Relation):
            return self._relation(node)
        parts = [self._evaluate(part) for part in node.parts]
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
            raise unreadable(self.query, at, f"the value after {name}: is missing")
        try:
            return find(value)
        except (NotFound, Ambiguous) as error:
            self._refuse(error, at)

    def _unknown_filter(self, leaf: Leaf, name: str) -> Segments:
        """Return the segments of a code with a colon in its name; else raise for the unknown filter."""
        try:
            codes = patterns.codes_like(self.study, leaf.text)
        except (NotFound, Ambiguous):
            if name.casefold() in ("near", "same", "follows"):
                raise unreadable(self.query, leaf.position, "this belongs between two terms") from None
            similar = get_close_matches(name.casefold(), self.filters.by_name, n=1)
            suggestion = f"Did you mean {similar[0]}:? " if similar else ""
            known = ", ".join(f"{filter_name}:" for filter_name in self.filters.by_name)
            title = f"There is no filter “{name}:”"
            raise QueryError(
                title, self.query, leaf.position, "this", hint=f"{suggestion}Filters are: {known}"
            ) from None
        return with_codes(self.study, (code.id for code in codes))

    def _saved_query(self, leaf: Leaf) -> Segments:
        """Return the segments of a saved query."""
        name = patterns.unquoted(leaf.text[1:])
        key = name_key(name)
        queries = self.study.queries
        saved = next((query for query in queries.values() if name_key(query.name) == key), None)
        if saved is None:
            self._refuse(unknown("saved query", name, (query.name for query in queries.values())), leaf.position)
        if key in self._within:
            cycle = " → ".join(f"@{name}" for name in (*self._within[self._within.index(key) :], key))
            title = f"The saved query “{saved.name}” refers to itself"
            raise QueryError(title, self.query, leaf.position, "this", cycle, "Change one of them.")
        if key not in self._saved:
            inner = Answer(self.study, self.today, self.pause, (*self._within, key))
            inner._saved = self._saved
            try:
                self._saved[key] = inner.to(saved.text)
            except CoderError as error:
                title = f"The saved query “{saved.name}” cannot be evaluated"
                raise QueryError(
                    title, self.query, leaf.position, "this", f"{error.title}\n{error.detail}", error.hint
                ) from None
        return self._saved[key]

    def _relation(self, node: Relation) -> Segments:
        if node.name == "same" and (node.argument or "").casefold() == "segment":
            return self._evaluate(node.left) & self._evaluate(node.right)
        try:
            relation = relations.RELATIONS[node.name](node.argument)
        except relations.InvalidArgument as error:
            colon = 0 if node.argument is None else self.query[node.position :].index(":") + 1
            raise unreadable(self.query, node.position + colon, str(error)) from None
        left, right = self._evaluate(node.left), self._evaluate(node.right)
        return set(relations.related(self.study, relation, left, right, self.pause))

    def _refuse(self, error: CoderError, position: int) -> NoReturn:
        raise QueryError(error.title, self.query, position, "this", error.detail, error.hint) from None


def check(study: Study, query: str, name: str = "") -> None:
    """Raise the CoderError of a query that is not valid; with `name`, as if it were saved under it."""
    Answer(study, within=(name_key(name.strip().removeprefix("@")),) if name else ()).to(query)


def quote_path(path: str) -> str:
    """Return a code path or another name as written in a query, with quotation marks where needed."""
    return "/".join(map(_quote, path.split("/")))


def _quote(name: str) -> str:
    if _PLAIN.fullmatch(name) and name.casefold() not in OPERATORS:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
