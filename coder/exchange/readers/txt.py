"""Plain text in any encoding; captions saved as .txt are read as captions."""

from __future__ import annotations

from coder.exchange.encoding import decode
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, transcript


@reader(TRANSCRIPT, "txt", "Plain text", ".txt", ".text")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text unchanged, its encoding detected."""
    from coder.exchange.readers.captions import CAPTIONS_INSIDE, caption_format, from_captions

    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    format = caption_format(text)
    if format:
        return from_captions(text, format, encoding, (*warnings, CAPTIONS_INSIDE.format(format)), options)
    return transcript(text, "txt", encoding=encoding, warnings=warnings, rules=options.rules)
