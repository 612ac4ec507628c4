"""Reading mode of the coding screen: codes hidden, how far one is, what is read, themes noted on the way."""

from __future__ import annotations

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.source import Source
from coder.tui.coding.pane_layout import PANES, Arranged
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask
from coder.tui.transcript.view import TranscriptView


class ReadingMode(Arranged):
    """Step 1 of the condensation: whole transcripts are read, one after the other."""

    _read: set[str] | None = None

    @property
    def source(self) -> Source | None:
        """The source that is shown."""
        raise NotImplementedError

    def open_source(self, source: Source | None, position: int | None = None) -> None:
        """Show a source where it was left, or at a position."""
        raise NotImplementedError

    def show_here(self) -> None:
        """Say in the status line where the cursor is."""
        raise NotImplementedError

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in ("readings", "sources", "coders") for change in transaction.changes):
            self._read = None
        super().follow(transaction)
        if any(change.table in ("themes", "coders") for change in transaction.changes):
            self._show_pad()

    def reading_notes(self) -> list[str]:
        """How far one is, while one reads: in this transcript, and of all."""
        source = self.source
        if self.places.stripes or source is None:
            return []
        if self._read is None:
            from coder.analysis.method.reading import read_by

            self._read = read_by(self.project, self.project.who)
        reached = max(self.query_one(TranscriptView).cursor.span.end, self.places.read.get(source.id, 0))
        state = "read" if source.id in self._read else f"{100 * reached // max(1, source.characters)} %"
        return ["reading mode", state, f"{len(self._read) or 'none'} of {len(self.project.sources)} read"]

    def hints(self) -> list[tuple[str, str]]:
        found = super().hints()
        if self.places.stripes or self.parts() != ("transcript",):
            return found
        keys = {id: actions.BY_ID[f"transcript.{id}"].keys[0] for id in ("read", "theme", "stripes")}
        return [(keys["read"], "read, next"), (keys["theme"], "note a theme"), (keys["stripes"], "codes"), *found]

    def as_left(self) -> None:
        if not self.places.stripes and self.places.pane == PANES[1]:
            self.places.pane = PANES[0]  # whoever reads sees no codes
        super().as_left()
        self._show_pad()

    def _show_pad(self) -> None:
        """While one reads the themes are where the codes were."""
        reading = not self.places.stripes
        self.set_class(reading, "reading")
        if not reading:
            return
        from coder.tui.coding.theme_pad import ThemePad

        pads = self.query(ThemePad)
        for pad in pads:
            pad.again()
        if not pads:
            self.query_one("#side").mount(ThemePad(self.project), before=0)

    def action_stripes(self) -> None:
        super().action_stripes()
        self._show_pad()
        self.show_hints()
        if not self.places.stripes:
            self.show_here()
            self.say(" · ".join([*self.reading_notes(), "S: codes"]))

    def action_mark_read(self) -> None:
        """This transcript is read: on to the next that is not. Where it was marked already, it is not read."""
        from coder.analysis.method.reading import unread
        from coder.project.operations import sources

        source = self.source
        if source is None:
            return
        who = self.project.who
        try:
            if sources.find_reading(self.project, source, who) is not None:
                sources.unmark_read(self.project, source)
                self.say(f"{source.name} is not read any more · R: it is")
                return
            sources.mark_read(self.project, source)
        except CoderError as error:
            self.fail(error)
            return
        rest = unread(self.project, who, source.id)
        if rest:
            self.open_source(rest[0])
            self.say(f"{source.name} is read · now {rest[0].name}, {len(rest)} to read")
        else:
            self.say(f"{source.name} is read: all {len(self.project.sources)} are")

    def action_note_theme(self) -> None:
        """A preliminary theme comes to mind: note it and read on."""
        from coder.project.operations import themes

        def then(name: str) -> None:
            if name.strip():
                self.attempt(lambda: themes.add(self.project, name))

        self.post_message(Ask("Preliminary theme:", then))
