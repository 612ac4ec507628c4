from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.analysis.query.syntax import QueryError
from coder.analysis.retrieval import coded, retrieve, unit
from coder.errors import CoderError
from coder.project import Project, create_project, open_project
from coder.project.operations import codebook, codings, memos, participants, sets, sources
from coder.text.span import Turn

TEXT = "I: one two three\n\nP: four five six\n\nP: seven, åtte nine"
CODES = ("A/B/x y", "A/B/z", "A/c", "D", "D/and", "D/a*b", "E/B")
# Words of TEXT, with the codes on them: (source, word) → codes
CODED = {
    ("P01 baseline", "one"): ["A/B/x y"],
    ("P01 baseline", "four five"): ["A/B/z", "D"],
    ("P01 baseline", "six"): ["A/c"],
    ("P02 later", "two"): ["D/and", "A/B/x y"],
    ("P02 later", "åtte"): ["D/a*b", "E/B"],
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("retrieval") / "study"
    create_project(folder, "SYNTHETIC")
    with open_project(folder, "KG") as project:
        fill(project)
        yield project


def fill(project: Project) -> None:
    for path in CODES:
        codebook.add(project, path) if path != "D" else codebook.ensure(project, path)
    participants.add(project, "P01", service="Tern House", attributes={"sex": "f"})
    turns = [Turn(3, 16, "I", None, 0), Turn(21, 34, "P", None, 18), Turn(39, len(TEXT), "P", None, 36)]
    for name, participant, wave in (("P01 baseline", "P01", "baseline"), ("P02 later", "P02", "follow up")):
        text = TEXT + " " * len(project.sources)
        sources.add(project, name=name, text=text, turns=turns, participant=participant, wave=wave)
    for (name, words), codes in CODED.items():
        source = next(source for source in project.sources.values() if source.name == name)
        at = TEXT.index(words)
        chosen = [codebook.ensure(project, code) for code in codes]
        project._initials = "IH" if words == "two" else "KG"
        done = codings.code(project, source, at, at + len(words), chosen)
        if words == "six":
            codings.mark(project, done.new[0], "gold")
            memos.write(project, "A *contrast*.", about="segments", target=done.segment.id)
            memos.write(project, "secret", about="segments", target=done.segment.id, kind="reflexive")
    sets.add(project, "Chosen", [codebook.ensure(project, "D")])


def found(study: Project, query: str) -> list[str]:
    return [study.segments[id].quote for id in retrieve(study, query)]


@pytest.mark.parametrize(
    ("query", "quotes"),
    [
        ("D", ["four five"]),
        ("d", ["four five"]),
        ("A/B/z", ["four five"]),
        ("z", ["four five"]),
        ('"x y"', ["one", "two"]),
        ('A/B/"x y"', ["one", "two"]),
        ('"A/B/x y"', ["one", "two"]),
        ("A/*", ["six"]),
        ("A/B/*", ["one", "four five", "two"]),
        ("A/**", ["one", "four five", "six", "two"]),
        ("D/**", ["four five", "two", "åtte"]),
        ("D/*", ["two", "åtte"]),
        ("A/*/z", ["four five"]),
        ("A/**/z", ["four five"]),
        ("x*", ["one", "two"]),
        ("*", ["four five"]),
        ("**", ["one", "four five", "six", "two", "åtte"]),
        ('"a*b"', ["åtte"]),
        ('D/"and"', ["two"]),
        ("A/B/* and D", ["four five"]),
        ("A/** and not D", ["one", "six", "two"]),
        ("not A/**", ["åtte"]),
        ("A/c or z or D", ["four five", "six"]),
        ("A/c or z and D", ["four five", "six"]),
        ("(A/c or z) and D", ["four five"]),
        ("not not A/c", ["six"]),
        ("not(A/**)and(D/**)", ["åtte"]),
        ("A/** AND source:P02*", ["two"]),
        ('source:"P01 baseline" and D', ["four five"]),
        ("source:P02", ["two", "åtte"]),
        ("participant:p01", ["one", "four five", "six"]),
        ("participant:P* and z", ["four five"]),
        ('wave:"follow up"', ["two", "åtte"]),
        ("by:IH", ["two"]),
        ("text:ATTE", ["åtte"]),
        ('text:"four five"', ["four five"]),
        ("memo:contrast", ["six"]),
        ("memo:*", ["six"]),
        ("memo:secret", []),
        ("speaker:p", ["four five", "six", "åtte"]),
        ("A/** overlaps D", ["four five"]),
        ("A/** and source:P01* near:0t D", ["four five", "six"]),
        ("A/c follows D", ["six"]),
        ("D followed by:1u A/c", ["four five"]),
        ('"x y" followed by:0t **', []),
        ("not A/** near D", ["two", "åtte"]),
        ("A/** within D", ["four five"]),
        ("mark:gold or set:Chosen", ["four five", "six"]),
        ("since:2020 and since:9999d and A/c", ["six"]),
        ("service:Tern* and attribute:sex=F and A/c", ["six"]),
        ('attribute:"se"x', ["one", "four five", "six"]),
    ],
)
def test_queries(study: Project, query: str, quotes: list[str]) -> None:
    assert found(study, query) == quotes


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("A/c and", 7, "missing"),
        ("A/c and or z", 8, "missing"),
        ("and", 0, "missing"),
        ("A/c z", 4, "“and” or “or” is missing"),
        ("(A/c", 4, "missing"),
        ("A/c)", 3, "bracket was not opened"),
        ('A/c or "x', 7, "quotation mark is not closed"),
        ("A/c or nope", 7, "this"),
        ("A/c or participant:P07", 19, "this"),
        ("nope", 0, "this"),
        ("zz*", 0, "this"),
        ("by:XX", 3, "this"),
        ("B", 0, "this"),
        ("B/*", 0, "this"),
        ("A/c near:2x z", 9, "2s (sentences), 2t (turns)"),
        ("A/c near:u z", 9, "write a number"),
        ("A/c near:9999s z", 9, "1,000 is the maximum"),
        ("A/c overlaps:2 z", 13, "this takes no value"),
        ("A/c same z", 4, "same:turn"),
        ("A/c near not z", 9, "needs brackets"),
        ("near:2s z", 0, "the term before “near” is missing"),
        ("A/c followed z", 4, "“and” or “or” is missing"),
        ("sorce:P01", 0, "this"),
        ("z and near:2s", 6, "belongs between two terms"),
        ("A/c and source:", 15, "the value after source: is missing"),
        ("attribute:age=4", 10, "this"),
        ("attribute:sex=m", 10, "this"),
        ("mark:bad", 5, "this"),
        ("since:later", 6, "this"),
        ("since:2026-13", 6, "this"),
        ("speaker:Q", 8, "this"),
        ("set:none", 4, "this"),
        ("A/c or @nobody", 7, "this"),
    ],
)
def test_errors_show_the_position(study: Project, query: str, place: int, said: str) -> None:
    with pytest.raises(CoderError) as caught:
        retrieve(study, query)
    shown, pointer = caught.value.detail.splitlines()[:2]
    assert shown == query
    assert pointer.index("^") == place
    assert said in pointer


