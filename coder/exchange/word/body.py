"""The text of a Word document in reading order, tracked changes accepted; what is not kept in place is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from coder.exchange.text_builder import Passage, TextBuilder, distinct_length
from coder.exchange.word.equations import linear
from coder.exchange.word.package import MC, M, R, W
from coder.exchange.word.styles import Numbering, Styles, is_on
from coder.exchange.word.symbols import is_private, symbol
from coder.text.clean import REPLACEMENT, clean

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_VML = "{urn:schemas-microsoft-com:vml}"

_SKIPPED = {
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "rt",
        "instrText", "delText", "delInstrText", "customXmlPr", "smartTagPr", "fldData",
    )
}  # fmt: skip
_LETTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_COMMENTS = {f"{W}commentRangeStart": "start", f"{W}commentRangeEnd": "end", f"{W}commentReference": "at"}
_COUNTED = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{_A}blip": "picture",
    f"{_VML}imagedata": "picture",
    f"{_CHART}chart": "chart or diagram",
    f"{_DIAGRAM}relIds": "chart or diagram",
    f"{W}contentPart": "drawing",
    f"{W}subDoc": "inserted file",
}
_FORMATS = {f"{W}{name}": name for name in ("b", "i", "u", "caps", "smallCaps", "color", "rStyle", "highlight")}
_CHECKED, _UNCHECKED = "☒", "☐"
_RUN_PROPERTIES = f"{W}rPr"
_TEXT, _PARAGRAPH, _TABLE = f"{W}t", f"{W}p", f"{W}tbl"
_CONTROL, _CHUNK, _ALTERNATIVES = f"{W}sdt", f"{W}altChunk", f"{MC}AlternateContent"
_BLOCKS = (_PARAGRAPH, _TABLE, _CHUNK, f"{W}r", f"{M}oMath")  # runs and equations may stand outside paragraphs


class Body:
    """The body of a document, added to a text.

    `seen` counts what is not kept in place (text boxes, pictures …); `boxes` are the texts of text boxes, which with
    `boxes_in_place` follow the paragraph or table that holds them. `read_chunk` returns the paragraphs of an inserted
    file by its relation id, None if it cannot be read.
    """

    def __init__(
        self,
        builder: TextBuilder,
        styles: Styles,
        numbering: Numbering,
        read_chunk: Callable[[str], Sequence[str] | None],
        *,
        boxes_in_place: bool = False,
    ) -> None:
        self.builder = builder
        self.seen: Counter[str] = Counter()
        self.boxes: list[str] = []
        self._styles, self._numbering, self._read_chunk = styles, numbering, read_chunk
        self._unfinished: Passage | None = None  # a paragraph with a deleted end mark, which the next one continues
        self._formats: list[tuple[int, str]] = []  # of the runs in the paragraph
        self._fields: list[bool] = []  # open fields in the paragraph: whether the code has ended
        self._boxes_in_place = boxes_in_place
        self._waiting: list[Any] = []  # text boxes to be added after the paragraph

    def add(self, container: Any) -> None:
        """Add the content of a body, note or text box, in order."""
        for block in self._blocks(container):
            if block.tag == _CHUNK:
                self._add_chunk(block)
            elif block.tag == _TABLE:
                self._add_table(block)
            elif passage := self._passage(block):
                self.builder.add_paragraph(passage)
            boxes, self._waiting = self._waiting, []
            for box in boxes:
                self.add(box)
        if self._unfinished:
            self.builder.add_paragraph(self._unfinished)
            self._unfinished = None

    def _blocks(self, container: Any) -> Iterator[Any]:
        """Yield paragraphs, tables and inserted files in order, also those in content controls and insertions."""
        for child in container:
            if child.tag in _BLOCKS:
                yield child
            elif child.tag == _ALTERNATIVES:
                yield from self._blocks(_branch(child))
            elif child.tag in _COUNTED:
                self.seen[_COUNTED[child.tag]] += 1
            elif child.tag == _CONTROL and _is_placeholder(child):
                self.seen["unanswered field"] += 1
            elif child.tag not in _SKIPPED:
                yield from self._blocks(child)

    def _add_chunk(self, chunk: Any) -> None:
        paragraphs = self._read_chunk(chunk.get(f"{R}id") or "")
        if paragraphs is None:
            self.seen["inserted file"] += 1
        for paragraph in paragraphs or ():
            self.builder.add_paragraph(Passage(paragraph))

    # Tables

    def _add_table(self, table: Any) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):  # a frame around text
            for cells in rows:
                for cell in cells:
                    self.add(cell)
            return
        self.builder.add_table([[self._cell(cell) for cell in cells] for cells in rows])

    def _cell(self, cell: Any) -> Passage:
        """Return the paragraphs of a cell, nested tables included, as one passage."""
        whole = Passage()
        self._append_blocks(whole, cell)
        if self._unfinished:
            _append(whole, self._unfinished)
            self._unfinished = None
        return whole

    def _append_blocks(self, whole: Passage, container: Any) -> None:
        for block in self._blocks(container):
            if block.tag == _CHUNK:
                paragraphs = self._read_chunk(block.get(f"{R}id") or "")
                self.seen["inserted file"] += paragraphs is None
                for paragraph in paragraphs or ():
                    _append(whole, Passage(paragraph))
            elif block.tag == _TABLE:
                for row in _rows(block):
                    for cell in _cells(row):
                        self._append_blocks(whole, cell)
            elif passage := self._passage(block):
                _append(whole, passage)

    # Paragraphs

    def _passage(self, paragraph: Any) -> Passage | None:
        """Return the passage of a paragraph, run or equation, or None if the next paragraph continues it."""
        passage = self._unfinished or Passage(heading=self._styles.is_heading(paragraph))
        begins = self._unfinished is None
        self._unfinished = None
        self._formats, self._fields = [], []
        if paragraph.tag == _PARAGRAPH:
            self._add_children(paragraph, passage)
        else:
            self._add_inline(paragraph, passage)
        if not passage.bold:
            passage.bold = distinct_length(self._formats)
        if begins:
            place = self._styles.list_level(paragraph)
            number = self._numbering.next_number(*place) if place else ""
            if number.endswith(": ") and any(map(str.isalpha, number)):
                _put_before(passage, number)  # a list of turns: `I:`, `Speaker 1:`
            else:
                passage.number = number
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._unfinished = passage
            return None
        return passage

    def _add_children(self, parent: Any, passage: Passage) -> None:
        for child in parent:
            self._add_inline(child, passage)

    def _add_inline(self, element: Any, passage: Passage) -> None:
        tag = element.tag
        handler = _HANDLERS.get(tag)
        if handler:
            handler(self, element, passage)
        elif tag in _LETTERS:
            passage.text += _LETTERS[tag]
        elif tag in _COMMENTS:
            passage.marks.append((f"{_COMMENTS[tag]} {element.get(f'{W}id')}", len(passage.text)))
        elif tag in _COUNTED:
            self.seen[_COUNTED[tag]] += 1
        elif tag not in _SKIPPED:
            self._add_children(element, passage)

    def _add_run(self, run: Any, passage: Passage) -> None:
        properties = run.find(_RUN_PROPERTIES)
        if properties is not None and self._styles.is_hidden(properties):
            words = sum(len((text.text or "").split()) for text in run.iter(_TEXT))
            self.seen["word of hidden text"] += words
            for mark in run.iter(*_COMMENTS):
                self._add_inline(mark, passage)
            return
        self._formats.append((len(passage.text), "" if properties is None else _formatting(properties)))
        self._add_children(run, passage)

    def _add_text(self, element: Any, passage: Passage) -> None:
        if not all(self._fields):
            return  # the code of a field
        text = element.text or ""
        if text.isprintable():
            passage.text += text
            return
        text = clean(text).text
        if is_private(text):
            fonts = element.getparent().find(f"{W}rPr/{W}rFonts")
            names = fonts.attrib.values() if fonts is not None else ()
            font = next((name for name in names if symbol(name, 0xF041)), "Symbol")
            text = "".join((symbol(font, ord(letter)) or letter) if is_private(letter) else letter for letter in text)
        passage.text += text

    def _add_symbol(self, element: Any, passage: Passage) -> None:
        code = element.get(f"{W}char") or ""
        try:
            letter = symbol(element.get(f"{W}font") or "", int(code, 16))
        except ValueError:
            letter = None
        self.seen["unknown symbol"] += letter is None
        passage.text += letter or REPLACEMENT

    def _add_equation(self, element: Any, passage: Passage) -> None:
        passage.text += clean(linear(element)).text

    def _add_branch(self, alternatives: Any, passage: Passage) -> None:
        self._add_children(_branch(alternatives), passage)

    def _add_object(self, element: Any, passage: Passage) -> None:
        self.seen["embedded object"] += 1

    def _add_box(self, box: Any, passage: Passage) -> None:
        """Keep the text of a text box, apart from the text around it."""
        if self._boxes_in_place:
            self._waiting.append(box)
            return
        inner = Body(TextBuilder(), self._styles, self._numbering, self._read_chunk)
        inner.seen = self.seen
        inner.add(box)
        text = inner.builder.finish().strip()
        self.boxes += [text] if text else []
        self.boxes += inner.boxes
        self.seen["text box"] += bool(text)

    # Fields and content controls

    def _add_field(self, character: Any, passage: Passage) -> None:
        """Follow the beginning, the end of the code and the end of a field; add the answer of a form field."""
        kind = character.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
            passage.text += _form_answer(character)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _add_control(self, control: Any, passage: Passage) -> None:
        if _is_placeholder(control):
            self.seen["unanswered field"] += 1
            return
        before = len(passage.text)
        self._add_children(control, passage)
        if not passage.text[before:].strip():
            passage.text += _control_answer(control)


def _put_before(passage: Passage, words: str) -> None:
    passage.text = words + passage.text if passage.text.strip() else passage.text
    passage.marks = [(key, offset + len(words)) for key, offset in passage.marks]
    passage.bold = 0


def _append(whole: Passage, passage: Passage) -> None:
    if whole.text.strip() and passage.text.strip():
        whole.text += "\n"
    whole.text += passage.number if passage.text.strip() else ""
    whole.marks += [(key, offset + len(whole.text)) for key, offset in passage.marks]
    whole.text += passage.text


def _rows(table: Any) -> Iterator[Any]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(_TABLE)) is table and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is row and cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


def _branch(alternatives: Any) -> Any:
    """Return the branch to be read, of alternatives for new and old programs: the first that has words."""
    branches = list(alternatives)
    wordy = (branch for branch in branches if next(branch.iter(_TEXT, f"{M}t", f"{W}sym"), None) is not None)
    return next(wordy, branches[0] if branches else ())


def _is_placeholder(control: Any) -> bool:
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _control_answer(control: Any) -> str:
    """Return the answer of a content control that shows none: the last choice, or a check box."""
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        return ""
    checked = properties.find(f"{_W14}checkbox/{_W14}checked")
    if checked is not None:
        return _UNCHECKED if checked.get(f"{_W14}val") in ("0", "false") else _CHECKED
    for kind in ("dropDownList", "comboBox"):
        answer = properties.find(f"{W}{kind}")
        value = answer.get(f"{W}lastValue") if answer is not None else None
        if value:
            items = {item.get(f"{W}value"): item.get(f"{W}displayText") for item in answer.findall(f"{W}listItem")}
            return clean(items.get(value) or value).text
    return ""


def _form_answer(character: Any) -> str:
    """Return the answer of a form field of older documents: a drop-down list or a check box."""
    box = character.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        return _CHECKED if is_on(box.find(f"{W}default") if state is None else state) else _UNCHECKED
    choices = character.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    chosen = choices.find(f"{W}result")
    chosen = choices.find(f"{W}default") if chosen is None else chosen
    place = chosen.get(f"{W}val") or "" if chosen is not None else "0"
    entries = [entry.get(f"{W}val") or "" for entry in choices.findall(f"{W}listEntry")]
    return clean(entries[int(place)]).text if place.isdecimal() and int(place) < len(entries) else ""


def _formatting(properties: Any) -> str:
    """Return the formatting that run properties give; "" for plain text."""
    values = []
    for element in properties:
        if element.tag in _FORMATS and is_on(element):
            value = element.get(f"{W}val") or "on"
            if value not in ("auto", "000000"):
                values.append(f"{_FORMATS[element.tag]}={value}")
    return " ".join(sorted(values))


_HANDLERS: dict[str, Callable[[Body, Any, Passage], None]] = {
    _TEXT: Body._add_text,
    f"{W}r": Body._add_run,
    f"{W}sym": Body._add_symbol,
    f"{W}fldChar": Body._add_field,
    f"{W}object": Body._add_object,
    f"{W}txbxContent": Body._add_box,
    f"{M}oMath": Body._add_equation,
    _CONTROL: Body._add_control,
    _ALTERNATIVES: Body._add_branch,
}
