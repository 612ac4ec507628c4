"""Claim check: each sentence of an analytic text against what it rests on, and against whole transcripts."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from coder.analysis.method.staleness import Standing
from coder.errors import NotFound
from coder.model.condensation import AnalyticText, Sentence, Verdict
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis, verdicts
from coder.tui.backcheck.check_screen import interrupt
from coder.tui.backcheck.check_walk import WalkScreen
from coder.tui.backcheck.rendering import condensates, quoted
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask
from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen


class ClaimCheckScreen(WalkScreen):
    """The sentence above; its units, what contradicts it and the condensates of the group below."""

    where = "claimcheck"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("checking"),
        *actions.bindings("claimcheck"),
    ]

    def compose_reading(self) -> ComposeResult:
        yield Static(id="walk-sentence", markup=False)
        yield Page(id="walk-read")

    @property
    def text(self) -> AnalyticText | None:
        return analytic_text_of(self.project, self.walk.group)

    @property
    def sentence(self) -> Sentence | None:
        text = self.text
        key = self.walk.item
        return next((one for one in text.sentences if one.key == key), None) if text is not None else None

    def _holder(self, item: str) -> str:
        return self.text.id if self.text is not None else ""

    def given(self) -> list[Standing]:
        return self.standings(self.walk.item)

    def mine(self) -> Verdict | None:
        if self.text is None or not self.walk.items:
            return None
        return verdicts.given(self.project, text=self.text.id, sentence=self.walk.item)

    def judge(self, verdict: str) -> Verdict:
        text, key, mine = self.text, self.walk.item, self.mine()
        if text is None:
            raise NotFound("The analytic text is gone")
        note = mine.note if mine is not None and mine.verdict == verdict else ""
        return verdicts.claim_check(
            self.project, text, key, verdict, self.searched(key), self.contradicting(key), note
        )

    def searched(self, key: str) -> bool:
        """Whether counter-examples were searched for, as far as it was said."""
        mine = self.mine()
        return mine.counter if mine is not None else self.walk.counter.get(key, False)

    def all_against(self) -> list[str]:
        """What contradicts the sentence, as far as anybody said."""
        said = [unit for given in self.given() for unit in given.verdict.against]
        return list(dict.fromkeys([*self.contradicting(self.walk.item), *said]))

    # What is shown

    def where_from(self) -> str:
        return ""  # a claim is of no single place

    def number(self) -> str:
        """The number it has in the analytic text: the walk begins with what is stale, wherever that stands."""
        text, sentence = self.text, self.sentence
        if text is None or sentence is None:
            return ""
        return f"claim {text.sentences.index(sentence) + 1}/{len(text.sentences)}"

    def show_read(self) -> None:
        sentence, group = self.sentence, self.group
        if sentence is None or group is None:
            return
        self.query_one("#walk-sentence", Static).update(sentence.text)
        told = Text()
        told.append("Supported by\n" if sentence.units else "No unit supports this sentence.\n", "bold")
        for unit in sentence.units:
            told.append("  ").append_text(quoted(self.project, unit)).append("\n")
        against = self.all_against()
        if against:
            told.append("\nContradicted by\n", "bold")
            for unit in against:
                told.append("  ").append_text(quoted(self.project, unit)).append("\n")
        told.append("\n").append_text(condensates(self.project, group))
        self.page.show(told)

    def show_about(self) -> None:
        super().show_about()
        key = self.walk.item
        if self.mine() is None and (key in self.walk.counter or key in self.walk.against):
            searched = "yes" if self.searched(key) else "no"
            state = self.query_one("#walk-state", Static)
            against = len(self.contradicting(key))
            kept = (
                f"before the verdict: counter-examples searched for: {searched} · {against or 'none'} contradicting"
            )
            state.update(Text(kept, "italic"))

    # Acts

    def action_counter(self) -> None:
        """Counter-examples were searched for, or were not."""
        if not self.walk.items:
            return
        key, mine = self.walk.item, self.mine()
        wanted = not self.searched(key)
        if mine is not None:
            self.act(lambda: verdicts.amend(self.project, mine, counter=wanted))
        else:
            self.walk.counter[key] = wanted
            self.show_about()
        self.say(f"counter-examples searched for: {'yes' if wanted else 'no'}")

    def contradict(self, item: str, ids: tuple[str, ...]) -> None:
        super().contradict(item, ids)
        self.show_read()

    def action_reword(self) -> None:
        """Say the sentence in other words; the verdict remembers that it led to that."""
        text, sentence, because = self.text, self.sentence, self.mine()
        if text is None or sentence is None:
            return

        def then(words: str) -> None:
            there = self.text
            if there is not None and words.strip() != sentence.text:
                self.act(lambda: synthesis.reword(self.project, there, sentence.key, words, because))

        self.post_message(Ask("The sentence (empty: it goes):", then, initial=sentence.text))

    # Going

    def _look(self, place: str) -> None:
        """Look for counter-examples elsewhere; the back-check comes back here."""
        interrupt(self.project, self.walk)
        self.shell.open(place)
        screen = self.app.screen
        if isinstance(screen, ProjectScreen):
            told = "g v comes back to the claim; there, c says that you searched"
            screen.call_after_refresh(screen.say, told)

    def action_search_here(self) -> None:
        self._look("search")

    def action_retrieve(self) -> None:
        self._look("retrieve")

    def action_open(self) -> None:
        sentence = self.sentence
        units = [*sentence.units, *self.all_against()] if sentence is not None else []
        if not units:
            self.say("No unit supports this sentence")
            return
        unique = list(dict.fromkeys(units))
        shell, project, walk = self.shell, self.project, self.walk

        def back() -> None:
            interrupt(project, walk)
            shell.open("check")

        shell.open("segments", title="Units of the claim", find=lambda: unique, back=back, back_to="back-check")
