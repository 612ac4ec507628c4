"""oTranscribe files: a web page of paragraphs and time stamps in JSON."""

from __future__ import annotations

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "otr", "oTranscribe", ".otr")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns; time stamps stay in place."""
    import json

    from coder.exchange.encoding import decode
    from coder.exchange.web_document import read_page

    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFile(
            f"{name} is damaged", "It is not complete JSON", "Export it from oTranscribe again"
        ) from None
    page = document.get("text") if isinstance(document, dict) else None
    if not isinstance(page, str):
        raise UnreadableFile(f"{name} is not an oTranscribe file", "It has no text in it")
    return read_page(page, "otr", encoding, warnings, options)
