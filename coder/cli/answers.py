"""`coder answers`: answers that reports need once: the items of COREQ, and information power."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import parameters
from coder.cli.verb import WRITE, Foreseen, Result, verb
from coder.project.operations import answers
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.reports.coreq import Answers, Entry
    from coder.model.project import Answer
    from coder.project import Project


@verb(
    "answers",
    "List COREQ's 32 items: what the project knows, what was answered, and open questions. For item 22 the form\n"
    "“information power” has the fields aim, specificity, theory, dialogue and analysis.",
    parameters.flag("--open", "only items with open questions", dest="only_open"),
    examples=[
        "answers friends",
        "answers friends --open",
        "answers set friends coreq 10 'All who used the service in 2018 were invited.'",
        "answers set friends 'information power' aim - < aim.txt",
    ],
)
def listing(project: Project, only_open: bool) -> Result:
    """List the items with what is known, answered and open."""
    from coder.analysis.reports import coreq
    from coder.analysis.reports.coreq import stored_answers
    from coder.analysis.reports.view import View

    entries = [
        entry for entry in coreq.entries(View(project), stored_answers(project)) if entry.open or not only_open
    ]
    value = {
        "items": [_entry_as_json(entry) for entry in entries],
        "answers": [_as_json(project, answer) for answer in project.answers.values()],
    }
    lines = []
    for entry in entries:
        lines.append(f"{entry.item.number:>2}  {entry.item.name} · {entry.status}")
        for statement in entry.statements:
            lines.append(f"      {statement.text}  [{statement.origin}]")
            lines += [f"        {item}" for item in statement.items]
        lines += [f"    ? {question}" for question in entry.open]
    return Result(value, lines or "No open questions.")


def _entry_as_json(entry: Entry) -> dict[str, object]:
    known = [
        {"text": statement.text, "from": statement.origin, "list": list(statement.items)}
        for statement in entry.statements
    ]
    return {
        "item": entry.item.number,
        "name": entry.item.name,
        "status": entry.status,
        "known": known,
        "open": list(entry.open),
    }


def _as_json(project: Project, answer: Answer) -> dict[str, object]:
    coder = project.coders.get(answer.coder)
    return {
        "form": answer.form,
        "item": answer.item,
        "text": answer.text,
        "coder": coder.initials if coder is not None else "",
        "modified": answer.modified,
    }


ITEM = [
    parameters.argument("form", help="coreq, or 'information power'"),
    parameters.argument("item", help="1 to 32; aim, specificity, theory, dialogue or analysis"),
]


@verb(
    "answers set",
    "Answer an item, or change its answer. Asks where another coder gave it.",
    *ITEM,
    parameters.words("text", "the answer"),
    examples=[
        "answers set friends coreq 10 'All who used the service in 2018 were invited.'",
        "answers set friends 'information power' theory 'Schein, for the pairs only.'",
        "answers set friends coreq 6 - < relationship.txt",
    ],
    access=WRITE,
    asks=Foreseen("Change the answer"),
)
def answer(project: Project, form: str, item: str, text: str) -> Result:
    """Answer an item."""
    answer = answers.answer(project, form, item, text)
    return Result(_as_json(project, answer), f"Answered {answers.LABELS[answer.form]} {answer.item}")


@verb(
    "answers clear",
    "Delete the answer to an item. Asks where another coder gave it.",
    *ITEM,
    examples=["answers clear friends coreq 10"],
    access=WRITE,
    asks=Foreseen("Delete the answer", ("answers",)),
)
def clear(project: Project, form: str, item: str) -> Result:
    """Delete the answer to an item."""
    form, item = answers.resolve_item(form, item)
    answers.clear(project, form, item)
    return Result({"form": form, "item": item}, f"Deleted the answer to {answers.LABELS[form]} {item}")


@verb(
    "answers import",
    'Import the answers of a TOML file: 2 = "…" answers item 2, a table [22] information power. Asks where\n'
    "answers of another coder change.",
    parameters.file("file", "the TOML file; - reads standard input", load=lambda file: read_answers(file)),
    examples=["answers import friends coreq.toml"],
    access=WRITE,
    asks=Foreseen("Import the answers", ("answers",)),
)
def import_(project: Project, file: Answers) -> Result:
    """Import the answers of a TOML file."""
    from coder.analysis.reports.coreq import answer_records

    number = answers.take_over(project, answer_records(file))
    return Result({"changed": number}, f"Imported {format_count(number, 'answer')}")


def read_answers(file: str) -> Answers:
    """The answers in a TOML file, `-` for standard input; CoderError where it cannot be read."""
    from coder.analysis.reports.coreq import read_answers
    from coder.exchange.registry import file_bytes
    from coder.store.reading import LARGEST_TOML

    if file == parameters.STDIN:
        return read_answers(parameters.read_stdin().encode())
    return read_answers(file_bytes(Path(file), LARGEST_TOML))
