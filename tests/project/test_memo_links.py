"""Links in memos: parsing, targets, back links; filters of memos."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.memo_list import ORDERS, MemoFilter, filter_memos
from coder.errors import Invalid
from coder.project import Project
from coder.project.memo_links import Resolver, back_links, code_link, highlight_links, links, unit_link
from coder.project.operations import codebook, memos, participants, sources
from coder.project.study import path_of
from tests.strategies import new_project, small


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small study (SYNTHETIC): codes A/Shame and B/Shame, a participant P01 with a source of that name."""
    project = small(new_project(tmp_path / "p"))
    for path in ("A/Shame", "B/Shame", "A/Pride"):
        codebook.ensure(project, path)
    participants.ensure(project, "P77")
    return project


def goal(project: Project, text: str) -> str | None:
    ((_, found),) = Resolver(project).goals(text)
    return None if found is None else f"{found.about} {found.label}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[P02]]", [("name", "P02")]),
        ("a [[code:Shame]] b [[ unit  3f2a9c1d ]]", [("code", "Shame"), ("unit", "3f2a9c1d")]),
        ("[[Code: A/b c ]]", [("code", "A/b c")]),
        ("[[unitary]]", [("name", "unitary")]),
        ("[[]] [[ ]] [x] [[a\nb]] [[open", []),
        ("[[[P02]]]", [("name", "P02")]),
    ],
)
def test_links(text: str, found: list[tuple[str, str]]) -> None:
    assert [(link.kind, link.name) for link in links(text)] == found
    assert all(text[link.start : link.end].startswith("[[") for link in links(text))


@given(st.text(), st.text())
def test_link_in_any_text_is_found(before: str, after: str) -> None:
    text = f"{before} [[P02]] {after}"
    assert "P02" in [link.name for link in links(text)]
    for link in links(text):
        assert text[link.start : link.end].startswith("[[")
        assert text[link.start : link.end].endswith("]]")
        assert link.name.strip() == link.name != ""


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[[p77]]", "participants participant P77"),
        ("[[code:a/shame]]", "codes code A/Shame"),
        ("[[code:Pride]]", "codes code A/Pride"),
        ("[[code:Shame]]", None),
        ("[[code:Nothing]]", None),
        ("[[Pride]]", "codes code A/Pride"),
        ("[[a/pride]]", "codes code A/Pride"),
        ("[[Shame]]", None),
        ("[[nobody]]", None),
        ("[[unit ab]]", None),
    ],
)
def test_link_targets(project: Project, text: str, where: str | None) -> None:
    assert goal(project, text) == where


def test_generated_links_resolve_to_their_record(project: Project) -> None:
    assert project.segments
    assert project.codes
    assert project.sources
    for segment in project.segments.values():
        ((_, found),) = Resolver(project).goals(unit_link(project, segment))
        assert found is not None
        assert found.id == segment.id
    for code in project.codes.values():
        ((_, found),) = Resolver(project).goals(code_link(project, code))
        assert found is not None
        assert found.id == code.id
    for source in project.sources.values():
        ((_, found),) = Resolver(project).goals(f"[[{source.name}]]")
        assert found is not None
        assert found.id in (source.id, source.participant) or found.about == "participants"


def test_an_alias_resolves_to_the_code(project: Project) -> None:
    code = next(code for code in project.codes.values() if code.name == "Pride")
    codebook.rename(project, code, "Dignity")
    assert goal(project, "[[code:Pride]]") == f"codes code {path_of(project, project.codes[code.id])}"


def test_back_links(project: Project) -> None:
    code = next(code for code in project.codes.values() if code.name == "Pride")
    one = memos.write(project, "[[code:Pride]] and [[code:A/Pride]] and [[nothing]]")
    memos.write(project, "no link")
    assert back_links(project, project.memos.values()) == {code.id: [one]}


def test_highlight_links(project: Project) -> None:
    shown = highlight_links("See [[code:Pride]] and [[no_body]].", Resolver(project))
    assert shown == "See **→ code A/Pride** and \\[\\[no\\_body\\]\\] **✗ broken link**."
    assert highlight_links("nothing", Resolver(project)) == "nothing"


# Lists


def test_filter_memos(project: Project) -> None:
    code = next(code for code in project.codes.values() if code.name == "Pride")
    segment = next(iter(project.segments.values()))
    on_code = memos.write(project, "Blåbær", about="codes", target=code.id, kind="theoretical")
    on_unit = memos.write(project, "on a unit", about="segments", target=segment.id)
    private = memos.write(project, "mine", kind="reflexive")
    me = project.initials

    def found(wanted: MemoFilter, reader: str = me) -> set[str]:
        return {memo.id for memo in filter_memos(project, wanted, reader)}

    assert found(MemoFilter()) == set(project.memos)
    assert found(MemoFilter(), "somebody else") == set(project.memos) - {private.id}
    assert found(MemoFilter(kind="theoretical")) == {on_code.id}
    assert found(MemoFilter(about=code.id)) == {on_code.id}
    assert on_unit.id in found(MemoFilter(about=segment.source))
    assert found(MemoFilter(words="blabaer")) == {on_code.id}
    assert found(MemoFilter(by="nobody")) == set()
    assert found(MemoFilter(by=me.lower())) == {memo.id for memo in project.memos.values()}


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_has_all_memos(project: Project, order: str) -> None:
    memos.write(project, "one", kind="theoretical")
    memos.write(project, "two", about="codes", target=next(iter(project.codes)))
    memos.write(project, "three", about="segments", target=next(iter(project.segments)))
    found = filter_memos(project, MemoFilter(), project.initials, order)
    assert {memo.id for memo in found} == set(project.memos)


def test_an_unknown_order_is_refused(project: Project) -> None:
    with pytest.raises(Invalid):
        filter_memos(project, MemoFilter(), "", "by weight")


def test_deleting_the_target_breaks_the_link(project: Project) -> None:
    source = next(iter(project.sources.values()))
    resolver_text = f"[[{source.name}]]"
    before = goal(project, resolver_text)
    sources.remove(project, source)
    assert before is not None
    assert goal(project, resolver_text) != before or before.startswith("participants")
