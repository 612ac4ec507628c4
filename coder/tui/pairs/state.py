"""The state of the pairs screen: the pair, the subject of its note, how the sides move; and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coder.analysis.method.change import BYS, CODES, cell_of, lines, mark, subject
from coder.analysis.method.participation import Pair, pairs
from coder.model.framework import ChangeNote
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, Subject
from coder.project.study import codes_in_order, path_of, subtree
from coder.tui.kit.requests import Item

LINKED, IN_STEP, INDEPENDENT = "linked", "in step", "independent"
#: How the two sides move → what that means.
LINKS = {
    LINKED: "n and N move both sides",
    IN_STEP: "every move applies to both sides",
    INDEPENDENT: "each side moves by itself",
}


@dataclass
class PairsState:
    """The pair (by participant and first wave), the subject of its note (a code, a level, or neither), and the view.

    `alone`: only the active `side` is visible; `cursors` are offsets by source.
    """

    participant: str = ""
    first: str = ""
    code: str | None = None
    level: str | None = None
    link: str = LINKED
    side: str = FIRST
    alone: bool = False
    cursors: dict[str, int] = field(default_factory=dict)

    def go_to(self, subject: Subject) -> None:
        """Show this subject."""
        self.participant, self.first = subject.participant, subject.first
        self.code, self.level = subject.code, subject.level


def current_pair(project: Project, state: PairsState) -> tuple[list[Pair], int]:
    """Return all pairs, and the number of the one to show (0 where it was removed)."""
    all_pairs = pairs(project)
    numbers = [n for n, pair in enumerate(all_pairs) if pair.participant.id == state.participant]
    exact = [n for n in numbers if all_pairs[n].first.id == state.first]
    return all_pairs, next(iter(exact or numbers), 0)


def is_pair(project: Project, subject: Subject) -> bool:
    """Return whether the waves of a subject are a pair."""
    waves = {(pair.participant.id, pair.first.id, pair.then.id) for pair in pairs(project)}
    return subject[:3] in waves


def subject_in(project: Project, state: PairsState, pair: Pair) -> Subject:
    """Return the subject of the note; the whole pair where the code or level was removed."""
    waves = (pair.participant.id, pair.first.id, pair.then.id)
    if state.code in project.codes:
        return Subject(*waves, code=state.code)
    return Subject(*waves, level=state.level) if state.level in project.levels else Subject(*waves)


def sources_of(pair: Pair, side: str) -> Sequence[Source]:
    """Return the interviews of a side."""
    return pair.first_sources if side == FIRST else pair.then_sources


def unit_starts(project: Project, subject: Subject, side: str, source: Source) -> list[int]:
    """Return where the units of a subject begin in an interview, sorted; of the whole pair, all coded units."""
    if subject.level is not None:
        cell = cell_of(project, subject.level, subject.participant, subject.wave(side))
        segments = [project.segments[id] for id in (cell.evidence if cell is not None else ())]
        return sorted({segment.start for segment in segments if segment.source == source.id})
    code = project.codes[subject.code] if subject.code is not None else None
    codes = None if code is None else {below.id for below in subtree(project, code)}
    return sorted(
        {
            project.segments[id].start
            for id in project.positions(source.id)
            if any(codes is None or coding.code in codes for coding in project.codings_of(id))
        }
    )


def subject_items(project: Project, pair: Pair) -> list[Item]:
    """Return all possible subjects as rows to choose from: the pair, codes, levels; with the marks of their notes."""
    items = []
    for by in BYS:
        for id, path, about in _subjects(project, by, pair):
            note = changes.on(project, about)
            detail = note.sentence if note is not None else "no note yet"
            label = path if by == CODES else f"level {path}"
            items.append(Item(f"{by}:{id}", label, detail=detail, prefix=mark(note).ljust(3)))
    return items


def _subjects(project: Project, by: str, pair: Pair) -> Iterator[tuple[str, str, Subject]]:
    whole, *known = lines(project, by)
    if by == CODES:
        yield "pair", whole.path, subject(by, whole, pair)
    for line in known:
        yield line.id, line.path, subject(by, line, pair)
    if by == CODES:
        ids = {line.id for line in known}
        waves = (pair.participant.id, pair.first.id, pair.then.id)
        for code in codes_in_order(project):
            if not code.archived and code.id not in ids:
                yield code.id, path_of(project, code), Subject(*waves, code=code.id)


def evidence(note: ChangeNote | None, side: str) -> tuple[tuple[str, ...], str]:
    """Return the evidence of a side, and the reason why there is none."""
    if note is None:
        return (), ""
    return (note.evidence_first, note.absent_first) if side == FIRST else (note.evidence_then, note.absent_then)
