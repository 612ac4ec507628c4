"""A verdict is stale if and only if its basis has changed. All text SYNTHETIC."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.method.staleness import DONE, OPEN, STALE, Standing, standings, state_of
from coder.errors import CoderError
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Sentence, Verdict
from coder.model.source import Segment
from coder.project import Project
from coder.project.operations import codebook, codings, corrections, sources, synthesis, verdicts
from coder.project.study import code_named
from coder.project.verdict_fingerprint import VerdictBasis
from tests.project import test_properties as properties
from tests.strategies import new_project, small, turns_of

TALK = (
    "SYNTHETIC\nI: One.\nP: Yes.\nI: Two.\nP: I was never ill. I went in with a fever.\nI: And then?\n"
    "P: Nothing.\nI: Three.\nP: The end.\nI: Four.\nP: Far away.\n"
)


class Study:
    """A group of two subgroups with a condensate, an analytic text, and a verdict on each unit and sentence."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.never = codebook.add(project, "Ought/Never ill")
        self.first = codebook.add(project, "Ought/Patients first")
        self.other = codebook.add(project, "Elsewhere")
        self.source = sources.add(project, name="P09", text=TALK, turns=turns_of(TALK))
        self.unit = self.coded("I was never ill.", self.never)
        self.fever = self.coded("I went in with a fever.", self.first)
        self.far = self.coded("Far away.", self.other)
        self.group = self.put("groups", CodeGroup(id=project.new_id(), code=code_named(project, "Ought").id))
        said = (Sentence("a", "I was never ill.", (self.unit.id,)),)
        coder = next(iter(project.coders))
        self.put("condensates", Condensate(id=project.new_id(), code=self.never.id, sentences=said, coder=coder))
        synthesis.write(project, self.group, "Doctors are not ill. They go in with a fever.")
        synthesis.support(project, self.text, self.text.sentences[1].key, [self.fever.id])

    def coded(self, words: str, *codes: Any) -> Segment:
        start = TALK.index(words)
        return codings.code(self.project, self.source, start, start + len(words), codes).segment

    def put(self, table: str, record: Any) -> Any:
        with self.project.transaction("test", "put") as tx:
            tx.put(table, record)
        return record

    @property
    def text(self) -> AnalyticText:
        return next(one for one in self.project.analytic_texts.values() if one.group == self.group.id)

    @property
    def condensate(self) -> Condensate:
        return next(
            condensate for condensate in self.project.condensates.values() if condensate.code == self.never.id
        )

    def judge(self) -> None:
        for unit in (self.unit, self.fever):
            verdicts.unit_check(self.project, self.group, self.project.segments[unit.id], "faithful")
        for sentence in self.text.sentences:
            verdicts.claim_check(self.project, self.text, sentence.key, "supported", against=[self.far.id])

    def correct(self, old: str, new: str) -> None:
        source = self.project.sources[self.source.id]
        text = self.project.text_of(source).text
        assert old in text
        words = text.replace(old, new)
        correction = corrections.preview(self.project, source, words, turns_of(words))
        corrections.apply(self.project, source, correction)

    @property
    def why(self) -> dict[str, tuple[str, ...]]:
        """What was judged → what was changed since; what stands is left out."""
        found = standings(self.project, self.project.verdicts.values())
        return {self.name(one.verdict): one.why for one in found if one.why}

    def name(self, verdict: Verdict) -> str:
        return {self.unit.id: "unit", self.fever.id: "fever"}.get(verdict.segment or "", verdict.claim)


FIRST, SECOND = "Doctors are not ill.", "They go in with a fever."


@pytest.fixture
def study(empty_project: Project) -> Study:
    made = Study(empty_project)
    made.judge()
    assert made.why == {}
    return made


def same_again(study: Study, undone: int = 1) -> None:
    for _ in range(undone):
        study.project.undo()
    assert study.why == {}


def test_changed_edges_make_stale(study: Study) -> None:
    start = TALK.index("never ill.")
    codings.adjust(study.project, study.unit, start, start + len("never ill."))
    changed = "“never ill.” was changed"
    assert study.why == {
        "unit": (
            "the text or the edges of the unit have changed",
            "the text around the unit has changed",
        ),
        FIRST: (changed,),
        SECOND: (changed,),
    }
    same_again(study)


def test_a_correction_of_the_unit_makes_stale(study: Study) -> None:
    study.correct("with a fever", "with a cold")
    assert study.why["fever"] == ("the text or the edges of the unit have changed",)
    assert study.why["unit"] == ("the text around the unit has changed",)
    assert study.why[SECOND] == ("“I went in with a cold.” was changed",)
    assert FIRST not in study.why
    same_again(study)


def test_a_correction_of_the_question_makes_stale(study: Study) -> None:
    study.correct("I: Two.", "I: You were never ill, were you?")
    assert set(study.why) == {"unit", "fever"}
    assert study.why["unit"] == ("the text around the unit has changed",)
    same_again(study)


