from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.sentences import sentences

DIALECT = Path(__file__).parents[2] / "../shared/formats/transcripts/derived_lia_dev_turns.txt"


def split(text: str, language: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Jeg kom kl. 12 med toget.|Dr. Hansen sa bl.a. ca. 3 stk. osv.|Så gikk vi, f.eks. Olsen."),
        ("nb", "Den 17. mai i 3. etasje.|Kapittel 4.|Brød osv. så dro vi.|Hei … jeg vet ikke.|Hei …|Kanskje."),
        ("nn", "Eg kom kl. 12, jf. boka.|Det kosta 3 mrd. kroner."),
        ("no-NO", "*ler.*|Ja.|ja .|og det .|Nei ."),
        ("de", "Das ist z.B. gut usw.|Dann ging er am 3. Mai zu Dr. Müller bzw. Fr. Meier.|Ja... nein."),
        ("de", "Er kam am 3. Mai, im 2. Semester.|Das war am 3. Dezember 1998.|Kapitel 4.|Es war am 5.|Dann kam er."),
        ("en", "Well... I don't know.|I saw Mrs. Ash, e.g. in No. 5, etc.|He said no.|Then I left."),
        ("en", "They left without me.|I went.|No.|I'm fine.|I said no.|I like art.|I do.|In Jan. I left."),
        ("en", "The smell, etc. I know.|Mr. and Mrs. I forget who.|They gave it to me.|I’d gone."),
        ("en", "I was never ill.|Nobody asked me.|We did no.|Then it was ok.|She may.|I know.|It is no. 5 of ours."),
        (
            "nb",
            "Ingen visste det.|Så måtte jeg ut.|Jeg gjør det jeg kan.|Det er bare en del.|Ikke ett ord.|Så kom jul.",
        ),
        ("de", "Keiner fragte mich.|So war es.|Das war seine Art.|Dann kam er, Art. 5 und § 3."),
        ("nb", "Det var ok.|Hun var med.|Ingen spurte.|Den var min.|Så gikk vi, 5 min. med buss."),
        ("en-GB", "'cause I went.|And 'cause I stayed.|He said 'yes.'|Then he left."),
        ("ko", "안녕하세요.|저는 학생입니다."),
        ("unknown", "One 😀 sentence.|Two."),
        ("", "One.|Two."),
    ],
)
def test_sentences_are_split(language: str, text: str) -> None:
    assert split(text.replace("|", " "), language) == text.split("|")


def test_newline_ends_a_sentence_inside_quotation_marks() -> None:
    assert split('He said "no\nand yes."\n\n', "en") == ['He said "no', 'and yes."']


def test_offsets_refer_to_the_whole_text() -> None:
    assert sentences("I: 😀 Yes. No. Never.", "en", 3, 13) == [(3, 9), (10, 13)]


def test_long_paragraph_without_a_stop_is_one_sentence() -> None:
    assert sentences("og så " * 50_000, "nb") == [(0, 299_999)]


letters = st.sampled_from("aB1 .…?\"'«»()\n\t😀\ud800kl") | st.characters()


@given(st.text(letters), st.sampled_from(["nb", "de", "en", "xx"]))
def test_sentences_cover_all_but_blanks(text: str, language: str) -> None:
    spans = sentences(text, language)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert not text[at:].strip()


@pytest.mark.skipif(not DIALECT.exists(), reason="the shared transcripts are not here")
def test_spaced_stops_end_sentences() -> None:
    text = DIALECT.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    assert len(split(text, "no")) >= len(lines)
    assert split(text, "no")[5] == "eidsberg_uio_03: ja ."
