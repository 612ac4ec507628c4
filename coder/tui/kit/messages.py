"""Requests of the parts of a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.message import Message

from coder.errors import CoderError


class Item(NamedTuple):
    """A row of the picker: id, label, the positions that matched, and details."""

    id: str
    label: str
    matched: tuple[int, ...] = ()
    detail: str = ""
    prefix: str = ""
    color: str = ""
    tally: str = ""


class Pick(Message):
    """Let the person choose from many by typing; `then` gets the ids, and the name to create, if any."""

    def __init__(
        self,
        title: str,
        find: Callable[[str], Sequence[Item]],
        then: Callable[[tuple[str, ...], str], None],
        *,
        many: bool = False,
        create: bool = False,
        given_up: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.title, self.find, self.then, self.many, self.create = title, find, then, many, create
        self.given_up = given_up


class Ask(Message):
    """Let the person type one line; `typing` is told of each change, `then` of the end, `given_up` of Esc."""

    def __init__(
        self,
        title: str,
        then: Callable[[str], None],
        *,
        initial: str = "",
        typing: Callable[[str], None] | None = None,
        given_up: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.title, self.then, self.initial, self.typing, self.given_up = title, then, initial, typing, given_up


class Choose(Message):
    """Let the person choose one of a few by a letter or by arrow; `then` gets its id."""

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str, str]],
        then: Callable[[str], object] = str,
        detail: str = "",
    ) -> None:
        """`options` are (id, key, label)."""
        super().__init__()
        self.title, self.options, self.then, self.detail = title, options, then, detail


class Failed(Message):
    """An operation said no; nothing was changed."""

    def __init__(self, error: CoderError) -> None:
        super().__init__()
        self.error = error
