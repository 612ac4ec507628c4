"""Compare two versions of a text: equal runs, gaps between them, changed words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.text.span import Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONG_LINE = 120
"""Length from which on an equal line matches regardless of its neighbours."""
_GRAMS = (3, 1)
"""Sizes of token sequences that anchor the comparison if unique in both versions; longer ones first."""
_TABLE = 100_000_000
"""Cells (bits) of the largest table for comparing token by token."""
_SPELLING = 200
"""Characters of the longest part that is compared letter by letter."""
_ALIKE = 0.5
_REACH = 4_096
"""Characters over which a gap may be moved to a better place."""


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
    """A difference between two runs: `old[a:b]` became `new[c:d]`.

    If one of the two is empty, the gap may equally lie up to `left` characters further left or `right` further right.
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
    """Return the equal runs of two versions, in order.

    Parts that are unique in both versions are matched first (patience diff: Bram Cohen): long lines, then three words
    in a row, then words; between these the longest common subsequence; then the letters of similar words. The result
    is not the longest possible, but matches what a reader takes for the same words; of two swapped passages, one is
    matched.
    """
    head = _prefix(old, new)
    tail = _suffix(old, new, head)
    runs = [Run(0, 0, head)]
    at_old = at_new = head
    end_old, end_new = len(old) - tail, len(new) - tail
    for run in _lines(old, new, head, end_old, end_new):
        runs += _words(old, new, at_old, run.old, at_new, run.new)
        runs.append(run)
        at_old, at_new = run.old_end, run.new_end
    runs += _words(old, new, at_old, end_old, at_new, end_new)
    runs.append(Run(end_old, end_new, tail))
    return _settled(old, new, _joined(runs))


def gaps(old: str, new: str, runs: Sequence[Run]) -> list[Gap]:
    """Return the gaps before, between and after the runs, one more than runs."""
    edges = [Run(0, 0, 0), *runs, Run(len(old), len(new), 0)]
    result = []
    for before, after in pairwise(edges):
        gap = Gap(before.old_end, after.old, before.new_end, after.new)
        left, right = _room(old, new, gap, before.size, after.size)
        result.append(gap._replace(left=left, right=right))
    return result


