"""Cases of transcripts with their right values, if they are available."""

import json
from pathlib import Path
from typing import Any

import pytest

from coder.exchange.importing import read_transcript

CASES = Path(__file__).parents[2] / "../shared/cases/import"
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((CASES / "EXPECTED.json").read_text("utf-8")) if (CASES / "EXPECTED.json").exists() else {}
)
SPOKEN = {name: right for name, right in EXPECTED.items() if {"speakers", "moderator_says"} & right.keys()}


@pytest.mark.skipif(not SPOKEN, reason="the shared cases are not here")
@pytest.mark.parametrize("name", SPOKEN)
def test_speakers_and_turns_are_right(name: str) -> None:
    right, result = SPOKEN[name], read_transcript(CASES / name)
    named = [turn for turn in result.turns if turn.speaker]
    values = {
        "speakers": sorted({turn.speaker for turn in named}),
        "turns": len(result.turns),
        "turns_named": len(named),
        "times": [turn.seconds for turn in result.turns],
        "moderator_says": [result.text[t.start : t.end] for t in named if t.speaker == "MODERATOR"],
        "warning": bool(result.warnings),
    }
    right = right | ({"speakers": sorted(right["speakers"])} if "speakers" in right else {})
    assert {key: values[key] for key in right} == right
