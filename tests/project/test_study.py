"""Positions of segments, against a plain search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.model.source import Segment
from coder.project.study import LONG, Positions

LENGTHS = st.sampled_from([1, 5, 40, LONG - 1, LONG, LONG + 1, 5000])
SPANS = st.lists(st.tuples(st.integers(0, 9000), LENGTHS), max_size=40)


def segment(number: int, start: int, length: int) -> Segment:
    return Segment(id=f"{number:03}", source="s", start=start, end=start + length, quote="")


@given(spans=SPANS, start=st.integers(-10, 9500), length=st.integers(1, 3000), gone=st.integers(0, 5))
def test_positions_match_a_linear_search(spans: list[tuple[int, int]], start: int, length: int, gone: int) -> None:
    segments = [segment(number, *span) for number, span in enumerate(spans)]
    built = Positions((one.start, one.end, one.id) for one in segments[: len(segments) // 2])
    for one in segments[len(segments) // 2 :]:
        built.add(one)
    for one in segments[:gone]:
        built.remove(one)
    left = sorted(segments[gone:], key=lambda one: (one.start, one.end, one.id))
    end = start + length
    assert list(built) == [one.id for one in left]
    assert len(built) == len(left)
    assert built.between(start, end) == [one.id for one in left if one.start < end and one.end > start]
    assert built.exactly(start, end) == [one.id for one in left if (one.start, one.end) == (start, end)]
    assert built.after(start) == next((one.id for one in left if one.start > start), None)
    assert built.before(start) == next((one.id for one in reversed(left) if one.start < start), None)
