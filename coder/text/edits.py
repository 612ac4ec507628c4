"""Edits of a transcript (a turn, its speaker, or the whole text), and its turns afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coder.text.alignment import Alignment, Place
from coder.text.diff import common_runs
from coder.text.settle import settle_turns
from coder.text.span import Turn
from coder.text.speaker_rules import SpeakerRules
from coder.text.speakers import speaker_key


class Edit(NamedTuple):
    """Replacement of `text[start:end]` by `words`; `turns` are those of the new text. Offsets are code points."""

    start: int
    end: int
    words: str
    turns: tuple[Turn, ...]

    def applied(self, text: str) -> str:
        """Return the text after the edit."""
        return text[: self.start] + self.words + text[self.end :]


class Replacement:
    """A text before and after an edit; passages outside the replaced part are located with certainty."""

    def __init__(self, old: str, edit: Edit) -> None:
        self.old, self.new = old, edit.applied(old)
        self._start, self._end = edit.start, edit.end
        self._by = len(edit.words) - (edit.end - edit.start)
        self._inside = Alignment(old[edit.start : edit.end], edit.words)

    def place(self, start: int, end: int) -> Place:
        """Return the position of `old[start:end]`. Raises ValueError if that is empty or outside the old text."""
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"no such passage: {start}-{end} of {len(self.old)}")
        if end <= self._start:
            return Place("kept", start, end)
        if start >= self._end:
            return Place("moved" if self._by else "kept", start + self._by, end + self._by)
        low, high = max(start, self._start), min(end, self._end)
        if start < self._start and end > self._end:  # it contains the whole replacement
            inside = Place("kept", 0, len(self.new))
        else:
            inside = self._inside.place(low - self._start, high - self._start)
        new_start = start if start < self._start else self._start + inside.start
        new_end = end + self._by if end > self._end else self._start + inside.end
        return self._classified((start, end), new_start, new_end, inside)

    def _classified(self, old: tuple[int, int], start: int, end: int, inside: Place) -> Place:
        words = self.new[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start == end:
            return Place("lost", start, start, inside.sure)
        if self.new[start:end] != self.old[slice(*old)]:
            return Place("changed", start, end)
        return Place("kept" if (start, end) == old else "moved", start, end, inside.sure)


class _Head(NamedTuple):
    """The beginning of a turn; its label is `text[at:end]`."""

    at: int
    end: int
    speaker: str
    seconds: float | None


def edit_turn(text: str, turns: Sequence[Turn], place: int, words: str) -> Edit:
    """Replace the turn with the number `place`, label included, by `words`; all others stay as they are.

    An unchanged label keeps speaker and time stamp. A line with the label of a known speaker begins a new turn; an
    empty turn is removed.
    """
    turn, words = turns[place], words.strip()
    known = {speaker_key(other.speaker): other.speaker for other in turns if other.speaker}
    known |= {speaker_key(label): name for label, name in _given_names(text, turns).items()}
    edited = _turns_from(words, _heads(words, turn, text[turn.label : turn.start], known)) if words else ()
    by = len(words) - (turn.end - turn.label)
    after = (
        *turns[:place],
        *(_shifted(part, turn.label) for part in edited),
        *(_shifted(later, by) for later in turns[place + 1 :]),
    )
    return Edit(turn.label, turn.end, words, after)


def relabel_turn(text: str, turns: Sequence[Turn], place: int, name: str) -> Edit:
    """Change the speaker in the label of the turn with the number `place`; add a label if it has none."""
    turn = turns[place]
    label = text[turn.label : turn.start]
    written = _written_name(label, turn.speaker) if turn.speaker else ""
    if written:
        start = turn.label + label.index(written)
        end, words = start + len(written), name
    else:
        start, end, words = turn.label, turn.label, f"{name}: "
    by = len(words) - (end - start)
    relabelled = Turn(turn.start + by, turn.end + by, name, turn.seconds, turn.label)
    return Edit(
        start, end, words, (*turns[:place], relabelled, *(_shifted(later, by) for later in turns[place + 1 :]))
    )


def _written_name(label: str, speaker: str) -> str:
    """Return the name as it stands in a label, where it may be spelt in another way; "" if it has none."""
    from coder.text.labels import candidates  # compiles the tables of labels

    names = (candidate.name for candidate in candidates(f"{label}x") if candidate.name)
    return speaker if speaker in label else next((name for name in names if name in label), "")


def turns_after(old: str, turns: Sequence[Turn], new: str) -> tuple[Turn, ...]:
    """Return the turns of a text that was edited as a whole.

    They are detected again if the old turns can be detected; otherwise labels that only typography marked (bold
    names, headings) are followed to their new positions.
    """
    from coder.text.turns import find_turns  # compiles the tables of labels

    detected = settle_turns(new, find_turns(new), SpeakerRules(names=_given_names(old, turns)))
    if tuple(find_turns(old)) == tuple(turns):
        return detected
    known = {speaker_key(turn.speaker) for turn in turns if turn.speaker}
    spoken = (turn for turn in detected if speaker_key(turn.speaker) in known)
    heads = [_Head(turn.label, turn.start, turn.speaker, turn.seconds) for turn in spoken]
    return _turns_from(new, [*_followed(old, turns, new), *heads])


def keep_labels(old: str, turns: Sequence[Turn], new: str, detected: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns of a corrected text, with the old speakers and time stamps if all labels are unchanged."""
    if [old[turn.label : turn.start] for turn in turns] != [new[turn.label : turn.start] for turn in detected]:
        return settle_turns(new, detected, SpeakerRules(names=_given_names(old, turns)))
    return tuple(
        turn._replace(speaker=before.speaker, seconds=before.seconds)
        for turn, before in zip(detected, turns, strict=True)
    )


