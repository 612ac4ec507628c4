"""Condensates: written, revised, supported by units of their subgroup, kept through what happens around them."""

from __future__ import annotations

import pytest

from coder.analysis.method.condensates import Condensation
from coder.errors import Invalid, NotFound
from coder.model.codebook import Code
from coder.model.condensation import Condensate, prose
from coder.model.source import Segment
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import codebook, codings, condensates, corrections, groups, memos
from coder.project.study import code_named
from tests.strategies import FIRST, labels, turns_of

SAID = "I was alone with it. Nobody asked how I was.\n\nThe week was long."


@pytest.fixture
def project(small_project: Project) -> Project:
    groups.make(small_project, code_named(small_project, "Before asking"))
    return small_project


def alone(project: Project) -> Code:
    return code_named(project, "Before asking/Alone")


def unit(project: Project, begins: str) -> Segment:
    return next(segment for segment in project.segments.values() if segment.quote.startswith(begins))


def now(project: Project) -> Condensate:
    found = condensate_of(project, alone(project).id)
    assert found is not None
    return found


def written(project: Project) -> Condensate:
    """Three sentences, the first supported by one unit, the last by another."""
    made = condensates.write(project, alone(project), SAID)
    made = condensates.link(project, made, made.sentences[0].key, [unit(project, "I did not").id])
    return condensates.link(project, made, made.sentences[2].key, [unit(project, "Long").id])


def test_condensate_is_written_linked_revised_and_undone(project: Project) -> None:
    made = written(project)
    assert prose(made.sentences) == SAID
    revised = condensates.write(project, alone(project), SAID.replace("Nobody asked how I was.", "No one asked me."))
    assert [sentence.key for sentence in revised.sentences] == [sentence.key for sentence in made.sentences]
    assert [len(sentence.units) for sentence in revised.sentences] == [1, 0, 1]
    assert (revised.id, revised.created) == (made.id, made.created)
    assert labels(project)[:4] == [
        "revised the condensate of Before asking/Alone",
        "linked “Long. I did” to ≈ The week was long. in the condensate of Before asking/Alone",
        "linked “I did not ask anybod” to ≈ I was alone with it. in the condensate of Before asking/Alone",
        "wrote the condensate of Before asking/Alone",
    ]
    project.undo()
    assert now(project) == made
    condensates.write(project, alone(project), f"  {SAID} \n")
    assert now(project) == made  # the same words: nothing happened
    condensates.unlink(project, made, made.sentences[2].key, made.sentences[2].units)
    assert [len(sentence.units) for sentence in now(project).sentences] == [1, 0, 0]
    condensates.remove(project, now(project))
    assert condensate_of(project, alone(project).id) is None
    assert unit(project, "Long").id in project.segments


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("Afterwards/A GP", "is not in a code group"),
        ("Before asking", "has subgroups"),
        ("Before asking/Alone/At night", "not a subgroup"),
    ],
)
def test_only_subgroups_have_condensates(project: Project, code: str, title: str) -> None:
    codebook.ensure(project, "Before asking/Alone/At night")
    with pytest.raises(Invalid, match=title):
        condensates.write(project, code_named(project, code), SAID)
    assert not project.condensates


def test_group_without_subgroups_has_its_own_condensate(project: Project) -> None:
    group = groups.make(project, code_named(project, "Afterwards/A GP"))
    made = condensates.write(project, project.codes[group.code], SAID)
    codebook.ensure(project, "Afterwards/A GP/Found")
    condensates.write(project, project.codes[group.code], "It stays, and can be revised.")
    assert project.condensates.keys() == {made.id}


def test_empty_condensate_is_refused(project: Project) -> None:
    with pytest.raises(Invalid, match="cannot be empty"):
        condensates.write(project, alone(project), " \n ")
    written(project)
    with pytest.raises(Invalid, match="cannot be empty") as caught:
        condensates.write(project, alone(project), "")
    assert "Delete it" in caught.value.hint


