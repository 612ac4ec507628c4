"""`coder sources`, `source`, `show` and `read`: transcripts described, corrected and printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from coder.cli import erasure, output, parameters, speaker_options
from coder.cli.project import language_code
from coder.cli.verb import WRITE, Foreseen, Result, WrongUsage, dry_run, noun, verb
from coder.errors import Invalid, NotFound, UnreadableFile
from coder.project.interviews import format_misses
from coder.project.study import path_of, segment_named, sources_in_order
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from coder.exchange.transcript import Transcript
    from coder.model.source import Source, SourceText
    from coder.project import Project
    from coder.project.operations.corrections import Correction, Decision, Mapped
    from coder.project.operations.speakers import SpeakerPlan


@verb(
    "sources", "List the sources and how far they are coded.", examples=["sources friends", "sources friends --json"]
)
def listing(project: Project) -> Result:
    """List the sources with their counts."""
    rows = [described(project, source) for source in sources_in_order(project)]
    if not rows:
        return Result([], f"There are no sources yet. Import some with: coder import {project.folder} FILE…")
    numbers = ("day", "words", "turns", "segments", "codings")
    names = ("name", "participant", "wave", "day", "language", *numbers[1:])
    table = output.aligned(
        [names, *([_cell(row[name]) for name in names] for row in rows)],
        right=[place for place, name in enumerate(names) if name in numbers],
    )
    outside = [
        f"{row['name']}: day {row['day']}, {format_misses(row['outside'])} of {row['wave']}"
        for row in rows
        if row["outside"]
    ]
    return Result(rows, [*table, *outside])


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def described(project: Project, source: Source) -> dict[str, Any]:
    """A source as `coder sources --json` gives it."""
    from coder.analysis.counts import of_source

    count = of_source(project, source.id)
    wave = project.waves.get(source.wave or "")
    participant = project.participants.get(source.participant or "")
    return {
        "id": source.id,
        "name": source.name,
        "participant": participant.name if participant else None,
        "wave": wave.name if wave else None,
        "day": source.day,
        "outside": wave.misses(source.day) if wave else 0,
        "service": participant.service if participant else "",
        "date": source.date,
        "interviewer": source.interviewer,
        "mode": source.mode,
        "guide": source.guide,
        "minutes": source.minutes,
        "language": source.language,
        "words": source.words,
        "characters": source.characters,
        "turns": source.turns,
        "segments": count.segments,
        "codings": count.codings,
    }


# One source

noun("source", "Change a source.", ["source rename friends P01_bl 'P01 baseline'"])


@verb(
    "source rename",
    "Rename a source.",
    parameters.source(),
    parameters.argument("name", help="the new name"),
    examples=["source rename friends P01_bl 'P01 baseline'"],
    access=WRITE,
)
def rename(project: Project, source: Source, name: str) -> Result:
    """Rename a source."""
    from coder.project.operations import sources

    renamed = sources.rename(project, source, name)
    return Result({"id": renamed.id, "name": renamed.name}, f"Renamed {source.name} to {renamed.name}")


#: Option of `source describe` → metavar and help.
DESCRIPTION = {
    "participant": ("NAME", "such as P01; created if missing"),
    "wave": ("NAME", "such as baseline; created if missing"),
    "day": ("N", "counted from the participant's anchor"),
    "date": ("DATE", "such as 2024-09-30; gives the day where the participant has an anchor"),
    "interviewer": ("WHO", "who conducted the interview"),
    "mode": ("HOW", "such as in person, video, telephone"),
    "guide": ("VERSION", "version of the interview guide"),
    "minutes": ("N", "how long it took"),
    "language": ("xx", "ISO 639 code"),
    "interviewers": ("NAMES", "speakers who are interviewers, such as I,Moderator"),
}
NUMBERS = ("day", "minutes")


def _check_description(args: argparse.Namespace) -> str | None:
    if all(getattr(args, name) is None for name in DESCRIPTION):
        return f"nothing to change: give {', '.join(f'--{name}' for name in DESCRIPTION)}"
    for name in NUMBERS:
        text = getattr(args, name)
        if text is not None and text.strip():
            try:
                int(text)
            except ValueError:
                return f"--{name} must be a whole number, not “{text}”"
    return None


@verb(
    "source describe",
    "Describe an interview: who was interviewed, when, how and by whom. An empty value ('') removes one.",
    parameters.source(),
    *(
        parameters.argument(
            f"--{name}", metavar=metavar, help=help, load=language_code if name == "language" else None
        )
        for name, (metavar, help) in DESCRIPTION.items()
    ),
    examples=[
        "source describe friends P01_bl --participant P01 --wave baseline --day 6",
        "source describe friends P01_bl --date 2024-09-06 --interviewer IH --mode 'in person' --minutes 61",
    ],
    access=WRITE,
    check=_check_description,
)
def describe(project: Project, source: Source, **fields: str | None) -> Result:
    """Change what is known of an interview."""
    from coder.cli.participants import interview
    from coder.project.operations import sources

    given: dict[str, Any] = {name: text for name, text in fields.items() if text is not None}
    if "interviewers" in given:
        given["interviewers"] = [name.strip() for name in given["interviewers"].split(",") if name.strip()]
    for name in NUMBERS:
        if name in given:
            given[name] = int(given[name]) if given[name].strip() else None
    changed = sources.describe(project, source, **given)
    warnings = interview(project, changed)["warnings"]
    row = {**described(project, changed), "interviewers": list(changed.interviewers), "warnings": warnings}
    names = [*given, *(["day"] if "date" in given and "day" not in given and changed.day is not None else [])]
    text = ", ".join(f"{name} {_shown(row[name])}" for name in names)
    return Result(row, f"{changed.name}: {text}", warnings)


def _shown(value: object) -> object:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "—" if value in (None, "") else value


@verb(
    "source speaker",
    "Change the speaker of a turn. The label is corrected; the coded units stay.",
    parameters.source(),
    parameters.argument("turn", type=int, help="its number, from 1, as the screen shows it"),
    parameters.argument("name", help="who speaks"),
    examples=["source speaker friends P01_bl 12 Interviewer --reason 'listened again'"],
    access=WRITE,
    reason=True,
)
def speaker(project: Project, source: Source, turn: int, name: str, reason: str) -> Result:
    """Change the speaker of a turn."""
    from coder.project.operations import corrections

    before = project.text_of(source).turns[turn - 1].speaker if 0 < turn <= source.turns else ""
    changed = corrections.set_speaker(project, source, turn - 1, name, reason)
    after = project.text_of(changed).turns[turn - 1].speaker
    value = {"id": changed.id, "name": changed.name, "turn": turn, "was": before, "speaker": after}
    return Result(value, f"{changed.name}, turn {turn}: the speaker is {after}, not {before or 'unattributed'}")


def _check_speakers(args: argparse.Namespace) -> str | None:
    if args.dry_run and all(getattr(args, name) in (None, False) for name in speaker_options.NAMES):
        return "nothing to preview: give --rename, --not-a-speaker, --speaker, --label-form or --[no-]interviewer"
    return speaker_options.check_interviewers(args)


def _only_lists(args: argparse.Namespace) -> bool:
    """Whether `source speakers` changes nothing this time."""
    return args.dry_run or all(getattr(args, name) in (None, False) for name in speaker_options.NAMES)


@verb(
    "source speakers",
    "List the speakers of a source, or change them: rename, merge, treat a label as text. The text itself and the\n"
    "coded units stay as they are.",
    parameters.source(),
    *speaker_options.OPTIONS,
    parameters.flag("--dry-run", "list the speakers as they would be, change nothing"),
    examples=[
        "source speakers friends P01_bl",
        "source speakers friends P01_bl --rename 'Interviewer1=Interviewer' --interviewer Interviewer",
        "source speakers friends P01_bl --not-a-speaker Objetivo --dry-run",
    ],
    access=WRITE,
    dry=_only_lists,
    reason=True,
    check=_check_speakers,
)
def speakers(
    project: Project,
    source: Source,
    rename: list[tuple[str, str]] | None,
    not_a_speaker: list[str] | None,
    speaker: list[str] | None,
    label_form: list[str] | None,
    interviewer: list[str] | None,
    no_interviewer: bool,
    dry_run: bool,
    reason: str,
) -> Result:
    """List or change the speakers of a source."""
    from coder.project.operations import speakers

    rules = speaker_options.rules_of(rename, not_a_speaker, speaker, label_form)
    if dry_run:
        plan = speakers.preview(project, source, rules, interviewer, no_interviewer)
        return _speakers_result(project, source, plan, "Nothing was changed.")
    if not no_interviewer and all(
        option is None for option in (rename, not_a_speaker, speaker, label_form, interviewer)
    ):
        return _speakers_result(project, source, speakers.preview(project, source), "")
    changed = speakers.change(project, source, rules, interviewer, reason, no_interviewer)
    last = f"To undo: coder undo {project.folder}" if changed != source else "There was nothing to change."
    return _speakers_result(project, changed, speakers.preview(project, changed), last)


def _speakers_result(project: Project, source: Source, plan: SpeakerPlan, last: str) -> Result:
    from coder.text.speaker_counts import count_speakers
    from coder.text.speakers import alike

    counts = count_speakers(project.text_of(source).text, plan.turns)
    groups = alike(row.name for row in counts)
    value = {
        "id": source.id,
        "name": source.name,
        "speakers": speaker_options.as_json(counts, plan.interviewers),
        "interviewers_chosen": plan.chosen,
        "alike": list(map(list, groups)),
    }
    table = speaker_options.lines(counts, plan.interviewers) or [f"The turns of {source.name} have no speakers."]
    return Result(value, [*table, *filter(None, [last])], list(map(speaker_options.alike_note, groups)))


@verb(
    "source remove",
    "Delete a source with its coded units, codings and memos. It can be undone: the history keeps the text. Asks\n"
    "where there are any; without a terminal, add --yes.",
    parameters.source(),
    examples=["source remove friends P01_bl", "source remove friends P01_bl --yes"],
    access=WRITE,
    asks=Foreseen("Delete"),
)
def remove(project: Project, source: Source) -> Result:
    """Delete a source."""
    from coder.project.operations import sources

    segments = sources.remove(project, source)
    value = {"removed": source.name, "id": source.id, "segments": segments}
    text = f"Deleted {source.name} and {format_count(segments, 'coded unit')}. To undo: coder undo {project.folder}"
    return Result(value, text)


@verb(
    "source erase",
    f"Erase a transcript with its units, codings and memos. {erasure.MEANS}",
    parameters.source(),
    *erasure.PARAMETERS,
    examples=["source erase friends P01_bl --dry-run", "source erase friends P01_bl --quotations cut --yes"],
    access=WRITE,
    dry=dry_run,
    reason=True,
    asks=lambda project, source, quotations, unreadable, **_: erasure.question(
        project, [source], quotations, unreadable
    ),
)
def erase(project: Project, source: Source, quotations: str, unreadable: str, dry_run: bool, reason: str) -> Result:
    """Erase a source from all files of the project."""
    return erasure.erase(project, [source], quotations, unreadable, dry_run, reason)


@verb(
    "source erase-originals",
    "Erase the earlier texts of corrected transcripts: history and backups are as if each had had its present text\n"
    "from the beginning. Units keep their places. It cannot be undone: undo ends there.",
    parameters.argument(
        "sources", help="names or ids; all that were corrected, if none is given", nargs="*", metavar="SOURCE"
    ),
    erasure.UNREADABLE,
    examples=["source erase-originals friends", "source erase-originals friends P01_bl --yes"],
    access=WRITE,
    reason=True,
    asks=lambda project, sources, **_: _asks_to_erase(project, sources),
)
def erase_originals(project: Project, sources: list[str], unreadable: str, reason: str) -> Result:
    """Erase the superseded texts of sources."""
    corrected = _corrected(project, sources)
    if not corrected:
        return Result({"erased": False}, "No transcript has an earlier text. Nothing was changed.")
    return erasure.erase_originals(project, corrected, unreadable, reason)


def _corrected(project: Project, names: list[str]) -> list[Source]:
    """Return the sources of these names, or all, that have an earlier text."""
    from coder.project.study import source_named

    named = [source_named(project, name) for name in names] or sources_in_order(project)
    return [source for source in named if any(own < source.revision for own in erasure.revisions(project, source))]


def _asks_to_erase(project: Project, names: list[str]) -> str:
    corrected = _corrected(project, names)
    if not corrected:
        return ""
    number = format_count(len(corrected), "transcript")
    return (
        f"Erase the earlier texts of {number}? The history and all backups are rewritten. This cannot be undone, nor "
        "can any change before it."
    )


# Corrections

FATES = ("kept", "moved", "changed", "lost")
#: Bytes of a file of decisions beyond which it is not one.
LARGEST_DECISIONS = 10_000_000
DECISIONS = '{"SEGMENT": "keep" | "memo" | "drop" | [START, END], …}'


def _asks_to_correct(
    project: Project,
    source: Source,
    file: Corrected,
    turn: int | None,
    lost: Literal["keep-as-memo", "drop"] | None,
    decisions: str | None,
    reason: str,
    **_: object,
) -> str:
    """The question before units of another coder are lost; "" where none are, and where the correction is refused."""
    from coder.project.consequences import NOUNS, foresee
    from coder.project.operations import corrections

    correction = _preview(project, source, file, turn, quiet=True)
    try:
        decided = {} if decisions is None else _decisions(project, Path(decisions))
        apply = partial(corrections.apply, project, source, correction, lost=lost, decisions=decided, reason=reason)
        consequences = foresee(project, apply, {source.id}, tuple(NOUNS))
    except Invalid:
        return ""
    return f"Correct {source.name}? {consequences}" if consequences else ""


@verb(
    "source correct",
    "Replace the text of a source by a corrected transcript. Every unit is found in the new text: kept (same\n"
    "place), moved, changed (other words inside) or lost (none of its words is left). Units whose words also occur\n"
    "nearby are pointed out. Asks where units of another coder are lost; without a terminal, add --yes.",
    parameters.source(),
    parameters.file("file", "the corrected transcript, of any format", load=lambda file: _read_corrected(file)),
    parameters.argument(
        "--turn", metavar="N", type=int, help="FILE (plain text) is this turn only, label and words; from 1"
    ),
    parameters.argument(
        "--lost",
        choices=("keep-as-memo", "drop"),
        help="lost units: keep as memos on the transcript, with words and codes, or delete",
    ),
    parameters.file("--decisions", f"decisions on single units: {DECISIONS}", metavar="FILE.json"),
    parameters.flag("--dry-run", "list what would happen to the units, change nothing"),
    examples=[
        "source correct friends P01_baseline P01_listened_again.docx --dry-run",
        "source correct friends P01_baseline P01_listened_again.docx --lost keep-as-memo",
        "source correct friends P01_baseline P01_listened_again.docx --decisions decided.json",
        "source correct friends P01_baseline turn.txt --turn 12",
    ],
    access=WRITE,
    dry=dry_run,
    reason=True,
    asks=_asks_to_correct,
)
def correct(
    project: Project,
    source: Source,
    file: Corrected,
    turn: int | None,
    lost: Literal["keep-as-memo", "drop"] | None,
    decisions: str | None,
    dry_run: bool,
    reason: str,
    as_json: bool,
) -> Result:
    """Replace the text of a source, or list what would happen to its units."""
    from coder.project.operations import corrections

    correction = _preview(project, source, file, turn)
    report = _correction_as_json(project, correction)
    if not as_json:  # printed even where the correction is refused
        output.text(_correction_lines(report))
    decided = {} if decisions is None else _decisions(project, Path(decisions))
    if dry_run:
        return Result({**report, "applied": False}, "Nothing was changed.")
    try:
        corrections.apply(project, correction.source, correction, lost=lost, decisions=decided, reason=reason)
    except Invalid as error:
        if not as_json:
            raise
        output.note(output.explained(error))
        parts = {"title": error.title, "detail": error.detail, "hint": error.hint}
        return Result({**report, "applied": False, "error": parts}, status=1)
    text = f"Corrected {correction.source.name}. To undo: coder undo {project.folder}"
    return Result({**report, "applied": True}, text)


class Corrected(NamedTuple):
    """A corrected transcript and the name of its file."""

    name: str
    transcript: Transcript


def _read_corrected(file: str) -> Corrected:
    from coder.exchange.importing import read_transcript

    path = Path(file)
    return Corrected(path.name, read_transcript(path))


def _preview(
    project: Project, source: Source, file: Corrected, turn: int | None, *, quiet: bool = False
) -> Correction:
    from coder.project.operations import corrections

    transcript = file.transcript
    for warning in () if quiet else transcript.warnings:
        output.note(f"note: {file.name}: {warning}")
    if turn is not None:
        return corrections.preview_turn(project, source, turn - 1, transcript.text)
    correction = corrections.preview(project, source, transcript.text, transcript.turns)
    if correction.strange and not quiet:
        output.note(f"note: {correction.left:.0%} of the old text is in {file.name}: is it of this interview?")
    return correction


def _decisions(project: Project, file: Path) -> dict[str, Decision]:
    """The decisions in a file, by the segments' ids; UnreadableFile where it holds none."""
    import msgspec

    from coder.exchange.registry import file_bytes
    from coder.store import files, reading
    from coder.text.span import Span

    data = reading.normalized(file_bytes(file, LARGEST_DECISIONS))
    try:
        entries = msgspec.json.decode(data, type=dict[str, str | tuple[int, int]])
    except (*files.UNDECODABLE, ValueError):
        raise UnreadableFile(f"{file.name} contains no decisions", "It is not of the form", DECISIONS) from None
    decided: dict[str, Any] = {}
    for name, decision in entries.items():
        decided[segment_named(project, name).id] = decision if isinstance(decision, str) else Span(*decision)
    return decided


