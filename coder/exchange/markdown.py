"""Markdown (CommonMark): text escaped so that it reads verbatim, block quotes and condensates."""

from __future__ import annotations

import re

from coder.model.document import CONDENSATE

_INLINE = re.compile(r"[\\`*_\[\]<>&~|#$^{}]")
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")
BLANKS = " \t"


def escape(line: str) -> str:
    """Text on one line, so that a Markdown reader shows just these characters."""
    body = line.strip(BLANKS)
    if not body:
        return ""
    before, after = line[: len(line) - len(line.lstrip(BLANKS))], line[len(line.rstrip(BLANKS)) :]
    return _blanks(before) + _LINE_START.sub(r"\1\\", _INLINE.sub(r"\\\g<0>", body)) + _blanks(after)


def condensate(about: str, text: str, note: str = "") -> str:
    """A condensate: labelled, its paragraphs in italics, never a block quote."""
    head = f"**{': '.join(filter(None, (CONDENSATE, about)))}**"
    paragraphs = (f"*{escape(' '.join(one.split()))}*" for one in text.split("\n\n") if one.strip())
    return "\n\n".join([head, *paragraphs, *([f"({note})"] if note else [])])


def block_quote(text: str) -> str:
    """A quotation of any number of lines as a block quote."""
    lines = text.split("\n")
    written = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        # a backslash keeps the line break where text goes on right below
        breaks = "\\" if line.strip(BLANKS) and below.strip(BLANKS) else ""
        written.append(f"> {escape(line)}{breaks}".rstrip())
    return "\n".join(written)


def _blanks(blanks: str) -> str:
    """Blanks at the edge of a line, which Markdown would drop or take for code."""
    return "".join(f"&#{ord(blank)};" for blank in blanks)
