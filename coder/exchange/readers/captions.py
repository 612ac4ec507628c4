"""Captions: SubRip and WebVTT, also without numbers, blank lines or first line, and inside other text."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.exchange.cues import Cue, from_cues
from coder.exchange.encoding import decode
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript

_C = r"[^\S\n]?:[^\S\n]?"
_CLOCK = rf"(?:\d{{1,3}}{_C})?\d{{1,3}}{_C}\d{{1,2}}(?:[^\S\n]?[.,:][^\S\n]?\d{{1,9}})?"
# With the backticks and the number that it has in Markdown: `1 00:00:00,000 --> 00:00:04,380`
_TIMING = re.compile(
    rf"[^\S\n]*`*(?:\d+[.)]?[^\S\n]+)?(?P<start>{_CLOCK})[^\S\n]*(?:-{{1,3}}>|[–—]>|→)[^\S\n]*(?P<end>{_CLOCK})"
    r"(?![\w:.,])`*(?P<rest>[^\n]*)\Z",
    re.ASCII,
)
_SETTINGS = re.compile(r"(?:\s+(?:(?:vertical|line|position|size|align|region):\S+|[XY][12]:\d+))*\s*\Z")
_HEADER = re.compile(r"WEBVTT(?:[ \t\n]|\Z)")
_COMMENT = re.compile(r"NOTE(?:\s+|\Z)")
_STYLE = re.compile(r"(?:STYLE|REGION)\s*(?:\n|\Z)")
_METADATA = re.compile(r"(?:\s*[\w-]+\s*:\s*\S+(?=\s|\Z))*\s*\Z")  # NOTE Confidence: 0.89
_NAMED_ID = re.compile(r'\d+ "(?P<name>[^"\n]+)" \(\d+\)\Z')  # as in Webex: 1 "Kari Nes" (2934912)

_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>]*)>")
_BREAK = re.compile(r"<[Bb][Rr]\s*/?>|\\N|\\n(?=[\sA-ZÆØÅÄÖÜ]|\Z)")
_READING = re.compile(r"<(rt|rp)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|em|strong|span|p|ruby|rt|rp|lang|font)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>"
    r"|\{[*=]?\\[^{}]*\}|\{\\an?\d|\{/?[biu]\}|\{an?\d\d?\}|\{[a-zA-Z]:[^{}\s]*\}",
    re.IGNORECASE,
)
_INLINE_TIME = re.compile(r"<\d{1,3}:\d{2}[\d:.]*>")
_USUAL = 0.5  # share of captions that have a number or an identifier, if the file has them
_DENSE = 1 / 8  # share of lines that are times, in captions

#: Warning on captions in a file of another format; takes the format of the captions.
CAPTIONS_INSIDE = "The file contains captions ({}) and was read as such"


class Captions(NamedTuple):
    """The cues of a file; `preface` is text before them, `notes` are comments, `rolling` cues repeat lines."""

    cues: list[Cue]
    preface: str
    notes: tuple[str, ...]
    rolling: bool


@reader(TRANSCRIPT, "srt", "SubRip captions", ".srt")
def read_srt(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns."""
    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    return from_captions(text, "srt", encoding, warnings, options)


