"""`coder answers`: what reports ask once: COREQ's items, and information power."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.reports.coreq import Entry
    from coder.model.answer import Answer
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the items with what is known and answered; or answer one, clear one, take over a file."""
    verb = argv[1] if len(argv) > 1 else ""
    if verb in VERBS:
        return VERBS[verb][0](argv[2:])
    if len(argv) > 2 and argv[2] in VERBS:  # coder answers PROJECT set FORM ITEM TEXT
        return VERBS[argv[2]][0]([argv[1], *argv[3:]])
    parser = arguments.reader(
        "answers",
        "List COREQ's 32 items: what the project knows, what was answered, what is still to be asked. For item 22\n"
        "the form “information power” has the fields aim, specificity, theory, dialogue and analysis.",
        "answers friends",
        "answers friends --open",
        "answers set friends coreq 10 'All who used the service in 2018 were invited.'",
        "answers set friends 'information power' aim - < aim.txt",
    )
    parser.add_argument("--open", action="store_true", help="only what is still to be asked")
    args = arguments.parse(nouns.below(parser, "answers", "To change them", VERBS), argv[1:])
    with arguments.reading(args) as project:
        return _list(args, project)


def _list(args: argparse.Namespace, project: Project) -> int:
    from coder.analysis.reports import coreq
    from coder.analysis.reports.coreq_answers import stored
    from coder.analysis.reports.view import View

    entries = [one for one in coreq.entries(View(project), stored(project)) if one.open or not args.open]
    if args.json:
        answers = [_as_json(project, one) for one in project.answers.values()]
        output.document({"items": [_entry(one) for one in entries], "answers": answers})
        return 0
    for one in entries:
        output.line(f"{one.item.number:>2}  {one.item.name} · {one.status}")
        for known in one.known:
            output.line(f"      {known.text}  [{known.origin}]")
        for ask in one.open:
            output.line(f"    ? {ask}")
    if not entries:
        output.line("Nothing is left to be asked.")
    return 0


def _entry(entry: Entry) -> dict[str, object]:
    said = [{"text": one.text, "from": one.origin, "list": list(one.items)} for one in entry.known]
    return {
        "item": entry.item.number,
        "name": entry.item.name,
        "status": entry.status,
        "known": said,
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


def _set(argv: list[str]) -> int:
    parser = arguments.writer(
        "answers set",
        "Answer an item, or answer it anew; - takes the text from standard input.",
        "answers set friends coreq 10 'All who used the service in 2018 were invited.'",
        "answers set friends 'information power' theory 'Schein, for the pairs only.'",
        "answers set friends coreq 6 - < relationship.txt",
    )
    _item(parser)
    parser.add_argument("text", metavar="TEXT", help="the answer; - is standard input")
    args = arguments.parse(parser, argv)
    text = arguments.text_from_stdin() if args.text == "-" else args.text
    with arguments.writing(args) as project:
        from coder.project.operations import answers

        answer = answers.answer(project, args.form, args.item, text)
        told = f"Answered {answers.LABELS[answer.form]} {answer.item}"
        output.result(args.json, _as_json(project, answer), told)
    return 0


def _clear(argv: list[str]) -> int:
    parser = arguments.writer("answers clear", "Take the answer to an item away.", "answers clear friends coreq 10")
    _item(parser)
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import answers

        form, item = answers.known(args.form, args.item)
        answers.clear(project, form, item)
        output.result(args.json, {"form": form, "item": item}, f"Took away {answers.LABELS[form]} {item}")
    return 0


def _import(argv: list[str]) -> int:
    parser = arguments.writer(
        "answers import",
        'Keep the answers of a TOML file: 2 = "…" answers item 2, a table [22] information power.',
        "answers import friends coreq.toml",
    )
    parser.add_argument("file", metavar="FILE", help="the TOML file; - is standard input")
    args = arguments.parse(parser, argv)
    from coder.analysis.reports.coreq_answers import read, to_keep

    data = arguments.text_from_stdin().encode() if args.file == "-" else contents(args.file)
    given = read(data)
    with arguments.writing(args) as project:
        from coder.project.operations import answers

        number = answers.take_over(project, to_keep(given))
        output.result(args.json, {"changed": number}, f"Took over {format_count(number, 'answer')}")
    return 0


def _item(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", metavar="FORM", help="coreq, or 'information power'")
    parser.add_argument("item", metavar="ITEM", help="1 to 32; aim, specificity, theory, dialogue or analysis")


def contents(file: str) -> bytes:
    """The bytes of a file of answers; CoderError where it cannot be read."""
    from pathlib import Path

    from coder.errors import CoderError

    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CoderError("The answers cannot be read", f"{file}: {error.strerror}", "Name a TOML file.") from error


VERBS: nouns.Verbs = {
    "set": (_set, "answer an item"),
    "clear": (_clear, "take an answer away"),
    "import": (_import, "keep the answers of a TOML file"),
}
