"""Analytic texts: the sentences of a code group with their units and verdicts, beside its condensates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.analysis.method.staleness import STALE
from coder.analysis.method.synthesis import Claim, Synthesis, synthesis
from coder.analysis.method.units import group_name, groups_in_order
from coder.errors import ReadOnly
from coder.model.condensation import CodeGroup, prose
from coder.model.record import Transaction
from coder.project import Project, drafts
from coder.project.consequences import by_another, foresee
from coder.project.drafts import ProseDraft
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis as operations
from coder.text.phrases import format_units
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import may_rewrite
from coder.tui.kit.editors import MemoEditor
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.kit.units import unit_finder
from coder.tui.kit.verdict_text import STATE_MARKS, condensates_text, verdict_text

#: The kind of its drafts.
KIND = "analytic text"
#: Seconds until a keystroke is saved in the draft.
DRAFT_EVERY = 0.7


class AnalyticTextArea(MemoEditor):
    """The text; PgUp and PgDn, of little use in so short a text, scroll the condensates beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "read(6)", show=False),
        Binding("pageup", "read(-6)", show=False),
    ]

    class Read(Message):
        """Posted to scroll the condensates by rows."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_read(self, by: int) -> None:
        self.post_message(self.Read(by))


class AnalyticEditor(Vertical, Interactive):
    """Edits the analytic text of one code group at a time."""

    KEYS: ClassVar[list[tuple[str, str]]] = [
        ("Esc", "save and close"),
        ("Ctrl+G", "discard"),
        ("Ctrl+L", "zoom"),
        ("PgUp PgDn", "condensates"),
        ("Ctrl+Z", "undo typing"),
    ]

    class Opened(Message):
        """The editor was opened."""

    class Closed(Message):
        """The editor was closed."""

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self._project = project
        self._group: CodeGroup | None = None
        #: The saved text that the edited one is based on.
        self._base = ""
        self._dirty = False

    def compose(self) -> ComposeResult:
        yield Static(" In the third person: what the participants said, and your synthesis", id="analytic-about")

    @property
    def is_open(self) -> bool:
        return self._group is not None

    @property
    def _editor(self) -> MemoEditor:
        return self.query_one("#analytic-editor", MemoEditor)

    def _saved_text(self, group: CodeGroup) -> str:
        text = analytic_text_of(self._project, group.id)
        return prose(text.sentences) if text is not None else ""

    def focus_text(self) -> None:
        """Return to the text."""
        self._editor.focus()

    def open(self, group: CodeGroup) -> None:
        """Edit the text of a group, or its unsaved draft."""
        draft = drafts.find_prose(self._project, KIND, group.id)
        self._group, self._base = group, self._saved_text(group)
        text = self._base
        if draft is not None:
            older = "" if draft.base == self._base else ", based on an older text"
            coder = f" by {draft.coder}" if draft.coder else ""
            self.say(f"Unsaved draft{coder} restored{older}: Ctrl+G discards it")
            text = draft.text
        editor = AnalyticTextArea(text, id="analytic-editor")
        self.mount(editor)
        drafts.watch(self, self._project, self._typed)
        self.add_class("open")
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._dirty = False
        self.post_message(self.Opened())

    # Drafts

    def _typed(self) -> ProseDraft | None:
        """Return the draft of what was typed; None where nothing was changed."""
        group, text = self._group, self._editor.text if self.is_open else ""
        if group is None or text == self._base:
            return None
        return drafts.prose_draft(self._project, KIND, group.id, self._base, text)

    def on_unmount(self) -> None:
        drafts.unwatch(self)

    def on_text_area_changed(self) -> None:
        if self.is_open and not self._dirty:
            self._dirty = True
            self.set_timer(DRAFT_EVERY, self.save_draft)

    def save_draft(self) -> None:
        """Save what was typed in the draft."""
        group = self._group
        if group is None or not self._dirty:
            return
        self._dirty = False
        text = self._editor.text
        if text == self._base:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        else:
            self.attempt(lambda: drafts.save_prose(self._project, KIND, group.id, self._base, text))

    # Closing

    def finish(self) -> None:
        """Save the text because the screen is left; only the draft if the text was changed elsewhere."""
        self.save_draft()
        if self._group is not None and self._saved_text(self._group) == self._base:
            self._save()

    @interactive
    async def on_memo_editor_done(self) -> None:
        """Save and close, after asking which text to keep if it was changed elsewhere."""
        group = self._group
        if group is None or group.id not in self._project.groups or self._saved_text(group) == self._base:
            self._save()
            return
        options = [
            ("mine", "m", "Keep my text"),
            ("theirs", "t", "Keep the other text"),
            ("edit", "k", "Keep editing"),
        ]
        answer = await self.choose("The text was changed elsewhere while you edited it", options)
        if not self.is_open:
            return
        if answer == "theirs":
            self._close()
        elif answer == "mine":
            self._base = self._saved_text(group)
            self._save()

    def _save(self) -> None:
        """Save and close; the editor stays open if the text cannot be saved."""
        group = self._group
        if group is None:
            return
        text = self._editor.text
        if group.id not in self._project.groups:
            self.say("This code group was deleted; what you typed is kept as a draft")
            self._dirty = True
            self.save_draft()
        elif (
            text == self._base
            or not (text.strip() or self._base)
            or self.attempt(lambda: operations.write(self._project, group, text)) is not None
        ):
            self._close()

    @interactive
    async def on_memo_editor_given_up(self) -> None:
        """Close without saving, after asking if there are changes."""
        if self._editor.text != self._base:
            options = [("edit", "k", "Keep editing"), ("discard", "d", "Discard")]
            if await self.choose("Discard changes?", options) != "discard" or not self.is_open:
                return
        self._close()

    def _close(self) -> None:
        group, self._group = self._group, None
        self._dirty = False
        if group is not None:
            self.attempt(lambda: drafts.discard_prose(self._project, KIND, group.id))
        self._editor.remove()
        self.remove_class("open")
        self.post_message(self.Closed())


#: Tables whose changes are shown.
TABLES = {"groups", "analytic_texts", "condensates", "verdicts", "codes", "codings", "segments", "sources"}


@dataclass
class AnalyticState:
    """The id of the code group shown last."""

    group: str = ""


class AnalyticPane(Vertical, Interactive):
    """Groups and condensates on the left; the sentences, or the editor, on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("analytic"), Binding("escape", "back", show=False)]

    def __init__(self, project: Project) -> None:
        super().__init__(id="analytic-pane")
        self._project = project
        self._state = screen_state(project, AnalyticState)
        self._synthesis: Synthesis | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="analytic-title", classes="title", markup=False)
        with Horizontal(id="analytic-both"):
            with Vertical(id="analytic-left"):
                yield Static(id="analytic-groups", markup=False)
                yield Page(id="analytic-condensates")
            with Vertical(id="analytic-right"):
                yield OptionList(id="analytic-list", markup=False)
                yield AnalyticEditor(self._project, id="analytic-writing")

    def on_mount(self) -> None:
        self.page.can_focus = True
        self._sentences.focus()
        self.fill()

    @property
    def _sentences(self) -> OptionList:
        return self.query_one("#analytic-list", OptionList)

    @property
    def page(self) -> Page:
        return self.query_one("#analytic-condensates", Page)

    @property
    def editor(self) -> AnalyticEditor:
        return self.query_one("#analytic-writing", AnalyticEditor)

    @property
    def group(self) -> CodeGroup | None:
        """The code group that is shown."""
        groups = groups_in_order(self._project)
        return next((group for group in groups if group.id == self._state.group), groups[0] if groups else None)

    @property
    def claim(self) -> Claim | None:
        """The sentence under the cursor."""
        claims = self._synthesis.claims if self._synthesis is not None else ()
        row = self._sentences.highlighted
        return claims[row] if row is not None and claims else None

    # Showing

    def fill(self) -> None:
        """Show the group as it is now; an open editor stays as it is."""
        group, sentences = self.group, self._sentences
        self._synthesis = synthesis(self._project, group, units=False) if group is not None else None
        self._show_title()
        self._show_groups()
        if group is None:
            self.page.show(Text("No code groups yet. Press g u to make one (step 2)."))
        else:
            self.page.show(condensates_text(self._project, group))
        row = sentences.highlighted
        sentences.clear_options()
        claims = self._synthesis.claims if self._synthesis is not None else ()
        sentences.add_options([Option(_claim_row(self._project, claim)) for claim in claims])
        if claims:
            sentences.highlighted = min(row or 0, len(claims) - 1)
        else:
            hint = Text("No analytic text yet. Press e to write it.", "dim")
            sentences.add_option(Option(hint, disabled=True))

    def _show_title(self) -> None:
        title = Text(" Analytic text", "bold", no_wrap=True, overflow="ellipsis")
        progress = self._synthesis
        if progress is not None:
            title.append(f" · {group_name(self._project, progress.group)}", "bold")
            heading = progress.group.heading
            title.append(f" · heading “{heading}”" if heading else " · no category heading yet (h)", "not bold")
            if progress.claims:
                title.append(f" · claims checked: {progress.claims_checked}", "not bold")
        self.query_one("#analytic-title", Static).update(title, layout=False)

    def _show_groups(self) -> None:
        current, lines, first = self.group, [], 0
        for number, group in enumerate(groups_in_order(self._project)):
            is_current = current is not None and group.id == current.id
            first = max(0, number - 3) if is_current else first
            line = Text("▸ " if is_current else "  ", "bold" if is_current else "")
            line.append("✎ " if self._project.referrers(group.id, "analytic_texts") else "· ")
            line.append(group_name(self._project, group))
            line.append(f" → {group.heading}" if group.heading else "", "dim")
            lines.append(line)
        self.query_one("#analytic-groups", Static).update(Text("\n").join(lines[first:]))

    def on_descendant_focus(self) -> None:
        if isinstance(self.screen, ProjectScreen):
            self.screen.show_hints()

    def on_analytic_editor_opened(self) -> None:
        self._sentences.display = False

    def on_memo_editor_zoom(self) -> None:
        self.toggle_class("zoomed")

    def on_analytic_text_area_read(self, event: AnalyticTextArea.Read) -> None:
        self.page.scroll_rows(event.by)

    def on_analytic_editor_closed(self) -> None:
        self.remove_class("zoomed")
        self._sentences.display = True
        self.fill()
        self._sentences.focus()

    # Actions

    def action_step(self, by: int) -> None:
        if self.page.has_focus:
            self.page.scroll_rows(by)
        elif by > 0:
            self._sentences.action_step(1)
        else:
            self._sentences.action_step(-1)

    def action_read(self, rows: int) -> None:
        self.page.scroll_rows(rows)

    def show_group(self, id: str) -> None:
        """Show a code group, by its id or that of its analytic text; not while one is edited."""
        text = self._project.analytic_texts.get(id)
        self._state.group = text.group if text is not None else id
        if self.is_mounted and not self.editor.is_open:
            self._sentences.highlighted = None
            self.fill()

    def action_group(self, by: int) -> None:
        groups, group = groups_in_order(self._project), self.group
        if group is None:
            return
        index = groups.index(group) + by
        if self.editor.is_open:
            self.say("Press Esc in the editor to save before going to another group")
        elif 0 <= index < len(groups):
            self.show_group(groups[index].id)
            self.say("")
        else:
            self.say("This is the last group" if by > 0 else "This is the first group")

    @interactive
    async def action_edit(self) -> None:
        project, group = self._project, self.group
        if self.editor.is_open:
            self.editor.focus_text()
        elif group is None:
            self.say("No code groups yet. Press g u to make one.")
        elif self._project.readonly:
            self.fail(ReadOnly())
        else:
            text = analytic_text_of(project, group.id)
            title = f"Change the analytic text of {group_name(project, group)}"
            whose = by_another(project, "analytic_texts", text)
            if await may_rewrite(self, project, f"analytic {group.id}", title, whose) and self.group == group:
                self.editor.open(group)

    @interactive
    async def action_heading(self) -> None:
        group = self.group
        if group is None:
            return
        heading = await self.ask(f"Category heading of {group_name(self._project, group)}:", group.heading)
        current = self._project.groups.get(group.id)
        if heading is not None and current is not None:
            operations.heading(self._project, current, heading)

    @interactive
    async def action_link(self) -> None:
        """Choose the units that support the sentence; choosing one that does removes it."""
        group, claim = self.group, self._require_claim()
        if group is None or claim is None:
            return
        find = unit_finder(self._project, group, claim.sentence.units, everywhere=False)
        title = f"Units for sentence {claim.number} (Tab: mark several; ● is removed)"
        picked = await self.pick_many(title, find)
        text = self._synthesis.text if self._synthesis is not None else None
        if picked is not None and text is not None:
            before = operations.sentence_of(text, claim.sentence.key).units
            units = [unit for unit in before if unit not in picked.ids]
            units += [unit for unit in picked.ids if unit not in before]
            operations.support(self._project, text, claim.sentence.key, units)

    def _require_claim(self) -> Claim | None:
        if self.claim is None:
            self.say("No sentences yet. Press e to write the analytic text.")
        return self.claim

    @interactive
    async def action_remove(self) -> None:
        progress = self._synthesis
        if progress is None or progress.text is None:
            self.say("No analytic text to delete")
            return
        remove = partial(operations.remove, self._project, progress.text)
        consequences = foresee(self._project, remove, {progress.text.id}) or "There are no verdicts on its sentences."
        options = [("cancel", "c", "Cancel"), ("delete", "d", "Delete")]
        name = group_name(self._project, progress.group)
        answer = await self.choose(f"Delete the analytic text of {name}?", options, f"{consequences} u restores it.")
        text = self._project.analytic_texts.get(progress.text.id)
        if answer == "delete" and text is not None:
            operations.remove(self._project, text)

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """List the units of the sentence in context."""
        claim, shell = self._require_claim(), shell_of(self)
        if claim is None:
            return
        units = claim.sentence.units
        if not units:
            self.say("No unit supports this sentence. Press l to link some.")
            return
        shell.open(
            "segments",
            title=f"Sentence {claim.number}",
            find=lambda: units,
            back=lambda: shell.open("analytic"),
            back_to="analytic texts",
        )

    def action_check(self) -> None:
        """Check the claims of the group, beginning at this sentence."""
        group, claim = self.group, self._require_claim()
        if group is not None and claim is not None:
            shell_of(self).open("check", group=group.id, sentence=claim.sentence.key)

    def action_back(self) -> None:
        if self.editor.is_open:
            self.editor.focus_text()
        else:
            shell_of(self).open("previous")


