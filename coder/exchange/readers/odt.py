"""OpenDocument texts: paragraphs, lists and tables in order, tracked deletions left out, comments kept."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "odt", "OpenDocument text", ".odt", ".ott", ".fodt")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns of a document. Headers and footers are skipped; footnotes become a note."""
    from coder.exchange.opendocument import read_text

    return read_text(data, name, options)