def test_a_correction_elsewhere_keeps_the_verdict(study: Study) -> None:
    study.correct("SYNTHETIC", "SYNTHETIC, all of it")
    assert study.why == {}
    study.correct("I: Four.", "I: Forty-four, then.")
    assert study.why == {}


def test_a_changed_speaker_makes_stale(study: Study) -> None:
    number = next(n for n, turn in enumerate(turns_of(TALK)) if TALK[turn.start :].startswith("I was never"))
    corrections.set_speaker(study.project, study.source, number, "P2")
    assert set(study.why) == {"unit", "fever"}
    same_again(study)


def test_a_distant_question_is_part_of_the_context(study: Study) -> None:
    """Five turns of one speaker in a row: the question before them belongs to what is judged."""
    project = study.project
    text = "SYNTHETIC\nI: And then?\n" + "".join(f"P: Part {n}.\n" for n in range(6))
    source = sources.add(project, name="P10", text=text, turns=turns_of(text))
    start = text.index("Part 5.")
    unit = codings.code(project, source, start, start + 7, [study.never]).segment
    verdicts.unit_check(project, study.group, unit, "faithful")
    assert study.why == {}
    words = text.replace("And then?", "You were ashamed then?")
    corrections.apply(project, source, corrections.preview(project, source, words, turns_of(words)))
    assert list(study.why.values()) == [("the text around the unit has changed",)]


def test_recoding_out_of_the_group_and_back(study: Study) -> None:
    (coding,) = study.project.codings_of(study.unit.id)
    codings.recode(study.project, coding, study.other)
    gone = "“I was never ill.” is no longer in the group"
    assert study.why == {"unit": ("the unit is no longer in the group",), FIRST: (gone,), SECOND: (gone,)}
    codings.recode(study.project, study.project.codings[coding.id], study.first)
    assert study.why == {}


def test_unit_checked_outside_the_group_and_returned(study: Study) -> None:
    (coding,) = study.project.codings_of(study.unit.id)
    codings.recode(study.project, coding, study.other)
    verdicts.claim_check(study.project, study.text, study.text.sentences[0].key, "supported")
    codings.recode(study.project, study.project.codings[coding.id], study.first)
    assert study.why == {FIRST: ("“I was never ill.” was changed",)}


def test_moving_between_subgroups_keeps_the_verdict(study: Study) -> None:
    (coding,) = study.project.codings_of(study.unit.id)
    codings.recode(study.project, coding, study.first)
    assert study.why == {}


def test_condensate_changes_make_claims_stale(study: Study) -> None:
    said = (*study.condensate.sentences, Sentence("b", "Nobody asked."))
    study.put("condensates", msgspec.structs.replace(study.condensate, sentences=said))
    changed = ("the condensate of ‘Never ill’ was changed",)
    assert study.why == {FIRST: changed, SECOND: changed}
    same_again(study)
    more = Condensate(id=study.project.new_id(), code=study.first.id, coder=study.condensate.coder)
    study.put("condensates", more)
    assert study.why[FIRST] == ("a condensate of ‘Patients first’ was written",)
    same_again(study)
    with study.project.transaction("test", "removed") as tx:
        tx.remove("condensates", study.condensate.id)
    assert study.why[FIRST] == (
        "the condensate of ‘Never ill’ was deleted",
        "“I was never ill.” is no longer linked",
    )
    same_again(study)


def test_rewording_and_removing_a_sentence(study: Study) -> None:
    verdict = verdicts.given(study.project, text=study.text.id, sentence=study.text.sentences[0].key)
    synthesis.reword(study.project, study.text, study.text.sentences[0].key, "They say they are not ill.", verdict)
    assert study.why == {FIRST: ("the sentence was reworded",)}
    last = next(study.project.history())
    assert [verdict.led_to for verdict in study.project.verdicts.values() if verdict.led_to] == [last.id]
    assert last.label.endswith("after the verdict “supported”")
    same_again(study)
    synthesis.write(study.project, study.group, SECOND)
    (one,) = (standing for standing in standings(study.project, study.project.verdicts.values()) if standing.why)
    assert one.gone
    assert not one.stale
    assert one.why == ("the sentence was removed",)
    same_again(study)


def test_linking_units_makes_stale(study: Study) -> None:
    key = study.text.sentences[1].key
    synthesis.support(study.project, study.text, key, [study.fever.id, study.far.id])
    assert study.why == {SECOND: ("“Far away.” was linked",)}
    same_again(study)
    synthesis.support(study.project, study.text, key, [])
    assert study.why == {SECOND: ("“I went in with a fever.” is no longer linked",)}


