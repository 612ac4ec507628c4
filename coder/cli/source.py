"""`coder source rename | describe | correct | speaker | remove`: one source."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from coder.cli import arguments, nouns, output
from coder.cli.new import checked_language
from coder.project.paths import source_named


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


def _describe(argv: list[str]) -> int:
    parser = arguments.writer(
        "source describe",
        "Say who was interviewed, when, and in which language. An empty name ('') takes one away.",
        "source describe friends P01_bl --participant P01 --wave baseline --day 6",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("--participant", help="such as P01; made if there is none")
    parser.add_argument("--wave", help="such as baseline; made if there is none")
    parser.add_argument("--day", help="counted from the study's anchor")
    parser.add_argument("--language", metavar="xx", help="ISO 639 code")
    parser.add_argument("--interviewers", metavar="NAMES", help="who of the speakers asks, such as I,Moderator")
    args = arguments.parse(parser, argv)
    given = {name: getattr(args, name) for name in ("participant", "wave", "day", "language", "interviewers")}
    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        parser.error("say what is to be changed: --participant, --wave, --day, --language or --interviewers")
    if "interviewers" in given:
        given["interviewers"] = [name.strip() for name in given["interviewers"].split(",") if name.strip()]
    if "day" in given:
        given["day"] = _day(parser, given["day"])
    checked_language(args.language or "")
    with arguments.writing(args) as project:
        from coder.cli.sources import described
        from coder.project.operations import sources

        changed = sources.describe(project, source_named(project, args.source), **given)
        row = {**described(project, changed), "interviewers": list(changed.interviewers)}
    told = ", ".join(f"{name} {_shown(row[name])}" for name in given)
    return _done(args, row, f"{changed.name}: {told}")


def _shown(value: object) -> object:
    if isinstance(value, list):
        value = ", ".join(map(str, value)) or None
    return "—" if value is None else value


def _day(parser: argparse.ArgumentParser, text: str) -> int | None:
    try:
        return int(text) if text.strip() else None
    except ValueError:
        parser.error(f"--day is a whole number, not “{text}”")


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
    text = (
        f"Removed {source.name} and {output.counted(gone, 'segment')}. Take it back with: coder undo {args.project}"
    )
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


VERBS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "rename": (_rename, "give it another name"),
    "describe": (_describe, "participant, wave, day, language, interviewers"),
    "correct": (_correct, "put a corrected transcript in its place"),
    "speaker": (_speaker, "say who speaks a turn"),
    "remove": (_remove, "take it out, with its codings and memos"),
}
