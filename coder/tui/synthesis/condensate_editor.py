"""The editor of a condensate: italic, the current sentence bold, unsupported sentences underlined."""

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
from coder.project.sentence_matching import match_sentences, sentence_spans
from coder.text.span import Span
from coder.tui.kit.editors import AutosaveEditor

KIND = "condensate"
CONDENSED = Style(italic=True)
CURRENT = Style(bold=True)
UNSUPPORTED = Style(underline=True)


class CondensateEditor(AutosaveEditor):
    """`sentences` are those of the text as typed, with the units of the saved sentences.

    PgUp and PgDn, of no use in so short a text, move through the units beside it.
    """

    class UnitRequested(Message):
        """Move to another unit beside the text."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, project: Project, save: Callable[[str, str], object], id: str) -> None:
        super().__init__(project, KIND, save, id=id, highlight_cursor_line=False)
        self._saved_sentences: tuple[Sentence, ...] = ()
        self._matched: tuple[str, tuple[Sentence, ...], list[Span]] | None = None
        self.is_unsupported: Callable[[Sentence], bool] = lambda sentence: not sentence.units

    def show_text(self, target: str, saved: str) -> None:
        """Edit a text; white space, which is normalized on saving, does not make it a newer one."""
        super().show_text(target, saved)
        draft = drafts.find_prose(self.project, KIND, target) if self.overtaken else None
        self.overtaken = draft is not None and draft.base.split() != saved.split()

    def set_support(self, saved: tuple[Sentence, ...], is_unsupported: Callable[[Sentence], bool]) -> None:
        """Set the saved sentences, and the test for those that no unit supports."""
        before = [self.is_unsupported(sentence) for sentence in self.sentences]
        self._saved_sentences, self.is_unsupported, self._matched = saved, is_unsupported, None
        if before != [is_unsupported(sentence) for sentence in self.sentences]:
            self.notify_style_update()  # clears the cache of rendered lines
            self.refresh()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self._match()[0]

    def _match(self) -> tuple[tuple[Sentence, ...], list[Span]]:
        """Return the sentences of the text and their spans."""
        if self._matched is None or self._matched[0] != self.text:
            text = self.text
            sentences = match_sentences(text, self.project.info.language, self._saved_sentences, lambda: str(uuid4()))
            self._matched = text, sentences, sentence_spans(text, sentences)
        return self._matched[1:]

    @property
    def current(self) -> int:
        """The index of the sentence that the cursor is in or behind; -1 without sentences."""
        spans = self._match()[1]
        at = self._line_starts()[self.cursor_location[0]] + self.cursor_location[1]
        return max(0, bisect_right(spans, at, key=lambda span: span.start) - 1) if spans else -1

    def to_sentence(self, index: int) -> None:
        """Move the cursor to the end of a sentence."""
        spans = self._match()[1]
        if spans:
            end = spans[max(0, min(index, len(spans) - 1))].end
            row = bisect_right(self._line_starts(), end) - 1
            self.move_cursor((row, end - self._line_starts()[row]))

    def insert_words(self, words: str) -> None:
        """Insert words at the cursor, separated by spaces."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        before = " " if line[:column].rstrip() == line[:column] and column else ""
        after = " " if line[column : column + 1].strip() else ""
        self.insert(f"{before}{words}{after}")

    def _line_starts(self) -> Sequence[int]:
        """Return the offset of each line in the text."""
        newline = len(self.document.newline)
        return [0, *accumulate(len(line) + newline for line in self.document.lines)]

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        line.stylize(CONDENSED)
        line_start = self._line_starts()[line_index]
        sentences, spans = self._match()
        current = self.current
        for index, (sentence, span) in enumerate(zip(sentences, spans, strict=True)):
            start, end = max(0, span.start - line_start), span.end - line_start
            if start < end and start < len(line):
                if self.is_unsupported(sentence):
                    line.stylize(UNSUPPORTED, start, end)
                if index == current:
                    line.stylize(CURRENT, start, end)
        return line

    def action_cursor_page_up(self) -> None:
        self.post_message(self.UnitRequested(-1))

    def action_cursor_page_down(self) -> None:
        self.post_message(self.UnitRequested(1))
