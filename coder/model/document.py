"""A document in neutral form: what a report says, whatever it is written as."""

from __future__ import annotations

import msgspec


class Block(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag=str.lower):
    """A part of a document; in JSON its `kind` says which."""


class Heading(Block, frozen=True):
    """A heading; `level` is 2 for a chapter, at most 6. The document's title is level 1."""

    level: int
    text: str


class Paragraph(Block, frozen=True):
    """Plain text; `label` is set before it, as in `Definition`."""

    text: str
    label: str = ""


class Items(Block, frozen=True):
    """A list; `label` is set above it."""

    items: tuple[str, ...]
    label: str = ""


class Quotation(Block, frozen=True):
    """Words of a participant, verbatim: `text` is a stretch of a source.

    `reference` is participant and wave; `mark` is the coder's mark in words; `cut` tells that the unit goes on.
    """

    text: str
    reference: str
    mark: str = ""
    cut: bool = False


#: What stands before a condensate wherever it is shown: it reads like speech, and nobody said it.
CONDENSATE = "≈ condensate (not a quotation)"


class Condensate(Block, frozen=True):
    """An artificial quotation that the analysts made (`CONDENSATE` says so): never drawn like a `Quotation`.

    `about` is the subgroup, `text` its paragraphs, apart by an empty line; `note` tells what supports it.
    """

    about: str
    text: str
    note: str = ""


class Note(Block, frozen=True):
    """A memo: its `text` is Markdown, `head` says its kind, author and day."""

    head: str
    text: str
    title: str = ""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of a table: words, perhaps a quotation under them; `absent` tells that there is nothing to show."""

    text: str
    quotation: Quotation | None = None
    absent: bool = False


class Table(Block, frozen=True):
    """A table; its `caption` tells the n. The first cell of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


AnyBlock = Heading | Paragraph | Items | Quotation | Condensate | Note | Table


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document of some kind on a study; `day` is when it was made (ISO 8601), `remarks` stand below the title.

    `private` tells that somebody's private memos are in it, because they asked for their own.
    """

    report: str
    study: str
    day: str
    remarks: tuple[str, ...]
    blocks: tuple[AnyBlock, ...]
    private: bool = False

    @property
    def privacy(self) -> str:
        """Whether private memos are in it, in a sentence."""
        if self.private:
            return "It holds private memos, for whoever wrote them and nobody else."
        return "Private memos are not part of it."

    @property
    def title(self) -> str:
        return f"{self.report}: {self.study}"
