"""Audit of the analysis: codebook changes, decisions, the way from theme to category, and the back-check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.analysis.history import Step, undone_ids
from coder.analysis.method.preparation import origins
from coder.analysis.method.staleness import Standing
from coder.analysis.method.synthesis import Synthesis, synthesis
from coder.analysis.method.units import group_name, groups_in_order
from coder.analysis.reports.view import View
from coder.model.codebook import SEPARATOR, Code
from coder.model.condensation import CLAIM_CHECK, FATES, UNIT_CHECK, VERDICTS, CodeGroup, Theme
from coder.model.document import AnyBlock, Cell, Paragraph, Table
from coder.model.record import Change, Transaction
from coder.project.operations.themes import negotiated, preliminary
from coder.project.project import Project
from coder.text.phrases import format_count, format_day

#: Fields of a code that define its meaning.
MEANING = ("definition", "include", "exclude")
#: Prefixes of the operations that decide on themes, code groups and categories, and the one that only reorders.
DECIDING = ("themes.", "groups.", "synthesis.heading", "verdicts.act_on")
REORDERING = "themes.move"
NONE = Cell("none", absent=True)
EXCERPT = 200  # characters of a unit in a table


# Codebook changes


class CodebookChange(NamedTuple):
    """A change to a code; `undone` if it was undone and not redone."""

    when: str
    coder: str
    kind: str
    what: str
    reason: str
    undone: bool


def codebook_changes(project: Project) -> list[CodebookChange]:
    """Return all changes of the codebook, oldest first, with the paths at the time."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    codes: dict[str, Code] = {}
    history = []
    for act in transactions:
        changes = [change for change in act.changes if change.table == "codes"]
        if act.undoes is None:
            for kind, what in _describe(act, changes, codes):
                history.append(CodebookChange(act.when, act.coder, kind, what, act.reason, act.id in undone))
        _apply(codes, changes)
    return history


def _apply(codes: dict[str, Code], changes: list[Change]) -> None:
    for change in changes:
        if isinstance(change.after, Code):
            codes[change.id] = change.after
        else:
            codes.pop(change.id, None)


def _describe(transaction: Transaction, changes: list[Change], codes: dict[str, Code]) -> Iterator[tuple[str, str]]:
    """Yield kind and description of each change; changes of order, colour and key are ignored."""
    after = dict(codes)
    _apply(after, changes)
    if transaction.operation == "codebook.merge":
        yield "merged", transaction.label
        return
    if transaction.operation == "codebook.split":
        yield "split", transaction.label
        return
    for change in changes:
        old, new = change.before, change.after
        if isinstance(new, Code) and isinstance(old, Code):
            yield from _describe_edit(old, new, codes, after)
        elif isinstance(new, Code):
            yield "created", _path(after, new)
        elif isinstance(old, Code):
            yield "deleted", _path(codes, old)


def _describe_edit(old: Code, new: Code, codes: dict[str, Code], after: dict[str, Code]) -> Iterator[tuple[str, str]]:
    if old.name != new.name:
        yield "renamed", f"{_path(codes, old)} → {new.name}"
    if old.parent != new.parent:
        yield "moved", f"{_path(codes, old)} → {_path(after, new)}"
    fields = [field for field in MEANING if getattr(old, field) != getattr(new, field)]
    if fields:
        yield "redefined", f"{_path(after, new)}: {', '.join(fields)}"
    if old.archived != new.archived:
        yield ("archived" if new.archived else "restored"), _path(after, new)


def _path(codes: dict[str, Code], code: Code) -> str:
    names = [code.name]
    while code.parent is not None and code.parent in codes:
        code = codes[code.parent]
        names.append(code.name)
    return SEPARATOR.join(reversed(names))


