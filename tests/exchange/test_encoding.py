"""Encodings of text files: the passages of `interview_texts` in what their languages are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.encoding import Decoded, canonical, decode, encodings
from coder.exchange.readers.txt import read
from coder.exchange.transcript import ReadOptions
from tests.interview_texts import PASSAGES

WESTERN = ("cp1252", "iso8859_1", "iso8859_15", "mac_roman", "cp850", "cp437")
CENTRAL = ("cp1250", "iso8859_2", "mac_latin2", "cp852")
BALTIC = ("cp1257", "iso8859_13", "iso8859_4", "mac_latin2", "cp775")
USUAL = {
    **dict.fromkeys(("sv", "de", "nl", "en", "es", "it", "fi", "id"), WESTERN),
    **dict.fromkeys(("nb", "nn", "da"), (*WESTERN, "cp865")),
    **dict.fromkeys(("pl", "cs", "sk", "sl", "hr", "hu", "ro"), CENTRAL),
    **dict.fromkeys(("et", "lv", "lt"), BALTIC),
    **dict.fromkeys(("ru", "bg"), ("cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp866", "cp855")),
    "fr": (*WESTERN, "cp863"),
    "pt": (*WESTERN, "cp860"),
    "is": ("cp1252", "iso8859_1", "mac_iceland", "cp861"),
    "tr": ("cp1254", "iso8859_9", "mac_turkish", "cp857"),
    "uk": ("cp1251", "koi8_u", "iso8859_5", "mac_cyrillic", "cp1125"),
    "el": ("cp1253", "iso8859_7", "mac_greek", "cp737", "cp869"),
    "he": ("cp1255", "iso8859_8", "cp862"),
    "ar": ("cp1256", "iso8859_6", "cp720"),
    "fa": ("cp1256",),
    "ja": ("cp932", "euc_jp", "shift_jis", "iso2022_jp"),
    "zh": ("gb18030", "gbk"),
    "ko": ("cp949", "euc_kr"),
    "th": ("cp874", "tis_620"),
}
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
#: Signs that older encodings lack, as they were typed there.
TYPED = str.maketrans("“”„«»‘’–șțȘȚ", '"""""\'\'-şţŞŢ')
CURLY = "I\x92m not sure, and that was all I could say about it at the time."


def _encoded(text: str, codec: str) -> tuple[bytes, str]:
    """Return a text in an encoding, and the text that its bytes stand for."""
    if codec in CENTRAL:
        text = text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    try:
        return text.encode(codec), text
    except UnicodeEncodeError:
        data = text.translate(TYPED).encode(codec, "ignore")
        return data, data.decode(codec)


@pytest.mark.parametrize("language", USUAL)
def test_every_usual_encoding_of_a_language_is_detected(language: str) -> None:
    first, second = PASSAGES[language]
    texts = (first, second, f"{first}\n{second}\n" * 4)
    wrong = [
        (codec, len(text), result.encoding, result.score)
        for codec in USUAL[language]
        for text in texts
        for data, expected in [_encoded(text, codec)]
        for result in [decode(data, "a.txt")]
        if result.text != expected
    ]
    assert wrong == []


@pytest.mark.parametrize("codec", WIDE)
def test_unicode_is_detected_in_every_language(codec: str) -> None:
    texts = [passage for both in PASSAGES.values() for passage in both]
    assert texts
    assert [text for text in texts if decode(text.encode(codec), "a.txt").text != text] == []


@pytest.mark.parametrize(
    "text",
    [
        CURLY,
        "P: That’s it.",
        "He said ‘no’ to me – and I didn’t ask again.",
        "I: It cost £5. P: We couldn’t.",
        "“Well,” she said.",
        "I was at the café with them… and then we left.",
    ],
)
def test_english_with_few_signs_is_cp1252(text: str) -> None:
    text = text.replace("\x92", "’")
    result = decode(text.encode("cp1252"), "a.txt")
    assert (result.text, result.encoding) == (text, "cp1252")