class AnalyticScreen(ProjectScreen):
    """The screen of analytic texts."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "analytic_screen.tcss"]
    where = "analytic"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.pane = AnalyticPane(project)

    def compose(self) -> ComposeResult:
        yield self.pane
        yield from self.compose_foot()

    def aim(self, id: str) -> None:
        """Show a code group, by its id or that of its text."""
        self.pane.show_group(id)

    def hints(self) -> list[tuple[str, str]]:
        if self.pane.is_mounted and self.pane.editor.is_open:
            reading = [("e", "back to the text"), ("↑ ↓", "scroll"), *actions.hints("study")]
            return reading if self.pane.page.has_focus else self.pane.editor.KEYS
        return [("Enter", "units"), *actions.hints("analytic"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in TABLES for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)

    def left(self) -> None:
        self.pane.editor.finish()

    def keep(self) -> None:
        self.pane.editor.save_draft()


def _claim_row(project: Project, claim: Claim) -> Text:
    """Return a sentence with its number of units, its state and its verdicts."""
    units = claim.sentence.units
    row = Text.assemble((f"{claim.number} ", "bold"), claim.sentence.text, "\n  ")
    row.append(format_units(len(units)), "dim" if units else "bold")
    row.append(f" · {STATE_MARKS[claim.state]} {claim.state}", "bold" if claim.state == STALE else "dim")
    for standing in claim.verdicts:
        row.append("\n  ").append_text(verdict_text(project, standing, brief=True))
    return row
