"""What a screen asks of a person: a line, one of a list, one of a few, one of two texts; the keys go back then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from coder.tui.kit.messages import Ask, Choose, Compare, Pick
from coder.tui.kit.status import HintLine

if TYPE_CHECKING:
    from coder.tui.kit.picker import Picker
    from coder.tui.kit.prompt import Prompt


class Asking(Screen[None]):
    """A screen with two lines at its foot, above which its panes can ask for something."""

    def __init__(self) -> None:
        super().__init__()
        self._back_to: Widget | None = None
        self._picker: Picker | None = None
        self._prompt: Prompt | None = None

    def show_hints(self) -> None:
        """Show the keys of what has the focus."""
        raise NotImplementedError

    @property
    def asking(self) -> bool:
        """Whether the picker or the prompt has the keys."""
        return any(one is not None and one.is_open for one in (self._picker, self._prompt))

    async def on_pick(self, event: Pick) -> None:
        event.stop()
        self._remember_keys()
        picker, _ = await self._mount_questions()
        picker.open(event)
        several = [("Tab", "several")] if event.many else []
        self.query_one(HintLine).set([("Enter", "choose"), *several, ("↑ ↓", "move"), ("Esc", "leave")])

    async def on_ask(self, event: Ask) -> None:
        event.stop()
        self._remember_keys()
        _, prompt = await self._mount_questions()
        prompt.open(event)
        self.query_one(HintLine).set([("Enter", "done"), ("Esc", "leave it")])

    def _remember_keys(self) -> None:
        """Who had the keys gets them back; a question that leads to the next had them only meanwhile."""
        focused = self.focused
        if focused is not None and not {self._picker, self._prompt}.intersection(focused.ancestors):
            self._back_to = focused

    def on_picker_closed(self) -> None:
        self._give_back()

    def on_prompt_closed(self) -> None:
        self._give_back()

    def _give_back(self) -> None:
        if self.asking:  # one question led to the next
            return
        back, self._back_to = self._back_to, None
        if back is not None and back.is_attached:
            self.set_focus(back)
        self.show_hints()

    def on_choose(self, event: Choose) -> None:
        from coder.tui.kit.choice_modal import ChoiceScreen

        event.stop()

        def chosen(id: str | None) -> None:
            if id is not None:
                event.then(id)

        self.app.push_screen(ChoiceScreen(event), chosen)

    def on_compare(self, event: Compare) -> None:
        from coder.tui.memos.conflict_modal import ConflictModal

        event.stop()

        def chosen(what: str | None) -> None:
            if what is not None:
                event.then(what)

        self.app.push_screen(ConflictModal(event), chosen)

    async def _mount_questions(self) -> tuple[Picker, Prompt]:
        """The picker and the prompt, mounted if they are not yet there."""
        if self._picker is None or self._prompt is None:
            from coder.tui.kit.picker import Picker
            from coder.tui.kit.prompt import Prompt

            self._picker, self._prompt = Picker(id="picker"), Prompt(id="prompt")
            await self.mount(self._picker, self._prompt, before="#status")
        return self._picker, self._prompt
