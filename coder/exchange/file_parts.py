"""All that a file says, with the place of each part: text, comments, headers, tracked changes, hidden properties."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.archive import damaged, open_archive, parse_xml, read_part
from coder.exchange.file_signatures import is_ole, refuse, refuse_ole
from coder.exchange.registry import file_bytes, suffix_of
from coder.text.phrases import format_count

PARAGRAPH, LINE = "paragraph", "line"
_KIND = "document"


class FilePart(NamedTuple):
    """A text in a file and where it is: `body`, `comment`, `properties: author`, `Sheet1!B3`.

    `unit` names what its lines are (paragraph, line, "" for a single one). A part by an `author` names a person, or
    what stands for one.
    """

    where: str
    text: str
    unit: str = ""
    author: bool = False


class FileContent(NamedTuple):
    """The parts of a file that hold text, and what of it was not read, such as pictures."""

    parts: list[FilePart]
    unread: list[str]


def read_file_parts(path: Path) -> FileContent:
    """Return the parts of a file, read in a process of its own. Raises UnreadableFile."""
    from coder.exchange import sandbox

    content: FileContent = sandbox.run("parts", file_bytes(path), path.name, (), FileContent)
    return content


def parts_of(data: bytes, name: str, depth: int = 0) -> FileContent:
    """Return the parts in the bytes of a file with a name, `depth` files deep. Raises UnreadableFile."""
    suffix = suffix_of(name)
    if is_ole(data):
        raise refuse_ole(data, name)
    content = _office(data, name, depth) if suffix in _OFFICE else _READERS.get(suffix, _text)(data, name)
    return FileContent([part for part in content.parts if part.text.strip()], content.unread)


# Office documents: every XML part of the package

_PLACES = (
    (r"word/document\d*\.xml", "body"),
    (r"word/(?:comments\w*)\.xml|xl/(?:comments|threadedcomments/).*\.xml|ppt/comments/.*\.xml", "comment"),
    (r"word/footnotes\.xml", "footnote"),
    (r"word/endnotes\.xml", "endnote"),
    (r"word/header\d*\.xml", "header"),
    (r"word/footer\d*\.xml", "footer"),
    (r"word/glossary/document\.xml", "building block"),
    (r"(?:word|xl|ppt)/(?:charts|diagrams|drawings)/.*\.xml", "chart or drawing"),
    (r"word/people\.xml|xl/persons/.*\.xml|ppt/commentauthors\.xml|ppt/authors\.xml", "people"),
    (r"ppt/slides/slide\d+\.xml", "slide"),
    (r"ppt/notesslides/.*\.xml", "notes of a slide"),
    (r"xl/workbook\.xml", "workbook"),
    (r"content\.xml|.*\.fodt", "body"),
    (r"styles\.xml", "header or footer"),
    (r"docprops/.*\.xml|meta\.xml", "properties"),
    (r".*\.rels", "link"),
)
_PATTERNS = tuple((re.compile(pattern), place) for pattern, place in _PLACES)
_PICTURE = re.compile(r"(?:.*/)?(?:media|pictures|embeddings|objectreplacements)/.+")
_INSERTED = re.compile(r"(?:.*/)?(?:[^/]+\.(?:html?|xhtml|mht|txt|rtf|docx|xlsx|xlsm|pptx|odt|ods|csv))")
_MOST_NESTED = 3  # files in files
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PARAGRAPHS = {"p", "h", "si", "is", "text", "title", "subject", "keywords", "description"}
_WORDS = {"t", "delText", "instrText", "delInstrText"}
#: Properties that name a person, a machine or an employer.
_AUTHORS = {
    *("creator", "lastModifiedBy", "Company", "Manager", "initial-creator", "printed-by"),
    *("author", "displayName", "userId", "initials", "providerId"),
}
#: Properties that say nothing about a person.
_TECHNICAL = {
    *("Application", "AppVersion", "Template", "TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs"),
    *("DocSecurity", "ScaleCrop", "LinksUpToDate", "CharactersWithSpaces", "SharedDoc", "HyperlinksChanged"),
    *("created", "modified", "revision", "generator", "editing-duration", "editing-cycles", "language", "i4", "date"),
    *("creation-date", "document-statistic", "version", "print-date", "HLinks"),
    *("contentType", "contentStatus", "identifier", "lastPrinted", "PresentationFormat"),
}
_ALTERNATIVE = ("descr", "title")  # of a picture, read out by a screen reader


def _office(data: bytes, name: str, depth: int) -> FileContent:
    """Return the parts of an Office Open XML or OpenDocument file."""
    if not data.startswith(b"PK"):
        raise refuse(name, "not an office document", "If it is plain text, give it the suffix .txt")
    parts: list[FilePart] = []
    with open_archive(data, name, _KIND) as archive:
        entries = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        if any(entry.flag_bits & 1 for entry in archive.infolist()) or "EncryptedPackage" in entries:
            raise UnreadableFile(f"{name} is protected by a password", "", "Save it without a password")
        if b"encryption-data" in read_part(archive, "META-INF/manifest.xml", name, _KIND):
            raise UnreadableFile(f"{name} is protected by a password", "", "Save it without a password")
        roots: dict[str, Any] = {}
        for entry in entries:
            key = entry.replace("\\", "/").casefold()
            if _place(key) or _SHEET.fullmatch(key) or key == "xl/sharedstrings.xml":
                roots[key] = parse_xml(read_part(archive, entry, name, _KIND), name, _KIND)
        inserted = [entry for entry in entries if _INSERTED.fullmatch(entry.casefold())]
        files = [(posixpath.basename(entry), read_part(archive, entry, name, _KIND)) for entry in inserted]
    if not roots:
        raise damaged(name, _KIND)
    for key, root in roots.items():
        place = _place(key)
        if place:
            parts += _parts_of_xml(place, root)
    parts += _cells(roots)
    nested = [_inserted(content, base, depth) for base, content in files]
    parts += [part for content in nested for part in content.parts]
    others = [entry for entry in entries if entry not in inserted and _PICTURE.fullmatch(entry.casefold())]
    number = len(others) + sum(len(content.unread) for content in nested)
    unread = [format_count(number, "picture or embedded file", "pictures or embedded files")] if number else []
    return FileContent(parts, unread)


def _inserted(data: bytes, name: str, depth: int) -> FileContent:
    """Return the parts of a file in a file, such as the workbook of a chart; nothing read where it is too deep."""
    if depth >= _MOST_NESTED:
        return FileContent([], [name])
    try:
        content = parts_of(data, name, depth + 1)
    except UnreadableFile:
        return FileContent([], [name])
    parts = [part._replace(where=f"inserted file {name}: {part.where}") for part in content.parts]
    return FileContent(parts, content.unread)


def _place(key: str) -> str:
    return next((place for pattern, place in _PATTERNS if pattern.fullmatch(key)), "")


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _parts_of_xml(place: str, root: Any) -> Iterator[FilePart]:
    if place == "properties":
        yield from _properties(root)
    elif place == "link":
        for link in root:
            if link.get("TargetMode") == "External":
                yield FilePart(place, link.get("Target") or "")
    elif place == "workbook":
        for sheet in (element for element in root.iter() if _local(element) in ("sheet", "definedName")):
            yield FilePart("name of a sheet or range", sheet.get("name") or "")
    else:
        yield FilePart(place, "\n".join(_paragraphs(root)), PARAGRAPH)
        yield from _authors(place, root)


def _properties(root: Any) -> Iterator[FilePart]:
    for element in root.iter():
        key, text = _local(element), (element.text or "").strip()
        if text and key not in _TECHNICAL and not text.isdigit():
            name = element.getparent().get("name") if key.startswith("lp") else element.get(_META_NAME)
            yield FilePart(f"properties: {name or key}", text, author=key in _AUTHORS)


_META_NAME = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}name"


def _authors(place: str, root: Any) -> Iterator[FilePart]:
    """Yield who made comments and tracked changes, and the alternative texts of pictures."""
    seen: set[tuple[str, str]] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2]
            kind = "author" if local in _AUTHORS else "alternative text" if local in _ALTERNATIVE else ""
            if kind and value.strip() and (kind, value) not in seen and _local(element) != "ind":
                seen.add((kind, value))
                yield FilePart(f"{place}: {kind}", value, author=kind == "author")
        if _local(element) in ("creator", "author", "creator-initials", "sender-initials") and element.text:
            yield FilePart(f"{place}: author", element.text, author=True)


def _paragraphs(element: Any) -> Iterator[str]:
    """Yield the texts of the outermost paragraphs, in order."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        key = _local(child)
        if key in ("p", "h") or (key in _PARAGRAPHS and not _inner_paragraphs(child)):
            yield _text_of(child)
        else:
            yield from _paragraphs(child)


