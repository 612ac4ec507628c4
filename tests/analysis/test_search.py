from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.search import FUZZY, REGEX, TOO_LONG, WORDS, How, compiled, matches, occurrences, search, steps
from coder.errors import CoderError
from coder.project import Project, create_project, open_project
from coder.project.operations import sources
from coder.text.fold import searchable

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
def test_plain(study: Project, query: str, found: list[str]) -> None:
    hits = list(search(study, query))
    assert [hit.text for hit in hits] == found
    for hit in hits:
        text = study.text_of(hit.source).text
        assert text[hit.start : hit.end] == hit.text
        assert text[hit.start - len(hit.before) : hit.end + len(hit.after)] == hit.before + hit.text + hit.after


def test_sources_in_their_order_and_context_of_the_length_asked_for(study: Project) -> None:
    hits = list(search(study, "ill", context=3))
    assert [hit.source.name for hit in hits] == ["first", "first", "second"]
    assert (hits[2].before, hits[2].after) == ("", " ag")


def test_regex(study: Project) -> None:
    assert [hit.text for hit in search(study, r"\bn\w+\s+ill", How(REGEX))] == ["Never  ill", "Never\nill"]
    assert [hit.text for hit in search(study, "x*", How(REGEX))] == []
    assert [hit.text for hit in search(study, r"^ill", How(REGEX))] == ["ill", "Ill"]


@pytest.mark.parametrize(("pattern", "place"), [("(a", 2), ("a**b)", None), ("[", 1), (r"\p{Nope}", None)])
def test_a_wrong_expression_is_pointed_at(pattern: str, place: int | None) -> None:
    with pytest.raises(CoderError) as caught:
        compiled(pattern)
    assert pattern in caught.value.detail
    assert "^" in caught.value.detail
    if place is not None:
        assert caught.value.detail.splitlines()[1].index("^") == place


def test_an_expression_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert TOO_LONG < 60
    monkeypatch.setattr("coder.analysis.search.TOO_LONG", 0.05)
    with pytest.raises(CoderError, match="too long"):
        matches("a" * 40 + "!" * 3, compiled(r"(a|a)*$|(a+)+\Z(?=x)|(a*)*b"))


def test_nothing_to_search_for(study: Project) -> None:
    with pytest.raises(CoderError):
        list(search(study, "  "))


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_offsets_stay_valid(text: str, query: str) -> None:
    ready = searchable(text)
    assert len(ready) == len(text)
    spans = occurrences(ready, query)
    assert all(0 <= a.start < a.end <= len(text) for a in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    if query in text:
        assert spans
