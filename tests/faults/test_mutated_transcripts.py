"""Damaged transcripts are read, or refused with a message; nothing else is raised, however they are damaged."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader_for
from tests.exchange.word_files import packed, paragraph, paragraphs, parts, relations, root, run

LINES = ("I: So?", "P: It was cold & dark.", "I: [00:01:02] Who came?", "P: Nobody — until March.", "- Æ, ø, å.")
SRT = "\n".join(f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n<i>{line}</i>\n" for at, line in enumerate(LINES))
COMMENT = f'<w:comment w:id="1" w:author="K">{paragraph("Why?")}</w:comment>'
BODY = (
    paragraphs(*LINES)
    + paragraph('<w:commentRangeStart w:id="1"/>', run("bold", "<w:b/>"), '<w:commentRangeEnd w:id="1"/>')
    + '<w:tbl><w:tr><w:tc><w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:p></w:tc></w:tr></w:tbl>'
    + "<w:p><w:m><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:m></w:p><w:altChunk r:id='rId5'/>"
)
SAMPLES = {
    "a.srt": SRT.encode(),
    "a.vtt": ("WEBVTT\n\nNOTE by us\n\n" + SRT.replace(",000", ".000").replace("<i>", "<v Kari>")).encode("utf-16"),
    "a.txt": "\n\n".join(LINES).encode(),
    "a.md": ("---\ntitle: x\n---\n# P3\n\n" + "\n\n".join(LINES) + "\n\n|I|So?|\n|-|-|\n|P|No.|\n").encode(),
    "a.docx": packed(
        parts(BODY)
        | {
            "word/comments.xml": root("comments", COMMENT),
            "word/chunk.txt": b"P: typed",
            "word/_rels/document.xml.rels": relations(("rId5", "aFChunk", "chunk.txt")),
        }
    ),
}
MUTANTS = 150


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: flip, cut, repeat, swap, insert, truncate."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, other = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
        size = chance.choice((1, 4, 40, 400))
        match chance.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = changed[at : at + size]
            case 3:
                changed[at : at + 9], changed[other : other + 9] = changed[other : other + 9], changed[at : at + 9]
            case 4:
                changed[at:at] = chance.randbytes(size % 10)
            case _:
                del changed[max(at, len(changed) - size) :]
    return bytes(changed)


def mutate_archive(data: bytes, chance: random.Random) -> bytes:
    """Change the parts of an archive: damage, drop, swap, rename, exchange tags; or the archive itself."""
    if chance.random() < 0.25:
        return mutate(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    name, other = chance.choice(list(contents)), chance.choice(list(contents))
    content = contents[name]
    match chance.randrange(5):
        case 0:
            contents[name] = mutate(content, chance)
        case 1:
            del contents[name]
        case 2:
            contents[name], contents[other] = contents[other], contents[name]
        case 3:
            contents[f"{name}x"] = contents.pop(name)
        case _:
            tags = re.findall(rb"</?\w+:?\w*[^>]*>", content) or [b"x"]
            contents[name] = content.replace(chance.choice(tags), chance.choice((*tags, b"")))
    return packed(contents)


@pytest.mark.parametrize("name", SAMPLES)
def test_mutated_transcript_is_read_or_refused(name: str) -> None:
    read = reader_for(TRANSCRIPT, name).read
    assert read(SAMPLES[name], name).turns
    chance = random.Random(name)
    change = mutate_archive if name.endswith("docx") else mutate
    outcomes = set()
    for _ in range(MUTANTS):
        try:
            result = read(change(SAMPLES[name], chance), name)
        except UnreadableFile:
            outcomes.add("refused")
            continue
        outcomes.add("read")
        for turn in result.turns:
            assert 0 <= turn.label <= turn.start <= turn.end <= len(result.text)
        for comment in result.comments:
            assert 0 <= comment.start <= comment.end <= len(result.text)
    assert "read" in outcomes
