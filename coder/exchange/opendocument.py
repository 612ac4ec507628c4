"""Read OpenDocument texts (ISO/IEC 26300) from their XML: no part but `content.xml` and the styles is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.archive import damaged, open_archive, parse_xml, read_part
from coder.exchange.document_notes import notes_of, warnings_of
from coder.exchange.file_signatures import refuse, refuse_known
from coder.exchange.text_builder import Passage, TextBuilder, distinct_length, locate_comment
from coder.exchange.transcript import Comment, ReadOptions, Transcript, transcript
from coder.text.clean import clean

_NS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TEXT, TABLE = f"{{{_NS}:office:1.0}}", f"{{{_NS}:text:1.0}}", f"{{{_NS}:table:1.0}}"
_STYLE, _DRAW = f"{{{_NS}:style:1.0}}", f"{{{_NS}:drawing:1.0}}"
_FO = f"{{{_NS}:xsl-fo-compatible:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"

_KIND = "OpenDocument file"
#: The same content, repeated as often as a spreadsheet says, up to this number of cells or rows.
MOST_REPEATS = 2_000
_BLANKS = re.compile(r"[ \t\r\n]+")
_LETTERS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
#: Elements whose content is no part of the text: tracked deletions, declarations.
_SKIPPED = {
    f"{TEXT}tracked-changes",
    f"{TEXT}ruby-text",
    f"{TEXT}sequence-decls",
    f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls",
    f"{OFFICE}forms",
    f"{OFFICE}event-listeners",
    f"{TABLE}desc",
    f"{TABLE}title",
}
_FORMATS = (
    (f"{_FO}font-weight", ("normal", "400")),
    (f"{_FO}font-style", ("normal",)),
    (f"{_FO}color", ("#000000",)),
    (f"{_FO}background-color", ("transparent",)),
    (f"{_FO}font-variant", ("normal",)),
    (f"{_FO}text-transform", ("none",)),
    (f"{_STYLE}text-underline-style", ("none",)),
)
_HEADINGS = ("heading", "title", "overskrift", "tittel", "berschrift", "titre", "rubrik")


class _ListStyle(NamedTuple):
    """How a level of a list is numbered: its first number, the characters around it; none for bullets."""

    start: int
    format: str
    prefix: str
    suffix: str


def open_document(data: bytes, name: str) -> tuple[Any, Any]:
    """Return the roots of the content and of the styles (None without) of a package or a flat XML document.

    Raises UnreadableFile if it is damaged, encrypted, or something else.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        root = parse_xml(data, name, _KIND)
        if root.tag != f"{OFFICE}document":
            raise refuse(name, "not an OpenDocument file", "If it is a web page, give it the suffix .html")
        return root, None
    if not data.startswith(b"PK"):
        refuse_known(data, name)
        raise refuse(name, "not an OpenDocument file", "If it is plain text, give it the suffix .txt")
    with open_archive(data, name, _KIND) as archive:
        manifest = read_part(archive, "META-INF/manifest.xml", name, _KIND)
        if b"encryption-data" in manifest:
            raise UnreadableFile(
                f"{name} is protected by a password",
                "It is encrypted and cannot be read without the password",
                "Open it in a word processor, remove the password and save it again",
            )
        content = read_part(archive, "content.xml", name, _KIND)
        styles = read_part(archive, "styles.xml", name, _KIND)
    if not content:
        refuse_known(data, name)
        raise damaged(name, _KIND)
    return parse_xml(content, name, _KIND), parse_xml(styles, name, _KIND) if styles else None


