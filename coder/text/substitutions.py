"""Several passages of a text replaced at once, and where every other passage of it is afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coder.text.alignment import Place
from coder.text.span import Turn


class Substitution(NamedTuple):
    """The replacement of `text[start:end]` by `words`. Offsets are code points."""

    start: int
    end: int
    words: str


class Substituted:
    """A text before and after substitutions; no passage is ever lost or unsure.

    A passage that begins or ends inside a replaced one afterwards holds the replacement as a whole.
    """

    def __init__(self, old: str, substitutions: Iterable[Substitution]) -> None:
        """Replace the passages. Raises ValueError if they overlap, are empty, or are replaced by nothing."""
        self.old = old
        rows = sorted(substitutions)
        parts: list[str] = []
        at = length = 0
        self._starts: list[int] = []
        self._rows: list[tuple[int, int, int]] = []  # end in the old text, start and end in the new one
        for row in rows:
            if not at <= row.start < row.end <= len(old) or not row.words.strip():
                raise ValueError(f"no such substitution: {row.start}-{row.end}")
            length += row.start - at
            self._starts.append(row.start)
            self._rows.append((row.end, length, length + len(row.words)))
            parts += (old[at : row.start], row.words)
            length += len(row.words)
            at = row.end
        self.new = "".join((*parts, old[at:]))

    def _mapped(self, offset: int, is_end: bool) -> int:
        found = bisect_right(self._starts, offset - is_end) - 1
        if found < 0:
            return offset
        end, new_start, new_end = self._rows[found]
        if offset >= end:
            return offset - end + new_end
        return new_end if is_end else new_start

    def place(self, start: int, end: int) -> Place:
        """Return the position of `old[start:end]`. Raises ValueError if that is empty or outside the old text."""
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"no such passage: {start}-{end} of {len(self.old)}")
        new_start, new_end = self._mapped(start, False), self._mapped(end, True)
        if self.new[new_start:new_end] != self.old[start:end]:
            return Place("changed", new_start, new_end)
        return Place("kept" if new_start == start else "moved", new_start, new_end)

    def turns(self, turns: Sequence[Turn], renamed: Callable[[str], str]) -> tuple[Turn, ...]:
        """Return the turns in the new text, their speakers as `renamed` gives them."""
        result = []
        last = 0
        for turn in turns:
            label = max(last, self._mapped(turn.label, False))
            start = max(label, self._mapped(turn.start, turn.start > turn.label))
            last = max(start, self._mapped(turn.end, True))
            result.append(Turn(start, last, renamed(turn.speaker) if turn.speaker else "", turn.seconds, label))
        return tuple(result)
