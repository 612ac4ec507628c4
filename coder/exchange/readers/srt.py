"""SubRip captions."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import Transcript


@reader(TRANSCRIPT, "srt", "SubRip captions", ".srt")
def read(data: bytes, name: str) -> Transcript:
    """The cues joined into turns."""
    from coder.exchange.cues import from_cues, parse_srt
    from coder.exchange.encoding import decode

    text, encoding, warnings = decode(data, name)
    return from_cues(parse_srt(text), "srt", encoding, warnings)
