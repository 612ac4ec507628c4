"""The parts of the sample study: well-formed, consistent, with their planted defects."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

import coder.sample
from coder.model.codebook import PALETTE, SEPARATOR
from coder.model.memo import MEMO_KINDS, PRECONCEPTION
from coder.model.source import DOUBTFUL, GOLD, MARKS

PARTS = Path(coder.sample.__file__).parent / "parts"
FIRST_LINE = "SYNTHETIC – invented for learning and testing. Nobody said this."
INTERVIEWS = sorted(path.stem for path in (PARTS / "interviews").glob("*.txt"))


def part(name: str) -> dict[str, Any]:
    return msgspec.toml.decode((PARTS / f"{name}.toml").read_bytes(), type=dict[str, Any])


def words(interview: str) -> str:
    return (PARTS / "interviews" / f"{interview}.txt").read_bytes().decode("utf-8")


STUDY = part("study")
CODES = part("codebook")["code"]
UNITS = part("codings")["unit"]
MEMOS = part("memos")["memo"]
PATHS = [code["path"] for code in CODES]


def place(unit: dict[str, Any]) -> int:
    """Return the start of a unit's quote in its interview, -1 if it does not occur."""
    text, at = words(unit["source"]), -1
    for _ in range(unit.get("nth", 1)):
        at = text.find(unit["quote"], at + 1)
    return at


def units_with(code: str, source: str = "") -> list[dict[str, Any]]:
    return [unit for unit in UNITS if code in unit["codes"] and unit["source"].startswith(source)]


@pytest.mark.parametrize("interview", INTERVIEWS)
def test_interview_is_marked_synthetic_and_well_formed(interview: str) -> None:
    text = words(interview)
    first, _, body = text.partition("\n\n")
    assert first == FIRST_LINE
    assert "\r" not in text
    assert 800 <= len(body.split()) <= 1000
    turns = body.removesuffix("\n").split("\n\n")
    assert [turn[:3] for turn in turns] == ["I: ", "P: "] * (len(turns) // 2) + ["I: "] * (len(turns) % 2)
    assert len(turns) > 25
    assert all("\n" not in turn for turn in turns)


def test_interviews_match_the_study() -> None:
    named = [interview["file"] for interview in STUDY["interviews"]]
    assert sorted(named) == INTERVIEWS
    assert len(named) == 8
    people = {participant["name"]: participant for participant in STUDY["participants"]}
    waves = {wave["name"] for wave in STUDY["waves"]}
    initials = {coder["initials"] for coder in STUDY["coders"]}
    for interview in STUDY["interviews"]:
        assert interview["file"] == f"{interview['participant']}_{interview['wave']}"
        assert interview["participant"] in people
        assert interview["wave"] in waves
        assert interview["interviewer"] in initials
        assert initials >= set(interview["coded"])
        assert all(when > interview["imported"] for when in interview["coded"].values())


def test_study_has_three_pairs_and_two_single_interviews() -> None:
    waves: dict[str, set[str]] = {}
    for interview in STUDY["interviews"]:
        waves.setdefault(interview["participant"], set()).add(interview["wave"])
    both = {"baseline", "follow-up"}
    assert waves == {"P01": both, "P02": both, "P03": both, "P04": {"baseline"}, "P05": {"one-year"}}
    services = {participant["name"]: participant["service"] for participant in STUDY["participants"]}
    assert services.pop("P05") == "Harbour Line"
    assert set(services.values()) == {"Tern House"}


def test_codebook_has_four_groups_nine_subgroups_and_a_residual() -> None:
    assert len(PATHS) == len(set(PATHS))
    groups = [path for path in PATHS if SEPARATOR not in path]
    assert groups == [
        "What a doctor ought to be",
        "Before asking",
        "A different conversation",
        "Afterwards",
        "Residual",
    ]
    below = Counter(path.split(SEPARATOR)[0] for path in PATHS if SEPARATOR in path)
    assert sum(below.values()) == 9
    assert set(below) == set(groups) - {"Residual"}
    assert all(2 <= count <= 3 for count in below.values())


def test_codes_have_definitions_and_colours() -> None:
    for code in CODES:
        assert code["definition"].strip()
        assert code["color"] in PALETTE
    assert all(code["include"] and code["exclude"] for code in CODES if code["path"] != "Residual")
    assert sorted(code["quick"] for code in CODES if "quick" in code) == [1, 2]
    assert sum("aliases" in code for code in CODES) >= 5


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: f"{unit['source']}: {unit['quote'][:20]}")
def test_units_are_verbatim_and_their_codes_exist(unit: dict[str, Any]) -> None:
    text, at = words(unit["source"]), place(unit)
    assert at >= 0
    if "nth" not in unit:
        assert text.count(unit["quote"]) == 1
    turn = text[text.rfind("\n\n", 0, at) + 2 : at + len(unit["quote"])]
    assert turn.startswith("P: ")
    assert "\n" not in turn
    assert unit["codes"]
    assert set(unit["codes"]) <= set(PATHS)
    assert len(unit["codes"]) == len(set(unit["codes"]))
    assert unit.get("mark", "") in MARKS
    sessions = {interview["file"]: interview["coded"] for interview in STUDY["interviews"]}
    assert unit.get("coder", "KG") in sessions[unit["source"]]


