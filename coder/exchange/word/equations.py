"""Equations in linear form: `7/10`, `x^2`, `√(a+b)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coder.exchange.word.package import M, W

_SKIPPED = (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{M}rPr", f"{M}ctrlPr")
_ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯", "\u0307": "˙", "\u20d7": "→"}


def linear(element: Any) -> str:
    """Return an equation, or a part of one, as a line of text. Source of the elements: ECMA-376-1, 22.1."""
    form = _FORMS.get(element.tag)
    if form:
        return form(element)
    if element.tag in (f"{M}t", f"{W}t"):
        return element.text or ""
    return "".join(linear(child) for child in element if child.tag not in _SKIPPED)


def _argument(element: Any, name: str) -> str:
    child = element.find(f"{M}{name}")
    return linear(child) if child is not None else ""


def _grouped(element: Any, name: str) -> str:
    """Return an argument, in parentheses if it is more than a number, a word or a group."""
    text = _argument(element, name).strip()
    whole = text.startswith("(") and text.endswith(")") and text.count("(") == 1
    plain = text.replace(".", "").replace(",", "").isalnum() or len(text) <= 1
    return text if whole or plain else f"({text})"


def _property(element: Any, group: str, name: str, default: str) -> str:
    child = element.find(f"{M}{group}/{M}{name}")
    return default if child is None else child.get(f"{M}val") or ""


def _fraction(element: Any) -> str:
    if _property(element, "fPr", "type", "bar") == "noBar":  # a binomial coefficient or two lines
        return f"{_grouped(element, 'num')}¦{_grouped(element, 'den')}"
    return f"{_grouped(element, 'num')}/{_grouped(element, 'den')}"


def _radical(element: Any) -> str:
    degree = _argument(element, "deg").strip()
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree)
    return f"{sign}{_grouped(element, 'e')}" if sign else f"√({degree}&{_argument(element, 'e').strip()})"


def _scripts(element: Any) -> str:
    lower, upper = _grouped(element, "sub"), _grouped(element, "sup")
    return _grouped(element, "e") + (f"_{lower}" if lower else "") + (f"^{upper}" if upper else "")


def _before(element: Any) -> str:
    lower, upper = _grouped(element, "sub"), _grouped(element, "sup")
    return (f"_{lower}" if lower else "") + (f"^{upper}" if upper else "") + " " + _grouped(element, "e")


def _nary(element: Any) -> str:
    lower, upper = _grouped(element, "sub"), _grouped(element, "sup")
    limits = (f"_{lower}" if lower else "") + (f"^{upper}" if upper else "")
    return _property(element, "naryPr", "chr", "∫") + limits + " " + _argument(element, "e")


def _delimited(element: Any) -> str:
    begin, end = _property(element, "dPr", "begChr", "("), _property(element, "dPr", "endChr", ")")
    separator = _property(element, "dPr", "sepChr", "|")
    return begin + separator.join(linear(child) for child in element.findall(f"{M}e")) + end


def _function(element: Any) -> str:
    return f"{_argument(element, 'fName')} {_grouped(element, 'e')}"


def _limit(sign: str) -> Callable[[Any], str]:
    return lambda element: f"{_argument(element, 'e')}{sign}{_grouped(element, 'lim')}"


def _matrix(element: Any) -> str:
    rows = (", ".join(linear(cell) for cell in row.findall(f"{M}e")) for row in element.findall(f"{M}mr"))
    return f"[{'; '.join(rows)}]"


def _lines(element: Any) -> str:
    return "; ".join(linear(line) for line in element.findall(f"{M}e"))


def _accent(element: Any) -> str:
    accent = _property(element, "accPr", "chr", "\u0302")
    return _grouped(element, "e") + _ACCENTS.get(accent, accent)


_FORMS: dict[str, Callable[[Any], str]] = {
    f"{M}f": _fraction,
    f"{M}rad": _radical,
    f"{M}sSub": _scripts,
    f"{M}sSup": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}sPre": _before,
    f"{M}nary": _nary,
    f"{M}d": _delimited,
    f"{M}func": _function,
    f"{M}limLow": _limit("_"),
    f"{M}limUpp": _limit("^"),
    f"{M}m": _matrix,
    f"{M}eqArr": _lines,
    f"{M}acc": _accent,
}
