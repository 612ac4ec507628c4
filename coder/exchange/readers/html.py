"""Saved web pages, and the HTML of transcription services."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "html", "Web page", ".html", ".htm", ".xhtml")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return what a browser shows of a page; nothing is fetched or run."""
    from coder.exchange.web_document import decode_page, read_page

    text, encoding, warnings = decode_page(data, name, options.encoding)
    return read_page(text, "html", encoding, warnings, options)
