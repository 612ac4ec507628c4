"""What a project's records say on each COREQ item: statements with their origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import NamedTuple

from coder import __version__
from coder.analysis.method import participation, preparation, reporting
from coder.analysis.method.units import groups_in_order, subgroups
from coder.analysis.reports.audit import codebook_changes
from coder.analysis.reports.disclosure import FEW
from coder.analysis.reports.results import category_title
from coder.analysis.reports.view import View
from coder.model.condensation import CLAIM_CHECK, VERDICTS
from coder.model.memo import Memo
from coder.model.participant import OUTCOMES
from coder.model.source import DOUBTFUL
from coder.project.study import codes_in_order, path_of, walk
from coder.text.phrases import format_count, format_day, format_list, natural_key


class Evidence(NamedTuple):
    """A statement, perhaps with a list, and the records it was made from (`origin`).

    `settles`: it answers an item of which the project usually knows only a part.
    """

    text: str
    origin: str
    items: tuple[str, ...] = ()
    settles: bool = False


Statements = Callable[[View], Iterator[Evidence]]


# Interviews


class InterviewField(NamedTuple):
    """A property of interviews: a `field` of their records, or else an attribute with one of the `names`."""

    field: str
    names: tuple[str, ...]

    def values(self, view: View) -> list[str]:
        """Return the values of the interviews that have one."""
        values = []
        for source in view.sources:
            value = str(source[self.field] or "").strip() if self.field else ""
            attributes = (text for name, text in source.attributes.items() if name.casefold() in self.names)
            value = value or next((text for text in attributes if text.strip()), "")
            values += [value] if value else []
        return values

    def origin(self, view: View, values: list[str]) -> str:
        """Return the origin of the values in words."""
        interviews = f"{len(values)} of {format_count(len(view.sources), 'interview')}"
        if self.field:
            return f"field “{self.field}” of {interviews}"
        return f"attribute “{self.names[0]}” of {interviews}"


INTERVIEWER = InterviewField("interviewer", ("interviewer", "interviewers"))
MODE = InterviewField("mode", ("mode", "setting", "place"))
GUIDE = InterviewField("guide", ("guide", "guide version"))
MINUTES = InterviewField("minutes", ("minutes", "duration", "duration (minutes)"))
RECORDING, RETURNED, CHECKED = (InterviewField("", reporting.ATTRIBUTES[item]) for item in ("19", "23", "28"))


def _tally(view: View, values: Iterable[str], others: str = "others") -> str:
    """Count each value, in the order of the values; small numbers are pooled for publication."""
    counts = sorted(Counter(values).items(), key=lambda count: natural_key(count[0]))
    parts = [f"{value} ({number})" for value, number in counts if view.allows(number)]
    if len(parts) < len(counts):
        parts.append(f"{others} ({FEW} each, not shown)")
    return ", ".join(parts)


def _tallied(field: InterviewField, label: str, settles: bool = False) -> Statements:
    """Return statements on an item that a single field of the interviews answers."""

    def statements(view: View) -> Iterator[Evidence]:
        values = field.values(view)
        if values:
            yield Evidence(f"{label}: {_tally(view, values)}.", field.origin(view, values), settles=settles)

    return statements


def _memos(view: View, kind: str) -> list[Memo]:
    """Return the memos of a kind that are not private, oldest first."""
    memos = [memo for memo in view.project.memos.values() if memo.kind == kind and not memo.private]
    return sorted(memos, key=lambda memo: (memo.created, memo.id))


def _authors(view: View, coders: Iterable[str]) -> str:
    """Return the initials of coders (ids), each once."""
    return format_list(sorted({view.project.coders[id].initials for id in coders}, key=str.casefold))


def _period(moments: Iterable[str]) -> str:
    """Return the first and the last day, as `1 May 2024 to 3 May 2024`; "" without any."""
    ordered = sorted(filter(None, moments))
    return " to ".join(dict.fromkeys((format_day(ordered[0]), format_day(ordered[-1])))) if ordered else ""


# Domain 1: research team


def _interviewers(view: View) -> Iterator[Evidence]:
    values = INTERVIEWER.values(view)
    if values:
        names = format_list(sorted(set(values), key=natural_key))
        yield Evidence(f"Interviewers named in the interviews: {names}.", INTERVIEWER.origin(view, values))


def _standpoint(view: View) -> Iterator[Evidence]:
    memos = _memos(view, "preconception")
    if memos:
        number = format_count(len(memos), "statement")
        authors, when = _authors(view, (memo.coder for memo in memos)), _period(memo.created for memo in memos)
        text = f"{number} of preconceptions by {authors}, written {when}."
        yield Evidence(text, "memos of the type preconception")
    statements = preparation.statements(view.project)
    locked = [statement for statement in statements if statement.locked is not None]
    if locked:
        late = tuple(f"{statement.coder.initials}: {statement.late}" for statement in locked if statement.late)
        text = f"Locked by {len(locked)} of {format_count(len(statements), 'analyst')}"
        text += "" if late else ", each before reading and coding"
        yield Evidence(f"{text}.", "preconceptions and when they were locked", late)


# Domain 2: study design


def _orientation(view: View) -> Iterator[Evidence]:
    study = view.project
    if study.groups:
        text = "The analysis has records of systematic text condensation (Malterud 2012), steps 1 to 4."
        yield Evidence(text, f"{format_count(len(study.groups), 'code group')} and what was written on them")
    if study.frameworks:
        names = format_list(sorted(f"“{framework.name}”" for framework in study.frameworks.values()))
        early = any(framework.early for framework in study.frameworks.values())
        when = "before the condensation was complete" if early else "after the condensation"
        noun = "Framework" if len(study.frameworks) == 1 else "Frameworks"
        yield Evidence(f"{noun} applied to the same units: {names}, opened {when}.", "frameworks")
    memos = _memos(view, "theoretical")
    if memos:
        number, authors = format_count(len(memos), "theoretical memo"), _authors(view, (memo.coder for memo in memos))
        yield Evidence(f"The project holds {number} by {authors}.", "memos of the type theoretical")


def _sample(view: View) -> Iterator[Evidence]:
    if not view.participants:
        return
    participants, interviews = view.count(len(view.participants)), format_count(len(view.sources), "interview")
    waves = tuple(f"{wave.name}: {view.count(len(view.in_wave(wave)))}" for wave in view.waves)
    yield Evidence(f"{participants}, {interviews}.", "participants, waves and transcripts", waves)


def _non_participation(view: View) -> Iterator[Evidence]:
    study = view.project
    register = list(study.attrition.values())
    if register:
        counts = Counter(OUTCOMES[entry.outcome] for entry in register)
        parts = [f"{outcome} ({number})" for outcome, number in counts.items() if view.allows(number)]
        if len(parts) < len(counts):
            parts.append(f"other outcomes ({FEW} each, not shown)")
        lines = []
        for entry in register:
            wave = study.waves.get(entry.wave or "")
            label = ", ".join(filter(None, (view.name(entry.participant), wave.name if wave else "")))
            lines.append(f"{label}: {participation.describe_outcome(entry)}")
        items = () if view.publication else tuple(sorted(lines, key=natural_key))
        yield Evidence(f"{', '.join(parts).capitalize()}.", "attrition register", items, settles=True)
    unpaired = participation.unpaired(study) if participation.pairs(study) else []
    if unpaired:
        reasons = tuple(f"{view.name(participant.id)}: {reason}" for participant, reason in unpaired if reason)
        text = f"In no pair of interviews: {view.count(len(unpaired))}."
        yield Evidence(text, "waves, services and the attrition register", () if view.publication else reasons)


def _others_present(view: View) -> Iterator[Evidence]:
    speakers = [
        {turn.speaker for turn in view.project.text_of(source).turns if turn.speaker} for source in view.sources
    ]
    labelled = [names for names in speakers if names]
    if labelled:
        number = sum(1 for names in labelled if len(names) > 2)
        total = format_count(len(labelled), "transcript")
        text = f"More than two speakers are labelled in {number or 'none'} of {total}."
        yield Evidence(text, "speaker labels of the transcripts")


def _sample_description(view: View) -> Iterator[Evidence]:
    services = [participant.service for participant in view.participants if participant.service]
    if services:
        yield Evidence(f"Service: {_tally(view, services)}.", "participants")
    waves = {wave.name for wave in view.waves}  # an attribute named like a wave is the reason for its absence
    names = {name for participant in view.participants for name in participant.attributes if name not in waves}
    for name in sorted(names, key=natural_key):
        values = [participant.attributes[name] for participant in view.participants if name in participant.attributes]
        origin = f"attribute of {view.count(len(values))}"
        yield Evidence(f"{name.capitalize()}: {_tally(view, values)}.", origin)


def _repeated(view: View) -> Iterator[Evidence]:
    if len(view.waves) < 2:
        return
    repeated = [participant for participant in view.participants if len(view.waves_of(participant)) > 1]
    outside = sum(
        1 for source in view.sources if source.wave is not None and view.project.waves[source.wave].misses(source.day)
    )
    gaps = [gap for participant in repeated if (gap := _gap(view, participant.id)) is not None]
    apart = f", {min(gaps)} to {max(gaps)} days apart" if gaps and view.allows(len(gaps)) else ""
    yield Evidence(
        f"Interviewed in more than one wave: {view.count(len(repeated))}{apart}; "
        f"{view.count(outside, 'interview')} outside the window of the wave.",
        "waves, their windows, and the day offsets of the interviews",
    )


def _gap(view: View, participant: str) -> int | None:
    """Return the days from a participant's first to the last interview."""
    days = [source.day for source in view.sources if source.participant == participant and source.day is not None]
    return max(days) - min(days) if len(days) > 1 else None


