"""Codes: the nodes of the code tree."""

from __future__ import annotations

from coder.model.record import Record

SEPARATOR = "/"
LONGEST_NAME = 200
MOST_LEVELS = 100  # of codes inside codes


class Code(Record, frozen=True, kw_only=True):
    """A code, code group or subgroup: a node of the code tree.

    `parent` is a code's id, None at the top; `order` sorts siblings; `color` is `#rrggbb`; `quick` is the
    digit key 1-9 that applies it; `examples` are ids of segments that show what it means; a code that is not
    `codable` (REFI-QDA: isCodable) only groups others.
    """

    name: str
    parent: str | None = None
    order: int = 0
    color: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    quick: int | None = None
    codable: bool = True
    archived: bool = False


#: Field of a text that says what a code means → its label.
TEXTS: dict[str, str] = {"definition": "Definition", "include": "Include", "exclude": "Exclude"}


def labelled_texts(code: Code) -> list[tuple[str, str]]:
    """Return the texts that say what a code means, as (label, text); those without words are left out."""
    texts = [(label, getattr(code, field)) for field, label in TEXTS.items()]
    return [(label, text) for label, text in texts if text.strip()]


#: Colours distinguishable on dark and light backgrounds, and in 16-colour terminals.
PALETTE: dict[str, str] = {
    "blue": "#4e8fd9",
    "orange": "#d9822b",
    "green": "#4c9f50",
    "red": "#d1495b",
    "purple": "#8f6bc9",
    "teal": "#2a9d8f",
    "gold": "#b8901f",
    "pink": "#cf6ba9",
    "olive": "#7d8f29",
    "slate": "#6b7f95",
    "brown": "#a0694b",
    "cyan": "#3a9fc0",
}
