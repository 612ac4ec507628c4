"""What a project knows of COREQ's third domain: analysis and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coder import __version__
from coder.analysis.method.units import groups_in_order, subgroups
from coder.analysis.reports.categories import title
from coder.analysis.reports.codebook_changes import decisions
from coder.analysis.reports.coreq_statements import CHECKED, Knowing, Known, authors, between, memos, tallied
from coder.analysis.reports.view import View
from coder.model.condensation import CLAIM_CHECK, VERDICTS
from coder.model.segment import DOUBTFUL
from coder.project.ordering import codes_in_order, walk
from coder.project.paths import path_of
from coder.text.phrases import format_count, format_list


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
        f"{initials}: {number} of {format_count(len(view.sources), 'interview')}" for initials, number in each
    )
    both = sum(1 for coders in who.values() if len(coders) > 1)
    text = f"{format_count(len(where), 'coder')}. Coded by more than one: {both or 'none'} of {len(who)} units."
    yield Known(text, "codings", told)


def _tree(view: View) -> Iterator[Known]:
    codes = list(walk(view.project))
    if not codes:
        return
    defined = sum(1 for _, code in codes if code.definition.strip())
    levels = format_count(1 + max(depth for depth, _ in codes), "level")
    if view.by_groups:
        below = sum(len(subgroups(view.project, group)) for group in groups_in_order(view.project))
        top = f"{format_count(len(view.groups), 'code group')} with {format_count(below, 'subgroup')}"
    else:
        top = f"{len(view.groups)} of them at the top"
    text = f"{format_count(len(codes), 'code')} on {levels}, {top}; {defined} have a definition."
    yield Known(text, "codebook", tuple(path_of(view.project, code) for _, code in codes))


def _derivation(view: View) -> Iterator[Known]:
    yield from _themes(view)
    trail = [one for one in decisions(view.project) if not one.undone]
    made = [one.when for one in trail if one.kind == "created"]
    if made:
        first = min((one.created for one in view.project.codings.values()), default="")
        before = sum(1 for when in made if not first or when < first)
        many, when = format_count(len(made), "code"), between(made)
        text = f"{many} made {when}, {before or 'none'} of them before the first coding."
        yield Known(text, "history of the codebook")
        kinds = Counter(one.kind for one in trail if one.kind != "created")
        if kinds:
            later = ", ".join(f"{kind} {number}" for kind, number in kinds.items())
            yield Known(f"Changed since: {later}.", "history of the codebook")
    found = memos(view, "methodological")
    if found:
        many = format_count(len(found), "methodological decision")
        yield Known(f"{many} written down by {authors(view, (memo.coder for memo in found))}.", "memos of that kind")


def _themes(view: View) -> Iterator[Known]:
    """From the themes of each analyst, over the negotiated list, to code groups."""
    study = view.project
    before = [one for one in study.themes.values() if not one.negotiated]
    if not before:
        return
    agreed = len(study.themes) - len(before)
    each = Counter(study.coders[one.coder].initials for one in before)
    fates = Counter(one.fate for one in before)
    own = ", ".join(f"{initials} {number}" for initials, number in sorted(each.items()))
    text = (
        f"From the data: {format_count(len(before), 'preliminary theme')} ({own}), proposed "
        f"{between(one.created for one in before)}; {fates['taken'] or 'none'} taken up, "
        f"{fates['dropped'] or 'none'} dropped; {format_count(agreed, 'negotiated theme')}."
    )
    yield Known(text, "themes and what became of them")
    named = [group for group in groups_in_order(study) if group.themes]
    if study.groups:
        text = f"{len(named) or 'none'} of {format_count(len(study.groups), 'code group')} came from a theme."
        ways = tuple(
            f"{format_list(study.themes[id].name for id in group.themes)} → {study.codes[group.code].name}"
            + (f" → {group.heading}" if group.heading else "")
            for group in named
        )
        yield Known(text[0].upper() + text[1:], "code groups and their themes", ways)


def _software(view: View) -> Iterator[Known]:
    yield Known(f"coder {__version__}.", "the program")


def _participants_checked(view: View) -> Iterator[Known]:
    yield from tallied(CHECKED, "Participants commented on the findings", settles=True)(view)
    found = list(view.project.verdicts.values())
    if found:
        who = authors(view, (one.coder for one in found))
        text = f"The back-check was made by the researchers: {format_count(len(found), 'verdict')} by {who}."
        yield Known(text, "verdicts; what participants said of the findings they do not tell")


def _quotations(view: View) -> Iterator[Known]:
    gold = {unit.id: unit for code in codes_in_order(view.project) for unit in view.gold(code)}
    if gold:
        people = {view.source(unit).participant for unit in gold.values()} - {None}
        yield Known(
            f"{format_count(len(gold), 'gold quotation')} from {view.people(len(people))}, each given with "
            "participant and wave.",
            "units marked as gold quotations",
        )


def _consistent(view: View) -> Iterator[Known]:
    units = view.everything.units
    if units:
        same = sum(1 for unit in units if view.quotation(unit).text == unit.quote)
        yield Known(
            f"{same} of {format_count(len(units), 'unit')} stand word for word in their transcripts.", "units"
        )
    claims = [one for one in view.project.verdicts.values() if one.kind == CLAIM_CHECK]
    if claims:
        each = Counter(one.verdict for one in claims)
        told = ", ".join(f"{name} {each[name]}" for name in VERDICTS[CLAIM_CHECK] if each[name])
        searched = sum(1 for one in claims if one.counter)
        text = (
            f"Sentences of the analytic texts held against whole transcripts: {told}; counter-examples were searched "
            f"for in {searched or 'none'} of {format_count(len(claims), 'check')}."
        )
        yield Known(text, "verdicts on claims")


def _major(view: View) -> Iterator[Known]:
    if view.by_groups:
        main = [group for group in groups_in_order(view.project) if not group.residual]
        headed = sum(1 for group in main if group.heading)
        text = f"{format_count(len(main), 'code group')}, {headed or 'none'} of them with a category heading."
        yield Known(text, "code groups and category headings", tuple(title(view, group) for group in main))
        return
    top = [group for group in view.groups if not view.is_residual(group)]
    if top:
        yield Known(f"{format_count(len(top), 'code')} at the top.", "codebook", tuple(one.name for one in top))


def _minor(view: View) -> Iterator[Known]:
    if not view.groups:
        return
    doubtful = {
        unit.id
        for code in codes_in_order(view.project)
        for unit in view.on(code).units
        if view.mark(unit, code) == DOUBTFUL
    }
    if view.by_groups:
        below = format_count(
            sum(len(subgroups(view.project, one)) for one in groups_in_order(view.project)), "subgroup"
        )
    else:
        below = format_count(sum(1 for depth, _ in walk(view.project) if depth), "code") + " below the top"
    against = {unit for one in view.project.verdicts.values() for unit in one.against}
    yield Known(
        f"{below}. Units that no group has room for: {len(view.residual.units) or 'none'}; marked doubtful: "
        f"{len(doubtful) or 'none'}; contradicting a finding: {len(against) or 'none'}.",
        "codebook, residual group, marks and verdicts",
    )


KNOWN: dict[int, Knowing] = {
    24: _coders,
    25: _tree,
    26: _derivation,
    27: _software,
    28: _participants_checked,
    29: _quotations,
    30: _consistent,
    31: _major,
    32: _minor,
}