def test_contradicting_units_make_stale(study: Study) -> None:
    study.correct("Far away.", "Far away!")
    assert study.why == {FIRST: ("“Far away!” was changed",), SECOND: ("“Far away!” was changed",)}
    same_again(study)
    for verdict in list(study.project.verdicts.values()):
        verdicts.amend(study.project, verdict, against=[study.unit.id], counter=True, note="SYNTHETIC")
    assert study.why == {}


def test_a_renewed_verdict_stands(study: Study) -> None:
    study.correct("with a fever", "with a cold")
    before = len(study.project.verdicts)
    study.judge()
    assert study.why == {}
    assert len(study.project.verdicts) == before


def test_a_note_does_not_renew_a_stale_verdict(study: Study) -> None:
    study.correct("with a fever", "with a cold")
    before = study.why
    for verdict in list(study.project.verdicts.values()):
        verdicts.amend(study.project, verdict, counter=True, note="SYNTHETIC")
    assert study.why == before


def test_state_of(study: Study) -> None:
    verdict = next(iter(study.project.verdicts.values()))
    fresh, stale = Standing(verdict), Standing(verdict, ("x",))
    gone = Standing(verdict, ("x",), gone=True)
    cases = [((), OPEN), ((gone,), OPEN), ((stale,), STALE), ((stale, fresh), DONE), ((fresh, gone), DONE)]
    assert [state_of(given) for given, _ in cases] == [state for _, state in cases]


# Whatever is done afterwards


def picture(study: Study, verdict: Verdict) -> object:
    """All that a verdict was given on, spelled out the long way."""
    project = study.project
    inside = {project.groups[study.group.id].code}
    while more := {code.id for code in project.codes.values() if code.parent in inside} - inside:
        inside |= more

    def unit(id: str) -> object:
        segment = project.segments[id]
        codes = {coding.code for coding in project.codings.values() if coding.segment == id}
        return segment.source, segment.quote, bool(codes & inside)

    if verdict.segment:
        segment = project.segments[verdict.segment]
        words = project.rules.text_of(segment.source, segment.revision)
        assert words is not None
        touched = [n for n, turn in enumerate(words.turns) if turn.start < segment.end]
        touched = [n for n in touched if n == touched[-1] or words.turns[n + 1].start > segment.start]
        asked = [n for n in range(touched[0]) if words.turns[n].speaker != words.turns[touched[0]].speaker]
        back = min(touched[0] - 3, asked[-1] if asked else 0)  # as far as somebody else speaks
        begin = max(0, back, touched[0] - 12)
        shown = list(enumerate(words.turns))[begin : touched[-1] + 4]
        start, end = segment.start, segment.end
        around = [(turn.speaker, n in touched) for n, turn in shown]
        before = [words.text[turn.start : max(turn.start, min(turn.end, start))] for _, turn in shown]
        after = [words.text[min(turn.end, max(turn.start, end)) : turn.end] for _, turn in shown]
        return unit(verdict.segment), around, before, after
    text = project.analytic_texts[verdict.text or ""]
    sentence = next((sentence for sentence in text.sentences if sentence.key == verdict.sentence), None)
    condensates = {
        condensate.code: condensate.sentences
        for condensate in project.condensates.values()
        if condensate.code in inside
    }
    said = {code: [sentence.text for sentence in sentences] for code, sentences in condensates.items()}
    linked = {unit for sentences in condensates.values() for sentence in sentences for unit in sentence.units}
    units = {id: unit(id) for id in linked | set(sentence.units if sentence else ())}
    contradicting = {id: project.segments[id].quote for id in verdict.against}
    return sentence and sentence.text, said, units, contradicting


@given(data=st.data())
def test_stale_if_and_only_if_the_basis_differs(data: st.DataObject) -> None:
    steps = sorted(name for name in properties.STEPS if not name.startswith(("verdicts.", "memos.", "answers.")))
    with tempfile.TemporaryDirectory() as place:
        study = Study(small(new_project(Path(place) / "p")))
        study.judge()
        project = study.project
        before = {id: picture(study, verdict) for id, verdict in project.verdicts.items()}
        depth = project.undoable
        for name in data.draw(st.lists(st.sampled_from(steps), min_size=1, max_size=6)):
            try:
                properties.STEPS[name](data.draw, project)
            except CoderError:
                continue
        if study.group.id in project.groups:
            same = {id: picture(study, one) == before[id] for id, one in project.verdicts.items() if id in before}
            found = {
                standing.verdict.id: not standing.why for standing in standings(project, project.verdicts.values())
            }
            assert {id: found[id] for id in same} == same
        while project.undoable > depth:
            project.undo()
        assert study.why == {}
        project._store.leave()


def test_fingerprints_hold_no_interview_text(study: Study) -> None:
    kept = msgspec.json.encode([verdict.seen for verdict in study.project.verdicts.values()]).decode()
    assert "fever" not in kept
    assert VerdictBasis(study.project, study.group).unit(study.unit.id).keys() == {"unit", "context", "group"}
