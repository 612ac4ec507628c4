"""Axes of a matrix: their lines, and the lines to which a unit belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from coder.analysis.method import units
from coder.analysis.method.participation import participants_in_order
from coder.errors import NotFound
from coder.model.source import Source
from coder.project.study import Study, path_of, sources_in_order, subtree, walk, waves_in_order
from coder.text.fold import name_key
from coder.text.phrases import natural_key

CODES, SOURCES, PARTICIPANTS, WAVES, SERVICES = "codes", "sources", "participants", "waves", "services"
#: Code groups with their subgroups; participants, and the waves of each.
GROUPS, INTERVIEWS = "groups", "interviews"
#: Prefix of the name of a participant attribute.
ATTRIBUTE = "attribute:"


class Line(NamedTuple):
    """A row or column: `id` of the record ("" if not given), name, and depth of a code in the tree.

    `n` is the base of the line (interviews, participants of a service; for codes and sources the units), `units` its
    number of units; `group`: there are codes below it.
    """

    id: str
    label: str
    path: str
    depth: int = 0
    group: bool = False
    n: int = 0
    units: int = 0


def _no_lines(code: str) -> Sequence[int]:
    return ()


def _no_codes(line: int) -> frozenset[str]:
    return frozenset()


class Axis:
    """An axis: its lines, and the numbers of the lines of a unit, by its source and codes.

    `lines_of_code`: the lines that include a code; `codes_in`: the codes of a line, none on an axis without codes.
    """

    #: Kind of axis → noun of the n of its lines.
    NOUNS: ClassVar[dict[str, str]] = {
        CODES: "units",
        GROUPS: "units",
        SOURCES: "units",
        PARTICIPANTS: "interviews",
        INTERVIEWS: "interviews",
        WAVES: "interviews",
        SERVICES: "participants",
    }

    def __init__(
        self,
        kind: str,
        lines: Sequence[Line],
        lines_of: Callable[[str, Sequence[str]], Sequence[int]],
        lines_of_code: Callable[[str], Sequence[int]] = _no_lines,
        codes_in: Callable[[int], frozenset[str]] = _no_codes,
    ) -> None:
        self.kind, self.lines = kind, lines
        self.lines_of, self.lines_of_code, self.codes_in = lines_of, lines_of_code, codes_in

    @classmethod
    def noun(cls, kind: str) -> str:
        """Return the noun of the n of a line; "participants" for attributes."""
        return cls.NOUNS.get(kind, "participants")

    def with_units(self, units: Mapping[int, int]) -> list[Line]:
        """Return the lines with their numbers of units, given by line number."""
        own = self.noun(self.kind) == "units"
        return [
            line._replace(units=units.get(number, 0), n=units.get(number, 0) if own else line.n)
            for number, line in enumerate(self.lines)
        ]


def _code_axis(study: Study) -> Axis:
    """Return the code tree; a line includes the codes below it."""
    tree = list(walk(study))
    lines = [
        Line(code.id, code.name, path_of(study, code), depth, code.id in study.index.children) for depth, code in tree
    ]
    above: dict[str, tuple[int, ...]] = {}
    for number, (_, code) in enumerate(tree):
        above[code.id] = (*above.get(code.parent or "", ()), number)

    def lines_of(source: str, codes: Sequence[str]) -> Sequence[int]:
        if len(codes) == 1:
            return above[codes[0]]
        return list({line: None for code in codes for line in above[code]})

    def codes_in(line: int) -> frozenset[str]:
        codes = [lines[line].id]
        for below in lines[line + 1 :]:
            if below.depth <= lines[line].depth:
                break
            codes.append(below.id)
        return frozenset(codes)

    return Axis(CODES, lines, lines_of, above.__getitem__, codes_in)


def _group_axis(study: Study) -> Axis:
    """Return the code groups with their subgroups; a unit of a subgroup belongs to its group, too."""
    lines: list[Line] = []
    by_code: dict[str, tuple[int, ...]] = {}
    codes_by_line: list[frozenset[str]] = []
    for group in units.groups_in_order(study):
        inner = units.subgroups(study, group)
        for depth, code in [(0, study.codes[group.code]), *((1, code) for code in inner)]:
            ids = frozenset(below.id for below in subtree(study, code))
            for id in ids:
                by_code[id] = (*by_code.get(id, ()), len(lines))
            codes_by_line.append(ids)
            lines.append(Line(code.id, code.name, path_of(study, code), depth, not depth and bool(inner)))

    def lines_of_code(code: str) -> Sequence[int]:
        return by_code.get(code, ())

    def lines_of(source: str, codes: Sequence[str]) -> Sequence[int]:
        if len(codes) == 1:
            return by_code.get(codes[0], ())
        return list({line: None for code in codes for line in by_code.get(code, ())})

    return Axis(GROUPS, lines, lines_of, lines_of_code, codes_by_line.__getitem__)


def _interview_axis(study: Study) -> Axis:
    """Return the participants and, below each, the waves with an interview."""
    lines: list[Line] = []
    by_source: dict[str, tuple[int, ...]] = {}
    by_participant: dict[str, list[Source]] = {}
    for source in sources_in_order(study):
        by_participant.setdefault(source.participant or "", []).append(source)
    waves = [*((wave.id, wave.name) for wave in waves_in_order(study)), ("", "no wave")]
    participants = [(participant.id, participant.name) for participant in participants_in_order(study)]
    for id, name in [*participants, *([("", "no participant")] if "" in by_participant else [])]:
        interviews = by_participant.get(id, [])
        top = len(lines)
        lines.append(Line(id, name, name, group=bool(interviews), n=len(interviews)))
        for wave, wave_name in waves:
            in_wave = [source for source in interviews if (source.wave or "") == wave]
            if in_wave:
                by_source.update((source.id, (top, len(lines))) for source in in_wave)
                lines.append(Line(f"{id}/{wave}", wave_name, f"{name}, {wave_name}", 1, n=len(in_wave)))
    return Axis(INTERVIEWS, lines, lambda source, codes: by_source[source])


def _source_axis(kind: str, lines: Sequence[Line], of_source: Mapping[str, int]) -> Axis:
    """Return an axis of sources, or of what sources are grouped by."""
    by_source = {source: (line,) for source, line in of_source.items()}
    return Axis(kind, lines, lambda source, codes: by_source[source])


def make(study: Study, kind: str) -> Axis:
    """Return the axis of a kind; NotFound for an unknown one."""
    if kind.startswith(ATTRIBUTE):
        return _attribute(study, kind)
    if kind not in _MAKERS:
        raise NotFound(f"A matrix has no “{kind}”", hint=f"Axes are: {', '.join(kinds(study))}")
    return _MAKERS[kind](study)


def kinds(study: Study) -> tuple[str, ...]:
    """Return the kinds of axes: `KINDS`, and `attribute:NAME` for each participant attribute."""
    names = {name for participant in study.participants.values() for name in participant.attributes}
    return (*KINDS, *(ATTRIBUTE + name for name in sorted(names, key=natural_key)))


def _sources(study: Study) -> Axis:
    sources = sources_in_order(study)
    lines = [Line(source.id, source.name, source.name) for source in sources]
    return _source_axis(SOURCES, lines, {source.id: number for number, source in enumerate(sources)})


def _participants(study: Study) -> Axis:
    names = {participant.id: participant.name for participant in participants_in_order(study)}
    return _grouped(study, PARTICIPANTS, names, lambda source: source.participant or "", "no participant")


def _waves(study: Study) -> Axis:
    names = {wave.id: wave.name for wave in waves_in_order(study)}
    return _grouped(study, WAVES, names, lambda source: source.wave or "", "no wave")


def _services(study: Study) -> Axis:
    names = {participant.service for participant in study.participants.values()} - {""}
    services = {name: name for name in sorted(names, key=natural_key)}

    def service(source: Source) -> str:
        return study.participants[source.participant].service if source.participant else ""

    return _grouped(study, SERVICES, services, service, "no service", lambda source: source.participant or source.id)


def _attribute(study: Study, kind: str) -> Axis:
    attribute = name_key(kind.removeprefix(ATTRIBUTE))
    by_participant = {
        participant.id: value
        for participant in study.participants.values()
        for name, value in participant.attributes.items()
        if name_key(name) == attribute
    }
    if not by_participant:
        names = [other.removeprefix(ATTRIBUTE) for other in kinds(study) if other.startswith(ATTRIBUTE)]
        hint = f"Attributes are: {', '.join(names)}" if names else ""
        raise NotFound(f"No participant has the attribute “{kind.removeprefix(ATTRIBUTE)}”", hint=hint)
    values = {value: value for value in sorted(set(by_participant.values()), key=natural_key)}

    def value_of(source: Source) -> str:
        return by_participant.get(source.participant or "", "")

    return _grouped(study, kind, values, value_of, "not given", lambda source: source.participant or source.id)


def _grouped(
    study: Study,
    kind: str,
    names: Mapping[str, str],
    of_source: Callable[[Source], str],
    no_name: str,
    base: Callable[[Source], Hashable] = lambda source: source.id,
) -> Axis:
    """Return an axis with a line for each name, and a last one for sources without a name."""
    by_source = {source.id: of_source(source) for source in study.sources.values()}
    if "" in by_source.values():
        names = {**names, "": no_name}
    numbers = {id: number for number, id in enumerate(names)}
    bases = {(by_source[source.id], base(source)) for source in study.sources.values()}
    n = Counter(id for id, _ in bases)
    lines = [Line(id, name, name, n=n[id]) for id, name in names.items()]
    return _source_axis(kind, lines, {source: numbers[id] for source, id in by_source.items()})


_MAKERS: dict[str, Callable[[Study], Axis]] = {
    CODES: _code_axis,
    GROUPS: _group_axis,
    SOURCES: _sources,
    PARTICIPANTS: _participants,
    INTERVIEWS: _interview_axis,
    WAVES: _waves,
    SERVICES: _services,
}
KINDS: tuple[str, ...] = tuple(_MAKERS)


def above(lines: Sequence[Line], number: int) -> int:
    """Return the number of the parent line; the line's own number at the top."""
    depth = lines[number].depth
    return next((place for place in range(number - 1, -1, -1) if lines[place].depth < depth), number)