def _correction_as_json(project: Project, correction: Correction) -> dict[str, Any]:
    """Counts of kept and moved units; changed, lost and unsure ones in full; the share of the old text left."""
    return {
        "kept": len(correction.those("kept")),
        "moved": len(correction.those("moved")),
        "changed": _units_as_json(project, correction.those("changed")),
        "lost": _units_as_json(project, correction.those("lost")),
        "unsure": _units_as_json(project, correction.unsure),
        "left": round(correction.left, 3),
    }


def _units_as_json(project: Project, units: Iterable[Mapped]) -> list[dict[str, Any]]:
    rows = []
    for unit in units:
        lost = unit.how == "lost"
        codes = [path_of(project, project.codes[coding.code]) for coding in project.codings_of(unit.segment.id)]
        row = {
            "segment": unit.segment.id,
            "old": unit.old,
            "start": None if lost else unit.start,
            "end": None if lost else unit.end,
            "new": None if lost else unit.new,
            "codes": list(dict.fromkeys(codes)),
        }
        rows.append(row)
    return rows


def _correction_lines(report: dict[str, Any]) -> list[str]:
    """The report in words: counts, then each unit that needs a look."""
    counts = {fate: report[fate] if fate in ("kept", "moved") else len(report[fate]) for fate in FATES}
    lines = [", ".join(f"{count:,} {fate}" for fate, count in counts.items())]
    doubtful = {row["segment"] for row in report["unsure"]}
    elsewhere = [row for row in report["unsure"] if row["new"] is not None]
    for heading, rows in (("Changed", report["changed"]), ("Lost", report["lost"]), ("To check", elsewhere)):
        lines += [f"\n{heading}:"] if rows else []
        for row in rows:
            hint = "  (the same words occur nearby)" if row["segment"] in doubtful else ""
            lines.append(f"  {row['segment'][: output.SHORT_ID]}  {', '.join(row['codes'])}{hint}")
            lines.append(f"    {_one_line(row['old'])}")
            if heading == "Changed":
                lines.append(f"  → {_one_line(row['new'])}")
    return [*lines, ""] if report["changed"] or report["lost"] or elsewhere else lines


