from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.scope import Scope
from coder.analysis.search import (
    FUZZY,
    PHRASE,
    REGEX,
    TIME_LIMIT,
    WORDS,
    MatchOptions,
    compile_pattern,
    exact_occurrences,
    occurrences,
    pattern_matches,
    search,
    search_steps,
)
from coder.errors import CoderError
from coder.project import Project, create_project, open_project
from coder.project.operations import participants, sources
from coder.text.fold import searchable
from coder.text.words import is_word_aligned
from tests.strategies import turns_of

FIRST = "Være syk.\nNever  ill, DON’T ask. Never\nill. 👩‍⚕️ cafe\u0301 café"
SECOND = "Ill again. SYNTHETIC"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        for name, text in (("first", FIRST), ("second", SECOND)):
            sources.add(project, name=name, text=text, turns=[])
        yield project


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vaere", ["Være"]),
        ("være", ["Være"]),
        ("never ill", ["Never\nill"]),
        ("don't", ["DON’T"]),
        ("ILL", ["ill", "ill", "Ill"]),
        ("café", ["cafe\u0301", "café"]),
        ("cafe\u0301", ["cafe\u0301", "café"]),
        (".", [".", ".", ".", "."]),
        ("👩‍⚕️", ["👩‍⚕️"]),
        ("nothing like it", []),
    ],
)
def test_occurrences_of_a_phrase(study: Project, query: str, found: list[str]) -> None:
    hits = list(search(study, query))
    assert [hit.text for hit in hits] == found
    for hit in hits:
        text = study.text_of(hit.source).text
        assert text[hit.start : hit.end] == hit.text
        assert text[hit.start - len(hit.before) : hit.end + len(hit.after)] == hit.before + hit.text + hit.after


def test_hits_are_in_source_order_with_context(study: Project) -> None:
    hits = list(search(study, "ill", context=3))
    assert [hit.source.name for hit in hits] == ["first", "first", "second"]
    assert (hits[2].before, hits[2].after) == ("", " ag")


def test_regex(study: Project) -> None:
    assert [hit.text for hit in search(study, r"\bn\w+\s+ill", MatchOptions(REGEX))] == ["Never  ill", "Never\nill"]
    assert [hit.text for hit in search(study, "x*", MatchOptions(REGEX))] == []
    assert [hit.text for hit in search(study, r"^ill", MatchOptions(REGEX))] == ["ill", "Ill"]


@pytest.mark.parametrize(("pattern", "place"), [("(a", 2), ("a**b)", None), ("[", 1), (r"\p{Nope}", None)])
def test_an_invalid_expression_shows_the_position(pattern: str, place: int | None) -> None:
    with pytest.raises(CoderError) as caught:
        compile_pattern(pattern)
    assert pattern in caught.value.detail
    assert "^" in caught.value.detail
    if place is not None:
        assert caught.value.detail.splitlines()[1].index("^") == place


def test_a_slow_expression_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert TIME_LIMIT < 60
    monkeypatch.setattr("coder.analysis.search.TIME_LIMIT", 0.05)
    with pytest.raises(CoderError, match="too long"):
        pattern_matches("a" * 40 + "!" * 3, compile_pattern(r"(a|a)*$|(a+)+\Z(?=x)|(a*)*b"))


