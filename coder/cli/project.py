"""`coder new`, `coder doctor` and `coder coders`: a project as a whole, and who works on it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import encryption, output, parameters, passphrase
from coder.cli.verb import PATH, WRITE, Result, verb, writing
from coder.errors import CoderError
from coder.project.operations import coders
from coder.project.study import readable
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.project import Coder
    from coder.project import Project
    from coder.project.finding import Finding


def language_code(text: str) -> str:
    """A language's code; Invalid where it cannot be one."""
    from coder.project import interviews

    return interviews.language_code(text)


@verb(
    "new",
    "Create an empty project in a new folder.",
    parameters.flag("--sample", "a working copy of the sample study, to learn with"),
    parameters.argument("--name", default="", help="name of the project (default: as its folder)"),
    parameters.argument(
        "--language",
        default="",
        metavar="xx",
        help="language of the interviews, ISO 639 (default: the settings, else en)",
        load=language_code,
    ),
    parameters.flag("--encrypted", "encrypt it from the beginning, under a passphrase that is asked for twice"),
    parameters.coder(),
    examples=[
        "new friends --name 'Peer support' --coder KG",
        "new st --language nb",
        "new friends --encrypted",
        "new tern-house --sample",
    ],
    access=PATH,
    check=lambda args: "--encrypted does not go with --sample" if args.encrypted and args.sample else None,
)
def new(path: str, sample: bool, name: str, language: str, encrypted: bool, coder: str) -> Result:
    """Create a project."""
    if sample:
        return _copy_sample(path, coder)
    from coder.project.opening import create_project
    from coder.project.settings import load
    from coder.store import files

    secret = passphrase.ask_new(passphrase.subject_of(Path(path))) if encrypted else None
    language = language or language_code(load().language) or "en"
    folder = create_project(path, name, language=language, coder=coder if encrypted else "", passphrase=secret)
    if coder:
        with writing(path, coder) as project:
            coders.add(project)
        _remember_initials(coder)
    if mode := files.shared_mode(folder):
        output.note(
            f"note: this share does not let coder restrict access to the folder (mode {mode:o}): "
            "other users of the share may be able to read the project."
        )
    value = {"project": str(folder), "name": name or folder.resolve().name, "encrypted": encrypted}
    lines = [f"Created {'an encrypted' if encrypted else 'a'} project in {folder}. Next: coder import {folder} FILE…"]
    return Result(value, [*lines, *([encryption.without_it(folder)] if encrypted else [])])


def _copy_sample(path: str, coder: str) -> Result:
    from coder import sample
    from coder.project import read_project, settings
    from coder.project.opening import working_copy

    original = sample.folder()
    if original is None:
        raise CoderError("The sample study is missing", "It belongs in sample_project/ beside the program's source.")
    initials = settings.initials(coder) or coders.account_name()
    folder = working_copy(read_project(original), Path(path), initials)
    if coder:
        _remember_initials(coder)
    value = {"project": str(folder), "name": read_project(folder).info.name}
    return Result(value, f"Created a working copy of the sample in {folder}. Open it: coder {folder}")


def _remember_initials(initials: str) -> None:
    """Put the initials given for a new project into the settings, unless the person has chosen others before."""
    from coder.project import settings

    try:
        stored = settings.load()
        if stored.initials or os.environ.get("CODER_INITIALS"):
            return
        stored.initials = initials
        settings.save(stored)
    except CoderError as error:
        output.note(f"note: {error.title}: {error.detail}")
    else:
        output.note(f"You are {initials} from now on ({settings.path()}).")


