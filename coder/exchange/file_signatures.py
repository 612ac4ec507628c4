"""File signatures: recognise a file by its first bytes, and refuse what is not text."""

from __future__ import annotations

import re

from coder.errors import UnreadableFile

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_TRANSCRIPT = "Import its transcript instead"
_SUFFIX = "Give it the suffix {}"
_SCAN = "Recognise the text in it (OCR) and import the result as .docx or .txt"

#: First bytes (a pattern) → what the file is, and what to do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (rb"%PDF-", "a PDF", _SUFFIX.format(".pdf")),
    (rb"\{\\rtf", "an RTF document", _SUFFIX.format(".rtf")),
    (rb"\x89PNG", "a picture (PNG)", _SCAN),
    (rb"\xff\xd8\xff", "a picture (JPEG)", _SCAN),
    (rb"GIF8[79]a", "a picture (GIF)", _SCAN),
    (rb"II\*\0|MM\0\*", "a picture (TIFF)", _SCAN),
    (rb"....ftyp(?:heic|heix|mif1|avif)", "a picture (HEIC)", _SCAN),
    (rb"....ftyp(?:M4A|M4B)", "an audio recording (M4A)", _TRANSCRIPT),
    (rb"....ftyp", "a recording (MP4)", _TRANSCRIPT),
    (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", "an audio recording (MP3)", _TRANSCRIPT),
    (rb"\xff[\xf1\xf9]", "an audio recording (AAC)", _TRANSCRIPT),
    (rb"OggS\0", "a recording (Ogg)", _TRANSCRIPT),
    (rb"fLaC", "an audio recording (FLAC)", _TRANSCRIPT),
    (rb"#!AMR", "an audio recording (AMR)", _TRANSCRIPT),
    (rb"FORM....AIF[FC]", "an audio recording (AIFF)", _TRANSCRIPT),
    (rb"caff\0", "an audio recording (CAF)", _TRANSCRIPT),
    (rb"\x02dss|\x03ds2", "an audio recording (dictation)", _TRANSCRIPT),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a recording (Windows Media)", _TRANSCRIPT),
    (rb"RIFF....(?:WAVE|AVI )", "a recording (WAV or AVI)", _TRANSCRIPT),
    (rb"RIFF....WEBP", "a picture (WebP)", _SCAN),
    (rb"\x1a\x45\xdf\xa3", "a recording (Matroska or WebM)", _TRANSCRIPT),
    (rb"\x00\x00\x01\xba", "a recording (MPEG)", _TRANSCRIPT),
    (rb"\x1f\x8b", "a compressed file (gzip)", "Unpack it first"),
    (rb"7z\xbc\xaf\x27\x1c", "a compressed file (7z)", "Unpack it first"),
    (rb"Rar!\x1a", "a compressed file (rar)", "Unpack it first"),
    (rb"SQLite format 3\0", "a database", "If it is a project of another program, export its transcripts there"),
    (rb"\x7fELF|MZ\x90", "a program", "Check whether this is the right file"),
    (rb"bplist00", "a settings file of macOS", "Check whether this is the right file"),
)
#: Bytes inside a zip archive → what the archive is, and what to do.
_ZIP_CONTENTS = (
    (b"word/", "a Word document", _SUFFIX.format(".docx")),
    (b"xl/", "an Excel workbook", _SUFFIX.format(".xlsx")),
    (b"ppt/", "a PowerPoint presentation", "Save its text as .txt"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", _SUFFIX.format(".odt")),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table", _SUFFIX.format(".ods")),
    (b"mimetypeapplication/epub", "an e-book", "Save its text as .txt"),
    (b"project.qde", "a project of another program (REFI-QDA)", "Export its transcripts there as .docx or .txt"),
    (b"Index/Document.iwa", "a Pages document", "Export it from Pages as .docx"),
)
#: Streams of OLE containers → what the container is, and what to do.
_OLE_CONTENTS = (
    ("WordDocument", "an old Word document (.doc)", "Open it in a word processor and save it as .docx"),
    ("Workbook", "an old Excel workbook (.xls)", "Open it in a spreadsheet program and save it as .xlsx"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", "Save its text as .txt"),
    ("__substg1.0_", "a message of Outlook (.msg)", "Save its text as .txt"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.05  # share of control characters in data that is not text


def refuse(name: str, what: str, hint: str = "", detail: str = "") -> UnreadableFile:
    """Return the error for a file whose content does not match its suffix."""
    return UnreadableFile(f"{name} is {what}", detail or "Its content does not match its suffix", hint)


def refuse_known(data: bytes, name: str) -> None:
    """Raise UnreadableFile if the bytes are of a known format that is not text."""
    if data.startswith(_ZIP):
        head = data[:4000] + data[-4000:]
        for inside, what, hint in _ZIP_CONTENTS:
            if inside in head:
                raise refuse(name, what, hint)
        raise refuse(name, "a zip archive", "Unpack it first")
    if data.startswith(_OLE):
        raise refuse_ole(data, name)
    known = _magic(data)
    if known:
        raise refuse(name, *known)


def _magic(data: bytes) -> tuple[str, str] | None:
    """Return what the first bytes say that a file is, and what to do; None if they say nothing."""
    return next((row[1:] for row in _MAGIC if re.match(row[0], data, re.DOTALL)), None)


def suffix_by_content(data: bytes) -> str:
    """Return the suffix of the format that the first bytes are of, if it can be read as a transcript; else ""."""
    if data.startswith(_ZIP):
        head = data[:4000] + data[-4000:]
        advice = next((hint for part, _, hint in _ZIP_CONTENTS if part in head), "")
    else:
        advice = (_magic(data) or ("", ""))[1]
    prefix = _SUFFIX.format("")
    return advice.removeprefix(prefix) if advice.startswith(prefix) else ""


def refuse_ole(data: bytes, name: str) -> UnreadableFile:
    """Return the error for an OLE container: an old Office file or an encrypted new one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse(
            name,
            "protected by a password",
            "Open it in its program, remove the password (File > Info > Protect) and save it again",
            "It is encrypted and cannot be read without the password",
        )
    what, hint = next(
        (row[1:] for row in _OLE_CONTENTS if row[0].encode("utf-16-le") in data),
        ("an old Office file", "Open it in a word processor and save it as .docx"),
    )
    return refuse(name, what, hint, "Formats from before 2007 are not supported")


def is_ole(data: bytes) -> bool:
    """Return whether the bytes begin as an OLE container (.doc, or an encrypted .docx)."""
    return data.startswith(_OLE)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise UnreadableFile if bytes that should be 8-bit text are full of control characters."""
    head = data[:100_000]
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        raise refuse(name, "not a text file", "Check whether this is the right file", "It contains binary data")
