"""SYNTHETIC transcripts in each label notation, and texts without labels."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coder.text.span import Span
from coder.text.turns import find_turns


def spoken(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)]


def timed(text: str) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, text[turn.start : turn.end]) for turn in find_turns(text)]


FORMS = {
    "role and number": "Interviewer 1: How?\n\nInterviewee: So.\n\nInterviewer 1: And?",
    "letter": "I: How?\nP: So.\nI: And?",
    "letter and number": "S1: How?\n\nS2: So.\n\nS1: And?",
    "French blank": "Interviewer1 : How?\nEnquêtée : So.\nInterviewer1 : And?",
    "narrow no-break blank": "Anna\u202f: How?\nPer\u202f: So.\nAnna\u202f: And?",
    "tab": "I:\tHow?\nP:\tSo.\nI:\tAnd?",
    "tab without colon": "I\tHow?\nP\tSo.\nI\tAnd?",
    "about the speaker": "P3 (male): How?\n\nP1: So.\n\nP3 (male): And?",
    "numbered without a full stop": "1 I: How?\n2 P: So.\n3 I: And?",
    "emphasised": "**Anna Berg:** How?\n\n**Per Li:** So.\n\n**Anna Berg:** And?",
    "emphasis before the colon": "**Anna Berg**: How?\n\n**Per Li**: So.\n\n**Anna Berg**: And?",
    "heading": "### Interviewer\n\nHow?\n\n### Participant\n\nSo.\n\n### Interviewer\n\nAnd?",
    "alone on the line": "Anna Berg:\nHow?\n\nPer Li:\nSo.\n\nAnna Berg:\nAnd?",
    "questions and answers": "Q:\nHow?\nA:\nSo.\nQ:\nAnd?",
    "brackets": "[id1] How?\n[id2] So.\n[id1] And?",
    "initials behind the name": "Anna Berg (AB): How?\nPer Li (PL): So.\nAnna Berg (AB): And?",
    "identifier": "tern_uio_03: How?\n\ntern_uio_04: So.\n\ntern_uio_03: And?",
    "Korean": "인터뷰어: How?\n참여자: So.\n인터뷰어: And?",
    "full-width colon": "聞き手：How?\n話し手：So.\n聞き手：And?",
    "Russian": "Интервьюер: How?\nРеспондент: So.\nИнтервьюер: And?",
    "lower case": "kari: How?\nanna: So.\nkari: And?\nanna: So.\nkari: And?\nanna: So.",
    "each once": "Anna: How?\nPer: So.",
    "particles": "Ada von der Heide: How?\nUlf: So.\nAda von der Heide: And?",
    "decomposed letters": "A\u030asa: How?\nJo\u0308rg: So.\nA\u030asa: And?",
    "items of a list": "- I: How?\n- P: So.\n- I: And?",
    "numbered": "1. I: How?\n2. P: So.\n3. I: And?",
    "single emphasis": "*Interviewer:* How?\n\n*Anna:* So.\n\n*Interviewer:* And?",
    "roles alone": "INTERVIEWER\nHow?\n\nPARTICIPANT\nSo.\n\nINTERVIEWER\nAnd?",
    "legal": "Q. How?\nA. So.\nQ. And?",
    "shortened": "Int.: How?\nResp.: So.\nInt.: And?",
    "two at once": "I1: How?\nP1/P2: So.\nI1: And?",
    "right to left": "سارة: How?\nعلي: So.\nسارة: And?",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_label_notation_is_detected(form: str) -> None:
    detected = spoken(FORMS[form])
    words = ["How?", "So.", "And?", "So.", "And?", "So."]
    assert [words_said for _, words_said in detected] == words[: {"each once": 2, "lower case": 6}.get(form, 3)]
    assert [speaker == detected[0][0] for speaker, _ in detected] == [
        index % 2 == 0 for index in range(len(detected))
    ]
    assert all(speaker for speaker, _ in detected)


STAMPS = {
    "behind the colon": "I: [00:00:00] How?\nP: [00:01:02] So.\nI: [00:02:03] And?",
    "emphasised without colon": "**I [00:00:00]** How?\n\n**P [00:01:02]** So.\n\n**I [00:02:03]** And?",
    "Otter": "Anna Berg  00:00\nHow?\n\nPer Li  01:02\nSo.\n\nAnna Berg  02:03\nAnd?",
    "Zoom chat": "00:00:00\tAnna Berg:\tHow?\n00:01:02\tPer Li:\tSo.\n00:02:03\tAnna Berg:\tAnd?",
    "first in brackets": "[00:00:00] I: How?\n[00:01:02] P: So.\n[00:02:03] I: And?",
    "before the colon": "Anna (00:00:00): How?\nPer (00:01:02): So.\nAnna (00:02:03): And?",
    "escaped": "**Anna Berg:** \\[00:00\\] How?\n\n**Per Li:** \\[01:02\\] So.\n\n**Anna Berg:** \\[02:03\\] And?",
    "in parentheses": "I: (00:00:00) How?\nP: (00:01:02) So.\nI: (00:02:03) And?",
    "f4": "I: #00:00:00-0# How?\nP: #00:01:02-0# So.\nI: #00:02:03-0# And?",
    "with the end": "[00:00.000 --> 01:00.000] How?\n[01:02.000 --> 01:03.000] So.\n[02:03.000 --> 02:04.000] And?",
    "first, alone": "00:00:00 Anna Berg\nHow?\n\n00:01:02 Per Li\nSo.\n\n00:02:03 Anna Berg\nAnd?",
    "under the role": "Speaker 1\n00:00\nHow?\n\nSpeaker 2\n01:02\nSo.\n\nSpeaker 1\n02:03\nAnd?",
    "only stamps": "[00:00:00] How?\n[00:01:02] So.\n[00:02:03] And?",
}


@pytest.mark.parametrize("form", STAMPS)
def test_each_time_stamp_notation_is_parsed(form: str) -> None:
    assert [(seconds, words) for _, seconds, words in timed(STAMPS[form])] == [
        (0, "How?"),
        (62, "So."),
        (123, "And?"),
    ]


def test_time_stamp_within_words_stays_text() -> None:
    text = "I: What [00:00:07] then? [07:13.04] Well\nP: At 10:30.\nI: 10:30 it was.\n"
    assert timed(text) == [
        ("I", None, "What [00:00:07] then? [07:13.04] Well"),
        ("P", None, "At 10:30."),
        ("I", None, "10:30 it was."),
    ]


def test_unlabelled_paragraphs_belong_to_the_previous_turn() -> None:
    text = "A title\n\nA note\n\nI: How?\n\nP: First.\n\nSecond.\nThird.\n\nI: And?\n"
    assert spoken(text) == [
        ("", "A title"),
        ("", "A note"),
        ("I", "How?"),
        ("P", "First.\n\nSecond.\nThird."),
        ("I", "And?"),
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "Then you have this problem:\nwe ran.",
        "Then you have this problem: we ran.",
        "Problem: we ran.",
        "12",
        "- 12 -",
        "Page 3: of 10",
        "Note: the door slams",
        "http://example.org/: no",
        "[laughs] and so on",
        "One thing: no",
        "10:30: it began",
        "Also: nein",
        "Merknad: lyd borte",
        "He said: No: never",
        "title: nothing",
        "Min mening er: nei",
        "**never** again",
        "# a pause",
        "Reasons (mainly): we ran",
    ],
)
def test_prose_is_not_a_label(inside: str) -> None:
    text = f"I: How?\n\nP: So.\n\n{inside}\n\nmore.\n\nI: And?\n\nP: No."
    assert spoken(text) == [("I", "How?"), ("P", f"So.\n\n{inside}\n\nmore."), ("I", "And?"), ("P", "No.")]


@pytest.mark.parametrize(
    "text",
    [
        "Then you have this problem:\n\nWe ran.\n\nAnd ran.",
        "Results: many.\n\nWe ran.\n\nDiscussion: few.\n\nNo more.",
        "Name: Kari\n\nAge: 34\n\nProfession: nurse",
        "[1] First reference\n\n[2] Second reference\n\n[1] Again",
        "[laughs] well\n\n[laughs] so\n\n[pause] yes",
        "I\tFirst\n\nII\tSecond\n\nIII\tThird",
        "Age\t34\n\nSex\tf\n\nAge\t35",
        "Reasons (mainly): many\n\nwe ran\n\nand ran",
    ],
)
def test_text_without_labels_has_one_turn_per_paragraph(text: str) -> None:
    assert spoken(text) == [("", paragraph) for paragraph in text.split("\n\n")]


def test_lines_are_paragraphs_without_blank_lines() -> None:
    assert spoken("One.\nTwo.\nThree.") == [("", "One."), ("", "Two."), ("", "Three.")]


COVERS = {
    "header": "INTERVIEWEE: Anna Berg\nINTERVIEWER: Kari Nes\nDATE: 3 May",
    "header of one line": "INTERVIEWEE: Anna Berg",
    "legend": "I = Interviewer\nP = Participant",
    "legend with colons": "I: Interviewer\nP: Anna",
    "legend of names": "I: Kari\nP: Anna",
    "front matter": "---\ntitle: Study\nI: x\n---",
    "legend on one line": "I: intervjuer, P: deltaker",
    "parentheses": "(P = Student; I = Interviewer)",
}


@pytest.mark.parametrize("cover", COVERS)
def test_cover_has_no_speaker(cover: str) -> None:
    text = COVERS[cover] + "\n\nI: How are you?\n\nP: So.\n\nI: And?\n\nP: No.\n"
    detected = spoken(text)
    assert [speaker for speaker, _ in detected if speaker] == ["I", "P", "I", "P"]
    assert detected[0] == ("", COVERS[cover])


def test_first_turn_of_one_word_is_not_a_cover() -> None:
    assert spoken("I: Ja\n\nP: Nei\n\nI: Hva?\n\nP: Alt.") == [
        ("I", "Ja"),
        ("P", "Nei"),
        ("I", "Hva?"),
        ("P", "Alt."),
    ]


def test_label_that_never_has_words_is_not_a_speaker() -> None:
    text = "**Anna Berg:** How?\n\n**Per Li:** So.\n\n**Break**: [48:33]\n\n**Anna Berg:** And?\n\n**Per Li:** No.\n"
    assert [speaker for speaker, _ in spoken(text)] == ["Anna Berg", "Per Li", "", "Anna Berg", "Per Li"]


def test_label_without_words_is_an_empty_turn() -> None:
    text = "I: How?\nP:\nI: And?\nP: So."
    assert spoken(text) == [("I", "How?"), ("P", ""), ("I", "And?"), ("P", "So.")]


def test_bold_names_need_no_colon() -> None:
    text = "Anna How?\n\nPer So it is.\n\nAnna And?\n\nPer No."
    bold = [Span(at, at + size) for at, size in ((0, 5), (11, 4), (26, 5), (37, 4))]
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text, bold=bold)] == [
        ("Anna", "How?"),
        ("Per", "So it is."),
        ("Anna", "And?"),
        ("Per", "No."),
    ]


def test_heading_at_the_top_has_no_speaker() -> None:
    text = "Interview One\n\nDate: 3 May\n\nInterviewer: Kari\n\nKari: So?\n\nAnna: No.\n\nKari: Oh.\n\nAnna: Yes."
    detected = find_turns(text, headings=[Span(0, 13)])
    assert [turn.speaker for turn in detected] == ["", "", "", "Kari", "Anna", "Kari", "Anna"]


def test_heading_ends_a_turn() -> None:
    text = "I: How?\n\nP: So.\n\nPart two\n\nI: And?\n\nP: No."
    detected = find_turns(text, headings=[Span(text.index("Part"), text.index("Part") + 8)])
    assert [turn.speaker for turn in detected] == ["I", "P", "", "I", "P"]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["I: yes", "P: no", "Anna:", "  I:  x ", "", " \t", "[00:01] a", "[id1] b", "**I:** c", "Date: x"]
        ),
        st.sampled_from(
            ["---", "# H", "### I", "I 00:12", "I: [00:00:03]", "S1: Anna", "Break: [1:00]", "\u2003", "a:b:c"]
        ),
        st.text(max_size=20),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\n\n", "\n \n"]), st.booleans())
@example(["---", "---", "I: yes", "I: yes"], "\n", True)
def test_each_visible_character_is_in_one_turn(lines: list[str], gap: str, styled: bool) -> None:
    text = gap.join(lines)
    starts = [at for at in range(len(text)) if at == 0 or text[at - 1] == "\n"] if styled else []
    bold = [Span(at, at + 2) for at in starts[::2] if at + 2 <= len(text)]
    headings = [Span(at, at + 3) for at in starts[1::3] if at + 3 <= len(text)]
    last = 0
    for turn in find_turns(text, bold=bold, headings=headings):
        assert last <= turn.label <= turn.start <= turn.end <= len(text)
        assert not text[last : turn.label].strip()
        assert turn.label < turn.end
        words = text[turn.start : turn.end]
        assert words == words.strip()
        if not turn.speaker and turn.seconds is None:
            assert turn.label == turn.start
        last = turn.end
        if turn.start == turn.end:
            last = turn.start
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "line", ["a" * 300_000, "A " * 150_000, "[" * 300_000, "I:" * 150_000, "\n" * 300_000, "**" * 150_000]
)
def test_long_lines_are_fast(line: str) -> None:
    turns = find_turns(line)
    assert "".join(line[turn.label : turn.end] for turn in turns).replace("\n", "") == line.strip()
