"""A written codebook against the project's."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.project import Project
from coder.project.operations import codebook, codebook_text
from coder.project.operations.codebook_text import Entry
from coder.project.study import code_named, path_of
from tests.strategies import labels


def entry(name: str, parent: str = "", **said: object) -> Entry:
    return Entry("book, line 1", name, parent, **said)  # type: ignore[arg-type]


def told(project: Project, *entries: Entry) -> set[tuple[str, str]]:
    steps = codebook_text.compare(project, entries).steps
    return {(step.kind, step.path) for step in steps if step.kind != "missing"}


def test_renamed_group_keeps_codes_listed_under_its_old_name(small_project: Project) -> None:
    group = code_named(small_project, "Before asking")
    difference = codebook_text.compare(
        small_project, [entry("Earlier", id=group.id), entry("Alone", "Before asking")]
    )
    assert [(step.kind, step.path) for step in difference.changes] == [("renamed", "Earlier")]
    assert codebook_text.apply(small_project, difference) == 1
    assert path_of(small_project, code_named(small_project, "Alone")) == "Earlier/Alone"
    assert code_named(small_project, "Before asking").id == group.id
    assert labels(small_project)[0] == "imported a codebook: 1 difference"


def test_code_is_matched_by_an_alias_in_the_file(small_project: Project) -> None:
    assert told(small_project, entry("By oneself", "Before asking", aliases=("Alone",))) == {
        ("renamed", "Before asking/By oneself")
    }


def test_ambiguous_name_elsewhere_is_a_new_code(small_project: Project) -> None:
    codebook.add(small_project, "Afterwards/Alone")
    assert told(small_project, entry("Alone", "During")) == {("added", "During"), ("added", "During/Alone")}


def test_swapped_names_and_parents(small_project: Project) -> None:
    one, other = code_named(small_project, "Alone"), code_named(small_project, "A GP")
    swapped = [entry(other.name, "Before asking", id=one.id), entry(one.name, "Afterwards", id=other.id)]
    codebook_text.apply(small_project, codebook_text.compare(small_project, swapped))
    assert path_of(small_project, small_project.codes[one.id]) == "Before asking/A GP"
    assert path_of(small_project, small_project.codes[other.id]) == "Afterwards/Alone"
    small_project.undo()
    group = code_named(small_project, "Before asking")
    with pytest.raises(Invalid, match="inside itself"):
        codebook_text.compare(small_project, [entry(group.name, "Before asking/Alone", id=group.id)])


def test_rename_to_the_name_of_an_unlisted_code_is_refused(small_project: Project) -> None:
    codebook.add(small_project, "Before asking/Fear")
    alone = code_named(small_project, "Alone")
    with pytest.raises(Invalid, match="Duplicate"):
        codebook_text.compare(small_project, [entry("Fear", "Before asking", id=alone.id)])


def test_codebook_nested_too_deep_is_refused(empty_project: Project) -> None:
    entries = [Entry(f"line {level + 1}", "code", "/".join(["code"] * level)) for level in range(3000)]
    with pytest.raises(Invalid, match="levels deep"):
        codebook_text.compare(empty_project, entries)
    assert codebook_text.compare(empty_project, entries[:100]).changes
