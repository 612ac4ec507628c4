"""Backups: the list, each checked; what one differs in; restore it here or into a new folder; make one now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.errors import ReadOnly
from coder.exchange import exporting
from coder.model.record import Change, Transaction
from coder.progress import Progress
from coder.project import Project, backups
from coder.project.backups import Backup, Made, Restored
from coder.project.operations.backups import restore
from coder.store.checkpoint import Tables
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.working_folder import typed_path

T = TypeVar("T")
#: Changes after a backup that are listed.
LISTED = 50


class BackupsScreen(ProjectScreen):
    """The backups of the project, the latest first."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "backups_screen.tcss"]
    where = "backups"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.backups = BackupsPane(self)

    def compose(self) -> ComposeResult:
        yield self.backups
        yield from self.compose_foot()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("backups"), ("Esc", "back"), *actions.hints("study", "app")]

    def left(self) -> None:
        self.backups.cancel()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.backups.count_change()


class BackupsPane(Vertical, Interactive):
    """The list of backups and the details of the one under the cursor; files are read and written in threads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("backups"),
    ]

    def __init__(self, screen: ProjectScreen) -> None:
        super().__init__()
        self._screen, self.project = screen, screen.project
        self.rows: list[Backup] = []
        self._verified = False
        self._job: ThreadJob[Any] | None = None
        self._check: ThreadJob[Any] | None = None

    def compose(self) -> ComposeResult:
        yield Static(Text.assemble(" ", ("Backups", "bold"), " · latest first"), classes="title", markup=False)
        yield Static(f" {'no.':<6}{'made':<18}{'change':>8} {'since':>8}   state", id="backups-head", markup=False)
        yield OptionList(id="backups-list", markup=False)
        with VerticalScroll(id="backups-detail", can_focus=True):
            yield Static(id="backups-text", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self._read()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#backups-list", OptionList)

    @property
    def row(self) -> Backup | None:
        """The backup under the cursor."""
        place = self._list.highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    # Work in a thread

    def _run(self, verb: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        if self._job is not None and self._job.running:
            self._job.cancel(wait=False)
        self._screen.stop_work = self._cancel

        def finish(result: T) -> None:
            self._screen.stop_work = None
            done(result)

        def show(share: float) -> None:
            self.say(f"{verb} … {share:.0%} (Ctrl+G cancels)")

        self._job = ThreadJob(self, work, finish, self.fail, show, at_once=None).start()

    def cancel(self) -> None:
        """Cancel what runs; nothing is changed by it any more."""
        for job in (self._job, self._check):
            if job is not None and job.running:
                job.cancel(wait=False)

    def _cancel(self) -> None:
        self.cancel()
        self.say("Cancelled. Nothing was changed.")

    # The list

    def _read(self, message: str = "") -> None:
        folder = self.project.folder

        def verify(rows: list[Backup]) -> None:
            self._verified = False
            self._show(rows)
            self._screen.stop_work = self._cancel
            if self._check is not None and self._check.running:
                self._check.cancel(wait=False)
            work = partial(backups.listed, folder, verify=True)
            self._check = ThreadJob(self, lambda report: work(report=report), show, self.fail, progress).start()

        def progress(share: float) -> None:
            if self._job is None or not self._job.running:
                self.say(f"Checking … {share:.0%} (Ctrl+G cancels)")

        def show(rows: list[Backup]) -> None:
            self._verified = True
            self._show(rows)
            damaged = sum(bool(row.damage) for row in rows)
            state = f"{damaged:,} damaged" if damaged else "all verified"
            self.say(message or (f"{format_count(len(rows), 'backup')}, {state}" if rows else "No backups yet"))

        self._run("Reading", lambda report: backups.listed(folder, report), verify)

    def _show(self, rows: list[Backup]) -> None:
        """Show these rows, with the cursor on the backup it was on."""
        current = self.row
        self.rows = rows
        self._list.clear_options()
        self._list.add_options([Option(self._line(row)) for row in rows])
        paths = [row.path for row in rows]
        if rows:
            self._list.highlighted = paths.index(current.path) if current and current.path in paths else 0

    def count_change(self) -> None:
        """Count one more change of the project after each backup."""
        self._show([row if row.since is None else row._replace(since=row.since + 1) for row in self.rows])

    def _line(self, row: Backup) -> Text:
        state = ("damaged", "bold red") if row.damage else ("verified" if self._verified else "checking …", "")
        change = "–" if row.change is None else f"{row.change:,}"
        since = "–" if row.since is None else f"{row.since:,}"
        note = "; ".join(filter(None, (row.note, "also in the second folder" if row.copies else "")))
        parts = (f" {row.id:<6}", "bold"), f"{backups.moment(row):<18}{change:>8} {since:>8}   ", state
        return Text.assemble(*parts, (f"  {note}", "dim"), no_wrap=True, overflow="ellipsis")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.row is not None:
            self._show_detail(_summary(self.row))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_compare()

    def _show_detail(self, lines: list[str]) -> None:
        self.query_one("#backups-text", Static).update(Text("\n".join(lines)))
        self.query_one("#backups-detail").scroll_home(animate=False)

    # What differs, restoring

    def _with_records(self, then: Callable[[Backup, Tables, tuple[Change, ...]], object]) -> None:
        """Read the backup under the cursor, checking it, and hand over its records and what restoring changes."""
        row, rows = self.row, self.rows
        if row is None:
            return

        def done(tables: Tables) -> None:
            changes = self.attempt(
                lambda: backups.differences(self.project.tables, backups.as_present(self.project, tables))
            )
            if changes is not None:
                then(row, tables, changes)

        self._run("Reading", lambda report: backups.records(row, rows, report), done)

    def action_compare(self) -> None:
        """Show what a restore would change, and the changes made since the backup."""
        self._with_records(self._show_differences)

    def _show_differences(self, row: Backup, tables: Tables, changes: tuple[Change, ...]) -> None:
        lines = ["Restoring it here would change:"] if changes else ["The project has the records of this backup."]
        lines += [f"  {line}" for line in backups.describe(changes)]
        later = self.attempt(lambda: backups.changes_after(self.project, row, LISTED)) or []
        if later:
            lines += [f"Changes after it ({row.since:,}), latest first:"]
            lines += [f"  {item.coder or '–'}  {item.label}" for item in later]
        elif row.since is None:
            lines += ["It is not part of this history, so the changes after it are unknown."]
        self._show_detail(lines)
        self.say(f"Differences from backup {row.id} · Tab: to the details")

    def action_restore(self) -> None:
        """Restore the backup in this project, once what changes is confirmed."""
        self._with_records(self._confirm)

    @interactive
    async def _confirm(self, row: Backup, tables: Tables, changes: tuple[Change, ...]) -> None:
        if not changes:
            self.say("Nothing to restore: the project has the records of this backup")
            return
        records = format_count(len(changes), "record")
        options = [("cancel", "c", "Cancel"), ("restore", "r", f"Restore: change {records}")]
        detail = f"{'; '.join(backups.describe(changes))}. It is one change in the history: u undoes it."
        if await self.choose(f"Restore the backup of {backups.moment(row)} here?", options, detail) == "restore":
            number = restore(self.project, row, tables)
            self._read(f"{backups.label_of(row)}: {format_count(number, 'record')} changed · u: undo")

    @interactive
    async def action_restore_to(self) -> None:
        """Restore the backup into a new folder, and offer to open it."""
        row, rows, folder = self.row, self.rows, self.project.folder
        if row is None:
            return
        resolved = folder.resolve()
        initial = resolved.with_name(f"{resolved.name}-restored")
        text = await self.ask("Restore into a new folder:", str(initial))
        if text is None:
            return
        target = typed_path(text)
        if self.project.readonly:
            exporting.refuse_inside(folder, target)
        self._run(
            "Restoring",
            lambda report: backups.restore_to(row, rows, target, folder, report),
            self._offer,
        )

    @interactive
    async def _offer(self, restored: Restored) -> None:
        history = "with its history" if restored.history else "without a history, which this backup does not have"
        self.say(f"Restored into {restored.folder}")
        options = [("stay", "s", "Stay in this project"), ("open", "o", "Open the restored project")]
        if await self.choose(f"Restored, {history}", options, str(restored.folder)) == "open":
            self._screen.shell.open_folder(restored.folder)

    @interactive
    async def action_make(self) -> None:
        """Make a backup now; one with a note is always kept."""
        if self.project.readonly:
            raise ReadOnly
        note = await self.ask("Note (optional; a backup with a note is always kept):")
        if note is None:
            return
        job = backups.job(self.project, " ".join(note.split()))

        def done(made: Made) -> None:
            self._read(made.note or f"Made {made.path.name}")

        if job is not None:
            self._run("Backing up", job, done)


def _summary(row: Backup) -> list[str]:
    """Return the details of a backup."""
    size = f"{row.size / 1e6:,.1f} MB" if row.size >= 1e6 else f"{row.size / 1e3:,.1f} kB"
    lines = [f"{row.name or 'Backup'} · {size}", str(row.path)]
    if row.damage:
        return [*lines, f"Damaged: {row.damage}", "It cannot be restored. Take another one."]
    if row.since is None:
        lines.append("It is not part of this project's current history.")
    else:
        lines.append(f"Change {row.change:,} of the history; {format_count(row.since, 'change')} since.")
    lines += [f"Note: {row.note}"] if row.note else []
    lines += [f"Copy in the second folder: {copy}" for copy in row.copies]
    return [*lines, "Enter shows the differences."]
