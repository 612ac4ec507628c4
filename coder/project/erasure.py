"""Erasure of participants, sources, memos and originals: what it takes away, foreseen and done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import ERASED as OUTCOME
from coder.model.participant import Attrition, Participant
from coder.model.record import Change, Record
from coder.model.source import Source
from coder.progress import Progress, no_progress
from coder.project import erasure_files, erasure_points
from coder.project.consequences import count
from coder.project.erased import CUT, MEMO, PARTICIPANT, SOURCE, Erased, Quotation
from coder.project.erasure_files import ORIGINALS, Outcome, Plan, carry_out, cleaner_of
from coder.project.originals import Originals
from coder.project.project import Project
from coder.project.study import Study, author, path_of, readable, target_label
from coder.store import drafts, erasure
from coder.store.journal import ERASED
from coder.store.recovery import differences
from coder.text.phrases import format_count


class Shown(NamedTuple):
    """Words of an erased text in a record that stays: where it is, and the words, unless these are not to be read."""

    id: str
    where: str
    words: tuple[str, ...]


class Preview(NamedTuple):
    """What an erasure would take away: in words, and the numbers of history entries and backups to rewrite.

    `quotations` are in records that stay, to be decided; `leftovers` damaged files that would be deleted,
    `unreadable` backups that cannot be rewritten. `shared` runs of words are in other transcripts, too.
    """

    what: str
    consequences: str
    points: tuple[str, ...]
    entries: int
    backups: int
    leftovers: tuple[str, ...]
    unreadable: tuple[str, ...]
    quotations: tuple[Shown, ...]
    runs: int
    shared: int

    @property
    def question(self) -> str:
        """What it does, as a question before it."""
        parts = [f"Erase {self.what}? {self.consequences}"]
        parts.append(
            f"The history ({format_count(self.entries, 'change')}) and {format_count(self.backups, 'backup')} are "
            "rewritten without it. This cannot be undone, nor can any change before it."
        )
        if self.leftovers:
            parts.append(f"{format_count(len(self.leftovers), 'damaged or unfinished file')} will be deleted.")
        return " ".join(filter(None, parts))


# What can be erased


def kind_of(record: Record) -> str:
    """Return the kind of erasure of a record."""
    kinds: dict[type[Record], str] = {Participant: PARTICIPANT, Source: SOURCE, Memo: MEMO}
    return kinds[type(record)]


def _named(project: Project, records: Sequence[Record]) -> str:
    record = records[0]
    if len(records) > 1:
        return format_count(len(records), kind_of(record))
    if isinstance(record, Memo):
        return f"a memo on {target_label(project, record.about, record.target)}"
    return f"{kind_of(record)} {record['name']}"


def _plan(project: Project, records: Sequence[Record]) -> Plan:
    if project.info.sample:
        raise Invalid("This is the sample study", "Nothing is erased from it.")
    locked = [record for record in records if isinstance(record, Memo) and record.locked]
    if locked:
        raise Invalid("Locked preconceptions are not erased", f"Locked on {locked[0].locked[:10]}.")
    return Plan(kind=kind_of(records[0]), ids=tuple(record.id for record in records))


def preview(project: Project, records: Sequence[Record]) -> Preview:
    """Return what the erasure of these records would take away; they are of one kind. Reads the whole history."""
    plan = _plan(project, records)
    entries = project._store.read_history()
    tables = erasure_files.snapshot(project)
    cleaner = cleaner_of(project, plan, entries)
    assert isinstance(cleaner, Erased)
    quotations = tuple(cleaner.quotations())
    plan.kept = tuple(quotation.id for quotation in quotations)
    cleaner = cleaner_of(project, plan, entries)
    assert isinstance(cleaner, Erased)
    changes = differences(tables, erasure.clean_tables(tables, cleaner))
    own = [change for change in changes if change.before is not None]
    paths = erasure_files.all_backups(project)
    unreadable = erasure_files.unreadable(project)
    return Preview(
        _named(project, records),
        count(project, own),
        tuple(erasure_points.points(Study(tables), changes)),
        len(entries),
        len(paths),
        tuple(path.name for path in erasure_files.leftovers(project.folder)),
        tuple(unreadable),
        tuple(_shown(project, quotation) for quotation in (*quotations, *erasure_files.quoting(project, cleaner))),
        len(cleaner.runs),
        len(cleaner.shared),
    )


def _shown(project: Project, quotation: Quotation) -> Shown:
    """Return a quotation with its place in words; without the words of another coder's private memo."""
    record = project.tables[quotation.table][quotation.id] if quotation.table in project.tables else None
    if isinstance(record, Memo):
        where = f"{MEMO_KINDS[record.kind].label} by {author(project, record)} on "
        where += target_label(project, record.about, record.target)
        return Shown(record.id, where, quotation.passages if readable(project, record, project.initials) else ())
    if record is None:
        return Shown(quotation.id, quotation.table, quotation.passages)
    return Shown(record.id, _place(project, quotation.table, record), quotation.passages)


def _place(project: Project, table: str, record: Record) -> str:
    noun = {"analytic_texts": "analytic text", "change_notes": "change note"}.get(table, table.removesuffix("s"))
    code = project.codes.get(str(getattr(record, "code", ""))) or project.codes.get(record.id)
    if code is not None:
        return path_of(project, code) if noun == "code" else f"{noun} of {path_of(project, code)}"
    name = str(getattr(record, "name", ""))
    return f"{noun} {name}".strip()


# Erasing


