"""Edits of a transcript: of one turn, of who speaks it, or of the whole text; and where its turns are afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.text.alignment import Alignment, Place
from coder.text.diff import common_runs
from coder.text.labels import candidates
from coder.text.turn import Turn
from coder.text.turns import find_turns


class Edit(NamedTuple):
    """`text[start:end]` becomes `words`; `turns` are those of the whole text afterwards. Offsets are code points."""

    start: int
    end: int
    words: str
    turns: tuple[Turn, ...]

    def applied(self, text: str) -> str:
        """The text afterwards."""
        return text[: self.start] + self.words + text[self.end :]


class Replacement:
    """A text of which one stretch is replaced: what stands outside of it is found without any doubt."""

    def __init__(self, old: str, edit: Edit) -> None:
        self.old, self.new = old, edit.applied(old)
        self._start, self._end = edit.start, edit.end
        self._by = len(edit.words) - (edit.end - edit.start)
        self._inside = Alignment(old[edit.start : edit.end], edit.words)

    def place(self, start: int, end: int) -> Place:
        """Where `old[start:end]` is; ValueError when the stretch is empty or outside the old text."""
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"no such stretch: {start}-{end} of {len(self.old)}")
        if end <= self._start:
            return Place("kept", start, end)
        if start >= self._end:
            return Place("moved" if self._by else "kept", start + self._by, end + self._by)
        low, high = max(start, self._start), min(end, self._end)
        if start < self._start and end > self._end:  # it holds all that was replaced
            there = Place("kept", 0, len(self.new))
        else:
            there = self._inside.place(low - self._start, high - self._start)
        new_start = start if start < self._start else self._start + there.start
        new_end = end + self._by if end > self._end else self._start + there.end
        return self._judged((start, end), new_start, new_end, there)

    def _judged(self, was: tuple[int, int], start: int, end: int, inside: Place) -> Place:
        words = self.new[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start == end:
            return Place("lost", start, start, inside.sure)
        if self.new[start:end] != self.old[slice(*was)]:
            return Place("changed", start, end)
        return Place("kept" if (start, end) == was else "moved", start, end, inside.sure)


class _Head(NamedTuple):
    """Where a turn begins: its label is `text[at:end]`."""

    at: int
    end: int
    speaker: str
    seconds: float | None


def edit_turn(text: str, turns: Sequence[Turn], place: int, words: str) -> Edit:
    """The turn with that number, label and words, becomes `words`; all others stay exactly as they are.

    A label that is as it was keeps speaker and time stamp. Lines that begin with a label of one who speaks in this
    text begin a new turn; with no words at all the turn goes.
    """
    turn, words = turns[place], words.strip()
    known = {_key(one.speaker) for one in turns if one.speaker}
    made = _built(words, _heads(words, turn, text[turn.label : turn.start], known)) if words else ()
    by = len(words) - (turn.end - turn.label)
    after = (
        *turns[:place],
        *(_shifted(one, turn.label) for one in made),
        *(_shifted(one, by) for one in turns[place + 1 :]),
    )
    return Edit(turn.label, turn.end, words, after)


def relabel_turn(text: str, turns: Sequence[Turn], place: int, name: str) -> Edit:
    """The label of the turn with that number names somebody else; without a name in it, it gets one."""
    turn = turns[place]
    label = text[turn.label : turn.start]
    at = label.find(turn.speaker) if turn.speaker else -1
    if at >= 0:
        start, end, words = turn.label + at, turn.label + at + len(turn.speaker), name
    else:
        start, end, words = turn.label, turn.label, f"{name}: "
    by = len(words) - (end - start)
    spoken = Turn(turn.start + by, turn.end + by, name, turn.seconds, turn.label)
    return Edit(start, end, words, (*turns[:place], spoken, *(_shifted(one, by) for one in turns[place + 1 :])))


def turns_after(old: str, turns: Sequence[Turn], new: str) -> tuple[Turn, ...]:
    """The turns of a text that was edited as a whole.

    They are found in the words again, if the old ones can be found so; labels that only the file's typography made
    labels (bold names, headings) are followed to where they are now.
    """
    found = tuple(find_turns(new))
    if tuple(find_turns(old)) == tuple(turns):
        return found
    known = {_key(turn.speaker) for turn in turns if turn.speaker}
    spoken = (turn for turn in found if _key(turn.speaker) in known)
    heads = [_Head(turn.label, turn.start, turn.speaker, turn.seconds) for turn in spoken]
    return _built(new, [*_followed(old, turns, new), *heads])


def keep_labels(old: str, turns: Sequence[Turn], new: str, found: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns found in a corrected text; where all labels are as they were, with the speakers and stamps of old."""
    if [old[turn.label : turn.start] for turn in turns] != [new[turn.label : turn.start] for turn in found]:
        return tuple(found)
    return tuple(
        now._replace(speaker=then.speaker, seconds=then.seconds) for now, then in zip(found, turns, strict=True)
    )


def _followed(old: str, turns: Sequence[Turn], new: str) -> Iterator[_Head]:
    """The labels that are unchanged, where they are now."""
    runs = common_runs(old, new)
    starts = [run.old for run in runs]
    for turn in turns:
        run = runs[max(0, bisect_right(starts, turn.label) - 1)]
        size = turn.start - turn.label
        if run.old <= turn.label and turn.label + size <= run.old_end:
            at = turn.label - run.old + run.new
            yield _Head(at, at + size, turn.speaker, turn.seconds)


def _heads(words: str, turn: Turn, label: str, known: set[str]) -> Iterator[_Head]:
    """The labels in the words of one turn that was edited."""
    kept = bool(label) and words.startswith(label.rstrip())
    first = len(label) if words.startswith(label) else len(label.rstrip())
    if kept:
        yield _Head(0, first, turn.speaker, turn.seconds)
    for one in candidates(words, 0, {}, {}):
        own = one.at == 0 and bool(label)
        if "name:" in one.form and (own or one.key in known) and not (kept and one.at < first):
            yield _Head(one.at, one.end, one.name, one.seconds)


def _built(text: str, heads: Iterable[_Head]) -> tuple[Turn, ...]:
    """The turns that begin at these places; what stands before the first is nobody's."""
    ordered: list[_Head] = []
    for head in sorted(heads):
        if not ordered or head.at >= max(ordered[-1].end, ordered[-1].at + 1):
            ordered.append(head)
    begin = len(text) - len(text.lstrip())
    if begin < len(text) and (not ordered or ordered[0].at > begin):
        ordered.insert(0, _Head(begin, begin, "", None))
    turns = []
    for place, head in enumerate(ordered):
        after = ordered[place + 1].at if place + 1 < len(ordered) else len(text)
        end = head.at + len(text[head.at : after].rstrip())
        words = text[head.end : after]
        start = min(head.end + len(words) - len(words.lstrip()), max(end, head.at))
        turns.append(Turn(start, max(start, end), head.speaker, head.seconds, head.at))
    return tuple(turns)


def _shifted(turn: Turn, by: int) -> Turn:
    return turn._replace(start=turn.start + by, end=turn.end + by, label=turn.label + by)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
