"""Transcripts as readers return them: text, turns, comments, notes and warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from coder.text.dialogue import Dialogue
from coder.text.language import guess_language
from coder.text.span import Span, Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules


class Comment(NamedTuple):
    """A reviewer's comment on `text[start:end]`; `when` in ISO 8601, "" if unknown."""

    start: int
    end: int
    text: str
    author: str
    when: str


class Utterance(NamedTuple):
    """Words of one speaker, not yet placed in a text; `speaker` is "" and `seconds` None if unknown."""

    speaker: str
    words: str
    seconds: float | None = None


@dataclass(frozen=True)
class ReadOptions:
    """What a researcher chose instead of what is detected: the codec of a text file ("": detected), speaker rules."""

    encoding: str = ""
    rules: SpeakerRules = NO_RULES


DETECT = ReadOptions()


@dataclass(frozen=True)
class Transcript:
    """An imported file: final text (LF, offsets in code points), turns, and warnings for the researcher.

    `encoding` is the codec of a text file, "" for other formats; `language` an ISO 639-1 code or ""; `notes` become
    memos on the source (YAML front matter, footnotes); `unexplained` are the lines that begin like a label and were
    not taken as one.
    """

    text: str
    turns: tuple[Turn, ...]
    format: str
    encoding: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    notes: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()


def transcript(
    text: str,
    format: str,
    *,
    turns: Iterable[Turn] | None = None,
    encoding: str = "",
    warnings: Iterable[str] = (),
    comments: Iterable[Comment] = (),
    notes: Iterable[str] = (),
    dialogue: Dialogue | None = None,
    bold: Iterable[Span] = (),
    headings: Iterable[Span] = (),
    rules: SpeakerRules = NO_RULES,
) -> Transcript:
    """Return a Transcript of clean text; detect the language of its speech and, unless they are given, its turns."""
    from coder.text.turns import find_dialogue  # compiles the tables of labels

    if turns is not None:
        dialogue = Dialogue(tuple(turns))
    elif dialogue is None:
        dialogue = find_dialogue(text, bold=bold, headings=headings, rules=rules)
    return Transcript(
        text,
        dialogue.turns,
        format,
        encoding=encoding,
        language=guess_language(spoken_words(text, dialogue.turns)),
        warnings=(*warnings, *dialogue.warnings),
        comments=tuple(comments),
        notes=tuple(notes),
        unexplained=dialogue.unexplained,
    )


def spoken_words(text: str, turns: Iterable[Turn]) -> str:
    """Return what the named speakers say, without labels and cover pages; the text if no speaker is named."""
    return "\n".join(text[turn.start : turn.end] for turn in turns if turn.speaker) or text


def compose(utterances: Iterable[Utterance]) -> tuple[str, list[Turn]]:
    """Return a readable text, one paragraph `Speaker: [00:00:03] words` per utterance, and its turns.

    Time stamps are truncated to whole seconds, so that parsing the text finds the same turns again.
    """
    parts: list[str] = []
    turns: list[Turn] = []
    at = 0
    for speaker, words, seconds in utterances:
        whole = None if seconds is None else float(int(seconds))
        head = (f"{speaker}: " if speaker else "") + ("" if whole is None else f"{format_clock(whole)} ")
        words = words.strip()
        start = at + len(head)
        turns.append(Turn(start, start + len(words), speaker, whole, at))
        parts.append(head + words)
        at = start + len(words) + 2
    return "\n\n".join(parts), turns


def format_clock(seconds: float) -> str:
    """Return a time stamp: `[00:01:02]` for 62 seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"[{minutes // 60:02}:{minutes % 60:02}:{rest:02}]"
