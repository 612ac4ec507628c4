"""Controls and bidi overrides: what may neither reach a terminal nor stand in a name, and signs to show in its place.

A terminal takes C0 and C1 controls as commands; overrides, embeddings and isolates reorder what is read. Imports
nothing, since `coder find` needs it.
"""

from __future__ import annotations

#: Sign for what has no picture of its own.
REPLACEMENT = "\ufffd"
#: Explicit embeddings, overrides and isolates (UAX 9), and deprecated format characters.
BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x2070))
#: Marks that give a direction without reordering other text; Arabic and Hebrew need them, names do not.
MARKS = (0x061C, 0x200E, 0x200F)
#: Invisible copies of ASCII; of use only in the flags of England, Scotland and the like.
TAGS = range(0xE0000, 0xE0080)
_BLACK_FLAG, _CANCEL = "\U0001f3f4", "\U000e007f"

#: Code point → visible sign, one for one: offsets hold. Newline and tab stay, and so do direction marks.
SIGNS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    **dict.fromkeys((*range(0x80, 0xA0), *BIDI, *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF), REPLACEMENT),
    **dict.fromkeys((0x85, 0x2028, 0x2029), "␤"),
    0x7F: "␡",
}
#: The same, with direction marks: code point → JSON escape.
_ESCAPES: dict[int, str] = {code: f"\\u{code:04x}" for code in (*SIGNS, *MARKS)}


def with_signs(text: str) -> str:
    """Return lines of text with a visible sign, one for one, for each control and bidi override.

    Newlines (LF and CR LF), tabs, joiners and direction marks stay. Text without unprintable characters is returned
    as it is.
    """
    if text.isprintable():
        return text
    lines = text.split("\n")
    if all(map(str.isprintable, lines)):
        return text
    last = len(lines) - 1
    return "\n".join(_signed(line, at < last) for at, line in enumerate(lines))


def _signed(line: str, ends: bool) -> str:
    if line.isprintable():
        return line
    body, newline = (line[:-1], "\r") if ends and line.endswith("\r") else (line, "")
    return without_tags(body.translate(SIGNS), REPLACEMENT) + newline


def without_tags(line: str, sign: str) -> str:
    """Return a line with a sign for each tag that is not part of a flag."""
    if not any(chr(TAGS[0]) <= character <= chr(TAGS[-1]) for character in line):
        return line
    import re

    flags_and_tags = rf"({_BLACK_FLAG}[\U000e0030-\U000e007a]{{3,6}}{_CANCEL})|[{chr(TAGS[0])}-{chr(TAGS[-1])}]"
    return re.sub(flags_and_tags, lambda match: match[1] or sign, line)


def encoded(file: bytes) -> bytes:
    """Return a text file, UTF-8, with a sign for each control and bidi override; line separators stay."""
    text = file.decode()
    if "\u2028" not in text and "\u2029" not in text:
        return with_signs(text).encode()
    import re  # not needed by `coder find`

    parts = re.split("([\u2028\u2029])", text)
    return "".join(part if part in ("\u2028", "\u2029") else with_signs(part) for part in parts).encode()


def encoded_json(document: bytes) -> bytes:
    """Return a JSON file, UTF-8, with the escapes of `escaped`."""
    return document if document.isascii() and b"\x7f" not in document else escaped(document.decode()).encode()


def escaped(document: str) -> str:
    """Return a JSON document whose strings hold escapes for controls, bidi overrides, direction marks and tags."""
    lines = document.split("\n")
    return "\n".join(line if line.isprintable() else _escape(line) for line in lines)


def _escape(line: str) -> str:
    escapes = line.translate(_ESCAPES)
    if not any(ord(character) in TAGS for character in escapes):
        return escapes
    return "".join(
        character if ord(character) not in TAGS else f"\\udb40\\u{0xDC00 + ord(character) - TAGS[0]:04x}"
        for character in escapes
    )


def misplaced(name: str) -> str:
    """Return the first character that a name must not contain, "" for none: controls, bidi, direction marks, tags."""
    if name.isprintable():
        return ""
    return next(filter(_is_misplaced, name), "")


def _is_misplaced(character: str) -> bool:
    code = ord(character)
    return character in "\t\n" or code in SIGNS or code in MARKS or code in TAGS


def clean_name(name: str) -> str:
    """Return a name from somebody else's file without what a name must not contain.

    Tabs and line breaks become a blank, the rest is dropped, as are blanks at the edges.
    """
    if not name.isprintable():
        kept = (" " if character.isspace() else "" if _is_misplaced(character) else character for character in name)
        name = "".join(kept) if misplaced(name) else name
    return name.strip()
