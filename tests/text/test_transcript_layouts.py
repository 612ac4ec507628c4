"""SYNTHETIC transcripts in the layouts of programs and people, each with who says what and when."""

import re

import pytest

from coder.text.span import Span
from coder.text.turns import find_turns

Said = list[tuple[str, str]]


def spoken(text: str) -> Said:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)]


def timed(text: str) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, text[turn.start : turn.end]) for turn in find_turns(text)]


def said(first: str, second: str) -> Said:
    """Return what the conversation of `conversation` says."""
    return [(first, "How did it begin?"), (second, "In spring, I think."), (first, "And then?"), (second, "I slept.")]


def conversation(layout: str, first: str, second: str, *, gap: str = "\n") -> str:
    """Return a conversation of two; the layout holds NAME, WORDS and # for a number from 2 on."""
    lines = [
        layout.replace("#", str(number)).replace("NAME", name).replace("WORDS", words)
        for number, (name, words) in enumerate(said(first, second), 2)
    ]
    return gap.join(lines) + "\n"


LAYOUTS = {
    "particle of a name in capitals": ("NAME: WORDS", "KUZ", "DE SOUSA"),
    "surname with El": ("NAME: WORDS", "El Amrani", "Berg"),
    "surname with Von": ("NAME: WORDS", "Von Aa", "Berg"),
    "initials like a title": ("NAME: WORDS", "JK", "MS"),
    "initials like a title, Norwegian": ("NAME: WORDS", "FR", "HR"),
    "a title alone": ("NAME: WORDS", "Dr", "Pt"),
    "kind of role": ("NAME: WORDS", "Moderator", "Female participant 1"),
    "kind of role, Spanish": ("NAME: WORDS", "Moderadora", "Participante mujer 2"),
    "kind of role, Swedish": ("NAME: WORDS", "Moderator", "Kvinnlig deltagare 1"),
    "account": ("NAME: WORDS", "kari.aas", "ola.berg"),
    "blank before the colon only": ("NAME :WORDS", "Interviewer", "Participant"),
    "line": ("NAME | WORDS", "Kari", "Ola"),
    "two angle brackets": ("NAME>> WORDS", "Kari", "Ola"),
    "captioner": (">> NAME. WORDS", "Kari", "Ola"),
    "numbers in brackets": ("[NAME] WORDS", "1", "2"),
    "tab of ELAN": ("NAME\t\t00:00:0#.100\t#.1\t00:00:09.200\t9.2\t00:00:01.100\t1.1\tWORDS", "Kari", "Ola"),
    "arrow behind the number of the line": ("0#-> NAME:  WORDS", "INT", "PAT"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_understood(layout: str) -> None:
    pattern, first, second = LAYOUTS[layout]
    assert spoken(conversation(pattern, first, second)) == said(first, second)


STAMPED = {
    "Premiere": ("00:00:0#:12 - 00:00:09:03\nNAME\nWORDS", "Kari Aas", "Ola Berg"),
    "Resolve": ("[00:00:0#:12 - 00:00:09:03]\nNAME\n WORDS", "Kari Aas", "Ola Berg"),
    "drop frames": ("00:00:0#;12 NAME: WORDS", "Kari", "Ola"),
    "Teams, surname first": ("NAME   0:0#\nWORDS", "Aas, Kari", "Berg, Ola (Ekstern)"),
    "aTrain": ("NAME\n[00:00:0#] - WORDS", "SPEAKER_00", "SPEAKER_01"),
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("layout", STAMPED)
def test_times_of_each_layout_are_those_of_its_stamps(layout: str, gap: str) -> None:
    pattern, first, second = STAMPED[layout]
    detected = timed(conversation(pattern, first, second, gap=gap))
    assert detected == [(name, float(number), words) for number, (name, words) in enumerate(said(first, second), 2)]


@pytest.mark.parametrize(
    "pair",
    [("Q", "A", ":"), ("Q", "A", "."), ("F", "A", ":"), ("P", "R", ":"), ("V", "A", "."), ("D", "R", ":")],
)
def test_numbered_questions_have_one_speaker_and_answers_another(pair: tuple[str, str, str]) -> None:
    question, answer, sign = pair
    text = "\n\n".join(
        f"{name}{number // 2}{sign} {words}" for number, (name, words) in enumerate(said(question, answer), 2)
    )
    assert spoken(text) == said(question, answer)


@pytest.mark.parametrize(
    "text",
    [
        "[1] Aas (2010) A book.\n[2] Berg (2011) A book.\n[3] Aas (2012) A book.\n[4] Lie (2013) A book.",
        "Age | Sex | Ward\n34 | f | A\n35 | m | B\n36 | f | A",
        "Meet at 10:30:15:20 sharp.\n\nOr at 11:30:15:20.",
        "Kari slept. Ola did not.\n\nOla rose. Kari did not.",
    ],
)
def test_layouts_of_other_things_have_no_speakers(text: str) -> None:
    assert {speaker for speaker, _ in spoken(text)} == {""}


def test_stamp_above_a_bold_name_is_its_time() -> None:
    text = "[00:00:02]\n\nKari Aas\n\nHow?\n\n[00:00:03]\n\nOla Berg\n\nSo.\n\n[00:01:05]\n\nKari Aas\n\nAnd?"
    names = [text.index("Kari"), text.index("Ola"), text.rindex("Kari")]
    bold = [Span(at, at + 8) for at in names]
    turns = [(turn.speaker, turn.seconds, text[turn.start : turn.end]) for turn in find_turns(text, bold=bold)]
    assert turns == [("Kari Aas", 2.0, "How?"), ("Ola Berg", 3.0, "So."), ("Kari Aas", 65.0, "And?")]


@pytest.mark.parametrize(
    "answer", ["In spring.\nI slept.", "In spring.\n\nI slept.", "In spring.\nI slept.\nA lot.\nYes."]
)
def test_second_of_two_turns_goes_on_below(answer: str) -> None:
    assert spoken(f"Kari: How did it begin?\nOla: {answer}\n") == [("Kari", "How did it begin?"), ("Ola", answer)]


def test_speakers_that_are_numbers_are_no_numbers_of_lines() -> None:
    assert spoken(conversation("NAME: WORDS", "1", "2")) == said("1", "2")


UNLIKELY = {
    "initials that are words": ("NB", "LD"),
    "initials that are words, the other way": ("KL", "NO"),
    "month": ("Mai", "Interviewer"),
    "month, the other way": ("Interviewer", "Maj"),
    "what people are": ("Student #3", "Staff member"),
    "relation": ("Interviewer", "Mother of P3"),
    "genitive": ("P3's mother", "Interviewer"),
    "ordinal": ("Second interviewer", "P1"),
    "place": ("Intervjuar", "Kari frå Voss"),
}


@pytest.mark.parametrize("pair", UNLIKELY)
def test_unlikely_names_that_alternate_are_speakers(pair: str) -> None:
    first, second = UNLIKELY[pair]
    turns = said(first, second) * 2
    assert spoken("\n".join(f"{speaker}: {words}" for speaker, words in turns)) == turns
    assert spoken("\n\n".join(f"{speaker}: {words}" for speaker, words in turns)) == turns


def test_words_quoted_by_one_speaker_are_no_speaker() -> None:
    text = "\n".join(f"Aas: How {number}?\nBerg: So.\nMy brother: no, no." for number in range(5))
    assert {speaker for speaker, _ in spoken(text)} == {"Aas", "Berg"}


def test_records_of_fields_have_no_speakers() -> None:
    text = "\n".join(f"ID: {number}\nSex: f\nAge: {number}4" for number in range(5))
    assert {speaker for speaker, _ in spoken(text)} == {""}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("name", ["Nurse", "Anne (nurse)", "Unidentified woman"])
def test_somebody_who_speaks_once_is_a_speaker_where_all_are_labelled(name: str, gap: str) -> None:
    turns = [*said("Kari Aas", "Ola Berg") * 3, (name, "Wrong room, sorry."), *said("Kari Aas", "Ola Berg") * 3]
    assert spoken(gap.join(f"{speaker}: {words}" for speaker, words in turns)) == turns


def test_shorter_labels_from_the_middle_on_are_labels() -> None:
    turns = said("Kari Aas", "Ola Berg") * 5 + said("Kari", "Ola") * 5
    assert spoken("\n".join(f"{speaker}: {words}" for speaker, words in turns)) == turns


REMARKS = ["Kari (laughs): How?\nOla: So.\nKari: And?", "Kari: How?\nOla, laughing: So.\nKari (still laughing): And?"]


@pytest.mark.parametrize("text", REMARKS)
def test_sounds_behind_a_name_are_no_part_of_it(text: str) -> None:
    assert spoken(text) == [("Kari", "How?"), ("Ola", "So."), ("Kari", "And?")]


STAMPS = {
    "comma": "NAME, 0:0#: WORDS",
    "below the colon": "NAME:\n[00:00:0#] WORDS",
    "behind bold": "**NAME** (00:0#): WORDS",
    "between dashes": "00:0# - NAME - WORDS",
    "bullet": "NAME • 0:0#\nWORDS",
    "comma, words below": "NAME, 00:00:0#\nWORDS",
    "Teams, copied": "NAME\n0 minutes # seconds\n0:0#\nWORDS",
    "Teams, copied in Norwegian": "NAME\n\n0 minutter # sekunder\n\n0:0#\n\nWORDS\n",
    "columns of Audacity": "#.000000\t9.500000\tNAME: WORDS",
    "columns of seconds": "NAME\t#.00\t9.50\tWORDS",
    "name above the stamp": "NAME\n\n[00:00:0#]\n\nWORDS\n",
    "colon above the stamp": "NAME:\n\n[00:00:0#] WORDS\n",
    "stamp above the label": "00:00:0#\n\nNAME: WORDS\n",
}


@pytest.mark.parametrize("layout", STAMPS)
def test_stamps_around_names_are_their_times(layout: str) -> None:
    detected = timed(conversation(STAMPS[layout], "Kari Aas", "Ola Berg"))
    expected = enumerate(said("Kari Aas", "Ola Berg"), 2)
    assert detected == [(name, float(number), words) for number, (name, words) in expected]


def test_stamp_name_and_words_in_paragraphs_of_their_own() -> None:
    text = conversation("[00:00:0#]\n\nNAME\n\nWORDS", "Kari Aas", "Ola Berg", gap="\n\n")
    expected = enumerate(said("Kari Aas", "Ola Berg"), 2)
    assert timed(text) == [(name, float(number), words) for number, (name, words) in expected]


def test_stamp_below_a_bold_name_is_its_time() -> None:
    text = conversation("NAME\n\n[00:00:0#]\n\nWORDS", "Kari", "Ola", gap="\n\n")
    lines = [Span(match.start(), match.end()) for match in re.finditer("^(Kari|Ola)$", text, re.MULTILINE)]
    turns = [(turn.speaker, turn.seconds, text[turn.start : turn.end]) for turn in find_turns(text, bold=lines)]
    expected = enumerate(said("Kari", "Ola"), 2)
    assert turns == [(name, float(number), words) for number, (name, words) in expected]


@pytest.mark.parametrize(
    "text",
    [
        "10:15 - Ward - quiet\n10:20 - Ward - loud\n10:30 - Desk - empty\n10:40 - Ward - quiet\n10:50 - Desk - full",
        "[00:00:03]\n\nOkay\n\n[00:00:05]\n\nThank you\n\n[00:00:08]\n\nOkay\n\n[00:00:12]\n\nThank you for that.",
        "Q1. How do you sleep?\nBadly.\n\nQ2. Why?\nNoise.\n\nQ3. Since when?\nMay.",
        "Monday: I slept.\n\nMai: summer is near.\n\nJuni: warm.",
    ],
)
def test_times_and_numbers_of_notes_have_no_speakers(text: str) -> None:
    assert {speaker for speaker, _ in spoken(text)} == {""}


SIGNS = [";", " =", "/", " //", "...", "…", ")", "::", " ->", " ~", " –", " -"]


@pytest.mark.parametrize("names", [("Liv", "Odd"), ("Intervjuer", "Informant"), ("INT", "P4")])
@pytest.mark.parametrize("sign", SIGNS)
def test_other_signs_behind_names_make_labels(sign: str, names: tuple[str, str]) -> None:
    turns = said(*names) * 2
    assert spoken("\n\n".join(f"{speaker}{sign} {words}" for speaker, words in turns)) == turns


UNITS = [
    "00h00m0#s NAME: WORDS",
    "[0m0#s] NAME: WORDS",
    "NAME (0'0#\"): WORDS",
    "0'0#\" NAME: WORDS",
    "NAME @ 0:0#\nWORDS",
]
UNITS += ["NAME @0:0#: WORDS", "NAME [0h 0m #s]: WORDS", "NAME at 0:0#:\nWORDS"]


@pytest.mark.parametrize("layout", UNITS)
def test_stamps_in_units_and_behind_at_are_times(layout: str) -> None:
    detected = timed(conversation(layout, "Liv Dahl", "Odd Lie"))
    expected = enumerate(said("Liv Dahl", "Odd Lie"), 2)
    assert detected == [(name, float(number), words) for number, (name, words) in expected]


@pytest.mark.parametrize(
    "text",
    [
        "A) sleep\nB) food\nC) walks\nA) the ward\nB) the home there\nC) the road there",
        "X = 3 of them\nY = 4 of them\nX = 5 of them\nY = 2 of them",
        "Well... I do not know.\nMaybe... it was the light.\nWell... it may be.\nSo... there we are.",
        "I slept; I woke; I ate.\nKari came; we talked.\nKari left; I slept.\nOla came; he sang.",
        "Yes/ it is so.\nNo/ it is not.\nYes/ it was so.\nNo/ it was not.",
    ],
)
def test_such_signs_in_other_texts_make_no_speakers(text: str) -> None:
    assert {speaker for speaker, _ in spoken(text)} <= {""}


SELDOM = ["unknown man", "Kari's husband", "Kari’s mother", "Woman in the background", "the nurse", "ukjent mann"]
SELDOM += ["Dattera til Ola", "voz de mujer", "eine Frau", "Voice on phone", "Kair"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("name", SELDOM)
def test_somebody_without_a_name_who_speaks_once_has_a_turn(name: str, gap: str) -> None:
    turns = [*said("Kari", "Ola"), (name, "Wrong room, sorry."), *said("Kari", "Ola")]
    assert spoken(gap.join(f"{speaker}: {words}" for speaker, words in turns)) == turns


@pytest.mark.parametrize("wrong", ["Interveiwer", "Intervewer", "Interviewerr"])
def test_misspelt_label_in_a_short_text_begins_a_turn(wrong: str) -> None:
    turns = [*said("Interviewer", "Ola"), (wrong, "Why?"), ("Ola", "Noise.")]
    assert spoken("\n\n".join(f"{speaker}: {words}" for speaker, words in turns)) == turns


def test_somebody_quoted_once_has_no_turn() -> None:
    for quoted in ("My brother", "and the man", "Problem"):
        text = f"Aas: How?\nBerg: So.\n{quoted}: no, no.\nAas: And?\nBerg: Yes.\nAas: Why?\nBerg: No."
        assert {speaker for speaker, _ in spoken(text)} == {"Aas", "Berg"}


@pytest.mark.parametrize("aside", ["(on phone)", "(på telefon)", "[leser]", "(lacht laut)"])
def test_remark_on_where_or_how_somebody_speaks_is_no_part_of_the_name(aside: str) -> None:
    turns = said("Liv", "Odd") * 2
    text = "\n\n".join(f"{name}: {words}" for name, words in turns).replace(
        "Odd: I slept", f"Odd {aside}: I slept", 1
    )
    assert spoken(text) == turns


def test_lines_that_programs_write_at_the_end_are_nobodys() -> None:
    turns = said("Liv", "Odd")
    text = "\n\n".join(f"{name}: {words}" for name, words in turns)
    for end in ("Meeting ended after 00:09:12", "Transcription ended after 00:09:12", "[00:09:12] [END OF AUDIO]"):
        assert spoken(f"{text}\n\n{end}") == [*turns, ("", end)]


QUESTION, ANSWER = "And what happened then?", "We walked home through the snow."
SAID = [("Liv Dahl", QUESTION), ("Odd Lie", ANSWER)] * 4
DIALOGUE_STAMPS = {
    "a full stop in the stamp": ("({0}.{1:02}) {name}: {words}", False),
    "minutes after a comma": ("{name}, {0}:{1:02} min: {words}", False),
    "a dash after the stamp": ("{name} {0}:{1:02} - {words}", False),
    "blanks after the stamp": ("{name} {0:02}:{1:02}  {words}", False),
    "ISO 8601": ("T00:{0:02}:{1:02} {name}: {words}", False),
    "a stamp above the words": ("{name}: {0:02}:{1:02}\n{words}", False),
    "f4": ("{name}: {words} #00:{0:02}:{1:02}-5#", True),
    "brackets at the end": ("{name}: {words} ({0}:{1:02})", True),
    "square brackets at the end": ("{name}: {words} [00:{0:02}:{1:02}]", True),
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("notation", DIALOGUE_STAMPS)
def test_stamps_are_no_words_wherever_they_stand(notation: str, gap: str) -> None:
    form, ends = DIALOGUE_STAMPS[notation]
    lines = [
        form.format(number, 7 * number, name=name, words=words) for number, (name, words) in enumerate(SAID, start=1)
    ]
    text = gap.join(lines)
    assert spoken(text) == SAID
    seconds = [turn.seconds for turn in find_turns(text)]
    assert [int(time) for time in seconds if time is not None] == [67 * at for at in range(not ends, 8 + (not ends))]


def test_each_paragraph_that_ends_with_a_stamp_is_a_turn_of_its_speaker() -> None:
    text = "I: How? #00:00:05-1#\nP: So. #00:00:09-0#\nAnd so. #00:00:12-0#\nI: And? #00:00:14-0#"
    assert spoken(text) == [("I", "How?"), ("P", "So."), ("P", "And so."), ("I", "And?")]
    assert [turn.seconds for turn in find_turns(text)] == [0, 5.1, 9, 12]


@pytest.mark.parametrize(
    ("form", "names", "shown"),
    [
        ("{}.: {}", ("I", "P"), ("I", "P")),
        ("{}.: {}", ("Int", "Lone"), ("Int", "Lone")),
        ("{}: {}", ("Int.", "Bef."), ("Int.", "Bef.")),
        ("{}: {}", ("K.G.", "O.L."), ("K.G.", "O.L.")),
        ("{}>: {}", ("Liv", "Odd"), ("Liv", "Odd")),
        ("{}: - {}", ("Liv", "Odd"), ("Liv", "Odd")),
        ("{}     {}", ("LD", "OL"), ("LD", "OL")),
        ("{}· {}", ("A", "B"), ("A", "B")),
    ],
)
def test_signs_before_the_words_are_part_of_the_label(
    form: str, names: tuple[str, str], shown: tuple[str, str]
) -> None:
    text = "\n".join(form.format(name, words) for name, words in zip(names * 4, (QUESTION, ANSWER) * 4, strict=True))
    assert spoken(text) == list(zip(shown * 4, (QUESTION, ANSWER) * 4, strict=True))


def test_a_dash_before_the_words_of_one_turn_stays() -> None:
    text = "I: And?\nP: - and then I left.\nI: Why?\nP: It snowed."
    assert spoken(text)[1] == ("P", "- and then I left.")


def test_all_speak_once_above_their_words() -> None:
    lines = [
        "Moderator",
        "And the shop?",
        "All",
        "[laughter]",
        "P1",
        "There is none.",
        "Moderator",
        "So?",
        "P1",
        "No.",
    ]
    text = "\n\n".join("\n".join(pair) for pair in zip(lines[::2], lines[1::2], strict=True))
    assert ("All", "[laughter]") in spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mark 3:14 - He ordained twelve.\nLuke 4:1 - He returned.\nMark 3:13 - He goeth up.\nLuke 2:1 - A decree.",
        "A1     12     kg\nB2     14     kg\nC3     16     kg\nD4     18     kg",
        "(1.04) pause\n\n(0.50) pause\n\n(2.10) pause",
    ],
)
def test_verses_tables_and_pauses_make_no_speakers(text: str) -> None:
    assert {speaker for speaker, _ in spoken(text)} <= {""}
