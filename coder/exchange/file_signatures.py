"""File signatures: recognise a file by its first bytes, and refuse what is not text."""

from __future__ import annotations

from coder.errors import UnreadableFile

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "Save the text of it as .txt or .docx"),
    (b"{\\rtf", "an RTF document", "Save it as .docx or .txt"),
    (b"\x89PNG", "a picture (PNG)", ""),
    (b"\xff\xd8\xff", "a picture (JPEG)", ""),
    (b"GIF8", "a picture (GIF)", ""),
    (b"ID3", "an audio recording (MP3)", "Import its transcript instead"),
    (b"\xff\xfb", "an audio recording (MP3)", "Import its transcript instead"),
    (b"OggS", "a recording (Ogg)", "Import its transcript instead"),
    (b"RIFF", "a recording (WAV or AVI)", "Import its transcript instead"),
    (b"\x1a\x45\xdf\xa3", "a recording (Matroska)", "Import its transcript instead"),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)", "Unpack it first"),
    (b"Rar!", "a compressed file (rar)", "Unpack it first"),
    (b"SQLite format 3\0", "a database", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90", "a program", ""),
)
_ZIP_CONTENTS = (
    (b"word/", "a Word document", "Give it the suffix .docx"),
    (b"xl/", "an Excel workbook", "Save the sheet as text, or the transcript as .docx"),
    (b"ppt/", "a PowerPoint presentation", "Save the text of it as .txt"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", "Save it as .docx"),
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
    if data[4:8] == b"ftyp":
        raise refuse(name, "a recording (MP4)", "Import its transcript instead")
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise refuse(name, what, hint)


def refuse_ole(data: bytes, name: str) -> UnreadableFile:
    """Return the error for an OLE container: an old Office file or an encrypted new one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse(
            name,
            "protected by a password",
            "Open it in Word, remove the password (File > Info > Protect Document) and save it again",
            "It is encrypted and cannot be read without the password",
        )
    return refuse(
        name,
        "an old Word document (.doc)" if "WordDocument".encode("utf-16-le") in data else "an old Office file",
        "Open it in a word processor and save it as .docx",
        "Formats from before 2007 are not supported",
    )


def is_ole(data: bytes) -> bool:
    """Return whether the bytes begin as an OLE container (.doc, or an encrypted .docx)."""
    return data.startswith(_OLE)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise UnreadableFile if bytes that should be 8-bit text are full of control characters."""
    head = data[:100_000]
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        raise refuse(name, "not a text file", "Check that this is the right file", "It contains binary data")
