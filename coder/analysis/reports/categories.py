"""The results of the condensation: a category as a chapter, and the code group behind it with its condensates."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method import units as method_units
from coder.analysis.method.synthesis import Synthesis, synthesis
from coder.analysis.reports.view import View
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup, Sentence, prose
from coder.model.document import AnyBlock, Condensate, Heading, Items, Paragraph
from coder.model.segment import GOLD, Segment
from coder.project.merge_artifacts import condensate_of
from coder.project.ordering import subtree
from coder.text.phrases import NO_UNIT, format_count

PARAGRAPHS = "\n\n"


def chapters(view: View) -> Iterator[AnyBlock]:
    """A chapter for each category: analytic text, gold quotations, what contradicts it, warnings."""
    for group in method_units.groups_in_order(view.project):
        yield from _chapter(view, group)


def title(view: View, group: CodeGroup) -> str:
    """The category heading of a code group; its name where it has none."""
    return group.heading or method_units.group_name(view.project, group)


def _chapter(view: View, group: CodeGroup) -> Iterator[AnyBlock]:
    code = view.project.codes[group.code]
    found = synthesis(view.project, group)
    yield Heading(2, view.plain(title(view, group)) + (" (archived)" if code.archived else ""))
    if group.heading and group.heading != code.name:
        yield Paragraph(code.name, "Code group")
    if found.text is not None:
        for paragraph in prose(found.text.sentences).split(PARAGRAPHS):
            yield Paragraph(view.plain(paragraph))
    elif not group.residual:
        yield Paragraph("No analytic text has been written.")
    yield from _gold(view, code)
    yield from _against(view, found)
    yield Paragraph(amount(view, code, bool(view.project.children(code.id))), "Coverage")
    warned = tuple(_warnings(view, group, code, found))
    if warned:
        yield Items(warned, "Coverage warnings")


def amount(view: View, code: Code, above: bool) -> str:
    """How many units there are below a code, and from how many participants."""
    found = view.below(code)
    if not found.units:
        return NO_UNIT
    included = ", subgroups included," if above else ""
    return f"{format_count(len(found.units), 'unit')}{included} from {view.givers(found)}."


def _gold(view: View, code: Code) -> Iterator[AnyBlock]:
    """The gold quotations of a group, subgroup by subgroup, each once."""
    shown: dict[str, Segment] = {}
    for one in subtree(view.project, code):
        for unit in view.gold(one):
            shown.setdefault(unit.id, unit)
    for unit in shown.values():
        yield view.quotation(unit, GOLD)
    if not shown and not view.is_residual(code):
        some = view.below(code).units
        yield Paragraph("No gold quotation has been chosen." if some else "No unit, so no quotation.")


def _against(view: View, found: Synthesis) -> Iterator[AnyBlock]:
    """What contradicts the analytic text, under the sentence that it contradicts."""
    for claim in found.claims:
        verdicts = [one.verdict for one in claim.verdicts]
        contradicting = dict.fromkeys(unit for one in verdicts for unit in one.against)
        if contradicting:
            yield Paragraph(view.plain(claim.sentence.text), f"Counter-examples to sentence {claim.number}")
            for unit in method_units.units_in_order(view.project, contradicting):
                yield view.quotation(view.project.segments[unit])


def _warnings(view: View, group: CodeGroup, code: Code, found: Synthesis) -> Iterator[str]:
    """What is thin in a group, and what of it is not checked."""
    held = view.below(code)
    if group.residual:
        if held.units:
            yield f"Residual: {format_count(len(held.units), 'unit')} that no group has room for."
        return
    silent = view.silent(held)
    if held.units and silent:
        yield f"No unit from {view.names(silent)}."
    loose = view.unsorted(code).units
    if loose:
        yield f"In the group, but in no subgroup: {format_count(len(loose), 'unit')}."
    if found.unsupported:
        yield f"In the analytic text, supported by no unit: {format_count(len(found.unsupported), 'sentence')}."
    for noun, checked in (("claim", found.claims_checked), ("unit", found.units_checked)):
        if found.text is not None and checked.open:
            yield f"Not checked back: {format_count(checked.open, noun)} of {checked.total:,}."
        if checked.stale:
            yield f"Checked, but changed since: {format_count(checked.stale, noun)} of {checked.total:,}."


# The code groups behind the categories


def behind(view: View) -> Iterator[AnyBlock]:
    """Each code group with its definition, its memos, its subgroups and their condensates."""
    for group in method_units.groups_in_order(view.project):
        code = view.project.codes[group.code]
        yield Heading(3, code.name + (" (residual group)" if group.residual else ""))
        if group.heading:
            yield Paragraph(group.heading, "Category")
        yield from _code(view, code)
        for below in view.project.children(code.id):
            yield Heading(4, below.name + (" (archived)" if below.archived else ""))
            yield Paragraph(amount(view, below, bool(view.project.children(below.id))), "Coverage")
            yield from _code(view, below)
            if condensate_of(view.project, below.id) is None:
                yield Paragraph("No condensate has been written.")


def _code(view: View, code: Code) -> Iterator[AnyBlock]:
    for label, text in (("Definition", code.definition), ("Include", code.include), ("Exclude", code.exclude)):
        if text.strip():
            yield Paragraph(view.plain(text), label)
    yield from view.memos(code.id, "analytic", "theoretical")
    made = condensate_of(view.project, code.id)
    if made is not None:
        yield Condensate(code.name, view.plain(prose(made.sentences)), _support(view, code, made.sentences))


def _support(view: View, code: Code, sentences: tuple[Sentence, ...]) -> str:
    """What a condensate rests on."""
    units = {unit.id for unit in view.below(code).units}
    used = units & {unit for one in sentences for unit in one.units}
    bare = sum(1 for one in sentences if not one.units)
    told = [f"{len(used) or 'none'} of {format_count(len(units), 'unit')} used"]
    if bare:
        told.append(f"{format_count(bare, 'sentence')} without a unit")
    return ", ".join(told)
