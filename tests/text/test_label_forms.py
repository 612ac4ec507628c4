"""Every notation of labels with names of every shape; all text SYNTHETIC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.label_forms import FORMS, Form, own_form
from coder.text.speaker_rules import SpeakerRules
from coder.text.turns import find_turns
from tests.text.dialogues import COLON_ONLY, NAMES, NOTATIONS, WORDS, dialogue

ALTERNATING = [0, 1, 0, 1, 0, 1]


def found(text: str) -> list[tuple[str, float | None, str]]:
    """Return speaker, whole seconds and words of each turn."""
    return [
        (turn.speaker, None if turn.seconds is None else float(int(turn.seconds)), text[turn.start : turn.end])
        for turn in find_turns(text)
    ]


def fits(notation: str, shape: str) -> bool:
    """Return whether names of this shape are recognised in a notation."""
    return NOTATIONS[notation].names == "any" or shape not in COLON_ONLY


@pytest.mark.parametrize("notation", NOTATIONS)
def test_each_notation_is_read_with_names_of_every_shape(notation: str) -> None:
    form = NOTATIONS[notation]
    shapes = [shape for shape in NAMES if fits(notation, shape)]
    wrong = []
    for shape in shapes:
        expected = dialogue(form, NAMES[shape], WORDS["en"], ALTERNATING)
        if found(expected.text) != expected.turns:
            wrong.append(shape)
    assert len(shapes) > 20
    assert wrong == []


@given(
    st.sampled_from([(form, shape) for form in sorted(NOTATIONS) for shape in sorted(NAMES) if fits(form, shape)]),
    st.sampled_from(sorted(WORDS)),
    st.lists(st.integers(0, 1), max_size=12),
    st.integers(0, 5),
)
def test_generated_dialogues_come_back_exactly(
    written: tuple[str, str], language: str, order: list[int], first: int
) -> None:
    notation, shape = written
    order = [0, 1, *order, 1, 0]  # both speak more than once
    words = [WORDS[language][(first + number) % 6] for number in range(len(order))]
    expected = dialogue(NOTATIONS[notation], NAMES[shape], words, order)
    assert found(expected.text) == expected.turns


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_example_of_a_form_matches_it(form: Form) -> None:
    example = form.example.replace(" / ", "\n") + "\n"
    assert form.pattern.match(example), form.example
    assert not form.starts or example[0] in form.starts


@pytest.mark.parametrize(
    ("example", "text"),
    [
        ("«NAME»", "«kari» How?\n«the nurse» So.\n«kari» And?"),
        ("NAME --", "kari -- How?\nthe nurse -- So.\nkari -- And?"),
        ("0:12 / NAME /", "0:01 / kari / How?\n0:09 / the nurse / So.\n0:12 / kari / And?"),
        ("Speaker is NAME", "Speaker is kari\nHow?\nSpeaker is the nurse\nSo.\nSpeaker is kari\nAnd?"),
    ],
)
def test_own_forms_are_labels(example: str, text: str) -> None:
    turns = find_turns(text, rules=SpeakerRules(forms=(example,)))
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in turns] == [
        ("kari", "How?"),
        ("the nurse", "So."),
        ("kari", "And?"),
    ]


@pytest.mark.parametrize("example", ["", "NAME", "Kari:", "  NAME  "])
def test_an_own_form_needs_a_name_and_a_sign(example: str) -> None:
    with pytest.raises(ValueError, match="not an example"):
        own_form(example)