def test_units_cover_all_interviews_and_codes() -> None:
    distinct = {(unit["source"], place(unit), unit["quote"]) for unit in UNITS}
    assert 55 <= len(distinct) <= 70
    per_interview = Counter(source for source, _, _ in distinct)
    assert set(per_interview) == set(INTERVIEWS)
    assert min(per_interview.values()) >= 5
    used = {path for unit in UNITS for path in unit["codes"]}
    assert set(PATHS) - used == {"Before asking"}  # a group, empty but for its subgroups
    assert {len(unit["codes"]) for unit in UNITS} == {1, 2, 3}


def test_units_are_in_the_order_of_the_study() -> None:
    order = [interview["file"] for interview in STUDY["interviews"]]
    assert [unit["source"] for unit in UNITS] == sorted((unit["source"] for unit in UNITS), key=order.index)


def test_some_units_overlap_or_have_two_coders() -> None:
    spans = {(unit["source"], place(unit), place(unit) + len(unit["quote"])) for unit in UNITS}
    partly = [
        (one, other)
        for one in spans
        for other in spans
        if one[0] == other[0] and one[1] < other[1] < one[2] < other[2]
    ]
    assert len(partly) >= 2
    coders: dict[tuple[str, str], set[str]] = {}
    for unit in UNITS:
        coders.setdefault((unit["source"], unit["quote"]), set()).add(unit.get("coder", "KG"))
    assert sum(who == {"KG", "IH"} for who in coders.values()) >= 3
    assert len({(unit["source"], unit["quote"], unit.get("coder")) for unit in UNITS}) == len(UNITS)


def test_gold_and_doubtful_marks() -> None:
    marks = Counter(unit.get("mark", "") for unit in UNITS)
    assert marks[GOLD] >= 8
    assert marks[DOUBTFUL] >= 1


def test_memos_have_several_kinds_and_existing_targets() -> None:
    quoted = {(unit["source"], unit["quote"]) for unit in UNITS}
    people = {participant["name"] for participant in STUDY["participants"]}
    initials = {coder["initials"] for coder in STUDY["coders"]}
    for memo in MEMOS:
        assert memo["text"].strip()
        assert memo["kind"] in MEMO_KINDS
        assert memo["coder"] in initials
        assert memo.get("code") is None or memo["code"] in PATHS
        assert memo.get("source") is None or memo["source"] in INTERVIEWS
        assert memo.get("quote") is None or (memo["source"], memo["quote"]) in quoted
        assert memo.get("participant") is None or memo["participant"] in people
    kinds = {memo["kind"] for memo in MEMOS}
    assert kinds | {PRECONCEPTION} == set(MEMO_KINDS)  # preconceptions have a part of their own
    assert [memo["when"] for memo in MEMOS] == sorted(memo["when"] for memo in MEMOS)
    for about in ("code", "quote", "participant"):
        assert any(about in memo for memo in MEMOS)
    assert any(not memo.keys() & {"code", "source", "participant"} for memo in MEMOS)
    assert 12 <= len(MEMOS) <= 20


# The planted defects


def bracketed(text: str) -> set[str]:
    return set(re.findall(r"\[([^\]]+)\]", text))


def test_planted_name_that_is_not_pseudonymised() -> None:
    assert "Steinar" in words("P01_follow-up")
    assert all("Steinar" not in bracketed(words(interview)) for interview in INTERVIEWS)
    assert sum("Steinar" in unit["quote"] for unit in UNITS) == 1


def test_planted_pseudonym_spelled_two_ways() -> None:
    assert "Håvard" in bracketed(words("P02_baseline"))
    assert "Haavard" in bracketed(words("P02_follow-up"))


def test_planted_follow_up_seven_days_late() -> None:
    windows = {wave["name"]: (wave["first_day"], wave["last_day"]) for wave in STUDY["waves"]}
    late = {
        interview["file"]: interview["day"] - windows[interview["wave"]][1]
        for interview in STUDY["interviews"]
        if not windows[interview["wave"]][0] <= interview["day"] <= windows[interview["wave"]][1]
    }
    assert late == {"P02_follow-up": 7}


def test_planted_unit_that_fits_no_group() -> None:
    assert [unit["codes"] for unit in units_with("Residual")] == [["Residual"]]


def test_planted_leading_question_before_a_doubtful_unit() -> None:
    (unit,) = [unit for unit in UNITS if unit["quote"].startswith("Ashamed.")]
    before = words(unit["source"])[: place(unit)]
    assert before.endswith("I: And you felt ashamed of that, didn't you?\n\nP: ")
    assert unit["mark"] == DOUBTFUL


def test_planted_emoji_of_several_code_points() -> None:
    text = words("P02_baseline")
    emoji = text.index("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{STAFF OF AESCULAPIUS}\N{VARIATION SELECTOR-16}")
    assert sum(place(unit) > emoji for unit in UNITS if unit["source"] == "P02_baseline") >= 5


def test_planted_combining_marks_and_norwegian_letters() -> None:
    text = words("P05_one-year")
    assert unicodedata.normalize("NFC", text) != text
    assert any("e\N{COMBINING ACUTE ACCENT}" in unit["quote"] for unit in UNITS)
    last = max(place(unit) for unit in UNITS if unit["source"] == "P05_one-year")
    assert set("æøå") <= set(text[:last])


def test_planted_contradictions_of_p03() -> None:
    equals, records = "A different conversation/Among equals", "A different conversation/No records"
    assert any("more careful with her" in unit["quote"] for unit in units_with(equals, "P03"))
    assert any("wanted there to be some" in unit["quote"] for unit in units_with(records, "P03"))
    assert any("any kinder" in unit["quote"] for unit in units_with("Afterwards", "P03"))
    for code in (equals, records):
        assert {unit["source"][:3] for unit in units_with(code)} >= {"P01", "P02", "P04", "P05"}
