"""Markdown: rendered to plain text, front matter kept as a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, transcript

if TYPE_CHECKING:
    from markdown_it.token import Token

    from coder.exchange.text_builder import Passage, TextBuilder

# Rules that would remove speech: `[id1]: words`, indented lines, a line of dashes below another, <v Name>.
_OFF = ("reference", "code", "lheading", "html_block")


_BREAK = re.compile(r"<br[ ]*/?>", re.IGNORECASE)  # in cells, where Markdown has no other


@reader(TRANSCRIPT, "md", "Markdown", ".md", ".markdown")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the rendered text; headings and bold names may be speakers. Source of the format: CommonMark."""
    from markdown_it import MarkdownIt

    from coder.exchange.encoding import decode
    from coder.exchange.readers.captions import CAPTIONS_INSIDE, caption_format, from_captions
    from coder.exchange.text_builder import TextBuilder
    from coder.text.turns import front_matter_end

    raw, encoding, warnings, *_ = decode(data, name, options.encoding)
    front = front_matter_end(raw)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))
    builder = TextBuilder(options.rules)
    _blocks(parser.parse(raw[front:]), builder)
    text = builder.finish()
    notes = [raw[:front].strip()] if front else []
    captions = caption_format(text)
    if captions:
        warnings = (*warnings, CAPTIONS_INSIDE.format(captions))
        return from_captions(text, captions, encoding, warnings, options, notes)
    return transcript(text, "md", dialogue=builder.dialogue, encoding=encoding, warnings=warnings, notes=notes)


def _blocks(tokens: list[Token], builder: TextBuilder) -> None:
    from coder.exchange.text_builder import Passage

    heading, item = False, ""
    rows: list[list[Passage]] = []
    in_table = False
    for token in tokens:
        if token.type in ("heading_open", "paragraph_open"):
            heading = token.type == "heading_open"
        elif token.type == "list_item_open":
            item = f"{token.info}{token.markup} "
        elif token.type == "table_open":
            in_table, rows = True, []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            in_table = False
            builder.add_table(rows)
        elif token.type == "inline":
            passage = _inline(token.children or [], heading)
            if in_table:
                rows[-1].append(passage)
                continue
            passage.number = item
            builder.add_paragraph(passage, gap="\n" if item and token.level > 2 and token.hidden else "\n\n")
            item = ""
        elif token.type == "fence":
            builder.add_paragraph(Passage(token.content))


def _inline(tokens: list[Token], heading: bool) -> Passage:
    from coder.exchange.text_builder import Passage

    text, bold, strong = "", 0, 0
    for token in tokens:
        if token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
            if not strong and not bold:
                bold = len(text)
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type in ("text", "code_inline", "text_special", "image", "html_inline"):
            if not strong and not bold and token.content.strip():
                bold = -1
            text += _BREAK.sub("\n", token.content)
    return Passage(text, max(bold, 0), heading)
