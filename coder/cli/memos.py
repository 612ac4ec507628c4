"""`coder memos`: what has been written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import arguments, output

if TYPE_CHECKING:
    from coder.model.memo import Memo
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the memos, the oldest first."""
    parser = arguments.reader(
        "memos",
        "List the memos. Reflexive ones are listed for their author only, unless shared.",
        "memos friends",
        "memos friends --kind methodological",
        "memos friends --on code:Before/Shame --json",
    )
    parser.add_argument("--kind", help="only this kind")
    parser.add_argument("--on", metavar="TARGET", help="only those on this, named as for coder memo")
    parser.add_argument("--coder", metavar="INITIALS", default="", help="who asks (else: as for writing)")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        memos = _wanted(project, args.kind, args.on, args.coder)
        if args.json:
            output.document([_as_json(project, memo) for memo in memos])
            return 0
        for memo in memos:
            _print(project, memo)
        output.line(output.counted(len(memos), "memo"))
    return 0


def _wanted(project: Project, kind: str | None, on: str | None, coder: str) -> list[Memo]:
    from coder.project.operations.memos import kind_known
    from coder.project.settings import initials

    me = initials(coder).casefold()
    memos = sorted(project.memos.values(), key=lambda memo: (memo.created, memo.id))
    if kind is not None:
        memos = [memo for memo in memos if memo.kind == kind_known(kind)]
    if on is not None:
        from coder.cli.memo import target_of

        target = target_of(project, on)[1]
        memos = [memo for memo in memos if memo.target == target]
    return [memo for memo in memos if not memo.private or project.coders[memo.coder].initials.casefold() == me]


def _as_json(project: Project, memo: Memo) -> dict[str, object]:
    from coder.project.operations.memos import target_label

    return {
        "id": memo.id,
        "kind": memo.kind,
        "about": memo.about,
        "target": memo.target,
        "on": target_label(project, memo.about, memo.target),
        "title": memo.title,
        "text": memo.text,
        "coder": project.coders[memo.coder].initials,
        "created": memo.created,
        "modified": memo.modified,
    }


def _print(project: Project, memo: Memo) -> None:
    from coder.project.operations.memos import target_label

    by = project.coders[memo.coder].initials
    on = target_label(project, memo.about, memo.target)
    output.line(f"{memo.id[: output.SHORT_ID]}  {memo.kind} · {by} · {output.moment(memo.created)} · {on}")
    if memo.title:
        output.line(f"  {memo.title}")
    for line in memo.text.strip().splitlines():
        output.line(f"  {line}".rstrip())
    output.line()
