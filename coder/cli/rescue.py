"""`coder rescue list|apply|discard`: what was typed while a project could not be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters, passphrase
from coder.cli.verb import PATH, Result, confirm, noun, verb, writing
from coder.errors import NotFound
from coder.project import rescue
from coder.project.opening import folder_of
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from argparse import Namespace

    from coder.project.rescue import Rescued

NUMBER = parameters.number("--number", "only this one, by its number in the list", 1, metavar="N")

noun(
    "rescue",
    "List, recover or discard texts typed while a project could not be written to.",
    ["rescue list friends", "rescue apply friends", "rescue discard friends --number 2 --yes"],
)


def _listed(path: str) -> list[Rescued]:
    """Return the rescued texts of a project; those of an encrypted one are damaged without its passphrase."""
    passphrase.unlock_if_known(folder_of(path))
    return rescue.listed(path)


def _reads(args: Namespace) -> bool:
    return True


@verb(
    "rescue list",
    "List the texts typed while the project could not be written to; they are kept in your state folder. The texts\n"
    "are in the output of --json. Works while the project cannot be reached, too.",
    examples=["rescue list friends", "rescue list friends --json"],
    access=PATH,
    dry=_reads,
)
def listing(path: str) -> Result:
    """List the rescued drafts of a project."""
    rows = _listed(path)
    table = [["no.", "text", "size", "typed", "project"]]
    for number, row in enumerate(rows, 1):
        if row.draft is None or row.rescue is None:
            table.append([str(number), "damaged", "–", "–", row.damage])
            continue
        words = format_count(len(row.draft.text.split()), "word")
        table.append([str(number), row.draft.noun, words, output.moment(row.draft.when), row.rescue.path])
    lines = output.aligned(table) if rows else ["No texts of this project are kept outside it."]
    return Result([_described(number, row) for number, row in enumerate(rows, 1)], lines)


def _described(number: int, row: Rescued) -> dict[str, Any]:
    kept, draft = row.rescue, row.draft
    value: dict[str, Any] = {"number": number, "file": str(row.file), "state": "damaged", "damage": row.damage}
    if kept is None or draft is None:
        return value
    return {
        **value,
        "state": "verified",
        "project": kept.path,
        "change": kept.change,
        "kind": draft.noun,
        "when": draft.when,
        "text": draft.text,
    }


def _chosen(path: str, number: int | None) -> list[Rescued]:
    rows = _listed(path)
    if number is None:
        return rows
    if number > len(rows):
        kept = format_count(len(rows), "text")
        raise NotFound(f"There is no number {number}", f"Kept: {kept}.", f"See: coder rescue list {path}")
    return [rows[number - 1]]


@verb(
    "rescue apply",
    "Move these texts into the drafts of the project, where the program offers them. A draft there that is newer,\n"
    "or another coder's, is not replaced: the text then stays outside the project.",
    NUMBER,
    parameters.coder(),
    examples=["rescue apply friends", "rescue apply friends --number 2"],
    access=PATH,
)
def apply(path: str, number: int | None, coder: str) -> Result:
    """Move rescued drafts into their project; status 1 where one is left."""
    rows = _chosen(path, number)
    with writing(path, coder) as project:
        moved, left = rescue.apply(project, rows)
    lines = [f"{format_count(len(moved), 'draft')} moved into the project. Open it to go on: coder {path}"]
    lines += [f"Not moved: {row.draft.noun if row.draft is not None else row.file.name}. {why}" for row, why in left]
    value = {"moved": len(moved), "left": [{"file": str(row.file), "reason": why} for row, why in left]}
    return Result(value, lines if rows else "No texts of this project are kept outside it.", status=1 if left else 0)


@verb(
    "rescue discard",
    "Delete these texts for good.",
    NUMBER,
    parameters.flag("--yes", "do not ask"),
    examples=["rescue discard friends --yes", "rescue discard friends --number 2 --yes"],
    access=PATH,
)
def discard(path: str, number: int | None, yes: bool) -> Result:
    """Discard rescued drafts."""
    rows = _chosen(path, number)
    if rows:
        confirm(f"{format_count(len(rows), 'text')} not stored anywhere else. Discard?", yes)
    rescue.discard(rows)
    return Result({"discarded": len(rows)}, f"Discarded {format_count(len(rows), 'text')}.")