def changed_words(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """Return the words of the old and of the new wording that are missing in the other. Offsets are code points."""
    runs = common_runs(old, new)
    return _outside(old, [Span(run.old, run.old_end) for run in runs]), _outside(
        new, [Span(run.new, run.new_end) for run in runs]
    )


def _outside(text: str, common: Sequence[Span]) -> list[Span]:
    words = []
    place = 0
    for match in _TOKEN.finditer(text):
        word = Span(*match.span())
        while place < len(common) and common[place].end < word.end:
            place += 1
        if place == len(common) or not common[place].contains(word):
            words.append(word)
    return words


# Lines


def _prefix(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the length of the common prefix; compared in slices for speed."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _suffix(a: Sequence[str], b: Sequence[str], head: int) -> int:
    """Return the length of the common suffix, the first `head` items excluded."""
    low, high = 0, min(len(a), len(b)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _lines(old: str, new: str, start: int, old_end: int, new_end: int) -> Iterator[Run]:
    """Yield the long lines unique in both versions; none if their order changed, since words match better then."""
    old_lines, old_at = _split(old[start:old_end])
    new_lines, new_at = _split(new[start:new_end])
    common = _common(old_lines, new_lines)
    rising = _rising(common)
    for i, j in rising if len(rising) == len(common) else ():
        yield Run(start + old_at[i], start + new_at[j], len(old_lines[i]))


def _split(text: str) -> tuple[list[str], list[int]]:
    """Return the long lines and their offsets."""
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
    """Return the indexes of the items unique in both `a` and `b`, in the order of `a`."""
    in_b = _once(b)
    return [(i, in_b[item]) for item, i in _once(a).items() if item in in_b]


def _once(items: Sequence[object]) -> dict[object, int]:
    places: dict[object, int] = {}
    for at, item in enumerate(items):
        places[item] = -1 if item in places else at
    return {item: at for item, at in places.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of `pairs`, sorted by the first number, that also rises in the second."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [j] if length == len(ends) else [j, *ends[length + 1 :]]
        last[length:] = [index] if length == len(last) else [index, *last[length + 1 :]]
    rising = []
    index = last[-1] if last else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


# Words, then letters


def _words(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Run]:
    """Yield the runs of `old[a:b]` and `new[c:d]`, word by word, then letter by letter where words changed."""
    if a == b or c == d:
        return
    old_words, new_words = list(_TOKEN.finditer(old, a, b)), list(_TOKEN.finditer(new, c, d))
    at_old, at_new = a, c
    tokens = [word.group() for word in old_words], [word.group() for word in new_words]
    for i, j, size in _merged(_match(*tokens, _GRAMS)):
        same_blanks = _covered(old_words, i, size, old) == _covered(new_words, j, size, new)
        step = size if same_blanks else 1
        for k in range(0, size, step):
            start_old, start_new = old_words[i + k].start(), new_words[j + k].start()
            yield from _letters(old, new, at_old, start_old, at_new, start_new)
            at_old, at_new = old_words[i + k + step - 1].end(), new_words[j + k + step - 1].end()
            yield Run(start_old, start_new, at_old - start_old)
    yield from _letters(old, new, at_old, b, at_new, d)


def _merged(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the matches, with adjacent ones merged."""
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


def _covered(tokens: Sequence[re.Match[str]], first: int, size: int, text: str) -> str:
    return text[tokens[first].start() : tokens[first + size - 1].end()]


def _match(a: Sequence[str], b: Sequence[str], grams: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield matches of two lists of tokens: index in `a`, index in `b`, length."""
    head = _prefix(a, b)
    tail = _suffix(a, b, head)
    if head:
        yield 0, 0, head
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    inner = _by_grams(inner_a, inner_b, grams) if grams else _by_table(inner_a, inner_b)
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
    """Yield the longest common subsequence; nothing if that would take too long."""
    if a and b and len(a) * len(b) <= _TABLE:
        from rapidfuzz.distance import Indel

        for op in Indel.opcodes(a, b):
            if op.tag == "equal":
                yield op.src_start, op.dest_start, op.src_end - op.src_start


def _letters(old: str, new: str, a: int, b: int, c: int, d: int) -> Iterator[Run]:
    """Yield the runs of letters in `old[a:b]` and `new[c:d]`, which have no word in common."""
    before, after = old[a:b], new[c:d]
    head = _prefix(before, after)
    tail = _suffix(before, after, head)
    yield Run(a, c, head)
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    if before and after and max(len(before), len(after)) <= _SPELLING:
        from rapidfuzz.distance import Indel

        if Indel.normalized_similarity(old[a:b], new[c:d]) >= _ALIKE:
            for op in Indel.opcodes(before, after):
                if op.tag == "equal":
                    yield Run(a + head + op.src_start, c + head + op.dest_start, op.src_end - op.src_start)
    yield Run(b - tail, d - tail, tail)


# Placement of gaps


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return the runs that are not empty, with adjacent ones joined."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].old_end == run.old and joined[-1].new_end == run.new:
            joined[-1] = joined[-1]._replace(size=joined[-1].size + run.size)
        elif run.size:
            joined.append(run)
    return joined


def _settled(old: str, new: str, joined: Sequence[Run]) -> list[Run]:
    """Return the runs with insertions and deletions moved to the edges of lines, sentences or words.

    If "the old. " was deleted from "the old. the new", it could as well have been "old. the ".
    """
    runs = [Run(0, 0, 0), *joined, Run(len(old), len(new), 0)]
    for place, (_, after) in enumerate(pairwise(runs)):
        before = runs[place]  # as changed by the previous step
        gap = Gap(before.old_end, after.old, before.new_end, after.new)
        left, right = _room(old, new, gap, before.size, after.size)
        if not left and not right:
            continue
        step = _best_step(old, new, gap, left, right)
        runs[place] = before._replace(size=before.size + step)
        runs[place + 1] = Run(after.old + step, after.new + step, after.size - step)
    return _joined(runs)


def _room(old: str, new: str, gap: Gap, before: int, after: int) -> tuple[int, int]:
    """Return how far a gap can move left and right, over runs of these sizes, with the same result."""
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
    """Return the version in which the gap is not empty, and its start and end there."""
    return (old, gap.a, gap.b) if gap.c == gap.d else (new, gap.c, gap.d)


def _best_step(old: str, new: str, gap: Gap, left: int, right: int) -> int:
    text, start, end = _filled(old, new, gap)
    return max(range(-left, right + 1), key=lambda by: (_edge(text, start + by) + _edge(text, end + by), by))


def _edge(text: str, at: int) -> int:
    """Rate a position for a cut: 4 start of a line, 3 of a sentence, 2 of a word, 1 end of a word, else 0."""
    if at == 0 or at == len(text) or text[at - 1] == "\n":
        return 4
    if text[at - 1].isspace():
        return 3 if at > 1 and text[at - 2] in ".!?…" else 2
    return int(not (text[at - 1].isalnum() and text[at].isalnum()))
