"""Damaged documents of each format are read or refused, and nothing outside of them is opened."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader_for, readers
from tests.exchange.documents import ODF, Line, odt, pdf, zipped

VARIANTS = 60
#: A file that the variants refer to, and words in it.
OUTSIDE, MARK = Path(__file__).as_uri(), "MARK OF THE FILE OUTSIDE"
BODY = (
    "<text:tracked-changes><text:changed-region><text:deletion/></text:changed-region></text:tracked-changes>"
    '<text:p>I: SYNTHETIC<text:s text:c="3"/><office:annotation office:name="1"><text:p>c</text:p>'
    '</office:annotation>words<office:annotation-end office:name="1"/></text:p><text:list>'
    '<text:list-item text:start-value="3"><text:p>P: one</text:p></text:list-item></text:list>'
    '<table:table><table:table-row table:number-rows-repeated="3"><table:table-cell '
    'table:number-columns-repeated="2"><text:p>I</text:p></table:table-cell></table:table-row></table:table>'
)
SHEET = "".join(
    f"<table:table-row><table:table-cell><text:p>{who}</text:p></table:table-cell>"
    f"<table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row>"
    for who, words in [("Speaker", "Text"), ("I", "SYNTHETIC question"), ("P", "an answer")]
)
FLAT = f"<office:document {ODF}><office:body><office:text>{BODY}</office:text></office:body></office:document>"
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}}{\stylesheet{\s1 heading 1;}}"
    r"\pard I: SYNTHETIC q\'e5 \u945? {\f1\'93\'fa}{\*\atrfstart 1}x{\*\atrfend 1}{\*\annotation{\*\atnref 1}c}"
    r"{\footnote n}\par\trowd\pard\intbl a\cell b\cell\row{\pict 00ff}{\bin3 abc}"
    r"{\field{\*\fldinst X}{\fldrslt y}}{\listtext 1.\tab}one\par}"
)
HTML = (
    "<html><body><p><b>Kari</b> SYNTHETIC<br>I: a&aring;<ol start=3><li>x</ol>"
    "<table><tr><td>I<td>w</table></body></html>"
)
EAF = (
    '<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/></TIME_ORDER>'
    '<TIER TIER_ID="K"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x" TIME_SLOT_REF1="a" TIME_SLOT_REF2="a">'
    "<ANNOTATION_VALUE>SYNTHETIC</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"
)
TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="25"><body><div>'
    '<p begin="00:00:01:12" end="2s">SYNTHETIC<br/>words</p><p begin="100t" dur="3ms">more</p></div></body></tt>'
)
SPEECH = {"segments": [{"start": 1.0, "end": 2.0, "text": "SYNTHETIC", "speaker": "A", "words": [{"word": "x"}]}]}
CSV = "Start;Speaker;Text\n00:00:01;I;SYNTHETIC words\n00:00:09;P;and more\n"


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in CSV.splitlines():
        book.active.append(row.split(";"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TEXT_GRID = """File type = "ooTextFile"
"TextGrid"

0
9
<exists>
1
"IntervalTier"
"Kari"
0
9
2
0
2.5
"SYNTHETIC"
2.5
9
"b"
"""
CHAT = """@UTF8
@Begin
@Languages:\teng
@Participants:\tINV Kari Investigator, PAR Ola Participant
@ID:\teng|x|INV|||||Investigator|||
*INV:\tSYNTHETIC . \x150_2500\x15
*PAR:\tit was cold . \x152500_9000\x15
@End
"""
SEEDS: dict[str, bytes] = {
    ".odt": odt(BODY),
    ".fodt": FLAT.encode(),
    ".ods": odt(f"<table:table>{SHEET}</table:table>", kind="spreadsheet"),
    ".xlsx": workbook(),
    ".csv": CSV.encode(),
    ".rtf": RTF.encode("latin-1"),
    ".pdf": pdf([[Line("I: SYNTHETIC be-", y=780), Line("ginning", y=766, bold=True), Line("1", 300, 40)]] * 2),
    ".html": HTML.encode(),
    ".mhtml": b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + HTML.encode(),
    ".otr": json.dumps({"text": HTML}).encode(),
    ".json": json.dumps(SPEECH).encode(),
    ".eaf": EAF.encode(),
    ".ttml": TTML.encode(),
    ".TextGrid": TEXT_GRID.encode(),
    ".cha": CHAT.encode(),
    ".sbv": b"0:00:01.000,0:00:02.000\nKari: SYNTHETIC\n\n0:01:01.000,0:01:02.000\nOla: c\n",
}
HOSTILE = [
    b"0", b"-1", b"99999999999", b"\0", b"\xff\xfe", b"{", b"}", b"<", b">", b'"', b"&", b"\\", b"NaN", b"null",
    b"1e999", b"[", b"\\u-1", b"\\bin999999999 ", b"&x;",
    f"<!DOCTYPE a [<!ENTITY x SYSTEM '{OUTSIDE}'>]>".encode(),
]  # fmt: skip


def mutated(chance: random.Random, data: bytes) -> bytes:
    """The bytes with some of them changed, left out, repeated or replaced by what means something."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        part = chance.choice([name for name in parts if name.endswith(".xml")])
        return zipped({**parts, part: mutated(chance, parts[part]), "../../outside.txt": b"outside"})
    changed = bytearray(data)
    acts: list[Callable[[int, int], Any]] = [
        lambda start, end: changed.__setitem__(slice(start, end), chance.randbytes(end - start)),
        lambda start, end: changed.__delitem__(slice(start, end)),
        lambda start, end: changed.__setitem__(slice(start, end), changed[start:end] * 20),
        lambda start, end: changed.__setitem__(slice(start, end), chance.choice(HOSTILE)),
        lambda start, end: changed.__delitem__(slice(start, None)) if chance.random() < 0.2 else None,
    ]
    for _ in range(chance.choice((1, 1, 2, 5))):
        start = chance.randrange(len(changed) + 1)
        chance.choice(acts)(start, min(len(changed), start + chance.choice((1, 2, 8, 40))))
    return bytes(changed)


def test_every_format_has_a_seed() -> None:
    elsewhere = {"docx", "txt", "md", "vtt", "srt"}  # in test_mutated_transcripts
    seeds = {reader_for(TRANSCRIPT, f"a{suffix}").name for suffix in SEEDS}
    assert {form.name for form in readers(TRANSCRIPT)} - elsewhere <= seeds


@pytest.mark.parametrize("suffix", SEEDS)
def test_damaged_file_is_read_or_refused(suffix: str) -> None:
    read = reader_for(TRANSCRIPT, f"a{suffix}").read
    assert "SYNTHETIC" in read(SEEDS[suffix], f"a{suffix}").text
    for variant in range(VARIANTS):
        try:
            transcript = read(mutated(random.Random(f"{suffix} {variant}"), SEEDS[suffix]), f"a{suffix}")
        except UnreadableFile:
            continue
        ends = [place for turn in transcript.turns for place in (turn.label, turn.start, turn.end)]
        assert ends == sorted(ends)
        assert all(0 <= place <= len(transcript.text) for place in ends)
        assert MARK not in transcript.text