def _inner_paragraphs(element: Any) -> bool:
    return any(_local(child) in ("p", "h") for child in element.iter() if child is not element)


def _text_of(paragraph: Any) -> str:
    """Return the words of a paragraph, deleted ones and field codes included, on one line."""
    words = []
    own = [element for element in paragraph.iter() if _local(element) in _WORDS]
    if not own:  # OpenDocument: the words are the text of the elements themselves
        return " ".join("".join(paragraph.itertext()).split())
    for element in paragraph.iter():
        key = _local(element)
        if key in _WORDS:
            words.append(element.text or "")
        elif key in ("tab", "br", "cr", "p"):
            words.append(" ")
    return " ".join("".join(words).split())


def _cells(roots: dict[str, Any]) -> Iterator[FilePart]:
    """Yield the cells of a workbook, those of hidden sheets too, and its shared strings that no cell uses."""
    shared = roots.get("xl/sharedstrings.xml")
    strings = [_text_of(item) for item in shared] if shared is not None else []
    used = set()
    for key, root in roots.items():
        if not _SHEET.fullmatch(key):
            continue
        sheet = posixpath.basename(key).removesuffix(".xml")
        for cell in (element for element in root.iter() if _local(element) == "c"):
            value = "".join(child.text or "" for child in cell if _local(child) == "v")
            if cell.get("t") == "s" and value.isdigit() and int(value) < len(strings):
                used.add(int(value))
                value = strings[int(value)]
            elif cell.get("t") == "inlineStr":
                value = _text_of(cell)
            yield FilePart(f"{sheet}!{cell.get('r') or '?'}", value)
        for words in (element for element in root.iter() if _local(element) in ("oddHeader", "oddFooter")):
            yield FilePart(f"{sheet}: header or footer", words.text or "")
    for number, text in enumerate(strings):
        if number not in used:
            yield FilePart("a text that no cell shows", text)


