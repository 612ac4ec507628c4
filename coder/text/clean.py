"""Clean imported text: one kind of newline, no control characters."""

from __future__ import annotations

import re
from typing import NamedTuple

from coder.text.phrases import format_count

REPLACEMENT = "\ufffd"

_NEWLINES = re.compile("[\r\v\f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls (ESC and CSI would steer the terminal) and the two code points XML cannot hold
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Cleaned(NamedTuple):
    """A text with final offsets, and warnings about replaced characters."""

    text: str
    warnings: tuple[str, ...]


def clean(raw: str) -> Cleaned:
    """Return the text with LF newlines, without a leading BOM, and with U+FFFD for invalid characters.

    CRLF, CR, VT, FF, NEL, U+2028 and U+2029 become LF. Control characters other than tab and newline, and unpaired
    surrogates, become U+FFFD one for one; a surrogate pair becomes its character. Letters are not normalised, so that
    quotations stay verbatim.
    """
    text = _NEWLINES.sub("\n", raw.removeprefix("\ufeff").replace("\r\n", "\n"))
    warnings = []
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text, surrogates = _SURROGATES.subn(REPLACEMENT, text)
        if surrogates:
            warnings.append(_warning(surrogates, "unpaired surrogate", "unpaired surrogates"))
    nuls = text.count("\0")
    text, controls = _CONTROLS.subn(REPLACEMENT, text)
    if nuls:
        warnings.append(_warning(nuls, "NUL character", "NUL characters"))
    if controls > nuls:
        warnings.append(_warning(controls - nuls, "control character", "control characters"))
    return Cleaned(text, tuple(warnings))


def _warning(count: int, singular: str, plural: str) -> str:
    verb = "was" if count == 1 else "were"
    return f"{format_count(count, singular, plural)} {verb} replaced by {REPLACEMENT}"
