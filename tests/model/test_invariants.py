"""Each rule of the model, broken once: refused by a transaction, nothing changed, and found by an examination."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.invariants import Broken, name_problem
from coder.model.participant import Participant, Wave
from coder.model.project import Coder, Info
from coder.model.source import Coding, SourceText
from coder.project import Project
from coder.project.opening import broken_rules
from coder.project.project import Pending
from coder.text.span import Turn
from tests.strategies import first_of, labels, state_of

NOBODY = "00000000-0000-4000-8000-000000000000"


def of(project: Project, table: str) -> Any:
    return first_of(project.tables[table].values())


def leaf(project: Project) -> Code:
    return next(code for code in project.codes.values() if code.name == "Alone")


def changed(table: str, **fields: Any) -> Callable[[Project, Pending], None]:
    return lambda project, tx: tx.put(table, replace(of(project, table), **fields))


def added(table: str, make: Callable[[Project, str], Any]) -> Callable[[Project, Pending], None]:
    return lambda project, tx: tx.put(table, make(project, project.new_id()))


def removed(table: str) -> Callable[[Project, Pending], None]:
    return lambda project, tx: tx.remove(table, of(project, table).id)


def below_itself(project: Project, tx: Pending) -> None:
    code = leaf(project)
    assert code.parent
    tx.put("codes", replace(project.codes[code.parent], parent=code.id))


def other_coding(project: Project, id: str) -> Coding:
    return replace(of(project, "codings"), id=id)


def with_a_group(project: Project, tx: Pending) -> None:
    tx.put("codes", Code(id=NOBODY, name="Group", codable=False))
    tx.put("codings", replace(of(project, "codings"), code=NOBODY))


def memo_left_behind(project: Project, tx: Pending) -> None:
    target = of(project, "memos").target
    for coding in project.codings_of(target):
        tx.remove("codings", coding.id)
    tx.remove("segments", target)


def texts_backwards(project: Project, tx: Pending) -> None:
    for text in list(project.tables["texts"].values()):
        tx.put("texts", replace(text, text=text["text"][::-1], turns=()))


BROKEN: dict[str, tuple[str, Callable[[Project, Pending], None]]] = {
    "project without a name": ("cannot be empty", changed("project", name="")),
    "two projects": ("exactly one", added("project", lambda p, id: Info(id=id, name="B"))),
    "no project": ("exactly one", removed("project")),
    "coder twice": ("same name", added("coders", lambda p, id: Coder(id=id, initials="kg"))),
    "coder used": ("still used", removed("coders")),
    "participant twice": ("same name", added("participants", lambda p, id: Participant(id=id, name="p01"))),
    "participant used": ("still used", removed("participants")),
    "wave twice": ("same name", added("waves", lambda p, id: Wave(id=id, name="BASELINE"))),
    "wave backwards": ("ends before", changed("waves", first_day=2, last_day=1)),
    "wave used": ("still used", removed("waves")),
    "source named blank": ("blank", changed("sources", name=" x")),
    "source twice": ("same name", changed("sources", name="P02 follow-up")),
    "source without participant": ("participant does not exist", changed("sources", participant=NOBODY)),
    "source without wave": ("wave does not exist", changed("sources", wave=NOBODY)),
    "source without text": ("revision 2 is missing", changed("sources", revision=2)),
    "source coded": ("coded units", removed("sources")),
    "text without source": (
        "source does not exist",
        added("texts", lambda p, id: SourceText(id=id, source=id, text="")),
    ),
    "turns outside": ("turns overlap", changed("texts", turns=(Turn(0, 10**6, "", None, 0),))),
    "turns overlapping": (
        "turns overlap",
        changed("texts", turns=(Turn(0, 9, "", None, 0), Turn(8, 9, "", None, 8))),
    ),
    "code without name": ("cannot be empty", changed("codes", name="")),
    "code with a line break": ("line breaks", changed("codes", name="a\nb")),
    "code with a long name": ("longer than 200", changed("codes", name="x" * 201)),
    "code with a separator": ("separates the levels", changed("codes", name="a/b")),
    "code on key 0": ("digit from 1 to 9", changed("codes", quick=0)),
    "code without parent": ("parent does not exist", changed("codes", parent=NOBODY)),
    "code twice": (
        "same name",
        added("codes", lambda p, id: Code(id=id, name="ALONE", parent=leaf(p).parent)),
    ),
    "code inside itself": ("inside itself", below_itself),
    "code held": ("has codings", lambda p, tx: tx.remove("codes", leaf(p).id)),
    "group held": ("has codings or codes below it", lambda p, tx: tx.remove("codes", leaf(p).parent or "")),
    "segment without source": ("source does not exist", changed("segments", source=NOBODY)),
    "segment of no revision": ("revision 7", changed("segments", revision=7)),
    "segment outside": ("outside the text", changed("segments", end=10**6)),
    "segment backwards": ("outside the text", changed("segments", start=5, end=5)),
    "segment misquoted": ("differs from the text", changed("segments", quote="SYNTHETIC, otherwise")),
    "segment held": ("still has codings", removed("segments")),
    "coding without segment": ("segment does not exist", changed("codings", segment=NOBODY)),
    "coding without coder": ("coder does not exist", changed("codings", coder=NOBODY)),
    "coding without code": ("code does not exist", changed("codings", code=NOBODY)),
    "coding with a mark": ("mark", changed("codings", mark="!")),
    "coding twice": ("already", added("codings", other_coding)),
    "coding with a group": ("cannot become a group", with_a_group),
    "memo of no kind": ("kind", changed("memos", kind="poem")),
    "memo about nothing": ("about does not exist", changed("memos", target=NOBODY)),
    "memo about a memo": (
        "about does not exist",
        lambda p, tx: tx.put("memos", replace(of(p, "memos"), about="memos", target=of(p, "memos").id)),
    ),
    "memo by nobody": ("coder does not exist", changed("memos", coder=NOBODY)),
    "memo left behind": ("still has memos", memo_left_behind),
}


@pytest.mark.parametrize("name", BROKEN)
def test_violation_is_refused_and_changes_nothing(small_project: Project, name: str) -> None:
    rule, breaking = BROKEN[name]
    before, history = state_of(small_project), labels(small_project)
    with pytest.raises(Invalid, match=rule), small_project.transaction("test", "breaks a rule") as tx:
        breaking(small_project, tx)
    assert state_of(small_project) == before
    assert labels(small_project) == history


@pytest.mark.parametrize("name", BROKEN)
def test_violation_is_found_by_broken_rules(small_project: Project, name: str) -> None:
    _, breaking = BROKEN[name]
    assert broken_rules(small_project) == []
    found: list[Broken] = []
    with pytest.raises(Invalid), small_project.transaction("test", "breaks a rule") as tx:
        found += (breaking(small_project, tx), broken_rules(small_project))[1]
    assert found


@pytest.mark.parametrize("name", ["", " ", "a ", " a", "a\nb", "a\tb", "\x00", "x" * 201])
def test_invalid_names_are_refused(name: str) -> None:
    assert name_problem(name)


@pytest.mark.parametrize("name", ["a", "Ærlig talt", "x" * 200, "👩‍⚕️", "a b"])
def test_valid_names_are_accepted(name: str) -> None:
    assert name_problem(name) == ""


#: Rules of which one record alone does not tell: something else that was right becomes wrong.
ELSEWHERE: dict[str, Callable[[Project, Pending], None]] = {
    "a text that is still needed goes": removed("texts"),
    "a text changes under its segments": texts_backwards,
    "a code that is in use becomes a group": lambda p, tx: tx.put("codes", replace(leaf(p), codable=False)),
    "a second text for one revision": added("texts", lambda p, id: replace(of(p, "texts"), id=id)),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_change_that_breaks_another_record_is_refused(small_project: Project, name: str) -> None:
    before = state_of(small_project)
    with pytest.raises(Invalid), small_project.transaction("test", "breaks another") as tx:
        ELSEWHERE[name](small_project, tx)
    assert state_of(small_project) == before
