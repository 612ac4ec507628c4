import pytest

from coder.errors import Invalid
from coder.project import Project
from coder.project.operations import codebook, codings, corrections, sources
from tests.strategies import new_project, state_of, turns_of

TEXT = "SYNTHETIC\nI: How are you?\nP: Ja.\nP: Ja.\n"


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("studies") / "study")


def test_a_turn_gets_another_speaker_and_units_stay(project: Project) -> None:
    source = sources.add(project, name="P01", text=TEXT, turns=turns_of(TEXT))
    code = codebook.add(project, "One")
    at = [TEXT.index("How"), TEXT.index("Ja."), TEXT.rindex("Ja.")]
    ids = [codings.code(project, source, start, start + 3, [code]).segment.id for start in at]
    before = state_of(project)
    after = corrections.set_speaker(project, source, 2, "  Interviewer ", "listened again")
    text = project.text_of(after)
    assert text.text == TEXT.replace("P: Ja.\nP", "Interviewer: Ja.\nP")
    assert [turn.speaker for turn in text.turns] == ["", "I", "Interviewer", "P"]
    assert [project.segments[id].start for id in ids] == [at[0], at[1] + 10, at[2] + 10]
    assert [project.segments[id].quote for id in ids] == ["How", "Ja.", "Ja."]
    done = next(project.history())
    assert (done.operation, done.reason) == ("sources.speaker", "listened again")
    assert done.label == "Interviewer speaks turn 3 of P01, not P"
    project.undo()
    assert state_of(project) == before


@pytest.mark.parametrize(
    ("turn", "name", "says"),
    [
        (9, "I", "no such turn"),
        (1, "I", "nothing to correct"),
        (1, " ", "speaker label"),
        (1, "a: b", "speaker label"),
    ],
)
def test_what_cannot_be(project: Project, turn: int, name: str, says: str) -> None:
    source = sources.add(project, name="P01", text=TEXT, turns=turns_of(TEXT))
    with pytest.raises(Invalid, match=says):
        corrections.set_speaker(project, source, turn, name)