def _one_line(quote: str) -> str:
    """A quotation on one line, without control characters."""
    from coder.text.characters import printable

    return printable(" ".join(quote.split()))


# Texts


@verb(
    "show",
    "Print a transcript: its exact text, to which all offsets refer; or, with --codes, coded and wrapped to read.",
    parameters.source(),
    parameters.flag("--text", "the text alone (the default)", either="form"),
    parameters.flag("--codes", "wrapped, with stripes, letters, legend and memos", either="form"),
    parameters.argument("--revision", metavar="N", type=int, help="the text before a correction; 1 is as imported"),
    parameters.argument("--width", type=int, help="width of --codes in cells (default: the terminal's)"),
    examples=[
        "show friends P01_baseline --codes | less",
        "show friends P01_baseline --json",
        "show friends P01_baseline --revision 1 --text",
    ],
)
def show(
    project: Project, source: Source, text: bool, codes: bool, revision: int | None, width: int | None
) -> Result:
    """Print a transcript."""
    revised = _revision(project, source, revision)

    def lines() -> str | list[str]:
        if not codes:
            return revised.text.removesuffix("\n")
        if revised.revision != source.revision:
            raise WrongUsage("--codes shows the current text: leave out --revision")
        from coder.analysis.rendering import render

        return list(render(project, source, output.terminal_width(width)))

    return Result(lambda: _text_as_json(project, source, revised), lines)


