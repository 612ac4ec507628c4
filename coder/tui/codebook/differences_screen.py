"""What a codebook from a file would change: every difference, and both wordings of what is written anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from textual.binding import BindingType

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.project.operations import codebook_text
from coder.project.operations.codebook_text import STRUCTURAL, Difference, Entry, Step
from coder.text.cells import printable
from coder.text.diff import changed_words
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask
from coder.tui.kit.page_screen import PagedScreen
from coder.tui.kit.project_screen import ProjectScreen

KIND = 13


class CodebookScreen(PagedScreen):
    """Nothing is changed until `a` takes all of it over, as one change."""

    where = "codebook"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("codebook")]

    def __init__(self, project: Project, file: str, entries: Sequence[Entry], difference: Difference) -> None:
        super().__init__(project)
        self._file, self._entries, self._difference = file, entries, difference

    def on_mount(self) -> None:
        self._show()

    def follow(self, transaction: Transaction) -> None:
        """What was undone meanwhile counts: compare again."""
        super().follow(transaction)
        try:
            self._difference = codebook_text.compare(self.project, self._entries)
        except CoderError as error:
            self.action_leave()
            self.shell.fail(error)
            return
        self._show()

    def _show(self) -> None:
        number = len(self._difference.changes)
        title = Text(f" Codebook from {printable(self._file)}", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {format_count(number, 'difference')} · nothing is changed yet", style="not bold")
        self.entitle(title)
        lines: list[RenderableType] = [line for step in self._difference.changes for line in _told(step)]
        missing = [step.path for step in self._difference.steps if step.kind == "missing"]
        if missing:
            lines += [Text(""), Text(f"Not in the file; {_stay(len(missing))}", style="bold underline")]
            lines += [Text(printable(path), style="dim") for path in missing]
        self.page.show(Group(*lines))

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("codebook"), ("↑ ↓", "read"), ("Esc", "leave it"), *actions.hints("study", "app")]

    # Acts

    def action_apply(self) -> None:
        if not self._difference.changes:
            self.say("Nothing would change")
            return
        wanted = self.project.info.reasons and any(step.kind in STRUCTURAL for step in self._difference.changes)
        self.post_message(Ask("Take it over: why?" if wanted else "Reason (Enter: none):", self._apply))

    def _apply(self, reason: str) -> None:
        number = self.attempt(lambda: codebook_text.apply(self.project, self._difference, reason))
        if number is None:
            return
        self.action_leave()
        below = self.app.screen
        if isinstance(below, ProjectScreen):
            below.say(f"took over {format_count(number, 'difference')} of {self._file} · u takes it back")

    def action_leave(self) -> None:
        self.app.pop_screen()


def _stay(number: int) -> str:
    return "the code stays as it is" if number == 1 else f"these {number} codes stay as they are"


def _told(step: Step) -> Iterator[RenderableType]:
    """A difference; where a text is written anew, its two wordings with the words that differ."""
    before, after = step.before, step.detail if step.kind == "added" else step.after
    head = Text.assemble((f"{step.kind:<{KIND}}", "bold"), printable(step.path))
    if step.detail and step.kind != "added":
        head.append(f"  {printable(step.detail)}", style="italic")
    yield head
    gone, come = changed_words(before, after) if before and after else ([], [])
    if before.strip():
        yield _wording("−", before, gone, "strike")
    if after.strip():
        yield _wording("+", after, come, "bold underline")


def _wording(sign: str, words: str, marked: Sequence[Span], style: str) -> Padding:
    text = Text(f"{sign} {printable(words)}", no_wrap=False)
    for span in marked:
        text.stylize(style, span.start + 2, span.end + 2)
    return Padding(text, (0, 0, 0, KIND))
