"""Captions (WebVTT, SubRip): cues joined by speaker into turns, so that they read as a conversation."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.encoding import decode
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, Utterance, compose, transcript
from coder.text.labels import name_kind
from coder.text.turns import find_turns

SILENCE = 10.0  # seconds of silence after which a new turn begins
LONG = 60  # words after which the end of a sentence ends a paragraph; three times as many end it anyway

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"[^\S\n]*({_CLOCK})[^\S\n]*-->[^\S\n]*({_CLOCK})([^\n]*)\Z")
_SRT_BEGIN = re.compile(rf"\s*\d+[^\S\n]*\n{_CLOCK}[^\S\n]*-->", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\an\d\}", re.IGNORECASE)
_INLINE_TIME = re.compile(r"<\d{1,3}:\d{2}[\d:.]*>")
_LABEL = re.compile(r"(?:>>\s*|-\s+)?([^\s:<>\[\]][^:<>\[\]\n]{0,60}?)\s?:(?:\s+|\Z)")
_END = re.compile(r"[.!?…。？！][\"”’»)]*\Z")


class Cue(NamedTuple):
    """One caption: start and end in seconds, and its lines with their tags."""

    start: float
    end: float
    lines: tuple[str, ...]


@reader(TRANSCRIPT, "srt", "SubRip captions", ".srt")
def read_srt(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns."""
    text, encoding, warnings = decode(data, name)
    return from_cues(parse_srt(text), "srt", encoding, warnings)


