"""`coder scan`: what may identify somebody in a study, and in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import PATH, Result, verb
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from coder.privacy.leak_scan import Finding, Place
    from coder.privacy.listed_terms import Term
    from coder.privacy.outgoing import OutgoingSearch

#: Names that are known beforehand: a parameter of both verbs.
LIST = parameters.file(
    "--list",
    "names to look for, such as a staff list: one a line, or the first column of a csv; repeatable",
    load=lambda file: read_list(file),
    dest="lists",
    metavar="FILE",
    action="append",
    default=[],
)


def read_list(file: str) -> list[Term]:
    """Return the names in a file; CoderError where it cannot be read."""
    from coder.exchange.encoding import decode
    from coder.exchange.registry import file_bytes
    from coder.privacy.listed_terms import read_terms

    path = Path(file)
    return read_terms(decode(file_bytes(path), path.name).text)


def terms_of(lists: Iterable[Sequence[Term]]) -> list[Term]:
    return [term for terms in lists for term in terms]


def _reads(args: Namespace) -> bool:
    return True


@verb(
    "scan",
    "Search a project or files for leaks: what may identify somebody, with place and reason; exit status 1 where\n"
    "there is anything, or a file could not be read; the other files are searched all the same. Of a\n"
    "project: transcripts in all revisions, memos, codes, participants, names of sources, the history, dates beside\n"
    "days. Of a file: all its text, comments, headers, tracked changes, hidden sheets, properties.\n"
    "With --publication also what little speaks for, and attributes that one participant alone has.",
    parameters.argument(
        "files", help="files of any kind that is read, or further projects", nargs="*", metavar="FILE"
    ),
    LIST,
    parameters.argument(
        "--study",
        metavar="PROJECT",
        help="search the files for what is a finding in this project, as its exports do",
    )._replace(is_file=True),
    parameters.flag("--publication", "list uncertain findings, too: for texts to be published"),
    parameters.argument(
        "--erased",
        metavar="NAME",
        default="",
        help="instead: show that nothing is left of what was erased under this name",
    ),
    parameters.argument(
        "--against",
        metavar="FILE",
        action="append",
        default=[],
        help="with --erased: an original of it, whose words are searched for in every file; repeatable",
    ),
    examples=[
        "scan friends",
        "scan units.docx --study friends",
        "scan report.docx appendix.xlsx --publication",
        "scan article.odt --list staff.txt --json",
        "scan friends --erased P07 --against P07.docx",
    ],
    access=PATH,
    dry=_reads,
    usage="coder scan PROJECT|FILE… [--list FILE] [--study PROJECT] [--publication] [--erased NAME] [--json]",
)
def scan(
    path: str,
    files: list[str],
    lists: list[list[Term]],
    study: str | None,
    publication: bool,
    erased: str,
    against: list[str],
) -> Result:
    """Search a project or files for what may identify somebody; status 1 with findings."""
    if erased:
        from coder.cli.erasure import prove

        return prove(path, erased, against)
    from coder.errors import CoderError

    terms = terms_of(lists)
    findings: list[Finding] = []
    failed = False
    unread: list[dict[str, str]] = []
    paths = [path, *files]
    search = None if study is None else _search(study, terms, publication)
    for name in paths:
        file = Path(name).name
        try:
            rows, parts = _scan_one(Path(name), terms, search, publication)
        except CoderError as error:
            if len(paths) == 1:
                raise
            rows, parts, failed = [], [], True
            unread.append({"where": file, "detail": str(error)})
        prefix = f"{file}: " if len(paths) > 1 else ""
        findings += [row._replace(where=prefix + row.where) for row in rows]
        unread += [{"where": file, "detail": f"{part}: not searched"} for part in parts]
    ok = not findings and not failed
    value = {"ok": ok, "findings": [finding._asdict() for finding in findings], "unread": unread}
    notes = [f"{row['where']}: {row['detail']}" for row in unread]
    return Result(value, lambda: _report(findings, publication, bool(unread)), notes, status=0 if ok else 1)


def _scan_one(
    path: Path, terms: Sequence[Term], search: OutgoingSearch | None, publication: bool
) -> tuple[list[Finding], list[str]]:
    """Return the findings in a project or a file, and what of it was not read."""
    from coder.privacy.leak_scan import scan

    progress = output.Progress(100)
    try:
        if path.is_dir() or path.name == "project.json":
            return _scan_project(str(path), terms, publication, progress), []
        places, unread = _places(path)
        if search is not None:
            return search.findings(places), unread
        return scan(
            places, terms, uncertain=publication, progress=lambda share: progress.share(share, path.name)
        ), unread
    finally:
        progress.clear()


def _search(study: str, terms: Sequence[Term], publication: bool) -> OutgoingSearch:
    """Return the search for what is a finding in a project, and for the names of the lists."""
    from coder.privacy.outgoing import OutgoingSearch
    from coder.project.opening import read_project

    with read_project(study) as project, output.showing_share("searched") as report:
        return OutgoingSearch(project, publication=publication, terms=terms, progress=report)


def _scan_project(path: str, terms: Sequence[Term], publication: bool, progress: output.Progress) -> list[Finding]:
    from coder.privacy.leak_scan import scan
    from coder.privacy.study_places import study_findings, study_places
    from coder.project.opening import read_project

    project = read_project(path)
    for notice in project.notices:
        output.note(f"note: {notice}")
    try:
        places = study_places(project)
        found = scan(places, terms, uncertain=publication, progress=lambda share: progress.share(share, "searched"))
        return [*study_findings(project, publication=publication), *found]
    finally:
        project.close()


def _places(path: Path) -> tuple[list[Place], list[str]]:
    from coder.exchange.file_parts import read_file_parts
    from coder.privacy.leak_scan import Place

    content = read_file_parts(path)
    name = Place("name of the file", path.stem.replace("_", " "), heading=True)
    return [name, *(Place(part.where, part.text, part.unit, part.author) for part in content.parts)], content.unread


def _report(findings: Sequence[Finding], publication: bool, in_part: bool) -> list[str]:
    if not findings and in_part:
        return ["Nothing was found in what was searched. Something was not: see the notes."]
    if not findings:
        return ["Nothing was found that identifies somebody. The scan finds most names, not every one."]
    rows = [("kind", "place", "text", "reason")]
    rows += [(row.kind, row.where, " ".join(row.text.split()), row.detail) for row in findings]
    more = "" if publication else " With --publication: the uncertain ones, too."
    return [*output.aligned(rows), f"{format_count(len(findings), 'finding')}.{more}"]
