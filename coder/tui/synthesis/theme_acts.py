"""What is done to themes: added, named, moved, deleted; taken up, dropped, opened again; made code groups."""

from __future__ import annotations

from collections.abc import Callable

from coder.model.condensation import Theme
from coder.project.operations import groups, themes
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Item, Pick
from coder.tui.kit.project_screen import ProjectScreen


class ThemeActs(ProjectScreen):
    """What a screen with themes does to `theme`, the one under the cursor."""

    @property
    def theme(self) -> Theme | None:
        """The theme under the cursor of the list that has the keys."""
        raise NotImplementedError

    @property
    def on_negotiated(self) -> bool:
        """Whether the negotiated list has the keys."""
        raise NotImplementedError

    def show_theme(self, id: str) -> None:
        """Show all again, the cursor on this theme."""
        raise NotImplementedError

    def _need(self) -> Theme | None:
        theme = self.theme
        if theme is None:
            self.say("No theme is under the cursor: a adds one")
        return theme

    def _is_preliminary(self) -> Theme | None:
        theme = self._need()
        if theme is not None and theme.negotiated:
            self.say("This one is on the negotiated list: preliminary themes are taken up or dropped")
            return None
        return theme

    def action_add(self) -> None:
        agreed = self.on_negotiated
        title = "Negotiated theme:" if agreed else "Preliminary theme:"
        self.post_message(Ask(title, lambda name: self._add(name, agreed)))

    def _add(self, name: str, agreed: bool) -> None:
        if name.strip():
            self.attempt(lambda: themes.add(self.project, name, negotiated=agreed))

    def action_rename(self) -> None:
        self._describe("Name:", "name")

    def action_note(self) -> None:
        self._describe("Note:", "note")

    def _describe(self, title: str, field: str) -> None:
        theme = self._need()
        if theme is None:
            return

        def then(text: str) -> None:
            fields = {field: text}
            self.attempt(lambda: themes.describe(self.project, theme, **fields))

        self.post_message(Ask(title, then, initial=theme[field]))

    def action_shift(self, by: int) -> None:
        theme = self._need()
        if theme is None:
            return
        lists = themes.negotiated(self.project) if theme.negotiated else themes.preliminary(self.project, theme.coder)
        place = [one.id for one in lists].index(theme.id) + by
        if 0 <= place < len(lists):
            self.attempt(lambda: themes.move(self.project, theme, place))
            self.show_theme(theme.id)

    def action_delete(self) -> None:
        theme = self._need()
        if theme is not None:
            self.attempt(lambda: themes.remove(self.project, theme))

    def action_take(self) -> None:
        """Take the theme up into a negotiated one, chosen or new, and say why."""
        theme = self._is_preliminary()
        if theme is None:
            return
        agreed = themes.negotiated(self.project)
        items = [Item(one.id, one.name, detail=one.note) for one in agreed]

        def choose(ids: tuple[str, ...], created: str) -> None:
            into = self.project.themes[ids[0]] if ids else created
            self._why(lambda why: themes.take(self.project, theme, into, why))

        self.post_message(Pick(f"“{theme.name}” goes into …", list_finder(items), choose, create=True))

    def action_drop(self) -> None:
        theme = self._is_preliminary()
        if theme is not None:
            self._why(lambda why: themes.drop(self.project, theme, why))

    def action_reopen(self) -> None:
        theme = self._is_preliminary()
        if theme is not None and theme.fate:
            self._why(lambda why: themes.reopen(self.project, theme, why))

    def _why(self, decide: Callable[[str], object]) -> None:
        def then(why: str) -> None:
            self.attempt(lambda: decide(why))

        self.post_message(Ask("Why (for the trail):", then))

    def action_make_group(self) -> None:
        """Make a code group of a negotiated theme; the code is called as the theme."""
        theme = self._need()
        if theme is None:
            return
        if not theme.negotiated:
            self.say("A code group comes from a theme of the negotiated list: t takes this one up")
            return
        self.attempt(lambda: groups.make(self.project, None, [theme]))
