"""What rested on erased units, as open points: condensates, claims, gold quotations, readings of pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coder.model.codebook import Code
from coder.model.condensation import AnalyticText, Condensate, Sentence
from coder.model.framework import ChangeNote, LevelCell
from coder.model.record import Change
from coder.model.source import GOLD, Coding
from coder.project.study import Study, path_of
from coder.text.phrases import excerpt, format_count, format_units

#: What begins the title of the memo that lists the points.
TITLE = "Open points after the erasure of "
#: What begins an open point in it; ticked with an x it is done.
OPEN = "- [ ] "


def points(study: Study, changes: Sequence[Change]) -> list[str]:
    """Return what rested on what these changes take away, each with its step; the study is as it was before."""
    lines = [line for change in changes for line in _points_of(study, change)]
    return sorted({*lines, *_gold(study, changes), *_pairs(changes)})


def _points_of(study: Study, change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if isinstance(before, Condensate) and isinstance(after, Condensate):
        where = f"Step 3, condensate of {path_of(study, study.codes[before.code])}"
        yield from _sentences(where, before.sentences, after.sentences)
    elif isinstance(before, AnalyticText) and isinstance(after, AnalyticText):
        name = path_of(study, study.codes[study.groups[before.group].code])
        yield from _sentences(f"Step 4, analytic text of {name}", before.sentences, after.sentences)
    elif isinstance(before, LevelCell) and isinstance(after, LevelCell):
        person, wave = study.participants[before.participant].name, study.waves[before.wave].name
        lost = len(before.evidence) - len(after.evidence)
        if lost:
            where = f"Step 5, {study.levels[before.level].name}, {person}, {wave}"
            yield f"{where}: {format_units(lost)} of {len(before.evidence)} cited erased"
    elif isinstance(before, ChangeNote) and isinstance(after, ChangeNote):
        sides = ((before.evidence_first, after.evidence_first), (before.evidence_then, after.evidence_then))
        lost = sum(len(was) - len(now) for was, now in sides)
        if lost:
            person = study.participants[before.participant].name
            yield f"Step 5, change note on {person}: {format_units(lost)} cited erased"
    elif isinstance(before, Code) and isinstance(after, Code) and before.examples != after.examples:
        yield f"Step 2, {path_of(study, before)}: an example was erased"


def _sentences(where: str, before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[str]:
    now = {sentence.key: sentence for sentence in after}
    for sentence in before:
        left = now[sentence.key]
        if len(left.units) < len(sentence.units):
            number = f"{len(sentence.units) - len(left.units)} of {format_units(len(sentence.units))}"
            rests = "none is left" if not left.units else f"{len(left.units)} left"
            yield f"{where}: “{excerpt(left.text)}” rested on {number} erased, {rests}"


def _gold(study: Study, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the codes whose gold quotations were erased."""
    lost = Counter(
        change.before.code
        for change in changes
        if isinstance(change.before, Coding) and change.before.mark == GOLD and change.after is None
    )
    for code, number in lost.items():
        marks = [study.codings[id].mark for id in study.codings_with(code)]
        left = marks.count(GOLD) - number
        rests = "none is left" if not left else f"{left} left"
        yield f"Step 3, {path_of(study, study.codes[code])}: {format_count(number, 'gold quotation')} erased, {rests}"


def _pairs(changes: Sequence[Change]) -> Iterator[str]:
    notes = [change for change in changes if isinstance(change.before, ChangeNote) and change.after is None]
    cells = [change for change in changes if isinstance(change.before, LevelCell) and change.after is None]
    if notes or cells:
        what = f"{format_count(len(cells), 'cell')} and {format_count(len(notes), 'change note')}"
        yield f"Step 5, reading across pairs: {what} erased; check what was said of all pairs, and their number"
