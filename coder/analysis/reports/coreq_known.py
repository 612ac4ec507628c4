"""What a project knows of COREQ's items: a sentence for each, and where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import NamedTuple

from coder import __version__
from coder.analysis.reports import pairs, words
from coder.analysis.reports.codebook_changes import decisions
from coder.analysis.reports.view import View
from coder.model.memo import Memo
from coder.model.segment import DOUBTFUL
from coder.project.paths import path_of, walk

#: Names of attributes of an interview, folded, in which a study may keep what an item asks for.
INTERVIEWER = ("interviewer", "interviewers")
MODE = ("mode", "setting", "place")
GUIDE = ("guide", "guide version")
RECORDING = ("recording", "recorded", "audio")
MINUTES = ("minutes", "duration", "duration (minutes)")
RETURNED = ("returned", "transcript returned")


class Known(NamedTuple):
    """A sentence, perhaps with a list, and `origin`: what in the project it was made from.

    `settles` tells that it answers an item of which the project mostly knows but a part.
    """

    text: str
    origin: str
    items: tuple[str, ...] = ()
    settles: bool = False


def of_item(view: View, number: int) -> list[Known]:
    """What the project knows of an item; nothing where it knows nothing."""
    return list(KNOWN[number](view)) if number in KNOWN else []


# Helpers


def _attributes(view: View, names: tuple[str, ...]) -> list[str]:
    """What the interviews have under one of these names, one value for each that has any."""
    found = []
    for source in view.sources:
        values = [value for name, value in source.attributes.items() if name.casefold() in names and value.strip()]
        found += values[:1]
    return found


def _origin(view: View, names: tuple[str, ...], values: list[str]) -> str:
    return f"attribute “{names[0]}” of {len(values)} of {words.counted(len(view.sources), 'interview')}"


def _tally(view: View, values: Iterable[str]) -> str:
    """How often each value is there, by value and never by count; small numbers are pooled for publication."""
    each = sorted(Counter(values).items(), key=lambda one: words.natural(one[0]))
    told = [f"{value} ({number})" for value, number in each if view.tellable(number)]
    if len(told) < len(each):
        told.append(f"others ({words.FEW} each, not shown)")
    return ", ".join(told)


def _tallied(names: tuple[str, ...], label: str, settles: bool = False) -> Callable[[View], Iterator[Known]]:
    """How an item is known that stands in one attribute of the interviews."""

    def known(view: View) -> Iterator[Known]:
        values = _attributes(view, names)
        if values:
            yield Known(f"{label}: {_tally(view, values)}.", _origin(view, names, values), settles=settles)

    return known


def _memos(view: View, kind: str) -> list[Memo]:
    """The memos of a kind that others may see, the oldest first."""
    shown = [memo for memo in view.project.memos.values() if memo.kind == kind and not memo.private]
    return sorted(shown, key=lambda memo: (memo.created, memo.id))


def _authors(view: View, memos: Iterable[Memo]) -> str:
    return words.listed(sorted({view.project.coders[memo.coder].initials for memo in memos}))


def _between(first: str, last: str) -> str:
    days = dict.fromkeys((words.day_of(first), words.day_of(last)))
    return " to ".join(days)


# Team


def _interviewers(view: View) -> Iterator[Known]:
    values = _attributes(view, INTERVIEWER)
    if values:
        names = words.listed(sorted(set(values), key=words.natural))
        yield Known(f"The interviews name as interviewer: {names}.", _origin(view, INTERVIEWER, values))


def _standpoint(view: View) -> Iterator[Known]:
    memos = _memos(view, "preconception")
    if memos:
        many = words.counted(len(memos), "statement")
        when = _between(memos[0].created, memos[-1].created)
        text = f"{many} of preconceptions by {_authors(view, memos)}, written {when}."
        yield Known(text, "memos of the kind preconception")


# Design


def _orientation(view: View) -> Iterator[Known]:
    memos = _memos(view, "theoretical")
    if memos:
        many = words.counted(len(memos), "theoretical memo")
        yield Known(f"The project holds {many} by {_authors(view, memos)}.", "memos of the kind theoretical")


def _sample(view: View) -> Iterator[Known]:
    if not view.participants:
        return
    people, interviews = view.people(len(view.participants)), words.counted(len(view.sources), "interview")
    waves = tuple(f"{wave.name}: {view.people(len(view.in_wave(wave)))}" for wave in view.waves)
    yield Known(f"{people}, {interviews}.", "participants, waves and transcripts", waves)


def _non_participation(view: View) -> Iterator[Known]:
    alone = Counter(reason for _, reason in pairs.unpaired(view, pairs.pairs_of(view)))
    if len(view.waves) > 1 and alone:
        reasons = () if view.publication else tuple(f"{why}: {view.people(many)}" for why, many in alone.items())
        text = f"Took part, but are in no pair of interviews: {view.people(sum(alone.values()))}."
        yield Known(text, "waves and attributes of participants", reasons)


def _others_present(view: View) -> Iterator[Known]:
    speakers = [{turn.speaker for turn in view.project.text_of(one).turns if turn.speaker} for one in view.sources]
    labelled = [names for names in speakers if names]
    if labelled:
        more = sum(1 for names in labelled if len(names) > 2)
        total = words.counted(len(labelled), "transcript")
        text = f"More than two speakers are labelled in {more or 'none'} of {total}."
        yield Known(text, "speaker labels of the transcripts")


def _description(view: View) -> Iterator[Known]:
    services = [person.service for person in view.participants if person.service]
    if services:
        yield Known(f"Service: {_tally(view, services)}.", "participants")
    waves = {wave.name for wave in view.waves}  # an attribute called like a wave says why it is missing
    names = dict.fromkeys(name for person in view.participants for name in person.attributes if name not in waves)
    for name in sorted(names, key=words.natural):
        values = [person.attributes[name] for person in view.participants if name in person.attributes]
        origin = f"attribute of {view.people(len(values))}"
        yield Known(f"{name.capitalize()}: {_tally(view, values)}.", origin)


def _repeated(view: View) -> Iterator[Known]:
    again = [person for person in view.participants if len(view.waves_of(person)) > 1]
    if len(view.waves) < 2:
        return
    outside = [
        source
        for source in view.sources
        if source.wave is not None and view.project.waves[source.wave].misses(source.day)
    ]
    flagged = f"{words.counted(len(outside), 'interview')} outside the window of the wave"
    told = flagged if view.tellable(len(outside)) else f"{words.FEW} interviews outside the window of the wave"
    gaps = [gap for person in again if (gap := _gap(view, person.id)) is not None]
    apart = f", {min(gaps)} to {max(gaps)} days apart" if gaps and view.tellable(len(gaps)) else ""
    yield Known(
        f"Interviewed in more than one wave: {view.people(len(again))}{apart}; {told}.",
        "waves, their windows, and the day offsets of the interviews",
    )


def _gap(view: View, person: str) -> int | None:
    """Days from a participant's first to their last interview."""
    days = [one.day for one in view.sources if one.participant == person and one.day is not None]
    return max(days) - min(days) if len(days) > 1 else None


