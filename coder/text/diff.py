"""What two versions of a text have in common: stretches of equal characters, in the order of both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.text.span import Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONG_LINE = 120
"""Characters of a line that is taken for the same without a look at its neighbours."""
_GRAMS = (3, 1)
"""Runs of so many tokens that occur once in either version say where the two meet; the longer ones first."""
_TABLE = 100_000_000
"""Cells, one bit each, of the largest table that is filled to compare two stretches token by token."""
_SPELLING = 200
"""Characters of the longest stretch that is compared letter by letter."""
_ALIKE = 0.5
_REACH = 4_096
"""Characters over which a gap between runs is moved to where it reads best."""


class Run(NamedTuple):
    """`size` equal characters, at `old` in one version and at `new` in the other."""

    old: int
    new: int
    size: int

    @property
    def old_end(self) -> int:
        return self.old + self.size

    @property
    def new_end(self) -> int:
        return self.new + self.size


class Gap(NamedTuple):
    """What stands between two runs: `old[a:b]` became `new[c:d]`.

    Where one of the two is empty, the words beside it may say just as well that it lies up to `left` characters
    further left or `right` further right.
    """

    a: int
    b: int
    c: int
    d: int
    left: int = 0
    right: int = 0

    @property
    def size(self) -> int:
        return max(self.b - self.a, self.d - self.c)


def common_runs(old: str, new: str) -> list[Run]:
    """The equal stretches of two versions, in order; between two of them one or both versions have something else.

    What occurs once in either version comes first (patience diff: Bram Cohen): long lines, then three words in a
    row, then words; between these the longest common subsequence; then the letters of words that look alike. Not
    the most there is in common, but what a reader would take for the same words; of two passages that changed
    places, one is found.
    """
    head = _prefix(old, new)
    tail = _suffix(old, new, head)
    found = [Run(0, 0, head)]
    at_old = at_new = head
    end_old, end_new = len(old) - tail, len(new) - tail
    for run in _lines(old, new, head, end_old, end_new):
        found += _words(old, new, at_old, run.old, at_new, run.new)
        found.append(run)
        at_old, at_new = run.old_end, run.new_end
    found += _words(old, new, at_old, end_old, at_new, end_new)
    found.append(Run(end_old, end_new, tail))
    return _settled(old, new, _joined(found))


def gaps(old: str, new: str, runs: Sequence[Run]) -> list[Gap]:
    """The gaps before, between and after the runs: one more than there are runs."""
    edges = [Run(0, 0, 0), *runs, Run(len(old), len(new), 0)]
    found = []
    for before, after in pairwise(edges):
        gap = Gap(before.old_end, after.old, before.new_end, after.new)
        left, right = _room(old, new, gap, before.size, after.size)
        found.append(gap._replace(left=left, right=right))
    return found


def changed_words(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """The words of the old and of the new wording that are not, as a whole, in the other. Offsets are code points."""
    runs = common_runs(old, new)
    return _outside(old, [Span(run.old, run.old_end) for run in runs]), _outside(
        new, [Span(run.new, run.new_end) for run in runs]
    )


def _outside(text: str, common: Sequence[Span]) -> list[Span]:
    found = []
    place = 0
    for match in _TOKEN.finditer(text):
        word = Span(*match.span())
        while place < len(common) and common[place].end < word.end:
            place += 1
        if place == len(common) or not common[place].contains(word):
            found.append(word)
    return found


# --- where the versions meet -------------------------------------------------------------------------------


def _prefix(a: Sequence[str], b: Sequence[str]) -> int:
    """How much the two begin with alike; compared in slices, which is fast."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _suffix(a: Sequence[str], b: Sequence[str], head: int) -> int:
    """How much the two end with alike, not counting the first `head`."""
    low, high = 0, min(len(a), len(b)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _lines(old: str, new: str, start: int, old_end: int, new_end: int) -> Iterator[Run]:
    """The long lines that occur once in either version; none if they changed places, since words tell more then."""
    old_lines, old_at = _split(old[start:old_end])
    new_lines, new_at = _split(new[start:new_end])
    common = _common(old_lines, new_lines)
    rising = _rising(common)
    for i, j in rising if len(rising) == len(common) else ():
        yield Run(start + old_at[i], start + new_at[j], len(old_lines[i]))


def _split(text: str) -> tuple[list[str], list[int]]:
    """The long lines, and where they begin."""
    lines: list[str] = []
    starts: list[int] = []
    at = 0
    for line in text.split("\n"):
        if len(line) >= _LONG_LINE:
            lines.append(line)
            starts.append(at)
        at += len(line) + 1
    return lines, starts


def _common(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Places of the items that occur once in `a` and once in `b`, in the order of `a`."""
    in_b = _once(b)
    return [(i, in_b[item]) for item, i in _once(a).items() if item in in_b]


def _once(items: Sequence[object]) -> dict[object, int]:
    places: dict[object, int] = {}
    for at, item in enumerate(items):
        places[item] = -1 if item in places else at
    return {item: at for item, at in places.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, which rise in the first number, that rises in the second too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [j] if length == len(ends) else [j, *ends[length + 1 :]]
        last[length:] = [index] if length == len(last) else [index, *last[length + 1 :]]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


# --- words, then letters -----------------------------------------------------------------------------------


def _words(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Run]:
    """What `old[a:b]` and `new[c:d]` have in common, word by word, then letter by letter where words changed."""
    if a == b or c == d:
        return
    ours, theirs = list(_TOKEN.finditer(old, a, b)), list(_TOKEN.finditer(new, c, d))
    at_old, at_new = a, c
    for i, j, size in _whole(_match([m.group() for m in ours], [m.group() for m in theirs], _GRAMS)):
        step = size if _between(ours, i, size, old) == _between(theirs, j, size, new) else 1  # else blanks differ
        for k in range(0, size, step):
            start_old, start_new = ours[i + k].start(), theirs[j + k].start()
            yield from _letters(old, new, at_old, start_old, at_new, start_new)
            at_old, at_new = ours[i + k + step - 1].end(), theirs[j + k + step - 1].end()
            yield Run(start_old, start_new, at_old - start_old)
    yield from _letters(old, new, at_old, b, at_new, d)


def _whole(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The same matches, those that follow upon each other in both versions as one."""
    i = j = size = 0
    for x, y, length in matches:
        if x == i + size and y == j + size:
            size += length
        else:
            if size:
                yield i, j, size
            i, j, size = x, y, length
    if size:
        yield i, j, size


def _between(tokens: Sequence[re.Match[str]], first: int, size: int, text: str) -> str:
    return text[tokens[first].start() : tokens[first + size - 1].end()]


def _match(a: Sequence[str], b: Sequence[str], grams: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Where the two lists of tokens are alike: place in `a`, place in `b`, how many."""
    head = _prefix(a, b)
    tail = _suffix(a, b, head)
    if head:
        yield 0, 0, head
    mine, yours = a[head : len(a) - tail], b[head : len(b) - tail]
    inner = _by_grams(mine, yours, grams) if grams else _by_table(mine, yours)
    for i, j, size in inner:
        yield head + i, head + j, size
    if tail:
        yield len(a) - tail, len(b) - tail, tail


def _by_grams(a: Sequence[str], b: Sequence[str], grams: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    size, finer = grams[0], grams[1:]
    at_a = at_b = 0
    for i, j in _rising(_common(_gram(a, size), _gram(b, size))):
        if i < at_a or j < at_b:
            continue
        for x, y, length in _match(a[at_a:i], b[at_b:j], finer):
            yield at_a + x, at_b + y, length
        yield i, j, size
        at_a, at_b = i + size, j + size
    for x, y, length in _match(a[at_a:], b[at_b:], finer):
        yield at_a + x, at_b + y, length


def _gram(tokens: Sequence[str], size: int) -> Sequence[object]:
    return list(zip(*(tokens[k:] for k in range(size)), strict=False)) if size > 1 else tokens


def _by_table(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The longest common subsequence; nothing where that would take too long."""
    if a and b and len(a) * len(b) <= _TABLE:
        from rapidfuzz.distance import Indel

        for op in Indel.opcodes(a, b):
            if op.tag == "equal":
                yield op.src_start, op.dest_start, op.src_end - op.src_start


def _letters(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Run]:
    """What `old[a:b]` and `new[c:d]`, which have no word in common there, share in letters."""
    mine, yours = old[a:b], new[c:d]
    head = _prefix(mine, yours)
    tail = _suffix(mine, yours, head)
    yield Run(a, c, head)
    mine, yours = mine[head : len(mine) - tail], yours[head : len(yours) - tail]
    if mine and yours and max(len(mine), len(yours)) <= _SPELLING:
        from rapidfuzz.distance import Indel

        if Indel.normalized_similarity(old[a:b], new[c:d]) >= _ALIKE:
            for op in Indel.opcodes(mine, yours):
                if op.tag == "equal":
                    yield Run(a + head + op.src_start, c + head + op.dest_start, op.src_end - op.src_start)
    yield Run(b - tail, d - tail, tail)


# --- where a gap reads best --------------------------------------------------------------------------------


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs that hold something; those that touch in both versions are one."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].old_end == run.old and found[-1].new_end == run.new:
            found[-1] = found[-1]._replace(size=found[-1].size + run.size)
        elif run.size:
            found.append(run)
    return found


def _settled(old: str, new: str, found: Sequence[Run]) -> list[Run]:
    """The same runs, with what was put in or taken out moved to the edges of lines, sentences or words.

    In "the old. the new", less "the old. ", it could as well be "old. the " that is gone.
    """
    runs = [Run(0, 0, 0), *found, Run(len(old), len(new), 0)]
    for place, (_, after) in enumerate(pairwise(runs)):
        before = runs[place]  # as the step before this one left it
        gap = Gap(before.old_end, after.old, before.new_end, after.new)
        left, right = _room(old, new, gap, before.size, after.size)
        if not left and not right:
            continue
        step = _best_step(old, new, gap, left, right)
        runs[place] = before._replace(size=before.size + step)
        runs[place + 1] = Run(after.old + step, after.new + step, after.size - step)
    return _joined(runs)


def _room(old: str, new: str, gap: Gap, before: int, after: int) -> tuple[int, int]:
    """How far a gap can be moved left and right, over runs of the given sizes, without a change of either version."""
    if (gap.a == gap.b) == (gap.c == gap.d):
        return 0, 0
    text, start, end = _filled(old, new, gap)
    left = right = 0
    while left < min(before, _REACH) and text[start - 1 - left] == text[end - 1 - left]:
        left += 1
    while right < min(after, _REACH) and text[start + right] == text[end + right]:
        right += 1
    return left, right


def _filled(old: str, new: str, gap: Gap) -> tuple[str, int, int]:
    """The version in which a gap holds something, and where that begins and ends."""
    return (old, gap.a, gap.b) if gap.c == gap.d else (new, gap.c, gap.d)


def _best_step(old: str, new: str, gap: Gap, left: int, right: int) -> int:
    text, start, end = _filled(old, new, gap)
    return max(range(-left, right + 1), key=lambda by: (_edge(text, start + by) + _edge(text, end + by), by))


def _edge(text: str, at: int) -> int:
    """How good a place to cut this is: 4 at a line's start, 3 a sentence's, 2 a word's, 1 a word's end, else 0."""
    if at == 0 or at == len(text) or text[at - 1] == "\n":
        return 4
    if text[at - 1].isspace():
        return 3 if at > 1 and text[at - 2] in ".!?…" else 2
    return int(not (text[at - 1].isalnum() and text[at].isalnum()))
