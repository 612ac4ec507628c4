"""Pseudonyms: a walk over what may identify somebody, one key for each decision, and replacing what was decided."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import ProgressBar, Static
from textual.widgets.option_list import Option

from coder.errors import CoderError, ReadOnly
from coder.model.pseudonym import KEEP, LATER
from coder.model.record import Transaction
from coder.privacy import pseudonyms
from coder.privacy.candidates import Candidate
from coder.privacy.pseudonym_key import PseudonymKey
from coder.privacy.pseudonyms import REPLACE, Plan, Row
from coder.project import Project
from coder.project.erasure_files import Outcome, carry_out
from coder.project.erasure_files import Plan as ErasurePlan
from coder.text.characters import printable
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.shell import shell_of
from coder.tui.privacy.key_file import ask_for_key

#: Decision → its sign and word in the list.
_SHOWN = {REPLACE: "→", KEEP: "= keep", LATER: "… later"}
#: Occurrences shown at once.
_OCCURRENCES = 6


class PseudonymsScreen(ProjectScreen):
    """The candidates for pseudonyms of the project. The key file is open on this screen only."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "pseudonyms_screen.tcss"]
    where = "pseudonyms"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.pseudonyms = PseudonymsPane(self)

    def compose(self) -> ComposeResult:
        yield self.pseudonyms
        yield from self.compose_foot()

    def left(self) -> None:
        self.pseudonyms.cancel()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        texts = any(change.table in ("texts", "sources") for change in transaction.changes)
        self.pseudonyms.search() if texts else self.pseudonyms.refresh_rows()


class ErasingModal(Dialog[Outcome]):
    """Shows how far the erasure is; nothing else can be done meanwhile. Returns its outcome, None if it failed."""

    keys = (("", "please wait"),)
    DEFAULT_CSS = """
    ErasingModal { align: center middle; }
    #erasing { width: 60; max-width: 100%; height: auto; background: $surface; padding: 1 2; }
    """
    #: Housekeeping waits while this is in front.
    holds_project = True

    def __init__(self, project: Project, plan: ErasurePlan) -> None:
        super().__init__()
        self._project, self._plan = project, plan

    def compose(self) -> ComposeResult:
        with Vertical(id="erasing"):
            yield Static("Erasing the originals from history, backups and drafts …", markup=False)
            yield ProgressBar(total=1.0, show_eta=False)

    def on_mount(self) -> None:
        def done(outcome: Outcome) -> None:
            self.dismiss(outcome)

        def failed(error: CoderError) -> None:
            self.dismiss(None)
            shell_of(self).fail(error)

        bar = self.query_one(ProgressBar)
        ThreadJob(
            self,
            lambda report: carry_out(self._project, self._plan, report),
            done,
            failed,
            lambda share: bar.update(progress=share),
        ).start()