@reader(TRANSCRIPT, "vtt", "WebVTT captions", ".vtt")
def read_vtt(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns; warn if the line WEBVTT is missing. Source of the format: W3C WebVTT."""
    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    if not _HEADER.match(text):
        warnings = (*warnings, "The first line should be WEBVTT; the captions were read nevertheless")
    return from_captions(text, "vtt", encoding, warnings, options)


def from_captions(
    text: str,
    format: str,
    encoding: str,
    warnings: Iterable[str],
    options: ReadOptions,
    notes: Iterable[str] = (),
) -> Transcript:
    """Return captions as a transcript. Raises UnreadableFile if there are none."""
    captions = parse(text, comments=format == "vtt")
    return from_cues(
        captions.cues,
        format,
        encoding=encoding,
        warnings=warnings,
        rules=options.rules,
        rolling=captions.rolling,
        preface=captions.preface,
        notes=(*notes, *captions.notes),
    )


def caption_format(text: str) -> str:
    """Return "vtt" or "srt" if a text consists of captions, else ""."""
    if _HEADER.match(text):
        return "vtt"
    if "->" not in text and "→" not in text:
        return ""
    lines = [line for line in text.split("\n") if line.strip()]
    times = [at for at, line in enumerate(lines) if _timing(line)]
    begins = bool(times) and times[0] <= 1 and (times[0] == 0 or lines[0].strip().isdigit())
    return "srt" if begins or len(times) > max(1, len(lines) * _DENSE) else ""


def parse(text: str, *, comments: bool = False) -> Captions:
    """Return the captions in a text; with `comments`, the blocks NOTE, STYLE and REGION are no text."""
    lines = text.split("\n")
    timings = [(at, match) for at, line in enumerate(lines) if (match := _timing(line))]
    starts = [at for at, _ in timings]
    blocks = [_Block(lines, at, stop) for at, stop in zip([-1, *starts], [*starts, len(lines)], strict=True)]
    numbered = _are_numbers([block.number for block in blocks[:-1]])
    identified = sum(block.identifier for block in blocks[:-1]) >= max(1, _USUAL * len(timings))
    ids = [block.take_id(numbered, identified) for block in blocks[:-1]]
    notes: list[str] = []
    if comments:
        for block in blocks:
            notes += block.take_comments()
    cues: list[Cue] = []
    for id, (_, match), block in zip(ids, timings, blocks[1:], strict=True):
        rest = "" if _SETTINGS.match(match["rest"]) else match["rest"]
        named = _NAMED_ID.match(id)
        raw = "\n".join([rest, *block.lines])
        cues += _cues(_seconds(match["start"]), _seconds(match["end"]), raw, named["name"] if named else None)
    preface = "\n\n".join("\n".join(group) for group in blocks[0].groups)
    return Captions(cues, preface if timings else "", tuple(notes), bool(_INLINE_TIME.search(text)))


def _timing(line: str) -> re.Match[str] | None:
    return _TIMING.match(line) if "->" in line or "–>" in line or "—>" in line or "→" in line else None


def _are_numbers(numbers: Sequence[int | None]) -> bool:
    """Return whether the numbers before the timing lines count captions; a number may also be speech."""
    steps = sum(None not in pair and pair[1] == (pair[0] or 0) + 1 for pair in itertools.pairwise(numbers))
    return steps >= max(1, _USUAL * (len(numbers) - 1)) or numbers in ([0], [1])


class _Block:
    """The lines between two timing lines, in groups between blank lines; the last line may identify the next cue."""

    def __init__(self, lines: Sequence[str], at: int, stop: int) -> None:
        body = lines[at + 1 : stop]
        self.groups: list[list[str]] = [[]]
        for line in body:
            if line.strip():
                self.groups[-1].append(line.strip())
            elif self.groups[-1]:
                self.groups.append([])
        self.first = at < 0  # before the first cue
        self.attached = not self.first and bool(body) and bool(body[0].strip())
        adjacent = bool(self.groups[-1])
        self.groups = [group for group in self.groups if group]
        if self.first and self.groups and _HEADER.match(self.groups[0][0]):
            del self.groups[0]
        last = self.groups[-1] if self.groups else []
        self.number = int(last[-1]) if last and last[-1].isdecimal() and len(last[-1]) < 9 else None
        self.identifier = adjacent and len(last) == 1 and (len(self.groups) > 1 or not self.attached)

    @property
    def lines(self) -> list[str]:
        return [line for group in self.groups for line in group]

    def take_id(self, numbered: bool, identified: bool) -> str:
        """Remove and return the identifier of the next cue."""
        if not (self.number is not None and numbered) and not (self.identifier and identified):
            return ""
        id = self.groups[-1].pop()
        self.groups = [group for group in self.groups if group]
        return id

    def take_comments(self) -> Iterator[str]:
        """Remove comments and styles; yield the comments that are more than values of a speech recogniser."""
        kept = self.groups[:1] if self.attached else []
        for group in self.groups[len(kept) :]:
            whole = "\n".join(group)
            comment = _COMMENT.match(whole)
            if comment and not _METADATA.match(whole, comment.end()):
                yield whole[comment.end() :]
            elif not comment and not _STYLE.match(whole):
                kept.append(group)
        self.groups = kept


def _seconds(clock: str) -> float:
    parts = re.split("[:.,]", "".join(clock.split()))
    digits = re.search(r"([.,:])\d+\Z", "".join(clock.split()))
    fraction = 0.0
    if digits and (digits[1] != ":" or len(parts) > 3):
        last = parts.pop()
        fraction = float(f"0.{last}") if digits[1] != ":" else int(last) / 25  # frames
    value = 0.0
    for part in parts:
        value = value * 60 + int(part)
    return value + fraction


def _cues(start: float, end: float, raw: str, speaker: str | None) -> Iterator[Cue]:
    """Yield the voices of a caption as cues, without tags."""
    pieces = _VOICE.split(raw)
    names = [speaker, *(" ".join(html.unescape(name).split()).rstrip(":") or None for name in pieces[1::2])]
    voices = [(name, _plain(piece)) for name, piece in zip(names, pieces[::2], strict=True)]
    spoken = [(name, words) for name, words in voices if words]
    for name, words in spoken or [(speaker, "")]:
        yield Cue(start, end, words, name)


def _plain(raw: str) -> str:
    """Return the lines of a caption without tags and blank lines."""
    text = html.unescape(_TAG.sub("", _READING.sub("", _BREAK.sub("\n", raw)))).replace("\\h", " ")
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
