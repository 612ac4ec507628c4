"""Word documents: paragraphs and tables in order, tracked changes accepted (ECMA-376), comments kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from coder.errors import UnreadableFile
from coder.exchange.file_signatures import is_ole, refuse, refuse_known, refuse_ole
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.text_builder import Passage, TextBuilder, distinct_length, locate_comment
from coder.exchange.transcript import DETECT, Comment, ReadOptions, Transcript, transcript
from coder.text.clean import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}tblPr", f"{W}tcPr"}
_LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_FOOTNOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_COMMENTS = {f"{W}commentRangeStart": "start", f"{W}commentRangeEnd": "end", f"{W}commentReference": "at"}
_TEXT_BOX = f"{W}txbxContent"
_FORMATS = ("b", "i", "u", "caps", "smallCaps", "color", "rStyle", "highlight")

LARGEST_PART = 300_000_000  # bytes unpacked; more is taken for a zip bomb
_RATIO = 300  # unpacked to packed size, from 20 MB on


@reader(TRANSCRIPT, "docx", "Word document", ".docx", ".docm")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns of a document. Headers and footers are skipped; footnotes become a note."""
    _check(data, name)
    document = _open(data, name)
    builder = TextBuilder(options.rules)
    body = Body(builder)
    body.add(document.element.body)
    text = builder.finish()
    try:
        comments, notes = _comments(document, builder.marks, text), _notes(document)
    except SyntaxError as error:
        raise _damaged(name) from error
    warnings = _warnings(body.seen)
    return transcript(text, "docx", dialogue=builder.dialogue, warnings=warnings, comments=comments, notes=notes)


