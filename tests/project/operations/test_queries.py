from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import Invalid, NotFound
from coder.project import Project
from coder.project.operations import queries
from tests.strategies import labels, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "study")


def texts(project: Project) -> dict[str, str]:
    return {query.name: query.text for query in project.queries.values()}


def test_saved_replaced_removed_and_taken_back(project: Project) -> None:
    queries.save(project, " @Alone ", " A and B ")
    assert texts(project) == {"Alone": "A and B"}
    again = queries.save(project, "ALONE", "C")
    assert texts(project) == {"Alone": "C"}
    assert queries.save(project, "alone", "C") == again
    queries.remove(project, queries.named(project, "@alone"))
    assert texts(project) == {}
    assert labels(project)[:3] == ["deleted saved query Alone", "changed saved query Alone", "saved query Alone"]
    project.undo()
    assert texts(project) == {"Alone": "C"}
    project.undo()
    project.undo()
    assert texts(project) == {}


def test_a_new_name_is_followed_where_it_is_used(project: Project) -> None:
    queries.save(project, "one", "A")
    queries.save(project, "user", '@one or (@"ONE" and not @one-more) or text:"@one" or "@one"')
    queries.rename(project, queries.named(project, "one"), "on their own")
    own = '@"on their own"'
    assert texts(project)["user"] == f'{own} or ({own} and not @one-more) or text:"@one" or "@one"'
    queries.rename(project, queries.named(project, "on their own"), 'a"b')
    queries.rename(project, queries.named(project, 'a"b'), "two")
    assert texts(project)["user"].startswith("@two or (@two and")
    assert project.undoable == 5


@pytest.mark.parametrize(("name", "text"), [("", "A"), ("a\tb", "A"), ("x", " "), ("@", "A")])
def test_what_cannot_be_saved(project: Project, name: str, text: str) -> None:
    with pytest.raises(Invalid):
        queries.save(project, name, text)
    assert not project.queries


def test_names_are_there_once_and_found_or_said_to_be_missing(project: Project) -> None:
    queries.save(project, "one", "A")
    queries.save(project, "two", "B")
    with pytest.raises(Invalid):
        queries.rename(project, queries.named(project, "two"), "ONE")
    with pytest.raises(NotFound) as caught:
        queries.named(project, "three")
    assert "one, two" in caught.value.hint
