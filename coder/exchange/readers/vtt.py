"""WebVTT captions: Zoom, Teams, Whisper, YouTube."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import Transcript


@reader(TRANSCRIPT, "vtt", "WebVTT captions", ".vtt")
def read(data: bytes, name: str) -> Transcript:
    """The cues joined into turns; a missing WEBVTT line is reported. Source of the format: W3C WebVTT."""
    from coder.exchange.cues import caption_format, from_cues, parse_vtt
    from coder.exchange.encoding import decode

    text, encoding, warnings = decode(data, name)
    if caption_format(text) != "vtt":
        warnings = (*warnings, "The first line should be WEBVTT; the captions were read all the same")
    return from_cues(parse_vtt(text), "vtt", encoding, warnings)
