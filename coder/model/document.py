"""Documents: reports in a neutral form, for all writers."""

from __future__ import annotations

import msgspec

from coder.text.phrases import format_day


class Block(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag=str.lower):
    """A block of a document; in JSON, `kind` is its type."""


class Heading(Block, frozen=True):
    """A heading; `level` is 2 for a chapter, at most 6. The document's title is level 1."""

    level: int
    text: str


class Paragraph(Block, frozen=True):
    """Plain text with an optional `label` before it, such as `Definition`."""

    text: str
    label: str = ""


class Items(Block, frozen=True):
    """A list with an optional `label` above it."""

    items: tuple[str, ...]
    label: str = ""


#: After a quotation that ends before its unit does.
CUT = " […]"


class Quotation(Block, frozen=True):
    """A verbatim quotation of a participant: `text` is a passage of a source.

    `reference` is participant and wave; `mark` is the coder's mark in words; `cut`: the unit continues.
    """

    text: str
    reference: str
    mark: str = ""
    cut: bool = False


#: Label before every condensate: it reads like speech but is not a quotation.
CONDENSATE = "≈ condensate (not a quotation)"


class Condensate(Block, frozen=True):
    """An artificial quotation by the analysts (labelled `CONDENSATE`); never rendered like a `Quotation`.

    `about` is the subgroup, `text` its paragraphs, separated by an empty line; `note` says what supports it.
    """

    about: str
    text: str
    note: str = ""


class Note(Block, frozen=True):
    """A memo: `text` is Markdown, `head` its kind, author and day."""

    head: str
    text: str
    title: str = ""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of a table: text and an optional quotation; `absent`: nothing to show."""

    text: str
    quotation: Quotation | None = None
    absent: bool = False


class Table(Block, frozen=True):
    """A table; its `caption` includes the n. The first cell of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class PictureRow(msgspec.Struct, frozen=True):
    """A row of a picture: its label and its values, none negative."""

    label: str
    values: tuple[float, ...]


class Picture(Block, frozen=True):
    """Numbers as shaded cells, the darker the larger.

    All rows have equally many values, one for each of the `columns` if these have names. The darkest cell is the
    largest value of the picture, or, `by_row`, of its row.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[PictureRow, ...]
    by_row: bool = False

    @property
    def shades(self) -> list[list[float]]:
        """The shade of each cell, row by row, from 0 (none) to 1 (darkest)."""
        most = max((value for row in self.rows for value in row.values), default=0)
        tops = [max(row.values, default=0) if self.by_row else most for row in self.rows]
        return [
            [value / top if top else 0.0 for value in row.values] for row, top in zip(self.rows, tops, strict=True)
        ]


AnyBlock = Heading | Paragraph | Items | Quotation | Condensate | Note | Table | Picture


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document of some kind on a study; `day` is when it was made (ISO 8601), `remarks` stand below the title.

    `private`: the document contains private memos of the person who made it.
    """

    report: str
    study: str
    day: str
    remarks: tuple[str, ...]
    blocks: tuple[AnyBlock, ...]
    private: bool = False

    @property
    def privacy(self) -> str:
        """A sentence on whether private memos are included."""
        if self.private:
            return "It contains private memos and is only for their author."
        return "Private memos are not part of it."

    @property
    def origin(self) -> str:
        """Day and program, and whether private memos are included."""
        return f"Made on {format_day(self.day)} with coder. {self.privacy}"

    @property
    def title(self) -> str:
        return f"{self.report}: {self.study}"
