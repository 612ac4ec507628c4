"""What is done where the units of a subgroup stand beside its condensate: link, mark, write, go on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from coder.errors import ReadOnly
from coder.model.segment import GOLD
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import condensates, groups
from coder.tui.keymap import actions
from coder.tui.kit.messages import Failed
from coder.tui.synthesis.condensate_editor import CondensateEditor
from coder.tui.synthesis.condensing import LONGEST, CondensingView


class CondensingPane(CondensingView):
    """The keys of the units work on the unit under the cursor and the sentence that the text's cursor is in."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("condense"), *actions.bindings("condensing")]

    class Another(Message):
        """The next subgroup, or the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_link(self) -> None:
        """Link the unit to the sentence that one is in, or take it off; what was typed is saved first."""
        editor, code, unit = self.editor, self.code, self.unit
        place = editor.current
        if code is None or not unit:
            self.say("There is no unit to link")
            return
        if place < 0:
            self.say("Write a sentence first: e goes to the text")
            return
        if not editor.settle():
            return
        saved = condensate_of(self.project, code.id)
        if saved is None or place >= len(saved.sentences):
            return
        sentence = saved.sentences[place]
        act = condensates.unlink if unit in sentence.units else condensates.link
        self.attempt(lambda: act(self.project, saved, sentence.key, [unit]))

    def action_gold(self) -> None:
        """Mark the unit as a gold quotation of the subgroup, or take the mark away."""
        code, deck, unit = self.code, self._deck, self.unit
        if code is None or deck is None or not unit:
            self.say("There is no unit to mark")
        elif unit not in deck.found.units:
            self.say("This unit has left the subgroup")
        else:
            mark = "" if unit in deck.found.gold else GOLD
            self.attempt(lambda: groups.mark(self.project, [unit], code, mark))

    def action_words(self) -> None:
        """Put the unit's own words into the text where its cursor is, and go on writing there."""
        if self.unit and self._writable():
            words = " ".join(self.project.segments[self.unit].quote[:LONGEST].split())
            self.editor.insert_words(words)
            self.editor.focus()

    def action_sentence(self, by: int) -> None:
        self.editor.to_sentence(self.editor.current + by)

    def action_write(self) -> None:
        if self._writable():
            self.editor.focus()

    def _writable(self) -> bool:
        """Whether the text may be written; says so where it may not."""
        if self.project.readonly:
            self.post_message(Failed(ReadOnly()))
        return not self.project.readonly

    def action_another(self, by: int) -> None:
        self.post_message(self.Another(by))

    def action_remove(self) -> None:
        old = condensate_of(self.project, self.code.id) if self.code is not None else None
        if old is None:
            self.say("There is no condensate to remove")
            return
        if self.editor.settle():
            self.attempt(lambda: condensates.remove(self.project, old))

    def on_condensate_editor_unit_wanted(self, event: CondensateEditor.UnitWanted) -> None:
        event.stop()
        self.cards.move_to(self.cards.row + event.by)