@verb(
    "doctor",
    "Check a project: its files, every record, every rule. Nothing is changed without --repair, and damaged files\n"
    "are kept beside the repaired ones. Exit status 0: clean, 1: findings.",
    parameters.flag("--repair", "repair what can be repaired; the history takes precedence"),
    parameters.flag("--keep-edits", "with --repair: keep what was changed in project.json outside the program"),
    parameters.argument("--anchor", metavar="HASH", help="check that the history still has a noted hash"),
    examples=[
        "doctor friends",
        "doctor friends --repair",
        "doctor friends --repair --keep-edits",
        "doctor friends --anchor 214-9c3e-07af-11b2-64d8-e05f",
    ],
    access=PATH,
    dry=lambda args: not args.repair,
    check=lambda args: "--keep-edits needs --repair" if args.keep_edits and not args.repair else None,
)
def doctor(path: str, repair: bool, keep_edits: bool, anchor: str | None) -> Result:
    """Check and repair a project; status 1 with the findings that are left."""
    from coder.project import doctor, tampering
    from coder.project.opening import folder_of
    from coder.project.project import utc_now

    folder = folder_of(path)
    passphrase.unlock_if_known(folder)
    repaired: list[str] = []

    def examine() -> list[doctor.Finding]:
        with output.showing_share("of the backups checked") as report:
            found = doctor.examine(folder, report)
            return found + (tampering.against_anchor(folder, anchor) if anchor is not None else [])

    findings = examine()
    notes = doctor.notes(folder)
    if repair and (findings or notes):
        repaired = doctor.repair(folder, utc_now(), keep_edits, _initials())
        findings, notes = examine(), doctor.notes(folder)
    chained = tampering.chained(folder)
    value = {
        "ok": not findings,
        "findings": list(map(_as_json, findings)),
        "notes": list(map(_as_json, notes)),
        "repaired": repaired,
        "chain": None if chained is None else {**chained._asdict(), "anchor": chained.short},
    }
    lines = [f"repaired: {text}" for text in repaired]
    for finding in findings:
        record = f" ({finding.record})" if finding.record else ""
        lines.append(f"{finding.kind}{record}: {finding.detail}")
    lines += [f"note ({note.record}): {note.detail}" for note in notes]
    if chained is not None and not any(finding.kind in ("chain", "history") for finding in findings):
        since = "" if chained.since == 1 else f" since change {chained.since:,} ({output.moment(chained.began)})"
        if anchor is not None and not any(finding.kind == "anchor" for finding in findings):
            lines.append("The history has the noted hash: up to there, nothing in it was changed.")
        lines.append(f"The history is a hash chain{since}. To note on paper: {chained.short}")
    remedy = f". To repair: coder doctor {path} --repair" if any(finding.repairable for finding in findings) else ""
    lines.append(format_count(len(findings), "finding") + remedy if findings else "No findings.")
    return Result(value, lines, status=1 if findings else 0)


def _as_json(finding: Finding) -> dict[str, Any]:
    row = finding._asdict()
    return row if finding.entry is not None else {key: row[key] for key in row if key != "entry"}


def _initials() -> str:
    """The initials of whoever repairs; "" where the settings give none."""
    from coder.project import settings

    try:
        return settings.initials()
    except CoderError:
        return ""


# Coders


@verb(
    "coders",
    "List the coders of the study. Private memos of others are not counted.",
    examples=["coders friends", "coders friends --json"],
)
def listing(project: Project) -> Result:
    """List the coders with their codings and memos."""
    from coder.analysis.method.preparation import analysts

    rows = [_described(project, coder) for coder in analysts(project)]
    table = [[row["initials"], row["name"], f"{row['codings']:,}", f"{row['memos']:,}"] for row in rows]
    heads = ["initials", "name", "codings", "memos"]
    return Result(rows, output.aligned([heads, *table], right=(2, 3)) if rows else "There are no coders yet.")


def _described(project: Project, coder: Coder) -> dict[str, Any]:
    return {
        "id": coder.id,
        "initials": coder.initials,
        "name": coder.name,
        "codings": sum(coding.coder == coder.id for coding in project.codings.values()),
        "memos": sum(
            memo.coder == coder.id and readable(project, memo, project.initials) for memo in project.memos.values()
        ),
    }


@verb(
    "coders rename",
    "Change the initials of a coder, everywhere except in the history. Refused where another coder has them. Change\n"
    "your settings, too: coder help settings.",
    parameters.argument("who", help="initials or id", resolve=coders.coder_named),
    parameters.argument("initials", help="the new initials"),
    examples=["coders rename friends root IH"],
    access=WRITE,
)
def rename(project: Project, who: Coder, initials: str) -> Result:
    """Change the initials of a coder."""
    renamed = coders.rename(project, who, initials)
    return Result(_described(project, renamed), f"{who.initials} is now {renamed.initials}")
