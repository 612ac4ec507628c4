"""Markdown (CommonMark): text escaped so that it reads verbatim, block quotes and condensates."""

from __future__ import annotations

import re

from coder.model.document import CONDENSATE

_INLINE = re.compile(r"[\\`*_\[\]<>&~|#$^{}]")
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")
BLANKS = " \t"


def escape(line: str) -> str:
    """Escape one line of text, so that Markdown renders exactly these characters."""
    body = line.strip(BLANKS)
    if not body:
        return ""
    before, after = line[: len(line) - len(line.lstrip(BLANKS))], line[len(line.rstrip(BLANKS)) :]
    return escape_blanks(before) + _LINE_START.sub(r"\1\\", _INLINE.sub(r"\\\g<0>", body)) + escape_blanks(after)


def condensate(about: str, text: str, note: str = "") -> str:
    """Return a condensate: labelled, paragraphs in italics, never a block quote."""
    head = f"**{': '.join(filter(None, (CONDENSATE, about)))}**"
    paragraphs = (f"*{escape(' '.join(part.split()))}*" for part in text.split("\n\n") if part.strip())
    return "\n\n".join([head, *paragraphs, *([f"({note})"] if note else [])])


def block_quote(text: str) -> str:
    """Return a quotation of one or more lines as a block quote."""
    lines = text.split("\n")
    quoted = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        # a backslash keeps the line break before a line of text
        breaks = "\\" if line.strip(BLANKS) and below.strip(BLANKS) else ""
        quoted.append(f"> {escape(line)}{breaks}".rstrip())
    return "\n".join(quoted)


def escape_blanks(blanks: str) -> str:
    """Return blanks at the edge of a line as entities: Markdown would drop them or read them as code."""
    return "".join(f"&#{ord(blank)};" for blank in blanks)
