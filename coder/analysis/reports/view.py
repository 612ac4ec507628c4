"""A study as its reports see it: units by code, participant and wave, with names and quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from coder.analysis.method.participation import is_to_be_erased
from coder.analysis.method.units import groups_in_order, loose_units
from coder.analysis.reports.disclosure import Disclosure
from coder.errors import NotFound
from coder.model.codebook import Code
from coder.model.document import Note, Quotation
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import Participant, Wave
from coder.model.source import DOUBTFUL, GOLD, Segment, Source
from coder.project.memo_links import Resolver, highlight_links
from coder.project.merge_artifacts import group_of
from coder.project.project import Project
from coder.project.study import codes_in_order, subtree, waves_in_order
from coder.text.phrases import format_day, format_list, natural_key

MARK_WORDS = {"": "", GOLD: "gold quotation", DOUBTFUL: "doubtful"}
LONGEST_EXCERPT = 320  # characters; a longer unit is cut between words
#: Usual names of the code for residual units, in a study without code groups.
RESIDUAL = ("residual", "rest", "residue")


class Spread:
    """Units, by participant and wave."""

    def __init__(self, units: Sequence[Segment], sources: Mapping[str, Source]) -> None:
        self.units = units
        self._by_interview: dict[tuple[str | None, str | None], list[Segment]] = {}
        for unit in units:
            source = sources[unit.source]
            self._by_interview.setdefault((source.participant, source.wave), []).append(unit)

    def of(self, participant: Participant, wave: Wave | None) -> list[Segment]:
        """Return the units of a participant in a wave, or (None) in interviews without a wave."""
        return self._by_interview.get((participant.id, wave.id if wave else None), [])

    @cached_property
    def by_participant(self) -> Counter[str | None]:
        """The number of units by participant id; None for interviews without a participant."""
        counts: Counter[str | None] = Counter()
        for (participant, _), units in self._by_interview.items():
            counts[participant] += len(units)
        return counts


class View(Disclosure):
    """A study as its reports see it.

    A unit is a segment with at least one coding; it counts once for a code, regardless of the number of coders. For
    publication, participants who withdrew with erasure are left out, erased or not.
    """

    def __init__(self, project: Project, publication: bool = False) -> None:
        super().__init__(project, publication)
        self.project = project
        self._resolver = Resolver(project)
        self.waves = waves_in_order(project)
        people = project.participants.values()
        withdrawn = {person.id for person in people if publication and is_to_be_erased(project, person)}
        self.participants = sorted(
            (person for person in people if person.id not in withdrawn),
            key=lambda participant: natural_key(self.name(participant.id)),
        )
        self._left_out = {source.id for source in project.sources.values() if source.participant in withdrawn}
        self.sources = self._ordered_sources()
        self._rank = {source.id: rank for rank, source in enumerate(self.sources)}
        self.by_groups = bool(project.groups)
        self.groups = self._group_codes()
        self._interviews: dict[tuple[str, str | None], list[Source]] = {}
        for source in self.sources:
            if source.participant is not None:
                self._interviews.setdefault((source.participant, source.wave), []).append(source)
        self._interviewed = {participant for participant, _ in self._interviews}
        self._named_waves = {wave.id for wave in self.waves if self.allows(len(self.in_wave(wave)))}
        self._on = {code.id: self._units_on(code) for code in codes_in_order(project)}
        self._below: dict[str, Spread] = {}

    def _group_codes(self) -> list[Code]:
        """Return the codes of the code groups; without code groups, the top-level codes."""
        if not self.by_groups:
            return self.project.children(None)
        return [self.project.codes[group.code] for group in groups_in_order(self.project)]

    def _ordered_sources(self) -> list[Source]:
        """Return the interviews by participant and wave; those without a participant last."""
        participants = {participant.id: rank for rank, participant in enumerate(self.participants)}
        waves = {wave.id: rank for rank, wave in enumerate(self.waves)}

        def key(source: Source) -> tuple[object, ...]:
            participant, wave = participants.get(source.participant or ""), waves.get(source.wave or "")
            name = natural_key(source.name)
            return participant is None, participant or 0, wave is None, wave or 0, source.order, name

        sources = self.project.sources.values()
        return sorted((source for source in sources if source.id not in self._left_out), key=key)

    def holds(self, unit: Segment) -> bool:
        """Return whether a unit is part of the report: not one of a participant who is left out."""
        return unit.source not in self._left_out

    def _units_on(self, code: Code) -> Spread:
        project = self.project
        return self._spread(project.segments[project.codings[id].segment] for id in project.codings_with(code.id))

    def _spread(self, units: Iterable[Segment]) -> Spread:
        """Collect units in reading order, each once."""
        unique = {unit.id: unit for unit in units if self.holds(unit)}
        ordered = sorted(unique.values(), key=lambda unit: (self._rank[unit.source], unit.start, unit.end, unit.id))
        return Spread(ordered, self.project.sources)

    # Units

    def on(self, code: Code) -> Spread:
        """Return the units with the code itself."""
        return self._on[code.id]

    def below(self, code: Code) -> Spread:
        """Return the units with the code or one below it."""
        if code.id not in self._below:
            units = (unit for inner in subtree(self.project, code) for unit in self.on(inner).units)
            self._below[code.id] = self._spread(units)
        return self._below[code.id]

    @cached_property
    def all_units(self) -> Spread:
        """All units."""
        return self._spread(unit for spread in self._on.values() for unit in spread.units)

    def loose(self, *groups: Code) -> Spread:
        """Return the units in one of the groups but in none of its subgroups, if it has any."""
        units: list[Segment] = []
        for code in groups:
            group = group_of(self.project, code.id) if self.by_groups else None
            if group is not None:
                units += [self.project.segments[id] for id in loose_units(self.project, group)]
                continue
            children = self.project.children(code.id)
            inside = {unit.id for child in children for unit in self.below(child).units}
            units += [unit for unit in self.on(code).units if children and unit.id not in inside]
        return self._spread(units)

    @property
    def residual(self) -> Spread:
        """The units of residual groups."""
        return self._spread(unit for code in self.groups if self.is_residual(code) for unit in self.below(code).units)

    def mark(self, unit: Segment, code: Code) -> str:
        """Return the mark of a code on a unit: gold if any coder marked it so, else doubtful, else none."""
        marks = {coding.mark for coding in self.project.codings_of(unit.id) if coding.code == code.id}
        return next((mark for mark in (GOLD, DOUBTFUL) if mark in marks), "")

    def gold(self, code: Code) -> list[Segment]:
        """Return the gold quotations of a code."""
        return [unit for unit in self.on(code).units if self.mark(unit, code) == GOLD]

    def is_residual(self, code: Code) -> bool:
        """Return whether a code group (or a top-level code) is the residual one."""
        if self.by_groups:
            group = group_of(self.project, code.id)
            return group is not None and group.residual
        return code.parent is None and code.name.strip().casefold() in RESIDUAL

    # Participants and waves

    def source(self, unit: Segment) -> Source:
        return self.project.sources[unit.source]

    def names(self, participants: Iterable[Participant]) -> str:
        """Return the names of participants; for publication their number."""
        listed = list(participants)
        if self.publication:
            return self.count(len(listed))
        return format_list(self.name(participant.id) for participant in listed)

    def of(self, participant: Participant, wave: Wave | None = None) -> list[Source]:
        """Return the interviews of a participant in a wave, or (None) without a wave."""
        return self._interviews.get((participant.id, wave.id if wave else None), [])

    def waves_of(self, participant: Participant) -> list[Wave]:
        """Return the waves in which a participant was interviewed."""
        return [wave for wave in self.waves if self.of(participant, wave)]

    def in_wave(self, wave: Wave) -> list[Participant]:
        """Return the participants interviewed in a wave."""
        return [participant for participant in self.participants if self.of(participant, wave)]

    def without_units(self, units: Spread) -> list[Participant]:
        """Return the interviewed participants who gave none of the units."""
        counts = units.by_participant
        return [
            participant
            for participant in self.participants
            if participant.id in self._interviewed and not counts[participant.id]
        ]

    def contributors(self, units: Spread) -> str:
        """Return the number of participants who gave the units, in words."""
        return self.count(sum(1 for participant in self.participants if units.by_participant[participant.id]))

    def reference(self, source: Source) -> str:
        """Return participant and wave, `P01, baseline`; the source's name if there is no participant.

        For publication, waves with very few participants are not named, because they would identify them.
        """
        if source.participant is None:
            return "participant not given" if self.publication else source.name
        wave = self.project.waves[source.wave] if source.wave else None
        wave_name = wave.name if wave is not None and wave.id in self._named_waves else ""
        return ", ".join(filter(None, (self.name(source.participant), wave_name)))

    # Text

    def quotation(self, unit: Segment, mark: str = "", longest: int = 0) -> Quotation:
        """Return a unit as a quotation from the text of its revision, cut at `longest` characters."""
        text = self.project.rules.text_of(unit.source, unit.revision)
        if text is None:
            raise NotFound("The text of a unit is missing", unit.id, "Run: coder doctor PROJECT")
        quote = text.text[unit.start : unit.end]
        shown = _shortened(quote, longest) if longest else quote
        return Quotation(shown, self.reference(self.source(unit)), MARK_WORDS[mark], shown != quote)

    def memos(self, target: str, *kinds: str) -> list[Note]:
        """Return the memos of some kinds on a record; never private ones, and none for publication."""
        if self.publication:
            return []
        return [self._note(memo) for memo in self.project.memos_on(target) if memo.kind in kinds and not memo.private]

    def _note(self, memo: Memo) -> Note:
        coder = self.project.coders[memo.coder].initials
        head = ", ".join(filter(None, (MEMO_KINDS[memo.kind].label.capitalize(), coder, format_day(memo.created))))
        return Note(head, highlight_links(memo.text, self._resolver), memo.title)


def _shortened(quote: str, longest: int) -> str:
    """Return the beginning of a quotation, up to a blank."""
    if len(quote) <= longest:
        return quote
    return quote[: longest + 1].rsplit(None, 1)[0].rstrip()
