"""How the three panes of the coding screen share the room; remembered per project."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from coder.project import Project
from coder.tui.coding.code_tree import CodeTree
from coder.tui.kit import session_state
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.transcript.view import TranscriptView

#: Below this many columns there is one pane at a time.
NARROW = 60
#: From this many columns on, the right side is wider.
WIDE = 110
PANES = ("at-transcript", "at-codes", "at-memo")
#: Cells of the right side: by default, in a wide terminal, the least, and what stays for the transcript.
SIDE, SIDE_WIDE, SIDE_LEAST, TEXT_LEAST = 30, 38, 18, 30


class Arranged(ProjectScreen):
    """Zoom, the width of the side, the pane one was in, folded groups, and reading without stripes."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.places = session_state.of(project)
        self._at = PANES[0]
        self._side = 0

    def pane_keys(self) -> tuple[Widget, ...]:
        """What takes the keys in each pane, in the order of `PANES`."""
        raise NotImplementedError

    def begin_with(self, unit: str) -> None:
        """The unit of the cursor in a project that was not open here before."""
        if not self.places.when:
            self.places.granularity = unit

    def as_left(self) -> None:
        """Let all look as it was left."""
        kept = self.places
        tree = self.query_one(CodeTree)
        for id in kept.folded:
            if id in tree.nodes:
                tree.nodes[id].collapse()
        self.query_one(TranscriptView).codes_visible = kept.stripes
        self._at = kept.pane if kept.pane in PANES else PANES[0]
        self.pane_keys()[PANES.index(self._at)].focus()

    def keep_arrangement(self) -> None:
        """Remember how it looks."""
        nodes = self.query_one(CodeTree).nodes
        folded = [id for id, node in nodes.items() if node.children and not node.is_expanded]
        elsewhere = [id for id in self.places.folded if id not in nodes and id in self.project.codes]
        self.places.folded = [*elsewhere, *folded]
        self.places.pane = self._at

    def action_resize(self, by: int = 0) -> None:
        """Make the side panes wider by some cells, or (0) zoom the focused pane."""
        width = self.size.width
        if not by:
            self.places.zoomed = not self.places.zoomed
            self.fit(width)
            return
        most = max(SIDE_LEAST, width - TEXT_LEAST)
        now = self.places.side or (SIDE_WIDE if width >= WIDE else SIDE)
        self.places.side = min(max(now + by, SIDE_LEAST), most)
        self.fit(width)

    def action_stripes(self) -> None:
        """Read without stripes and marks, or with them again."""
        self.places.stripes = shown = not self.places.stripes
        self.query_one(TranscriptView).codes_visible = shown
        self.say("codes are shown" if shown else "reading mode: codes are hidden; S shows them")

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size.width)

    def fit(self, width: int) -> None:
        """Divide that many columns."""
        alone = width < NARROW or self.places.zoomed
        self.set_class(alone, "alone")
        for name in PANES:
            self.set_class(alone and name == self._at, name)
        self.set_class(width >= WIDE, "wide")
        kept = 0 if alone else min(self.places.side, max(SIDE_LEAST, width - TEXT_LEAST))
        if kept != self._side:  # setting a width lays out and paints everything
            for side in self.query("#side"):
                side.styles.width = kept or None
                self._side = kept