def test_link_refuses_units_outside_the_subgroup(project: Project) -> None:
    made = written(project)
    stranger = unit(project, "I have a GP")
    with pytest.raises(Invalid, match="Not a unit of this subgroup"):
        condensates.link(project, made, made.sentences[1].key, [stranger.id])
    with pytest.raises(NotFound, match="no such unit"):
        condensates.link(project, made, made.sentences[1].key, ["nothing"])
    with pytest.raises(NotFound, match="no such sentence"):
        condensates.link(project, made, "nothing", [unit(project, "Long").id])
    with pytest.raises(NotFound, match="does not support"):
        condensates.unlink(project, made, made.sentences[1].key, [unit(project, "Long").id])
    assert now(project) == made


def test_unit_below_the_subgroup_belongs_to_it(project: Project) -> None:
    made = written(project)
    stranger = unit(project, "I have a GP")
    source = project.sources[stranger.source]
    codings.code(project, source, stranger.start, stranger.end, [codebook.ensure(project, "Before asking/Alone/x")])
    condensates.link(project, made, made.sentences[1].key, [stranger.id])
    assert now(project).sentences[1].units == (stranger.id,)


def test_uncoded_linked_unit_stays_and_is_reported(project: Project) -> None:
    written(project)
    there = unit(project, "Long")
    codings.uncode(project, there)
    assert there.id in project.segments
    found = Condensation(project, alone(project))
    assert [(one.number, one.segment) for one in found.outside] == [(3, there.id)]
    assert found.unsupported == [2, 3]
    condensates.unlink(project, now(project), now(project).sentences[2].key, [there.id])
    assert Condensation(project, alone(project)).outside == []


def test_recoded_unit_leaves_the_subgroup_and_keeps_its_memo(project: Project) -> None:
    written(project)
    there = unit(project, "Long")
    memos.write(project, "SYNTHETIC memo", about="segments", target=there.id)
    groups.move(project, [there.id], alone(project), code_named(project, "Afterwards/A GP"))
    assert [one.segment for one in Condensation(project, alone(project)).outside] == [there.id]
    assert len(project.memos_on(there.id)) == 1


def test_correction_keeps_the_links(project: Project) -> None:
    written(project)
    there = unit(project, "I did not")
    source = project.sources[there.source]
    text = FIRST.replace("How was", "So how was").replace("ask anybody", "ask any body")
    corrections.apply(project, source, corrections.preview(project, source, text, turns_of(text)))
    found = Condensation(project, alone(project))
    assert found.outside == []
    assert [len(sentence.units) for sentence in found.sentences] == [1, 0, 1]
    assert project.segments[found.sentences[0].units[0]].quote.startswith("I did not ask any bo")


def test_merged_units_leave_one_link(project: Project) -> None:
    made = written(project)
    first, second = unit(project, "I did not"), unit(project, "Long")
    condensates.link(project, made, made.sentences[0].key, [second.id])
    codings.adjust(project, second, first.start, first.end)
    assert [sentence.units for sentence in now(project).sentences] == [(first.id,), (), (first.id,)]


def test_merge_of_codes_joins_their_condensates(project: Project) -> None:
    written(project)
    code = codebook.ensure(project, "Before asking/Ashamed")
    there = unit(project, "I have a GP")
    codings.code(project, project.sources[there.source], there.start, there.end, [code])
    other = condensates.write(project, code, "I was ashamed.")
    condensates.link(project, other, other.sentences[0].key, [there.id])
    codebook.merge(project, code, alone(project))
    found = Condensation(project, alone(project))
    assert prose(found.sentences) == f"{SAID}\n\nI was ashamed."
    assert [len(sentence.units) for sentence in found.sentences] == [1, 0, 1, 1]
    assert found.outside == []
    project.undo()
    assert len(project.condensates) == 2


def test_code_with_a_condensate_is_not_deleted(project: Project) -> None:
    written(project)
    with pytest.raises(Invalid, match="would be lost"):
        codebook.delete(project, alone(project), uncode=True)


def test_numbered_returns_sentences_by_number(project: Project) -> None:
    made = written(project)
    assert condensates.numbered(made, 3).text == "The week was long."
    for number in (0, 4, -1):
        with pytest.raises(NotFound, match="no such sentence"):
            condensates.numbered(made, number)