def begin(
    project: Project,
    records: Sequence[Record],
    *,
    kept: Collection[str] | None = None,
    unreadable: str = "",
    reason: str = "",
) -> Plan:
    """Remove records and what belongs to them from the project; `carry_out` then takes them out of all files.

    `kept` are the ids of records and drafts whose quotations of what is erased stay; in all others the words are
    cut. Raises Invalid, before anything is changed, if there are quotations and `kept` is None, or a backup cannot
    be rewritten and `unreadable` does not say what to do with it.
    """
    plan = _plan(project, records)
    entries = project._store.read_history(intact=True)
    if kept is None:
        cleaner = cleaner_of(project, plan, entries)
        assert isinstance(cleaner, Erased)
        quotations = [*cleaner.quotations(), *erasure_files.quoting(project, cleaner)]
        if quotations:
            raise _undecided([_shown(project, quotation) for quotation in quotations])
    plan.kept, plan.unreadable = tuple(kept or ()), unreadable
    erasure_files.check_backups(erasure_files.unreadable(project), unreadable)
    cleaner = cleaner_of(project, plan, entries)
    changes = differences(project.tables, erasure.clean_tables(project.tables, cleaner))
    lines = erasure_points.points(project, changes)
    what = _named(project, records)
    with project.transaction(ERASED, f"erased {what}", reason) as tx:
        for change in changes:
            tx.change(change)
        new: list[tuple[str, Record]] = []
        if plan.kind == PARTICIPANT:
            new += [("attrition", _withdrawn(project, id)) for id in plan.ids]
        if lines:
            new.append(("memos", _memo(project, project.acting_coder(tx).id, what, lines)))
        for table, record in new:
            tx.change(Change(table, record.id, None, record))
        plan.transaction = tx.id
        drafts.write(project.folder, drafts.ERASURE, plan, "erasure")
    return plan


def check_decisions(preview: Preview, quotations: str, unreadable: str) -> None:
    """Raise Invalid where an erasure needs a decision: on quotations, or on backups that cannot be rewritten."""
    if preview.quotations and not quotations:
        raise _undecided(preview.quotations)
    erasure_files.check_backups(preview.unreadable, unreadable)


def _undecided(quotations: Sequence[Shown]) -> Invalid:
    lines = []
    for shown in quotations:
        lines += [f"{shown.where}: {'(private)' if not shown.words else ' … '.join(shown.words)}"]
    number = format_count(len(quotations), "text quotes", "texts quote")
    return Invalid(
        f"{number} what is to be erased",
        "\n".join(lines),
        f"Decide whether these words stay or are cut ({CUT}): --quotations keep, or cut. Nothing was changed.",
    )


def _withdrawn(project: Project, participant: str) -> Attrition:
    return Attrition(id=project.new_id(), participant=participant, outcome=OUTCOME, when=project.now()[:10])


def _memo(project: Project, coder: str, what: str, lines: Sequence[str]) -> Memo:
    now = project.now()
    return Memo(
        id=project.new_id(),
        kind="methodological",
        target=project.info.id,
        title=f"{erasure_points.TITLE}{what}",
        text="\n".join(f"{erasure_points.OPEN}{line}" for line in lines),
        coder=coder,
        created=now,
        modified=now,
    )


def erase(
    project: Project,
    records: Sequence[Record],
    *,
    kept: Collection[str] | None = None,
    unreadable: str = "",
    reason: str = "",
    report: Progress = no_progress,
) -> Outcome:
    """Erase records of one kind, with what belongs to them, from the project and all its files; see `begin`."""
    plan = begin(project, records, kept=kept, unreadable=unreadable, reason=reason)
    return carry_out(project, plan, report)


def erase_originals(
    project: Project,
    sources: Sequence[Source],
    *,
    terms: Mapping[str, str] | None = None,
    reason: str = "",
    unreadable: str = "",
    report: Progress = no_progress,
) -> Outcome:
    """Erase the superseded texts of sources: as if they had had their present text from the beginning.

    `terms` are what was replaced, such as names, with the replacements: they are replaced in the history, the
    backups and the drafts, too. Undo ends there. Raises Invalid, before anything is changed, if a backup cannot be
    rewritten and `unreadable` does not say what to do with it.
    """
    return carry_out(
        project, begin_originals(project, sources, terms=terms, reason=reason, unreadable=unreadable), report
    )


def begin_originals(
    project: Project,
    sources: Sequence[Source],
    *,
    terms: Mapping[str, str] | None = None,
    reason: str = "",
    unreadable: str = "",
) -> Plan:
    """Remove the superseded texts from the project; `carry_out` then takes them out of all files."""
    ids = tuple(source.id for source in sources)
    plan = Plan(kind=ORIGINALS, ids=ids, terms=dict(terms or {}), unreadable=unreadable)
    erasure_files.check_backups(erasure_files.unreadable(project), unreadable)
    cleaner = cleaner_of(project, plan, project._store.read_history(intact=True))
    assert isinstance(cleaner, Originals)
    tables = {
        name: {id: record for id, record in rows.items() if not cleaner.is_superseded(name, record)}
        for name, rows in project.tables.items()
    }
    what = sources[0].name if len(sources) == 1 else format_count(len(sources), "source")
    with project.transaction(ERASED, f"erased the originals of {what}", reason) as tx:
        for change in differences(project.tables, tables):
            tx.change(change)
        plan.transaction = tx.id
        drafts.write(project.folder, drafts.ERASURE, plan, "erasure")
    return plan
