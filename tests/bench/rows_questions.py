"""Questions to the data: picker, search, retrieval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.generate import project
from tests.bench.measure import Row, against_floor, at_most, child


def picker(sizes: Sequence[str]) -> Iterator[Row]:
    """The code picker, per keystroke."""
    for count, limit in ((120, 0.003), (2_000, 0.010), (20_000, 0.050)):
        results = child("picking", count)
        yield at_most(f"picker, a keystroke, {count:,} codes", results["find"], limit, results["floor"])


def phrase(sizes: Sequence[str]) -> Iterator[Row]:
    """A phrase in all of W10."""
    results = child("phrase", project("W10"))
    row = against_floor("find a phrase in W10", results["find"], results["floor"], 3)
    yield row._replace(note=f"the first time {results['first'][0] * 1000:.0f} ms")


def units(sizes: Sequence[str]) -> Iterator[Row]:
    """All units of one code and of a subtree."""
    results = child("units", project("W10"))
    for name, limit in (("code", 0.020), ("subtree", 0.100)):
        row = at_most(f"all units of a {name}, W10", results[name], limit, at="p50")
        yield row._replace(note=f"{results[f'{name} units']:,} units")


def correction(sizes: Sequence[str]) -> Iterator[Row]:
    """What becomes of the units after a correction of one interview, at W1 size."""
    results = child("correcting", project("W1"), 7)
    for name, limit, what in (("whole", 1.0, "a hundred edits in a whole text"), ("turn", 0.1, "one turn")):
        row = at_most(f"correction mapped: {what}", results[name], limit)
        yield row._replace(note=f"{results['units']:,} units")


def identifying(sizes: Sequence[str]) -> Iterator[Row]:
    """Candidates for pseudonyms in 37 interviews."""
    results = child("identifying", project("W1"))
    row = at_most("candidates for pseudonyms, W1", results["times"], 5.0)
    yield row._replace(note=f"{results['candidates']:,} candidates")


def together(sizes: Sequence[str]) -> Iterator[Row]:
    """Co-occurrence of all codes under each definition, and whole matrices, W10."""
    results = child("cooccurrence", project("W10"))
    for how, values in results["together"].items():
        row = at_most(f"co-occurrence of all codes ({how}), W10", values, 1.0)
        yield row._replace(note=f"{results['pairs'][how]:,} pairs of codes")
    for name, values in results["matrix"].items():
        yield at_most(f"matrix, {name}, W10", values, 1.0)._replace(budget="", holds=None)
