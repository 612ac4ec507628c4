"""Where the panes of the coding screen lead: to another place, another transcript, another screen, and back."""

from __future__ import annotations

from coder.tui.coding.code_pane import CodesPane
from coder.tui.coding.coding_memos import CodingMemos


class CodingWays(CodingMemos):
    """The third of the coding screen that goes elsewhere."""

    def on_codes_pane_open(self, event: CodesPane.Open) -> None:
        self.shell.open("code_page", code=event.code)

    def on_codes_pane_review(self, event: CodesPane.Review) -> None:
        code = self.project.codes[event.code]
        self.shell.open("review_code", code=code, into=event.into, reason=event.reason)

    def on_codes_pane_want_similar(self, event: CodesPane.WantSimilar) -> None:
        self.shell.open("similar_units", code=self.project.codes[event.code])

    def action_come_back(self) -> None:
        """Back to the screen that led here."""
        back, self.transcript.return_to = self.transcript.return_to, None
        if back is not None:
            back()