def _recorded(view: View) -> Iterator[Evidence]:
    yield from _tallied(RECORDING, "Recording", settles=True)(view)
    if view.sources:
        text = f"The project holds {format_count(len(view.sources), 'transcript')}."
        yield Evidence(text, "transcripts, which do not show whether they were made from a recording")


def _field_notes(view: View) -> Iterator[Evidence]:
    memos = _memos(view, "field note")
    if memos:
        sources = {memo.target for memo in memos if memo.about == "sources"}
        text = (
            f"{format_count(len(memos), 'field note')} by {_authors(view, (memo.coder for memo in memos))}, on "
            f"{len(sources)} of {format_count(len(view.sources), 'interview')}."
        )
        yield Evidence(text, "memos of the type field note")


def _duration(view: View) -> Iterator[Evidence]:
    values = MINUTES.values(view)
    minutes = sorted(float(value) for value in values if value.strip().replace(".", "", 1).isdecimal())
    if minutes:
        n = format_count(len(minutes), "interview")
        text = f"{minutes[0]:g} to {minutes[-1]:g} minutes, median {median(minutes):g}, n = {n}."
        yield Evidence(text, MINUTES.origin(view, values))


def _information_power(view: View) -> Iterator[Evidence]:
    """Yield what information power can be judged by; the judgement is left to the researchers, without a score."""
    if not view.sources:
        return
    total = sum(source.words for source in view.sources)
    text = (
        f"Extent of the data: {view.count(len(view.participants))}, {format_count(len(view.sources), 'interview')}, "
        f"{format_count(total, 'word')}, {format_count(len(view.all_units.units), 'unit')}."
    )
    yield Evidence(text, "participants, transcripts and units")
    codes = [view.project.codes[group.code] for group in groups_in_order(view.project) if not group.residual]
    if codes:
        items = tuple(f"{code.name}: {view.contributors(view.below(code))}" for code in codes)
        yield Evidence("Participants who contribute units to each code group:", "code groups", items)


