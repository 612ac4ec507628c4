"""Word documents: text, comments, footnotes and text boxes of all kinds that Word writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader, reader_for
from coder.exchange.transcript import DETECT, Comment, ReadOptions, Transcript, transcript
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.exchange.word.body import Body
    from coder.exchange.word.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_NESTED = 3  # files inserted in inserted files

#: Parts of a document beside its text: plural, and how each is treated unless it is kept as a note.
_FATES = {
    "footnote": ("footnotes", "left out"),
    "endnote": ("endnotes", "left out"),
    "header or footer": ("headers or footers", "left out"),
    "text box": ("text boxes", "left out"),
    "inserted file": ("inserted files", "left out"),
    "picture": ("pictures", "left out"),
    "chart or diagram": ("charts or diagrams", "left out"),
    "drawing": ("drawings", "left out"),
    "embedded object": ("embedded objects", "left out"),
    "word of hidden text": ("words of hidden text", "left out"),
    "unanswered field": ("unanswered fields", "left out"),
    "unknown symbol": ("unknown symbols", "shown as \ufffd"),
}
# `Page 1 of 3`, `- 2 -`, nothing at all
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d_]{1,7}\W{1,3})?\d{0,4}\W*(?:[^\W\d_]{1,3}\W{1,3})?\d{0,4}\W*\Z")
_KEPT = "kept as a memo on the transcript"
_DAMAGED = "The {} could not be read: this part of the file is damaged"


@reader(TRANSCRIPT, "docx", "Word document", ".docx", ".docm", ".dotx", ".dotm")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns of a document. Footnotes, headers and footers become notes."""
    return _read(data, name, options, 0)


def _read(data: bytes, name: str, options: ReadOptions, depth: int) -> Transcript:
    from coder.exchange.readers.captions import CAPTIONS_INSIDE, caption_format, from_captions
    from coder.exchange.text_builder import TextBuilder
    from coder.exchange.word.body import Body
    from coder.exchange.word.package import Package
    from coder.exchange.word.styles import Numbering, Styles

    package = Package(data, name)
    root = package.body()
    styles = Styles(package)

    def read_body(*, boxes_in_place: bool) -> tuple[Body, str]:
        inserted: set[str] = set()

        def read_chunk(id: str) -> Sequence[str] | None:
            """Return the paragraphs of a file inserted into the document; a file is inserted once."""
            if id in inserted or depth >= _MOST_NESTED:
                return None
            inserted.add(id)
            return _inserted_paragraphs(package, id, depth + 1)

        builder = TextBuilder(options.rules)
        body = Body(builder, styles, Numbering(package), read_chunk, boxes_in_place=boxes_in_place)
        body.add(root)
        return body, builder.finish()

    body, text = read_body(boxes_in_place=False)
    if sum(map(len, body.boxes)) > len(text):  # the transcript is in text boxes
        body, text = read_body(boxes_in_place=True)
    marks, note_numbers = body.builder.marks, Numbering(package)

    def words(element: Any) -> str:
        inner = Body(TextBuilder(), styles, note_numbers, lambda _: None, boxes_in_place=True)
        inner.add(element)
        return inner.builder.finish().strip()

    comments = _comments(package.part("comments"), marks, text, words)
    notes = _notes(package, words)
    margins = _margins(package, words)
    if margins:
        body.seen["header or footer"] += len(margins)
        notes["header or footer"] = "Headers and footers:\n\n" + "\n\n".join(margins)
    if body.boxes:
        notes["text box"] = "Text boxes:\n\n" + "\n\n".join(body.boxes)
    warnings = [*_warnings(body.seen, notes), *(_DAMAGED.format(kind) for kind in package.damaged)]
    captions = caption_format(text)
    if captions:
        warnings.append(CAPTIONS_INSIDE.format(captions))
        result = from_captions(text, captions, "", warnings, options, notes.values())
        return replace(result, comments=tuple(_moved(comment, text, result.text) for comment in comments))
    return transcript(
        text, "docx", dialogue=body.builder.dialogue, warnings=warnings, comments=comments, notes=notes.values()
    )


def _moved(comment: Comment, text: str, captions: str) -> Comment:
    """Return a comment on the same words in the text of captions; on nothing if they are not found there."""
    words = " ".join(text[comment.start : comment.end].split())
    place = captions.find(words)
    return comment._replace(start=max(place, 0), end=place + len(words) if place >= 0 else 0)


def _inserted_paragraphs(package: Package, id: str, depth: int) -> Sequence[str] | None:
    """Return the paragraphs of the part with a relation id; None if it cannot be read."""
    target = package.target(id)
    if target is None:
        return None
    name, data = target
    try:
        form = reader_for(TRANSCRIPT, name)
        inserted = _read(data, name, DETECT, depth) if form.name == "docx" else form.read(data, name, DETECT)
    except UnreadableFile:
        return None
    return inserted.text.split("\n\n") if inserted.text.strip() else None


def _comments(
    elements: Iterable[Any], marks: Mapping[str, int], text: str, words: Callable[[Any], str]
) -> list[Comment]:
    """Return the comments in the order of the text."""
    from coder.exchange.text_builder import locate_comment

    comments = []
    for element in elements:
        key = element.get(f"{W}id")
        start, end = locate_comment(marks, str(key), text)
        author, when = element.get(f"{W}author") or "", element.get(f"{W}date") or ""
        comments.append(Comment(start, end, words(element), author, when))
    return sorted(comments, key=lambda comment: comment.start)


def _notes(package: Package, words: Callable[[Any], str]) -> dict[str, str]:
    """Return all footnotes, and all endnotes, numbered, as one note each."""
    notes = {}
    for kind in ("footnote", "endnote"):
        # A type other than "normal" marks separator lines.
        texts = [words(note) for note in package.part(f"{kind}s") if note.get(f"{W}type") in (None, "normal")]
        if any(texts):
            numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
            notes[kind] = f"{kind.capitalize()}s:\n\n{numbered}"
    return notes


def _margins(package: Package, words: Callable[[Any], str]) -> list[str]:
    """Return the different texts of headers and footers, without those that only number pages."""
    texts = (words(root) for kind in ("header", "footer") for root in package.parts(kind))
    return list(dict.fromkeys(text for text in texts if not _PAGE_NUMBER.match(text)))


def _warnings(seen: Counter[str], notes: Mapping[str, str]) -> list[str]:
    """Return the parts of the document beside its text, and how each was treated."""
    return [
        f"{format_count(seen[kind], kind, plural)}: {_KEPT if kind in notes else fate}"
        for kind, (plural, fate) in _FATES.items()
        if seen[kind]
    ]
