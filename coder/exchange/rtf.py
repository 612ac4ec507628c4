"""Read Rich Text Format (Microsoft, 1.9.1): text, tables, notes and comments, in the code page of each font."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coder.exchange.text_builder import Passage, TextBuilder, distinct_length, locate_comment
from coder.exchange.transcript import Comment
from coder.text.clean import clean

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
#: Character sets of fonts → codecs; 0 and 1 are the code page of the document.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_DOCUMENT_CODECS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_LETTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "nestcell": "\t",
    "nestrow": "\n", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_SIGNS = {"~": "\u00a0", "_": "-", "-": ""}
_ENDS = frozenset(("par", "sect", "page", "column"))
#: Destinations that are no text of the document.
_SKIPPED = frozenset((
    "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst",
    "nonshppict", "listtable", "listoverridetable", "revtbl", "rsidtbl", "tc", "xe", "rxe", "bkmkstart", "bkmkend",
    "objdata", "objclass", "datafield", "formfield", "template", "private", "filetbl", "sp", "shprslt", "atnid",
    "atntime", "atnicn", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
    "momathpr", "mctrlpr", "mmathpict", "pgptbl", "xmlnstbl", "themedata", "colorschememapping", "datastore",
    "latentstyles", "generator", "wgrffmtfilter", "userprops", "background", "docvar",
))  # fmt: skip
#: Destinations marked to be skipped by readers that do not know them, which hold text nevertheless.
_TRANSPARENT = frozenset(("shpinst", "momath", "ud", "objattph", "htmltag"))
_COLLECTED = frozenset(("footnote", "annotation", "shptxt", "dptxbxtext", "atnauthor", "listtext", "pntext"))
_KEYS = frozenset(("atrfstart", "atrfend", "atnref", "atndate"))
_HEADINGS = ("heading", "title", "overskrift", "tittel", "berschrift", "titre", "rubrik")


class _Font(NamedTuple):
    codec: str
    symbols: bool = False


@dataclass
class _State:
    """What holds inside a group: where text goes, and how it is set."""

    destination: str = ""  # "" for the document itself
    collected: list[str] | None = None
    font: int = -1
    uc: int = 1
    starred: bool = False
    hidden: bool = False
    table: bool = False
    heading: bool = False
    formats: dict[str, int] = field(default_factory=dict)

    def child(self) -> _State:
        return replace(self, starred=False, formats=dict(self.formats))


class Document:
    """The text of a document, built while it is read."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.notes: dict[str, list[str]] = {}
        self.seen: Counter[str] = Counter()
        self.complete = False
        self._comments: list[tuple[str, str, str, str]] = []  # key, text, author, when
        self._codec = "cp1252"
        self._fonts: dict[int, _Font] = {}
        self._black: set[int] = set()
        self._colors = 0
        self._heading_styles: set[int] = set()
        self._style = -1
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = b""  # text not yet decoded
        self._high = 0  # first half of a surrogate pair
        self._skip = 0  # characters that repeat a \u
        self._passage = Passage()
        self._formats: list[tuple[int, str]] = []
        self._cells: list[Passage] = []
        self._rows: list[list[Passage]] = []
        self._author = self._when = self._key = ""

    def read(self, data: bytes) -> None:
        """Read a whole document into the builder."""
        text = data.decode("latin-1")
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                break
            at = match.end()
            kind = match.lastgroup
            if kind == "text":
                self._text(match["text"])
            elif kind in ("word", "number"):
                number = None if match["number"] is None else int(match["number"])
                if match["word"] == "bin":
                    at += max(0, min(number or 0, len(text) - at))
                else:
                    self._word(match["word"], number)
            elif kind == "hex":
                self._hex(bytes.fromhex(match["hex"]))
            elif kind == "brace":
                self._flush()
                if match["brace"] == "{":
                    self._stack.append(self._state)
                    self._state = self._state.child()
                elif not self._close():
                    break
            elif kind == "sign":
                self._sign(match["sign"])
        self._flush()
        self._end_paragraph()
        self._end_table()

    def comments(self, text: str) -> list[Comment]:
        """Return the comments, by their places in the finished text."""
        result = []
        for key, words, author, when in self._comments:
            span = locate_comment(self.builder.marks, key, text)
            result.append(Comment(span.start, span.end, words, author, when))
        return sorted(result, key=lambda comment: comment.start)

    # Groups

    def _close(self) -> bool:
        """End a group; return whether the document continues."""
        ended = self._state
        if not self._stack:
            return False
        self._state = self._stack.pop()
        if ended.collected is not None and ended.collected is not self._state.collected:
            self._collected(ended.destination, "".join(ended.collected))
        if not self._stack:
            self.complete = True
            return False
        return True

    def _collected(self, destination: str, words: str) -> None:
        plain = "\n".join(filter(None, (line.strip() for line in words.split("\n"))))
        if destination in ("footnote", "endnote"):
            self.seen[destination] += 1
            self.notes.setdefault(destination, []).append(" ".join(plain.split()))
        elif destination == "stylesheet":
            if plain.casefold().lstrip("\u00fc").startswith(_HEADINGS):
                self._heading_styles.add(self._style)
        elif destination == "atnauthor":
            self._author = plain
        elif destination == "annotation":
            key = self._key or f"#{len(self._comments)}"
            if not self._key:
                self._passage.marks.append((f"at {key}", len(self._passage.text)))
            self._comments.append((key, plain, self._author, self._when))
            self._author = self._when = self._key = ""
        elif destination in ("shptxt", "dptxbxtext"):
            self.seen["text box"] += 1
            self.notes.setdefault("text box", []).append(plain)
        elif destination in ("listtext", "pntext") and any(map(str.isalnum, plain)):
            self._letters(f"{' '.join(plain.split())} ")
        elif destination in _KEYS:
            self._keyed(destination, plain)

    def _keyed(self, destination: str, value: str) -> None:
        """Take the number of a comment, where its passage begins or ends, or its date."""
        if destination == "atnref":
            self._key = value
        elif destination == "atndate":
            self._when = _date(value)
        else:
            kind = "start" if destination == "atrfstart" else "end"
            self._passage.marks.append((f"{kind} {value}", len(self._passage.text)))

    # Text

    def _text(self, text: str) -> None:
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        if text:
            self._bytes += text.encode("latin-1")

    def _hex(self, byte: bytes) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes += byte

    def _flush(self) -> None:
        """Decode the bytes before a control word or group."""
        self._skip = 0
        if not self._bytes:
            return
        data, self._bytes = self._bytes, b""
        font = self._fonts.get(self._state.font, _Font(""))
        if data.isascii() and not font.symbols:
            words = data.decode("ascii")
        elif font.symbols:
            words = data.decode("cp1252", "replace").replace("·", "•")
        else:
            words = data.decode(font.codec or self._codec, "replace")
        self._letters(words if words.isprintable() else clean(words).text)

    def _letters(self, letters: str) -> None:
        state = self._state
        if state.hidden or not letters:
            return
        if state.collected is not None:
            state.collected.append(letters)
        elif state.destination == "colortbl":
            self._colors += letters.count(";")
        elif not state.destination:
            self._formats.append((len(self._passage.text), self._formatting()))
            self._passage.text += letters
            self._passage.heading |= state.heading

    def _formatting(self) -> str:
        formats = self._state.formats
        return " ".join(
            f"{name}{number}"
            for name, number in formats.items()
            if number and not (name == "cf" and number in self._black)
        )

    def _character(self, number: int) -> None:
        """Add the character of a \\u, joining the halves of a pair."""
        code = number % 65536
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00
        self._high = 0
        self._letters(clean(chr(code)).text)

    # Paragraphs and tables

    def _end_paragraph(self) -> None:
        if self._state.table and (self._passage.text.strip() or self._cells):
            self._passage.text += "\n"
            return
        passage = self._taken()
        if passage.text.strip() or passage.marks:
            if passage.text.strip():
                self._end_table()
            self.builder.add_paragraph(passage)

    def _taken(self) -> Passage:
        """Return the passage that ends here, and begin another."""
        passage = self._passage
        passage.bold = distinct_length(self._formats)
        self._passage, self._formats = Passage(), []
        return passage

    def _end_cell(self) -> None:
        self._cells.append(self._taken())

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
            self._cells = []

    def _end_table(self) -> None:
        self._end_row()
        if self._rows:
            rows, self._rows = self._rows, []
            self.builder.add_table(rows)

    # Control words

    def _sign(self, sign: str) -> None:
        if sign in "\\{}":
            self._text(sign)
            return
        self._flush()
        if sign == "*":
            self._state.starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in _SIGNS:
            self._letters(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        if self._skip and word != "u":
            self._skip -= 1
            return
        self._flush()
        name = word.casefold()
        if name == "u":
            if number is not None:
                self._character(number)
                self._skip = self._state.uc
        elif name in _LETTERS:
            self._letters(_LETTERS[name])
        elif self._destination(name):
            return
        elif name in _ENDS or name in ("cell", "row", "trowd"):
            self._structure(name)
        else:
            self._property(name, number)

    def _destination(self, name: str) -> bool:
        """Begin a destination; return whether the word is one."""
        state = self._state
        starred, state.starred = state.starred, False
        if name == "ftnalt" and state.destination == "footnote":
            state.destination = "endnote"
        elif state.destination == "skipped" and name != "ud":
            return False
        elif name in _COLLECTED or name in _KEYS:
            state.destination, state.collected = name, []
            state.heading = state.table = False
        elif name in ("fonttbl", "colortbl", "stylesheet"):
            state.destination, state.collected = name, None
            if name == "stylesheet":
                state.collected = []
        elif name == "upr" or name in _SKIPPED or (starred and name not in _TRANSPARENT):
            self.seen["picture"] += name == "pict" and not state.collected
            state.destination, state.collected = "skipped", None
        elif name == "ud":
            state.destination = ""
        else:
            return False
        return True

    def _structure(self, name: str) -> None:
        state = self._state
        if state.collected is not None:
            state.collected.append("\n")
        elif state.destination:
            return
        elif name == "cell":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name in _ENDS:
            self._end_paragraph()

    def _property(self, name: str, number: int | None) -> None:
        state, value = self._state, 1 if number is None else number
        if name in ("b", "i", "ul", "caps", "scaps", "cf", "highlight"):
            state.formats[name] = value
        elif name == "ulnone":
            state.formats["ul"] = 0
        elif name == "plain":
            state.formats = {}
            state.hidden = False
        elif name in ("v", "deleted"):
            state.hidden = value != 0
        elif name == "pard":
            state.table = state.heading = False
        elif name == "intbl":
            state.table = not state.destination and state.collected is None
        elif name == "uc":
            state.uc = max(0, min(value, 10))
        elif name == "s" and state.destination == "stylesheet":
            self._style = value
            state.collected = []
        elif name == "s":
            state.heading = value in self._heading_styles
        elif name == "outlinelevel":
            state.heading = value < 9
        else:
            self._encoding(name, number, value)

    def _encoding(self, name: str, number: int | None, value: int) -> None:
        state = self._state
        if name in ("f", "deff"):
            state.font = value
        elif name == "fcharset" and state.destination == "fonttbl":
            self._fonts[state.font] = _Font(_CHARSETS.get(value, ""), symbols=value == 2)
        elif name in ("ansicpg", "cpg") and number:
            codec = _known_codec(f"cp{number}")
            if codec and name == "ansicpg":
                self._codec = codec
            elif codec:
                self._fonts[state.font] = _Font(codec)
        elif name in _DOCUMENT_CODECS and number is None:
            self._codec = _DOCUMENT_CODECS[name]
        elif state.destination == "colortbl" and name in ("red", "green", "blue"):
            self._colored(name, value)

    def _colored(self, component: str, value: int) -> None:
        """Take a component of the colour that the table defines now; black is no formatting."""
        if value:
            self._black.discard(self._colors)
        elif component == "red":
            self._black.add(self._colors)


def _known_codec(name: str) -> str:
    import codecs

    name = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gbk"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _date(packed: str) -> str:
    """Return a date in ISO 8601 from its packed form (DTTM); "" if it is none."""
    from datetime import datetime

    number = int(packed) if packed.lstrip("-").isdigit() and len(packed) < 12 else 0
    parts = (1900 + (number >> 20 & 511), number >> 16 & 15, number >> 11 & 31, number >> 6 & 31, number & 63)
    try:
        return datetime(*parts).isoformat() if number > 0 else ""
    except ValueError:
        return ""