@given(st.sampled_from(["en", "nb", "de", "fr"]), st.integers(0, 300), st.integers(80, 200))
def test_any_part_of_a_western_text_is_read_right(language: str, start: int, length: int) -> None:
    text = "\n".join(PASSAGES[language])[start : start + length]
    assert decode(text.encode("cp1252"), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "text", "lines"),
    [
        ("I: Går det?\nP: På ".encode() + b"sm\xf8r", "I: Går det?\nP: På smør", "2"),
        ("I: Går det?\nP: Så".encode() + b"\nP: don\x92t", "I: Går det?\nP: Så\nP: don’t", "3"),
        ("“Yes” – ".encode() + b"it\x92s\nso it\x92s", "“Yes” – it’s\nso it’s", "1, 2"),
        ("I: Går det på sjøen?\nP: ".encode() + b"\xe2\x80", "I: Går det på sjøen?\nP: \ufffd", "2"),
        ("Быть или не быть".encode() + b" \xc8", "Быть или не быть И", "1"),
    ],
)  # fmt: skip
def test_stray_bytes_leave_a_text_utf_8(data: bytes, text: str, lines: str) -> None:
    result = decode(data, "a.txt")
    assert (result.text, result.encoding) == (text, "utf-8")
    assert "not valid in UTF-8" in result.warnings[0]
    assert result.warnings[0].endswith((f"line {lines}", f"lines {lines}"))


def test_certain_and_uncertain_encodings_are_told_apart() -> None:
    certain = decode("\n".join(PASSAGES["nb"]).encode("cp1252"), "a.txt")
    assert certain.score > 0.9
    assert certain.warnings == ()
    assert "nb" in certain.evidence
    assert certain.alternatives
    assert not {"cp1252", "utf-8"} & set(certain.alternatives)
    uncertain = decode(b"sm\xf8r", "a.txt")
    assert uncertain.score < certain.score
    assert "uncertain" in uncertain.warnings[0]
    assert uncertain.alternatives[0] in uncertain.warnings[0]


@pytest.mark.parametrize("codec", encodings())
def test_every_encoding_can_be_chosen(codec: str) -> None:
    assert decode("I: So?".encode(codec), "a.txt", codec) == Decoded(
        "I: So?", codec, evidence="Chosen by the researcher"
    )


def test_a_chosen_encoding_overrides_the_detection() -> None:
    data = "I: Går det?".encode("cp1252")
    assert decode(data, "a.txt", "Windows-1250").text == "I: Gĺr det?"
    assert read(data, "a.txt", ReadOptions(encoding="mac_roman")).text == "I: GÂr det?"
    assert read(data, "a.txt").text == "I: Går det?"
    stray = "I: Går det på".encode() + b" \xe5"
    assert decode(stray, "a.txt", "utf8").text == "I: Går det på å"


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [("klingon", "is not an encoding"), ("hex", "is not an encoding"), ("cp1252", "0x81 in line 2")],
)
def test_an_impossible_choice_is_refused(encoding: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        decode(b"I: \xe5\n \x81", "a.txt", encoding)
    assert reason in f"{refused.value.title} {refused.value.detail}"
    assert refused.value.hint


@pytest.mark.parametrize(
    ("written", "codec"),
    [("Windows-1252", "cp1252"), ("latin-1", "iso8859_1"), ("UTF8", "utf-8"), ("macintosh", "mac_roman"), ("x", "")],
)
def test_canonical(written: str, codec: str) -> None:
    assert canonical(written) == codec


def test_a_large_file_is_judged_by_samples() -> None:
    line = "P: Jeg vet ikke hva det var, men så gikk vi ut på sjøen.\n"
    data = (line * 50_000).encode("cp1252")
    result = decode(data, "a.txt")
    assert result.encoding == "cp1252"
    assert len(result.text) == 50_000 * len(line)
    assert decode(("I: So?\n" * 50_000 + line).encode("cp1252"), "a.txt").text.endswith(line)
