"""What documents hold beside their text (footnotes, text boxes, pictures): as notes, and in words for warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coder.text.phrases import format_count

_PLURALS = {"text box": "text boxes"}
_KEPT, _LEFT_OUT = "kept as a memo on the transcript", "left out"


def notes_of(texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a note for each kind (`footnote`, `endnote`, `text box`); footnotes and endnotes are numbered."""
    notes = []
    for kind, parts in texts.items():
        if any(parts):
            numbered = kind != "text box"
            lines = [f"{number}. {words}" if numbered else words for number, words in enumerate(parts, 1)]
            notes.append(f"{_plural(kind).capitalize()}:\n\n" + ("\n" if numbered else "\n\n").join(lines))
    return notes


def warnings_of(seen: Mapping[str, int], texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return how many there are of each kind, and whether they were kept as a note or left out."""
    return [
        f"{format_count(number, kind, _plural(kind))}: {_KEPT if texts.get(kind) else _LEFT_OUT}"
        for kind, number in seen.items()
        if number
    ]


def _plural(kind: str) -> str:
    return _PLURALS.get(kind, f"{kind}s")
