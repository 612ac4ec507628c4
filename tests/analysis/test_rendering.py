from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.rendering import Stripe, columns_of, render, shorten_names
from coder.model.source import Source
from coder.project import Project, create_project, open_project
from coder.project.operations import codebook, codings, memos, sources
from coder.text.characters import width
from coder.text.span import Turn

TEXT = "I: Hva skjedde, 医者の話を聞きました?\n\nPatient: " + "æøå og litt til, " * 20


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study", "SYNTHETIC")
    with open_project(tmp_path / "study", "KG") as project:
        yield project


def add(project: Project, text: str = TEXT) -> Source:
    at = text.index("Patient: ")
    turns = [Turn(3, at - 2, "I", None, 0), Turn(at + 9, len(text.rstrip()), "Patient", None, at)]
    return sources.add(project, name="P01", text=text, turns=turns, participant="P01", wave="baseline")


@pytest.mark.parametrize("columns", [10, 30, 47, 80, 200])
def test_lines_fit_the_width_and_keep_all_words(study: Project, columns: int) -> None:
    source = add(study)
    for number in range(8):
        codings.code(study, source, 50, 90 + number * 20, [codebook.ensure(study, f"Group/Code {number}")])
    memos.write_on_span(study, source, 60, 70, "A *memo* of some length, wrapped as well. " * 4)
    lines = list(render(study, source, columns))
    assert max(map(width, lines)) <= max(30, columns)
    if columns == 200:
        assert "Hva skjedde, 医者の話を聞きました?" in lines[2]
        assert [line.split()[0] for line in lines if "Group/" in line] == list("abcdefgh")
    drawn = "".join("".join(lines).split())
    assert drawn.count("øå") == 20


def test_memos_are_footnotes_without_private_ones(study: Project) -> None:
    source = add(study)
    memo = memos.write_on_span(study, source, 60, 70, "seen")
    memos.write(study, "not seen", about="segments", target=memo.target, kind="reflexive")
    memos.write(study, "on all of it", about="sources", target=source.id, title="After")
    text = "\n".join(render(study, source, 60))
    assert text.count("[1]") == 2
    assert "not seen" not in text
    assert "After" in text
    assert "on all of it" in text


def test_a_source_without_turns(study: Project) -> None:
    source = sources.add(study, name="plain", text="SYNTHETIC words\nand more", turns=[])
    assert list(render(study, source, 40))[2:] == ["1  SYNTHETIC words", "   and more"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 8)), max_size=30))
def test_no_two_stripes_share_a_cell(pairs: list[tuple[int, int]]) -> None:
    stripes = [Stripe("a", first, first + more) for first, more in sorted(pairs)]
    taken = set()
    for stripe, column in zip(stripes, columns_of(stripes), strict=True):
        for row in range(stripe.first, stripe.last + 1):
            assert (row, column) not in taken
            taken.add((row, column))
    deepest = max((sum(s.first <= row <= s.last for s in stripes) for row in range(40)), default=0)
    assert len(set(columns_of(stripes))) == deepest


def test_shorten_names_keeps_names_distinct() -> None:
    names = {"", "Ada", "austevoll_uib_01", "austevoll_uib_04", "Anneliese Marie Berg"}
    short = shorten_names(names, 12)
    assert len(set(short.values())) == len(names)
    assert (short["austevoll_uib_04"], short["Ada"]) == ("auste…uib_04", "Ada")
    assert all(width(one) <= 12 for one in short.values())
    wide = {"患者医者看護師甲乙丙", "患者医者看護師甲乙丁"}
    assert all(width(one) <= 4 for one in shorten_names(wide, 4).values())
