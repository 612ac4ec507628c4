"""What all reports ask of a study: units by code, participant and wave; and how participants are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from coder.analysis.method import units as method_units
from coder.analysis.reports.disclosure import Telling
from coder.errors import NotFound
from coder.model.codebook import Code
from coder.model.document import Note, Quotation
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import Participant, Wave
from coder.model.segment import DOUBTFUL, GOLD, Segment
from coder.model.source import Source
from coder.project.merge_artifacts import group_of
from coder.project.ordering import codes_in_order, subtree, waves_in_order
from coder.project.project import Project
from coder.text.phrases import format_day, format_list
from coder.text.sorting import natural_key

MARK_WORDS = {"": "", GOLD: "gold quotation", DOUBTFUL: "doubtful"}
LONGEST_EXCERPT = 320  # characters; a longer unit is cut between words
#: How a study calls the place for what fits no group (METHOD: residual).
RESIDUAL = ("residual", "rest", "residue")


class Spread:
    """Units, and whose they are and of when."""

    def __init__(self, units: Sequence[Segment], sources: Mapping[str, Source]) -> None:
        self.units = units
        self._held: dict[tuple[str | None, str | None], list[Segment]] = {}
        for unit in units:
            source = sources[unit.source]
            self._held.setdefault((source.participant, source.wave), []).append(unit)

    def of(self, person: Participant, wave: Wave | None) -> list[Segment]:
        """Those of a participant in a wave, or (None) in interviews of no wave."""
        return self._held.get((person.id, wave.id if wave else None), [])

    @cached_property
    def each(self) -> Counter[str | None]:
        """How many there are of each participant, by id; None is nobody."""
        found: Counter[str | None] = Counter()
        for (person, _), units in self._held.items():
            found[person] += len(units)
        return found


class View(Telling):
    """A study as its reports see it.

    A unit is a segment with at least one coding; it counts once for a code, however many coders put it there.
    """

    def __init__(self, project: Project, publication: bool = False) -> None:
        super().__init__(project, publication)
        self.project = project
        self.waves = waves_in_order(project)
        self.participants = sorted(project.participants.values(), key=lambda one: natural_key(self.name(one.id)))
        self.sources = self._by_participant()
        self._rank = {source.id: rank for rank, source in enumerate(self.sources)}
        self.by_groups = bool(project.groups)
        self.groups = self._groups()
        self._had: dict[tuple[str, str | None], list[Source]] = {}
        for source in self.sources:
            if source.participant is not None:
                self._had.setdefault((source.participant, source.wave), []).append(source)
        self._interviewed = {person for person, _ in self._had}
        self._told = {wave.id for wave in self.waves if self.tellable(len(self.in_wave(wave)))}
        self._on = {code.id: self._find(code) for code in codes_in_order(project)}
        self._below: dict[str, Spread] = {}

    def _groups(self) -> list[Code]:
        """The code groups as the method has them; where there are none, the codes at the top."""
        if not self.by_groups:
            return self.project.children(None)
        return [self.project.codes[one.code] for one in method_units.groups_in_order(self.project)]

    def _by_participant(self) -> list[Source]:
        """The interviews, by participant and wave; those of nobody last."""
        people = {person.id: rank for rank, person in enumerate(self.participants)}
        waves = {wave.id: rank for rank, wave in enumerate(self.waves)}

        def place(source: Source) -> tuple[object, ...]:
            person, wave = people.get(source.participant or ""), waves.get(source.wave or "")
            return person is None, person or 0, wave is None, wave or 0, source.order, natural_key(source.name)

        return sorted(self.project.sources.values(), key=place)

    def _find(self, code: Code) -> Spread:
        project = self.project
        return self._spread(project.segments[project.codings[id].segment] for id in project.codings_with(code.id))

    def _spread(self, units: Iterable[Segment]) -> Spread:
        """Units as they stand in the sources, each once."""
        each = {unit.id: unit for unit in units}
        ordered = sorted(each.values(), key=lambda unit: (self._rank[unit.source], unit.start, unit.end, unit.id))
        return Spread(ordered, self.project.sources)

    # Units

    def on(self, code: Code) -> Spread:
        """The units a code itself is on."""
        return self._on[code.id]

    def below(self, code: Code) -> Spread:
        """The units a code or any below it is on."""
        if code.id not in self._below:
            found = (unit for one in subtree(self.project, code) for unit in self.on(one).units)
            self._below[code.id] = self._spread(found)
        return self._below[code.id]

    @cached_property
    def everything(self) -> Spread:
        """All units."""
        return self._spread(unit for held in self._on.values() for unit in held.units)

    def unsorted(self, *groups: Code) -> Spread:
        """The units that are in one of these groups and in none of its subgroups, where it has any."""
        found: list[Segment] = []
        for group in groups:
            made = group_of(self.project, group.id) if self.by_groups else None
            if made is not None:
                found += [self.project.segments[id] for id in method_units.loose_units(self.project, made)]
                continue
            children = self.project.children(group.id)
            inside = {unit.id for child in children for unit in self.below(child).units}
            found += [unit for unit in self.on(group).units if children and unit.id not in inside]
        return self._spread(found)

    @property
    def residual(self) -> Spread:
        """The units that no group has room for."""
        return self._spread(unit for one in self.groups if self.is_residual(one) for unit in self.below(one).units)

    def mark(self, unit: Segment, code: Code) -> str:
        """The mark of a code on a unit: gold where anybody marked it so, then doubtful, then none."""
        marks = {one.mark for one in self.project.codings_of(unit.id) if one.code == code.id}
        return next((mark for mark in (GOLD, DOUBTFUL) if mark in marks), "")

    def gold(self, code: Code) -> list[Segment]:
        """The units that are gold quotations of a code."""
        return [unit for unit in self.on(code).units if self.mark(unit, code) == GOLD]

    def is_residual(self, code: Code) -> bool:
        """Whether a code group, or else a code at the top, holds what fits no group."""
        if self.by_groups:
            made = group_of(self.project, code.id)
            return made is not None and made.residual
        return code.parent is None and code.name.strip().casefold() in RESIDUAL

    # Who and when

    def source(self, unit: Segment) -> Source:
        return self.project.sources[unit.source]

    def names(self, people: Iterable[Participant]) -> str:
        """Participants by name; for publication only where there are enough of them."""
        found = list(people)
        if self.publication:
            return self.people(len(found))
        return format_list(self.name(one.id) for one in found)

    def of(self, person: Participant, wave: Wave | None = None) -> list[Source]:
        """The interviews of a participant in a wave, or (None) in no wave."""
        return self._had.get((person.id, wave.id if wave else None), [])

    def waves_of(self, person: Participant) -> list[Wave]:
        """The waves in which a participant was interviewed."""
        return [wave for wave in self.waves if self.of(person, wave)]

    def in_wave(self, wave: Wave) -> list[Participant]:
        """The participants interviewed in a wave."""
        return [person for person in self.participants if self.of(person, wave)]

    def silent(self, units: Spread) -> list[Participant]:
        """The participants who were interviewed, and to whom none of some units belongs."""
        return [one for one in self.participants if one.id in self._interviewed and not units.each[one.id]]

    def givers(self, units: Spread) -> str:
        """How many participants some units are from."""
        return self.people(sum(1 for one in self.participants if units.each[one.id]))

    def reference(self, source: Source) -> str:
        """Participant and wave, `P01, baseline`; the source's name where nobody said.

        For publication a wave of very few participants is not named, because it would tell who they are.
        """
        if source.participant is None:
            return "participant not given" if self.publication else source.name
        wave = self.project.waves[source.wave] if source.wave else None
        told = wave.name if wave is not None and wave.id in self._told else ""
        return ", ".join(filter(None, (self.name(source.participant), told)))

    # Words

    def quotation(self, unit: Segment, mark: str = "", longest: int = 0) -> Quotation:
        """A unit as a quotation, out of the text of its revision; longer than `longest` it is cut."""
        text = self.project.rules.text_of(unit.source, unit.revision)
        if text is None:
            raise NotFound("The text of a unit is missing", unit.id, "Run: coder doctor PROJECT")
        quote = text.text[unit.start : unit.end]
        shown = _shortened(quote, longest) if longest else quote
        return Quotation(shown, self.reference(self.source(unit)), MARK_WORDS[mark], shown != quote)

    def memos(self, target: str, *kinds: str) -> list[Note]:
        """The memos of some kinds on a record; never a private one, and none for publication."""
        if self.publication:
            return []
        return [self._note(memo) for memo in self.project.memos_on(target) if memo.kind in kinds and not memo.private]

    def _note(self, memo: Memo) -> Note:
        coder = self.project.coders[memo.coder].initials
        head = ", ".join(filter(None, (MEMO_KINDS[memo.kind].label.capitalize(), coder, format_day(memo.created))))
        return Note(head, memo.text, memo.title)


def _shortened(quote: str, longest: int) -> str:
    """The beginning of a quotation, up to a blank."""
    if len(quote) <= longest:
        return quote
    return quote[: longest + 1].rsplit(None, 1)[0].rstrip()
