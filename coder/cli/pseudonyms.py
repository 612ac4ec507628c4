"""`coder pseudonyms`: what identifies people in the transcripts, what to put in its place, and putting it there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters, passphrase
from coder.cli.privacy import LIST, terms_of
from coder.cli.verb import WRITE, Result, WrongUsage, confirm, dry_run, noun, verb
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Sequence

    from coder.model.source import Source
    from coder.privacy.candidates import Candidate, Occurrence
    from coder.privacy.listed_terms import Term
    from coder.privacy.pseudonym_key import PseudonymKey
    from coder.privacy.pseudonyms import Plan, Row
    from coder.project import Project

noun(
    "pseudonyms",
    "Find what identifies people in the transcripts, decide on each, and replace it. What is replaced by what\n"
    "is in a key file outside the project, under a passphrase of its own: --key-file.",
    [
        "pseudonyms candidates friends",
        'pseudonyms decide friends "Kari Nes" --replace --key-file ~/friends.pseudonyms',
        "pseudonyms apply friends --key-file ~/friends.pseudonyms",
    ],
)

_KEY_HELP = "the key file of pseudonyms, outside the project; its passphrase is asked for"


def _key_parameter(help: str = _KEY_HELP, **options: Any) -> parameters.Parameter:
    return parameters.file("--key-file", help, metavar="FILE", **{"default": "", **options})


KEY = _key_parameter()
NEEDED_KEY = _key_parameter(required=True)


def _open(project: Project, path: str) -> PseudonymKey | None:
    """The opened key file; None without one."""
    from coder.privacy.pseudonym_key import open_key

    if not path:
        return None
    file = Path(path)
    return open_key(file, lambda: passphrase.ask(f"the key file {file.name}"), project.folder, project.info.id)


def _needed(project: Project, path: str) -> PseudonymKey:
    key = _open(project, path)
    assert key is not None  # argparse requires it
    return key


def _found(project: Project, key: PseudonymKey | None, terms: Sequence[Term] = ()) -> list[Candidate]:
    from coder.privacy.pseudonyms import find

    with output.showing_share("searched") as report:
        return find(project, key, terms, report)


@verb(
    "pseudonyms candidates",
    "List what may identify somebody in all transcripts: numbers, dates and addresses by their form; names, places\n"
    "and institutions by their capital and the words beside them. One proposal for each, the same in all waves;\n"
    "spellings of one name together. With the key file what was replaced before is known, in new interviews too.\n"
    "Nothing is changed.",
    LIST,
    KEY,
    parameters.source("--source", "only what is in this source, such as a new interview"),
    parameters.flag("--undecided", "only what is not decided"),
    parameters.flag("--certain", "leave out uncertain ones, such as words that only begin with a capital"),
    examples=[
        "pseudonyms candidates friends",
        "pseudonyms candidates friends --list staff.txt --undecided",
        "pseudonyms candidates friends --source P07_followup --key-file ~/friends.pseudonyms --json",
    ],
)
def listing(
    project: Project,
    lists: list[list[Term]],
    key_file: str,
    source: Source | None,
    undecided: bool,
    certain: bool,
) -> Result:
    """List the candidates for pseudonyms."""
    from coder.privacy.pseudonyms import rows_of

    key = _open(project, key_file)
    rows = [
        row
        for row in rows_of(project, key, _found(project, key, terms_of(lists)))
        if (row.candidate.certain or not certain)
        and (row.undecided or not undecided)
        and (source is None or any(item.source == source.name for item in row.candidate.occurrences))
    ]
    return Result([_as_json(row) for row in rows], lambda: _table(rows, len(project.sources)))


def _as_json(row: Row) -> dict[str, Any]:
    value = row.candidate._asdict()
    value["occurrences"] = [
        {**item._asdict(), "decision": decision.decision}
        for item, decision in zip(row.candidate.occurrences, row.at, strict=True)
    ]
    return {**value, "proposal": row.replacement, "decision": row.decision, "undecided": row.undecided}


def _table(rows: Sequence[Row], sources: int) -> list[str]:
    table = [("kind", "found", "times", "sources", "proposal", "decision", "reason")]
    for row in rows:
        candidate = row.candidate
        spellings = " · ".join(" ".join(text.split()) for text in candidate.variants)
        number, places = len(candidate.occurrences), len({item.source for item in candidate.occurrences})
        reason = candidate.reason if candidate.certain else f"? {candidate.reason}"
        decision = row.decision or ("" if row.undecided == number else f"{number - row.undecided} of {number}")
        table.append((candidate.kind, spellings, str(number), str(places), row.replacement, decision, reason))
    uncertain = sum(not row.candidate.certain for row in rows)
    open_rows = sum(bool(row.undecided) for row in rows)
    total = f"{format_count(len(rows), 'candidate')} in {format_count(sources, 'source')}"
    total += f", {uncertain} of them uncertain (?)" if uncertain else ""
    return [*(output.aligned(table, right=(2, 3)) if rows else []), f"{total}; {open_rows} not decided"]


def _usage_of_decide(args: Namespace) -> str | None:
    if bool(args.words) == bool(args.kind):
        return "name the words that were found, or a --kind"
    if args.replacement and (args.kind or len(args.words) > 1):
        return "--with is for one of the words"
    if args.at and len(args.words) != 1:
        return "--at is for one of the words"
    if (args.replace or args.replacement) and not args.key_file:
        return "to replace needs --key-file, which holds what was replaced by what"
    return None


@verb(
    "pseudonyms decide",
    "Decide on candidates: replace, keep or later, for all occurrences or one (--at). Texts change with\n"
    "`coder pseudonyms apply` only. A key file that does not exist is created. The project holds no names: what is\n"
    "kept is remembered by a digest; that can be words in memos and other texts, too. Note that a shell keeps the\n"
    "words you type in its own history.",
    parameters.argument("words", help="candidates, by any of their spellings", nargs="*", metavar="WORDS"),
    parameters.argument(
        "--kind", help="all undecided ones of a kind, such as phone; repeatable", action="append", default=[]
    ),
    parameters.flag("--replace", "replace by the proposal", either="decision"),
    parameters.argument(
        "--with", help="replace by this", dest="replacement", metavar="TEXT", default="", either="decision"
    ),
    parameters.flag("--keep", "it may stay", either="decision"),
    parameters.flag("--later", "ask again after the next apply", either="decision"),
    parameters.flag("--withdraw", "it is undecided again", either="decision"),
    parameters.argument("--at", help="this occurrence only: the source, and where it begins", metavar="SOURCE:START"),
    LIST,
    KEY,
    examples=[
        'pseudonyms decide friends "Kari Nes" --replace --key-file ~/friends.pseudonyms',
        'pseudonyms decide friends Kari --with "[sister]" --at P02_baseline:1204 --key-file ~/friends.pseudonyms',
        "pseudonyms decide friends --kind phone --kind e-mail --replace --key-file ~/friends.pseudonyms",
        "pseudonyms decide friends Oslo --keep",
    ],
    access=WRITE,
    check=_usage_of_decide,
)
def decide(
    project: Project,
    words: list[str],
    kind: list[str],
    replace: bool,
    replacement: str,
    keep: bool,
    later: bool,
    withdraw: bool,
    at: str | None,
    lists: list[list[Term]],
    key_file: str,
) -> Result:
    """Decide on candidates."""
    from coder.model.pseudonym import KEEP, LATER
    from coder.privacy import pseudonyms
    from coder.privacy.listed_terms import Term
    from coder.privacy.outgoing import words_elsewhere

    chosen = {pseudonyms.REPLACE: replace or bool(replacement), KEEP: keep, LATER: later}
    decision = next((name for name, is_chosen in chosen.items() if is_chosen), "")
    if not decision and not withdraw:
        raise WrongUsage("say what is decided: --replace, --with TEXT, --keep, --later or --withdraw")
    key = _opened_or_created(project, key_file)
    found = pseudonyms.rows_of(project, key, _found(project, key, terms_of(lists)))
    unknown = [Term(text) for text in words if not _with_spelling(found, text)]
    if unknown:
        found = pseudonyms.rows_of(project, key, _found(project, key, [*terms_of(lists), *unknown]))
    elsewhere = words_elsewhere(project, words) if decision in (KEEP, LATER) or withdraw else set()
    rows = _named(found, words, elsewhere) if words else _of_kinds(found, kind)
    occurrence = _occurrence(rows[0].candidate, at) if at else None
    if occurrence is not None:
        put = replacement or rows[0].replacement
        pseudonyms.decide(project, key, rows[0].candidate, decision, put, occurrence)
    else:
        pseudonyms.decide_all(project, key, rows, decision, replacement)
    value = [
        {"kind": row.candidate.kind, "decision": decision, "replacement": replacement or row.replacement}
        for row in rows
    ]
    acts = {pseudonyms.REPLACE: "to replace", KEEP: "kept", LATER: "left for later"}
    return Result(value, f"{format_count(len(rows), 'candidate')} {acts.get(decision, 'undecided again')}.")


def _opened_or_created(project: Project, path: str) -> PseudonymKey | None:
    from coder.privacy.pseudonym_key import create_key

    if not path or Path(path).exists():
        return _open(project, path)
    file = Path(path)
    key = create_key(file, lambda: passphrase.ask_new(f"the key file {file.name}"), project.folder, project.info.id)
    output.note(f"note: created the key file {path}. Without its passphrase nobody can undo a pseudonym.")
    return key


def _named(rows: Sequence[Row], words: Sequence[str], elsewhere: Collection[str]) -> list[Row]:
    """The candidates with these spellings, each once; words that only other texts have are candidates, too."""
    from coder.errors import NotFound
    from coder.privacy.candidates import Candidate
    from coder.privacy.proper_names import NAME
    from coder.privacy.pseudonyms import Row

    named: dict[str, Row] = {}
    for text in words:
        matches = _with_spelling(rows, text)
        if not matches and text in elsewhere:
            matches = [Row(Candidate(NAME, text, (text,), "", True, "", ()), "", "", ())]
        if not matches:
            raise NotFound(f"“{text}” is not in the transcripts", hint="See: coder pseudonyms candidates PROJECT")
        named |= {f"{row.candidate.kind} {row.candidate.original}": row for row in matches}
    return list(named.values())


def _with_spelling(rows: Sequence[Row], text: str) -> list[Row]:
    from coder.privacy.variants import folded

    return [row for row in rows if folded(text) in map(folded, row.candidate.variants)]


def _of_kinds(rows: Sequence[Row], kinds: Sequence[str]) -> list[Row]:
    from coder.errors import NotFound
    from coder.privacy.candidates import KINDS

    for kind in kinds:
        if kind not in KINDS:
            raise NotFound(f"There is no kind “{kind}”", hint=f"Known: {', '.join(KINDS)}")
    return [row for row in rows if row.candidate.kind in kinds and row.candidate.certain and row.undecided]


def _occurrence(candidate: Candidate, at: str) -> Occurrence:
    from coder.errors import NotFound

    source, _, start = at.rpartition(":")
    for item in candidate.occurrences:
        if item.source == source and str(item.start) == start:
            return item
    known = ", ".join(f"{item.source}:{item.start}" for item in candidate.occurrences[:8])
    raise NotFound("It does not occur there", at, f"It occurs at: {known}")


@verb(
    "pseudonyms list",
    "List the pseudonyms: how often each stands in the transcripts, and the decisions. Originals are not\n"
    "shown. With the key file also what is decided and not applied yet.",
    KEY,
    examples=["pseudonyms list friends", "pseudonyms list friends --key-file ~/friends.pseudonyms --json"],
)
def overview(project: Project, key_file: str) -> Result:
    """List the pseudonyms of a project."""
    from coder.privacy.pseudonyms import overview

    rows = overview(project, _open(project, key_file))
    kept = [row.decision for row in project.pseudonym_decisions.values()]
    counts = {decision: kept.count(decision) for decision in ("keep", "later")}
    value = {"pseudonyms": [row._asdict() for row in rows], **counts}
    table = [("pseudonym", "kind", "times", "sources", "state")]
    table += [(row.replacement, row.kind, str(row.times), str(row.sources), row.state) for row in rows]
    text = [
        *(output.aligned(table, right=(2, 3)) if rows else ["0 pseudonyms"]),
        f"Spellings kept: {counts['keep']}; left for later: {counts['later']}",
    ]
    return Result(value, text)


@verb(
    "pseudonyms apply",
    "Replace in all transcripts what was decided, as one change: coded units follow. Then the originals are erased\n"
    "from the history, the backups and the drafts: undo ends there. It shows what it does and asks; without a\n"
    "terminal, add --yes. Memos, labels and other texts with an original are listed, and changed with --everywhere.",
    NEEDED_KEY,
    LIST,
    parameters.flag("--everywhere", "also in memos, names of sources, codes, definitions and other texts"),
    parameters.flag("--dry-run", "show what it would do"),
    parameters.argument(
        "--unreadable",
        help="what to do with backups that cannot be rewritten: keep or delete",
        choices=("keep", "delete"),
        default="",
    ),
    parameters.flag("--yes", "do not ask"),
    examples=[
        "pseudonyms apply friends --key-file ~/friends.pseudonyms --dry-run",
        "pseudonyms apply friends --key-file ~/friends.pseudonyms --everywhere --yes",
    ],
    access=WRITE,
    dry=dry_run,
    reason=True,
)
def apply(
    project: Project,
    key_file: str,
    lists: list[list[Term]],
    everywhere: bool,
    dry_run: bool,
    unreadable: str,
    yes: bool,
    reason: str,
) -> Result:
    """Replace what was decided, and erase the originals."""
    from coder.privacy import pseudonyms
    from coder.project.erasure_files import carry_out

    key = _needed(project, key_file)
    plan = pseudonyms.plan(project, key, _found(project, key, terms_of(lists)))
    value = {**_plan_as_json(project, plan), "applied": not dry_run}
    lines = _plan_lines(plan, everywhere)
    if dry_run:
        return Result(value, [*lines, "Nothing was changed."])
    if plan.times and not yes:
        for line in lines:
            output.note(line)
        confirm(f"{pseudonyms.question(plan)} {pseudonyms.END_OF_UNDO} Replace?", yes)
    with output.showing_share("erased") as report:
        erasing = pseudonyms.begin(project, key, plan, everywhere=everywhere, reason=reason, unreadable=unreadable)
        outcome = carry_out(project, erasing, report)
    value |= {"entries": outcome.entries, "backups": outcome.backups, "kept": [list(row) for row in outcome.kept]}
    notes = [f"still holds originals: {path} ({problem})" for path, problem in outcome.kept]
    done = f"The originals are erased from {format_count(outcome.entries, 'change')} of the history and "
    return Result(value, [*lines, f"{done}{format_count(outcome.backups, 'backup')}."], notes)


def _plan_as_json(project: Project, plan: Plan) -> dict[str, Any]:
    return {
        "replacements": [row._asdict() for row in plan.counts],
        "passages": plan.times,
        "sources": [project.sources[id].name for id in plan.passages],
        "units": plan.units,
        "elsewhere": [
            {"where": row.place.where, "times": row.times, "changeable": row.text is not None}
            for row in plan.elsewhere
        ],
        "left": dict(plan.left),
        "undecided": plan.undecided,
    }


def _plan_lines(plan: Plan, everywhere: bool) -> list[str]:
    from coder.privacy.pseudonyms import question

    table = [("pseudonym", "kind", "times", "sources")]
    table += [(row.replacement, row.kind, str(row.times), str(row.sources)) for row in plan.counts]
    lines = [*(output.aligned(table, right=(2, 3)) if plan.counts else []), question(plan)]
    if plan.elsewhere:
        lines.append(
            "Originals in other texts" + (":" if everywhere else ", which stay (--everywhere replaces them):")
        )
        for row in plan.elsewhere:
            locked = "" if row.text is not None else "; locked: it stays"
            lines.append(f"  {row.place.where} ({format_count(row.times, 'time')}{locked})")
    for source, times in plan.left.items():
        lines.append(f"The same words stay in {source}, kept or with another meaning: {format_count(times, 'time')}")
    if plan.undecided:
        lines.append(f"Not decided: {format_count(plan.undecided, 'candidate')}")
    return lines


@verb(
    "pseudonyms reveal",
    "Show what a pseudonym stands for, or all of them. Needs the key file and its passphrase.",
    parameters.argument(
        "replacement", help="the pseudonym, such as “[woman 1]”; default: all", nargs="?", default=""
    ),
    NEEDED_KEY,
    examples=[
        'pseudonyms reveal friends "[woman 1]" --key-file ~/friends.pseudonyms',
        "pseudonyms reveal friends --key-file ~/friends.pseudonyms --json",
    ],
)
def reveal(project: Project, replacement: str, key_file: str) -> Result:
    """Show the originals of pseudonyms."""
    from coder.errors import NotFound

    rows = [
        row
        for row in _needed(project, key_file).pseudonyms
        if not replacement or row.replacement.strip("[]") == replacement.strip("[]")
    ]
    if replacement and not rows:
        raise NotFound(f"There is no pseudonym “{replacement}” in the key file")
    value = [
        {
            "replacement": row.replacement,
            "kind": row.kind,
            "originals": list(row.variants),
            "occurrences": len(row.places) or None,
            "decided": row.decided,
            "coder": row.coder,
            "applied": row.applied,
        }
        for row in rows
    ]
    table = [("pseudonym", "kind", "originals", "decided", "by", "applied")]
    for row in rows:
        at = f" ({format_count(len(row.places), 'occurrence')} only)" if row.places else ""
        originals = " · ".join(" ".join(words.split()) for words in row.variants) + at
        applied = row.applied[:10] or "not yet"
        table.append((row.replacement, row.kind, originals, row.decided[:10], row.coder, applied))
    return Result(value, output.aligned(table) if rows else "0 pseudonyms")
