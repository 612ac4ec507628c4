"""The editor of a condensate: in italics, its sentences told apart, those that no unit supports underlined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from uuid import uuid4

from rich.style import Style
from rich.text import Text
from textual.message import Message

from coder.model.condensation import Sentence
from coder.project import Project, drafts
from coder.project.sentence_matching import match_sentences, stretches
from coder.text.span import Span
from coder.tui.kit.autosave_editor import AutosaveEditor

KIND = "condensate"
MADE = Style(italic=True)
HERE = Style(bold=True)
BARE = Style(underline=True)


class CondensateEditor(AutosaveEditor):
    """What is typed, as sentences: `sentences` are those of the text as it stands, with the units of the saved ones.

    PgUp and PgDn, of no use in a text this short, move through the units beside it.
    """

    class UnitWanted(Message):
        """Another unit beside the text."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, project: Project, save: Callable[[str, str], object], id: str) -> None:
        super().__init__(project, KIND, save, id=id, highlight_cursor_line=False)
        self._old: tuple[Sentence, ...] = ()
        self._made: tuple[str, tuple[Sentence, ...], list[Span]] | None = None
        self.bare: Callable[[Sentence], bool] = lambda sentence: not sentence.units

    def show_text(self, target: str, saved: str) -> None:
        """As the editor does; a condensate is saved with its blanks made one, which makes it no other text."""
        super().show_text(target, saved)
        draft = drafts.find_prose(self.project, KIND, target) if self.overtaken else None
        self.overtaken = draft is not None and draft.base.split() != saved.split()

    def supported_by(self, old: tuple[Sentence, ...], bare: Callable[[Sentence], bool]) -> None:
        """The sentences as they are saved, and which of them nothing supports."""
        before = [self.bare(one) for one in self.sentences]
        self._old, self.bare, self._made = old, bare, None
        if before != [bare(one) for one in self.sentences]:
            self.notify_style_update()  # forgets the lines that it has drawn
            self.refresh()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self._read()[0]

    def _read(self) -> tuple[tuple[Sentence, ...], list[Span]]:
        if self._made is None or self._made[0] != self.text:
            text = self.text
            made = match_sentences(text, self.project.info.language, self._old, lambda: str(uuid4()))
            self._made = text, made, stretches(text, made)
        return self._made[1:]

    @property
    def current(self) -> int:
        """The place of the sentence that the cursor is in, or behind; -1 where there is none."""
        spans = self._read()[1]
        at = self._offsets()[self.cursor_location[0]] + self.cursor_location[1]
        return max(0, bisect_right(spans, at, key=lambda span: span.start) - 1) if spans else -1

    def to_sentence(self, place: int) -> None:
        """The cursor to the end of a sentence."""
        spans = self._read()[1]
        if spans:
            end = spans[max(0, min(place, len(spans) - 1))].end
            row = bisect_right(self._offsets(), end) - 1
            self.move_cursor((row, end - self._offsets()[row]))

    def insert_words(self, words: str) -> None:
        """Put words in where the cursor is, with a blank on either side where there is none."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        before = " " if line[:column].rstrip() == line[:column] and column else ""
        after = " " if line[column : column + 1].strip() else ""
        self.insert(f"{before}{words}{after}")

    def _offsets(self) -> Sequence[int]:
        """Where each line begins in the text."""
        newline = len(self.document.newline)
        return [0, *accumulate(len(line) + newline for line in self.document.lines)]

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn."""
        line = super().get_line(line_index)
        line.stylize(MADE)
        begins = self._offsets()[line_index]
        made, spans = self._read()
        current = self.current
        for place, (sentence, span) in enumerate(zip(made, spans, strict=True)):
            start, end = max(0, span.start - begins), span.end - begins
            if start < end and start < len(line):
                if self.bare(sentence):
                    line.stylize(BARE, start, end)
                if place == current:
                    line.stylize(HERE, start, end)
        return line

    def action_cursor_page_up(self) -> None:
        self.post_message(self.UnitWanted(-1))

    def action_cursor_page_down(self) -> None:
        self.post_message(self.UnitWanted(1))
