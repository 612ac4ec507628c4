"""`coder memo` and `coder memos`: write, share, list and export memos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import erasure, output, parameters
from coder.cli.verb import NO_PROJECT, PATH, WRITE, Result, confirm, dry_run, verb, writing, written
from coder.errors import Ambiguous, CoderError, Invalid, NotFound
from coder.project.study import target_label
from coder.text.fold import name_key
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from coder.model.memo import Memo
    from coder.model.record import Record
    from coder.project import Project
    from coder.project.memo_links import Resolver

PROJECT = "project"
#: Words that may precede a name and a colon, to say what it is the name of.
PREFIXES = (PROJECT, "source", "code", "participant", "segment", "memo", "framework")


def _check_text(args: argparse.Namespace) -> str | None:
    dash = parameters.STDIN in (args.dash, args.target)
    if dash and args.text is not None:
        return "give the text with --text or on standard input, not both"
    if args.shared is not None and (dash or args.text is not None or args.kind or args.title):
        return "--share and --unshare change nothing else"
    return None


@verb(
    "memo",
    "Write a memo (Markdown) on the project, a source, a code, a participant, a unit (segment) or a framework. If\n"
    "a name is ambiguous, put its kind before it: source:NAME, code:PATH, participant:NAME, segment:ID,\n"
    "framework:NAME. memo:ID changes an existing memo. Without text the app opens in the memo editor.",
    parameters.argument("target", nargs="?", default=PROJECT, help="the record it is about (default: the project)"),
    parameters.argument(
        "dash", metavar="-", nargs="?", choices=[parameters.STDIN], help="read the text from standard input"
    ),
    parameters.argument(
        "--kind",
        metavar="TYPE",
        help="analytic, field note, methodological, theoretical, preconception, reflexive",
    ),
    parameters.argument("--title", help="a heading"),
    parameters.words("--text", "the text"),
    parameters.flag(
        "--share",
        "make memo:ID visible to all coders",
        dest="shared",
        action="store_const",
        const=True,
        default=None,
        either="share",
    ),
    parameters.flag(
        "--unshare",
        "make it visible to its author only",
        dest="shared",
        action="store_const",
        const=False,
        default=None,
        either="share",
    ),
    parameters.flag("--yes", "do not ask before the memo of another coder is changed"),
    parameters.coder(),
    examples=[
        "memo friends --kind methodological --text 'We code sentence by sentence.'",
        "memo friends code:Before/Shame --text 'Close to fear; keep apart?'",
        "memo friends P01_baseline - < fieldnote.md",
        "memo friends memo:3f2a9c1d --share",
    ],
    access=PATH,
    check=_check_text,
)
def memo(
    path: str,
    target: str,
    dash: str | None,
    kind: str | None,
    title: str | None,
    text: str | None,
    shared: bool | None,
    yes: bool,
    coder: str,
) -> Result | None:
    """Write, change or share a memo; without text open the app in the memo editor."""
    if target == parameters.STDIN and dash is None:
        target, dash = PROJECT, parameters.STDIN
    text = parameters.read_stdin() if dash else text
    if shared is None and text is None:
        return Result(None, status=_open_editor(path, target, kind or ""))
    from coder.project.consequences import by_another
    from coder.project.operations import memos

    with writing(path, coder) as project:
        about, id = target_of(project, target)
        if shared is not None:
            return _share(project, about, id, shared)
        assert text is not None
        if about == "memos":
            memo = project.memos[id]
            if whose := by_another(project, "memos", memo):
                confirm(f"Change the memo on {target_label(project, memo.about, memo.target)}? {whose}", yes)
            memo = memos.revise(project, memo, text=text, kind=kind, title=title)
        else:
            memo = memos.write(project, text, about=about, target=id, kind=kind or "analytic", title=title or "")
        label = target_label(project, memo.about, memo.target)
    value = {"id": memo.id, "kind": memo.kind, "about": memo.about, "target": memo.target}
    return Result(value, f"{memo.id[: output.SHORT_ID]}  {memo.kind} memo on {label}")


def _share(project: Project, about: str, id: str, shared: bool) -> Result:
    from coder.project.operations import memos

    if about != "memos":
        raise Invalid("Only a memo can be shared", hint="Name it: memo:ID; see: coder memos")
    memo = (memos.share if shared else memos.unshare)(project, project.memos[id])
    readers = "all coders" if memo.shared else "its author only"
    return Result({"id": memo.id, "shared": memo.shared}, f"{memo.id[: output.SHORT_ID]}  is visible to {readers}")


def _open_editor(path: str, target: str, kind: str) -> int:
    from coder.cli.open import open_app, project_at
    from coder.project.opening import read_project
    from coder.project.operations.memos import checked_kind

    folder = project_at(path)
    if kind:
        checked_kind(kind)
    if target != PROJECT:
        with read_project(folder) as project:
            target = target_of(project, target)[1]
    return open_app(folder, target, kind)


@verb(
    "session-memo",
    "Open the app with the private session memo: text that stays in memory and is gone when you quit. It is never\n"
    "saved, searched, exported or copied.",
    examples=["session-memo"],
    access=NO_PROJECT,
)
def session_memo(project: str) -> Result:
    """Open the app with the private session memo, without a project."""
    from coder.cli.open import open_app

    return Result(None, status=open_app(None, session_memo=True))


def target_of(project: Project, text: str) -> tuple[str, str]:
    """The table and id of what a memo is about; NotFound, or Ambiguous where a name has several meanings."""
    from coder.project import study

    kind, colon, rest = text.partition(":")
    name = rest if colon and kind in PREFIXES else text
    resolvers: dict[str, tuple[str, Callable[[], Record]]] = {
        "source": ("sources", lambda: study.source_named(project, name)),
        "code": ("codes", lambda: study.code_named(project, name)),
        "participant": ("participants", lambda: study.participant_named(project, name)),
        "segment": ("segments", lambda: study.segment_named(project, name)),
        "memo": ("memos", lambda: study.memo_named(project, name)),
        "framework": ("frameworks", lambda: _framework(project, name)),
    }
    if text == PROJECT:
        return "project", project.info.id
    if name != text:
        table, resolve = resolvers[kind]
        return table, resolve().id
    matches: list[tuple[str, str]] = []
    ambiguous: list[CoderError] = []
    for table, resolve in resolvers.values():
        try:
            matches.append((table, resolve().id))
        except NotFound:
            continue
        except Ambiguous as error:
            ambiguous.append(error)
    exact = [(table, id) for table, id in matches if _has_name(project, table, id, text)]
    matches = exact if len(exact) == 1 else matches
    if len(matches) == 1 and (exact or not ambiguous):
        return matches[0]
    if ambiguous and not matches:
        raise ambiguous[0]
    if matches:
        kinds = [table.rstrip("s") for table, _ in matches]
        choices = " or ".join(f"{kind}:{text}" for kind in kinds)
        raise Ambiguous(f"“{text}” can be a {' or a '.join(kinds)}", hint=f"Write {choices}")
    raise NotFound(
        f"There is nothing called “{text}”",
        "A memo is about the project, a source, a code, a participant, a unit (segment) or a framework.",
        "See: coder sources, coder codes, coder find",
    )


def _has_name(project: Project, table: str, id: str, text: str) -> bool:
    record = project.tables[table][id]
    return name_key(text) == name_key(getattr(record, "name", "")) or text == id


def _framework(project: Project, name: str) -> Record:
    """The framework with exactly this name or id."""
    for framework in project.frameworks.values():
        if name_key(name) == name_key(framework.name) or name == framework.id:
            return framework
    names = ", ".join(framework.name for framework in project.frameworks.values())
    raise NotFound(f"There is no framework “{name}”", hint=f"Known: {names}" if names else "")


@verb(
    "memo erase",
    f"Erase a memo. {erasure.MEANS}",
    parameters.argument("memo", help="id of a memo, or its beginning", resolve=lambda project, id: _own(project, id)),
    *erasure.PARAMETERS,
    examples=["memo erase friends 3f2a --dry-run", "memo erase friends 3f2a --yes"],
    access=WRITE,
    dry=dry_run,
    reason=True,
    asks=lambda project, memo, quotations, unreadable, **_: erasure.question(project, [memo], quotations, unreadable),
)
def erase(project: Project, memo: Memo, quotations: str, unreadable: str, dry_run: bool, reason: str) -> Result:
    """Erase a memo from all files of the project."""
    return erasure.erase(project, [memo], quotations, unreadable, dry_run, reason)


def _own(project: Project, id: str) -> Memo:
    from coder.project import study

    memo = study.memo_named(project, id)
    if not study.readable(project, memo, project.initials):
        raise NotFound("There is no such memo", id)
    return memo


# Lists

FILTER = [
    parameters.argument("--kind", metavar="TYPE", help="only memos of this type"),
    parameters.argument(
        "--about",
        "--on",
        metavar="TARGET",
        help="only memos on this and its units, named as for coder memo; or wave:NAME",
    ),
    parameters.argument("--by", metavar="INITIALS", default="", help="only by this coder"),
    parameters.argument("--words", metavar="WORDS", default="", help="only memos that contain these words"),
    parameters.argument("--since", metavar="DATE", default="", help="only from this date on: 2026, 2026-03 …"),
    parameters.argument("--until", metavar="DATE", default="", help="only up to this date"),
]
READER = parameters.coder("the coder whose private memos are included")


@verb(
    "memos",
    "List the memos. Reflexive memos are listed for their author only, unless shared.",
    *FILTER,
    READER,
    examples=[
        "memos friends",
        "memos friends --kind methodological --by KG",
        "memos friends --about code:Before/Shame --json",
        "memos friends --since 2026-03 --until 2026-04-15",
    ],
)
def listing(project: Project, coder: str, **criteria: Any) -> Result:
    """List the memos that match the filter."""
    memos = _filtered(project, coder, **criteria)

    def as_json() -> list[dict[str, object]]:
        from coder.project.memo_links import Resolver

        resolver = Resolver(project)
        return [_as_json(project, memo, resolver) for memo in memos]

    def lines() -> list[str]:
        return [*(line for memo in memos for line in _lines(project, memo)), format_count(len(memos), "memo")]

    return Result(as_json, lines)


@verb(
    "memos export",
    "Write memos into a file. The format is that of its suffix or of --format. Private memos (reflexive and not\n"
    "shared) are included with --private only, and only your own.",
    parameters.out(),
    parameters.format("MEMOS"),
    parameters.flag("--private", "include your own private memos"),
    READER,
    *FILTER,
    examples=[
        "memos export friends memos.html",
        "memos export friends decisions.md --kind methodological",
        "memos export friends - --format csv",
        "memos export friends journal.docx --kind reflexive --private",
    ],
)
def export(
    project: Project, out: str, format: str | None, private: bool, coder: str, **criteria: Any
) -> Result | None:
    """Write memos into a file."""
    from coder.exchange.registry import MEMOS, writer_for
    from coder.exchange.writers import memos as memo_files
    from coder.project.settings import initials

    form = writer_for(MEMOS, out, format)
    memos = [memo for memo in _filtered(project, coder, **criteria) if private or not memo.private]
    data = memo_files.render(project, memos, out, format, initials(coder) if private else None)
    value = {"file": out, "memos": len(memos), "bytes": len(data)}
    text = f"Wrote {out} ({format_count(len(memos), 'memo')})"
    return written(project, out, form, data, value, text)


def _filtered(
    project: Project, reader: str, kind: str | None, about: str | None, by: str, words: str, since: str, until: str
) -> list[Memo]:
    from coder.analysis.history import parse_date
    from coder.analysis.memo_list import MemoFilter, filter_memos
    from coder.project.operations.memos import checked_kind
    from coder.project.settings import initials
    from coder.project.study import wave_named

    target = ""
    if about is not None:
        wave = about.removeprefix("wave:")
        target = wave_named(project, wave).id if wave != about else target_of(project, about)[1]
    kind = checked_kind(kind) if kind is not None else ""
    criteria = MemoFilter(kind, target, by, words, parse_date(since), parse_date(until))
    return filter_memos(project, criteria, initials(reader))


def _as_json(project: Project, memo: Memo, resolver: Resolver) -> dict[str, object]:
    from coder.project.study import target_label
    from coder.text.words import count_words

    return {
        "id": memo.id,
        "kind": memo.kind,
        "about": memo.about,
        "target": memo.target,
        "on": target_label(project, memo.about, memo.target),
        "title": memo.title,
        "text": memo.text,
        "words": count_words(memo.text),
        "coder": project.coders[memo.coder].initials,
        "created": memo.created,
        "modified": memo.modified,
        "private": memo.private,
        "links": [
            {
                "link": memo.text[link.start : link.end],
                "about": goal.about if goal is not None else None,
                "target": goal.id if goal is not None else None,
            }
            for link, goal in resolver.goals(memo.text)
        ],
    }


def _lines(project: Project, memo: Memo) -> list[str]:
    from coder.project.study import target_label

    parts = [
        memo.kind,
        project.coders[memo.coder].initials,
        output.moment(memo.created),
        target_label(project, memo.about, memo.target),
        *(["private"] if memo.private else []),
    ]
    text = [f"  {line}".rstrip() for line in memo.text.strip().splitlines()]
    title = [f"  {memo.title}"] if memo.title else []
    return [f"{memo.id[: output.SHORT_ID]}  {' · '.join(parts)}", *title, *text, ""]
