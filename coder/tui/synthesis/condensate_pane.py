"""One subgroup: its units beside its condensate, and the support of each sentence below."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, ClassVar
from uuid import uuid4

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from coder.analysis.method.condensates import Condensation
from coder.analysis.method.units import participant_and_wave, units_in_order
from coder.errors import ReadOnly
from coder.model.codebook import Code
from coder.model.condensation import Sentence, prose
from coder.model.document import CONDENSATE
from coder.model.source import GOLD, MARKS
from coder.project import Project, drafts
from coder.project.consequences import by_another, foresee
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import condensates, groups
from coder.project.sentence_matching import match_sentences, sentence_spans
from coder.text.characters import printable
from coder.text.phrases import excerpt, format_count, format_units
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards, EmptyDeck
from coder.tui.kit.editors import AutosaveEditor, existing
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.segment_list import segment_in_context
from coder.tui.synthesis.unit_cards import LINES, unit_card

KIND = "condensate"
CONDENSED = Style(italic=True)
CURRENT_SENTENCE = Style(bold=True)
UNSUPPORTED = Style(underline=True)


class CondensateEditor(AutosaveEditor):
    """`sentences` are those of the text as typed, with the units of the saved sentences.

    PgUp and PgDn, of no use in so short a text, move through the units beside it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "unit(-1)", show=False),
        Binding("pagedown", "unit(1)", show=False),
    ]

    class UnitRequested(Message):
        """Move to another unit beside the text."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, project: Project, save: Callable[[str, str], object], id: str) -> None:
        def whose(target: str) -> str:
            return by_another(project, "condensates", condensate_of(project, target))

        super().__init__(project, KIND, save, whose, id=id, highlight_cursor_line=False)
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
        at = _line_starts(self)[self.cursor_location[0]] + self.cursor_location[1]
        return max(0, bisect_right(spans, at, key=lambda span: span.start) - 1) if spans else -1

    def to_sentence(self, index: int) -> None:
        """Move the cursor to the end of a sentence."""
        spans = self._match()[1]
        if spans:
            end = spans[max(0, min(index, len(spans) - 1))].end
            row = bisect_right(_line_starts(self), end) - 1
            self.move_cursor((row, end - _line_starts(self)[row]))

    def insert_words(self, words: str) -> None:
        """Insert words at the cursor, separated by spaces."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        before = " " if line[:column].rstrip() == line[:column] and column else ""
        after = " " if line[column : column + 1].strip() else ""
        self.insert(f"{before}{words}{after}")

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        line.stylize(CONDENSED)
        line_start = _line_starts(self)[line_index]
        sentences, spans = self._match()
        current = self.current
        for index, (sentence, span) in enumerate(zip(sentences, spans, strict=True)):
            start, end = max(0, span.start - line_start), span.end - line_start
            if start < end and start < len(line):
                if self.is_unsupported(sentence):
                    line.stylize(UNSUPPORTED, start, end)
                if index == current:
                    line.stylize(CURRENT_SENTENCE, start, end)
        return line

    def action_unit(self, by: int) -> None:
        self.post_message(self.UnitRequested(by))


def _line_starts(editor: CondensateEditor) -> Sequence[int]:
    """Return the offset of each line in the text."""
    newline = len(editor.document.newline)
    return [0, *accumulate(len(line) + newline for line in editor.document.lines)]


#: Code points of a unit's words that are inserted or shown at most.
LONGEST = 2000
#: The height of the context pane from which it shows the turns around the unit.
TURNS = 9
#: The width from which the title of the text is written in full.
WIDE = 110
#: Code points of a sentence shown in the list of support.
SENTENCE_LENGTH = 160
WARNING, USED, CURRENT = "⚠", "✓", "●"


