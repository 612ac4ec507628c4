"""Codebook files: export, and what an import would change, before it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coder.errors import CoderError, ReadOnly
from coder.model.record import Transaction
from coder.project import Project
from coder.project.operations import codebook_text
from coder.project.operations.codebook_text import STRUCTURAL, Difference, Entry, Step
from coder.text.characters import printable
from coder.text.diff import changed_words
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.file_reading import ask_path, read_in_background
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.kit.working_folder import working_folder


def ask_export(screen: ProjectScreen) -> None:
    """Ask for a file and write the codebook to it in the format of its suffix."""
    from coder.exchange.registry import CODEBOOK, suffixes, writer_for, writers
    from coder.tui.kit.file_export import Export, export_in_background

    def export_for(name: str) -> Export:
        return Export(writer_for(CODEBOOK, name).write, "codebook")

    export_in_background(screen, f"Codebook to ({suffixes(writers(CODEBOOK))}):", "-codebook.csv", export_for)


@interactive
async def ask_import(screen: ProjectScreen) -> None:
    """Ask for a file and show what its codebook would change."""
    from coder.exchange import registry
    from coder.project.operations.codebook_text import compare

    project = screen.project
    if project.readonly:
        raise ReadOnly
    suffixes = registry.suffixes(registry.readers(registry.CODEBOOK))
    path = await ask_path(screen, f"Codebook from ({suffixes}):", f"{working_folder()}/")
    entries = await read_in_background(screen, registry.read_codebook, path) if path is not None else None
    if path is None or entries is None:
        return
    name = path.name
    difference = compare(project, entries)
    if difference.changes:
        screen.app.push_screen(DifferencesScreen(project, name, entries, difference))
    else:
        screen.say(f"{name} is the same as the codebook: nothing would change")


#: Cells of the kind of a difference.
KIND = 13


class DifferencesScreen(ProjectScreen):
    """Nothing changes until `a` applies all differences, as one change."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "code_page.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("codebook")]
    where = "codebook"

    def __init__(self, project: Project, file: str, entries: Sequence[Entry], difference: Difference) -> None:
        super().__init__(project)
        self._file, self._entries, self._difference = file, entries, difference

    def compose(self) -> ComposeResult:
        yield Static(id="code-title", classes="title", markup=False)
        yield Page(id="code-page")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        page = self.query_one(Page)
        page.can_focus = True
        page.focus()
        self._show()

    def follow(self, transaction: Transaction) -> None:
        """Compare again, since the codebook may have changed."""
        super().follow(transaction)
        try:
            self._difference = codebook_text.compare(self.project, self._entries)
        except CoderError as error:
            self.action_leave()
            self.shell.fail(error)
            return
        self._show()

    def _show(self) -> None:
        number = format_count(len(self._difference.changes), "difference")
        title = Text(f" Codebook from {printable(self._file)}", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {number} · nothing changed yet", style="not bold")
        self.query_one("#code-title", Static).update(title, layout=False)
        lines = [line for step in self._difference.changes for line in _describe(step)]
        missing = [step.path for step in self._difference.steps if step.kind == "missing"]
        if missing:
            lines += [Text(""), Text("Not in the file, unchanged", style="bold underline")]
            lines += [Text(printable(path), style="dim") for path in missing]
        self.query_one(Page).show(Group(*lines))

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("codebook"), ("↑ ↓", "scroll"), ("Esc", "back"), *actions.hints("study", "app")]

    @interactive
    async def action_apply(self) -> None:
        if not self._difference.changes:
            self.say("Nothing would change")
            return
        required = self.project.info.reasons and any(step.kind in STRUCTURAL for step in self._difference.changes)
        reason = await self.ask("Reason (required):" if required else "Reason (optional):")
        if reason is None:
            return
        number = codebook_text.apply(self.project, self._difference, reason)
        self.action_leave()
        self.shell.say(f"Applied {format_count(number, 'difference')} of {self._file} · u: undo")

    def action_leave(self) -> None:
        self.app.pop_screen()

    def action_scroll(self, rows: int) -> None:
        self.query_one(Page).scroll_rows(rows)


def _describe(step: Step) -> Iterator[RenderableType]:
    """Yield a difference; for a changed text both wordings, with the changed words marked."""
    before, after = step.before, step.detail if step.kind == "added" else step.after
    head = Text.assemble((f"{step.kind:<{KIND}}", "bold"), printable(step.path))
    if step.detail and step.kind != "added":
        head.append(f"  {printable(step.detail)}", style="italic")
    yield head
    deleted, inserted = changed_words(before, after) if before and after else ([], [])
    if before.strip():
        yield _wording("−", before, deleted, "strike")
    if after.strip():
        yield _wording("+", after, inserted, "bold underline")


def _wording(sign: str, words: str, marked: Sequence[Span], style: str) -> Padding:
    text = Text(f"{sign} {printable(words)}", no_wrap=False)
    for span in marked:
        text.stylize(style, span.start + 2, span.end + 2)
    return Padding(text, (0, 0, 0, KIND))
