"""Where one is among the pairs, and what is shown of a note of change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from rich.console import Group
from rich.text import Text

from coder.analysis.method.change import BYS, CODES, cell_of, lines, mark, subject
from coder.analysis.method.participation import Pair, pairs
from coder.analysis.quotations import whereabouts
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, SIDES, Subject
from coder.project.ordering import codes_in_order, subtree
from coder.project.paths import path_of
from coder.project.segments import excerpt
from coder.text.cells import printable
from coder.tui.kit.messages import Item

TOGETHER, IN_STEP, FREELY = "together", "in step", "freely"
#: How the two sides move → what that means.
LINKS = {
    TOGETHER: "n and N move both sides",
    IN_STEP: "every move is made on both sides",
    FREELY: "each side by itself",
}
EXCERPT = 60


@dataclass
class Place:
    """The pair that is shown, what its note is about (ids), and how it looks."""

    participant: str = ""
    first: str = ""
    code: str | None = None
    level: str | None = None
    link: str = TOGETHER
    side: str = FIRST
    alone: bool = False
    cursors: dict[str, int] = field(default_factory=dict)

    def go_to(self, what: Subject) -> None:
        """Be where a note is."""
        self.participant, self.first = what.participant, what.first
        self.code, self.level = what.code, what.level


#: As it was left, for as long as the program runs.
_LEFT: WeakKeyDictionary[Project, Place] = WeakKeyDictionary()


def place(project: Project) -> Place:
    """Where one is among the pairs of a project."""
    return _LEFT.setdefault(project, Place())


def current(project: Project, here: Place) -> tuple[list[Pair], int]:
    """All pairs, and the number of the one that is shown (the first where it is gone)."""
    every = pairs(project)
    fits = [n for n, one in enumerate(every) if one.participant.id == here.participant]
    exactly = [n for n in fits if every[n].first.id == here.first]
    return every, next(iter(exactly or fits), 0)


def known(project: Project) -> set[tuple[str, str, str]]:
    """The pairs by ids: participant and waves."""
    return {(pair.participant.id, pair.first.id, pair.then.id) for pair in pairs(project)}


def about(project: Project, here: Place, pair: Pair) -> Subject:
    """What the note is about; the whole pair where the code or level is gone."""
    waves = (pair.participant.id, pair.first.id, pair.then.id)
    if here.code in project.codes:
        return Subject(*waves, code=here.code)
    return Subject(*waves, level=here.level) if here.level in project.levels else Subject(*waves)


def sources_of(pair: Pair, side: str) -> Sequence[Source]:
    """The interviews of a side."""
    return pair.first_sources if side == FIRST else pair.then_sources


def stops(project: Project, what: Subject, side: str, source: Source) -> list[int]:
    """Where the units of what a note is about begin in an interview, sorted; of a whole pair, all coded ones."""
    if what.level is not None:
        cell = cell_of(project, what.level, what.participant, what.wave(side))
        evidence = [project.segments[id] for id in (cell.evidence if cell is not None else ())]
        return sorted({one.start for one in evidence if one.source == source.id})
    wanted = None if what.code is None else {one.id for one in subtree(project, project.codes[what.code])}
    return sorted(
        {
            project.segments[id].start
            for id in project.positions(source.id)
            if any(wanted is None or coding.code in wanted for coding in project.codings_of(id))
        }
    )


def what_for(project: Project, pair: Pair) -> list[Item]:
    """All that a note can be about, as rows to choose from: pair, codes, levels; with the marks of their notes."""
    paths = {code.id: path_of(project, code) for code in codes_in_order(project) if not code.archived}
    found = []
    for by in BYS:
        known = lines(project, by)
        rows = [(line.id, line.path, subject(by, line, pair)) for line in known[1:]]
        if by == CODES:
            first = (("pair", known[0].path, subject(by, known[0], pair)),)
            known_codes = {id for id, _, _ in rows}
            rest = ((id, path, subject_of_code(pair, id)) for id, path in paths.items() if id not in known_codes)
            rows = [*first, *rows, *rest]
        for id, path, what in rows:
            note = changes.on(project, what)
            label = path if by == CODES else f"level {path}"
            detail = note.sentence if note is not None else "no note yet"
            found.append(Item(f"{by}:{id}", label, detail=detail, prefix=mark(note).ljust(3)))
    return found


def subject_of_code(pair: Pair, code: str) -> Subject:
    """A note on a code."""
    return Subject(pair.participant.id, pair.first.id, pair.then.id, code=code)


def told(project: Project, what: Subject, note: ChangeNote | None) -> Group:
    """A note as it is read below the two interviews: only the sentence takes more than a line."""
    head = _line(("Change ", "dim"), (printable(changes.about(project, what)), "bold"))
    tag = CHANGE_TAGS.get(note.tag) if note is not None else None
    if note is not None and tag is not None:
        head.append("  ").append(f"{tag.glyph} {tag.letter} {note.tag}", "bold reverse")
        head.append(f"  {tag.means}", "dim")
    else:
        head.append("  no tag yet: t", "dim")
    sentence = printable(note.sentence) if note is not None else ""
    said = Text(sentence) if sentence else Text("What changed, in a sentence: s", "dim")
    shown = [
        _line((f"{printable(project.waves[what.wave(side)].name)}  ", "bold"), *_shown_by(project, what, note, side))
        for side in SIDES
    ]
    return Group(head, said, *shown)


def _line(*parts: tuple[str, str]) -> Text:
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def _shown_by(project: Project, what: Subject, note: ChangeNote | None, side: str) -> Iterator[tuple[str, str]]:
    """What is said on the level, if it is about one; the evidence of a side, or why there is none."""
    ids, absent = evidence(note, side)
    lost = set(changes.gone(project, note)) if note is not None else set()
    cell = cell_of(project, what.level, what.participant, what.wave(side)) if what.level is not None else None
    if cell is not None:
        yield f"{STATUSES.get(cell.status, '')} {printable(cell.summary) or cell.status}  ", "bold"
    if len(ids) > 1:
        yield f"{len(ids)} units: ", "dim"
    for number, id in enumerate(ids):
        segment = project.segments[id]
        where = whereabouts(project, project.sources[segment.source], segment.span).rpartition(", ")[2]
        yield (" · " if number else ""), ""
        yield f"“{printable(excerpt(segment.quote, EXCERPT))}” ", ""
        yield (f"({where})" if id not in lost else "(of another participant or wave now)"), "dim"
    if absent:
        yield f"no evidence: {printable(absent)}", "italic"
    elif not ids:
        yield "nothing cited yet: e cites the unit, a says why there is none", "dim"


def evidence(note: ChangeNote | None, side: str) -> tuple[tuple[str, ...], str]:
    """The units of a side, and why there are none."""
    if note is None:
        return (), ""
    return (note.evidence_first, note.absent_first) if side == FIRST else (note.evidence_then, note.absent_then)
