"""`coder source rename | describe | correct | speaker | remove`: one source."""

from __future__ import annotations

import argparse

from coder.cli import arguments, nouns, output
from coder.cli.new import checked_language
from coder.project.paths import source_named
from coder.text.phrases import format_count


def run(argv: list[str]) -> int:
    """Do one of the things that can be done with a source."""
    return nouns.run("source", "Change one source.", VERBS, argv[1:])


def _rename(argv: list[str]) -> int:
    parser = arguments.writer(
        "source rename", "Give a source another name.", "source rename friends P01_bl 'P01 baseline'"
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("name", metavar="NAME", help="the new name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import sources

        source = source_named(project, args.source)
        changed = sources.rename(project, source, args.name)
    return _done(args, {"id": changed.id, "name": changed.name}, f"Renamed {source.name} to {changed.name}")


#: Option of `source describe` → its name for the value, and its help.
DESCRIBING = {
    "participant": ("NAME", "such as P01; made if there is none"),
    "wave": ("NAME", "such as baseline; made if there is none"),
    "day": ("N", "counted from the participant's anchor"),
    "date": ("DATE", "such as 2024-09-30; gives the day where the participant has an anchor"),
    "interviewer": ("WHO", "who asked"),
    "mode": ("HOW", "such as in person, video, telephone"),
    "guide": ("VERSION", "the version of the interview guide"),
    "minutes": ("N", "how long it took"),
    "language": ("xx", "ISO 639 code"),
    "interviewers": ("NAMES", "who of the speakers asks, such as I,Moderator"),
}


def _describe(argv: list[str]) -> int:
    parser = arguments.writer(
        "source describe",
        "Say who was interviewed, when, how and by whom. An empty value ('') takes one away.",
        "source describe friends P01_bl --participant P01 --wave baseline --day 6",
        "source describe friends P01_bl --date 2024-09-06 --interviewer IH --mode 'in person' --minutes 61",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    for name, (value, told) in DESCRIBING.items():
        parser.add_argument(f"--{name}", metavar=value, help=told)
    args = arguments.parse(parser, argv)
    given = {name: getattr(args, name) for name in DESCRIBING}
    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        names = ", ".join(f"--{name}" for name in DESCRIBING)
        parser.error(f"say what is to be changed: {names}")
    if "interviewers" in given:
        given["interviewers"] = [name.strip() for name in given["interviewers"].split(",") if name.strip()]
    for name in ("day", "minutes"):
        if name in given:
            given[name] = _number(parser, name, given[name])
    checked_language(args.language or "")
    with arguments.writing(args) as project:
        from coder.cli.participants import interview
        from coder.cli.sources import described
        from coder.project.operations import sources

        changed = sources.describe(project, source_named(project, args.source), **given)
        told_row = interview(project, changed)
        row = {**described(project, changed), "interviewers": list(changed.interviewers)}
        row["warnings"] = told_row["warnings"]
    if not args.json:
        for warning in told_row["warnings"]:
            output.note(f"note: {warning}")
    shown = [*given, *(["day"] if "date" in given and "day" not in given and changed.day is not None else [])]
    told = ", ".join(f"{name} {_shown(row[name])}" for name in shown)
    return _done(args, row, f"{changed.name}: {told}")


def _shown(value: object) -> object:
    if isinstance(value, list):
        value = ", ".join(map(str, value)) or None
    return "—" if value in (None, "") else value


def _number(parser: argparse.ArgumentParser, name: str, text: str) -> int | None:
    try:
        return int(text) if text.strip() else None
    except ValueError:
        parser.error(f"--{name} is a whole number, not “{text}”")


def _remove(argv: list[str]) -> int:
    parser = arguments.writer(
        "source remove",
        "Remove a source with its segments, codings and memos. It can be undone: the history keeps the text.",
        "source remove friends P01_bl",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import sources

        source = source_named(project, args.source)
        gone = sources.remove(project, source)
    text = f"Removed {source.name} and {format_count(gone, 'segment')}. Take it back with: coder undo {args.project}"
    return _done(args, {"removed": source.name, "id": source.id, "segments": gone}, text)


def _speaker(argv: list[str]) -> int:
    parser = arguments.writer(
        "source speaker",
        "Say who speaks a turn, where the transcript names somebody else. The label is corrected; units stay.",
        "source speaker friends P01_bl 12 Interviewer --reason 'listened again'",
        reason=True,
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("turn", metavar="TURN", type=int, help="its number, from 1, as the screen shows it")
    parser.add_argument("name", metavar="NAME", help="who speaks it")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import turns

        source = source_named(project, args.source)
        was = project.text_of(source).turns[args.turn - 1].speaker if 0 < args.turn <= source.turns else ""
        changed = turns.set_speaker(project, source, args.turn - 1, args.name, args.reason)
        name = project.text_of(changed).turns[args.turn - 1].speaker
    row = {"id": changed.id, "name": changed.name, "turn": args.turn, "was": was, "speaker": name}
    return _done(args, row, f"Turn {args.turn} of {changed.name} is spoken by {name}, not {was or 'nobody'}")


def _correct(argv: list[str]) -> int:
    from coder.cli import correct

    return correct.run(argv)


def _done(args: argparse.Namespace, value: object, text: str) -> int:
    output.result(args.json, value, text)
    return 0


VERBS: nouns.Verbs = {
    "rename": (_rename, "give it another name"),
    "describe": (_describe, "participant, wave, day, interviewer, mode, guide …"),
    "correct": (_correct, "put a corrected transcript in its place"),
    "speaker": (_speaker, "say who speaks a turn"),
    "remove": (_remove, "take it out, with its codings and memos"),
}
