"""The text of Word paragraphs as the author sees it with all changes accepted (WordprocessingML, ECMA-376)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from coder.exchange.pages import Page, Passage
from coder.text.clean import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}tblPr", f"{W}tcPr"}
_LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_FOOTNOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_COMMENTS = {f"{W}commentRangeStart": "start", f"{W}commentRangeEnd": "end", f"{W}commentReference": "at"}
_TEXT_BOX = f"{W}txbxContent"
_SHOWN = ("b", "i", "u", "caps", "smallCaps", "color", "rStyle", "highlight")


class Body:
    """Puts a document's body on a Page; `seen` counts what could not be kept in place (text boxes, footnotes …)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: Counter[str] = Counter()
        self._kept: Passage | None = None  # a paragraph whose end mark was deleted: the next one goes on

    def add(self, container: Any) -> None:
        """Adds what is in a body, a content control or a table cell, in order."""
        for block in _blocks(container):
            if block.tag == f"{W}p":
                passage = self._passage(block)
                if passage:
                    self.page.paragraph(passage)
            else:
                self.page.table(self._rows(block))
        if self._kept:
            self.page.paragraph(self._kept)
            self._kept = None

    def _rows(self, table: Any) -> list[list[Passage]]:
        rows = []
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table or row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]
            rows.append([self._cell(cell) for cell in cells])
        return rows

    def _cell(self, cell: Any) -> Passage:
        """A cell's paragraphs, also those of a table in it, as one passage."""
        whole = Passage()
        for paragraph in cell.iter(f"{W}p"):
            if next(paragraph.iterancestors(_TEXT_BOX), None) is not None:
                continue
            passage = self._passage(paragraph)
            if passage and whole.text.strip() and passage.text.strip():
                whole.text += "\n"
            if passage:
                _append(whole, passage)
        if self._kept:
            _append(whole, self._kept)
            self._kept = None
        return whole

    def _passage(self, paragraph: Any) -> Passage | None:
        """A paragraph's passage, or None where it goes on in the next one."""
        passage = self._kept or Passage(heading=_is_heading(paragraph))
        self._kept = None
        signs: list[tuple[int, str]] = []
        for element in _inline(paragraph):
            self._take(element, passage, signs)
        if not passage.bold:
            passage.bold = _set_off(signs)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._kept = passage
            return None
        return passage

    def _take(self, element: Any, passage: Passage, signs: list[tuple[int, str]]) -> None:
        tag = element.tag
        if tag == f"{W}r":
            signs.append((len(passage.text), _look(element)))
        elif tag == f"{W}t":
            passage.text += clean(element.text or "").text
        elif tag in _LETTERS:
            passage.text += _LETTERS[tag]
        elif tag == f"{W}sym":
            passage.text += _symbol(element.get(f"{W}char") or "")
        elif tag in _COMMENTS:
            passage.marks.append((f"{_COMMENTS[tag]} {element.get(f'{W}id')}", len(passage.text)))
        elif tag in _FOOTNOTES:
            self.seen[_FOOTNOTES[tag]] += 1
        elif tag == _TEXT_BOX:
            self.seen["text box"] += 1


def _append(whole: Passage, passage: Passage) -> None:
    whole.marks += [(key, offset + len(whole.text)) for key, offset in passage.marks]
    whole.text += passage.text


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls and insertions included."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _blocks(child)


def _inline(parent: Any) -> Iterator[Any]:
    """Everything in a paragraph in reading order; deleted and hidden text and text boxes' insides left out."""
    for child in parent:
        if child.tag in _DELETED or (child.tag == f"{W}r" and _on(child, "vanish")):
            continue
        if child.tag.endswith("}Fallback"):
            continue  # the same drawing once more, for old programs
        yield child
        if child.tag != _TEXT_BOX:
            yield from _inline(child)


def _on(run: Any, name: str) -> bool:
    element = run.find(f"{W}rPr/{W}{name}")
    return element is not None and element.get(f"{W}val") not in ("0", "false", "none", "off")


def _look(run: Any) -> str:
    """What sets a run off from plain text; "" for plain."""
    found = [name for name in _SHOWN if _on(run, name)]
    values = [(run.find(f"{W}rPr/{W}{name}").get(f"{W}val") or "on") for name in found]
    looks = [f"{name}={value}" for name, value in zip(found, values, strict=True) if value not in ("auto", "000000")]
    return " ".join(looks)


def _set_off(signs: list[tuple[int, str]]) -> int:
    """How far the beginning of a paragraph looks different from plain text."""
    if not signs or not signs[0][1]:
        return 0
    first = signs[0][1]
    return next((offset for offset, look in signs if look != first), 10**9)


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val") or "").casefold() if style is not None else ""
    return name.startswith(("heading", "title", "overskrift", "tittel", "berschrift", "titre", "rubrik"))


def _symbol(code: str) -> str:
    value = int(code, 16) if code else 0
    return chr(value) if 0x20 <= value < 0xE000 and not 0xD800 <= value < 0xE000 else ""