def _given_names(text: str, turns: Sequence[Turn]) -> dict[str, str]:
    """Return the names that were given to labels, which stand in the text as they were: label → name."""
    names: dict[str, set[str]] = {}
    for turn in turns:
        written = _written_name(text[turn.label : turn.start], turn.speaker) if turn.speaker else ""
        if written:
            names.setdefault(written, set()).add(turn.speaker)
    given = {label: speakers.pop() for label, speakers in names.items() if len(speakers) == 1}
    return {label: name for label, name in given.items() if speaker_key(label) != speaker_key(name)}


def _followed(old: str, turns: Sequence[Turn], new: str) -> Iterator[_Head]:
    """Yield the unchanged labels at their new positions."""
    runs = common_runs(old, new)
    starts = [run.old for run in runs]
    for turn in turns:
        run = runs[max(0, bisect_right(starts, turn.label) - 1)]
        size = turn.start - turn.label
        if run.old <= turn.label and turn.label + size <= run.old_end:
            at = turn.label - run.old + run.new
            yield _Head(at, at + size, turn.speaker, turn.seconds)


def _heads(words: str, turn: Turn, label: str, known: Mapping[str, str]) -> Iterator[_Head]:
    """Yield the labels in the words of an edited turn."""
    from coder.text.label_forms import SURE  # compiles the tables of labels
    from coder.text.labels import candidates

    unchanged = bool(label) and words.startswith(label.rstrip())
    first = len(label) if words.startswith(label) else len(label.rstrip())
    if unchanged:
        yield _Head(0, first, turn.speaker, turn.seconds)
    for candidate in candidates(words):
        own = candidate.at == 0 and bool(label)
        if candidate.form.trust != SURE or candidate.kind == "field" or (unchanged and candidate.at < first):
            continue
        if own or candidate.key in known:
            name = known.get(candidate.key, candidate.name)
            yield _Head(candidate.at, candidate.end, name, candidate.seconds)


def _turns_from(text: str, heads: Iterable[_Head]) -> tuple[Turn, ...]:
    """Return the turns that begin at these heads; text before the first has no speaker."""
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