def _returned(view: View) -> Iterator[Evidence]:
    yield from _tallied(RETURNED, "Returned", settles=True)(view)
    if view.sources:
        corrected = sum(1 for source in view.sources if source.revision > 1)
        total = format_count(len(view.sources), "transcript")
        text = f"Corrected after import: {corrected or 'none'} of {total}."
        yield Evidence(text, "revisions of the transcripts, which do not show who asked for them")


# Domain 3: analysis and findings


def _coders(view: View) -> Iterator[Evidence]:
    project = view.project
    sources: dict[str, set[str]] = {}
    coders: dict[str, set[str]] = {}
    for coding in project.codings.values():
        sources.setdefault(coding.coder, set()).add(project.segments[coding.segment].source)
        coders.setdefault(coding.segment, set()).add(coding.coder)
    if not sources:
        return
    total = format_count(len(view.sources), "interview")
    counts = sorted((project.coders[id].initials, len(ids)) for id, ids in sources.items())
    items = tuple(f"{initials}: {number} of {total}" for initials, number in counts)
    several = sum(1 for ids in coders.values() if len(ids) > 1)
    text = (
        f"{format_count(len(sources), 'coder')}. Coded by more than one: {several or 'none'} of {len(coders)} units."
    )
    yield Evidence(text, "codings", items)


