"""Captions in TTML (dfxp), and those of YouTube (sbv)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript

_CLOCK = r"(\d{1,3}):(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)"
_SBV = re.compile(rf"^[^\S\n]*{_CLOCK}[^\S\n]*,[^\S\n]*{_CLOCK}[^\S\n]*$", re.MULTILINE)
_TTML_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2}(?:\.\d{1,9})?)(?::(\d{1,4}(?:\.\d+)?))?\Z")
_TTML_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)\Z")
_TTP = re.compile(r"\{[^}]*ttml#parameter\}|\{[^}]*ttaf1#parameter\}")
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@reader(TRANSCRIPT, "sbv", "YouTube captions", ".sbv")
def read_sbv(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns. Format: a line `0:00:01.000,0:00:04.000`, then the words."""
    from coder.exchange.cues import Cue, from_cues
    from coder.exchange.encoding import decode

    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    times = list(_SBV.finditer(text))
    ends = [match.start() for match in times[1:]] + [len(text)] * bool(times)
    cues = []
    for match, end in zip(times, ends, strict=True):
        start, until = _seconds(*match.group(1, 2, 3)), _seconds(*match.group(4, 5, 6))
        words = text[match.end() : end].replace("[br]", "\n").strip()
        cues.append(Cue(start, until, words))
    return from_cues(cues, "sbv", encoding=encoding, warnings=warnings, rules=options.rules)


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


@reader(TRANSCRIPT, "ttml", "Timed text (TTML)", ".ttml", ".dfxp")
def read_ttml(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the cues joined into turns; agents are speakers. Source of the format: W3C TTML2."""
    from coder.exchange.archive import parse_xml
    from coder.exchange.cues import from_cues
    from coder.exchange.file_signatures import refuse, refuse_known

    refuse_known(data, name)
    root = parse_xml(data, name, "file of timed text")
    if _local(root) != "tt":
        raise refuse(name, "not timed text (TTML)", "If it is a web page, give it the suffix .html")
    return from_cues(_ttml_cues(root), "ttml", rules=options.rules)


def _ttml_cues(root: Any) -> Iterator[Any]:
    from coder.exchange.cues import Cue

    rates = _Rates(root)
    names = {agent.get(_XML_ID, ""): _agent_name(agent) for agent in root.iter() if _local(agent) == "agent"}
    for paragraph in root.iter():
        if _local(paragraph) != "p":
            continue
        base, speaker = 0.0, None
        for element in paragraph.iterancestors():
            if _local(element) in ("div", "body"):
                base += rates.seconds(element.get("begin")) or 0.0
                speaker = speaker or _agent(element, names)
        start = rates.seconds(paragraph.get("begin"))
        timed = [rates.seconds(span.get("begin")) for span in paragraph.iter() if _local(span) == "span"]
        start = start if start is not None else next((time for time in timed if time is not None), 0.0)
        end = rates.seconds(paragraph.get("end"))
        length = rates.seconds(paragraph.get("dur"))
        until = end if end is not None else start + length if length is not None else start
        speaker = _agent(paragraph, names) or speaker
        spans = [span for span in paragraph if _local(span) == "span" and _agent(span, names)]
        if spans and not speaker:
            for span in spans:
                yield Cue(base + start, base + until, _text(span), _agent(span, names))
        else:
            yield Cue(base + start, base + until, _text(paragraph), speaker)


class _Rates:
    """The frame and tick rates of a document, by which its times are counted."""

    def __init__(self, root: Any) -> None:
        values = {_TTP.sub("", key): value for key, value in root.attrib.items()}
        self.frame = _rate(values.get("frameRate"), 30.0)
        multiplier = values.get("frameRateMultiplier", "").split()
        if len(multiplier) == 2:
            self.frame *= _rate(multiplier[0], 1.0) / _rate(multiplier[1], 1.0)
        self.tick = _rate(values.get("tickRate"), self.frame if "frameRate" in values else 1.0)

    def seconds(self, time: str | None) -> float | None:
        """Return the seconds of a time such as `00:00:01.5`, `00:00:01:12` (frames), `12.5s` or `400t`."""
        clock = _TTML_CLOCK.match((time or "").strip())
        if clock:
            return _seconds(*clock.group(1, 2, 3)) + float(clock[4] or 0) / self.frame
        offset = _TTML_OFFSET.match((time or "").strip())
        if not offset:
            return None
        units = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / self.frame, "t": 1 / self.tick}
        return min(float(offset[1]) * units[offset[2]], 1e7)


def _rate(text: str | None, default: float) -> float:
    return float(text) if text and text.isascii() and text.isdigit() and int(text[:12]) > 0 else default


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _agent(element: Any, names: dict[str, str]) -> str | None:
    """Return the name of the speaker that an element refers to."""
    keys = next((value for key, value in element.attrib.items() if key.endswith("}agent")), "").split()
    return names.get(keys[0], keys[0]) if keys else None


def _agent_name(agent: Any) -> str:
    name = next(("".join(child.itertext()) for child in agent.iter() if _local(child) == "name"), "")
    return " ".join(name.split()) or agent.get(_XML_ID, "")


def _text(element: Any) -> str:
    """Return the words of a paragraph, a line for each break; metadata is left out."""
    from coder.text.clean import clean

    lines = [""]
    for piece in _pieces(element):
        if piece is None:
            lines.append("")
        else:
            lines[-1] += piece
    return clean("\n".join(filter(None, (" ".join(line.split()) for line in lines)))).text


def _pieces(element: Any) -> Iterator[str | None]:
    """Yield the text in an element, None for a line break."""
    yield element.text or ""
    for child in element:
        if _local(child) == "br":
            yield None
        elif _local(child) not in ("metadata", "set", "desc", "title"):
            yield from _pieces(child)
        yield child.tail or ""
