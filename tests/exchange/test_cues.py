"""SYNTHETIC cues: joined by speaker into a transcript."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.cues import Cue, from_cues
from coder.exchange.transcript import Transcript
from coder.text.speaker_rules import SpeakerRules


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def cues(*texts: str) -> list[Cue]:
    """Cues of four seconds that do not say who speaks."""
    return [Cue(at * 4, at * 4 + 4, text) for at, text in enumerate(texts)]


SAID = ["How was the first winter?", "Long, and dark.", "Who came?", "Nobody until March.", "And then?", "Spring."]
#: Label forms in captions; NAME and the words, and the names of the two speakers.
FORMS = {
    "Whisper": ("[{0}]: {1}", "SPEAKER_00", "SPEAKER_01"),
    "WhisperX": ("[{0}] {1}", "SPEAKER_00", "SPEAKER_01"),
    "parentheses": ("({0}) {1}", "speaker 0", "speaker 1"),
    "name": ("{0}: {1}", "Kari", "Per"),
    "full name": ("{0}: {1}", "Liv Dahl", "Odd Lie"),
    "remark": ("{0}: {1}", "Kari Nes (KN)", "Anna Li (AL)"),
    "capitals": ("{0}: {1}", "KARI", "PER"),
    "initial": ("{0}: {1}", "K", "P"),
    "arrows": (">> {0}: {1}", "KARI", "PER"),
    "dash": ("- {0}: {1}", "Kari", "Per"),
    "brackets": ("[{0}] {1}", "Kari", "Per"),
    "brackets above": ("[{0}]\n{1}", "Kari", "Per"),
    "colon above": ("{0}:\n{1}", "Kari", "Per"),
    "numbered": ("{0}: {1}", "Speaker 1", "Speaker 2"),
}


@pytest.mark.parametrize("form", FORMS)
def test_labels_of_text_are_labels_in_cues(form: str) -> None:
    label, *names = FORMS[form]
    result = from_cues(cues(*(label.format(names[at % 2], words) for at, words in enumerate(SAID))), "vtt")
    assert spoken(result) == [(names[at % 2], words) for at, words in enumerate(SAID)]
    assert [turn.seconds for turn in result.turns] == [0, 4, 8, 12, 16, 20]


@pytest.mark.parametrize(
    "names", [("Liv Dahl", "Odd Lie"), ("Liv", "Odd"), ("P3", "INT"), ("Speaker 1", "Speaker 2")]
)
def test_names_above_the_words_are_speakers(names: tuple[str, str]) -> None:
    result = from_cues(cues(*(f"{names[at % 2]}\n{words}" for at, words in enumerate(SAID))), "srt")
    assert spoken(result) == [(names[at % 2], words) for at, words in enumerate(SAID)]


def test_full_name_above_may_occur_once() -> None:
    result = from_cues(cues("Liv Dahl\nOK. Yeah.", "Odd Lie\nUmm.", "Liv Dahl\nGood."), "srt")
    assert spoken(result) == [("Liv Dahl", "OK. Yeah."), ("Odd Lie", "Umm."), ("Liv Dahl", "Good.")]


def test_first_lines_of_subtitles_are_no_names() -> None:
    texts = [
        "No\nnot now",
        "Never\nin my life",
        "No\nreally",
        "Liv Dahl\nwas there",
        "Yes\nshe was",
        "Oslo\nof course",
    ]
    assert {turn.speaker for turn in from_cues(cues(*texts), "srt").turns} == {""}


def test_cue_without_a_label_continues_the_speaker() -> None:
    result = from_cues(
        cues("Liv: How was", "the winter?", "Odd: Long,", "and: dark.", "Liv: Oh.", "Odd: Yes."), "vtt"
    )
    assert spoken(result) == [
        ("Liv", "How was the winter?"),
        ("Odd", "Long, and: dark."),
        ("Liv", "Oh."),
        ("Odd", "Yes."),
    ]


def test_label_at_the_end_of_a_cue_names_the_next() -> None:
    result = from_cues(cues("Liv: So?\nOdd:", "Long.", "Liv:", "Oh.", "Odd:", "Yes."), "vtt")
    assert spoken(result) == [("Liv", "So?"), ("Odd", "Long."), ("Liv", "Oh."), ("Odd", "Yes.")]


def test_several_labels_in_a_cue_are_several_turns() -> None:
    result = from_cues(cues("Liv: So?\nOdd: Long.\nAnd dark.", "Liv: Oh.\nOdd: Yes."), "vtt")
    assert spoken(result) == [("Liv", "So?"), ("Odd", "Long. And dark."), ("Liv", "Oh."), ("Odd", "Yes.")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["- So?\n- Long.", "- Who?\n- Nobody."], ["So?", "Long.", "Who?", "Nobody."]),
        (["-Hva?\n-Ingenting.", "Det var\nvinter."], ["Hva?", "Ingenting.", "Det var vinter."]),
        (["– Was war\nda?\n– Nichts."], ["Was war da?", "Nichts."]),
        (["Wat is er?\n-Niets.", "Koud."], ["Wat is er?", "Niets.", "Koud."]),
        (["- So?\n- Long.", "- Alone."], ["So?", "Long.", "Alone."]),
        (["It was\n- well, cold"], ["It was - well, cold"]),
        (["- only one"], ["- only one"]),
        (["-5 degrees.\n-7 at night."], ["-5 degrees. -7 at night."]),
        ([">> So? >> Long", "and dark. >> Yes."], ["So?", "Long and dark.", "Yes."]),
        ([">>> News.", "More. >> Yes >> No"], ["News. More.", "Yes", "No"]),
    ],
)
def test_dashes_and_arrows_are_other_voices(texts: list[str], expected: list[str]) -> None:
    assert spoken(from_cues(cues(*texts), "srt")) == [("", words) for words in expected]


def test_unnamed_voice_is_not_given_to_the_named_one() -> None:
    result = from_cues(cues("Kari: So?", ">> Hm.", "Per: Long.", "Kari: Oh.", "Per: Yes."), "vtt")
    assert spoken(result)[:3] == [("Kari", "So?"), ("", "Hm."), ("Per", "Long.")]


def test_speaker_of_the_format_is_kept_and_lists_in_it_too() -> None:
    given = [Cue(0, 1, "We need\n- milk\n- eggs", "Kari"), Cue(1, 2, "Note: >> this", "Per"), Cue(2, 3, "and that")]
    assert spoken(from_cues(given, "json")) == [("Kari", "We need - milk - eggs"), ("Per", "Note: >> this and that")]


@pytest.mark.parametrize(
    "line",
    [
        "Subtitles by the Amara.org community",
        "Subtitles by: A. Nes",
        "Untertitel von Kari Nes",
        "Untertitel im Auftrag des ZDF",
        "Untertitel: ARD Text",
        "Tekstet av: Kari Nes",
        "Undertekster af P. Lie",
        "Sous-titres par Anne",
        "Sync: K Nes",
        "www.example.org",
        "http://example.org/x",
        "© WDR 2021",
    ],
)
def test_credits_are_said_by_nobody(line: str) -> None:
    result = from_cues(cues("Kari: So?", "Per: Hi.", "Kari: Oh.", "Per: Yes.", line), "srt")
    assert spoken(result)[3:] == [("Per", "Yes."), ("", line)]
    first = from_cues(cues(line, "So it was.", "And dark."), "srt")
    assert spoken(first) == [("", line), ("", "So it was. And dark.")]


@pytest.mark.parametrize("sound", ["[door closes]", "(laughs)", "♪ la la ♪", "[MUSIC]", "[Laughter]", "*sighs*"])
def test_sounds_are_text_and_no_speakers(sound: str) -> None:
    texts = [sound, "Kari: So?", sound, "Per: Hi.", sound, "Kari: Oh.", sound, "Per: Yes."]
    result = from_cues(cues(*texts), "vtt")
    assert {turn.speaker for turn in result.turns} == {"", "Kari", "Per"}
    assert result.text.count(sound) == 4
    alone = from_cues(cues(sound, "So it was.", sound, "And dark."), "vtt")
    assert {turn.speaker for turn in alone.turns} == {""}


def test_cues_slightly_out_of_order_are_sorted() -> None:
    one, two, three, four = cues("One.", "Two.", "Three.", "Four.")
    result = from_cues([one, three, two, four], "srt")
    assert result.text.endswith("One. Two. Three. Four.")
    assert result.warnings == ("2 captions out of order: sorted by time",)


def test_recordings_one_after_the_other_keep_their_order() -> None:
    result = from_cues([*cues(*SAID), *cues(*reversed(SAID))], "srt")
    assert spoken(result) == [("", " ".join(SAID)), ("", " ".join(reversed(SAID)))]
    assert result.warnings == (
        "The time goes back to 00:00:00 at caption 7; the captions keep the order of the file",
    )


def test_empty_cues_are_counted() -> None:
    assert from_cues(cues("", "One.", " "), "srt").warnings == ("2 captions without words",)


def test_growing_cues_are_read_once() -> None:
    result = from_cues(cues("so", "so we", "so we begin", "so we begin now.", "And", "And then."), "vtt")
    assert spoken(result) == [("", "so we begin now. And then.")]
    assert result.warnings == ("Growing captions: repeated words were left out",)


def test_rules_rename_and_refuse_speakers() -> None:
    rules = SpeakerRules(names={"SPEAKER_00": "Kari"}, not_speakers=frozenset({"Note"}))
    labelled = cues("SPEAKER_00: So?", "SPEAKER_01: Hi.", "SPEAKER_00: Oh.", "SPEAKER_01: Yes.")
    given = [Cue(0, 1, "So?", "SPEAKER_00"), Cue(1, 2, "Hm.", "Note"), Cue(2, 3, "Hi.", "SPEAKER_01")]
    assert {turn.speaker for turn in from_cues(labelled, "vtt", rules=rules).turns} == {"Kari", "SPEAKER_01"}
    assert spoken(from_cues(given, "vtt", rules=rules)) == [("Kari", "So?"), ("", "Hm."), ("SPEAKER_01", "Hi.")]


def test_file_without_cues_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="No captions"):
        from_cues([], "srt")


WORD = st.text("abcæøж漢é", min_size=1, max_size=6) | st.sampled_from(["—", "♪", "[x]", "a:b", "1", "(hm)", "don’t."])
LINE = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


@given(st.lists(st.tuples(st.sampled_from(["", "- ", ">> ", "Kari: ", "[S_1]: "]), TEXT), min_size=1, max_size=12))
def test_words_in_are_words_out(parts: list[tuple[str, str]]) -> None:
    result = from_cues(cues(*(mark + text for mark, text in parts)), "srt")
    assume(not any("left out" in warning for warning in result.warnings))
    marks = {"-", ">>", "Kari:", "[S_1]:", "S_1:", "—"}
    words = [word for text in parts for word in text[1].split() if word not in marks]
    read = [word for word in result.text.split() if word not in marks and not word.startswith("[00:")]
    assert read == words


@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(
        st.tuples(st.integers(0, 1), st.lists(st.text("abcæø", min_size=1), min_size=2, max_size=9)), min_size=6
    ),
)
def test_generated_dialogues_come_back(form: str, said: list[tuple[int, list[str]]]) -> None:
    label, *names = FORMS[form]
    whole = [(0, ["so", "what"]), (1, ["well", "yes"]), (0, ["and", "then"]), (1, ["no", "more"]), *said]
    result = from_cues(cues(*(label.format(names[who], " ".join(words) + ".") for who, words in whole)), "vtt")
    expected: list[tuple[str, list[str]]] = []
    for who, words in whole:
        if expected and expected[-1][0] == names[who]:
            expected[-1][1].extend((" ".join(words) + ".").split())
        else:
            expected.append((names[who], (" ".join(words) + ".").split()))
    assert [(speaker, text.split()) for speaker, text in spoken(result)] == expected
