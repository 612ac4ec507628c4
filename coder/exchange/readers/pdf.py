"""PDF: the text layer, lines joined into paragraphs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript

if TYPE_CHECKING:
    from coder.exchange.page_layout import PageLine

MOST_PAGES = 5_000
_HYPHEN = 2  # as PDFium gives a hyphen at the end of a line
_WIDE = 1.5  # in sizes of the font: a space that divides columns, or a label from words
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LONGEST_LABEL = 80  # characters that are looked at for bold
_HEAVY = 600  # weight of bold fonts
_GARBLED = 0.2  # share of characters without meaning, in a text layer that cannot be read
_SCAN = "Recognise the text in it (OCR), for example with OCRmyPDF or Acrobat, and import the result"
#: PDFium is not made for several threads.
_lock = threading.Lock()


@reader(TRANSCRIPT, "pdf", "PDF", ".pdf")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns. Running heads, page and line numbers are left out, and named in warnings.

    Raises UnreadableFile for a scan without text, an encrypted or a damaged document.
    """
    from coder.exchange.page_layout import paragraphs_of
    from coder.exchange.text_builder import TextBuilder
    from coder.exchange.transcript import transcript
    from coder.text.phrases import format_count, format_list

    _check(data, name)
    with _lock:
        pages = list(_pages(data, name))
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        raise UnreadableFile(f"{name} has no text", "It is a scan or a picture: its pages have no text layer", _SCAN)
    _refuse_garbled(pages, name)
    layout = paragraphs_of(pages)
    builder = TextBuilder(options.rules)
    for passage in layout.paragraphs:
        builder.add_paragraph(passage)
    text = builder.finish()
    notices = list(layout.notices)
    if empty:
        shown = format_list(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
        notices.append(f"{format_count(len(empty), 'page')} without text, a scan or a picture: page {shown}")
    return transcript(text, "pdf", dialogue=builder.dialogue, warnings=notices)


def _check(data: bytes, name: str) -> None:
    from coder.exchange.file_signatures import refuse, refuse_known

    if b"%PDF-" not in data[:1024]:
        refuse_known(data, name)
        raise refuse(name, "not a PDF", "If it is a web page, give it the suffix .html")


def _pages(data: bytes, name: str) -> Iterator[list[PageLine]]:
    """Yield the lines of each page."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile(
                f"{name} is protected by a password",
                "It is encrypted and cannot be read without the password",
                "Open it, print or save it as a PDF without a password, and import that",
            ) from None
        raise _damaged(name) from None
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise (
                _damaged(name)
                if not len(document)
                else UnreadableFile(f"{name} is too large", f"A PDF of up to {MOST_PAGES:,} pages can be imported")
            )
        readable = 0
        for number in range(len(document)):
            try:
                page = document[number]
                words = page.get_textpage()
            except pypdfium2.PdfiumError:
                yield []
                continue
            readable += 1
            yield list(_lines(words))
            words.close()
            page.close()
        if not readable:
            raise _damaged(name)
    finally:
        document.close()


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is damaged", "It is not a complete PDF", "Open it in a PDF reader and save it again"
    )


def _lines(words: Any) -> Iterator[PageLine]:
    """Yield the lines of a page, in the order in which the document gives them."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(words, at) for at in range(words.count_chars())]
    start = 0
    for at, code in enumerate(codes):
        if code in (10, 13, _HYPHEN):
            line = _line(words, codes, start, at, hyphen=code == _HYPHEN)
            if line is not None:
                yield line
            start = at + 1
    line = _line(words, codes, start, len(codes), hyphen=False)
    if line is not None:
        yield line


def _line(words: Any, codes: list[int], start: int, end: int, *, hyphen: bool) -> PageLine | None:
    """Return the line of the characters from `start` to `end`; None if it is blank or at an angle."""
    from pypdfium2 import raw

    from coder.exchange.page_layout import PageLine
    from coder.text.clean import clean

    while start < end and chr(codes[start]).isspace():
        start += 1
    while end > start and chr(codes[end - 1]).isspace():
        end -= 1
    if start >= end or abs(raw.FPDFText_GetCharAngle(words, start)) > 0.1:
        return None
    left, bottom, right, _ = words.get_charbox(start, loose=True)
    right = words.get_charbox(end - 1, loose=True)[2]
    size = raw.FPDFText_GetFontSize(words, start) or 10.0
    height = words.get_charbox(start, loose=True)[3] - bottom
    size = height if height > 0 and not 0.5 < size / height < 2 else size
    gaps = _gaps(words, codes, start, end, size)
    text = "".join(_LIGATURES.get(code) or _character(code) for code in codes[start:end])
    if len(text) != end - start:
        gaps = ()
    for offset, _, _ in gaps:
        text = f"{text[: offset - 1]}\t{text[offset:]}"
    text = clean(text).text
    hyphen = hyphen or (len(text) > 1 and text[-1] in "-\u00ad\u2010" and text[-2].isalpha())
    text = text[:-1] if text[-1] in "-\u00ad\u2010" and hyphen and codes[end - 1] != _HYPHEN else text
    bold = _bold_length(words, start, end)
    return PageLine(text, left, right, _baseline(words, start), size, bold, hyphen, gaps)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _baseline(words: Any, at: int) -> float:
    import ctypes

    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(words, at, x, y)
    return y.value


def _gaps(words: Any, codes: list[int], start: int, end: int, size: float) -> tuple[tuple[int, float, float], ...]:
    """Return the wide spaces of a line: the offset of the words after it, where it begins and ends."""
    if words.count_rects(start, end - start) < 2:
        return ()
    gaps = []
    for at in range(start + 1, end - 1):
        if codes[at] == 32:
            before, after = words.get_charbox(at - 1)[2], words.get_charbox(at + 1)[0]
            if after - before > _WIDE * size:
                gaps.append((at + 1 - start, before, after))
    return tuple(gaps)


def _bold_length(words: Any, start: int, end: int) -> int:
    """Return the number of characters at the beginning of a line that are bold."""
    at = start
    while at < min(end, start + _LONGEST_LABEL) and (_is_bold(words, at) or (at > start and _is_space(words, at))):
        at += 1
    return at - start


def _is_space(words: Any, at: int) -> bool:
    from pypdfium2 import raw

    return chr(raw.FPDFText_GetUnicode(words, at)).isspace()


def _is_bold(words: Any, at: int) -> bool:
    import ctypes

    from pypdfium2 import raw

    if raw.FPDFText_GetFontWeight(words, at) >= _HEAVY:
        return True
    font, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(words, at, font, len(font), flags)
    return b"bold" in font.value.lower() or b"black" in font.value.lower()


def _refuse_garbled(pages: list[list[PageLine]], name: str) -> None:
    """Raise UnreadableFile if the text layer has no letters, but only signs without meaning."""
    text = "".join(line.text for page in pages for line in page)
    garbled = sum(not (character.isprintable() or character.isspace()) or character == "\ufffd" for character in text)
    if garbled > _GARBLED * len(text):
        raise UnreadableFile(
            f"{name} has no readable text", "The letters of its text layer are not those that are shown", _SCAN
        )
