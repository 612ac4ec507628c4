"""Read web pages: what a browser shows of them, without running or fetching anything."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any

from coder.exchange.text_builder import Passage, TextBuilder, distinct_length
from coder.exchange.transcript import ReadOptions, Transcript, transcript
from coder.text.clean import clean

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Encodings that browsers read as another one (WHATWG Encoding Standard).
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}

_LEFT_OUT = frozenset((
    "script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "embed", "video",
    "audio", "canvas", "select", "button", "nav", "menu", "datalist", "rt", "rp", "del", "map", "dialog",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "caption", "textarea",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_VERBATIM = frozenset(("pre", "textarea"))
_BOLD = frozenset(("b", "strong", "th"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPEAKER_CLASS = re.compile(r"(?:\A|[\s_-])(?:speaker|talker)(?:[\s_-]?name)?(?:[\s_-]|\Z)", re.I)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]*)\}")
_CLASS = re.compile(r"(?:\A|,)\s*(?:span)?\.([\w-]+)\s*(?=,|\Z)")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MAIN_SHARE = 0.5  # of the words, in the part that is taken for the main part of a page


def decode_page(data: bytes, name: str, encoding: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Return the source of a page, its encoding and warnings: as chosen, by a byte order mark, UTF-8, as it says.

    Raises UnreadableFile if the bytes are not text.
    """
    from coder.exchange.encoding import decode
    from coder.exchange.file_signatures import refuse_known

    refuse_known(data, name)
    marked = next((codec for bom, codec in _BOMS if data.startswith(bom)), "")
    declared = _declared(data)
    for codec in (marked, "" if data.isascii() or marked else "utf-8", declared):
        if not codec or encoding:
            continue
        try:
            return data.decode(codec).removeprefix("\ufeff"), codec.removesuffix("-sig"), ()
        except (UnicodeDecodeError, LookupError):
            continue
    text, codec, warnings, *_ = decode(data, name, encoding)
    return text, codec, warnings


def _declared(data: bytes) -> str:
    """Return the codec that a page declares, as browsers understand it; "" if none that is known."""
    match = _META.search(data[:10_000])
    if not match:
        return ""
    try:
        codec = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    if codec.startswith("utf-16") or not _is_text_codec(codec):
        return ""
    return _AS_BROWSERS.get(codec, codec)


def _is_text_codec(codec: str) -> bool:
    try:
        return "a".encode(codec) == b"a"
    except (LookupError, UnicodeError, TypeError):
        return False