def read_text(data: bytes, name: str, options: ReadOptions) -> Transcript:
    """Return the text, turns, comments and footnotes of a text document. Raises UnreadableFile."""
    content, styles = open_document(data, name)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise refuse(name, "not a text document", "Save its text as .odt or .docx", "It contains no text body")
    builder = TextBuilder(options.rules)
    document = _Body(builder, _Styles(content, styles))
    document.add(body)
    text = builder.finish()
    if not text.strip():  # all words are in text boxes
        builder = TextBuilder(options.rules)
        for box in document.notes.pop("text box", ()):
            builder.add_paragraph(Passage(box))
        text = builder.finish()
    comments = [_comment(element, key, builder.marks, text) for key, element in document.comments]
    comments.sort(key=lambda comment: comment.start)
    return transcript(
        text,
        "odt",
        dialogue=builder.dialogue,
        warnings=warnings_of(document.seen, document.notes),
        comments=comments,
        notes=notes_of(document.notes),
    )


def _comment(element: Any, key: str, marks: Mapping[str, int], text: str) -> Comment:
    start, end = locate_comment(marks, key, text)
    author, when = (element.findtext(f"{_DC}{field}") or "" for field in ("creator", "date"))
    words = "\n".join(plain_text(paragraph) for paragraph in element.iter(*_PARAGRAPHS))
    return Comment(start, end, clean(words).text.strip(), author, when)


def plain_text(paragraph: Any) -> str:
    """Return the words of a paragraph without its formatting, notes and comments."""
    passage = Passage()
    _Inline(passage).add(paragraph)
    return passage.text.strip()


class _Styles:
    """The automatic and named styles of a document, by name."""

    def __init__(self, *roots: Any) -> None:
        self.styles: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        for root in roots:
            if root is None:
                continue
            for style in root.iter(f"{_STYLE}style"):
                self.styles.setdefault(style.get(f"{_STYLE}name", ""), style)
            for style in root.iter(f"{TEXT}list-style"):
                self.lists.setdefault(style.get(f"{_STYLE}name", ""), style)
        self._properties: dict[str, dict[str, str]] = {}

    def properties(self, name: str) -> dict[str, str]:
        """Return the text properties of a style and the styles above it."""
        if name in self._properties:
            return self._properties[name]
        chain: list[Any] = []
        at: Any = self.styles.get(name)
        while at is not None and at not in chain:
            chain.append(at)
            at = self.styles.get(at.get(f"{_STYLE}parent-style-name", ""))
        properties: dict[str, str] = {}
        for style in reversed(chain):
            own = style.find(f"{_STYLE}text-properties")
            if own is not None:
                properties |= dict(own.attrib)
        self._properties[name] = properties
        return properties

    def is_heading(self, name: str) -> bool:
        """Return whether a paragraph style, or one above it, is a heading or a title."""
        for _ in range(20):
            style = self.styles.get(name)
            if name.casefold().replace("_20_", " ").startswith(_HEADINGS):
                return True
            if style is None:
                return False
            name = style.get(f"{_STYLE}parent-style-name", "")
        return False

    def list_style(self, name: str, level: int) -> _ListStyle | None:
        """Return the numbering of a level (from 1) of a list; None for bullets and unknown styles."""
        style = self.lists.get(name)
        for entry in style if style is not None else ():
            if entry.tag == f"{TEXT}list-level-style-number" and entry.get(f"{TEXT}level") == str(level):
                format = entry.get(f"{_STYLE}num-format", "")
                prefix, suffix = (entry.get(f"{_STYLE}num-{end}", "") for end in ("prefix", "suffix"))
                return _ListStyle(integer(entry.get(f"{TEXT}start-value"), 1), format, prefix, suffix)
        return None


