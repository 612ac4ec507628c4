"""The sides of a matrix: what its lines are, and to which of them a unit belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from coder.analysis.method import units
from coder.errors import NotFound
from coder.model.participant import Participant
from coder.model.source import Source
from coder.project.ordering import sources_in_order, subtree, walk, waves_in_order
from coder.project.paths import path_of
from coder.project.study import Study
from coder.text.sorting import natural_key

CODES, SOURCES, PARTICIPANTS, WAVES, SERVICES = "codes", "sources", "participants", "waves", "services"
#: Code groups with their subgroups; participants, and the waves of each.
GROUPS, INTERVIEWS = "groups", "interviews"
#: Before the name of an attribute of the participants.
ATTRIBUTE = "attribute:"


class Line(NamedTuple):
    """A row or column: `id` of the record ("" where nobody said), its name, how deep a code is in its tree.

    `n` is what the line rests on (its interviews, or the participants of a service; for codes and sources
    the units themselves), `units` how many units it holds; `group`: there are codes below it.
    """

    id: str
    label: str
    path: str
    depth: int = 0
    group: bool = False
    n: int = 0
    units: int = 0


class Axis:
    """One side: its lines, and the numbers of those to which a unit belongs by its source or its codes."""

    #: Kind of axis → what the n of its lines counts.
    NOUNS: ClassVar[dict[str, str]] = {
        CODES: "units",
        GROUPS: "units",
        SOURCES: "units",
        PARTICIPANTS: "interviews",
        INTERVIEWS: "interviews",
        WAVES: "interviews",
        SERVICES: "participants",
    }

    def __init__(self, kind: str, lines: Sequence[Line]) -> None:
        self.kind = kind
        self.lines = lines

    @classmethod
    def noun(cls, kind: str) -> str:
        """What the n of a line counts: participants, for an attribute of theirs."""
        return cls.NOUNS.get(kind, "participants")

    def with_units(self, units: Mapping[int, int]) -> list[Line]:
        """The lines with the number of units of each, by its number."""
        own = self.noun(self.kind) == "units"
        return [
            line._replace(units=units.get(number, 0), n=units.get(number, 0) if own else line.n)
            for number, line in enumerate(self.lines)
        ]

    def lines_of(self, source: str, codes: Sequence[str]) -> Sequence[int]:
        """The lines of a unit."""
        raise NotImplementedError

    def lines_of_code(self, code: str) -> Sequence[int]:
        """The lines that hold a code."""
        return ()

    def codes_in(self, line: int) -> frozenset[str]:
        """The codes that a line stands for; none on a side that is about something else."""
        return frozenset()


class CodeAxis(Axis):
    """The code tree; a line holds what is below it too."""

    def __init__(self, study: Study) -> None:
        tree = list(walk(study))
        super().__init__(
            CODES,
            [
                Line(code.id, code.name, path_of(study, code), depth, code.id in study.index.children)
                for depth, code in tree
            ],
        )
        self._above: dict[str, tuple[int, ...]] = {}
        for number, (_, code) in enumerate(tree):
            self._above[code.id] = (*self._above.get(code.parent or "", ()), number)

    def lines_of(self, source: str, codes: Sequence[str]) -> Sequence[int]:
        if len(codes) == 1:
            return self._above[codes[0]]
        return list({line: None for code in codes for line in self._above[code]})

    def lines_of_code(self, code: str) -> Sequence[int]:
        return self._above[code]

    def codes_in(self, line: int) -> frozenset[str]:
        found = [self.lines[line].id]
        for below in self.lines[line + 1 :]:
            if below.depth <= self.lines[line].depth:
                break
            found.append(below.id)
        return frozenset(found)


class GroupAxis(Axis):
    """The code groups and, below each, its subgroups; a unit of a subgroup is one of its group too."""

    def __init__(self, study: Study) -> None:
        lines: list[Line] = []
        self._of_code: dict[str, tuple[int, ...]] = {}
        self._codes: list[frozenset[str]] = []
        for group in units.groups_in_order(study):
            inside = units.subgroups(study, group)
            for depth, code in [(0, study.codes[group.code]), *((1, code) for code in inside)]:
                below = frozenset(one.id for one in subtree(study, code))
                for one in below:
                    self._of_code[one] = (*self._of_code.get(one, ()), len(lines))
                self._codes.append(below)
                lines.append(Line(code.id, code.name, path_of(study, code), depth, not depth and bool(inside)))
        super().__init__(GROUPS, lines)

    def lines_of(self, source: str, codes: Sequence[str]) -> Sequence[int]:
        if len(codes) == 1:
            return self._of_code.get(codes[0], ())
        return list({line: None for code in codes for line in self._of_code.get(code, ())})

    def lines_of_code(self, code: str) -> Sequence[int]:
        return self._of_code.get(code, ())

    def codes_in(self, line: int) -> frozenset[str]:
        return self._codes[line]


class InterviewAxis(Axis):
    """The participants and, below each, the waves in which there is an interview."""

    def __init__(self, study: Study) -> None:
        lines: list[Line] = []
        self._of_source: dict[str, tuple[int, ...]] = {}
        of_participant: dict[str, list[Source]] = {}
        for source in sources_in_order(study):
            of_participant.setdefault(source.participant or "", []).append(source)
        people = sorted(study.participants.values(), key=lambda one: natural_key(one.name))
        for person in (*people, None):
            theirs = of_participant.get(person.id if person else "", [])
            if person is not None or theirs:
                self._add(study, lines, person, theirs)
        super().__init__(INTERVIEWS, lines)

    def _add(self, study: Study, lines: list[Line], person: Participant | None, theirs: list[Source]) -> None:
        top, name = len(lines), person.name if person else "no participant"
        key = person.id if person else ""
        lines.append(Line(key, name, name, group=bool(theirs), n=len(theirs)))
        waves = waves_in_order(study)
        for id, label in [*((one.id, one.name) for one in waves), ("", "no wave")]:
            here = [source for source in theirs if (source.wave or "") == id]
            if here:
                self._of_source.update((source.id, (top, len(lines))) for source in here)
                lines.append(Line(f"{key}/{id}", label, f"{name}, {label}", 1, n=len(here)))

    def lines_of(self, source: str, codes: Sequence[str]) -> Sequence[int]:
        return self._of_source[source]


class SourceAxis(Axis):
    """The sources, or what they are put together by."""

    def __init__(self, kind: str, lines: Sequence[Line], of_source: Mapping[str, int]) -> None:
        super().__init__(kind, lines)
        self._of_source = {source: (line,) for source, line in of_source.items()}

    def lines_of(self, source: str, codes: Sequence[str]) -> Sequence[int]:
        return self._of_source[source]


def make(study: Study, kind: str) -> Axis:
    """The side of that kind. Raises NotFound for one that there is not."""
    if kind.startswith(ATTRIBUTE):
        return _attribute(study, kind)
    if kind not in _MAKERS:
        raise NotFound(f"A matrix has no “{kind}”", hint=f"There is: {', '.join(kinds(study))}")
    return _MAKERS[kind](study)


def kinds(study: Study) -> tuple[str, ...]:
    """The kinds of sides there are: `KINDS`, and `attribute:NAME` for each attribute of the participants."""
    names = {name for one in study.participants.values() for name in one.attributes}
    return (*KINDS, *(ATTRIBUTE + name for name in sorted(names, key=natural_key)))


def _sources(study: Study) -> Axis:
    found = sources_in_order(study)
    lines = [Line(source.id, source.name, source.name) for source in found]
    return SourceAxis(SOURCES, lines, {source.id: number for number, source in enumerate(found)})


def _participants(study: Study) -> Axis:
    people = sorted(study.participants.values(), key=lambda one: natural_key(one.name))
    names = {one.id: one.name for one in people}
    return _grouped(study, PARTICIPANTS, names, lambda source: source.participant or "", "no participant")


def _waves(study: Study) -> Axis:
    waves = waves_in_order(study)
    names = {one.id: one.name for one in waves}
    return _grouped(study, WAVES, names, lambda source: source.wave or "", "no wave")


def _services(study: Study) -> Axis:
    named = {one.service for one in study.participants.values()} - {""}
    services = {name: name for name in sorted(named, key=natural_key)}

    def service(source: Source) -> str:
        return study.participants[source.participant].service if source.participant else ""

    return _grouped(study, SERVICES, services, service, "no service", lambda source: source.participant or source.id)


def _attribute(study: Study, kind: str) -> Axis:
    wanted = kind.removeprefix(ATTRIBUTE).casefold()
    told = {
        one.id: value
        for one in study.participants.values()
        for name, value in one.attributes.items()
        if name.casefold() == wanted
    }
    if not told:
        names = [each.removeprefix(ATTRIBUTE) for each in kinds(study) if each.startswith(ATTRIBUTE)]
        hint = f"There is: {', '.join(names)}" if names else ""
        raise NotFound(f"No participant has the attribute “{kind.removeprefix(ATTRIBUTE)}”", hint=hint)
    values = {value: value for value in sorted(set(told.values()), key=natural_key)}

    def value_of(source: Source) -> str:
        return told.get(source.participant or "", "")

    return _grouped(study, kind, values, value_of, "not said", lambda source: source.participant or source.id)


def _grouped(
    study: Study,
    kind: str,
    names: Mapping[str, str],
    of_source: Callable[[Source], str],
    nobody: str,
    counted: Callable[[Source], Hashable] = lambda source: source.id,
) -> Axis:
    """One line for each name, and a last one where a source has none of them."""
    belongs = {source.id: of_source(source) for source in study.sources.values()}
    if "" in belongs.values():
        names = {**names, "": nobody}
    numbers = {id: number for number, id in enumerate(names)}
    resting = {(belongs[source.id], counted(source)) for source in study.sources.values()}
    n = Counter(id for id, _ in resting)
    lines = [Line(id, name, name, n=n[id]) for id, name in names.items()]
    return SourceAxis(kind, lines, {source: numbers[id] for source, id in belongs.items()})


_MAKERS: dict[str, Callable[[Study], Axis]] = {
    CODES: CodeAxis,
    GROUPS: GroupAxis,
    SOURCES: _sources,
    PARTICIPANTS: _participants,
    INTERVIEWS: InterviewAxis,
    WAVES: _waves,
    SERVICES: _services,
}
KINDS: tuple[str, ...] = tuple(_MAKERS)


def above(lines: Sequence[Line], number: int) -> int:
    """The number of the line that a line stands below; its own at the top."""
    depth = lines[number].depth
    return next((place for place in range(number - 1, -1, -1) if lines[place].depth < depth), number)