@pytest.mark.parametrize("query", ["", "  ", "D and " * 400 + "D"])
def test_empty_and_too_long_queries_are_refused(study: Project, query: str) -> None:
    with pytest.raises(CoderError):
        retrieve(study, query)


def test_the_deepest_query_is_accepted(study: Project) -> None:
    assert found(study, "not " * 370 + "D") == ["four five"]
    assert found(study, "(" * 700 + "D" + ")" * 700) == ["four five"]


def test_names_with_blanks_are_suggested_quoted(study: Project) -> None:
    with pytest.raises(CoderError) as caught:
        retrieve(study, "D and x y")
    assert caught.value.hint == 'Write: A/B/"x y"'


PLAIN = ["A", "D", "x", "y", '"x', 'y"', "(", ")", '"', "text:e", "by:KG", "foo:bar", "@x", "@", "since:7d", "since:"]
JOINING = ["and", "or", "not", "near", "near:2s", "followed", "by", "follows:1u", "within", "same:turn", "same:"]
WORDS = st.sampled_from([*PLAIN, *JOINING])


@given(st.lists(WORDS, max_size=8).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_random_words_are_answered_or_refused_with_a_position(study: Project, query: str) -> None:
    refused: CoderError | None = None
    segments = set()
    try:
        segments = set(retrieve(study, query))
    except CoderError as error:
        refused = error
    assert segments <= coded(study)
    if isinstance(refused, QueryError):
        assert 0 <= refused.position <= len(query)
        assert refused.detail.splitlines()[1].index("^") == refused.position
    elif refused is not None:
        assert refused.title == "The query is empty"


@given(st.text(alphabet='ABDz"*/() andort:\\åx@', max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_query_is_answered_or_refused(study: Project, query: str) -> None:
    refused = ""
    segments = set()
    try:
        segments = set(retrieve(study, query))
    except CoderError as error:
        refused = error.title
    assert segments <= coded(study)
    assert not (refused and segments)


PARTS = st.sampled_from(["D", "A/**", "A/B/*", "participant:P01", "by:IH", "text:e"])


@given(PARTS, PARTS)
@settings(max_examples=40, deadline=None)
def test_and_or_not_are_set_operations(study: Project, a: str, b: str) -> None:
    left, right = set(retrieve(study, a)), set(retrieve(study, b))
    assert set(retrieve(study, f"{a} and {b}")) == left & right
    assert set(retrieve(study, f"{a} or {b}")) == left | right
    assert set(retrieve(study, f"not ({a} or {b})")) == set(retrieve(study, f"not {a} and not {b}"))
    assert set(retrieve(study, f"not {a}")) == coded(study) - left


def test_unit_has_all_displayed_fields(study: Project) -> None:
    (id,) = retrieve(study, "A/c")
    shown = unit(study, id)
    assert (shown.source.name, shown.participant, shown.wave, shown.speaker) == (
        "P01 baseline",
        "P01",
        "baseline",
        "P",
    )
    assert shown.codes == ("A/c",)
    assert shown.memos == ("A *contrast*.",)


def test_an_empty_study_has_no_results(tmp_path: Path) -> None:
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project, pytest.raises(CoderError):
        retrieve(project, "A")
