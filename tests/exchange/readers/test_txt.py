"""SYNTHETIC text files in many encodings, and files that are refused."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.importing import read_transcript as read
from coder.exchange.registry import TRANSCRIPT, reader_for, readers
from coder.exchange.transcript import Transcript

NORWEGIAN = (
    "I: Hei, hvordan går det på jobben?\nP: Jo, det går så som så. Ærlig talt, jeg er sliten, også på sjøen.\n"
)
ENCODED = [
    (NORWEGIAN, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850")),
    ("P: Å nei.", ("cp1252", "mac_roman", "utf-16-le")),
    ("Det var på sjøen. Så gikk vi hjem.", ("cp1252", "latin-1", "mac_roman")),
    ("I: sjøen", ("cp1252",)),
    ("Ich weiß nicht, ob das für Ärzte möglich ist.", ("cp1252", "mac_roman")),
    ("I: C’est très « important » – ça va, où êtes-vous?", ("cp1252", "mac_roman")),
    ("I: Qué tal el niño?\nP: Mañana está mejor.", ("cp1252",)),
    ("Nie wiem, co się stało. Był późny wieczór, żona śpi.", ("cp1250",)),
    ("Kde je můj žlutý kůň?", ("cp1250",)),
    ("Он был в городе и не знал, что делать.", ("cp1251", "koi8_r", "mac_cyrillic", "utf-16-be")),
    ("Γιατί ήρθες εδώ; Δεν ξέρω.", ("cp1253", "mac_greek", "utf-16-le")),
    ("질문: 안녕하세요\n답: 네", ("cp949",)),
    ("聞き手: こんにちは。今日はどうですか", ("cp932",)),
]


def load(folder: Path, name: str, data: bytes | str) -> Transcript:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


@pytest.mark.parametrize(("text", "encoding"), [(text, codec) for text, codecs in ENCODED for codec in codecs])
def test_encoding_is_detected(tmp_path: Path, text: str, encoding: str) -> None:
    result = load(tmp_path, "a.txt", text.replace("\n", "\r\n").encode(encoding))
    assert result.text == text
    assert result.encoding
    assert result.warnings == () or len(text) < 40  # too short to be certain


def test_text_file_has_turns_and_language(tmp_path: Path) -> None:
    text = "I: Hva fikk du ut av det da?\nP: Nei, jeg vet ikke. Det var litt sånn at noen måtte være der etter meg.\n"
    result = load(tmp_path, "a.TXT", text * 3)
    assert (result.format, result.encoding, result.language) == ("txt", "utf-8", "nb")
    assert [speaker for speaker, _ in spoken(result)] == ["I", "P"] * 3


def test_short_text_has_no_language(tmp_path: Path) -> None:
    assert load(tmp_path, "a.txt", "I: So.\nP: No.").language == ""
    assert load(tmp_path, "b.txt", "lorem ipsum dolor amet " * 50).language == ""


def test_nul_bytes_and_surrogates_are_replaced_with_a_warning(tmp_path: Path) -> None:
    result = load(tmp_path, "a.txt", b"I: How\0 is it, now that we can talk?\nP: So.")
    assert result.text == "I: How\ufffd is it, now that we can talk?\nP: So."
    assert "NUL" in result.warnings[0]
    wide = load(tmp_path, "b.txt", b"\xff\xfe" + "I: yes \ud800 no\nP: no".encode("utf-16-le", "surrogatepass"))
    assert wide.text == "I: yes \ufffd no\nP: no"
    assert wide.warnings
    narrow = load(tmp_path, "c.txt", "I: yes \ud800 no".encode("utf-8", "surrogatepass"))
    assert narrow.text == "I: yes \ufffd no"


def _zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")  # of no time: the same whenever it is made
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
BAD = [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\n\t", "empty"),
    ("a.vtt", b"", "empty"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
    ("a.txt", bytes(range(256)) * 10, "not a text file"),
    ("a.txt", _zip("word/document.xml"), "Word document"),
    ("a.txt", _zip("b"), "zip archive"),
    ("a.txt", OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
    ("a.md", b"%PDF-1.7 ...", "PDF"),
    ("a.txt", b"{\\rtf1 ...}", "RTF"),
    ("a.txt", b"\0\0\0 ftypM4A ", "recording"),
    ("a.docx", b"I: plain text", "not a Word document"),
    ("a.docx", b"%PDF-1.7 ...", "PDF"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
    ("a.docx", OLE + "Workbook".encode("utf-16-le"), "old Excel workbook"),
    ("a.docx", _zip("word/document.xml"), "damaged"),
    ("a.docx", _zip("xl/workbook.xml"), "Excel"),
    ("a.docx", _zip("word/document.xml")[:-30], "damaged"),
    ("a.vtt", b"WEBVTT\n\nno cue here\n", "No captions"),
    ("a.srt", b"no cue here\n", "No captions"),
    ("a.md", b"---\ntitle: x\n---\n", "no text"),
    ("a.pdf", b"%PDF-1.7", "damaged"),
    ("a.doc", OLE, "cannot be imported"),
    ("README", b"text", "cannot be imported"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD, ids=[f"{n}-{bad[0]}" for n, bad in enumerate(BAD)])
def test_unreadable_file_is_refused_with_the_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as refused:
        load(tmp_path, name, data)
    assert refused.value.title
    assert refused.value.detail or refused.value.hint


def test_unknown_suffix_lists_the_formats() -> None:
    with pytest.raises(UnreadableFile, match=r"\.docx.*\.md.*\.srt.*\.txt.*\.vtt"):
        reader_for(TRANSCRIPT, "a.xyz")


@pytest.mark.parametrize("suffix", [".doc", ".pages", ".m4a"])
def test_unsupported_document_gives_advice(suffix: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reader_for(TRANSCRIPT, f"a{suffix}")
    assert ".docx" in refused.value.hint


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read(tmp_path / "none.txt")


def test_paragraph_of_300_000_characters_is_read(tmp_path: Path) -> None:
    words = "word " * 60_000
    for suffix in ("txt", "md"):
        result = load(tmp_path, f"a.{suffix}", f"I: So?\n\nP: {words}\n\nI: And?\n")
        assert spoken(result) == [("I", "So?"), ("P", words.strip()), ("I", "And?")]


def _whole_docx() -> bytes:
    import docx

    document = docx.Document()
    for line in ("I: So?", "P: No.", "I: Oh."):
        document.add_comment(document.add_paragraph(line).runs, text="x", author="K", initials="K")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


DOCX = _whole_docx()
PIECES = [
    b"00:01.000 --> 00:02.000\n",
    b"1\n",
    b"WEBVTT\n\n",
    b"**I:** ",
    b"\n\n",
    b"|a|b|\n|-|-|\n",
    b"\xff",
    b"<v A>",
    b"I: [00:01] x\n",
]
BYTES = st.binary(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)
BROKEN_DOCX = st.builds(
    lambda at, new: DOCX[:at] + new + DOCX[at + len(new) :], st.integers(0, len(DOCX)), st.binary(max_size=6)
)


@given(st.sampled_from([known.name for known in readers(TRANSCRIPT)]), BYTES | BROKEN_DOCX)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    chosen = next(known for known in readers(TRANSCRIPT) if known.name == name)
    try:
        result = chosen.read(data, "a file")
    except UnreadableFile:
        return  # any other error is a failure
    last = 0
    for turn in result.turns:
        assert last <= turn.label <= turn.start <= turn.end <= len(result.text)
        assert not result.text[last : turn.label].strip()
        last = max(turn.end, turn.start)
    assert not result.text[last:].strip()
    assert all(0 <= comment.start <= comment.end <= len(result.text) for comment in result.comments)
