"""Results report: categories in codebook order with texts, quotations, coverage, and appendices for the audit."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis import pictures
from coder.analysis.counts import coded_characters, of_source
from coder.analysis.history import steps
from coder.analysis.method.participation import is_to_be_erased
from coder.analysis.method.synthesis import Synthesis, synthesis
from coder.analysis.method.units import group_name, groups_in_order, units_in_order
from coder.analysis.reports import audit
from coder.analysis.reports.disclosure import NO_UNITS, SUPPRESSED, units_cell
from coder.analysis.reports.view import View
from coder.model.codebook import Code, labelled_texts
from coder.model.condensation import CodeGroup, Sentence, prose
from coder.model.document import AnyBlock, Cell, Condensate, Document, Heading, Items, Paragraph, Table
from coder.model.participant import Wave
from coder.model.source import GOLD, Segment
from coder.project.merge_artifacts import condensate_of
from coder.project.project import Project
from coder.project.study import subtree
from coder.text.phrases import NO_UNIT, format_count, format_list, format_share

DEEPEST = 6
PARAGRAPHS = "\n\n"
NO_GAPS = "Every participant and every code group has a unit; every unit is in a group and in one of its subgroups."
NO_GOLD = "No gold quotation has been chosen."
NO_QUOTATION = "No unit, hence no quotation."


def report(project: Project, *, publication: bool = False) -> Document:
    """Return the results: categories if there are code groups, else the codes as chapters.

    Nothing is ranked by counts, which only indicate thin coverage.
    """
    view = View(project, publication)
    order = "Categories follow the code groups of the codebook" if view.by_groups else "Chapters follow the codebook"
    blocks = tuple(_by_category(view) if view.by_groups else _by_code(view))
    return Document(
        "Results",
        project.info.name,
        project.now(),
        (_extent(view), f"{order}. Counts show coverage, not findings.", *view.remarks(blocks), *_omission(view)),
        blocks,
    )


def _extent(view: View) -> str:
    units, interviews = len(view.all_units.units), len(view.sources)
    participants = view.count(len(view.participants))
    return f"{format_count(units, 'unit')} from {format_count(interviews, 'interview')} with {participants}."


def _omission(view: View) -> Iterator[str]:
    if view.publication:
        yield "For publication: tables of single participants and interviews are omitted."


def _by_category(view: View) -> Iterator[AnyBlock]:
    trail = steps(view.project)
    for group in groups_in_order(view.project):
        yield from _category(view, group)
    yield Heading(2, "Coverage")
    yield from _coverage(view)
    yield Heading(2, "Appendix: code groups, subgroups and condensates")
    for group in groups_in_order(view.project):
        yield from _code_group(view, group)
    yield Heading(2, "Appendix: from theme to category")
    yield audit.lineage_table(view)
    yield Heading(2, "Appendix: decisions")
    yield audit.decision_table(view, trail)
    yield Heading(2, "Appendix: back-check")
    yield from audit.verdict_tables(view, trail)
    yield from _appendices(view)


def _by_code(view: View) -> Iterator[AnyBlock]:
    for code in view.groups:
        yield from _code_chapter(view, code, 2)
    yield Heading(2, "Coverage")
    yield from _coverage(view)
    yield from _appendices(view)


# Categories


def category_title(view: View, group: CodeGroup) -> str:
    """Return the category heading of a code group, or its name."""
    return group.heading or group_name(view.project, group)


def _category(view: View, group: CodeGroup) -> Iterator[AnyBlock]:
    code = view.project.codes[group.code]
    progress = synthesis(view.project, group)
    yield Heading(2, view.renamed(category_title(view, group)) + _archived(code))
    if group.heading and group.heading != code.name:
        yield Paragraph(code.name, "Code group")
    if progress.text is not None:
        for paragraph in prose(progress.text.sentences).split(PARAGRAPHS):
            yield Paragraph(view.renamed(paragraph))
    elif not group.residual:
        yield Paragraph("No analytic text has been written.")
    yield from _gold_quotations(view, code)
    yield from _counter_examples(view, progress)
    yield Paragraph(_amount(view, code), "Coverage")
    warnings = tuple(_category_warnings(view, group, code, progress))
    if warnings:
        yield Items(warnings, "Coverage warnings")


def _archived(code: Code) -> str:
    return " (archived)" if code.archived else ""


def _amount(view: View, code: Code) -> str:
    """Return the number of units of a code and of participants who gave them."""
    units = view.below(code)
    if not units.units:
        return NO_UNIT
    included = ", subgroups included," if view.project.children(code.id) else ""
    return f"{format_count(len(units.units), 'unit')}{included} from {view.contributors(units)}."


def _gold_quotations(view: View, code: Code) -> Iterator[AnyBlock]:
    """Yield the gold quotations of a group, subgroup by subgroup, each once."""
    units: dict[str, Segment] = {}
    for inner in subtree(view.project, code):
        for unit in view.gold(inner):
            units.setdefault(unit.id, unit)
    for unit in units.values():
        yield view.quotation(unit, GOLD)
    if not units and not view.is_residual(code):
        yield Paragraph(NO_GOLD if view.below(code).units else NO_QUOTATION)


def _counter_examples(view: View, progress: Synthesis) -> Iterator[AnyBlock]:
    """Yield the units that contradict the analytic text, below the sentence they contradict."""
    for claim in progress.claims:
        units = dict.fromkeys(unit for standing in claim.verdicts for unit in standing.verdict.against)
        if units:
            yield Paragraph(view.renamed(claim.sentence.text), f"Counter-examples to sentence {claim.number}")
            for unit in units_in_order(view.project, units):
                if view.holds(view.project.segments[unit]):
                    yield view.quotation(view.project.segments[unit])


def _category_warnings(view: View, group: CodeGroup, code: Code, progress: Synthesis) -> Iterator[str]:
    """Yield thin coverage and open checks of a category."""
    if group.residual:
        yield from _residual_warning(view, code)
        return
    yield from _thin_coverage(view, code)
    if progress.unsupported:
        yield f"Analytic text: {format_count(len(progress.unsupported), 'sentence')} supported by no unit."
    for noun, checked in (("claim", progress.claims_checked), ("unit", progress.units_checked)):
        if progress.text is not None and checked.open:
            yield f"Not checked: {format_count(checked.open, noun)} of {checked.total:,}."
        if checked.stale:
            yield f"Changed since the check: {format_count(checked.stale, noun)} of {checked.total:,}."


def _residual_warning(view: View, code: Code) -> Iterator[str]:
    units = view.below(code).units
    if units:
        yield f"Residual: {format_count(len(units), 'unit')} that fit no other group."


def _thin_coverage(view: View, code: Code) -> Iterator[str]:
    units = view.below(code)
    missing = view.without_units(units)
    if units.units and missing:
        yield f"No unit from {view.names(missing)}."
    loose = view.loose(code).units
    if loose:
        yield f"In the group, but in no subgroup: {format_count(len(loose), 'unit')}."


def _code_group(view: View, group: CodeGroup) -> Iterator[AnyBlock]:
    """Yield a code group with its definition, memos, subgroups and their condensates."""
    code = view.project.codes[group.code]
    yield Heading(3, code.name + (" (residual group)" if group.residual else ""))
    if group.heading:
        yield Paragraph(group.heading, "Category")
    yield from _code(view, code)
    for child in view.project.children(code.id):
        yield Heading(4, child.name + _archived(child))
        yield Paragraph(_amount(view, child), "Coverage")
        yield from _code(view, child)
        if condensate_of(view.project, child.id) is None:
            yield Paragraph("No condensate has been written.")


def _code(view: View, code: Code) -> Iterator[AnyBlock]:
    yield from _definition(view, code)
    condensate = condensate_of(view.project, code.id)
    if condensate is not None:
        sentences = condensate.sentences
        yield Condensate(code.name, view.renamed(prose(sentences)), _support(view, code, sentences))


def _definition(view: View, code: Code) -> Iterator[AnyBlock]:
    for label, text in labelled_texts(code):
        yield Paragraph(view.renamed(text), label)
    yield from view.memos(code.id, "analytic", "theoretical")


def _support(view: View, code: Code, sentences: tuple[Sentence, ...]) -> str:
    """Describe the evidence of a condensate."""
    units = {unit.id for unit in view.below(code).units}
    used = units & {unit for sentence in sentences for unit in sentence.units}
    unsupported = sum(1 for sentence in sentences if not sentence.units)
    parts = [f"{len(used) or 'none'} of {format_count(len(units), 'unit')} used"]
    if unsupported:
        parts.append(f"{format_count(unsupported, 'sentence')} without a unit")
    return ", ".join(parts)


# Codes as chapters


def _code_chapter(view: View, code: Code, level: int) -> Iterator[AnyBlock]:
    yield Heading(min(level, DEEPEST), code.name + _archived(code))
    yield from _definition(view, code)
    children = view.project.children(code.id)
    yield Paragraph(_amount(view, code), "Coverage")
    if code.parent is None:
        warnings = [*_thin_coverage(view, code)]
        warnings += _residual_warning(view, code) if view.is_residual(code) else ()
        if warnings:
            yield Items(tuple(warnings), "Coverage warnings")
    gold = view.gold(code)
    for unit in gold:
        yield view.quotation(unit, view.mark(unit, code))
    own = view.on(code).units
    if not gold and (own or not children):
        yield Paragraph(NO_GOLD if own else NO_QUOTATION)
    for child in children:
        yield from _code_chapter(view, child, level + 1)


# Coverage


def _coverage(view: View) -> Iterator[AnyBlock]:
    yield Items(tuple(_gaps(view)) or (NO_GAPS,))
    if view.publication:
        return
    rows = []
    for source in view.sources:
        uncoded = source.characters - coded_characters(view.project, source.id)
        units = of_source(view.project, source.id).segments
        rows.append((Cell(view.reference(source)), units_cell(units), Cell(format_share(uncoded, source.characters))))
    n = format_count(len(rows), "interview")
    caption = f"Units and share of uncoded characters by interview, n = {n}"
    yield Table(caption, ("Interview", "Units", "Uncoded"), tuple(rows))
    yield pictures.growth(view.project)
    if view.participants:
        yield pictures.timeline(view.project)


def _gaps(view: View) -> Iterator[str]:
    missing = view.without_units(view.all_units)
    if missing:
        yield f"No unit at all from {view.names(missing)}."
    counts = view.all_units.by_participant
    erase = [person for person in view.participants if is_to_be_erased(view.project, person) and counts[person.id]]
    if erase:
        yield f"Withdrawn, to be erased, but still in this report: {view.names(erase)}."
    if counts[None]:
        yield f"In interviews without a participant: {format_count(counts[None], 'unit')}."
    grouped = {unit.id for code in view.groups for unit in view.below(code).units}
    ungrouped = sum(1 for unit in view.all_units.units if unit.id not in grouped)
    if ungrouped:
        yield f"In no code group: {format_count(ungrouped, 'unit')}."
    loose = view.loose(*view.groups).units
    if loose:
        yield f"In a group, but in none of its subgroups: {format_count(len(loose), 'unit')}."
    residual = view.residual.units
    if residual:
        yield f"In the residual group: {format_count(len(residual), 'unit')}."
    empty = [code.name for code in view.groups if not view.below(code).units]
    if empty:
        yield f"Groups without a unit: {format_list(empty)}."


# Appendices


def _appendices(view: View) -> Iterator[AnyBlock]:
    yield Heading(2, "Appendix: changes of the codebook")
    yield audit.codebook_table(view)
    yield Heading(2, "Appendix: units by participant and code group")
    if view.publication:
        yield _participants_by_wave(view)
        return
    yield _units_by_participant(view)
    yield from _portraits(view)


def _units_by_participant(view: View) -> Table:
    """Return the units of each participant and wave by group; a unit in several groups counts in each."""
    columns = [*map(view.below, view.groups), view.all_units]
    rows = []
    for participant in view.participants:
        waves: list[Wave | None] = [*view.waves_of(participant)]
        if view.of(participant) or not waves:
            waves.append(None)
        for wave in waves:
            label = Cell(", ".join(filter(None, (view.name(participant.id), wave.name if wave else ""))))
            rows.append((label, *(units_cell(len(units.of(participant, wave))) for units in columns)))
    caption = (
        f"Units by participant and wave, n = {format_count(len(view.participants), 'participant')}, "
        f"{format_count(len(view.all_units.units), 'unit')}; a unit in several groups counts in each"
    )
    return Table(caption, ("Participant", *(code.name for code in view.groups), "All units"), tuple(rows))


def _portraits(view: View) -> Iterator[AnyBlock]:
    """Yield where the codes are in each interview."""
    portraits = [pictures.portrait(view.project, source) for source in view.sources]
    if any(portrait.rows for portrait in portraits):
        yield Heading(2, "Appendix: where the codes are in each interview")
    yield from (portrait for portrait in portraits if portrait.rows)


def _participants_by_wave(view: View) -> Table:
    """Return the number of participants with a unit by group and wave, for publication."""
    rows = []
    for code in view.groups:
        units = view.below(code)
        cells = []
        for wave in view.waves:
            number = sum(1 for participant in view.participants if units.of(participant, wave))
            shown = Cell(str(number)) if view.allows(number) else SUPPRESSED
            cells.append(shown if number else NO_UNITS)
        rows.append((Cell(code.name), *cells))
    n = "; ".join(f"{wave.name} {view.count(len(view.in_wave(wave)))}" for wave in view.waves)
    caption = f"Participants with a unit, by code group and wave, n = {n}"
    return Table(caption, ("Code group", *(wave.name for wave in view.waves)), tuple(rows))
