"""Verdicts and condensates of a code group as rich text, for the screens of step 4."""

from __future__ import annotations

from rich.text import Text

from coder.analysis.method.staleness import DONE, OPEN, STALE, Standing
from coder.model.condensation import CLAIM_CHECK, VERDICTS, CodeGroup, prose
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.study import subtree
from coder.text.phrases import format_count

#: State of a unit or a claim → its mark; shown beside the word where it fits.
STATE_MARKS: dict[str, str] = {DONE: "✓", STALE: "↻", OPEN: "·"}
#: Changes that are listed below a stale verdict.
MOST_CHANGES = 3


def condensates_text(project: Project, group: CodeGroup) -> Text:
    """Return the condensates of a group, each labelled, so that none reads like a quotation."""
    text = Text()
    for code in subtree(project, project.codes[group.code]):
        condensate = condensate_of(project, code.id)
        if condensate is not None:
            text.append(f"{CONDENSATE} · {code.name}\n", "bold")
            text.append(prose(condensate.sentences), "italic")
            text.append("\n\n")
    text.rstrip()
    return text or Text("No condensates in this group yet (step 3).", "dim")


def verdict_text(project: Project, standing: Standing, brief: bool = False) -> Text:
    """Return a verdict with coder and day, and what has changed since; in full unless `brief`."""
    verdict = standing.verdict
    coder = project.coders[verdict.coder].initials if verdict.coder in project.coders else "–"
    digit = VERDICTS[verdict.kind].index(verdict.verdict) + 1
    parts = [f"{coder} {verdict.created[:10]}"]
    if verdict.kind == CLAIM_CHECK and not brief:
        parts.append(f"searched for counter-examples: {'yes' if verdict.counter else 'no'}")
    if verdict.against:
        parts.append(f"{len(verdict.against)} contradicting")
    if verdict.led_to:
        parts.append("led to a revision")
    if verdict.note and not brief:
        parts.append(verdict.note)
    text = Text.assemble((f"{digit} {verdict.verdict}", "bold"), " · ", " · ".join(parts))
    if standing.why:
        changes = "; ".join(standing.why[:MOST_CHANGES])
        if len(standing.why) > MOST_CHANGES:
            changes += f"; and {format_count(len(standing.why) - MOST_CHANGES, 'more change')}"
        label = f"{STATE_MARKS[STALE]} stale: " if standing.stale else ""
        text.append(f"\n  {label}{changes}", "bold" if standing.stale else "dim")
    return text
