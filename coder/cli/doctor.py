"""`coder doctor`: is the project sound, and if not, mend it."""

from __future__ import annotations

from coder.cli import arguments, output
from coder.text.phrases import format_count


def run(argv: list[str]) -> int:
    """Check everything; 0 when clean, 1 with findings that are left."""
    parser = arguments.reader(
        "doctor",
        "Check a project: its files, every record, every rule. Nothing is changed without --repair, and\n"
        "damaged files are kept beside the mended ones. Status 0: clean, 1: findings.",
        "doctor friends",
        "doctor friends --repair",
    )
    parser.add_argument("--repair", action="store_true", help="mend what can be mended")
    args = arguments.parse(parser, argv[1:])
    from coder.project.doctor import examine, repair
    from coder.project.opening import folder_of
    from coder.project.project import utc_now

    folder = folder_of(args.project)
    done: list[str] = []
    findings = examine(folder)
    if args.repair and findings:
        done = repair(folder, utc_now())
        findings = examine(folder)
    if args.json:
        rows = [
            {"kind": one.kind, "record": one.record, "detail": one.detail, "repairable": one.repairable}
            for one in findings
        ]
        output.document({"ok": not findings, "findings": rows, "repaired": done})
    else:
        for text in done:
            output.line(f"repaired: {text}")
        for one in findings:
            where = f" ({one.record})" if one.record else ""
            output.line(f"{one.kind}{where}: {one.detail}")
        if not findings:
            output.line("All is well.")
        elif any(one.repairable for one in findings):
            output.line(f"{format_count(len(findings), 'finding')}. To mend: coder doctor {args.project} --repair")
        else:
            output.line(format_count(len(findings), "finding"))
    return 1 if findings else 0