class EvidenceDeck:
    """Units with the sentences they support: those outside the subgroup, the unused ones, then the others.

    `current` are the units of the current sentence.
    """

    lines, gap = LINES, 1

    def __init__(self, project: Project, condensation: Condensation) -> None:
        self._project = project
        self.condensation = condensation
        self.current: frozenset[str] = frozenset()
        outside = units_in_order(project, {unit.segment for unit in condensation.outside})
        self.units = [*outside, *condensation.units_in_order()]
        self.height = len(self.units)

    def mark(self, row: int) -> str:
        unit, condensation = self.units[row], self.condensation
        if unit in self.current:
            return CURRENT
        return WARNING if unit not in condensation.units else USED if unit in condensation.uses else " "

    def card(self, row: int, width: int) -> Sequence[Text]:
        unit = self.units[row]
        marks = MARKS[GOLD] if unit in self.condensation.gold else ""
        lines = unit_card(self._project, unit, width, marks, [self.use(unit)])
        if unit in self.current:
            for line in lines:
                line.stylize("bold")
        return lines

    def use(self, unit: str) -> str:
        """Return the sentences that a unit supports, in words."""
        numbers = self.condensation.uses.get(unit, [])
        sentences = "sentence" if len(numbers) == 1 else "sentences"
        sentences = f"{sentences} {', '.join(map(str, numbers))}" if numbers else ""
        if unit not in self.condensation.units:
            return "no longer in the subgroup" + (f"; linked to {sentences}" if sentences else "")
        return f"{USED} {sentences}" if sentences else "not used yet"