def codebook_table(view: View) -> AnyBlock:
    """Return the changes of the codebook as a table."""
    rows = tuple(
        (
            Cell(format_day(change.when)),
            Cell(change.coder),
            Cell(_with_undone(change.kind, change.undone)),
            Cell(view.renamed(change.what)),
            Cell(view.renamed(change.reason)),
        )
        for change in codebook_changes(view.project)
    )
    if not rows:
        return Paragraph("The codebook has not been changed.")
    number = format_count(len(rows), "change")
    caption = f"Codes created, renamed, merged, moved, redefined or deleted, n = {number} (without those of order)"
    return Table(caption, ("When", "Who", "What", "Code", "Why"), rows)


def _with_undone(text: str, undone: bool) -> str:
    return f"{text} (undone)" if undone else text


# From theme to category


class Line(NamedTuple):
    """A way from a preliminary theme to a category, with "" for missing parts."""

    theme: str
    coder: str
    fate: str
    negotiated: str
    group: str
    heading: str


def lineage(view: View) -> list[Line]:
    """Return all ways: of negotiated themes in order, of dropped or undecided themes, of groups without a theme."""
    study = view.project
    groups = groups_in_order(study)
    ways: list[Line] = []
    for theme in negotiated(study):
        starts = [_preliminary(view, origin) for origin in origins(study, theme)] or [("", "", "")]
        resulting = [group for group in groups if theme.id in group.themes]
        ends = [(theme.name, *_category(view, group)) for group in resulting] or [(theme.name, "", "")]
        ways += [Line(*start, *end) for end in ends for start in starts]
    for coder in sorted(study.coders.values(), key=lambda coder: coder.initials.casefold()):
        rest = (theme for theme in preliminary(study, coder.id) if theme.into is None)
        ways += [Line(*_preliminary(view, theme), "", "", "") for theme in rest]
    return ways + [Line("", "", "", "", *_category(view, group)) for group in groups if not group.themes]


def _preliminary(view: View, theme: Theme) -> tuple[str, str, str]:
    fate = FATES[theme.fate] + (f": {theme.why}" if theme.why else "")
    return theme.name, view.project.coders[theme.coder].initials, fate


def _category(view: View, group: CodeGroup) -> tuple[str, str]:
    return group_name(view.project, group), group.heading


def lineage_table(view: View) -> Table:
    """Return the ways from theme to category as a table."""
    rows = tuple(tuple(Cell(view.renamed(text)) if text else NONE for text in line) for line in lineage(view))
    study = view.project
    proposed = sum(1 for theme in study.themes.values() if not theme.negotiated)
    n = (
        format_count(proposed, "preliminary theme"),
        format_count(len(study.themes) - proposed, "negotiated theme"),
        format_count(len(study.groups), "code group"),
    )
    head = ("Preliminary theme", "Proposed by", "Decision", "Negotiated theme", "Code group", "Category")
    return Table(f"From theme to category, n = {', '.join(n)}", head, rows)


# Decisions


def decision_table(view: View, trail: Sequence[Step]) -> AnyBlock:
    """Return the decisions on themes, code groups and categories as a table."""
    acts = [act for act in trail if act.operation.startswith(DECIDING) and act.operation != REORDERING]
    if not acts:
        return Paragraph("No decisions on themes and code groups have been recorded.")
    rows = tuple(
        (
            Cell(format_day(act.when)),
            Cell(act.coder),
            Cell(_with_undone(view.renamed(act.label), act.undone)),
            Cell(view.renamed(act.reason)),
        )
        for act in acts
    )
    caption = f"Decisions on themes, code groups and categories, n = {format_count(len(rows), 'decision')}"
    return Table(caption, ("When", "Who", "What", "Why"), rows)


# Back-check


def verdict_tables(view: View, trail: Sequence[Step]) -> Iterator[AnyBlock]:
    """Yield the result of the back-check: counts by code group, all claims, and units with a fault."""
    if not view.project.verdicts:
        yield Paragraph("No back-check has been made.")
        return
    groups = [synthesis(view.project, group) for group in groups_in_order(view.project)]
    labels = {act.id: act.label for act in trail}
    for kind in (CLAIM_CHECK, UNIT_CHECK):
        yield _tally(view, kind, groups)
    yield from _claims(view, groups, labels)
    yield from _faults(view, groups, labels)


