"""How the texts of step 4 are drawn: quotations as quotations, condensates as what they are, verdicts in words."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from rich.text import Text

from coder.analysis.method.staleness import DONE, OPEN, STALE, Standing
from coder.analysis.quotations import location
from coder.model.codebook import Code
from coder.model.condensation import CLAIM_CHECK, VERDICTS, CodeGroup, prose
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.ordering import subtree
from coder.project.segments import excerpt

#: State of a unit or a claim → its glyph; the word stands beside it wherever there is room.
GLYPHS: dict[str, str] = {DONE: "✓", STALE: "↻", OPEN: "·"}
LONGEST = 400
#: So many of the changes under a stale verdict are told.
REASONS = 3


def quoted(project: Project, segment: str, longest: int = LONGEST) -> Text:
    """`“quotation” P01, baseline, turn 34`."""
    found = project.segments[segment]
    words = f"“{excerpt(found.quote, longest)}”"
    where = location(project, project.sources[found.source], found.span)
    return Text.assemble(words, " ", (where, "dim"))


def condensed_codes(project: Project, group: CodeGroup) -> list[Code]:
    """The codes of a group that have a condensate, in the order of the tree."""
    codes = subtree(project, project.codes[group.code])
    return [code for code in codes if condensate_of(project, code.id) is not None]


def condensates(project: Project, group: CodeGroup) -> Text:
    """The condensates of a group, each labelled as one: never like something that was said."""
    told = Text()
    for code in condensed_codes(project, group):
        found = condensate_of(project, code.id)
        assert found is not None
        told.append(CONDENSATE, Style(bold=True))
        told.append(f" · {code.name}\n", Style(bold=True))
        told.append(prose(found.sentences), Style(italic=True))
        told.append("\n\n")
    told.rstrip()
    return told or Text("There is no condensate in this group yet (step 3).", "dim")


def verdict_line(project: Project, given: Standing, brief: bool = False) -> Text:
    """One verdict in words: what, who, when, and what was changed since; if not `brief`, all that goes with it."""
    verdict = given.verdict
    who = project.coders[verdict.coder].initials if verdict.coder in project.coders else "–"
    key = VERDICTS[verdict.kind].index(verdict.verdict) + 1
    parts = [f"{who} {verdict.created[:10]}"]
    if verdict.kind == CLAIM_CHECK and not brief:
        parts.append(f"counter-examples searched for: {'yes' if verdict.counter else 'no'}")
    if verdict.against:
        parts.append(f"{len(verdict.against)} contradicting")
    if verdict.led_to:
        parts.append("led to a revision")
    if verdict.note and not brief:
        parts.append(verdict.note)
    line = Text.assemble((f"{key} {verdict.verdict}", "bold"), " · ", " · ".join(parts))
    if given.why:
        told = "; ".join(given.why[:REASONS])
        more = f"; and {len(given.why) - REASONS} more changes" if len(given.why) > REASONS else ""
        line.append(f"\n  {'↻ stale: ' if given.stale else ''}{told}{more}", "bold" if given.stale else "dim")
    return line


def verdict_lines(project: Project, given: Iterable[Standing]) -> Text:
    """Several verdicts, one below the other."""
    return Text("\n").join(verdict_line(project, one) for one in given)


def key_line(kind: str) -> Text:
    """`1 faithful   2 meaning changed …`."""
    line = Text(" ")
    for number, name in enumerate(VERDICTS[kind], 1):
        line.append(f"{number} ", "bold")
        line.append(f"{name}   ")
    return line