def read_page(page: str, format: str, encoding: str, warnings: tuple[str, ...], options: ReadOptions) -> Transcript:
    """Return the text and turns of the source of a page."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    cleaned = clean(page)
    source = cleaned.text.encode("utf-8", "surrogatepass")
    root = etree.fromstring(source, parser) if source.strip() else None
    builder = TextBuilder(options.rules)
    notices = [*warnings, *cleaned.warnings]
    if root is not None:
        main = _main_part(root)
        if main is not root:
            notices.append("Only the main part of the page was read, not its header and menus")
        _Page(builder.add_paragraph, builder.add_table, _bold_classes(root)).add(main)
    text = builder.finish()
    return transcript(text, format, dialogue=builder.dialogue, encoding=encoding, warnings=notices)


def _main_part(root: Any) -> Any:
    """Return the element `main`, or the only `article`, if it holds most of the words; else the whole page."""
    for tag in ("main", "article"):
        parts = root.findall(f".//{tag}")
        if len(parts) == 1 and _size(parts[0]) > _MAIN_SHARE * _size(root):
            return parts[0]
    return root


def _size(element: Any) -> int:
    return sum(len(text) for text in element.itertext(with_tail=False) if text.strip())


class _Page:
    """The paragraphs and tables of a page, handed over one by one."""

    def __init__(
        self,
        add: Callable[[Passage], None],
        add_table: Callable[[list[list[Passage]]], None],
        bold_classes: frozenset[str] = frozenset(),
    ) -> None:
        self._bold_classes = bold_classes
        self._add = add
        self._add_table = add_table
        self._passage = Passage()
        self._formats: list[tuple[int, str]] = []
        self._bold = 0
        self._verbatim = 0
        self._numbers: list[int] = []  # last number of each open list, -1 for bullets

    def add(self, root: Any) -> None:
        """Add what is shown of an element."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if _is_hidden(element):
                    walker.skip_subtree()
                elif element.tag == "table" and _is_table(element):
                    self._end()
                    self._add_table(_rows(element))
                    walker.skip_subtree()
                else:
                    self._open(element)
                    self._words(element.text)
                continue
            if not _is_hidden(element) and not (element.tag == "table" and _is_table(element)):
                self._close(element)
            if element is not root:
                self._words(element.tail)
        self._end()

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._end()
            self._passage.heading = tag in _HEADINGS
        if tag in ("ol", "ul"):
            start = element.get("start", "1")
            self._numbers.append(int(start) - 1 if tag == "ol" and start.isdecimal() and len(start) < 6 else -1)
        elif tag == "li" and self._numbers and self._numbers[-1] >= 0:
            self._numbers[-1] += 1
            self._letters(f"{self._numbers[-1]}. ")
        self._verbatim += tag in _VERBATIM
        self._bold += self._is_bold(element)

    def _close(self, element: Any) -> None:
        tag = element.tag
        self._verbatim -= tag in _VERBATIM
        self._bold -= self._is_bold(element)
        if tag in ("ol", "ul") and self._numbers:
            self._numbers.pop()
        if tag in _BLOCKS:
            self._end()

    def _is_bold(self, element: Any) -> bool:
        if element.tag in _BOLD or _BOLD_STYLE.search(element.get("style", "")):
            return True
        classes = element.get("class", "")
        if self._bold_classes and not self._bold_classes.isdisjoint(classes.split()):
            return True
        return element.tag not in _BLOCKS and bool(_SPEAKER_CLASS.search(classes))

    def _break(self) -> None:
        """Begin a line; after a blank line, a paragraph."""
        if self._passage.text.rstrip(" ").endswith("\n"):
            self._end()
        else:
            self._passage.text = self._passage.text.rstrip(" ")
            self._letters("\n")

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            self._letters(text)
            return
        words = _BLANKS.sub(" ", text)
        if not self._passage.text or self._passage.text[-1] in " \n":
            words = words.removeprefix(" ")
        if words:
            self._letters(words)

    def _letters(self, letters: str) -> None:
        self._formats.append((len(self._passage.text), "b" if self._bold else ""))
        self._passage.text += letters

    def _end(self) -> None:
        """Add the paragraph that ends here."""
        if self._passage.text.strip():
            self._passage.bold = distinct_length(self._formats)
            self._add(self._passage)
        self._passage, self._formats = Passage(), []


def _bold_classes(root: Any) -> frozenset[str]:
    """Return the classes that the page itself sets in bold, as Google Docs does."""
    sheets = "".join(style.text or "" for style in root.iter("style"))
    return frozenset(
        name
        for selectors, rules in _RULE.findall(sheets)
        if _BOLD_STYLE.search(rules)
        for name in _CLASS.findall(selectors)
    )


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element.get("hidden") is not None:
        return True
    return element.get("aria-hidden") == "true" or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _is_table(table: Any) -> bool:
    """Return whether a table is one, rather than the layout of a page: several columns, no table or list inside."""
    if next(table.iterdescendants("table", "ul", "ol", "h1", "h2"), None) is not None:
        return False
    return any(len(row.xpath("./td | ./th")) > 1 for row in table.iterdescendants("tr"))


def _rows(table: Any) -> list[list[Passage]]:
    return [[_cell(cell) for cell in row.xpath("./td | ./th")] for row in table.iterdescendants("tr")]


def _cell(cell: Any) -> Passage:
    """Return the paragraphs of a cell as one passage."""
    lines: list[str] = []

    def add(passage: Passage) -> None:
        lines.append(passage.text.strip())

    _Page(add, lambda rows: None).add(cell)
    return Passage("\n".join(lines))
