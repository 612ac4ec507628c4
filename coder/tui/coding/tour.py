"""The tour: a guided first coding, one step at a time above the status line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.text import Text
from textual.widgets import Static

from coder.model.record import Transaction
from coder.tui.coding.coding_screen import CodingScreen, Workspace

#: Seconds between two checks of what is no transaction: the cursor, the open screen.
CHECK_INTERVAL = 0.25
#: The screen that `?` opens.
KEY_HELP = "KeysScreen"


class Progress(NamedTuple):
    """What has happened since a step was shown."""

    operations: tuple[str, ...] = ()
    moves: int = 0
    units: int = 0
    highlighted: bool = False
    keys: bool = False


class Step(NamedTuple):
    """What to do, and whether it was done."""

    text: str
    done: Callable[[Progress], bool]


def _operation(*names: str) -> Callable[[Progress], bool]:
    return lambda progress: any(operation.startswith(names) for operation in progress.operations)


REDO = Step("Ctrl+R redoes it. Both still work tomorrow.", _operation("redo"))
STEPS: tuple[Step, ...] = (
    Step("Read: j goes to the next sentence, k to the previous one. Read a few sentences.", lambda it: it.moves > 3),
    Step("The unit can be larger or smaller: = makes it a turn, - a sentence. Try it.", lambda it: it.units > 1),
    Step("Code it. Press c, type sha (for Shame), then Enter.", _operation("codings.add", "codings.in_vivo")),
    Step("Go to another sentence (j), and press . for the same code again.", _operation("codings.add")),
    Step("That was too much: u undoes it.", _operation("undo")),
    REDO,
    Step("A code in the participant's own words: press i on a sentence.", _operation("codings.in_vivo")),
    Step("Think. m opens a memo on the unit; write why; Esc saves it.", _operation("memos.")),
    Step(
        "Tab to the code tree, j to a code with a number, Enter: its units are highlighted.",
        lambda it: it.highlighted,
    ),
    Step("? shows the keys on this screen, and h there opens the manual. Look, then Esc.", lambda it: it.keys),
    Step("That is coding. g goes to every other screen: g h home, g l history, g e export.", lambda it: False),
)


class TourLine(Static):
    """Shows one step until it is done; → skips it, ← goes back, Ctrl+G leaves."""

    DEFAULT_CSS = "TourLine { height: auto; max-height: 2; background: $match; padding: 0 1; }"

    def __init__(self, screen: CodingScreen) -> None:
        super().__init__(id="guide", markup=False)
        self.step = 0
        self._coding = screen
        self._progress = Progress()
        self._span = self._unit = ""
        self._could_redo = False

    def on_mount(self) -> None:
        self._unsubscribe = self._coding.project.subscribe(self.follow)
        self.set_interval(CHECK_INTERVAL, self._check)
        self._show()

    def on_unmount(self) -> None:
        self._unsubscribe()

    def follow(self, transaction: Transaction) -> None:
        """Take a transaction into account."""
        self._progress = self._progress._replace(operations=(*self._progress.operations, transaction.operation))
        self._advance()

    def _check(self) -> None:
        if self._coding.stop_work is None:  # a long operation had the key in between
            self._coding.stop_work = self.leave
        workspace, progress = self._coding.query_one(Workspace), self._progress
        cursor = workspace.transcript.view.cursor
        span, unit = str(cursor.span), cursor.granularity.value
        self._progress = progress._replace(
            moves=progress.moves + (span != self._span),
            units=progress.units + (unit != self._unit and bool(self._unit)),
            highlighted=progress.highlighted or bool(workspace.codes.code_tree.highlighted),
            keys=progress.keys or type(self.app.screen).__name__ == KEY_HELP,
        )
        self._span, self._unit = span, unit
        if STEPS[self.step] is REDO:
            if self._could_redo and not self._coding.project.redoable:  # another change took its place
                self.turn(-1)
            self._could_redo = bool(self._coding.project.redoable)
        self._advance()

    def _advance(self) -> None:
        if STEPS[self.step].done(self._progress):
            self.turn(1)

    def turn(self, by: int) -> None:
        """Go to a later or an earlier step; earlier actions do not count for it."""
        self.step = max(0, min(self.step + by, len(STEPS) - 1))
        self._progress, self._could_redo = Progress(), False
        self._show()

    def _show(self) -> None:
        text = Text.assemble((f"{self.step + 1}/{len(STEPS)} ", "bold"), STEPS[self.step].text)
        parts = [
            *(["→ skip"] if self.step < len(STEPS) - 1 else []),
            *(["← back"] if self.step else []),
            "Ctrl+G end",
        ]
        text.append(f"  {' · '.join(parts)}", style="dim")
        self.update(text)

    def leave(self) -> None:
        """End the tour."""
        self._coding.workspace.guide = None
        self._coding.say("Tour ended; ? shows the keys")
        self.remove()


def start(screen: CodingScreen) -> None:
    """Show the first step on the coding screen."""
    if not screen.query(TourLine):
        line = TourLine(screen)
        screen.mount(line, before="#status")
        screen.stop_work, screen.workspace.guide = line.leave, line.turn
