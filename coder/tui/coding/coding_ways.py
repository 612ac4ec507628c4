"""Where the panes of the coding screen lead: to another place, another transcript, another screen, and back."""

from __future__ import annotations

from coder.project.ordering import sources_in_order
from coder.tui.coding.code_pane import CodesPane
from coder.tui.coding.coding_memos import CodingMemos
from coder.tui.coding.transcript_pane import TranscriptPane
from coder.tui.coding.wayfinding import Wayfinding
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Item, Pick
from coder.tui.transcript.reader import about
from coder.tui.transcript.view import TranscriptView


class CodingWays(CodingMemos):
    """The third of the coding screen that goes elsewhere."""

    def on_codes_pane_open(self, event: CodesPane.Open) -> None:
        self.shell.open("code_page", code=event.code)

    def on_codes_pane_review(self, event: CodesPane.Review) -> None:
        from coder.tui.codebook.review_screen import ReviewScreen
        from coder.tui.codebook.review_session import begin

        review = begin(self.project, self.project.codes[event.code], event.into, event.reason)
        if review is not None:
            self.app.push_screen(ReviewScreen(self.project, review))
        else:
            self.say("There are no units to review")

    def on_codes_pane_want_similar(self, event: CodesPane.WantSimilar) -> None:
        from coder.tui.search.autocode_screen import AutocodeScreen

        self.app.push_screen(AutocodeScreen.similar_to(self.project, self.project.codes[event.code]))

    def on_reader_want_import(self) -> None:
        self.shell.open("import_files")

    def on_reader_want_source(self) -> None:
        rows = [
            Item(one.id, one.name, detail=" · ".join(about(self.project, one)))
            for one in sources_in_order(self.project)
        ]

        def choose(ids: tuple[str, ...], _: str) -> None:
            self.open_source(self.project.sources[ids[0]])

        self.post_message(Pick("Open which transcript?", list_finder(rows), choose))

    def on_wayfinding_want_place(self, event: Wayfinding.WantPlace) -> None:
        source = self.source
        if source is not None and source.id == event.source:
            self.transcript.leave_mark()
            self.query_one(TranscriptView).go_to(event.position)
        else:
            self.open_source(self.project.sources.get(event.source), event.position)

    def on_transcript_pane_copy_quotation(self, event: TranscriptPane.CopyQuotation) -> None:
        self.say(self.shell.copy_quotation(event.text))

    def action_come_back(self) -> None:
        """Back to the screen that led here."""
        back, self.transcript.return_to = self.transcript.return_to, None
        if back is not None:
            back()