def _revision(project: Project, source: Source, number: int | None) -> SourceText:
    """The text of a revision, the current one for None; NotFound where there is no such revision."""
    found = project.rules.text_of(source.id, source.revision if number is None else number)
    if found is None:
        revisions = sorted(revision for owner, revision in project.index.texts if owner == source.id)
        raise NotFound(f"“{source.name}” has no revision {number}", hint=f"Known: {', '.join(map(str, revisions))}")
    return found


def _text_as_json(project: Project, source: Source, text: SourceText) -> dict[str, Any]:
    paths = {id: path_of(project, code) for id, code in project.codes.items()}
    segments = [project.segments[id] for id in project.positions(source.id)]
    return {
        "id": source.id,
        "name": source.name,
        "revision": text.revision,
        "text": text.text,
        "turns": [
            {"start": turn.start, "end": turn.end, "speaker": turn.speaker, "seconds": turn.seconds}
            for turn in text.turns
        ],
        "segments": [
            {
                "id": segment.id,
                "start": segment.start,
                "end": segment.end,
                "codes": sorted({paths[coding.code] for coding in project.codings_of(segment.id)}),
            }
            for segment in segments
            if segment.revision == text.revision
        ],
    }


@verb(
    "read",
    "Mark a whole transcript as read (step 1 of the condensation).",
    parameters.source(),
    parameters.flag("--undo", "mark it as not read"),
    examples=["read friends P01_baseline", "read friends P01_baseline --undo"],
    access=WRITE,
)
def read(project: Project, source: Source, undo: bool) -> Result:
    """Mark a transcript as read or not read."""
    from coder.analysis.method.preparation import unread
    from coder.project.operations import sources

    (sources.unmark_read if undo else sources.mark_read)(project, source)
    names = [transcript.name for transcript in unread(project, project.stored_initials)]
    rest = f"still to read: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}" if names else "all are read"
    value = {"source": source.name, "read": not undo, "unread": names}
    return Result(value, f"{source.name}: {'not read' if undo else 'read'}; {rest}")