class _Inline:
    """The words of one paragraph, added to a passage, with the formatting of each run.

    `found` receives notes, comments and frames: (element, offset into the passage).
    """

    def __init__(self, passage: Passage, styles: _Styles | None = None) -> None:
        self.passage = passage
        self.formats: list[tuple[int, str]] = []
        self.found: list[tuple[Any, int]] = []
        self._styles = styles
        self._blank = True  # blanks at the start of a paragraph and after a blank are not shown

    def add(self, paragraph: Any, properties: Mapping[str, str] | None = None) -> None:
        """Add the content of a paragraph or span."""
        shown = properties or {}
        self._words(paragraph.text, shown)
        for child in paragraph:
            self._child(child, shown)
            self._words(child.tail, shown)

    def _child(self, child: Any, shown: Mapping[str, str]) -> None:
        tag = child.tag
        if tag in _SKIPPED or tag == f"{TEXT}hidden-text" or not isinstance(tag, str):
            return
        if tag in _LETTERS:
            self._letters(_LETTERS[tag], shown)
        elif tag == f"{TEXT}s":
            self._letters(" " * min(integer(child.get(f"{TEXT}c"), 1), 1000), shown)
        elif tag in (f"{TEXT}note", f"{OFFICE}annotation", f"{OFFICE}annotation-end") or tag.startswith(_DRAW):
            self.found.append((child, len(self.passage.text)))
        elif tag == f"{TEXT}span" and self._styles is not None:
            self.add(child, {**shown, **self._styles.properties(child.get(f"{TEXT}style-name", ""))})
        else:
            self.add(child, shown)

    def _words(self, text: str | None, shown: Mapping[str, str]) -> None:
        if not text:
            return
        words = _BLANKS.sub(" ", text)
        if self._blank:
            words = words.removeprefix(" ")
        if words:
            self._letters(clean(words).text if not words.isascii() else words, shown)
            self._blank = words.endswith(" ")

    def _letters(self, letters: str, shown: Mapping[str, str]) -> None:
        if shown.get(f"{TEXT}display") == "none":
            return
        self.formats.append((len(self.passage.text), _formatting(shown)))
        self.passage.text += letters
        self._blank = False


def _formatting(shown: Mapping[str, str]) -> str:
    """Return the formatting of a run; "" for plain text."""
    return " ".join(f"{name}={shown[name]}" for name, plain in _FORMATS if name in shown and shown[name] not in plain)


