"""Word documents: paragraphs and tables in order, tracked changes accepted, comments kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from typing import Any

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.sniff import is_ole, refuse, refuse_known, refuse_ole
from coder.exchange.transcript import Comment, Transcript, transcript
from coder.exchange.wordml import Body, W

LARGEST_PART = 300_000_000  # bytes unpacked; a document with more is a trap
_RATIO = 300  # unpacked to packed, from 20 MB on


@reader(TRANSCRIPT, "docx", "Word document", ".docx", ".docm")
def read(data: bytes, name: str) -> Transcript:
    """The document's text and turns. Headers and footers are left out; footnotes become a note."""
    _check(data, name)
    document = _open(data, name)
    from coder.exchange.pages import Page

    page = Page()
    body = Body(page)
    body.add(document.element.body)
    text = page.finish()
    try:
        comments, notes = _comments(document, page.marks, text), _notes(document)
    except SyntaxError as error:
        raise _damaged(name) from error
    warnings = _warnings(body.seen)
    return transcript(text, "docx", turns=page.turns, warnings=warnings, comments=comments, notes=notes)


def _check(data: bytes, name: str) -> None:
    if is_ole(data):
        raise refuse_ole(data, name)
    if not data.startswith(b"PK"):
        refuse_known(data, name)
        raise refuse(
            name,
            "not a Word document",
            "If it is plain text, give it the suffix .txt",
            "A .docx is a zip archive; this is not",
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise _damaged(name) from error
    size = sum(part.file_size for part in parts)
    if size > LARGEST_PART or (size > 20_000_000 and size > _RATIO * len(data)):
        raise UnreadableFile(
            f"{name} is suspicious", f"Unpacked it would be {size // 10**6:,} MB", "It was not opened"
        )
    if not any(part.filename.startswith("word/") for part in parts):
        refuse_known(data, name)


def _open(data: bytes, name: str) -> Any:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise _damaged(name)
    except _broken() as error:
        raise _damaged(name) from error
    return document


def _broken() -> tuple[type[Exception], ...]:
    """What python-docx raises on packages that are not whole (lxml's errors are SyntaxErrors)."""
    from docx.opc.exceptions import OpcError

    package = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
    return (OpcError, SyntaxError, KeyError, ValueError, TypeError, AttributeError, *package)


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is damaged", "It is not a complete Word document", "Open it in Word, let it be repaired, and save it"
    )


def _comments(document: Any, marks: dict[str, int], text: str) -> list[Comment]:
    """The comments in the order of the text; one without a stretch stands on the line of its mark."""
    found = []
    for element in _part(document, "comments"):
        key = element.get(f"{W}id")
        start, end = marks.get(f"start {key}"), marks.get(f"end {key}")
        if start is None or end is None or end <= start:
            at = next((place for place in (start, end, marks.get(f"at {key}")) if place is not None), 0)
            start = text.rfind("\n", 0, at) + 1
            newline = text.find("\n", at)
            end = len(text) if newline < 0 else newline
        stretch = text[start:end]
        start, end = end - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = min(start, end)
        author, when = element.get(f"{W}author") or "", element.get(f"{W}date") or ""
        found.append(Comment(start, end, _words(element), author, when))
    return sorted(found, key=lambda comment: comment.start)


def _part(document: Any, kind: str) -> Any:
    """The elements of the package's part for comments, footnotes or endnotes; none where it is missing."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if not relation.is_external and (relation.reltype or "").endswith(f"/{kind}"):
            return parse_xml(relation.target_part.blob)
    return ()


def _words(element: Any) -> str:
    from coder.exchange.pages import Page

    page = Page()
    Body(page).add(element)
    return page.finish().strip()


def _notes(document: Any) -> list[str]:
    """All footnotes, and all endnotes, numbered, as one note each."""
    notes = []
    for kind in ("footnotes", "endnotes"):
        # Those with a type are not notes but the lines above them.
        texts = [_words(note) for note in _part(document, kind) if note.get(f"{W}type") is None]
        if any(texts):
            numbered = "\n".join(f"{number}. {words}" for number, words in enumerate(texts, 1))
            notes.append(f"{kind.capitalize()}:\n\n{numbered}")
    return notes


def _warnings(seen: Counter[str]) -> list[str]:
    what = {
        "footnote": "kept as a note on the document",
        "endnote": "kept as a note on the document",
        "text box": "left out",
    }
    plural = {"text box": "text boxes"}
    return [
        f"{count} {kind if count == 1 else plural.get(kind, kind + 's')}: {fate}"
        for kind, fate in what.items()
        if (count := seen[kind])
    ]
