"""`coder waves` and `coder dates`: the rounds of interviews with their windows, and days instead of dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Result, verb
from coder.errors import Invalid
from coder.project.interviews import describe_stale_queries, format_window
from coder.project.operations import sources, waves
from coder.project.study import waves_in_order
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse

    from coder.model.participant import Wave
    from coder.project import Project

Window = tuple[int | None, int | None]


@verb("waves", "List the waves in their order.", examples=["waves friends", "waves friends --json"])
def listing(project: Project) -> Result:
    """List the waves with their windows and counts."""
    rows = [_as_json(project, wave) for wave in waves_in_order(project)]
    table = [
        [row["name"], row["window"], f"{row['interviews']:,}", f"{row['participants']:,}", f"{row['outside']:,}"]
        for row in rows
    ]
    none = f"There are no waves yet. Add one with: coder waves add {project.folder} baseline --window 0..10"
    heads = ["wave", "window", "interviews", "participants", "outside"]
    return Result(rows, output.aligned([heads, *table], right=(2, 3, 4)) if rows else none)


def _as_json(project: Project, wave: Wave) -> dict[str, Any]:
    held = project.referrers(wave.id, "sources")
    return {
        "id": wave.id,
        "name": wave.name,
        "order": wave.order,
        "first_day": wave.first_day,
        "last_day": wave.last_day,
        "window": format_window(wave),
        "interviews": len(held),
        "participants": len({source.participant for source in held} - {None}),
        "outside": sum(1 for source in held if wave.misses(source.day)),
    }


def _changed(project: Project, wave: Wave, notes: list[str] | None = None) -> Result:
    row = _as_json(project, wave)
    return Result(row, ", ".join(filter(None, (wave.name, row["window"] or "no window"))), notes or ())


def _check_window(args: argparse.Namespace) -> str | None:
    try:
        waves.read_window(args.window or "")
    except Invalid:
        return f"--window must be FIRST..LAST, such as 335..395, not “{args.window}”"
    return None


def _check_description(args: argparse.Namespace) -> str | None:
    if args.name is None and args.window is None and not args.later:
        return "nothing to change: give --name, --window or --later"
    return _check_window(args)


WINDOW = "days from the anchor; one end may be left out"


@verb(
    "waves add",
    "Add a wave after the others.",
    parameters.argument("name", metavar="WAVE", help="its name"),
    parameters.argument("--window", metavar="FIRST..LAST", default="", help=WINDOW),
    examples=["waves add friends follow-up --window 335..395"],
    access=WRITE,
    check=_check_window,
)
def add(project: Project, name: str, window: str) -> Result:
    """Add a wave."""
    first, last = waves.read_window(window)
    return _changed(project, waves.add(project, name, first_day=first, last_day=last))


@verb(
    "waves describe",
    "Change the name, window or place of a wave. --window '' removes the window.",
    parameters.wave(),
    parameters.argument("--name", help="its new name"),
    parameters.argument("--window", metavar="FIRST..LAST", help=WINDOW),
    parameters.argument("--later", metavar="N", type=int, default=0, help="move it N places later (-1: earlier)"),
    examples=[
        "waves describe friends T2 --name follow-up --window 335..395",
        "waves describe friends follow-up --later 1",
    ],
    access=WRITE,
    check=_check_description,
)
def describe(project: Project, wave: Wave, name: str | None, window: str | None, later: int) -> Result:
    """Change a wave."""
    changes: dict[str, Any] = {} if name is None else {"name": name}
    if window is not None:
        changes["first_day"], changes["last_day"] = waves.read_window(window)
    note = describe_stale_queries(project, wave.name) if name else ""
    return _changed(project, waves.describe(project, wave, **changes, later=later), [note] if note else [])


@verb(
    "waves remove",
    "Delete an unused wave. Refused while interviews, cells, change notes or the register use it.",
    parameters.wave(),
    examples=["waves remove friends T3"],
    access=WRITE,
)
def remove(project: Project, wave: Wave) -> Result:
    """Delete an unused wave."""
    waves.remove(project, wave)
    return Result({"removed": wave.name, "id": wave.id}, f"Deleted the wave {wave.name}")


# Dates


@verb(
    "dates",
    "List the dates in the project and the day that would replace each; dates identify people. --to-days replaces\n"
    f"them and forgets the dates, in one change. {sources.STILL_THERE}",
    parameters.flag("--to-days", "replace the dates with days"),
    parameters.flag("--dry-run", "only list what would change"),
    examples=["dates friends", "dates friends --to-days --dry-run", "dates friends --to-days"],
    access=WRITE,
    dry=lambda args: not args.to_days or args.dry_run,
)
def dates(project: Project, to_days: bool, dry_run: bool) -> Result:
    """List the dates, or replace them by days."""
    plan = sources.plan_days(project)
    applied = to_days and not dry_run and not plan.empty
    if applied:
        sources.dates_to_days(project)
    value = {
        "applied": applied,
        "interviews": [{"name": day.source.name, "date": day.date, "day": day.day} for day in plan.days],
        "register": [{"when": entry.when, "then": when} for entry, when in plan.entries],
        "anchors": plan.anchors,
        "problems": list(plan.problems),
    }
    if plan.empty:
        return Result(value, "There are no dates of interviews in this project.")
    lines = [f"{day.source.name}: {day.date} → day {day.day}" for day in plan.days]
    lines += [f"register: {entry.when} → {when or 'no date'}" for entry, when in plan.entries]
    lines += [f"cannot be replaced yet: {problem}" for problem in plan.problems]
    replaced, forgotten = ("replaced", "forgotten") if applied else ("to replace", "to forget")
    counts = format_count(len(plan.days), "date"), format_count(plan.anchors, "anchor")
    lines.append(f"{counts[0]} {replaced}, {counts[1]} {forgotten}")
    return Result(value, lines, [sources.STILL_THERE] if applied else [])
