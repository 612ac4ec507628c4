"""The code pane: the code tree, and all that is done to codes there."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from coder.project.operations import codebook
from coder.tui.coding.code_acts import CodeActs
from coder.tui.keymap import actions
from coder.tui.kit.shell import shell_of


class CodesPane(CodeActs):
    """Each key does one act of the table of actions."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("codes")]

    class WriteMemo(Message):
        """Open the memo editor on this code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Open(Message):
        """Open the page of this code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class WantSimilar(Message):
        """Suggest units like those of this code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Review(Message):
        """Go through the units of this code one by one, to split some off to `into` (a new path) for a reason."""

        def __init__(self, code: str, into: str = "", reason: str = "") -> None:
            super().__init__()
            self.code, self.into, self.reason = code, into, reason

    def action_define(self) -> None:
        project, code = self.project, self.code
        if project is not None and code is not None:
            self.ask_line(
                f"{code.name} means:",
                lambda text: codebook.define(project, code, definition=text.strip()),
                code.definition,
            )

    def action_pin(self, digit: int) -> None:
        project, code = self.project, self.code
        if project is not None and code is not None:
            self.attempt(lambda: codebook.pin(project, code, None if code.quick == digit else digit))

    def action_memo(self) -> None:
        if self.code is not None:
            self.post_message(self.WriteMemo(self.code.id))

    def action_page(self) -> None:
        if self.code is not None:
            self.post_message(self.Open(self.code.id))

    def action_review(self) -> None:
        if self.code is not None:
            self.post_message(self.Review(self.code.id))

    def action_like(self) -> None:
        if self.code is not None:
            self.post_message(self.WantSimilar(self.code.id))

    def action_units(self) -> None:
        """All units of the code and of those below it, as a query asks for them."""
        if self.code is not None:
            shell_of(self).open("code_units", code=self.code)

    def action_import_file(self) -> None:
        shell_of(self).open("import_codebook")

    def action_export_file(self) -> None:
        shell_of(self).open("export_codebook")

    def action_split(self) -> None:
        code = self.code
        if self.project is None or code is None:
            return
        if not self.project.codings_with(code.id):
            self.say(f"{code.name} has no units of its own")
            return

        def split(path: str) -> None:
            if path.strip():
                self.because(
                    f"Split {code.name}", lambda why: self.post_message(self.Review(code.id, path.strip(), why))
                )

        self.ask_line(f"Split {code.name}: some units go to the new code", split)
