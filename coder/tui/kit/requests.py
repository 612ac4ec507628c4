"""Requests to the person: what the picker, the prompt and the choice modal show, and whom they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Item(NamedTuple):
    """A row of the picker: id, label, the positions that matched, and details.

    `similar`: the typed word is no part of it, only its spelling is similar.
    """

    id: str
    label: str
    matched: tuple[int, ...] = ()
    detail: str = ""
    prefix: str = ""
    color: str = ""
    tally: str = ""
    similar: bool = False


class Pick(NamedTuple):
    """Choose rows by typing; `then` gets their ids, and the name to create ("" for none).

    `reads`: the answer changes nothing, and may be typed before the screen is there. `ends`: typing this cancels.
    """

    title: str
    find: Callable[[str], Sequence[Item]]
    then: Callable[[tuple[str, ...], str], None]
    cancelled: Callable[[], None]
    many: bool = False
    create: bool = False
    reads: bool = False
    ends: str = ""


class Ask(NamedTuple):
    """Type one line; `typing` gets each change, `then` the line.

    `reads`: the answer changes nothing, and may be typed before the screen is there. `unasked`: no key of the person
    opened it, so that it takes no key from before it was there.
    """

    title: str
    then: Callable[[str], None]
    cancelled: Callable[[], None]
    initial: str = ""
    typing: Callable[[str], None] | None = None
    reads: bool = False
    unasked: bool = False


class Choose(NamedTuple):
    """Choose one of a few options, (id, key, label), by key or arrows.

    `reads`: the answer changes nothing, and may be typed before the dialog is there.
    """

    title: str
    options: Sequence[tuple[str, str, str]]
    detail: str = ""
    reads: bool = False