# Other formats


def _text(data: bytes, name: str) -> FileContent:
    """Return the text of a file: as a transcript of its format, else as plain text."""
    from coder.exchange.encoding import decode
    from coder.exchange.registry import TRANSCRIPT, reader_for, readers

    known = {suffix for form in readers(TRANSCRIPT) for suffix in form.suffixes}
    suffix = suffix_of(name)
    if suffix in (".txt", ".md", ".svg", ".xml", ".bib", ".log") or suffix not in known:
        return FileContent([FilePart("text", decode(data, name).text, LINE)], [])
    read = reader_for(TRANSCRIPT, name).read(data, name)
    parts = [FilePart("text", read.text, LINE)]
    parts += [FilePart("note", note, LINE) for note in read.notes]
    parts += [FilePart("comment", comment.text, LINE) for comment in read.comments]
    authors = dict.fromkeys(comment.author for comment in read.comments)
    parts += [FilePart("comment: author", author, author=True) for author in authors]
    return FileContent(parts, [])


def _table(data: bytes, name: str) -> FileContent:
    from coder.exchange.tables import read_table

    rows = read_table(data, name).rows
    heads = rows[0] if rows else []
    parts = []
    for number, row in enumerate(rows, 1):
        for head, cell in zip(heads, row, strict=False):
            parts.append(FilePart(f"row {number}, {' '.join(head.split())[:40] or 'no heading'}", cell))
    return FileContent(parts, [])


def _json(data: bytes, name: str) -> FileContent:
    from coder.exchange.encoding import decode

    try:
        value = json.loads(decode(data, name).text)
    except (ValueError, RecursionError):
        return _text(data, f"{name}.txt")
    return FileContent(list(_strings(value, "")), [])


def _strings(value: object, where: str) -> Iterator[FilePart]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield FilePart(f"key {where}".strip(), str(key))
            yield from _strings(item, f"{where}.{key}".strip("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, f"{where}[{number}]")
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield FilePart(where or "value", str(value))


def _page(data: bytes, name: str) -> FileContent:
    """Return what a web page shows, and what it holds besides: title, comments, hidden texts, properties, links."""
    from lxml import etree, html

    from coder.exchange.web_document import decode_page

    source, *_ = decode_page(data, name)
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, TypeError, SyntaxError) as error:  # lxml: a page without elements
        raise damaged(name, "web page") from error
    lines = [""]
    parts: list[FilePart] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            parts.append(FilePart("comment", element.text or "", LINE))
            lines[-1] += element.tail or ""
            continue
        if element.tag in _BLOCKS:
            lines.append("")
        if event == "end":
            lines[-1] += element.tail or ""
            continue
        if element.tag not in ("script", "style"):
            lines[-1] += element.text or ""
        elif "json" in (element.get("type") or ""):
            parts.append(FilePart("data of a script", element.text or "", LINE))
        parts += _attributes(element)
    text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    return FileContent([FilePart("text", text, LINE), *parts], [])


_BLOCKS = frozenset((
    "p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "title", "tr", "section", "article", "header",
    "footer", "blockquote", "dt", "dd", "br", "figcaption", "pre", "textarea", "option", "summary", "caption",
))  # fmt: skip
_PAGE_AUTHORS = ("author", "creator", "dc.creator", "lastmodifiedby")
_SAID = ("description", "keywords", "subject", "title")


def _attributes(element: Any) -> Iterator[FilePart]:
    """Yield what the attributes of an element of a web page say that a reader may not see."""
    for key in ("alt", "title", "placeholder", "value", "href", "src"):
        value = element.get(key) or ""
        if value and (key not in ("href", "src") or re.match(r"(?:mailto|tel|file):", value)):
            yield FilePart(f"attribute {key}", value)
    name = (element.get("name") or "").casefold() if element.tag == "meta" else ""
    if name in (*_PAGE_AUTHORS, *_SAID):
        yield FilePart(f"properties: {name}", element.get("content") or "", author=name in _PAGE_AUTHORS)


def _pdf(data: bytes, name: str) -> FileContent:
    import pypdfium2

    content = _text(data, name)
    document = pypdfium2.PdfDocument(data)
    try:
        properties = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    parts = [
        FilePart(f"properties: {key}", value, author=key == "Author")
        for key, value in properties.items()
        if key in ("Author", "Title", "Subject", "Keywords")
    ]
    return FileContent([*content.parts, *parts], content.unread)


_OFFICE = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp")
_READERS: dict[str, Callable[[bytes, str], FileContent]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _page),
    **dict.fromkeys((".csv", ".tsv"), _table),
    ".json": _json,
    ".pdf": _pdf,
}
