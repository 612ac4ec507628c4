"""Names of speakers by shape; all SYNTHETIC."""

import pytest

from coder.text.names import is_field, name_kind

KINDS = {
    "role": [
        "Interviewer",
        "participant 2",
        "SPEAKER_00",
        "sykepleier 2",
        "INTERVIEWEE",
        "Participant #4",
        "Enquêtée n°2",
        "Speaker?",
    ],
    "code": ["I", "P3", "INT", "K.G.", "K. G.", "P3 (F, 54)", "P3/F/54", "P3, nurse", "P-03", "F1?"],
    "id": ["tern_uio_03", "Woman1", "Nurse 2", "P3_F_54"],
    "full": ["Kari Nes", "Kari G.", "Dr. Olsen", "Frau M.", "María José", "Ada von der Heide", "Anne D’Arcy"],
    "single": ["Kari", "O'Brien", "Jean-Luc", "김민수", "田中さん", "فاطمة", "דנה כהן", "सुनीता देवी"],
    "lower": ["kari"],
    "phrase": ["Kari, nurse"],
    "number": ["003", "#4"],
    "": [
        "",
        "Date",
        "Monday",
        "Objetivo",
        "Table 3",
        "Page 4",
        "May 16, 2017",
        "Then you have this problem",
        "Min mening er",
        "Who came?",
        "a.b",
        "—",
        "One two Three four five six seven",
    ],
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names])
def test_names_have_their_kind(kind: str, name: str) -> None:
    assert name_kind(name) == kind


@pytest.mark.parametrize("name", ["Kari Nes", "P3", "Interviewer 1"])
def test_invisible_characters_make_no_difference(name: str) -> None:
    assert name_kind(f"\u200b{name}\ufeff") == name_kind(name) != ""


def test_fields_are_distinguished_from_names() -> None:
    assert is_field("Date of interview")
    assert not is_field("Kari")