@reader(TRANSCRIPT, "vtt", "WebVTT captions", ".vtt")
def read_vtt(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns; warn if the line WEBVTT is missing. Source of the format: W3C WebVTT."""
    text, encoding, warnings = decode(data, name)
    if caption_format(text) != "vtt":
        warnings = (*warnings, "The first line should be WEBVTT; the captions were read nevertheless")
    return from_cues(parse_vtt(text), "vtt", encoding, warnings)


def caption_format(text: str) -> str:
    """Return "vtt" or "srt" if a text consists of captions, else ""."""
    if re.match(r"WEBVTT(?:[ \t\n]|\Z)", text):
        return "vtt"
    return "srt" if _SRT_BEGIN.match(text) else ""


def parse_vtt(text: str) -> list[Cue]:
    """Return the cues of WebVTT, with or without its first line; notes, styles and regions are skipped."""
    return list(_cues(text.split("\n"), numbered=False))


def parse_srt(text: str) -> list[Cue]:
    """Return the cues of SubRip captions."""
    import srt

    try:
        parsed = list(srt.parse(text))
    except (srt.SRTParseError, ValueError):
        return list(_cues(text.split("\n"), numbered=True))
    return [Cue(cue.start.total_seconds(), cue.end.total_seconds(), tuple(cue.content.split("\n"))) for cue in parsed]


def _cues(lines: Sequence[str], *, numbered: bool) -> Iterator[Cue]:
    """Yield the cues by their timing lines; blank lines between them may be missing, as in YouTube's downloads."""
    timings = [(at, match) for at, line in enumerate(lines) if "-->" in line and (match := _TIMING.match(line))]
    for index, (at, match) in enumerate(timings):
        stop = timings[index + 1][0] if index + 1 < len(timings) else len(lines)
        body: list[str] = []
        for line in lines[at + 1 : stop]:
            if not line.strip():
                if body:
                    break
                continue
            body.append(line.strip())
        unseparated = bool(body) and at + 1 + len(body) >= stop and index + 1 < len(timings)
        if unseparated and numbered and body[-1].isdigit():
            body.pop()  # the next cue's number
        yield Cue(_seconds(match[1]), _seconds(match[2]), tuple(body))


def _seconds(clock: str) -> float:
    value = 0.0
    for part in clock.replace(",", ".").split(":"):
        value = value * 60 + float(part)
    return value


def from_cues(cues: Sequence[Cue], format: str, encoding: str, warnings: Iterable[str]) -> Transcript:
    """Return cues as a transcript. Raises UnreadableFile if there are none."""
    if not cues:
        raise UnreadableFile(
            "No captions were found",
            "The file has no line such as 00:00:01.000 --> 00:00:04.000",
            "Is the file complete?",
        )
    text, turns = compose(join(split_by_speaker(_without_repeats(cues))))
    return transcript(text, format, turns=turns, encoding=encoding, warnings=warnings)


def _without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues without the lines that rolling captions repeat."""
    plain = [tuple(line for line in map(_plain, cue.lines) if line) for cue in cues]
    repeats = sum(
        first[-1] == second[0]
        for first, second in itertools.pairwise(plain)
        if first and second and len(first) + len(second) > 2
    )
    timed = any(_INLINE_TIME.search(line) for cue in cues for line in cue.lines)
    if not repeats or not (timed or repeats > len(cues) * 0.3):
        return list(cues)
    result = []
    before: tuple[str, ...] = ()
    for cue, shown in zip(cues, plain, strict=True):
        repeated = next((n for n in range(min(len(before), len(shown)), 0, -1) if before[-n:] == shown[:n]), 0)
        lines = [line for line in cue.lines if _plain(line)][repeated:]
        result.append(cue._replace(lines=tuple(lines)))
        before = shown or before
    return result


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def split_by_speaker(cues: Iterable[Cue]) -> Iterator[tuple[Cue, str | None, str]]:
    """Yield the parts of each cue by speaker: the cue, the name (None if the cue names nobody) and the words.

    A speaker is named by `<v Name>`, or by `Name: words` if these labels would be turns in a text.
    """
    cues = list(cues)
    plain = ["\n".join(line for line in map(_plain, cue.lines) if line) for cue in cues]
    names = {turn.speaker.casefold() for turn in find_turns("\n\n".join(plain)) if turn.speaker}
    for cue, words in zip(cues, plain, strict=True):
        raw = "\n".join(cue.lines)
        if _VOICE.search(raw):
            yield from _by_voice(cue, raw)
        elif words:
            yield from _by_label(cue, words.split("\n"), names)


def _by_voice(cue: Cue, raw: str) -> Iterator[tuple[Cue, str | None, str]]:
    pieces = _VOICE.split(raw)
    names: list[str | None] = [None, *(html.unescape(name).strip() for name in pieces[1::2])]
    for name, piece in zip(names, pieces[::2], strict=True):
        words = _plain(piece)
        if words:
            yield cue, name, words


def _by_label(cue: Cue, lines: Sequence[str], names: set[str]) -> Iterator[tuple[Cue, str | None, str]]:
    name: str | None = None
    words: list[str] = []
    for line in lines:
        match = _LABEL.match(line)
        if match and name_kind(match[1]) and " ".join(match[1].casefold().split()) in names:
            if words:
                yield cue, name, " ".join(words)
            name, words = match[1], []
            line = line[match.end() :]
        if line:
            words.append(line)
    if words:
        yield cue, name, " ".join(words)


def join(parts: Iterable[tuple[Cue, str | None, str]]) -> list[Utterance]:
    """Join consecutive cues of one speaker into utterances.

    A cue without a name continues the speaker before it. A silence begins a new utterance. The end of a sentence
    after many words begins a new paragraph, or a new utterance if nobody is named.
    """
    utterances: list[tuple[str, float, list[str]]] = []
    until, count = 0.0, 0
    for cue, name, words in parts:
        last = utterances[-1] if utterances else None
        speaker = name if name is not None else last[0] if last else ""
        full = bool(last and count >= LONG and (count >= 3 * LONG or _END.search(last[2][-1])))
        silent = cue.start - until > SILENCE
        if last is None or speaker != last[0] or silent or (full and not speaker):
            utterances.append((speaker, cue.start, [words]))
            count = 0
        else:
            last[2].extend(("\n\n" if full else " ", words))
            count = 0 if full else count
        count += len(words.split())
        until = max(until, cue.end)
    return [Utterance(speaker, "".join(pieces), seconds) for speaker, seconds, pieces in utterances]
