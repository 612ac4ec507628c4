"""The cases shared with the issues: each file with its right value, if they are here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coder.exchange.importing import read_transcript
from coder.exchange.transcript import Transcript

CASES = Path(__file__).parents[2] / "../shared/cases"

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")

#: Words that each Word file must hold.
WORD = {
    "altchunk.docx": ("Part one?", "Part three?"),
    "macro.docm": ("How are you?", "Fine, thanks."),
    "math.docx": ("I rated it 7/10 that day.",),
    "nullimage.docx": ("How are you?", "Fine, thanks."),
    "ruby.docx": ("これは漢字です。",),
    "strict.docx": ("How are you?", "Fine, thanks."),
    "sym.docx": ("I was happy ☺ and went home → slept.",),
    "toc.docx": ("Contents 1", "How are you?"),
}


def said(transcript: Transcript, speaker: str = "") -> list[str]:
    return [transcript.text[t.start : t.end] for t in transcript.turns if not speaker or t.speaker == speaker]


#: What EXPECTED.json says of a file → the same of the transcript read.
FACTS = {
    "speakers": lambda read: sorted({turn.speaker for turn in read.turns if turn.speaker}),
    "turns": lambda read: len(read.turns),
    "turns_named": lambda read: sum(bool(turn.speaker) for turn in read.turns),
    "times": lambda read: [turn.seconds for turn in read.turns],
    "words": lambda read: sum(len(words.split()) for words in said(read)),
    "encoding": lambda read: read.encoding,
    "warning": lambda read: bool(read.warnings),
    "moderator_says": lambda read: said(read, "MODERATOR"),
}


def expectations() -> dict[str, dict[str, Any]]:
    file = CASES / "import/EXPECTED.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


@pytest.mark.parametrize(("name", "expected"), expectations().items(), ids=lambda value: str(value)[:40])
def test_case_has_its_right_value(name: str, expected: dict[str, Any]) -> None:
    read = read_transcript(CASES / "import" / name)
    facts = {key: value for key, value in expected.items() if key in FACTS}
    facts |= {"speakers": sorted(facts["speakers"])} if "speakers" in facts else {}
    assert {key: FACTS[key](read) for key in facts} == facts
    assert [words for words in expected.get("text_has", ()) if words not in read.text] == []
    assert [words for words in expected.get("text_has_not", ()) if words in read.text] == []


@pytest.mark.parametrize("name", WORD)
def test_word_case_is_read_whole(name: str) -> None:
    read = read_transcript(CASES / "docx" / name)
    assert [words for words in WORD[name] if words not in read.text] == []
    assert {turn.speaker for turn in read.turns} >= {"I", "P"}