def test_an_empty_query_is_refused(study: Project) -> None:
    with pytest.raises(CoderError):
        list(search(study, "  "))


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_offsets_stay_valid(text: str, query: str) -> None:
    ready = searchable(text)
    spans = occurrences(ready, query)
    assert all(0 <= a.start < a.end <= len(text) for a in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    if query in text and not searchable(query).edits:  # a part of a syllable or a mark alone is not found
        assert spans


TYPESET = (
    "It was eﬀective and eﬃcient, a ﬂaw in the oﬃce. The Wert\u00adpapier, zero\u200bwidth and word\u2060joiner. "
    "She said “don‘t worry” and itʼs ﬁne. Price 10\u202f000 kr, non\u2011breaking. Well… SYNTHETIC"
)


@pytest.mark.parametrize(
    "typed",
    [
        "effective", "office", "flaw in", "wertpapier", "zerowidth", "wordjoiner", '"don',
        "don't worry\"", "it's fine",
        "10 000", "non-breaking", "well...", "eﬀective", "Wert\u00adpapier", "itʼs", "“don‘t", "10\u202f000",
        "non‑breaking",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", [PHRASE, WORDS, FUZZY])
def test_what_one_types_finds_typeset_words(small_project: Project, typed: str, mode: str) -> None:
    source = sources.add(small_project, name="typeset", text=TYPESET, turns=[])
    hits = [hit for hit in search(small_project, typed, MatchOptions(mode)) if hit.source.id == source.id]
    assert [hit.text for hit in hits] == [TYPESET[hit.start : hit.end] for hit in hits]
    assert searchable(typed).text in [searchable(hit.text).text for hit in hits]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("oﬃce", "oﬃce"),
        ("the office", "the oﬃce"),
        ("Wertpapier", "Wert\u00adpapier"),
        ('"don\'t worry"', "“don‘t worry”"),
        ("10 000 kr", "10\u202f000 kr"),
        ("wertpapier", ""),
    ],
)
def test_exact_words_are_found_as_one_types_them(words: str, span: str) -> None:
    assert [TYPESET[start:end] for start, end in exact_occurrences(TYPESET, words)] == ([span] if span else [])


@pytest.fixture
def talk(small_project: Project) -> Project:
    """P01: I asks, P answers; P02 likewise. SYNTHETIC."""
    text = "I: Ashamed?\nP: Asahmed, yes. I was ill. Blaabaer and blåbær, søvn.\nI: ILL in Aas?\nP: In Ås. Chill.\n"
    sources.add(small_project, name="P03", text=text, turns=turns_of(text), participant="P03", wave="late")
    return small_project


def texts(study: Project, query: str, how: MatchOptions = MatchOptions(), where: Scope = Scope()) -> list[str]:  # noqa: B008
    return [hit.text for hit in search(study, query, how, where)]


@pytest.mark.parametrize(
    ("query", "how", "found"),
    [
        ("ashamed", MatchOptions(FUZZY), ["Ashamed", "Asahmed"]),
        ("blåbær", MatchOptions(FUZZY), ["Blaabaer", "blåbær"]),
        ("aas", MatchOptions(FUZZY), ["Aas", "Ås"]),
        ("sovn", MatchOptions(FUZZY), ["søvn"]),
        ("was il", MatchOptions(FUZZY), ["was ill"]),
        ("chil", MatchOptions(FUZZY, word=True), ["Chill"]),
        ("ill", MatchOptions(word=True), ["ill", "ILL"]),
        ("ill", MatchOptions(case=True), ["ill", "ill"]),
        ("ILL", MatchOptions(case=True, word=True), ["ILL"]),
        ("Ashamed", MatchOptions(FUZZY, case=True), ["Ashamed", "Asahmed"]),
        ("ashamed", MatchOptions(FUZZY, case=True), []),
        ("ill", MatchOptions(REGEX, word=True), ["ill", "ILL"]),
        ("I[L]+", MatchOptions(REGEX, case=True), ["ILL"]),
        ("ill yes", MatchOptions(WORDS), ["yes. I was ill"]),
        ("ill blåbær", MatchOptions(WORDS, word=True), ["ill. Blaabaer and blåbær"]),
        ("ill Ås", MatchOptions(WORDS, word=True), []),
        ("ill ashamed", MatchOptions(WORDS), []),
    ],
)
def test_match_options(talk: Project, query: str, how: MatchOptions, found: list[str]) -> None:
    assert texts(talk, query, how) == found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Scope(), ["I", "I"]),
        (Scope(speakers=("I",)), []),
        (Scope(speakers=("i", "P")), ["I", "I"]),
        (Scope(sources=("P0*",)), ["I", "I"]),
        (Scope(sources=("P02 follow-up",)), ["I"]),
        (Scope(participants=("P01",)), ["I"]),
        (Scope(waves=("baseline",), participants=("P02",)), []),
        (Scope(coded="Before asking/**"), ["I"]),
        (Scope(not_coded="Alone"), ["I"]),
        (Scope(coded="A GP", not_coded="Alone"), ["I"]),
        (Scope(uncoded=True), []),
    ],
)
def test_scope_by_source_speaker_and_code(small_project: Project, where: Scope, found: list[str]) -> None:
    """“I did” and “I have” are coded: the one with Alone and A GP, the other with A GP."""
    query = r"\bI(?= (did|have))"
    assert texts(small_project, query, MatchOptions(REGEX), where) == found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Scope(services=("tern*",)), ["I"]),
        (Scope(attributes=("sex",)), ["I", "I"]),
        (Scope(attributes=('"sex"=f*',)), ["I"]),
        (Scope(attributes=("sex=f", "sex=m")), ["I", "I"]),
        (Scope(attributes=("sex=m",), services=("Tern House",)), []),
    ],
)
def test_scope_by_service_and_attribute(small_project: Project, where: Scope, found: list[str]) -> None:
    first, second = sorted(small_project.participants.values(), key=lambda one: one.name)
    participants.describe(small_project, first, service="Tern House", attributes={"sex": "f"})
    participants.describe(small_project, second, attributes={"sex": "m"})
    assert texts(small_project, r"\bI(?= (did|have))", MatchOptions(REGEX), where) == found