def _coding_tree(view: View) -> Iterator[Evidence]:
    codes = list(walk(view.project))
    if not codes:
        return
    defined = sum(1 for _, code in codes if code.definition.strip())
    levels = format_count(1 + max(depth for depth, _ in codes), "level")
    if view.by_groups:
        top = f"{format_count(len(view.groups), 'code group')} with {_subgroup_count(view)}"
    else:
        top = f"{len(view.groups)} of them at the top"
    text = f"{format_count(len(codes), 'code')} on {levels}, {top}; {defined} have a definition."
    yield Evidence(text, "codebook", tuple(path_of(view.project, code) for _, code in codes))


def _subgroup_count(view: View) -> str:
    number = sum(len(subgroups(view.project, group)) for group in groups_in_order(view.project))
    return format_count(number, "subgroup")


def _derivation(view: View) -> Iterator[Evidence]:
    yield from _themes(view)
    changes = [change for change in codebook_changes(view.project) if not change.undone]
    created = [change.when for change in changes if change.kind == "created"]
    if created:
        first = min((coding.created for coding in view.project.codings.values()), default="")
        before = sum(1 for when in created if not first or when < first)
        number = format_count(len(created), "code")
        text = f"{number} created {_period(created)}, {before or 'none'} of them before the first coding."
        yield Evidence(text, "history of the codebook")
        kinds = Counter(change.kind for change in changes if change.kind != "created")
        if kinds:
            later = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
            yield Evidence(f"Later changes: {later}.", "history of the codebook")
    memos = _memos(view, "methodological")
    if memos:
        number = format_count(len(memos), "methodological decision")
        text = f"{number} documented by {_authors(view, (memo.coder for memo in memos))}."
        yield Evidence(text, "memos of the type methodological")


def _themes(view: View) -> Iterator[Evidence]:
    """Yield the way from each analyst's themes, through the negotiated list, to code groups."""
    study = view.project
    proposed = [theme for theme in study.themes.values() if not theme.negotiated]
    if not proposed:
        return
    agreed = len(study.themes) - len(proposed)
    by_coder = Counter(study.coders[theme.coder].initials for theme in proposed)
    fates = Counter(theme.fate for theme in proposed)
    numbers = ", ".join(f"{initials} {number}" for initials, number in sorted(by_coder.items()))
    text = (
        f"From the data: {format_count(len(proposed), 'preliminary theme')} ({numbers}), proposed "
        f"{_period(theme.created for theme in proposed)}; {fates['taken'] or 'none'} taken up, "
        f"{fates['dropped'] or 'none'} dropped; {format_count(agreed, 'negotiated theme')}."
    )
    yield Evidence(text, "themes and decisions on them")
    derived = [group for group in groups_in_order(study) if group.themes]
    if study.groups:
        text = f"{len(derived) or 'None'} of {format_count(len(study.groups), 'code group')} came from a theme."
        ways = tuple(
            f"{format_list(study.themes[id].name for id in group.themes)} → {study.codes[group.code].name}"
            + (f" → {group.heading}" if group.heading else "")
            for group in derived
        )
        yield Evidence(text, "code groups and their themes", ways)


def _software(view: View) -> Iterator[Evidence]:
    yield Evidence(f"coder {__version__}.", "the program")


def _participant_checking(view: View) -> Iterator[Evidence]:
    yield from _tallied(CHECKED, "Participants commented on the findings", settles=True)(view)
    verdicts = list(view.project.verdicts.values())
    if verdicts:
        authors = _authors(view, (verdict.coder for verdict in verdicts))
        text = f"The back-check was made by the researchers: {format_count(len(verdicts), 'verdict')} by {authors}."
        yield Evidence(text, "verdicts, which do not show participants’ comments on the findings")


