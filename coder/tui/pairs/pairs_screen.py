"""Pairs: two interviews of one person side by side, and the note on what changed between them."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from coder.model.framework import CHANGE_TAGS, ChangeNote
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, THEN
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Choose, Pick
from coder.tui.pairs import state
from coder.tui.pairs.pair_sentence import PairSentence
from coder.tui.pairs.state import LINKS


class PairsScreen(PairSentence):
    """Reads a pair, and writes its notes of change."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("pairs")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "pairs_screen.tcss"]
    where = "pairs"

    def hints(self) -> list[tuple[str, str]]:
        if self.writing is not None and self.focused is self.writing:
            return [
                ("Esc", "save and close"),
                ("Ctrl+O", "questions"),
                ("Ctrl+G", "give up"),
                ("Tab", "look elsewhere"),
            ]
        return [*actions.hints("pairs"), ("n N", "next unit"), ("Tab", "other side"), *actions.hints("study", "app")]

    def aim(self, id: str) -> None:
        super().aim(id)
        note = self.project.change_notes.get(id)
        if note is not None and changes.subject_of(note)[:3] not in state.known(self.project):
            self.call_later(self._ask_of_stray, note)

    def _ask_of_stray(self, note: ChangeNote) -> None:
        """A note on waves that are no pair is in no table: say so, and let it go or stay."""
        person = self.project.participants[note.participant].name
        what = changes.about(self.project, changes.subject_of(note))

        def then(do: str) -> None:
            if do == "remove" and note.id in self.project.change_notes:
                self.doing(lambda: changes.remove(self.project, note), anywhere=True)

        options = [("keep", "k", "Keep it: an interview is still to come"), ("remove", "d", "Remove it")]
        detail = " ".join(filter(None, (note.tag and f"{note.tag}.", note.sentence)))
        self.post_message(Choose(f"{person}, {what}: this note stands on no pair", options, then, detail))

    # Where one is

    def action_pair(self, by: int) -> None:
        if not self.pairs:
            self.say(self.nobody)
            return
        if len(self.pairs) == 1:
            self.say("There is one pair")
            return
        pair = self.pairs[(self.number + by) % len(self.pairs)]
        self.settle()
        self.here.participant, self.here.first = pair.participant.id, pair.first.id
        self.show_pair()
        self.say(f"{pair.participant.name} · {format_count(len(self.pairs), 'pair')}")

    def action_about(self) -> None:
        pair = self.pair
        if pair is None:
            self.say(self.nobody)
            return

        def then(ids: tuple[str, ...], _: str) -> None:
            by, _, id = ids[0].partition(":")
            self.settle()
            self.here.code = id if by == "codes" and id != "pair" else None
            self.here.level = id if by == "levels" else None
            self.show_note()
            self.go_to_note()

        self.post_message(Pick("What the note is about", list_finder(state.what_for(self.project, pair)), then))

    def action_link(self) -> None:
        links = list(LINKS)
        self.here.link = links[(links.index(self.here.link) + 1) % len(links)]
        self.show_note()
        self.say(f"{self.here.link}: {LINKS[self.here.link]}")

    def action_pane(self, by: int) -> None:
        if self.writing is None or self.focused is not self.writing:
            self.here.side = THEN if self.here.side == FIRST else FIRST
            self.fit(self.size.width)
        self.active.view.focus()
        self._moved()

    def action_flip(self) -> None:
        if self.here.alone:
            self.action_pane(1)
        else:
            self.action_resize()

    def action_resize(self, by: int = 0) -> None:
        if by:
            super().action_resize(by)
            return
        self.here.alone = not self.here.alone
        self.fit(self.size.width)
        self.say("one side alone: Tab shows the other, z both" if self.here.alone else "both sides")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse chose a side, or the keys go to the sentence, or away from it."""
        if self.writing is not None:
            self.show_hints()
        for one in self.sides:
            if event.widget is one.view and self.here.side != one.side:
                self.here.side = one.side
                self.fit(self.size.width)

    def action_questions(self) -> None:
        from coder.tui.pairs.questions_modal import QuestionsScreen

        self.app.push_screen(QuestionsScreen())

    def action_open(self) -> None:
        source = self.active.source
        if source is None:
            return
        at, shell = self.active.view.cursor.span.start, self.shell
        self.settle()
        self.keep_places()
        shell.open(
            "coding", source=source, place=at, back=lambda: shell.open("pairs"), message="Esc goes back to the pair"
        )

    def action_leave(self) -> None:
        view = self.active.view
        if view.cursor.anchor is not None:
            view.clear_selection()
            return
        self.shell.open("coding")

    def left(self) -> None:
        self.settle()
        self.keep_places()

    # The note

    def action_tag(self) -> None:
        if self.pair is None:
            self.say(self.nobody)
            return
        what, note = self.subject, self.note
        options = [
            (name, tag.letter.lower(), f"{tag.glyph} {tag.letter}  {name}: {tag.means}")
            for name, tag in CHANGE_TAGS.items()
        ]
        if note is not None and note.tag:
            options.append(("", "n", "no tag"))

        def then(tag: str) -> None:
            self.doing(lambda: changes.note(self.project, what, tag=tag))

        self.post_message(Choose(f"What changed: {changes.about(self.project, what)}", options, then))

    def action_cite(self) -> None:
        one = self.active
        source, unit, span = one.source, one.unit(), one.view.selection
        if source is None or self.pair is None:
            self.say(self.nobody)
            return
        what = self.subject
        if unit is not None and unit.id in state.evidence(self.note, one.side)[0]:
            self.say("It is evidence already: x takes it away")
            return

        def cite() -> None:
            if unit is not None:
                changes.cite(self.project, what, one.side, unit)
            else:
                changes.cite_stretch(self.project, what, one.side, source, *span)

        self.doing(cite)

    def action_uncite(self) -> None:
        one = self.active
        ids, _ = state.evidence(self.note, one.side)
        cited = [unit for unit in one.under_cursor() if unit.id in ids]
        if not cited:
            self.say("The unit under the cursor is no evidence of this change")
            return
        self.doing(lambda: changes.uncite(self.project, self.subject, one.side, cited[0]))

    def action_absent(self) -> None:
        if self.pair is None:
            self.say(self.nobody)
            return
        what, side = self.subject, self.here.side
        _, why = state.evidence(self.note, side)

        def then(text: str) -> None:
            if side == FIRST:
                self.doing(lambda: changes.note(self.project, what, absent_first=text))
            else:
                self.doing(lambda: changes.note(self.project, what, absent_then=text))

        wave = self.project.waves[what.wave(side)].name
        self.post_message(Ask(f"Why there is no evidence at {wave}:", then, initial=why))

    def action_remove(self) -> None:
        note = self.note
        if note is None:
            self.say("There is no note on this yet")
            return
        self.doing(lambda: changes.remove(self.project, note))
