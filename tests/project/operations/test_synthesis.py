"""Analytic texts, headings, verdicts: what they do, what they refuse, what a verdict leads to. All text SYNTHETIC."""

from __future__ import annotations

from typing import Any

import pytest

from coder.errors import Invalid, NotFound
from coder.model.condensation import AnalyticText, CodeGroup, prose
from coder.project import Project
from coder.project.operations import codebook, codings, synthesis, verdicts
from coder.project.study import code_named
from tests.strategies import labels

TOLD = "They kept it to themselves. Nobody asked.\n\nHelp came late."


@pytest.fixture
def group(small_project: Project) -> CodeGroup:
    """“Before asking”, a code group with one unit of its subgroup and one of the other group too."""
    made = CodeGroup(id=small_project.new_id(), code=code_named(small_project, "Before asking").id)
    with small_project.transaction("test", "made a group") as tx:
        tx.put("groups", made)
    return made


@pytest.fixture
def text(small_project: Project, group: CodeGroup) -> AnalyticText:
    return synthesis.write(small_project, group, TOLD)


def a_unit(project: Project) -> Any:
    (code,) = (code for code in project.codes.values() if code.name == "Alone")
    return project.segments[project.codings[min(project.codings_with(code.id))].segment]


def text_of(project: Project) -> AnalyticText:
    (found,) = project.analytic_texts.values()
    return found


def test_sentences_keep_their_key_and_units(small_project: Project, group: CodeGroup, text: AnalyticText) -> None:
    assert prose(text.sentences) == TOLD
    assert labels(small_project)[0] == "wrote the analytic text of Before asking"
    keys = [sentence.key for sentence in text.sentences]
    unit = a_unit(small_project).id
    synthesis.support(small_project, text, keys[1], [unit])
    text = synthesis.write(small_project, group, "First of all. Nobody asked. Help came late.", reason=" Shorter. ")
    assert [sentence.key for sentence in text.sentences][1:] == keys[1:]
    assert text.sentences[1].units == (unit,)
    assert small_project.codes[group.code].name in labels(small_project)[0]
    assert next(small_project.history()).reason == "Shorter."
    before = small_project.undoable
    assert synthesis.write(small_project, group, prose(text.sentences)) == text
    assert small_project.undoable == before


def test_a_sentence_in_other_words_or_in_two_or_gone(small_project: Project, text: AnalyticText) -> None:
    first, second, third = (sentence.key for sentence in text.sentences)
    text = synthesis.reword(small_project, text, second, "  Hardly\nanybody asked them.  ")
    assert [(sentence.key, sentence.text) for sentence in text.sentences][1] == (second, "Hardly anybody asked them.")
    assert text.sentences[1].ends
    text = synthesis.reword(small_project, text, second, "Something else altogether. At home they did.")
    assert len(text.sentences) == 4
    assert second in [sentence.key for sentence in text.sentences]
    text = synthesis.reword(small_project, text, first, "")
    assert first not in [sentence.key for sentence in text.sentences]
    assert labels(small_project)[0].startswith("deleted “They kept it")
    assert text.sentences[-1].key == third


def test_an_empty_text_is_refused(small_project: Project, group: CodeGroup) -> None:
    with pytest.raises(Invalid, match="cannot be empty"):
        synthesis.write(small_project, group, " \n ")
    text = synthesis.write(small_project, group, "One.")
    with pytest.raises(Invalid, match="cannot be empty"):
        synthesis.reword(small_project, text, text.sentences[0].key, "")
    with pytest.raises(NotFound):
        synthesis.reword(small_project, text, "nowhere", "Two.")


def test_support_only_by_units_that_there_are(small_project: Project, text: AnalyticText) -> None:
    with pytest.raises(NotFound, match="no such unit"):
        synthesis.support(small_project, text, text.sentences[0].key, ["nowhere"])
    with pytest.raises(NotFound, match="no such sentence"):
        synthesis.support(small_project, text, "nowhere", [])


def test_a_text_goes_with_its_verdicts_and_comes_back(small_project: Project, text: AnalyticText) -> None:
    given = verdicts.claim_check(small_project, text, text.sentences[0].key, "partly")
    synthesis.remove(small_project, text)
    assert not small_project.analytic_texts
    assert not small_project.verdicts
    small_project.undo()
    assert small_project.verdicts[given.id] == given


def test_a_heading(small_project: Project, group: CodeGroup) -> None:
    group = synthesis.heading(small_project, group, "  Alone \n with it ")
    assert group.heading == "Alone with it"
    assert labels(small_project)[0] == "set the category heading of Before asking: Alone with it"
    before = small_project.undoable
    synthesis.heading(small_project, group, "Alone with it")
    assert small_project.undoable == before
    assert synthesis.heading(small_project, group, "").heading == ""


