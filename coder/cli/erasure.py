"""Erasing from the command line: the question before, the report after, and the proof later."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import Result
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.record import Record
    from coder.model.source import Source
    from coder.project import Project
    from coder.project.erasure import Preview
    from coder.project.erasure_files import Outcome
    from coder.project.erasure_search import Search

UNREADABLE = parameters.argument(
    "--unreadable",
    choices=("keep", "delete"),
    default="",
    help="what to do with backups that cannot be read and so not rewritten",
)
#: The parameters of verbs that erase, besides what they erase.
PARAMETERS = (
    parameters.argument(
        "--quotations",
        choices=("keep", "cut"),
        default="",
        help="what to do with its words in memos, condensates and other texts of yours",
    ),
    UNREADABLE,
    parameters.flag("--dry-run", "only show what would be erased"),
)
#: What each of them does, for the help.
MEANS = (
    "It leaves the project, its history (which keeps that, when and by whom something was done), the backups, the\n"
    "drafts and damaged files that were kept. What rested on it becomes a list of open points in a memo. It asks\n"
    "before, says what it searched, and cannot be undone: undo ends there."
)
ELSEWHERE = (
    "Exports, mails, other copies of the folder and backups of this computer are not reached: delete them there."
)


def question(
    project: Project, records: Sequence[Record], quotations: str, unreadable: str, dry_run: bool = False
) -> str:
    """Return the question before an erasure; Invalid where a decision is missing."""
    from coder.project import erasure

    preview = erasure.preview(project, records)
    erasure.check_decisions(preview, quotations, unreadable)
    return preview.question


def erase(
    project: Project, records: Sequence[Record], quotations: str, unreadable: str, dry_run: bool, reason: str
) -> Result:
    """Erase records, or with `dry_run` only show what would be erased."""
    from coder.project import erasure

    preview = erasure.preview(project, records)
    if dry_run:
        return Result(_as_json(preview), lambda: _foreseen(preview))
    erasure.check_decisions(preview, quotations or "keep", unreadable)  # --yes alone changes no text of yours
    stay = () if quotations == "cut" else preview.quotations
    kept = [shown.id for shown in stay]
    with output.showing_share("erased") as report:
        outcome = erasure.erase(project, records, kept=kept, unreadable=unreadable, reason=reason, report=report)
    points = (
        f"{format_count(len(preview.points), 'open point')}: see the memo on the project" if preview.points else ""
    )
    result = _report(f"Erased {preview.what}", outcome, points, len(preview.points))
    notes = [f"still quoted, to be decided: {shown.where}" for shown in (() if quotations else stay)]
    return result._replace(notes=notes)


def erase_originals(project: Project, sources: Sequence[Source], unreadable: str, reason: str) -> Result:
    """Erase the superseded texts of sources."""
    from coder.project import erasure

    with output.showing_share("erased") as report:
        outcome = erasure.erase_originals(project, sources, unreadable=unreadable, reason=reason, report=report)
    return _report(f"Erased the earlier texts of {format_count(len(sources), 'source')}", outcome, "", 0)


def revisions(project: Project, source: Source) -> list[int]:
    """Return the revisions of a source whose text the project holds."""
    return [revision for owner, revision in project.index.texts if owner == source.id]


def _report(head: str, outcome: Outcome, points: str, number: int) -> Result:
    lines = [
        f"{head}.",
        f"Rewritten: the history ({format_count(outcome.entries, 'change')}), "
        f"{format_count(outcome.backups, 'backup')}. Undo ends here.",
        *(f"Deleted: {name}" for name in outcome.deleted),
        *(f"Not rewritten, and still holding it: {path} ({why})" for path, why in outcome.kept),
        *([f"{points}."] if points else []),
        *search_lines(outcome.search),
        ELSEWHERE,
    ]
    value = {
        "erased": True,
        "history": outcome.entries,
        "backups": outcome.backups,
        "deleted": list(outcome.deleted),
        "kept": [{"file": path, "detail": why} for path, why in outcome.kept],
        "open": number,
        "search": search_json(outcome.search),
    }
    return Result(value, lines, status=1 if outcome.kept or outcome.search.hits else 0)


def search_lines(search: Search) -> list[str]:
    """Return what was searched and found, in sentences."""
    runs = format_count(search.runs, "run")
    where = f"{format_count(search.files, 'file')} ({format_count(search.parts, 'part')} unpacked)"
    found = "none is left" if not search.hits else "some are left"
    lines = [f"Searched {where} for {runs} of five words: {found}."]
    lines += [f"Still in {hit.where}: {format_count(hit.number, 'run')}" for hit in search.hits]
    if search.kept:
        lines.append(f"{format_count(search.kept, 'run')} not searched: they stand in your texts, as decided.")
    lines += [f"Not searched: {name} ({why})" for name, why in search.unsearched]
    return lines


def search_json(search: Search) -> dict[str, Any]:
    """Return what was searched and found, as JSON."""
    return {
        "runs": search.runs,
        "kept": search.kept,
        "files": search.files,
        "parts": search.parts,
        "hits": [hit._asdict() for hit in search.hits],
        "unsearched": [{"where": name, "detail": why} for name, why in search.unsearched],
    }


def _as_json(preview: Preview) -> dict[str, Any]:
    value = preview._asdict()
    value["quotations"] = [shown._asdict() for shown in preview.quotations]
    return {"erased": False, **value}


def _foreseen(preview: Preview) -> list[str]:
    lines = [preview.question, *(f"- {point}" for point in preview.points)]
    lines += [f"Quoted in {shown.where}: {' … '.join(shown.words) or '(private)'}" for shown in preview.quotations]
    lines += [f"Cannot be rewritten: {problem}" for problem in preview.unreadable]
    lines += [f"Would be deleted: {name}" for name in preview.leftovers]
    if preview.shared:
        runs = format_count(preview.shared, "run")
        lines.append(f"{runs} of five words are in other transcripts, too, and prove nothing.")
    return [*lines, "Nothing was changed."]


# The proof afterwards


def prove(path: str, name: str, against: Sequence[str]) -> Result:
    """Show who erased what is called so, and whether anything of it is left; status 1 if something is."""
    from coder.exchange.file_parts import read_file_parts
    from coder.project.erasure_proof import prove
    from coder.project.opening import read_project

    originals = ["\n".join(part.text for part in read_file_parts(Path(file)).parts) for file in against]
    with read_project(path) as project, output.showing_share("searched") as report:
        proof = prove(project, name, originals, report)
    acts = [f"{output.moment(act.when)} {act.coder or '–'}: {act.label}" for act in proof.acts]
    lines = acts or [f"The history has no erasure of {name}."]
    checked = f"{format_count(proof.changes, 'change')} and {format_count(proof.backups, 'backup')}"
    lines.append(
        f"Checked the records of the project, {checked}: {'none is' if not proof.left else 'some are'} left."
    )
    lines += [f"Still in {place.where}: {place.what}" for place in proof.left]
    if proof.search is None:
        lines.append(
            "Its words are not kept anywhere to compare with. To search every file for them, name its original:\n"
            f"  coder scan {path} --erased {name} --against FILE"
        )
    else:
        lines += search_lines(proof.search)
        if proof.shared:
            lines.append(f"{format_count(proof.shared, 'run')} not searched: other transcripts have them, too.")
    hits = [{"kind": "erased", "where": place.where, "text": "", "detail": place.what} for place in proof.left]
    hits += [
        {"kind": "erased", "where": hit.where, "text": "", "detail": format_count(hit.number, "run")}
        for hit in (proof.search.hits if proof.search else ())
    ]
    ok = bool(proof.acts) and not hits
    value = {
        "ok": ok,
        "findings": hits,
        "erased": [
            {"when": act.when, "coder": act.coder, "label": act.label, "reason": act.reason} for act in proof.acts
        ],
        "changes": proof.changes,
        "backups": proof.backups,
        "search": search_json(proof.search) if proof.search else None,
    }
    return Result(value, lines, status=0 if ok else 1)
