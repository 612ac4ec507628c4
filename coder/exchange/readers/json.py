"""JSON of speech recognisers: Whisper, WhisperX, AssemblyAI, Amazon, Azure, Deepgram, Google and others."""

from __future__ import annotations

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "json", "Speech recognition (JSON)", ".json", ".json3")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the utterances as turns. Raises UnreadableFile if the JSON is of no recogniser that is known."""
    import json

    from coder.exchange.cues import from_cues
    from coder.exchange.encoding import decode
    from coder.exchange.speech_json import FORMATS, cues_in

    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableFile(
            f"{name} is damaged", f"It is not complete JSON: {where}".rstrip(": "), "Export it again"
        ) from None
    found = cues_in(document)
    if found is None:
        known = ", ".join(form.name for form in FORMATS if form.particular)
        raise UnreadableFile(
            f"{name} is a JSON file, but not of a known speech recogniser",
            f"Known: {known}",
            "Export the transcript as .docx, .txt, .vtt or .srt instead",
        )
    recogniser, cues = found
    if not cues:
        raise UnreadableFile(f"{name} contains no text", f"It is a JSON file of {recogniser}, but contains no words")
    return from_cues(cues, "json", encoding=encoding, warnings=warnings, rules=options.rules)
