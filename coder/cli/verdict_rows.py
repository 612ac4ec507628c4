"""How the texts and verdicts of step 4 are told on the command line: in JSON and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.analysis.method.synthesis import Synthesis, Tally
from coder.cli import output
from coder.project.paths import path_of
from coder.project.segments import excerpt
from coder.text.phrases import format_count, format_units

if TYPE_CHECKING:
    from coder.analysis.method.staleness import Standing
    from coder.project import Project

SHORT = 8
LONGEST = 100


def text_as_json(project: Project, found: Synthesis) -> dict[str, Any]:
    """A code group's analytic text with all that belongs to it."""
    text = found.text
    return {
        "id": found.group.id,
        "group": path_of(project, project.codes[found.group.code]),
        "heading": found.group.heading,
        "residual": found.group.residual,
        "kind": "analytic text",
        "text": text.id if text is not None else None,
        "coder": _initials(project, text.coder) if text is not None else None,
        "modified": text.modified if text is not None else None,
        "sentences": [
            {
                "number": claim.number,
                "key": claim.sentence.key,
                "text": claim.sentence.text,
                "ends paragraph": claim.sentence.ends,
                "units": list(claim.sentence.units),
                "state": claim.state,
                "verdicts": [verdict_as_json(project, one) for one in claim.verdicts],
            }
            for claim in found.claims
        ],
        "without support": [claim.number for claim in found.unsupported],
        "claims": _tally(found.claims_checked),
        "units": _tally(found.units_checked),
        "contradicting": found.against,
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"total": tally.total, "done": tally.done, "open": tally.open, "stale": tally.stale}


def verdict_as_json(project: Project, given: Standing) -> dict[str, Any]:
    """A verdict, and whether it still stands."""
    verdict = given.verdict
    segment = project.segments.get(verdict.segment or "")
    return {
        "id": verdict.id,
        "check": verdict.kind,
        "group": path_of(project, project.codes[project.groups[verdict.group].code]),
        "segment": verdict.segment,
        "quote": segment.quote if segment is not None else None,
        "claim": verdict.claim or None,
        "verdict": verdict.verdict,
        "counter-examples searched for": verdict.counter,
        "against": list(verdict.against),
        "note": verdict.note,
        "coder": _initials(project, verdict.coder),
        "when": verdict.created,
        "led to": verdict.led_to or None,
        "state": "gone" if given.gone else "stale" if given.stale else "done",
        "changed since": list(given.why),
    }


def verdict_lines(project: Project, given: Standing, indent: str = "") -> list[str]:
    """A verdict in words, and what was changed since."""
    verdict = given.verdict
    segment = project.segments.get(verdict.segment or "")
    what = f"“{excerpt(segment.quote, LONGEST)}”" if segment is not None else excerpt(verdict.claim, LONGEST)
    parts = [verdict.verdict, _initials(project, verdict.coder), verdict.created[:10]]
    if verdict.kind == "claim":
        parts.append(f"counter-examples searched for: {'yes' if verdict.counter else 'no'}")
    if verdict.against:
        parts.append(f"{format_count(len(verdict.against), 'unit')} contradicting")
    if verdict.led_to:
        parts.append("led to a revision")
    lines = [f"{indent}{verdict.id[:SHORT]}  {what}", f"{indent}          {' · '.join(parts)}"]
    if verdict.note:
        lines.append(f"{indent}          # {' '.join(verdict.note.split())}")
    label = "stale: " if given.stale else ""
    return [*lines, *(f"{indent}          {label}{why}" for why in given.why)]


def print_text(project: Project, found: Synthesis) -> None:
    """A code group's analytic text, sentence by sentence."""
    name = path_of(project, project.codes[found.group.code])
    heading = f" → {found.group.heading}" if found.group.heading else ""
    output.line(f"{name}{heading}: {state(found)}")
    for claim in found.claims:
        output.line(f"{claim.number:>3}  {claim.sentence.text}")
        units = len(claim.sentence.units)
        verdicts = ", ".join(
            f"{one.verdict.verdict} ({_initials(project, one.verdict.coder)})" for one in claim.verdicts
        )
        about = [format_units(units), claim.state, verdicts]
        output.line(f"       {' · '.join(filter(None, about))}")
        for one in claim.verdicts:
            for why in one.why:
                output.line(f"       stale: {why}")


def state(found: Synthesis) -> str:
    """How far a group is in step 4."""
    if found.text is None:
        return "no analytic text"
    parts = ["" if found.group.heading else "no category heading", f"claims checked {found.claims_checked}"]
    if found.units:
        parts.append(f"units checked {found.units_checked}")
    if found.unsupported:
        parts.append(f"{format_count(len(found.unsupported), 'sentence')} without a unit")
    return ", ".join(filter(None, parts))


def _initials(project: Project, coder: str) -> str:
    return project.coders[coder].initials if coder in project.coders else ""