@pytest.mark.parametrize(
    ("where", "error"),
    [
        (Scope(speakers=("Q",)), "There is no speaker “Q”"),
        (Scope(waves=("never",)), "There is no wave “never”"),
        (Scope(services=("never",)), "There is no service “never”"),
        (Scope(attributes=("age",)), "There is no attribute “age”"),
        (Scope(participants=("P9*",)), "There is no participant “P9*”"),
        (Scope(sources=("P99",)), "There is no source “P99”"),
        (Scope(coded="Nope"), "There is no code"),
        (Scope(coded="Alone", uncoded=True), "Text cannot be both coded and not coded"),
    ],
)
def test_unknown_names_in_a_scope_are_refused(small_project: Project, where: Scope, error: str) -> None:
    with pytest.raises(CoderError) as caught:
        texts(small_project, "I", where=where)
    assert error in caught.value.title


def test_a_search_follows_a_correction(talk: Project) -> None:
    assert texts(talk, "gardn", MatchOptions(FUZZY)) == []
    text = "I: Garden?\nP: Yes.\n"
    source = sources.add(talk, name="P04", text=text, turns=turns_of(text))
    assert texts(talk, "gardn", MatchOptions(FUZZY)) == ["Garden"]
    sources.remove(talk, source)
    assert texts(talk, "gardn", MatchOptions(FUZZY)) == []


def test_steps_report_progress(talk: Project) -> None:
    told = [(step.done, step.total) for step in search_steps(talk, "ill")]
    assert told == [(1, 3), (2, 3), (3, 3)]
    told = [(step.done, step.total) for step in search_steps(talk, "ill", MatchOptions(FUZZY))]
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_time_limit_covers_all_texts(talk: Project) -> None:
    with pytest.raises(CoderError, match="too long"):
        list(search_steps(talk, "x", MatchOptions(REGEX), seconds=0.0))


def brute(text: str, query: str) -> list[tuple[int, int]]:
    """Whole words, looked for one by one; ASCII only."""
    return [match.span() for match in re.finditer(rf"(?<![a-z]){re.escape(query)}(?![a-z])", text.lower())]


@given(st.text("ab A", max_size=40), st.text("ab", min_size=1, max_size=3))
def test_whole_words_are_separated_by_blanks(text: str, query: str) -> None:
    found = [span for span in occurrences(searchable(text), query) if is_word_aligned(text, *span)]
    assert set(map(tuple, found)) <= set(brute(text, query))
    words = [word for word in text.lower().split() if word == query]
    assert len(brute(text, query)) == len(words)


@pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "(?:(?:x{9999}){9999})", "[a]{100000}", "a{,999999}"])
def test_expression_too_large_to_compile_is_refused(pattern: str) -> None:
    with pytest.raises(CoderError, match="too large"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", [r"\bsle(ep|pt)\w{0,40}", r"[{(]{2}", r"(a{2,3}){4}", r"\{9999999\}"])
def test_ordinary_repetitions_are_compiled(pattern: str) -> None:
    assert compile_pattern(pattern)
