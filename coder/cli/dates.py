"""`coder dates`: the dates there are, and days in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.project.operations.interviews import Plan


def run(argv: list[str]) -> int:
    """Show what becomes of the dates, or do it."""
    from coder.project.operations import interviews

    parser = arguments.writer(
        "dates",
        "Dates identify people. Show which there are and what day takes the place of each; with --to-days, put the\n"
        f"days there and forget the dates, in one change. {interviews.STILL_THERE}",
        "dates friends",
        "dates friends --to-days --dry-run",
        "dates friends --to-days",
    )
    parser.add_argument("--to-days", action="store_true", help="do it")
    parser.add_argument("--dry-run", action="store_true", help="only show what would happen")
    args = arguments.parse(parser, argv[1:])
    doing = args.to_days and not args.dry_run
    with arguments.writing(args) if doing else arguments.reading(args) as project:
        plan = interviews.plan_days(project)
        if doing and not plan.empty:
            interviews.dates_to_days(project)
    output.result(args.json, _document(plan, doing and not plan.empty), "\n".join(_lines(plan, doing)))
    if doing and not plan.empty and not args.json:
        output.note(f"note: {interviews.STILL_THERE}")
    return 0


def _document(plan: Plan, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "interviews": [{"name": one.source.name, "date": one.date, "day": one.day} for one in plan.days],
        "register": [{"when": entry.when, "then": when} for entry, when in plan.entries],
        "anchors": plan.anchors,
        "problems": list(plan.problems),
    }


def _lines(plan: Plan, done: bool) -> list[str]:
    if plan.empty:
        return ["There are no dates of interviews in this project."]
    lines = [f"{one.source.name}: {one.date} → day {one.day}" for one in plan.days]
    lines += [f"register: {entry.when} → {when or 'no date'}" for entry, when in plan.entries]
    lines += [f"cannot be done yet: {problem}" for problem in plan.problems]
    did, forgot = ("replaced", "forgotten") if done else ("to replace", "to forget")
    dates, anchors = format_count(len(plan.days), "date"), format_count(plan.anchors, "anchor")
    return [*lines, f"{dates} {did}, {anchors} {forgot}"]
