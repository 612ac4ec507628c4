"""The transcript pane: reading, selecting and coding one source, and writing about it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from coder.analysis.quotations import reference
from coder.model.source import Source
from coder.project import Project
from coder.tui.coding.level_acts import LevelActs
from coder.tui.keymap import actions
from coder.tui.memos.memo_writing import Target
from coder.tui.transcript.view import MOVES


class TranscriptPane(LevelActs):
    """Shows one source; each key does one act of the table of actions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in actions.bindings("transcript") if binding.action.partition("(")[0] not in MOVES
    ]

    class WriteMemo(Message):
        """Open the memo editor on this."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class CopyQuotation(Message):
        """Copy a quotation with its reference."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_correct(self) -> None:
        from coder.tui.correction import entry
        from coder.tui.kit.project_screen import ProjectScreen

        project, source, screen = self.project, self.source, self.screen
        if project is None or source is None:
            self.post_message(self.WantImport())
        elif isinstance(screen, ProjectScreen) and source.turns:
            entry.edit(screen, project, source, self.view.cursor.units.turn_index(self.view.cursor.span.start))

    class Quote(Message):
        """Quote the unit in a memo."""

    def action_quote(self) -> None:
        if self._selected() is not None:
            self.post_message(self.Quote())

    def action_memo(self, about: str) -> None:
        project, source = self.project, self.source
        if project is None:
            return
        if about == "project":
            self.post_message(self.WriteMemo(Target("project", project.info.id)))
        elif source is None:
            self.post_message(self.WantImport())
        elif about == "document":
            self.post_message(self.WriteMemo(Target("sources", source.id)))
        elif about == "participant":
            if source.participant is None:
                self.say("This transcript has no participant yet: g h, then p")
            else:
                self.post_message(self.WriteMemo(Target("participants", source.participant)))
        else:
            self.post_message(self.WriteMemo(self._unit_target(project, source)))

    def _unit_target(self, project: Project, source: Source) -> Target:
        chosen = self.view.selection
        here = self.under_cursor()
        exact = [one for one in here if one.span == chosen]
        inside = [one for one in here if one.span.contains(self.view.cursor.span)]
        found = exact or (inside if self.view.cursor.anchor is None else [])
        if found:
            return Target("segments", found[0].id)
        return Target("segments", source.id, chosen.start, chosen.end)

    def action_copy(self) -> None:
        project, source, chosen = self.project, self.source, self._selected(writing=False)
        if project is None or source is None or chosen is None:
            return
        self.post_message(self.CopyQuotation(reference(project, source, chosen)))
