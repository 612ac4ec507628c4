"""Cues, as captions and speech recognisers give them, joined by speaker into a transcript."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.transcript import Transcript, Utterance, compose, format_clock, transcript
from coder.text.dialogue import Dialogue
from coder.text.names import name_kind
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.text.speaker_rules import NO_RULES, SpeakerRules

SILENCE = 10.0  # seconds of silence after which a new turn begins
LONG = 60  # words after which the end of a sentence ends a paragraph; three times as many end it anyway

_END = re.compile(r"[.!?…。？！][\"”’»)]*\Z")
_CHANGE = re.compile(r"(?:^|(?<=\s))>{2,3}[^\S\n]*", re.MULTILINE)  # another voice, also inside a line
_DASH = re.compile(r"[-‐‑–—−](?:[^\S\n]+(?=\S)|(?=[^\W\d]|[¿¡\"“„«'’(\[♪]))")  # another voice, at the start of a line
_NEAR = 3  # places by which a cue may be out of order
_NAMES = ("role", "code", "id", "full")  # kinds of names that need not be repeated
_MOSTLY = 0.8  # share of captions with a name above the words
_MOST_CREDITS = 6
_MOST_LINES = 8  # shown at a time
_FREQUENT = 0.3  # share of captions that repeat the one before, if captions roll or grow

# Who made the captions, in the languages of the subtitles that people share.
_MADE = (
    r"subtitl(?:es?|ed|ing)", r"(?:closed )?caption(?:s|ed|ing)?", r"transcri(?:pt|bed|ption)", r"translat(?:ed|ion)",
    r"sync(?:hroni[sz]ed)?", r"corrections?", r"timing", r"untertitel(?:ung)?", r"übersetzung", r"redaktion",
    r"tekst(?:et|ing)?", r"undertekst(?:er|et|ning)?", r"oversettelse", r"oversættelse", r"översättning", r"textning",
    r"tekstitys", r"suomennos", r"ondertitel(?:s|ing)", r"vertaling", r"sous-titr(?:es|age)", r"traduction",
    r"subtítulos", r"traducción", r"legendas?", r"tradução", r"sottotitoli", r"traduzione", r"napisy", r"titulky",
)  # fmt: skip
_BY = (
    "by", "von", "im auftrag", "der", "av", "af", "door", "par", "réalisés par", "por", "realizados por", "a cura di",
    "di", "tekijä", "przez",
)  # fmt: skip
_CREDIT = re.compile(
    rf"(?:(?:{'|'.join(_MADE)})(?:[^\S\n]+(?:{'|'.join(_BY)})\b|[^\S\n]*:)[^\n]{{0,80}}"
    r"|(?:https?://|www\.)\S+|(?:©|\(c\)|copyright\b)[^\n]{0,80})\Z",
    re.IGNORECASE,
)


class Cue(NamedTuple):
    """Words spoken from `start` to `end` (seconds), plain text.

    `speaker` is a name, "" for another voice that is not named, or None if the cue does not say who speaks: then
    labels in the text are looked for.
    """

    start: float
    end: float
    text: str
    speaker: str | None = None


def from_cues(
    cues: Iterable[Cue],
    format: str,
    *,
    encoding: str = "",
    warnings: Iterable[str] = (),
    rules: SpeakerRules = NO_RULES,
    rolling: bool = False,
    preface: str = "",
    notes: Iterable[str] = (),
) -> Transcript:
    """Return cues as a transcript; `rolling` cues repeat lines, `preface` is text before them.

    Raises UnreadableFile if there are no cues.
    """
    cues, notices = list(cues), list(warnings)
    if not cues:
        raise UnreadableFile(
            "No captions were found",
            "The file has no line such as 00:00:01.000 --> 00:00:04.000",
            "Is the file complete?",
        )
    cues = _in_order(cues, notices)
    cues = _without_repeats(cues, rolling, notices)
    spoken = [cue for cue in cues if cue.text.strip()]
    if len(spoken) < len(cues):
        notices.append(f"{format_count(len(cues) - len(spoken), 'caption')} without words")
    parts, labels = split_by_speaker(_named_above(spoken, rules), rules)
    utterances = join(parts)
    if preface.strip():
        utterances.insert(0, Utterance("", preface.strip()))
    text, turns = compose(utterances)
    dialogue = replace(labels, turns=tuple(turns))
    return transcript(text, format, dialogue=dialogue, encoding=encoding, warnings=notices, notes=notes)


# Order and repetitions


def _in_order(cues: list[Cue], warnings: list[str]) -> list[Cue]:
    """Return cues by time if a few are slightly out of place; recordings one after the other stay as they are."""
    order = sorted(range(len(cues)), key=lambda at: cues[at].start)
    moved = sum(place != at for place, at in enumerate(order))
    if not moved:
        return cues
    if all(abs(place - at) <= _NEAR for place, at in enumerate(order)):
        warnings.append(f"{format_count(moved, 'caption')} out of order: sorted by time")
        return [cues[at] for at in order]
    back = next(at for at in range(1, len(cues)) if cues[at].start < cues[at - 1].start)
    clock = format_clock(cues[back].start).strip("[]")
    warnings.append(f"The time goes back to {clock} at caption {back + 1:,}; the captions keep the order of the file")
    return cues


def _without_repeats(cues: list[Cue], rolling: bool, warnings: list[str]) -> list[Cue]:
    """Return the cues without the lines that rolling captions repeat."""
    cues = _without_growth(cues, warnings)
    shown = [tuple(line for raw in cue.text.split("\n") if (line := " ".join(raw.split()))) for cue in cues]
    repeats = sum(
        first[-1] == second[0]
        for first, second in itertools.pairwise(shown)
        if first and second and len(first) + len(second) > 2
    )
    if not repeats or not (rolling or repeats > max(1, len(cues) * _FREQUENT)):
        return cues
    result = []
    before: tuple[str, ...] = ()
    for cue, lines in zip(cues, shown, strict=True):
        repeated = next(
            (n for n in range(min(len(before), len(lines), _MOST_LINES), 0, -1) if before[-n:] == lines[:n]), 0
        )
        if len(lines) > repeated or not lines:
            result.append(cue._replace(text="\n".join(lines[repeated:])))
        before = lines or before
    warnings.append("Rolling captions: repeated lines were left out")
    return result


def _without_growth(cues: list[Cue], warnings: list[str]) -> list[Cue]:
    """Return the cues without those that the next one shows again with more words, as live captions do."""
    words = [cue.text.split() for cue in cues]
    grows = [
        0 < len(few) < len(many) and many[: len(few)] == few and first.speaker == second.speaker
        for (few, many), (first, second) in zip(itertools.pairwise(words), itertools.pairwise(cues), strict=True)
    ]
    if sum(grows) <= max(1, len(cues) * _FREQUENT):
        return cues
    result = []
    start: float | None = None
    for cue, more in zip(cues, [*grows, False], strict=True):
        start = cue.start if start is None else start
        if not more:
            result.append(cue._replace(start=start))
            start = None
    warnings.append("Growing captions: repeated words were left out")
    return result


# Speakers


def _named_above(cues: list[Cue], rules: SpeakerRules) -> list[Cue]:
    """Return the cues with their speakers if their first lines are names, as Teams writes them."""
    heads = [cue.text.split("\n")[0].strip() if cue.speaker is None and "\n" in cue.text else "" for cue in cues]
    tally = Counter(filter(None, heads))
    names = {
        head
        for head, times in tally.items()
        if head[0].isalnum() and head[-1].isalnum() and (name_kind(head) in _NAMES or (times > 1 and name_kind(head)))
    }
    named = sum(head in names for head in heads)
    if named < _MOSTLY * len(cues) or named < 2 or len(names) == named:
        return cues
    return [
        cue._replace(text=cue.text.partition("\n")[2], speaker=head)
        if head in names and head not in rules.not_speakers
        else cue
        for cue, head in zip(cues, heads, strict=True)
    ]


def split_by_speaker(cues: Iterable[Cue], rules: SpeakerRules = NO_RULES) -> tuple[list[Cue], Dialogue]:
    """Return the parts of the cues by speaker, and what was found in the words of those that do not say who speaks.

    Labels are those that a text has. Other voices that are not named begin at `>>` and at dashes (`- Who came?`,
    `- Nobody.`).
    """
    from coder.text.turns import find_dialogue  # compiles the tables of labels

    pieces, after_dashes = _voices(list(cues))
    makers = _credits(pieces)
    places = [place for place, piece in enumerate(pieces) if not piece.speaker and place not in makers]
    spans, text = _joined([pieces[place].text for place in places])
    dialogue = find_dialogue(text, rules=rules)
    if not any(turn.speaker for turn in dialogue.turns):
        for place in (*after_dashes, *(place + 1 for place in makers if place + 1 < len(pieces))):
            pieces[place] = pieces[place]._replace(speaker=pieces[place].speaker or "")
    parts = [[piece._replace(speaker=rules.speaker(piece.speaker))] if piece.speaker else [] for piece in pieces]
    at = 0
    for place in makers:  # said by nobody
        parts[place] = [pieces[place]._replace(speaker="")]
    for turn in dialogue.turns:
        begin = turn.start if turn.start < turn.end else turn.label
        while at < len(spans) - 1 and spans[at].end <= begin:
            at += 1
        speaker: str | None = turn.speaker
        for index in range(at, len(spans)):
            place, span = places[index], spans[index]
            if span.start >= max(turn.end, begin + 1):
                break
            words = text[max(turn.start, span.start) : min(turn.end, span.end)]
            own = None if parts[place] else pieces[place].speaker
            parts[place].append(pieces[place]._replace(text=words, speaker=speaker or own))
            speaker = None  # the label is in the first piece; the others say themselves whether they continue it
    return list(itertools.chain.from_iterable(parts)), dialogue


def _credits(pieces: Sequence[Cue]) -> list[int]:
    """Return the places of the pieces that say who made the captions; a line that comes often is speech."""
    places = [place for place, piece in enumerate(pieces) if not piece.speaker and _CREDIT.match(piece.text)]
    return places if len(places) <= max(_MOST_CREDITS, len(pieces) // 20) else []


def _joined(texts: Sequence[str]) -> tuple[list[Span], str]:
    """Return texts as paragraphs of one text, and where each is."""
    ends = list(itertools.accumulate(len(text) + 2 for text in texts))
    return [Span(end - 2 - len(text), end - 2) for text, end in zip(texts, ends, strict=True)], "\n\n".join(texts)


def _voices(cues: Sequence[Cue]) -> tuple[list[Cue], list[int]]:
    """Return the cues split where another voice begins, and the places of pieces beside those with dashes."""
    pieces: list[Cue] = []
    after: list[int] = []
    dialogue = any(cue.speaker is None and len(_dashes(cue.text)) > 1 for cue in cues)
    dashed = False
    for cue in cues:
        if dashed:
            after.append(len(pieces))
        dashed = False
        if cue.speaker is not None:
            pieces.append(cue)
            continue
        starts = _dashes(cue.text)
        dashed = bool(starts) and (dialogue or starts != [0])
        if dashed and starts[0] > 0:
            after.append(len(pieces))
        marks = [match.span() for match in _CHANGE.finditer(cue.text)]
        marks += [(start, start + _dash_length(cue.text, start)) for start in starts if dashed]
        edges = [(0, 0), *sorted(marks), (len(cue.text), len(cue.text))]
        for place, ((_, start), (end, _)) in enumerate(itertools.pairwise(edges)):
            words = cue.text[start:end].strip()
            if words:
                pieces.append(cue._replace(text=words, speaker="" if place else None))
    return pieces, after


def _dashes(text: str) -> list[int]:
    """Return the starts of the lines with a dash, if the first line has one; else of those after a whole sentence."""
    starts: list[int] = []
    at, above = 0, ""
    for line in text.split("\n"):
        if _DASH.match(line) and (not above or (starts and starts[0] == 0) or _END.search(above.rstrip())):
            starts.append(at)
        at, above = at + len(line) + 1, line
    return starts


def _dash_length(text: str, start: int) -> int:
    match = _DASH.match(text, start)
    return match.end() - start if match else 0


# Utterances


def join(parts: Iterable[Cue]) -> list[Utterance]:
    """Join consecutive cues of one speaker into utterances.

    A cue that does not say who speaks continues the speaker before it. A silence, or time that goes back, begins a
    new utterance. The end of a sentence after many words begins a new paragraph, or if nobody is named a new
    utterance.
    """
    utterances: list[tuple[str, float, list[str]]] = []
    since, until, count = 0.0, 0.0, 0
    for start, end, text, name in parts:
        words = " ".join(text.split())
        last = utterances[-1] if utterances else None
        speaker = name if name is not None else last[0] if last else ""
        full = bool(last and count >= LONG and (count >= 3 * LONG or _END.search(last[2][-1])))
        back = since - start > SILENCE
        apart = back or start - until > SILENCE or (name == "")
        if last is None or speaker != last[0] or apart or (full and not speaker):
            utterances.append((speaker, start, [words]))
            count = 0
        else:
            last[2].extend(("\n\n" if full else " ", words))
            count = 0 if full else count
        count += len(words.split())
        since, until = start, end if back else max(until, end)
    return [Utterance(speaker, "".join(pieces), seconds) for speaker, seconds, pieces in utterances]
