"""Zip archives that hold documents: opened within limits, their XML parsed without fetching anything."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Any

from coder.errors import UnreadableFile

LARGEST_UNPACKED = 300_000_000  # bytes of all parts together; more is taken for a zip bomb
RATIO = 300  # unpacked to packed size, from 20 MB on
_ALWAYS_FINE = 20_000_000


def open_archive(data: bytes, name: str, kind: str) -> zipfile.ZipFile:
    """Return the zip archive in the bytes of a file. Raises UnreadableFile.

    `kind` says what the file should be: “OpenDocument file”.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError) as error:
        raise damaged(name, kind) from error
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED or (size > _ALWAYS_FINE and size > RATIO * len(data)):
        raise UnreadableFile(
            f"{name} is suspiciously large", f"Unpacked it would take {size // 10**6:,} MB", "It was not opened"
        )
    return archive


def read_part(archive: zipfile.ZipFile, part: str, name: str, kind: str) -> bytes:
    """Return the bytes of a part, none if it is missing. Raises UnreadableFile if it is damaged."""
    try:
        with archive.open(part) as stream:
            data = stream.read(LARGEST_UNPACKED + 1)
    except KeyError:
        return b""
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise damaged(name, kind) from error
    if len(data) > LARGEST_UNPACKED:
        raise UnreadableFile(f"{name} is suspiciously large", "It was not opened")
    return data


def parse_xml(data: bytes, name: str, kind: str) -> Any:
    """Return the root element of an XML document; entities are not expanded, nothing is fetched.

    Raises UnreadableFile.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, kind) from error


def damaged(name: str, kind: str) -> UnreadableFile:
    """Return the error for a document that cannot be opened."""
    return UnreadableFile(
        f"{name} is damaged",
        f"It is not a complete {kind}",
        "Open it in the program that wrote it, save it again, and check that it was copied completely",
    )
