"""SYNTHETIC Word files, built part by part, as Word and other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from coder.exchange.importing import read_transcript
from coder.exchange.transcript import Transcript

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
STRICT = {
    **SPACES,
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text; `properties` is the content of its rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph; what does not begin with `<` is text."""
    runs = (piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def paragraphs(*lines: str) -> str:
    return "".join(paragraph(line) for line in lines)


def root(tag: str, content: str, spaces: Mapping[str, str] = SPACES) -> str:
    declarations = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} {declarations}>{content}</w:{tag}>'


def relations(*targets: tuple[str, str, str], base: str = OFFICE) -> str:
    """Relations as (id, type, target)."""
    rows = "".join(
        f'<Relationship Id="{id}" Type="{base}/{kind}" Target="{target}"/>' for id, kind, target in targets
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
    )


def parts(body: str, spaces: Mapping[str, str] = SPACES) -> dict[str, str | bytes]:
    """The parts of the smallest document with a body."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": root("document", f"<w:body>{body}<w:sectPr/></w:body>", spaces),
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def load(
    folder: Path, body: str | Mapping[str, str | bytes], name: str = "a.docx", **more: str | bytes
) -> Transcript:
    """Read a document with a body, or with these parts; `more` are parts in `word/`."""
    whole = parts(body) if isinstance(body, str) else dict(body)
    whole |= {f"word/{part}.xml": data for part, data in more.items()}
    path = folder / name
    path.write_bytes(packed(whole))
    return read_transcript(path)


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]