def _quotations(view: View) -> Iterator[Evidence]:
    gold = {unit.id: unit for code in codes_in_order(view.project) for unit in view.gold(code)}
    if gold:
        participants = {view.source(unit).participant for unit in gold.values()} - {None}
        text = (
            f"{format_count(len(gold), 'gold quotation')} from {view.count(len(participants))}, each identified by "
            "participant and wave."
        )
        yield Evidence(text, "units marked as gold quotations")


def _consistency(view: View) -> Iterator[Evidence]:
    units = view.all_units.units
    if units:
        verbatim = sum(1 for unit in units if view.quotation(unit).text == unit.quote)
        text = f"{verbatim} of {format_count(len(units), 'unit')} match their transcripts verbatim."
        yield Evidence(text, "units")
    claims = [verdict for verdict in view.project.verdicts.values() if verdict.kind == CLAIM_CHECK]
    if claims:
        counts = Counter(verdict.verdict for verdict in claims)
        numbers = ", ".join(f"{counts[name]} {name}" for name in VERDICTS[CLAIM_CHECK] if counts[name])
        searched = sum(1 for verdict in claims if verdict.counter)
        text = (
            f"Sentences of the analytic texts checked against whole transcripts: {numbers}; with a search for "
            f"counter-examples in {searched or 'none'} of {format_count(len(claims), 'check')}."
        )
        yield Evidence(text, "verdicts on claims")


def _major_themes(view: View) -> Iterator[Evidence]:
    if view.by_groups:
        groups = [group for group in groups_in_order(view.project) if not group.residual]
        with_heading = sum(1 for group in groups if group.heading)
        text = f"{format_count(len(groups), 'code group')}, {with_heading or 'none'} of them with a category heading."
        titles = tuple(category_title(view, group) for group in groups)
        yield Evidence(text, "code groups and category headings", titles)
        return
    top = [code for code in view.groups if not view.is_residual(code)]
    if top:
        names = tuple(code.name for code in top)
        yield Evidence(f"{format_count(len(top), 'code')} at the top of the codebook.", "codebook", names)


def _minor_themes(view: View) -> Iterator[Evidence]:
    if not view.groups:
        return
    doubtful = {
        unit.id
        for code in codes_in_order(view.project)
        for unit in view.on(code).units
        if view.mark(unit, code) == DOUBTFUL
    }
    if view.by_groups:
        below = _subgroup_count(view)
    else:
        below = format_count(sum(1 for depth, _ in walk(view.project) if depth), "code") + " below the top"
    against = {unit for verdict in view.project.verdicts.values() for unit in verdict.against}
    yield Evidence(
        f"{below}. Units in the residual group: {len(view.residual.units) or 'none'}; marked doubtful: "
        f"{len(doubtful) or 'none'}; contradicting a finding: {len(against) or 'none'}.",
        "codebook, residual group, marks and verdicts",
    )


EVIDENCE: dict[int, Statements] = {
    1: _interviewers,
    8: _standpoint,
    9: _orientation,
    12: _sample,
    13: _non_participation,
    14: _tallied(MODE, "Mode"),
    15: _others_present,
    16: _sample_description,
    17: _tallied(GUIDE, "Versions of the guide (and interviews)"),
    18: _repeated,
    19: _recorded,
    20: _field_notes,
    21: _duration,
    22: _information_power,
    23: _returned,
    24: _coders,
    25: _coding_tree,
    26: _derivation,
    27: _software,
    28: _participant_checking,
    29: _quotations,
    30: _consistency,
    31: _major_themes,
    32: _minor_themes,
}
#: Items that this evidence answers; for the others it is only a part, unless a statement `settles` them.
ANSWERED = frozenset({12, 16, 18, 20, 21, 24, 25, 26, 27, 29, 31, 32})


def evidence_for(view: View, number: int) -> list[Evidence]:
    """Return the statements on an item; empty if the project has none."""
    return list(EVIDENCE[number](view)) if number in EVIDENCE else []
