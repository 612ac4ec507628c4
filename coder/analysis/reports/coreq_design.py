"""What a project knows of COREQ's first two domains: the team, and the design of the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from coder.analysis.method import participation, preconceptions
from coder.analysis.method.units import groups_in_order
from coder.analysis.reports import words
from coder.analysis.reports.coreq_statements import (
    GUIDE,
    INTERVIEWER,
    MINUTES,
    MODE,
    RECORDING,
    RETURNED,
    Knowing,
    Known,
    authors,
    between,
    memos,
    tallied,
    tally,
)
from coder.analysis.reports.view import View
from coder.model.participant import OUTCOMES
from coder.text.phrases import format_count, format_list
from coder.text.sorting import natural_key

# Team


def _interviewers(view: View) -> Iterator[Known]:
    values = INTERVIEWER.values(view)
    if values:
        names = format_list(sorted(set(values), key=natural_key))
        yield Known(f"The interviews name as interviewer: {names}.", INTERVIEWER.origin(view, values))


def _standpoint(view: View) -> Iterator[Known]:
    found = memos(view, "preconception")
    if found:
        many = format_count(len(found), "statement")
        when = between(memo.created for memo in found)
        written = f"{many} of preconceptions by {authors(view, (memo.coder for memo in found))}, written {when}."
        yield Known(written, "memos of the kind preconception")
    there = preconceptions.statements(view.project)
    locked = [one for one in there if one.locked is not None]
    if locked:
        late = [f"{one.coder.initials}: {one.late}" for one in locked if one.late]
        text = f"Locked by {len(locked)} of {format_count(len(there), 'analyst')}"
        order = "" if late else ", each before reading and coding"
        yield Known(f"{text}{order}.", "preconceptions, and when they were locked", tuple(late))


# Design


def _orientation(view: View) -> Iterator[Known]:
    study = view.project
    if study.groups:
        text = "The analysis has the records of systematic text condensation (Malterud 2012), steps 1 to 4."
        yield Known(text, f"{format_count(len(study.groups), 'code group')} and what was written on them")
    if study.frameworks:
        names = format_list(sorted(f"“{one.name}”" for one in study.frameworks.values()))
        early = any(one.early for one in study.frameworks.values())
        when = " before the condensation was done" if early else ""
        noun = "Framework" if len(study.frameworks) == 1 else "Frameworks"
        yield Known(
            f"{noun} laid over the same units: {names}, opened{when or ' after the condensation'}.", "frameworks"
        )
    found = memos(view, "theoretical")
    if found:
        many, who = format_count(len(found), "theoretical memo"), authors(view, (memo.coder for memo in found))
        yield Known(f"The project holds {many} by {who}.", "memos of the kind theoretical")


def _sample(view: View) -> Iterator[Known]:
    if not view.participants:
        return
    people, interviews = view.people(len(view.participants)), format_count(len(view.sources), "interview")
    waves = tuple(f"{wave.name}: {view.people(len(view.in_wave(wave)))}" for wave in view.waves)
    yield Known(f"{people}, {interviews}.", "participants, waves and transcripts", waves)


def _non_participation(view: View) -> Iterator[Known]:
    study = view.project
    register = list(study.attrition.values())
    if register:
        each = Counter(OUTCOMES[one.outcome] for one in register)
        told = [f"{outcome} ({number})" for outcome, number in each.items() if view.tellable(number)]
        if len(told) < len(each):
            told.append(f"other outcomes ({words.FEW} each, not shown)")
        entries = []
        for one in register:
            wave = study.waves.get(one.wave or "")
            who = ", ".join(filter(None, (view.name(one.participant), wave.name if wave else "")))
            entries.append(f"{who}: {participation.describe_outcome(one)}")
        items = () if view.publication else tuple(sorted(entries, key=natural_key))
        yield Known(f"{', '.join(told).capitalize()}.", "register of attrition", items, settles=True)
    alone = participation.unpaired(study) if participation.pairs(study) else []
    if alone:
        text = f"In no pair of interviews: {view.people(len(alone))}."
        reasons = tuple(f"{view.name(one.id)}: {why}" for one, why in alone if why)
        yield Known(text, "waves, services and the register", () if view.publication else reasons)


def _others_present(view: View) -> Iterator[Known]:
    speakers = [{turn.speaker for turn in view.project.text_of(one).turns if turn.speaker} for one in view.sources]
    labelled = [names for names in speakers if names]
    if labelled:
        more = sum(1 for names in labelled if len(names) > 2)
        total = format_count(len(labelled), "transcript")
        text = f"More than two speakers are labelled in {more or 'none'} of {total}."
        yield Known(text, "speaker labels of the transcripts")


def _description(view: View) -> Iterator[Known]:
    services = [person.service for person in view.participants if person.service]
    if services:
        yield Known(f"Service: {tally(view, services)}.", "participants")
    waves = {wave.name for wave in view.waves}  # an attribute called like a wave says why it is missing
    names = dict.fromkeys(name for person in view.participants for name in person.attributes if name not in waves)
    for name in sorted(names, key=natural_key):
        values = [person.attributes[name] for person in view.participants if name in person.attributes]
        origin = f"attribute of {view.people(len(values))}"
        yield Known(f"{name.capitalize()}: {tally(view, values)}.", origin)


def _repeated(view: View) -> Iterator[Known]:
    again = [person for person in view.participants if len(view.waves_of(person)) > 1]
    if len(view.waves) < 2:
        return
    outside = [
        source
        for source in view.sources
        if source.wave is not None and view.project.waves[source.wave].misses(source.day)
    ]
    flagged = f"{format_count(len(outside), 'interview')} outside the window of the wave"
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
    yield from tallied(RECORDING, "Recording", settles=True)(view)
    if view.sources:
        text = f"The project holds {format_count(len(view.sources), 'transcript')}."
        yield Known(text, "transcripts; whether they were made from a recording they do not say")


def _field_notes(view: View) -> Iterator[Known]:
    found = memos(view, "field note")
    if found:
        on = {memo.target for memo in found if memo.about == "sources"}
        text = (
            f"{format_count(len(found), 'field note')} by {authors(view, (memo.coder for memo in found))}, on "
            f"{len(on)} of {format_count(len(view.sources), 'interview')}."
        )
        yield Known(text, "memos of the kind field note")


def _duration(view: View) -> Iterator[Known]:
    values = MINUTES.values(view)
    minutes = sorted(float(value) for value in values if value.strip().replace(".", "", 1).isdecimal())
    if minutes:
        n = format_count(len(minutes), "interview")
        text = f"{minutes[0]:g} to {minutes[-1]:g} minutes, median {median(minutes):g}, n = {n}."
        yield Known(text, MINUTES.origin(view, values))


def _power(view: View) -> Iterator[Known]:
    """What there is to judge information power by; the judgement is asked, and no score is made."""
    if not view.sources:
        return
    total = sum(source.words for source in view.sources)
    text = (
        f"To judge it by: {view.people(len(view.participants))}, {format_count(len(view.sources), 'interview')}, "
        f"{format_count(total, 'word')}, {format_count(len(view.everything.units), 'unit')}."
    )
    yield Known(text, "participants, transcripts and units")
    thin = [
        f"{view.project.codes[one.code].name}: {view.givers(view.below(view.project.codes[one.code]))}"
        for one in groups_in_order(view.project)
        if not one.residual
    ]
    if thin:
        yield Known("How many give units to each code group:", "code groups", tuple(thin))


def _returned(view: View) -> Iterator[Known]:
    yield from tallied(RETURNED, "Returned", settles=True)(view)
    if view.sources:
        later = sum(1 for source in view.sources if source.revision > 1)
        total = format_count(len(view.sources), "transcript")
        text = f"Corrected after they were imported: {later or 'none'} of {total}."
        yield Known(text, "revisions of the transcripts; it is not known who asked for them")


KNOWN: dict[int, Knowing] = {
    1: _interviewers,
    8: _standpoint,
    9: _orientation,
    12: _sample,
    13: _non_participation,
    14: tallied(MODE, "Mode"),
    15: _others_present,
    16: _description,
    17: tallied(GUIDE, "Versions of the guide (and interviews)"),
    18: _repeated,
    19: _recorded,
    20: _field_notes,
    21: _duration,
    22: _power,
    23: _returned,
}