def _recorded(view: View) -> Iterator[Known]:
    yield from _tallied(RECORDING, "Recording", settles=True)(view)
    if view.sources:
        yield Known(f"The project holds {words.counted(len(view.sources), 'transcript')}.", "transcripts")


def _field_notes(view: View) -> Iterator[Known]:
    memos = _memos(view, "field note")
    if memos:
        on = {memo.target for memo in memos if memo.about == "sources"}
        text = (
            f"{words.counted(len(memos), 'field note')} by {_authors(view, memos)}, on {len(on)} of "
            f"{words.counted(len(view.sources), 'interview')}."
        )
        yield Known(text, "memos of the kind field note")


def _duration(view: View) -> Iterator[Known]:
    values = _attributes(view, MINUTES)
    minutes = sorted(float(value) for value in values if value.strip().replace(".", "", 1).isdecimal())
    if minutes:
        text = (
            f"{minutes[0]:g} to {minutes[-1]:g} minutes, median {median(minutes):g}, n = {len(minutes)} interviews."
        )
        yield Known(text, _origin(view, MINUTES, values))


def _returned(view: View) -> Iterator[Known]:
    yield from _tallied(RETURNED, "Returned", settles=True)(view)
    if view.sources:
        later = sum(1 for source in view.sources if source.revision > 1)
        total = words.counted(len(view.sources), "transcript")
        text = f"Corrected after they were imported: {later or 'none'} of {total}."
        yield Known(text, "revisions of the transcripts; it is not known who asked for them")


# Analysis