def _check(data: bytes, name: str) -> None:
    if is_ole(data):
        raise refuse_ole(data, name)
    if not data.startswith(b"PK"):
        refuse_known(data, name)
        raise refuse(
            name,
            "not a Word document",
            "If it is plain text, give it the suffix .txt",
            "A .docx file is a zip archive; this one is not",
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise _damaged(name) from error
    size = sum(part.file_size for part in parts)
    if size > LARGEST_PART or (size > 20_000_000 and size > _RATIO * len(data)):
        raise UnreadableFile(
            f"{name} is suspiciously large", f"Unpacked it would take {size // 10**6:,} MB", "It was not opened"
        )
    if not any(part.filename.startswith("word/") for part in parts):
        refuse_known(data, name)


def _open(data: bytes, name: str) -> Any:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise _damaged(name)
    except _package_errors() as error:
        raise _damaged(name) from error
    return document


def _package_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that python-docx raises on damaged packages (lxml raises SyntaxErrors)."""
    from docx.opc.exceptions import OpcError

    package = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
    return (OpcError, SyntaxError, KeyError, ValueError, TypeError, AttributeError, *package)


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is damaged", "It is not a complete Word document", "Open it in Word, let Word repair it, and save it"
    )


def _comments(document: Any, marks: dict[str, int], text: str) -> list[Comment]:
    """Return the comments in the order of the text; one without a passage is on the line of its mark."""
    comments = []
    for element in _part(document, "comments"):
        key = element.get(f"{W}id")
        start, end = locate_comment(marks, str(key), text)
        author, when = element.get(f"{W}author") or "", element.get(f"{W}date") or ""
        comments.append(Comment(start, end, _words(element), author, when))
    return sorted(comments, key=lambda comment: comment.start)


def _part(document: Any, kind: str) -> Any:
    """Return the elements of the part for comments, footnotes or endnotes; none if it is missing."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if not relation.is_external and (relation.reltype or "").endswith(f"/{kind}"):
            return parse_xml(relation.target_part.blob)
    return ()


def _words(element: Any) -> str:
    builder = TextBuilder()
    Body(builder).add(element)
    return builder.finish().strip()


def _notes(document: Any) -> list[str]:
    """Return all footnotes, and all endnotes, numbered, as one note each."""
    notes = []
    for kind in ("footnotes", "endnotes"):
        # Elements with a type are separator lines.
        texts = [_words(note) for note in _part(document, kind) if note.get(f"{W}type") is None]
        if any(texts):
            numbered = "\n".join(f"{number}. {words}" for number, words in enumerate(texts, 1))
            notes.append(f"{kind.capitalize()}:\n\n{numbered}")
    return notes


def _warnings(seen: Counter[str]) -> list[str]:
    fates = {
        "footnote": "kept as a memo on the source",
        "endnote": "kept as a memo on the source",
        "text box": "left out",
    }
    plural = {"text box": "text boxes"}
    return [
        f"{count} {kind if count == 1 else plural.get(kind, kind + 's')}: {fate}"
        for kind, fate in fates.items()
        if (count := seen[kind])
    ]


# Paragraphs and tables


class Body:
    """The body of a document, added to a text; `seen` counts what was not kept in place (text boxes, footnotes …)."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.seen: Counter[str] = Counter()
        self._unfinished: Passage | None = None  # a paragraph with a deleted end mark, which the next one continues

    def add(self, container: Any) -> None:
        """Add the content of a body, content control or table cell, in order."""
        for block in _blocks(container):
            if block.tag == f"{W}p":
                passage = self._passage(block)
                if passage:
                    self.builder.add_paragraph(passage)
            else:
                self.builder.add_table(self._rows(block))
        if self._unfinished:
            self.builder.add_paragraph(self._unfinished)
            self._unfinished = None

    def _rows(self, table: Any) -> list[list[Passage]]:
        rows = []
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            rows.append([self._cell(cell) for cell in cells])
        return rows

    def _cell(self, cell: Any) -> Passage:
        """Return the paragraphs of a cell, nested tables included, as one passage."""
        whole = Passage()
        for paragraph in cell.iter(f"{W}p"):
            if next(paragraph.iterancestors(_TEXT_BOX), None) is not None:
                continue
            passage = self._passage(paragraph)
            if passage and whole.text.strip() and passage.text.strip():
                whole.text += "\n"
            if passage:
                _append(whole, passage)
        if self._unfinished:
            _append(whole, self._unfinished)
            self._unfinished = None
        return whole

    def _passage(self, paragraph: Any) -> Passage | None:
        """Return the passage of a paragraph, or None if the next paragraph continues it."""
        passage = self._unfinished or Passage(heading=_is_heading(paragraph))
        self._unfinished = None
        formats: list[tuple[int, str]] = []
        for element in _inline(paragraph):
            self._add(element, passage, formats)
        if not passage.bold:
            passage.bold = distinct_length(formats)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._unfinished = passage
            return None
        return passage

    def _add(self, element: Any, passage: Passage, formats: list[tuple[int, str]]) -> None:
        tag = element.tag
        if tag == f"{W}r":
            formats.append((len(passage.text), _formatting(element)))
        elif tag == f"{W}t":
            passage.text += clean(element.text or "").text
        elif tag in _LETTERS:
            passage.text += _LETTERS[tag]
        elif tag == f"{W}sym":
            passage.text += _symbol(element.get(f"{W}char") or "")
        elif tag in _COMMENTS:
            passage.marks.append((f"{_COMMENTS[tag]} {element.get(f'{W}id')}", len(passage.text)))
        elif tag in _FOOTNOTES:
            self.seen[_FOOTNOTES[tag]] += 1
        elif tag == _TEXT_BOX:
            self.seen["text box"] += 1


def _append(whole: Passage, passage: Passage) -> None:
    whole.marks += [(key, offset + len(whole.text)) for key, offset in passage.marks]
    whole.text += passage.text


def _blocks(container: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, including those in content controls and insertions."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _blocks(child)


def _inline(parent: Any) -> Iterator[Any]:
    """Yield the elements of a paragraph in reading order, without deleted or hidden text and text boxes."""
    for child in parent:
        if child.tag in _DELETED or (child.tag == f"{W}r" and _on(child, "vanish")):
            continue
        if child.tag.endswith("}Fallback"):
            continue  # a duplicate for old programs
        yield child
        if child.tag != _TEXT_BOX:
            yield from _inline(child)


def _on(run: Any, name: str) -> bool:
    element = run.find(f"{W}rPr/{W}{name}")
    return element is not None and element.get(f"{W}val") not in ("0", "false", "none", "off")


def _formatting(run: Any) -> str:
    """Return the formatting of a run; "" for plain text."""
    names = [name for name in _FORMATS if _on(run, name)]
    values = {name: run.find(f"{W}rPr/{W}{name}").get(f"{W}val") or "on" for name in names}
    return " ".join(f"{name}={value}" for name, value in values.items() if value not in ("auto", "000000"))


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val") or "").casefold() if style is not None else ""
    return name.startswith(("heading", "title", "overskrift", "tittel", "berschrift", "titre", "rubrik"))


def _symbol(code: str) -> str:
    value = int(code, 16) if code else 0
    return chr(value) if 0x20 <= value < 0xE000 and not 0xD800 <= value < 0xE000 else ""
