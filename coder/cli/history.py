"""`coder history`, `coder undo` and `coder redo`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Result, verb
from coder.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from coder.model.record import Transaction
    from coder.project import Project


@verb(
    "history",
    "List the changes, latest first. A filter is words, and by: op: code: since: until:",
    parameters.argument("words", metavar="FILTER", nargs="*", help="only what matches, such as by:KG op:merge"),
    parameters.argument("-n", type=int, metavar="N", help="only the latest N"),
    parameters.flag("--details", "what was changed, before and after"),
    parameters.flag("--openings", "who opened the project when, the latest first, if it has a log of that"),
    parameters.flag("--anchor", "the hash of the latest change, to note on paper for doctor --anchor"),
    examples=[
        "history friends -n 20",
        "history friends --anchor",
        "history friends --openings",
        "history friends by:KG op:codebook since:2026-03 --details",
        "history friends 'code:\"Patient first\"' --json",
    ],
)
def history(project: Project, words: list[str], n: int | None, details: bool, anchor: bool, openings: bool) -> Result:
    """List the changes that match a filter, or the openings, or show the hash of the latest change."""
    from coder.project import tampering

    if anchor:
        return _anchor(project)
    if openings:
        return _openings(project, n)
    from coder.analysis.change_summary import describe_changes
    from coder.analysis.history import filter_history, parse

    matches = filter_history(project, project.history(), parse(" ".join(words)))
    transactions = list(islice((transaction for transaction in matches if transaction is not None), n))

    def as_json(transaction: Transaction) -> dict[str, Any]:
        row = {
            "id": transaction.id,
            "when": transaction.when,
            "coder": transaction.coder,
            "operation": transaction.operation,
            "label": transaction.label,
            "reason": transaction.reason,
            "undoes": transaction.undoes,
        }
        return {**row, "changes": describe_changes(project, transaction)} if details else row

    def lines() -> list[str]:
        text_lines = []
        for transaction in transactions:
            prefix = f"{transaction.operation}: " if transaction.undoes else ""
            reason = f" ({transaction.reason})" if transaction.reason else ""
            moment = output.moment(transaction.when)
            text_lines.append(f"{moment}  {transaction.coder:<4}  {prefix}{transaction.label}{reason}")
            if details:
                text_lines.append(f"    {transaction.id}  {transaction.operation}")
                text_lines += [f"    {change}" for change in describe_changes(project, transaction)]
        return text_lines

    notice = tampering.notice(project.folder)
    return Result(lambda: list(map(as_json, transactions)), lines, [notice] if notice else [])


def _openings(project: Project, n: int | None) -> Result:
    """The log of openings."""
    from msgspec import to_builtins

    from coder.project import openings

    rows = openings.listed(project.folder)[:n]
    lines = [
        f"{output.moment(row.when)}  {row.coder:<4}  {row.user} on {row.host}  {row.access:<5}  {row.program}"
        for row in rows
    ]
    if not rows:
        lines = ["Nothing is logged. To begin: log_openings in the settings (coder help data)."]
    return Result([to_builtins(row) for row in rows], lines)


def _anchor(project: Project) -> Result:
    """The hash of the latest change; Invalid where the history has no hash chain yet."""
    from coder.project import tampering

    chained = tampering.chained(project.folder)
    if chained is None:
        raise Invalid(
            "The history has no hash chain yet", hint="It begins when the project is next opened for writing."
        )
    value = {"anchor": chained.short, "hash": chained.hash, "change": chained.number, "since": chained.began}
    command = f"coder doctor {project.folder} --anchor {chained.short}"
    return Result(value, [chained.short, f"To check later that nothing before it was changed: {command}"])


NUMBER = parameters.number("-n", "number of changes (1)", at_least=1, default=1, metavar="N")


def _asks_to_undo(project: Project, n: int, to: str | None) -> str:
    """The question before changes of other coders are undone; "" where all are the acting coder's own."""
    from coder.project.undo_to import name_changes_of_others

    changes = project.next_turns(n if to is None else _changes_after(project, to))
    others = name_changes_of_others(project, changes)
    return f"This undoes the work of another coder: {others}. Undo?" if others else ""


def _asks_to_redo(project: Project, n: int) -> str:
    """The question before what other coders undid is redone."""
    from coder.project.undo_to import name_changes_of_others

    others = name_changes_of_others(project, project.next_turns(n, redo=True))
    return f"This redoes what another coder undid: {others}. Redo?" if others else ""


@verb(
    "undo",
    "Undo the latest changes. Asks before changes of another coder are undone; without a terminal, add --yes.",
    NUMBER,
    parameters.argument("--to", metavar="ID", help="everything after this change (ids: history --details)"),
    examples=["undo friends", "undo friends -n 3", "undo friends --to 5f3c29aa", "undo friends --yes"],
    access=WRITE,
    asks=_asks_to_undo,
)
def undo(project: Project, n: int, to: str | None) -> Result:
    """Undo the latest changes, as far as the latest lock."""
    from coder.project.project import locks

    number = n if to is None else _changes_after(project, to)
    changes = project.next_turns(number)
    barrier = next((at for at, change in enumerate(changes) if locks(change)), None)
    if not changes:
        raise Invalid("Nothing to undo", project.why_nothing_to_undo())
    if not barrier:
        return _step("undo", project.undo, number)
    result = _step("undo", project.undo, barrier)
    return result._replace(notes=[f"stopped at “{changes[barrier].label}”: a lock cannot be undone"])


@verb(
    "redo",
    "Redo what was undone. Asks before what another coder undid is redone; without a terminal, add --yes.",
    NUMBER,
    examples=["redo friends", "redo friends -n 3"],
    access=WRITE,
    asks=_asks_to_redo,
)
def redo(project: Project, n: int) -> Result:
    """Redo what was undone."""
    return _step("redo", project.redo, n)


def _step(verb: str, step: Callable[[], Transaction | None], number: int) -> Result:
    """Undo or redo a number of changes; Invalid where there is none."""
    labels: list[str] = []
    while len(labels) < number and (transaction := step()) is not None:
        labels.append(transaction.label)
    if not labels:
        raise Invalid(f"Nothing to {verb}")
    notes = [] if len(labels) >= number else [f"nothing further to {verb}"]
    return Result({verb: labels}, [f"{verb}: {label}" for label in labels], notes)


def _changes_after(project: Project, id: str) -> int:
    """How many changes follow the one whose id begins so."""
    from coder.project.undo_to import count_undo_steps

    full = next((change.id for change in project.history() if change.id.startswith(id.casefold())), id)
    return count_undo_steps(project, full)
