"""SYNTHETIC Word files whose package is unusual or damaged: the body is read as long as it is whole."""

import io
import zipfile
from pathlib import Path

import pytest

from coder.errors import UnreadableFile
from coder.exchange.importing import read_transcript
from coder.exchange.reading import transcript_in
from tests.exchange.word_files import STRICT, TYPES, load, packed, paragraphs, parts, relations, root, spoken

TALK = paragraphs("I: So?", "P: No.", "I: Oh.")
SPOKEN = [("I", "So?"), ("P", "No."), ("I", "Oh.")]
TEMPLATE = (
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.template.main+xml"/>'
)
FOOTNOTES = root("footnotes", f'<w:footnote w:id="2">{paragraphs("A note")}</w:footnote>')


def changed(**replaced: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a document with some replaced, or left out (None)."""
    names = {"types": "[Content_Types].xml", "package": "_rels/.rels", "relations": "word/_rels/document.xml.rels"}
    whole: dict[str, str | bytes | None] = {**parts(TALK), **{names[key]: data for key, data in replaced.items()}}
    return {name: data for name, data in whole.items() if data is not None}


VARIANTS = {
    "no types": changed(types=None),
    "type of a template": changed(types=TYPES.replace("<Default", TEMPLATE + "<Default")),
    "types not XML": changed(types=b"\xff"),
    "no relations of the package": changed(package=None),
    "relations of the package not XML": changed(package="<"),
    "missing thumbnail": changed(
        package=relations(
            ("rId1", "officeDocument", "word/document.xml"), ("rId2", "metadata/thumbnail", "docProps/thumbnail.jpeg")
        )
    ),
    "dangling relation": changed(relations=relations(("rId1", "image", "media/image1.png"))),
    "null image": changed(relations=relations(("rId1", "image", "../NULL"), ("rId2", "image", "NULL"))),
    "anchor as a target": changed(relations=relations(("rId1", "hyperlink", "#_Toc1"))),
    "relation without a target": changed(relations=relations(("rId1", "image", "")).replace(' Target=""', "")),
    "absolute target": changed(package=relations(("rId1", "officeDocument", "/word/document.xml"))),
    "strict relations": changed(
        package=relations(
            ("rId1", "officeDocument", "word/document.xml"),
            base="http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_package_is_read_by_its_body(tmp_path: Path, variant: str) -> None:
    result = load(tmp_path, VARIANTS[variant])
    assert spoken(result) == SPOKEN
    assert result.warnings == ()


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm"])
def test_macro_files_and_templates_are_read(tmp_path: Path, suffix: str) -> None:
    assert spoken(load(tmp_path, TALK, f"a{suffix}")) == SPOKEN


def test_strict_namespaces_are_read(tmp_path: Path) -> None:
    whole = parts('<w:p><w:r><w:t>I: </w:t><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:p>', STRICT)
    notes = root("footnotes", f'<w:footnote w:id="2">{paragraphs("A note")}</w:footnote>', STRICT)
    result = load(tmp_path, whole, footnotes=notes)
    assert result.text == "I: ≥"
    assert result.notes == ("Footnotes:\n\n1. A note",)


def test_main_part_may_have_another_name(tmp_path: Path) -> None:
    whole = parts(TALK)
    whole["word/document2.xml"] = whole.pop("word/document.xml")
    assert spoken(load(tmp_path, whole)) == SPOKEN
    whole["_rels/.rels"] = relations(("rId1", "officeDocument", "word/document2.xml"))
    assert spoken(load(tmp_path, whole)) == SPOKEN
    upper = {name.replace("word/", "Word\\").replace("document", "Document"): data for name, data in whole.items()}
    assert spoken(load(tmp_path, upper)) == SPOKEN


def test_notes_are_found_by_relation_or_name(tmp_path: Path) -> None:
    assert load(tmp_path, TALK, footnotes=FOOTNOTES).notes == ("Footnotes:\n\n1. A note",)
    whole = parts(TALK) | {
        "notes/mine.xml": FOOTNOTES,
        "word/_rels/document.xml.rels": relations(("rId1", "footnotes", "../notes/mine.xml")),
    }
    assert load(tmp_path, whole).notes == ("Footnotes:\n\n1. A note",)


@pytest.mark.parametrize("part", ["footnotes", "comments", "numbering", "styles"])
@pytest.mark.parametrize("data", ["", "<w:notes>", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_damaged_part_beside_the_body_is_told(tmp_path: Path, part: str, data: str) -> None:
    comments = root("comments", f'<w:comment w:id="1">{paragraphs("Why?")}</w:comment>' * 3)
    result = load(tmp_path, TALK, **({"comments": comments} | {part: data}))
    assert spoken(result) == SPOKEN
    assert result.warnings == (f"The {part} could not be read: this part of the file is damaged",)


def flipped(name: str) -> bytes:
    """A document in which a byte of the packed part is wrong."""
    whole = parts(TALK) | {"word/footnotes.xml": FOOTNOTES}
    data = bytearray(packed(whole))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
    at = entry.header_offset + 30 + len(name) + entry.compress_size // 2
    data[at] ^= 0xFF
    return bytes(data)


def test_wrong_checksum_of_a_note_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(flipped("word/footnotes.xml"))
    result = read_transcript(path)
    assert spoken(result) == SPOKEN
    assert result.warnings == ("The footnotes could not be read: this part of the file is damaged",)
    path.write_bytes(flipped("word/document.xml"))
    with pytest.raises(UnreadableFile, match="damaged"):
        read_transcript(path)


def test_encrypted_part_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed(parts(TALK)))
    place = data.rfind(b"word/document.xml")
    for header in (data.find(b"word/document.xml") - 30 + 6, place - 46 + 8):
        data[header] |= 1
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="password"):
        read_transcript(path)


def test_entities_are_refused_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    for declaration in (
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>',
        '<!DOCTYPE w [<!ENTITY x "' + "lol" * 10 + '">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/a.dtd">',
    ):
        whole = parts(TALK)
        document = str(whole["word/document.xml"])
        whole["word/document.xml"] = document.replace("?>", "?>" + declaration, 1).replace("So?", "&x;")
        with pytest.raises(UnreadableFile):
            load(tmp_path, whole)


def test_part_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.exchange.word.package.LARGEST_PART", 1000)
    with pytest.raises(UnreadableFile, match="suspiciously large"):
        transcript_in(packed(parts(TALK * 20)), "P01.docx")
