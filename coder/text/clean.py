"""Text made fit to be coded: one kind of newline, nothing a terminal would obey."""

from __future__ import annotations

import re
from typing import NamedTuple

REPLACEMENT = "\ufffd"

_NEWLINES = re.compile("[\r\v\f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls (ESC and CSI would steer the terminal) and the two code points XML cannot hold
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Cleaned(NamedTuple):
    """A text whose offsets are final, and what was replaced on the way, in words."""

    text: str
    warnings: tuple[str, ...]


def clean(raw: str) -> Cleaned:
    """The text with LF newlines, no leading BOM, and U+FFFD for what no transcript can mean.

    CRLF, CR, VT, FF, NEL, U+2028 and U+2029 become LF. Control characters other than tab and newline, and
    halves of surrogate pairs that stand alone, become U+FFFD one for one; a pair given as two halves becomes its
    character. Letters are left as they are (no normalisation), so that a quotation stays verbatim.
    """
    text = _NEWLINES.sub("\n", raw.removeprefix("\ufeff").replace("\r\n", "\n"))
    warnings = []
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text, halves = _SURROGATES.subn(REPLACEMENT, text)
        if halves:
            warnings.append(_warning(halves, "half of a broken character", "halves of broken characters"))
    nuls = text.count("\0")
    text, controls = _CONTROLS.subn(REPLACEMENT, text)
    if nuls:
        warnings.append(_warning(nuls, "NUL character", "NUL characters"))
    if controls > nuls:
        warnings.append(_warning(controls - nuls, "control character", "control characters"))
    return Cleaned(text, tuple(warnings))


def _warning(count: int, one: str, many: str) -> str:
    what, verb = (one, "was") if count == 1 else (many, "were")
    return f"{count:,} {what} {verb} replaced by {REPLACEMENT}"