class PseudonymsPane(Vertical, Interactive):
    """The list of candidates, and the words around each occurrence of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("pseudonyms")]

    def __init__(self, screen: ProjectScreen) -> None:
        super().__init__()
        self._screen, self.project = screen, screen.project
        self._key: PseudonymKey | None = None
        self._found: list[Candidate] = []
        self.rows: list[Row] = []
        #: The number of the occurrence that is decided by itself; None: all of them.
        self.at: int | None = None
        self._all = False
        self._searched = False
        self._job: ThreadJob[list[Candidate]] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="pseudonyms-title", classes="title", markup=False)
        yield Static(id="pseudonyms-head", markup=False)
        yield OptionList(id="pseudonyms-list", markup=False)
        with VerticalScroll(id="pseudonyms-detail", can_focus=True):
            yield Static(id="pseudonyms-text", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self.search()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#pseudonyms-list", OptionList)

    @property
    def row(self) -> Row | None:
        """The candidate under the cursor."""
        place = self._list.highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    # The search, in a thread

    def search(self) -> None:
        """Search the transcripts as they are now."""
        self.cancel()
        self._screen.stop_work = self._stop
        work = pseudonyms.finder(self.project, self._key)

        def done(found: list[Candidate]) -> None:
            self._screen.stop_work = None
            self._found, self._searched = found, True
            self.say("")
            self.refresh_rows()

        def show(share: float) -> None:
            self.say(f"Searching … {share:.0%} (Ctrl+G cancels)")

        self._job = ThreadJob(self, work, done, self.fail, show, at_once=None).start()

    def cancel(self) -> None:
        """Cancel the search."""
        if self._job is not None and self._job.running:
            self._job.cancel(wait=False)

    def _stop(self) -> None:
        self.cancel()
        self.say("Cancelled: the list is not complete")

    # The list

    def refresh_rows(self, onward: bool = False) -> None:
        """Show the decisions as they are now; `onward`: with the cursor on the next candidate without one."""
        current, place = self.row, self._list.highlighted or 0
        rows = pseudonyms.rows_of(self.project, self._key, self._found)
        undecided = sum(bool(row.undecided) for row in rows)
        self.rows = [row for row in rows if self._all or row.undecided or (onward and _same(row, current))]
        options = self._list
        options.clear_options()
        options.add_options([Option(self._line(row)) for row in self.rows])
        if self.rows:
            here = next((number for number, row in enumerate(self.rows) if _same(row, current)), None)
            here = min(place, len(self.rows) - 1) if here is None else here
            if onward:
                later = [number for number in range(here + 1, len(self.rows)) if self.rows[number].undecided]
                here = next(iter(later), here)
            options.highlighted = here
        else:
            self._show_detail()
        key = f"key file {self._key.path.name}" if self._key is not None else "no key file open"
        title = f" · {format_count(len(rows), 'candidate')}, {undecided:,} not decided · {key}"
        self.query_one("#pseudonyms-title", Static).update(Text.assemble(" ", ("Pseudonyms", "bold"), title))
        head = f" {'kind':<13}{'found':<27}{'times':>5}  {'proposal':<22}decision"
        self.query_one("#pseudonyms-head", Static).update(head)
        if self._searched and not self.rows:
            self.say("Everything is decided" if rows else "Nothing was found")

    def _line(self, row: Row) -> Text:
        candidate = row.candidate
        number = len(candidate.occurrences)
        shown = _SHOWN.get(row.decision, "") or (
            f"{number - row.undecided} of {number}" if row.undecided < number else ""
        )
        found = printable(" · ".join(" ".join(text.split()) for text in candidate.variants))
        found = found if len(found) <= 25 else f"{found[:24]}…"
        sign = " " if candidate.certain else "?"
        return Text.assemble(
            f" {candidate.kind:<12}",
            (sign, "dim"),
            (f"{found:<27}", "bold"),
            f"{number:>5}  {row.replacement[:21]:<22}",
            (shown, "dim" if row.decision == KEEP else ""),
            no_wrap=True,
            overflow="ellipsis",
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.at = None
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.row
        text = Text()
        if row is not None:
            which = "all occurrences" if self.at is None else f"this occurrence ({self.at + 1})"
            text.append(f"{row.candidate.reason} · {which}\n", "dim")
            first = 0 if self.at is None else max(0, min(self.at - 1, len(row.at) - _OCCURRENCES))
            for number in range(first, min(len(row.at), first + _OCCURRENCES)):
                text.append_text(_context(row, number, number == self.at))
            if len(row.at) > first + _OCCURRENCES:
                text.append(f"  … {len(row.at) - first - _OCCURRENCES} more", "dim")
        self.query_one("#pseudonyms-text", Static).update(text)
        self.query_one("#pseudonyms-detail").scroll_home(animate=False)

    # Decisions

    def action_occurrence(self, by: int) -> None:
        """Go to the next or previous occurrence, to decide on it by itself."""
        row = self.row
        if row is not None:
            self.at = 0 if self.at is None else max(0, min(self.at + by, len(row.at) - 1))
            self._show_detail()

    def action_all(self) -> None:
        """Decide on all occurrences, or on one."""
        self.at = 0 if self.at is None and self.row is not None else None
        self._show_detail()

    @interactive
    async def action_replace(self) -> None:
        """Replace by the proposal."""
        await self._replace(self.row, "")

    @interactive
    async def action_edit(self) -> None:
        """Replace by what is typed."""
        row = self.row
        if row is None:
            return
        text = await self.ask(f"Replace “{row.candidate.original}” by:", row.replacement)
        if text is not None:
            await self._replace(row, text)

    async def _replace(self, row: Row | None, text: str) -> None:
        at = self.at
        if row is None or not await self._has_key():
            return
        row = next((now for now in self.rows if _same(now, row)), row)
        self._decide(row, REPLACE, text or row.replacement, at)

    def action_decide(self, decision: str) -> None:
        """Keep, leave for later, or withdraw the decision."""
        if self.row is not None:
            row, at = self.row, self.at
            self.attempt(lambda: self._decide(row, decision, "", at))

    def _decide(self, row: Row, decision: str, replacement: str, at: int | None) -> None:
        occurrence = None if at is None else row.candidate.occurrences[at]
        pseudonyms.decide(self.project, self._key, row.candidate, decision, replacement, occurrence)
        self.refresh_rows(onward=at is None)
        if at is not None and self.row is not None and _same(self.row, row):
            self.at = min(at + 1, len(row.at) - 1)
            self.call_after_refresh(self._show_occurrence, self.at)
        words = {REPLACE: f"to replace by {replacement}", KEEP: "kept", LATER: "left for later"}
        self.say(f"{printable(row.candidate.original)}: {words.get(decision, 'undecided again')}")

    def _show_occurrence(self, at: int) -> None:
        self.at = at
        self._show_detail()

    @interactive
    async def action_kind(self) -> None:
        """Replace all certain ones of this kind by their proposals."""
        row = self.row
        if row is None:
            return
        kind = row.candidate.kind
        rows = [
            item for item in self.rows if item.candidate.kind == kind and item.candidate.certain and item.undecided
        ]
        options = [("cancel", "c", "Cancel"), ("replace", "r", f"Replace {format_count(len(rows), 'candidate')}")]
        title = f"Replace all certain, undecided ones of the kind “{kind}” by their proposals?"
        if await self.choose(title, options) == "replace" and await self._has_key():
            pseudonyms.decide_all(self.project, self._key, rows, REPLACE)
            self.refresh_rows()

    def action_show(self) -> None:
        """Show the decided ones, too, or only those to decide."""
        self._all = not self._all
        self.refresh_rows()

    # The key file, and applying

    async def _has_key(self) -> bool:
        """Return whether the key file is open, asking for it if not."""
        if self.project.readonly:
            raise ReadOnly
        if self._key is None:
            self._key = await ask_for_key(self, self.project)
            if self._key is not None:
                self.refresh_rows()
        return self._key is not None

    @interactive
    async def action_key(self) -> None:
        """Open the key file: what was replaced before is known then."""
        self._key = None
        if await self._has_key():
            self.search()

    @interactive
    async def action_apply(self) -> None:
        """Replace what was decided, once what changes is confirmed, and erase the originals."""
        if not await self._has_key() or self._key is None:
            return
        plan = pseudonyms.plan(self.project, self._key, self._found)
        if not plan.passages:
            self.say("Nothing to replace: no candidate was decided to be replaced")
            return
        chosen = await self.choose("Replace, and erase the originals?", _answers(plan), _detail(plan))
        if chosen not in ("transcripts", "everywhere"):
            return
        self.cancel()
        erasing = pseudonyms.begin(self.project, self._key, plan, everywhere=chosen == "everywhere")
        outcome = await self.show_modal(ErasingModal(self.project, erasing))
        self.search()
        if outcome is not None:
            kept = f"; {format_count(len(outcome.kept), 'backup')} could not be rewritten" if outcome.kept else ""
            self.say(f"{format_count(plan.times, 'passage')} replaced, the originals are erased{kept}")


def _same(row: Row, other: Row | None) -> bool:
    return other is not None and row.candidate[:2] == other.candidate[:2]


def _context(row: Row, number: int, current: bool) -> Text:
    """Return an occurrence with the words around it, a line."""
    item, decision = row.candidate.occurrences[number], row.at[number]
    before, words, after = (
        printable(" ".join(f"|{text}|".split())[1:-1]) for text in (item.before, item.text, item.after)
    )
    line = Text(
        f"{'▸' if current else ' '}{_SHOWN.get(decision.decision, ' ')[0]} ", no_wrap=True, overflow="ellipsis"
    )
    line.append(f"{item.source[:16]}  ", "dim")
    line.append(before[-24:])
    line.append(words, "bold underline")
    line.append(f"{after[:24]}\n")
    return line


def _answers(plan: Plan) -> list[tuple[str, str, str]]:
    answers = [("cancel", "c", "Cancel"), ("transcripts", "t", "Replace in the transcripts")]
    others = sum(row.text is not None for row in plan.elsewhere)
    if others:
        answers.append(("everywhere", "e", f"Replace there, and in {format_count(others, 'other text')}"))
    return answers


def _detail(plan: Plan) -> str:
    """Return what a plan does and leaves, for the question."""
    parts = [pseudonyms.question(plan)]
    if plan.elsewhere:
        places = ", ".join(dict.fromkeys(row.place.where for row in plan.elsewhere[:4]))
        more = f" and {len(plan.elsewhere) - 4} more" if len(plan.elsewhere) > 4 else ""
        parts.append(f"Other texts hold originals, too: {places}{more}.")
    left = sum(plan.left.values())
    if left:
        parts.append(f"{format_count(left, 'passage')} with the same words stay: kept, or with another meaning.")
    if plan.undecided:
        parts.append(f"{format_count(plan.undecided, 'candidate')} not decided.")
    return " ".join((*parts, pseudonyms.END_OF_UNDO))
