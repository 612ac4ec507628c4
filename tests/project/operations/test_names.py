"""Names that look alike are one name: blanks, NFC and NFD, characters that are not seen, capitals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coder.analysis.patterns import matches_name
from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.invariants import name_violations
from coder.model.record import Change
from coder.project import Project
from coder.project.operations import codebook, coders, participants, sources, waves
from coder.project.study import code_named, participant_named, source_named, wave_named

ALIKE = [
    ("Åse Bø", "A\u030ase Bø"),
    ("Åse Bø", "åse  bø"),
    ("Åse Bø", "Åse\u00a0Bø"),
    ("Åse Bø", "Åse\u202f Bø "),
    ("Åse Bø", "Å\u200bse Bø"),
    ("Åse Bø", "Åse Bø\ufeff"),
    ("P01", "P\u00ad01"),
    ("P01", "p01"),
]
ADDERS: dict[str, Callable[[Project, str], object]] = {
    "participant": lambda project, name: participants.add(project, name),
    "wave": lambda project, name: waves.add(project, name),
    "source": lambda project, name: sources.add(project, name=name, text="SYNTHETIC", turns=[]),
    "code": lambda project, name: codebook.add(project, name),
}


@pytest.mark.parametrize(("name", "other"), ALIKE)
@pytest.mark.parametrize("kind", ADDERS)
def test_a_second_name_that_looks_alike_is_refused(empty_project: Project, kind: str, name: str, other: str) -> None:
    ADDERS[kind](empty_project, name)
    with pytest.raises(Invalid):
        ADDERS[kind](empty_project, other)


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_a_name_is_found_as_one_types_it(empty_project: Project, name: str, other: str) -> None:
    for add in ADDERS.values():
        add(empty_project, name)
    for find in (participant_named, wave_named, source_named, code_named):
        assert find(empty_project, other).name == name
    assert matches_name(other.strip(), name)
    assert matches_name(f"{other[:2]}*", name)
    assert sources.free_name(empty_project, other) != other


def test_an_import_takes_the_participant_that_is_there(empty_project: Project) -> None:
    person = participants.add(empty_project, "Åse")
    source = sources.add(empty_project, name="first", text="SYNTHETIC", turns=[], participant="A\u030ase\u200b")
    assert source.participant == person.id


def test_a_coder_is_found_by_initials_as_one_types_them(empty_project: Project) -> None:
    coder = coders.add(empty_project)
    assert coders.coder_named(empty_project, f"\u200b{coder.initials.lower()} ") == coder


UNSAFE = ("\x1b]52;c;YQ==\x07", "\x9b2J", "\x7f", "\u202e", "\u2066", "\u2028", "\u200f")


@pytest.mark.parametrize("unsafe", UNSAFE)
@pytest.mark.parametrize("kind", ADDERS)
def test_name_with_controls_or_invisible_marks_is_refused(empty_project: Project, kind: str, unsafe: str) -> None:
    with pytest.raises(Invalid, match="a name cannot contain"):
        ADDERS[kind](empty_project, f"P{unsafe}1")


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_attribute_and_alias_with_controls_are_refused(empty_project: Project, unsafe: str) -> None:
    with pytest.raises(Invalid, match="a name cannot contain"):
        participants.add(empty_project, "P01", attributes={f"age{unsafe}": "50"})
    participants.add(empty_project, "P02", attributes={"age": f"free text {unsafe}"})


def test_older_name_stays_while_other_fields_change() -> None:
    older = Code(id="00000000-0000-4000-8000-000000000001", name="evil\u202e")
    recolored, renamed = replace(older, color="#112233"), replace(older, name="worse\u202e")
    assert not list(name_violations(Change("codes", older.id, older, recolored)))
    assert list(name_violations(Change("codes", older.id, older, renamed)))
    assert not list(name_violations(Change("codes", older.id, older, None)))
