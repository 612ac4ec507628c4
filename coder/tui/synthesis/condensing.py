"""The units of a subgroup beside its condensate, and below that each sentence with what supports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.condensates import Condensation
from coder.analysis.method.units import participant_and_wave
from coder.model.codebook import Code
from coder.model.condensation import Sentence, prose
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import condensates
from coder.project.segments import excerpt
from coder.text.cells import printable
from coder.text.phrases import format_count, format_units
from coder.tui.kit.cards import Cards, EmptyDeck
from coder.tui.kit.messages import Choose
from coder.tui.kit.page import Page
from coder.tui.kit.questions import Interactive
from coder.tui.kit.segment_list import segment_in_context
from coder.tui.synthesis.condensate_editor import CondensateEditor
from coder.tui.synthesis.condense_decks import LEFT, UseDeck

#: A unit's own words are put into the text up to so many code points.
LONGEST = 2000
#: Where the place below the units is lower, there is room for the unit's words only, not for the turns around it.
TURNS = 9
#: With fewer columns the title of the text is short.
WIDE = 110
#: Of a sentence so much is shown beside its units.
SHOWN = 160


class CondensingView(Horizontal, Interactive):
    """One subgroup at a time; `open` shows one, `unit` is the one under the cursor."""

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self.project = project
        self.code: Code | None = None
        self._deck: UseDeck | None = None
        self._shown: object = None
        self._support = Text()

    def compose(self) -> ComposeResult:
        with Vertical(id="condense-left"):
            yield Static(id="condense-units-title", classes="title", markup=False)
            yield Cards(id="condense-units")
            yield Page(id="condense-around")
        with Vertical(id="condense-right"):
            yield Static(id="condense-text-title", classes="title", markup=False)
            yield CondensateEditor(self.project, self._save, id="condense-editor")
            yield Page(id="condense-support")

    def on_mount(self) -> None:
        self.cards.following = self._to_unit
        self.editor.read_only = self.project.readonly

    def on_resize(self) -> None:
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._show_text()
        self._to_unit()

    @property
    def cards(self) -> Cards:
        return self.query_one("#condense-units", Cards)

    @property
    def editor(self) -> CondensateEditor:
        return self.query_one(CondensateEditor)

    @property
    def unit(self) -> str:
        """The unit under the cursor; "" where there is none."""
        deck = self._deck
        return deck.units[self.cards.row] if deck is not None and deck.height else ""

    # Showing

    def open(self, code: Code, unit: str = "") -> None:
        """Show a subgroup, after saving what was typed into the one before."""
        self.code = code
        found = Condensation(self.project, code)
        if self.project.readonly:
            self.editor.text = prose(found.sentences)  # without a target it neither shows nor keeps a draft
        else:
            self.editor.show_text(code.id, prose(found.sentences))
            self._tell_of_draft()
        self.editor.move_cursor(self.editor.document.end)
        self._look(found, unit)

    def _tell_of_draft(self) -> None:
        """What is shown was not saved: say so; where another text was saved meanwhile, ask which it is to be."""
        if self.editor.overtaken:
            options = [
                ("mine", "m", "Go on with what was typed"),
                ("saved", "s", "The saved text; drop what was typed"),
            ]

            def decide(what: str) -> None:
                if what == "saved":
                    self.editor.action_give_up()

            detail = "What was typed here was not saved, and another text was, later."
            self.post_message(Choose("There are two texts of this condensate", options, decide, detail))
        elif self.editor.recovered:
            self.notify("What is shown was typed and not saved: e, then Esc saves it; Ctrl+G gives it up.")

    def close(self) -> bool:
        """Save what was typed; tells whether that worked."""
        return self.editor.settle()

    def follow(self) -> None:
        """Something was changed: the text as it is saved now, and the units where they were."""
        if self.code is None:
            return
        if self.code.id not in self.project.codes:
            self.editor.keep()
            self.editor.target, self.code, self._deck = "", None, None
            self.cards.show(EmptyDeck())
            return
        self.code = self.project.codes[self.code.id]
        found = Condensation(self.project, self.code)
        self.editor.saved_meanwhile(prose(found.sentences))
        deck, unit = self._deck, self.unit
        if deck is not None and set(deck.units) == found.units | {one.segment for one in found.outside}:
            deck.found = found  # nothing moves under the hand; sorted again when one comes back to the units
            self._refresh(found)
        else:
            self._look(found, unit)

    def _look(self, found: Condensation, unit: str) -> None:
        self._deck = deck = UseDeck(self.project, found)
        self._shown = None  # the deck is to be told anew which units are those of the sentence
        self.cards.show(deck, deck.units.index(unit) if unit in deck.units else 0)
        self._refresh(found)

    def _refresh(self, found: Condensation) -> None:
        self.editor.supported_by(found.sentences, found.is_unsupported)
        number, unused = format_units(len(found.units)), len(found.unused)
        tail = "" if not found.units else f", {unused:,} unused" if unused else ", all used"
        self._title("#condense-units-title", f" {number[0].upper()}{number[1:]}", tail)
        self._show_text()
        self.cards.redraw()

    def sort_units(self) -> None:
        """The unused units first again; the cursor stays on an unused one, else goes to the first."""
        deck, unit = self._deck, self.unit
        if deck is not None:
            self._look(deck.found, unit if unit in deck.found.unused else "")

    def _title(self, where: str, name: str, rest: str) -> None:
        title = Text.assemble((name, "bold"), (rest, "not bold"), no_wrap=True, overflow="ellipsis")
        self.query_one(where, Static).update(title, layout=False)

    def _show_text(self) -> None:
        """What depends on the text and on where the cursor is in it."""
        deck, editor = self._deck, self.editor
        if deck is None:
            return
        made, current = editor.sentences, editor.current
        page = self.query_one("#condense-support", Page)
        shown = (deck.found, editor.text, editor.changed, current, page.size, self.size)
        if shown == self._shown:  # a key that changes the text moves the cursor too: told twice
            return
        self._shown = shown
        words = len(editor.text.split())
        bare = sum(map(editor.bare, made))
        parts = [format_count(words, "word") if words else "no word yet"]
        parts += ["not saved"] if editor.changed else []
        wide = self.size.width >= WIDE
        parts += [f"{LEFT} {format_count(bare, 'sentence') if wide else f'{bare:,}'} without unit"] if bare else []
        name = CONDENSATE if wide else CONDENSATE.partition(" (")[0]
        self._title("#condense-text-title", f" {name}", f" · {' · '.join(parts)}")
        self._show_support(page, made, current)
        here = frozenset(made[current].units) if current >= 0 else frozenset()
        if here != deck.here:
            deck.here = here
            self.cards.redraw()

    def _show_support(self, page: Page, made: Sequence[Sentence], current: int) -> None:
        """The sentences that there is room for, around the one that one is in; sent only where they are others."""
        room = max(1, page.size.height)
        first = max(0, min(current - room // 2, len(made) - room))
        lines = [
            self._line(number, one, number == current + 1)
            for number, one in enumerate(made[first : first + room], first + 1)
        ]
        text = Text("\n", no_wrap=True, overflow="ellipsis").join(lines)
        if text != self._support:
            self._support = text
            page.show(text)

    def _line(self, number: int, sentence: Sentence, here: bool) -> Text:
        """A sentence with what supports it."""
        deck = self._deck
        assert deck is not None
        inside = [unit for unit in sentence.units if unit in deck.found.units]
        gone = len(sentence.units) - len(inside)
        names = dict.fromkeys(
            one.name for one, _ in (participant_and_wave(self.project, unit) for unit in inside) if one is not None
        )
        support = " ".join([format_units(len(inside)), *names]) if inside else f"{LEFT} no unit"
        support += f" {LEFT} {gone} left" if gone else ""
        line = Text("▸" if here else " ")
        line.append(f"{number:>2} ", "bold" if here else "dim")
        line.append(f"{support}  ", "" if inside and not gone else "bold")
        return line.append(printable(excerpt(sentence.text, SHOWN)), "italic" if here else "italic dim")

    def _to_unit(self) -> None:
        deck, unit = self._deck, self.unit
        page = self.query_one("#condense-around", Page)
        if not unit:
            page.show("")
        elif page.size.height >= TURNS:
            page.show(segment_in_context(self.project, self.project.segments[unit]))
        else:
            page.show(Text(printable(" ".join(self.project.segments[unit].quote[:LONGEST].split()))))
        if deck is not None and unit and self.cards.has_focus:
            self.say(f"{self.cards.row + 1:,}/{deck.height:,} · {deck.use(unit)}")

    def on_text_area_changed(self) -> None:
        self._show_text()

    def on_text_area_selection_changed(self) -> None:
        self._show_text()

    # Keeping

    def _save(self, target: str, text: str) -> None:
        """What the editor saves by; an empty text takes the condensate away."""
        code = self.project.codes[target]
        old = condensate_of(self.project, target)
        if text.strip():
            condensates.write(self.project, code, text)
        elif old is not None:
            condensates.remove(self.project, old)
