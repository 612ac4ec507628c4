"""`coder new`: make a project."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from coder.cli import arguments, output
from coder.errors import CoderError, Invalid


def run(argv: list[str]) -> int:
    """Make a project in a new folder."""
    parser = arguments.writer(
        "new",
        "Make a new, empty project in a new folder.",
        "new friends --name 'Peer support' --coder KG",
        "new st --language nb",
        "new tern-house --sample",
    )
    parser.add_argument("--sample", action="store_true", help="a working copy of the sample study, to learn with")
    parser.add_argument("--name", default="", help="what the project is called (else: as its folder)")
    parser.add_argument(
        "--language",
        default="",
        metavar="xx",
        help="language of the interviews, ISO 639 (else: the settings', or en)",
    )
    args = arguments.parse(parser, argv[1:])
    if args.sample:
        return _copy_sample(args)
    from coder.project.opening import create_project
    from coder.project.settings import load

    language = checked_language(args.language or load().language or "en")
    folder = create_project(args.project, args.name, language=language)
    if args.coder:
        from coder.project.operations import coders

        with arguments.writing(args) as project:
            coders.add(project)
        _remember_initials(args.coder)
    output.result(
        args.json,
        {"project": str(folder), "name": args.name or folder.resolve().name},
        f"Made a project in {folder}. Next: coder import {folder} FILE…",
    )
    return 0


def _copy_sample(args: argparse.Namespace) -> int:
    from coder import sample
    from coder.project import read_project, settings
    from coder.project.copying import working_copy

    original = sample.folder()
    if original is None:
        raise CoderError("The sample study is not here", "It lies in sample_project/ beside the program's source.")
    folder = working_copy(read_project(original), Path(args.project), settings.initials(args.coder))
    told = {"project": str(folder), "name": read_project(folder).info.name}
    output.result(args.json, told, f"Made a working copy of the sample in {folder}. Open it: coder {folder}")
    return 0


def _remember_initials(given: str) -> None:
    """Who names herself with her first project is meant from then on, unless she has said otherwise before."""
    from coder.project import settings

    try:
        mine = settings.load()
        if mine.initials or os.environ.get("CODER_INITIALS"):
            return
        mine.initials = given
        settings.save(mine)
    except CoderError as error:
        output.note(f"note: {error.title}: {error.detail}")
    else:
        output.note(f"You are {given} from now on ({settings.path()}).")


def checked_language(language: str) -> str:
    """A language's code; Invalid when it cannot be one."""
    if language and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise Invalid("That is not the code of a language", f"“{language}”", "Codes are such as: en, nb, de")
    return language
