"""`coder code` and `coder uncode`: codes on a stretch of a source, and off again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import Invalid, NotFound
from coder.project.paths import code_named, path_of, segment_named, source_named
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.codebook import Code
    from coder.project import Project


def run(argv: list[str]) -> int:
    """Code or uncode."""
    return _uncode(argv[1:]) if argv[0] == "uncode" else _code(argv[1:])


def _code(argv: list[str]) -> int:
    parser = arguments.writer(
        "code",
        "Put codes on a stretch of a source, given by its offsets or by its exact words.",
        "code friends P01_baseline 120 184 Before/Shame Afterwards",
        "code friends P01_baseline --quote 'never been ill' --nth 2 Before/Pride --create",
    )
    parser.usage = "coder code PROJECT SOURCE (START END | --quote WORDS [--nth N]) CODE... [--create] [--json]"
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("rest", metavar="[START END] CODE", nargs="+", help="offsets, unless --quote; then codes")
    parser.add_argument("--quote", metavar="WORDS", help="the exact words instead of offsets")
    parser.add_argument("--nth", type=int, metavar="N", help="which occurrence of the words, from 1")
    parser.add_argument("--create", action="store_true", help="make codes that do not exist")
    args = arguments.parse(parser, argv)
    names, start, end = _offsets(parser, args)
    with arguments.writing(args) as project:
        from coder.project.operations import codings

        source = source_named(project, args.source)
        if args.quote is not None:
            start, end = _quoted(project.text_of(source).text, args.quote, args.nth)
        codes = [_found(project, name, args.create) for name in names]
        done = codings.code(project, source, start, end, codes)
        new = [path_of(project, project.codes[coding.code]) for coding in done.new]
        already = [path_of(project, code) for code in done.already]
    segment = done.segment
    told = [f"with {', '.join(new)}"] if new else []
    told += [f"already: {', '.join(already)}"] if already else []
    output.result(
        args.json,
        {"segment": segment.id, "start": segment.start, "end": segment.end, "new": new, "already": already},
        f"{segment.id[: output.SHORT_ID]}  {source.name} {segment.start}-{segment.end}  {'; '.join(told)}",
    )
    return 0


def _offsets(parser: argparse.ArgumentParser, args: argparse.Namespace) -> tuple[list[str], int, int]:
    """Names of codes, and the stretch; 0, 0 where words give it."""
    if args.quote is not None:
        return args.rest, 0, 0
    if args.nth is not None:
        parser.error("--nth goes with --quote")
    try:
        start, end = map(int, args.rest[:2])
    except ValueError:
        parser.error("START and END are whole numbers; or give the words with --quote")
    if len(args.rest) < 3:
        parser.error("name at least one CODE")
    return args.rest[2:], start, end


def _quoted(text: str, words: str, nth: int | None) -> tuple[int, int]:
    """The stretch of exact words; NotFound, or Invalid when they stand in several places and none was chosen."""
    places = []
    at = text.find(words) if words.strip() else -1
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if not places:
        raise NotFound("These words are not in the source", hint="Copy them exactly; see: coder search")
    if nth is None and len(places) > 1:
        raise Invalid(
            f"These words stand in {len(places)} places",
            "They begin at " + ", ".join(map(str, places[:12])),
            "Say which with --nth 1, or give more words.",
        )
    if nth is not None and not 1 <= nth <= len(places):
        raise NotFound(
            f"There is no occurrence number {nth}", f"The words stand in {format_count(len(places), 'place')}."
        )
    start = places[(nth or 1) - 1]
    return start, start + len(words)


def _found(project: Project, name: str, create: bool) -> Code | str:
    try:
        return code_named(project, name)
    except NotFound as error:
        if not create:
            raise NotFound(
                error.title, error.detail, (error.hint + ". " if error.hint else "") + "Make it with --create"
            ) from None
    return name


def _uncode(argv: list[str]) -> int:
    parser = arguments.writer(
        "uncode",
        "Take codes off a segment, whoever put them there; without CODE: all. Its memos keep the segment.",
        "uncode friends 3f2a9c1d Before/Shame",
        "uncode friends 3f2a9c1d",
    )
    parser.add_argument("segment", metavar="SEGMENT", help="id, its beginning is enough (coder find shows it)")
    parser.add_argument("codes", metavar="CODE", nargs="*")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import codings

        segment = segment_named(project, args.segment)
        doomed = project.codings_of(segment.id)
        for name in args.codes:
            code = code_named(project, name)
            if not any(coding.code == code.id for coding in doomed):
                raise NotFound(f"The segment does not have the code {path_of(project, code)}")
        wanted = {code_named(project, name).id for name in args.codes}
        doomed = [coding for coding in doomed if not wanted or coding.code in wanted]
        if not doomed:
            raise NotFound("The segment has no codes")
        paths = list(dict.fromkeys(path_of(project, project.codes[coding.code]) for coding in doomed))
        codings.uncode(project, segment, doomed)
        kept = segment.id in project.segments
    output.result(
        args.json,
        {"segment": segment.id, "removed": paths, "kept": kept},
        f"{segment.id[: output.SHORT_ID]}  took off {', '.join(paths)}",
    )
    return 0
