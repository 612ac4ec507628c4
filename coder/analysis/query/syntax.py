"""Parser of queries: a tree, or an error that points at the position."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from coder.errors import CoderError

if TYPE_CHECKING:
    from lark import Lark, Token

LONGEST = 1500
HELP = "See: coder help queries"
OPERATORS = frozenset(("and", "or", "not"))
BLANKS = "names with blanks need quotation marks"

#: A single code, as most queries are: read without the parser, which is slow to import.
_CODE = re.compile(r'(?!@)(?:"(?:[^"\\]|\\.)*"|[^\s()":])+')
_RELATION_BEFORE = re.compile(
    r"(?:^|(?<=[\s()]))(overlaps|within|contains|near|same|followed\s+by|follows)(?::[^\s()\"]*)?\s+$", re.IGNORECASE
)
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s()"])+')


class QueryError(CoderError):
    """A query that is not valid: `position` in code points; `what` is the mistake in words."""

    def __init__(self, title: str, query: str, position: int, what: str, detail: str = "", hint: str = HELP) -> None:
        pointer = _pointing(query, position, what)
        super().__init__(title, f"{pointer}\n{detail}" if detail else pointer, hint)
        self.query, self.position, self.what, self.more = query, position, what, detail


def _pointing(query: str, position: int, what: str) -> str:
    from coder.text.characters import width

    flat = " ".join(query.splitlines()) if "\n" in query else query
    return f"{flat}\n{' ' * width(flat[:position])}^ {what}"


def unreadable(query: str, position: int, what: str, hint: str = HELP) -> QueryError:
    """Return the error for a query that breaks the grammar."""
    return QueryError("The query cannot be read", query, position, what, hint=hint)


class Leaf(NamedTuple):
    """A code pattern, a filter (`name:value`) or the name of a saved query (`@name`), as written."""

    kind: Literal["code", "filter", "saved"]
    text: str
    position: int


class Not(NamedTuple):
    """All other coded segments."""

    part: Node


class Both(NamedTuple):
    """The segments that match every part (and)."""

    parts: tuple[Node, ...]


class Either(NamedTuple):
    """The segments that match any part (or)."""

    parts: tuple[Node, ...]


class Relation(NamedTuple):
    """The segments of `left` in a relation to one of `right`; `argument` is the text after the colon."""

    name: str
    argument: str | None
    left: Node
    right: Node
    position: int


Node: TypeAlias = Leaf | Not | Both | Either | Relation


def parse(query: str) -> Node:
    """Return the tree of a query. CoderError: QueryError with the position if there is one."""
    stripped = query.strip()
    if not stripped:
        raise CoderError("The query is empty", hint="Name a code, such as Group/Code or Group/**")
    if _CODE.fullmatch(stripped) and stripped.casefold() not in OPERATORS:
        return Leaf("code", stripped, query.index(stripped))
    if len(query) > LONGEST:
        raise CoderError("The query is too long", f"{len(query):,} characters; {LONGEST:,} are allowed.")
    return _node(_tree(query))


def _tree(query: str) -> Any:
    from lark import exceptions

    try:
        return _parser().parse(query)
    except exceptions.UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        unclosed = query[at : at + 1] == '"'
        raise unreadable(
            query, at, "a quotation mark is not closed" if unclosed else "this was not expected"
        ) from None
    except exceptions.UnexpectedToken as error:
        raise _unexpected(query, error.token) from None


def _node(tree: Any) -> Node:
    if tree.data in ("code", "filter", "saved"):
        token = tree.children[0]
        return Leaf(tree.data, str(token), token.start_pos)
    if tree.data == "relation":
        left, token, right = tree.children
        name, colon, argument = str(token).partition(":")
        word = " ".join(name.casefold().split())
        return Relation(word, argument if colon else None, _node(left), _node(right), token.start_pos)
    parts = tuple(map(_node, tree.children))
    if tree.data == "without":
        return Not(parts[0])
    return Both(parts) if tree.data == "both" else Either(parts)


def _unexpected(query: str, token: Token) -> QueryError:
    at = token.start_pos or 0
    if token.type == "$END":
        return unreadable(query, len(query), "something is missing here")
    relation = _RELATION_BEFORE.search(query[:at])
    if relation is not None and token.type == "_NOT":
        return unreadable(query, at, "“not” needs brackets here: (not …)")
    if relation is not None and token.type in ("CODE", "FILTER", "SAVED", "LPAR"):
        return unreadable(query, relation.start(), f"the term before “{relation[1]}” is missing")
    if token.type in ("CODE", "FILTER", "SAVED", "LPAR", "_NOT"):
        return unreadable(query, at, f"“and” or “or” is missing before this; {BLANKS}")
    what = {"RPAR": "this bracket was not opened", "_AND": "something is missing before “and”"}
    return unreadable(query, at, what.get(token.type, "something is missing before this"))


def words_around(query: str, position: int) -> str:
    """Return the unquoted words around a position, separated only by blanks."""
    first = last = None
    for match in _WORD.finditer(query):
        plain = match.group().casefold() not in OPERATORS and '"' not in match.group()
        joined = plain and last is not None and not query[last : match.start()].strip()
        if not joined:
            if last is not None and last > position:
                break
            first = match.start() if plain else None
        last = match.end() if plain else None
    return query[first:last] if first is not None and last is not None and first <= position <= last else ""


_PARSER: list[Lark] = []


def _parser() -> Lark:
    if not _PARSER:
        from lark import Lark

        grammar = Path(__file__).with_name("query.lark").read_text(encoding="utf-8")
        _PARSER.append(
            Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=False, maybe_placeholders=False)
        )
    return _PARSER[0]
