"""Opening, durable changes, import and export: below the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from tests.bench.generate import cache, project, transcripts
from tests.bench.measure import Row, against_floor, at_most, child, copies, skipped


def opening(sizes: Sequence[str]) -> Iterator[Row]:
    """Opening a project, against decoding the same bytes."""
    for size in sizes:
        runs = [child("opening", project(size)) for _ in range(3 if size == "W100" else 7)]
        yield against_floor(f"open {size}", [run["open"] for run in runs], [run["floor"] for run in runs], 2)


def coding(sizes: Sequence[str]) -> Iterator[Row]:
    """One durable coding, against 200 bytes and an fsync in the same folder."""
    medians = {}
    with copies() as copy:
        for size in sizes:
            results = child("coding", copy(size), 200)
            medians[size] = median(results["coding"])
            yield against_floor(f"one durable coding {size}", results["coding"], results["floor"], 1.5, 0.001)
    if {"W1", "W100"} <= medians.keys():
        grown = medians["W100"] / medians["W1"]
        yield Row("one durable coding, W100/W1", grown, None, "×", None, "≤ 1.5", grown <= 1.5)


def encrypted(sizes: Sequence[str]) -> Iterator[Row]:
    """An encrypted project against the same one in plain files: opening, one durable coding; the key, once."""
    with copies() as copy:
        for size in sizes:
            plain, place = copy(size), copy(size)
            made = child("encrypting", place)
            yield at_most(f"encrypt {size}", [made["encrypt"]], 0.0)._replace(budget="", holds=None)
            yield at_most(f"key from the passphrase {size}", [made["derive"]], 2.0)
            runs = [child("opening_encrypted", plain, place) for _ in range(3 if size == "W100" else 7)]
            opened = [[run[name] for run in runs] for name in ("encrypted", "plain")]
            yield against_floor(f"open encrypted {size}", *opened, 1.5)
            results = child("coding_encrypted", plain, place, 200)
            yield against_floor(f"one coding encrypted {size}", results["encrypted"], results["plain"], 1.3)


def exporting(sizes: Sequence[str]) -> Iterator[Row]:
    """Exports of W10."""
    for format, limit in (("csv", 1.0), ("html", 2.0), ("json", 0.0), ("md", 0.0)):
        runs = [child("exporting", project("W10"), format) for _ in range(3)]
        row = at_most(f"export W10 {format}", [run["export"] for run in runs], limit, at="p50")
        row = row._replace(note=f"{runs[0]['bytes'] / 1e6:.1f} MB")
        yield row if limit else row._replace(budget="", holds=None)
    for format, limit in (("xlsx", 4.0), ("qdpx", 4.0)):
        yield skipped(f"export W10 {format}", f"p50 ≤ {limit * 1000:g} ms", "there is no such writer yet")


def importing(sizes: Sequence[str]) -> Iterator[Row]:
    """Import of 370 transcripts."""
    transcripts("W10")
    with copies() as copy:
        place = copy("SMALL").parent
        runs = [child("importing", cache() / "W10-txt", place / f"import{n}") for n in range(2)]
    row = at_most("import 370 txt", [r["import"] for r in runs], 3, [r["floor"] for r in runs], at="p50")
    whole = all(run["sources"] == 370 for run in runs)
    yield row if whole else row._replace(holds=False, note=f"only {runs[0]['sources']:.0f} were imported")