class CondensatePane(Horizontal, Interactive):
    """`open` shows a subgroup. The keys act on the unit under the cursor and the current sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("condense"), *actions.bindings("condensing")]

    class AnotherRequested(Message):
        """Open the next subgroup, or the previous one."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self.project = project
        self.code: Code | None = None
        self._deck: EvidenceDeck | None = None
        self._shown: object = None
        self._support = Text()
        self._chose_sentence = False

    def compose(self) -> ComposeResult:
        with Vertical(id="condense-left"):
            yield Static(id="condense-units-title", classes="title", markup=False)
            yield Cards(id="condense-units")
            yield Page(id="condense-context")
        with Vertical(id="condense-right"):
            yield Static(id="condense-text-title", classes="title", markup=False)
            yield CondensateEditor(self.project, self._save, id="condense-editor")
            yield Page(id="condense-support")

    def on_mount(self) -> None:
        self.cards.following = self._show_unit
        self.editor.read_only = self.project.readonly

    def on_resize(self) -> None:
        def resized() -> None:
            self._show_text()
            self._show_unit()

        self.call_after_refresh(resized)

    @property
    def cards(self) -> Cards:
        return self.query_one("#condense-units", Cards)

    @property
    def editor(self) -> CondensateEditor:
        return self.query_one(CondensateEditor)

    @property
    def unit(self) -> str:
        """The unit under the cursor; "" if there is none."""
        deck = self._deck
        return deck.units[self.cards.row] if deck is not None and deck.height else ""

    # Showing

    def open(self, code: Code, unit: str = "") -> None:
        """Show a subgroup, after saving the text of the previous one."""
        self.code = code
        condensation = Condensation(self.project, code)
        text = prose(condensation.sentences)
        if self.project.readonly:
            self.editor.text = text  # without a target it neither shows nor saves a draft
        else:
            self.editor.show_text(code.id, text)
            if self.editor.overtaken:
                self._choose_text()
            elif self.editor.recovered:
                self.notify("Unsaved draft restored: press e, then Esc to save it or Ctrl+G to discard it")
        self.editor.move_cursor(self.editor.document.end)
        self._show_units(condensation, unit)
        self.to_unlinked()

    @interactive
    async def _choose_text(self) -> None:
        """Ask which of two texts to keep: the draft, or the one saved after it was begun."""
        options = [("draft", "m", "Keep editing the draft"), ("saved", "s", "Discard the draft")]
        detail = "The condensate was saved after this draft was begun."
        if await self.choose("This condensate has two versions", options, detail) == "saved":
            self.editor.action_give_up()

    def to_unlinked(self) -> None:
        """Move to the first sentence that no unit supports, where there is one: the next link goes to it."""
        self._chose_sentence = False
        unsupported = (n for n, sentence in enumerate(self.editor.sentences) if self.editor.is_unsupported(sentence))
        if (first := next(unsupported, None)) is not None:
            self.editor.to_sentence(first)

    def close(self) -> bool:
        """Save the text; return whether that worked."""
        return self.editor.settle()

    def follow(self) -> None:
        """Show the subgroup after a change: the saved text, the units in their order."""
        if self.code is None:
            return
        if self.code.id not in self.project.codes:
            self.editor.keep()
            self.editor.target, self.code, self._deck = "", None, None
            self.cards.show(EmptyDeck())
            return
        self.code = self.project.codes[self.code.id]
        condensation = Condensation(self.project, self.code)
        self.editor.saved_meanwhile(prose(condensation.sentences))
        deck, unit = self._deck, self.unit
        units = condensation.units | {unit.segment for unit in condensation.outside}
        if deck is not None and set(deck.units) == units:
            deck.condensation = condensation  # units keep their rows until the focus returns to them
            self._show_support(condensation)
        else:
            self._show_units(condensation, unit)

    def sort_units(self) -> None:
        """Move the unused units to the top; the cursor stays on an unused unit, or goes to the first one."""
        deck, unit = self._deck, self.unit
        if deck is not None:
            self._show_units(deck.condensation, unit if unit in deck.condensation.unused else "")

    def _show_units(self, condensation: Condensation, unit: str) -> None:
        self._deck = deck = EvidenceDeck(self.project, condensation)
        self._shown = None  # the units of the current sentence are set anew
        self.cards.show(deck, deck.units.index(unit) if unit in deck.units else 0)
        self._show_support(condensation)

    def _show_support(self, condensation: Condensation) -> None:
        self.editor.set_support(condensation.sentences, condensation.is_unsupported)
        number, unused = format_units(len(condensation.units)), len(condensation.unused)
        tail = "" if not condensation.units else f", {unused:,} unused" if unused else ", all used"
        self._show_title("#condense-units-title", f"{number[0].upper()}{number[1:]}", tail)
        self._show_text()
        self.cards.redraw()

    def _show_title(self, id: str, name: str, rest: str) -> None:
        title = Text.assemble((f" {name}", "bold"), (rest, "not bold"), no_wrap=True, overflow="ellipsis")
        self.query_one(id, Static).update(title, layout=False)

    def _show_text(self) -> None:
        """Show what depends on the text and its cursor: the title, the support, the units of the sentence."""
        deck, editor = self._deck, self.editor
        if deck is None:
            return
        sentences, current = editor.sentences, editor.current
        page = self.query_one("#condense-support", Page)
        shown = (deck.condensation, editor.text, editor.changed, current, page.size, self.size)
        if shown == self._shown:  # a key that changes the text moves the cursor too: two events
            return
        self._shown = shown
        unsupported = sum(map(editor.is_unsupported, sentences))
        wide = self.size.width >= WIDE
        parts = [format_count(len(editor.text.split()), "word"), "not saved" if editor.changed else ""]
        if unsupported:
            number = format_count(unsupported, "sentence") if wide else f"{unsupported:,}"
            parts.append(f"{WARNING} {number} without unit")
        name = CONDENSATE if wide else CONDENSATE.partition(" (")[0]
        self._show_title("#condense-text-title", name, f" · {' · '.join(filter(None, parts))}")
        room = max(1, page.size.height)
        first = max(0, min(current - room // 2, len(sentences) - room))
        lines = [
            _support_line(deck.condensation, number, sentence, number == current + 1)
            for number, sentence in enumerate(sentences[first : first + room], first + 1)
        ]
        support = Text("\n", no_wrap=True, overflow="ellipsis").join(lines)
        if support != self._support:
            self._support = support
            page.show(support)
        units = frozenset(sentences[current].units) if current >= 0 else frozenset()
        if units != deck.current:
            deck.current = units
            self.cards.redraw()

    def _show_unit(self) -> None:
        deck, unit = self._deck, self.unit
        page = self.query_one("#condense-context", Page)
        if not unit:
            page.show("")
        elif page.size.height >= TURNS:
            page.show(segment_in_context(self.project, self.project.segments[unit]))
        else:
            page.show(Text(printable(self._words())))
        if deck is not None and unit and self.cards.has_focus:
            self.say(f"{self.cards.row + 1:,}/{deck.height:,} · {deck.use(unit)}")

    def _words(self) -> str:
        return " ".join(self.project.segments[self.unit].quote[:LONGEST].split())

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def show_changed_text(self) -> None:
        """Show what depends on the text and its cursor."""
        self._show_text()

    # Actions

    def _save(self, target: str, text: str) -> None:
        """Save the text; an empty one deletes the condensate."""
        saved = condensate_of(self.project, target)
        if text.strip():
            condensates.write(self.project, self.project.codes[target], text)
        elif saved is not None:
            condensates.remove(self.project, saved)

    def action_link(self) -> None:
        """Link the unit to the current sentence, or unlink it; the text is saved first."""
        editor, code, unit = self.editor, self.code, self.unit
        current = editor.current
        if code is None or not unit:
            self.say("No unit to link")
            return
        if current < 0:
            self.say("Write a sentence first. Press e to edit the text.")
            return
        if not editor.settle():
            return
        saved = condensate_of(self.project, code.id)
        if saved is not None and current < len(saved.sentences):
            sentence = saved.sentences[current]
            operation = condensates.unlink if unit in sentence.units else condensates.link
            self.attempt(lambda: operation(self.project, saved, sentence.key, [unit]))

    def action_gold(self) -> None:
        """Mark the unit as a gold quotation of the subgroup, or unmark it."""
        code, deck, unit = self.code, self._deck, self.unit
        if code is None or deck is None or not unit:
            self.say("No unit to mark")
        elif unit not in deck.condensation.units:
            self.say("This unit is no longer in the subgroup")
        else:
            mark = "" if unit in deck.condensation.gold else GOLD
            self.attempt(lambda: groups.mark(self.project, [unit], code, mark))

    def action_words(self) -> None:
        """Insert the unit's words at the cursor of the text, and edit it."""
        if self.unit and self._require_writable():
            self._to_end()
            self.editor.insert_words(self._words())
            self.editor.focus()

    def action_sentence(self, by: int) -> None:
        number, last = self.editor.current + by, len(self.editor.sentences) - 1
        if last < 0:
            self.say("No sentence yet: e edits the text")
        elif 0 <= number <= last:
            self._chose_sentence = True
            self.editor.to_sentence(number)
        else:
            self.say("This is the last sentence" if by > 0 else "This is the first sentence")

    def action_write(self) -> None:
        """Edit the text: at the sentence that was chosen, else at its end."""
        if self._require_writable():
            self._to_end()
            self.editor.focus()

    def _to_end(self) -> None:
        """Move to the end of the text, unless a sentence was chosen."""
        if not self._chose_sentence:
            self.editor.move_cursor(self.editor.document.end)

    def _require_writable(self) -> bool:
        if self.project.readonly:
            self.fail(ReadOnly())
        return not self.project.readonly

    def on_autosave_editor_left(self) -> None:
        """Move from a new sentence to the first one without a unit."""
        sentences, current = self.editor.sentences, self.editor.current
        if current >= 0 and self.editor.is_unsupported(sentences[current]):
            self.to_unlinked()

    def action_another(self, by: int) -> None:
        self.post_message(self.AnotherRequested(by))

    @interactive
    async def action_remove(self) -> None:
        """Delete the condensate; ask where it has sentences."""
        condensate = condensate_of(self.project, self.code.id) if self.code is not None else None
        if condensate is None:
            self.say("No condensate to delete")
        elif self._require_writable() and self.editor.settle():
            condensate = existing(self.project.condensates, condensate.id)  # with what was typed last
            remove = partial(condensates.remove, self.project, condensate)
            links = sum(len(sentence.units) for sentence in condensate.sentences)
            content = f"{format_count(len(condensate.sentences), 'sentence')} and {format_count(links, 'unit link')}"
            options = [("cancel", "c", "Cancel"), ("delete", "d", f"Delete with {content}")]
            title = f"Delete the condensate of {self.project.codes[condensate.code].name}?"
            detail = f"{foresee(self.project, remove, {condensate.id})} The units stay; u restores it.".strip()
            if not condensate.sentences or await self.choose(title, options, detail) == "delete":
                remove()

    def on_condensate_editor_unit_requested(self, event: CondensateEditor.UnitRequested) -> None:
        event.stop()
        self.cards.move_to(self.cards.row + event.by)


def _support_line(condensation: Condensation, number: int, sentence: Sentence, current: bool) -> Text:
    """Return a sentence with the number of its units and their participants."""
    inside = [unit for unit in sentence.units if unit in condensation.units]
    outside = len(sentence.units) - len(inside)
    participants = [participant_and_wave(condensation.study, unit)[0] for unit in inside]
    names = dict.fromkeys(participant.name for participant in participants if participant is not None)
    support = " ".join([format_units(len(inside)), *names]) if inside else f"{WARNING} {format_units(0)}"
    support += f" {WARNING} {outside} outside" if outside else ""
    line = Text("▸" if current else " ")
    line.append(f"{number:>2} ", "bold" if current else "dim")
    line.append(f"{support}  ", "" if inside and not outside else "bold")
    return line.append(printable(excerpt(sentence.text, SENTENCE_LENGTH)), "italic" if current else "italic dim")
