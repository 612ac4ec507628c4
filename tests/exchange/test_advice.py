from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import UnreadableFile
from coder.exchange.advice import ADVICE, reason_to_skip
from coder.exchange.file_signatures import refuse_known
from coder.exchange.importing import read_transcript
from coder.exchange.registry import TRANSCRIPT, reader_for, readers
from tests.exchange.documents import odt, zipped

WORDS = "<text:p>I: SYNTHETIC question?</text:p><text:p>P: An answer.</text:p>"


@pytest.mark.parametrize("suffix", [".doc", ".m4a", ".mp4", ".jpg", ".zip", ".nvpx", ".mx24", ".qdpx"])
def test_file_that_is_no_transcript_gets_advice(suffix: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reader_for(TRANSCRIPT, f"P01{suffix.upper()}")
    assert refused.value.hint


def test_no_advice_for_formats_that_are_read() -> None:
    assert not set(ADVICE) & {suffix for form in readers(TRANSCRIPT) for suffix in form.suffixes}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$P01.docx", "lock file"),
        (".~lock.P01.odt#", "lock file"),
        ("._P01.docx", "companion file"),
        (".DS_Store", "file of macOS"),
        ("Thumbs.db", "file of Windows"),
        ("desktop.ini", "file of Windows"),
        (".P01.docx.icloud", "in the cloud"),
        ("P01.docx.crdownload", "unfinished"),
        ("P01.docx", ""),
        ("P01 ~$.docx", ""),
    ],
)
def test_files_that_programs_leave_are_recognised_by_name(tmp_path: Path, name: str, reason: str) -> None:
    found = reason_to_skip(tmp_path / name)
    assert reason in found
    assert bool(reason) == bool(found)


def test_lock_file_is_refused_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "~$P01.docx").write_bytes(b"\x05Kari" + bytes(157))
    with pytest.raises(UnreadableFile, match="lock file"):
        read_transcript(tmp_path / "~$P01.docx")


SIGNATURES = [
    (b"\0\0\0\x20ftypM4A \0\0\0\0", "M4A"),
    (b"\0\0\0\x20ftypisom\0\0\0\0", "MP4"),
    (b"\0\0\0\x20ftypheic\0\0\0\0", "picture"),
    (b"ID3\x03\0", "MP3"),
    (b"RIFF\x24\0\0\0WAVEfmt ", "WAV"),
    (b"FORM\0\0\0\0AIFF", "AIFF"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "Windows Media"),
    (b"\x03ds2\0", "dictation"),
    (b"\xff\xd8\xff\xe0", "JPEG"),
    (b"II*\0", "TIFF"),
    (zipped({"Index/Document.iwa": b"x"}), "Pages"),
    (zipped({"project.qde": b"x"}), "REFI-QDA"),
]


@pytest.mark.parametrize(("data", "what"), SIGNATURES, ids=[what for _, what in SIGNATURES])
def test_recording_that_calls_itself_docx_is_refused_by_its_content(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "P01.docx").write_bytes(data)
    with pytest.raises(UnreadableFile, match=what) as refused:
        read_transcript(tmp_path / "P01.docx")
    assert refused.value.hint


@pytest.mark.parametrize("words", ["ID3: yes", "FORM: a", "RIFF: guitar", "MM* b", "caff: c", "GIF8 d", "Rar!"])
def test_words_that_begin_like_a_signature_are_text(words: str) -> None:
    assert refuse_known(words.encode(), "a.txt") is None


@pytest.mark.parametrize("name", ["P01.doc", "P01", "P01.xyz"])
def test_readable_content_with_another_suffix_is_read_with_a_warning(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(odt(WORDS))
    transcript = read_transcript(tmp_path / name)
    assert (transcript.format, len(transcript.turns)) == ("odt", 2)
    assert ".odt" in transcript.warnings[0]
