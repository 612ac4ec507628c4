"""`coder memo`: write a memo."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import Ambiguous, CoderError, Invalid, NotFound
from coder.model.record import Record

if TYPE_CHECKING:
    from coder.project import Project

STDIN = "-"
PROJECT = "project"
#: What may stand before a name, and a colon, to say what it is the name of.
PREFIXES = (PROJECT, "source", "code", "participant", "segment", "memo", "framework")


def run(argv: list[str]) -> int:
    """Write a memo on a target, or change one; without text open the app in the memo editor."""
    parser = arguments.writer(
        "memo",
        "Write a memo (Markdown) on the project, a source, a code, a participant, a segment or a framework.\n"
        "Where a name could mean several, say which: source:NAME, code:PATH, participant:NAME, segment:ID,\n"
        "framework:NAME. memo:ID changes an existing memo. Without text the app opens in the memo editor.",
        "memo friends --kind methodological --text 'We code sentence by sentence.'",
        "memo friends code:Before/Shame --text 'Close to fear; keep apart?'",
        "memo friends P01_baseline - < fieldnote.md",
        "memo friends memo:3f2a9c1d --share",
    )
    parser.add_argument(
        "target", metavar="TARGET", nargs="?", default=PROJECT, help="what it is about (else: the project)"
    )
    parser.add_argument("dash", metavar="-", nargs="?", choices=[STDIN], help="the text comes from standard input")
    parser.add_argument("--kind", help="analytic, field note, methodological, theoretical, preconception, reflexive")
    parser.add_argument("--title", help="a heading")
    parser.add_argument("--text", help="the text; - is standard input")
    sharing = parser.add_mutually_exclusive_group()
    sharing.add_argument("--share", dest="shared", action="store_const", const=True, help="others may read memo:ID")
    sharing.add_argument("--unshare", dest="shared", action="store_const", const=False, help="only its author again")
    args = arguments.parse(parser, argv[1:])
    if args.target == STDIN and args.dash is None:
        args.target, args.dash = PROJECT, STDIN
    if args.dash and args.text is not None:
        parser.error("the text comes from --text or from standard input, not from both")
    text = arguments.text_from_stdin() if STDIN in (args.dash, args.text) else args.text
    if args.shared is not None:
        if text is not None or args.kind or args.title:
            parser.error("--share and --unshare change nothing else")
        return _share(args)
    if text is None:
        return _open(args.project, args.target, args.kind or "")
    with arguments.writing(args) as project:
        from coder.project.operations import memos

        about, id = target_of(project, args.target)
        if about == "memos":
            memo = memos.revise(project, project.memos[id], text=text, kind=args.kind, title=args.title)
        else:
            memo = memos.write(
                project, text, about=about, target=id, kind=args.kind or "analytic", title=args.title or ""
            )
        label = memos.target_label(project, memo.about, memo.target)
    output.result(
        args.json,
        {"id": memo.id, "kind": memo.kind, "about": memo.about, "target": memo.target},
        f"{memo.id[: output.SHORT_ID]}  {memo.kind} memo on {label}",
    )
    return 0


def _share(args: argparse.Namespace) -> int:
    from coder.project.operations import memos

    with arguments.writing(args) as project:
        about, id = target_of(project, args.target)
        if about != "memos":
            raise Invalid("What is shared is a memo", hint="Name it: memo:ID; see: coder memos")
        memo = (memos.share if args.shared else memos.unshare)(project, project.memos[id])
    who = "everybody" if memo.shared else "its author only"
    output.result(
        args.json, {"id": memo.id, "shared": memo.shared}, f"{memo.id[: output.SHORT_ID]}  is read by {who}"
    )
    return 0


def _open(project: str, target: str, kind: str) -> int:
    from coder.cli.open import open_app, project_at
    from coder.project.operations.memos import kind_known

    folder = project_at(project)
    if kind:
        kind_known(kind)
    if target != PROJECT:
        from coder.project.opening import read_project

        with read_project(folder) as study:
            target = target_of(study, target)[1]
    return open_app(folder, target, kind)


def target_of(project: Project, text: str) -> tuple[str, str]:
    """The table and the id of what a memo is about; NotFound, or Ambiguous when a name means several things."""
    from coder.project import paths

    resolvers: dict[str, tuple[str, Callable[[], Record]]] = {}
    kind, colon, rest = text.partition(":")
    name = rest if colon and kind in PREFIXES else text
    resolvers = {
        "source": ("sources", lambda: paths.source_named(project, name)),
        "code": ("codes", lambda: paths.code_named(project, name)),
        "participant": ("participants", lambda: paths.participant_named(project, name)),
        "segment": ("segments", lambda: paths.segment_named(project, name)),
        "memo": ("memos", lambda: paths.memo_named(project, name)),
        "framework": ("frameworks", lambda: _framework(project, name)),
    }
    if text == PROJECT:
        return "project", project.info.id
    if name != text:
        table, resolve = resolvers[kind]
        return table, resolve().id
    found: list[tuple[str, str]] = []
    several: list[CoderError] = []
    for table, resolve in resolvers.values():
        try:
            found.append((table, resolve().id))
        except NotFound:
            continue
        except Ambiguous as error:
            several.append(error)
    exact = [(table, id) for table, id in found if _is_called(project, table, id, text)]
    found = exact if len(exact) == 1 else found
    if len(found) == 1 and (exact or not several):
        return found[0]
    if several and not found:
        raise several[0]
    if found:
        kinds = [table.rstrip("s") for table, _ in found]
        which = " or ".join(f"{kind}:{text}" for kind in kinds)
        raise Ambiguous(f"“{text}” can be a {' or a '.join(kinds)}", hint=f"Say which: {which}")
    raise NotFound(
        f"There is nothing called “{text}”",
        "A memo is about the project, a source, a code, a participant, a segment or a framework.",
        "See: coder sources, coder codes, coder find",
    )


def _is_called(project: Project, table: str, id: str, text: str) -> bool:
    record = project.tables[table][id]
    return text.casefold() == getattr(record, "name", "").casefold() or text == id


def _framework(project: Project, name: str) -> Record:
    """The framework that is called just so."""
    for one in project.frameworks.values():
        if name.casefold() == one.name.casefold() or name == one.id:
            return one
    known = ", ".join(one.name for one in project.frameworks.values())
    raise NotFound(f"There is no framework “{name}”", hint=f"There is: {known}" if known else "")