def _standings(group: Synthesis, kind: str) -> list[Standing]:
    """Return the verdicts of a kind in a group, including those whose sentence or unit was removed."""
    if kind == UNIT_CHECK:
        return [standing for verdicts in group.units.values() for standing in verdicts] + list(group.left)
    return [standing for claim in group.claims for standing in claim.verdicts] + list(group.gone)


def _tally(view: View, kind: str, groups: list[Synthesis]) -> Table:
    """Count the verdicts of a kind by code group; stale ones are included and also counted separately."""
    names = VERDICTS[kind]
    noun = "claim" if kind == CLAIM_CHECK else "unit"
    rows, total = [], 0
    for group in groups:
        standings = _standings(group, kind)
        by_verdict = Counter(standing.verdict.verdict for standing in standings)
        stale = sum(1 for standing in standings if standing.stale)
        checked = group.claims_checked if kind == CLAIM_CHECK else group.units_checked
        total += len(standings)
        counts = (by_verdict[name] for name in names)
        cells = [Cell(f"{number:,}") if number else NONE for number in (*counts, stale, checked.open)]
        rows.append((Cell(group_name(view.project, group.group)), *cells))
    head = ("Code group", *(name.capitalize() for name in names), "Stale", "Not checked")
    return Table(f"Verdicts on {noun}s, n = {format_count(total, 'verdict')}", head, tuple(rows))


def _claims(view: View, groups: list[Synthesis], labels: dict[str, str]) -> Iterator[Table]:
    rows = []
    for group in groups:
        name = group_name(view.project, group.group)
        for standing in _standings(group, CLAIM_CHECK):
            verdict = standing.verdict
            searched = "yes" if verdict.counter else "no"
            cells = _verdict_cells(view, standing, labels, searched)
            rows.append((Cell(name), Cell(view.renamed(verdict.claim)), *cells))
    if rows:
        caption = f"Claims checked, n = {format_count(len(rows), 'verdict')}"
        head = ("Code group", "Claim", "Verdict", "By", "Searched for counter-examples", "Note", "Consequence")
        yield Table(caption, head, tuple(rows))


def _faults(view: View, groups: list[Synthesis], labels: dict[str, str]) -> Iterator[Table]:
    """Yield the units with a fault, or changed after the check."""
    rows = []
    for group in groups:
        name = group_name(view.project, group.group)
        for standing in _standings(group, UNIT_CHECK):
            verdict = standing.verdict
            if verdict.verdict == VERDICTS[UNIT_CHECK][0] and not verdict.led_to:
                continue
            unit = view.project.segments[verdict.segment or ""]
            if not view.holds(unit):
                continue
            quotation = view.quotation(unit, longest=EXCERPT)
            cells = _verdict_cells(view, standing, labels)
            rows.append((Cell(name), Cell(quotation.reference, quotation), *cells))
    if rows:
        caption = f"Units with a problem, n = {format_count(len(rows), 'verdict')}"
        yield Table(caption, ("Code group", "Unit", "Verdict", "By", "Note", "Consequence"), tuple(rows))


def _verdict_cells(view: View, standing: Standing, labels: dict[str, str], *extra: str) -> tuple[Cell, ...]:
    verdict = standing.verdict
    state = " (stale)" if standing.stale else " (sentence removed)" if standing.gone else ""
    by = f"{view.project.coders[verdict.coder].initials}, {format_day(verdict.created)}"
    consequence = labels.get(verdict.led_to, "")
    return (
        Cell(verdict.verdict + state),
        Cell(by),
        *map(Cell, extra),
        Cell(view.renamed(verdict.note)),
        Cell(view.renamed(consequence)) if consequence else NONE,
    )
