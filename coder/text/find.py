"""Finding words in one text, whatever their case and marks."""

from __future__ import annotations

from coder.text.fold import fold, fold_variants
from coder.text.span import Span


def occurrences(text: str, query: str) -> list[Span]:
    """Where `query` stands in `text`, case and diacritics aside, in order and without overlaps."""
    folded = fold(text)
    found: list[Span] = []
    for wanted in fold_variants(query):
        start = folded.find(wanted) if wanted else -1
        while start >= 0:
            found.append(Span(start, start + len(wanted)))
            start = folded.find(wanted, start + len(wanted))
    found.sort()
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
