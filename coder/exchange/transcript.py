"""What a reader hands over: the text of an interview and what was found in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from coder.text.language import guess_language
from coder.text.span import Span
from coder.text.turn import Turn
from coder.text.turns import find_turns


class Comment(NamedTuple):
    """A remark of a reviewer on `text[start:end]`; `when` in ISO 8601, "" if unknown."""

    start: int
    end: int
    text: str
    author: str
    when: str


class Utterance(NamedTuple):
    """What one speaker said, before it has a place in a text; `speaker` "" and `seconds` None if unknown."""

    speaker: str
    words: str
    seconds: float | None = None


@dataclass(frozen=True)
class Transcript:
    """A file read in: final text (LF, offsets in code points), its turns, and what a person should know.

    `encoding` is the codec of a text file, "" where that means nothing; `language` an ISO 639-1 code or ""; `notes`
    are texts to keep as memos on the document (YAML front matter, footnotes).
    """

    text: str
    turns: tuple[Turn, ...]
    format: str
    encoding: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    notes: tuple[str, ...] = ()


def transcript(
    text: str,
    format: str,
    *,
    turns: Iterable[Turn] | None = None,
    encoding: str = "",
    warnings: Iterable[str] = (),
    comments: Iterable[Comment] = (),
    notes: Iterable[str] = (),
    bold: Iterable[Span] = (),
    headings: Iterable[Span] = (),
) -> Transcript:
    """A Transcript from clean text; turns, where the format does not tell them, and language are found in it."""
    found = find_turns(text, bold=bold, headings=headings) if turns is None else turns
    language = guess_language(text)
    return Transcript(text, tuple(found), format, encoding, language, tuple(warnings), tuple(comments), tuple(notes))


def compose(utterances: Iterable[Utterance]) -> tuple[str, list[Turn]]:
    """A text that reads well, one paragraph `Speaker: [00:00:03] words` for each utterance, and its turns.

    Time stamps are cut to whole seconds, so that reading the text again finds the same turns.
    """
    parts: list[str] = []
    turns: list[Turn] = []
    at = 0
    for speaker, words, seconds in utterances:
        whole = None if seconds is None else float(int(seconds))
        head = (f"{speaker}: " if speaker else "") + ("" if whole is None else f"{format_clock(whole)} ")
        said = words.strip()
        start = at + len(head)
        turns.append(Turn(start, start + len(said), speaker, whole, at))
        parts.append(head + said)
        at = start + len(said) + 2
    return "\n\n".join(parts), turns


def format_clock(seconds: float) -> str:
    """`[00:01:02]` for 62 seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"[{minutes // 60:02}:{minutes % 60:02}:{rest:02}]"
