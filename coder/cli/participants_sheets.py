"""`coder participants import | export`: as csv."""

from __future__ import annotations

from pathlib import Path

from coder.cli import arguments, nouns, output
from coder.text.phrases import format_count


def _export(argv: list[str]) -> int:
    parser = arguments.reader(
        "participants export",
        "Write the participants as csv, one row each with a column for each attribute; or the interviews, with\n"
        "wave, day, date, interviewer, mode, guide and minutes; or the attrition register. OUT “-” is stdout.",
        "participants export friends participants.csv",
        "participants export friends interviews.csv --sheet interviews",
    )
    from coder.project.operations import roster

    parser.add_argument("out", metavar="OUT", help="the file to write")
    parser.add_argument("--sheet", choices=[*roster.COLUMNS], default=roster.PEOPLE, help="what is written")
    args = arguments.parse(parser, argv)
    from coder.exchange import exporting
    from coder.exchange.registry import PARTICIPANTS, writer_for

    writer = writer_for(PARTICIPANTS, args.out, "csv" if args.out == "-" else None)
    with arguments.reading(args) as project:
        data = writer.write(project, args.sheet)
        number = sum(1 for _ in roster.records(project, args.sheet))
    if args.out == "-":
        output.line(data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
        return 0
    exporting.write_file(Path(args.out), data)
    value = {"file": args.out, "sheet": args.sheet, "rows": number}
    output.result(args.json, value, f"Wrote {format_count(number, 'row')} of {args.sheet}")
    return 0


def _import(argv: list[str]) -> int:
    parser = arguments.writer(
        "participants import",
        "Take participants, interviews or the register over from csv; what would change is shown. One change that\n"
        "can be undone; what is not in the file stays. Which of the three it is, its columns say.",
        "participants import friends participants.csv --dry-run",
        "participants import friends interviews.csv --reason 'from the interviewers’ list'",
        reason=True,
    )
    parser.add_argument("file", metavar="FILE", help="as `coder participants export` writes it")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    args = arguments.parse(parser, argv)
    from coder.exchange import registry
    from coder.project.operations import roster

    sheet, rows = registry.read(registry.PARTICIPANTS, Path(args.file))
    with arguments.reading(args) if args.dry_run else arguments.writing(args) as project:
        difference = roster.compare(project, sheet, rows)
        number = len(difference.changes)
        if not args.dry_run and number:
            roster.apply(project, difference, args.reason)
    steps = [{"kind": one.kind, "name": one.name, "detail": one.detail} for one in difference.steps]
    if not args.json:
        for one in difference.steps:
            output.line(f"{one.kind:<8} {one.name}  ({' '.join(one.detail.split())})")
    applied = not args.dry_run and number > 0
    output.result(
        args.json,
        {"applied": applied, "sheet": sheet, "changes": number, "steps": steps},
        f"{format_count(number, 'row')} of {sheet}; {'taken over' if applied else 'nothing was changed'}",
    )
    return 0


VERBS: nouns.Verbs = {
    "export": (_export, "write them as csv"),
    "import": (_import, "take them over from csv"),
}
