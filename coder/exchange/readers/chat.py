"""CHAT transcripts (CLAN, TalkBank): main lines are turns, dependent tiers and headers notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, Utterance

_LINE = re.compile(r"([@*%])([^:\t\n]*):?[ \t]*(.*)\Z", re.DOTALL)
_CONTINUED = re.compile(r"\n[ \t]+")
# CLAN shows the time between two bullets; in the file they are control characters.
_CONTROL = re.compile(rb"\x15(?=[\d%])|(?<=\d)\x15")
_BULLET = re.compile(r"•(?:%\w+:\"[^\"]*\"_)?(\d{1,9})_(\d{1,9})•")
_END = re.compile(r"[ \t]+(?=[.?!]\Z)")


class _Line(NamedTuple):
    """A line with its continuations: `sign` is @, * or %, `name` what stands before the colon."""

    sign: str
    name: str
    text: str


@reader(TRANSCRIPT, "chat", "CHAT (CLAN, TalkBank)", ".cha")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the main lines as turns, with the codes of the speakers; the marks of CHAT stay in the words.

    Source of the format: the CHAT manual of TalkBank.
    """
    from coder.exchange.encoding import decode
    from coder.exchange.transcript import compose, transcript

    text, encoding, warnings, *_ = decode(_CONTROL.sub("•".encode(), data), name, options.encoding)
    lines = list(_lines(text))
    if not any(line.sign == "*" for line in lines):
        raise UnreadableFile(
            f"{name} contains no turns", "No line begins like “*PAR:”", "If it is plain text, give it the suffix .txt"
        )
    utterances: list[Utterance] = []
    for line in lines:
        if line.sign != "*":
            continue
        bullet = _BULLET.search(line.text)
        seconds = int(bullet[1]) / 1000 if bullet else None
        words = _END.sub("", " ".join(_BULLET.sub(" ", line.text).split()))
        if utterances and utterances[-1].speaker == line.name:
            utterances[-1] = utterances[-1]._replace(words=f"{utterances[-1].words} {words}".strip())
        elif words:
            utterances.append(Utterance(line.name, words, seconds))
    body, turns = compose(utterances)
    notices = [*warnings]
    tiers = dict.fromkeys(line.name for line in lines if line.sign == "%")
    if tiers:
        notices.append(
            f"Dependent tiers are kept as a memo on the transcript: {', '.join(f'%{tier}' for tier in tiers)}"
        )
    notes = ["\n".join(f"@{line.name}: {line.text}" for line in lines if line.sign == "@" and line.text)]
    notes += [
        f"Tier %{tier}:\n\n"
        + "\n".join(_BULLET.sub("", line.text) for line in lines if (line.sign, line.name) == ("%", tier))
        for tier in tiers
    ]
    return transcript(body, "chat", turns=turns, encoding=encoding, warnings=notices, notes=filter(None, notes))


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines; a line that begins with a blank continues the one before it."""
    for line in _CONTINUED.sub(" ", text).split("\n"):
        match = _LINE.match(line)
        if match:
            yield _Line(match[1], " ".join(match[2].split()), match[3].strip())
