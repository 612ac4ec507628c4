"""Pictures of a study: portrait of a transcript, growth of the codes, matrix and timeline of the interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from coder.analysis import statistics
from coder.analysis.axes import Axis
from coder.analysis.matrix import Matrix
from coder.model.document import Picture, PictureRow
from coder.model.source import Segment, Source
from coder.project.study import Study, subtree
from coder.text.phrases import format_count, natural_key

#: Equal parts into which a portrait divides a transcript.
PARTS = 60
#: Days in a column of a timeline, where the interviews have days instead of dates.
MONTH = 30


def portrait(study: Study, source: Source, parts: int = PARTS) -> Picture:
    """Return where in a transcript each top-level code is, the codes below it included.

    A value is the share of the characters of one of the `parts` that is coded, from 0 to 1.
    """
    top = {inner.id: code.id for code in study.children(None) for inner in subtree(study, code)}
    units: dict[str, list[Segment]] = {code.id: [] for code in study.children(None)}
    for id in study.positions(source.id):
        for code in {top[coding.code] for coding in study.codings_of(id)}:
            units[code].append(study.segments[id])
    rows = [
        PictureRow(study.codes[code].name, _density(coded, source.characters, parts))
        for code, coded in units.items()
        if coded
    ]
    caption = f"{source.name}: where the codes are, from the beginning to the end"
    return Picture(caption, (), tuple(rows))


def _density(segments: Sequence[Segment], characters: int, parts: int) -> tuple[float, ...]:
    """Return the share of each part that lies in the segments, which are in order of their beginnings."""
    reached, filled = 0, [0.0] * parts
    for segment in segments:
        start, reached = max(segment.start, reached), max(segment.end, reached)
        for part in range(start * parts // characters, min(parts, -(-reached * parts // characters))):
            first, last = part * characters / parts, (part + 1) * characters / parts
            filled[part] += max(0.0, min(last, reached) - max(first, start))
    return tuple(min(1.0, round(value * parts / characters, 4)) for value in filled)


def growth(study: Study) -> Picture:
    """Return the coded units and the new codes of the sources in order."""
    coded, steps = statistics.codings_per_source(study), statistics.growth(study)
    rows = (
        PictureRow("units", tuple(float(row.units) for row in coded)),
        PictureRow("new codes", tuple(float(step.new) for step in steps)),
    )
    codes = steps[-1].so_far if steps else 0
    caption = f"Units and new codes from source to source, {format_count(codes, 'code')} in use"
    missing = statistics.describe_uncoded(steps)
    caption += f"; {missing}" if missing else ""
    return Picture(caption, tuple(row.source.name for row in coded), rows, by_row=True)


def heat(matrix: Matrix, rows: Sequence[int], columns: Sequence[int]) -> Picture:
    """Return some lines of a matrix."""
    counts = tuple(
        PictureRow(matrix.rows[row].path, tuple(float(matrix.count(row, column)) for column in columns))
        for row in rows
    )
    noun = Axis.noun(matrix.columns_by)
    counted = "co-occurrences" if matrix.how else "units"
    caption = f"{matrix.rows_by} × {matrix.columns_by}: {counted}, n = {len(columns):,} {noun}"
    return Picture(caption, tuple(matrix.columns[column].label for column in columns), counts)


def timeline(study: Study) -> Picture:
    """Return the number of interviews of each participant, month by month.

    Interviews that have a day of the study instead of a date are placed by 30 days. If some have a date and some only
    a day, the more frequent of the two is used; the caption tells how many interviews are left out.
    """
    interviews = [source for source in study.sources.values() if source.participant]
    dated = {source.id: _month(source.date) for source in interviews if source.date}
    by_day = {source.id: source.day // MONTH for source in interviews if source.day is not None}
    places = by_day if len(by_day) > len(dated) else dated
    first, last = min(places.values(), default=0), max(places.values(), default=-1)
    columns = range(first, last + 1)
    rows = []
    for participant in sorted(study.participants.values(), key=lambda participant: natural_key(participant.name)):
        mine = [source.id for source in interviews if source.participant == participant.id]
        counts = Counter(places[id] for id in mine if id in places)
        rows.append(PictureRow(participant.name, tuple(float(counts[column]) for column in columns)))
    missing = len(interviews) - len(places)
    without = (
        f"; {format_count(missing, 'interview')} without a {'day' if places is by_day else 'date'}" if missing else ""
    )
    heads = tuple(map(_days if places is by_day else _year_and_month, columns))
    return Picture(f"Interviews by participant and month{without}", heads, tuple(rows))


def _month(day: str) -> int:
    """Return a number of a month that grows by 1 from month to month."""
    when = date.fromisoformat(day[:10])
    return when.year * 12 + when.month - 1


def _year_and_month(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _days(place: int) -> str:
    return f"day {place * MONTH}"