def _coders(view: View) -> Iterator[Known]:
    project = view.project
    where: dict[str, set[str]] = {}
    who: dict[str, set[str]] = {}
    for coding in project.codings.values():
        where.setdefault(coding.coder, set()).add(project.segments[coding.segment].source)
        who.setdefault(coding.segment, set()).add(coding.coder)
    if not where:
        return
    each = sorted((project.coders[id].initials, len(found)) for id, found in where.items())
    told = tuple(
        f"{initials}: {number} of {words.counted(len(view.sources), 'interview')}" for initials, number in each
    )
    both = sum(1 for coders in who.values() if len(coders) > 1)
    text = f"{words.counted(len(where), 'coder')}. Coded by more than one: {both or 'none'} of {len(who)} units."
    yield Known(text, "codings", told)


def _tree(view: View) -> Iterator[Known]:
    codes = list(walk(view.project))
    if codes:
        defined = sum(1 for _, code in codes if code.definition.strip())
        text = (
            f"{words.counted(len(codes), 'code')} on {words.counted(1 + max(depth for depth, _ in codes), 'level')}, "
            f"{len(view.groups)} of them code groups at the top; {defined} have a definition."
        )
        yield Known(text, "codebook", tuple(path_of(view.project, code) for _, code in codes))


def _derivation(view: View) -> Iterator[Known]:
    trail = [one for one in decisions(view.project) if not one.undone]
    made = [one.when for one in trail if one.kind == "created"]
    if made:
        first = min((one.created for one in view.project.codings.values()), default="")
        before = sum(1 for when in made if not first or when < first)
        many, when = words.counted(len(made), "code"), _between(made[0], made[-1])
        text = f"{many} made {when}, {before or 'none'} of them before the first coding."
        yield Known(text, "history of the codebook")
        kinds = Counter(one.kind for one in trail if one.kind != "created")
        if kinds:
            later = ", ".join(f"{kind} {number}" for kind, number in kinds.items())
            yield Known(f"Changed since: {later}.", "history of the codebook")
    memos = _memos(view, "methodological")
    if memos:
        many = words.counted(len(memos), "methodological decision")
        yield Known(f"{many} written down by {_authors(view, memos)}.", "memos of that kind")


def _software(view: View) -> Iterator[Known]:
    yield Known(f"coder {__version__}.", "the program")


# Findings


def _quotations(view: View) -> Iterator[Known]:
    gold = {unit.id: unit for _, code in walk(view.project) for unit in view.gold(code)}
    if gold:
        people = {view.source(unit).participant for unit in gold.values()} - {None}
        yield Known(
            f"{words.counted(len(gold), 'gold quotation')} from {view.people(len(people))}, each given with "
            "participant and wave.",
            "units marked as gold quotations",
        )


def _consistent(view: View) -> Iterator[Known]:
    units = view.everything.units
    if units:
        same = sum(1 for unit in units if view.quotation(unit).text == unit.quote)
        yield Known(
            f"{same} of {words.counted(len(units), 'unit')} stand word for word in their transcripts.", "units"
        )


def _major(view: View) -> Iterator[Known]:
    groups = [group for group in view.groups if not view.is_residual(group)]
    if groups:
        yield Known(f"{words.counted(len(groups), 'code group')}.", "codebook", tuple(one.name for one in groups))


def _minor(view: View) -> Iterator[Known]:
    below = [code for depth, code in walk(view.project) if depth]
    doubtful = {
        unit.id for _, code in walk(view.project) for unit in view.on(code).units if view.mark(unit, code) == DOUBTFUL
    }
    if view.groups:
        yield Known(
            f"{words.counted(len(below), 'subgroup')}. Units that no group has room for: "
            f"{len(view.residual.units) or 'none'}; marked doubtful: {len(doubtful) or 'none'}.",
            "codebook, residual group and marks",
        )


KNOWN: dict[int, Callable[[View], Iterator[Known]]] = {
    1: _interviewers,
    8: _standpoint,
    9: _orientation,
    12: _sample,
    13: _non_participation,
    14: _tallied(MODE, "Mode"),
    15: _others_present,
    16: _description,
    17: _tallied(GUIDE, "Versions of the guide (and interviews)"),
    18: _repeated,
    19: _recorded,
    20: _field_notes,
    21: _duration,
    23: _returned,
    24: _coders,
    25: _tree,
    26: _derivation,
    27: _software,
    29: _quotations,
    30: _consistent,
    31: _major,
    32: _minor,
}
#: Items that what is known answers; of the others it is only a part.
ANSWERED = frozenset({12, 16, 18, 20, 21, 24, 25, 26, 27, 29, 31, 32})