def test_one_verdict_of_a_coder_on_a_thing(small_project: Project, group: CodeGroup, text: AnalyticText) -> None:
    unit, key = a_unit(small_project), text.sentences[0].key
    first = verdicts.unit_check(small_project, group, unit, "faithful", note=" clear ")
    again = verdicts.unit_check(small_project, group, unit, "wrong speaker")
    assert (first.id, first.note) == (again.id, "clear")
    assert again.note == ""
    claim = verdicts.claim_check(small_project, text, key, "supported", counter=True, against=[unit.id, unit.id])
    assert claim.against == (unit.id,)
    assert claim.claim == text.sentences[0].text
    assert len(small_project.verdicts) == 2
    small_project._initials = "MB"
    verdicts.claim_check(small_project, text, key, "unsupported")
    assert len(small_project.verdicts) == 3
    assert verdicts.given(small_project, text=text.id, sentence=key).verdict == "unsupported"  # type: ignore[union-attr]


def test_verdicts_that_there_are_not(small_project: Project, group: CodeGroup, text: AnalyticText) -> None:
    unit = a_unit(small_project)
    with pytest.raises(Invalid, match="no such verdict"):
        verdicts.unit_check(small_project, group, unit, "supported")
    with pytest.raises(Invalid, match="no such verdict"):
        verdicts.claim_check(small_project, text, text.sentences[0].key, "faithful")
    with pytest.raises(NotFound, match="no such unit"):
        verdicts.claim_check(small_project, text, text.sentences[0].key, "partly", against=["nowhere"])
    other = next(
        segment
        for segment in small_project.segments.values()
        if {small_project.codes[coding.code].name for coding in small_project.codings_of(segment.id)} == {"A GP"}
    )
    with pytest.raises(Invalid, match="not in the code group"):
        verdicts.unit_check(small_project, group, other, "faithful")
    assert not small_project.verdicts


def test_what_a_verdict_leads_to(small_project: Project, group: CodeGroup) -> None:
    """One transaction, which the verdict remembers; undone, both are as they were."""
    unit = a_unit(small_project)
    verdict = verdicts.unit_check(small_project, group, unit, "meaning changed")
    elsewhere = codebook.add(small_project, "Elsewhere")
    (coding, *_) = (coding for coding in small_project.codings_of(unit.id) if coding.code != elsewhere.id)
    verdicts.act_on(
        small_project,
        verdict,
        "recoded it",
        lambda: codings.recode(small_project, coding, elsewhere),
        "Not meant so.",
    )
    last = next(small_project.history())
    assert last.label == "recoded it, after the verdict “meaning changed”"
    assert last.reason == "Not meant so."
    assert small_project.verdicts[verdict.id].led_to == last.id
    small_project.undo()
    assert small_project.verdicts[verdict.id] == verdict
    assert small_project.codings[coding.id] == coding
    small_project.redo()
    assert small_project.verdicts[verdict.id].led_to == last.id


def test_nothing_done_leads_to_nothing(small_project: Project, group: CodeGroup) -> None:
    verdict = verdicts.unit_check(small_project, group, a_unit(small_project), "meaning changed")
    before = small_project.undoable
    verdicts.act_on(small_project, verdict, "thought about it", lambda: None)
    assert small_project.undoable == before
    assert small_project.verdicts[verdict.id].led_to == ""


def test_a_revision_because_of_a_verdict(small_project: Project, group: CodeGroup, text: AnalyticText) -> None:
    verdict = verdicts.claim_check(small_project, text, text.sentences[0].key, "contradicted")
    synthesis.write(small_project, group, "Some told.", verdict=verdict)
    last = next(small_project.history())
    assert small_project.verdicts[verdict.id].led_to == last.id
    assert last.label == "revised the analytic text of Before asking, after the verdict “contradicted”"
    verdicts.withdraw(small_project, verdict)
    synthesis.write(small_project, group, "Some told it.", verdict=verdict)
    assert not small_project.verdicts


def test_units_that_become_one_are_one_in_texts_and_verdicts(
    small_project: Project, group: CodeGroup, text: AnalyticText
) -> None:
    one, other = (
        small_project.segments[small_project.codings[id].segment]
        for id in sorted(small_project.codings_with(code_named(small_project, "Alone").id))
    )
    synthesis.support(small_project, text, text.sentences[0].key, [one.id, other.id])
    verdicts.claim_check(small_project, text_of(small_project), text.sentences[0].key, "partly", against=[one.id])
    codings.adjust(small_project, one, other.start, other.end)
    assert one.id not in small_project.segments
    assert text_of(small_project).sentences[0].units == (other.id,)
    (given,) = small_project.verdicts.values()
    assert given.against == (other.id,)