class _Body:
    """The body of a text document, added to a text; collects comments and notes."""

    def __init__(self, builder: TextBuilder, styles: _Styles) -> None:
        self.builder = builder
        self.styles = styles
        self.comments: list[tuple[str, Any]] = []
        self.notes: dict[str, list[str]] = {}
        self.seen: Counter[str] = Counter()
        self._numbers: dict[str, dict[int, int]] = {}  # list style → level → last number

    def add(self, container: Any) -> None:
        """Add the blocks of a body, section or index, in order."""
        for block in container:
            if block.tag in _PARAGRAPHS:
                self._paragraph(block)
            elif block.tag == f"{TEXT}list":
                self._list(block, 1, block.get(f"{TEXT}style-name", ""))
            elif block.tag == f"{TABLE}table":
                self._table(block)
            elif isinstance(block.tag, str) and block.tag.startswith(_DRAW):
                self._frame(block)
            elif block.tag not in _SKIPPED:
                self.add(block)

    def _paragraph(self, paragraph: Any, label: str = "") -> None:
        passage, frames = self._passage(paragraph)
        if label and passage.text.strip():
            passage.marks = [(key, offset + len(label)) for key, offset in passage.marks]
            passage.bold += len(label) if passage.bold else 0
            passage.text = label + passage.text
        self.builder.add_paragraph(passage)
        for frame in frames:
            self._frame(frame)

    def _passage(self, paragraph: Any) -> tuple[Passage, list[Any]]:
        """Return the words of a paragraph, and the frames in it."""
        name = paragraph.get(f"{TEXT}style-name", "")
        passage = Passage(heading=paragraph.tag == f"{TEXT}h" or self.styles.is_heading(name))
        inline = _Inline(passage, self.styles)
        inline.add(paragraph, self.styles.properties(name))
        passage.bold = distinct_length(inline.formats)
        frames = []
        for element, offset in inline.found:
            if element.tag == f"{TEXT}note":
                self._note(element)
            elif element.tag.startswith(_DRAW):
                frames.append(element)
            else:
                self._mark(element, passage, offset)
        return passage, frames

    def _note(self, note: Any) -> None:
        kind = "endnote" if note.get(f"{TEXT}note-class") == "endnote" else "footnote"
        self.seen[kind] += 1
        body = note.find(f"{TEXT}note-body")
        paragraphs = body.iter(*_PARAGRAPHS) if body is not None else ()
        self.notes.setdefault(kind, []).append(" ".join(filter(None, map(plain_text, paragraphs))))

    def _mark(self, element: Any, passage: Passage, offset: int) -> None:
        key = element.get(f"{OFFICE}name", "")
        if element.tag == f"{OFFICE}annotation-end":
            passage.marks.append((f"end {key}", offset))
            return
        key = key or f"#{len(self.comments)}"
        self.comments.append((key, element))
        passage.marks.append((f"start {key}", offset))

    def _frame(self, frame: Any) -> None:
        """Keep the text of text boxes and shapes apart; count pictures and objects."""
        words = "\n".join(filter(None, map(plain_text, frame.iter(*_PARAGRAPHS))))
        if words:
            self.seen["text box"] += 1
            self.notes.setdefault("text box", []).append(words)
        elif frame.find(f"{_DRAW}object") is not None:
            self.seen["object"] += 1
        elif frame.find(f"{_DRAW}image") is not None:
            self.seen["picture"] += 1

    def _list(self, element: Any, level: int, style: str) -> None:
        numbers = self._numbers.setdefault(style, {})
        numbering = self.styles.list_style(style, level)
        if element.get(f"{TEXT}continue-numbering") != "true" and not element.get(f"{TEXT}continue-list"):
            numbers.pop(level, None)
        for item in element:
            label = ""
            if item.tag == f"{TEXT}list-item" and numbering and numbering.format:
                start = item.get(f"{TEXT}start-value")
                number = integer(start, numbers.get(level, numbering.start - 1) + 1)
                numbers[level] = number
                label = f"{numbering.prefix}{_ordinal(number, numbering.format)}{numbering.suffix} "
            for block in item:
                if block.tag == f"{TEXT}list":
                    self._list(block, level + 1, block.get(f"{TEXT}style-name", style))
                elif block.tag in _PARAGRAPHS:
                    self._paragraph(block, label)
                    label = ""

    def _table(self, table: Any) -> None:
        self.builder.add_table(
            [[self._cell(cell) for cell in repeated_cells(row)] for row, _ in table_rows(table)],
        )

    def _cell(self, cell: Any) -> Passage:
        """Return the paragraphs of a cell, nested tables included, as one passage."""
        whole = Passage()
        for paragraph in cell.iter(*_PARAGRAPHS):
            if next(paragraph.iterancestors(f"{TEXT}note", f"{OFFICE}annotation"), None) is not None:
                continue
            passage, _ = self._passage(paragraph)
            if whole.text.strip() and passage.text.strip():
                whole.text += "\n"
            whole.marks += [(key, offset + len(whole.text)) for key, offset in passage.marks]
            whole.text += passage.text
        return whole


def table_rows(table: Any) -> Iterator[tuple[Any, int]]:
    """Yield the rows of a table, in groups and headings too, each with the number of times it is repeated."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child, min(integer(child.get(f"{TABLE}number-rows-repeated"), 1), MOST_REPEATS)
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from table_rows(child)


def repeated_cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row, covered ones too, as often as they are repeated; not the empty rest of a row."""
    cells = [
        (cell, min(integer(cell.get(f"{TABLE}number-columns-repeated"), 1), MOST_REPEATS))
        for cell in row
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
    ]
    if cells and cells[-1][1] > 1 and not len(cells[-1][0]):
        cells.pop()
    for cell, times in cells:
        for _ in range(times):
            yield cell


def integer(text: str | None, default: int) -> int:
    """Return the number in an attribute, or the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _ordinal(number: int, format: str) -> str:
    """Return a number as a list shows it: 1, a, A, i or I."""
    if format in ("a", "A"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)
        return letter if format == "a" else letter.upper()
    if format in ("i", "I") and 0 < number < 4000:
        roman = _roman(number)
        return roman if format == "i" else roman.upper()
    return str(number)


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    roman = ""
    for value, letter in zip(values, letters, strict=True):
        times, number = divmod(number, value)
        roman += letter * times
    return roman
