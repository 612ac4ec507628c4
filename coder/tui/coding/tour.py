"""A guided first coding: steps as data, one shown at a time above the status line, until it was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.widgets import Static

from coder.model.change import Transaction
from coder.tui.coding.code_tree import CodeTree
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.project.key_help import KeysScreen
from coder.tui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from coder.tui.coding.coding_screen import CodingScreen

#: Seconds between looks at what no transaction tells: where the cursor is, which screen is open.
LOOK = 0.25


class Seen(NamedTuple):
    """What has happened since a step was shown."""

    operations: tuple[str, ...] = ()
    places: int = 0
    units: int = 0
    lit: bool = False
    keys: bool = False


class Step(NamedTuple):
    """What to do, in words, and how it is known that it was done."""

    text: str
    done: Callable[[Seen], bool]


def _did(*operations: str) -> Callable[[Seen], bool]:
    return lambda seen: any(one.startswith(operations) for one in seen.operations)


STEPS: tuple[Step, ...] = (
    Step("Read. j goes to the next sentence, k to the one before. Go on a few sentences.", lambda s: s.places > 3),
    Step("The unit can be larger or smaller: = makes it a turn, - a sentence again. Try it.", lambda s: s.units > 1),
    Step("Code it. Press c, type sha (for Shame), then Enter.", _did("codings.add", "codings.in_vivo")),
    Step("Go to another sentence (j), and press . for the same code again.", _did("codings.add")),
    Step("That was too much. u takes it back.", _did("undo")),
    Step("Ctrl+R does it again. Both work tomorrow, too.", _did("redo")),
    Step("In the words themselves: press i on a sentence, Enter. A code in vivo.", _did("codings.in_vivo")),
    Step("Think. m opens a memo on the unit; write why; Esc saves it.", _did("memos.")),
    Step("Tab to the code tree, j to a code with a number, Enter: where it stands is lit.", lambda s: s.lit),
    Step("? shows the keys of where you are, and h there opens the manual. Look, then Esc.", lambda s: s.keys),
    Step("That is coding. g leads everywhere: g h home, g l history, g e export.", lambda s: False),
)


class TourLine(Static):
    """Shows one step; goes on when it was done. Ctrl+G leaves."""

    DEFAULT_CSS = "TourLine { height: auto; max-height: 2; background: $accent 25%; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__(id="guide", markup=False)
        self.step = 0
        self._seen = Seen()
        self._place = self._unit = ""

    @property
    def coding(self) -> CodingScreen:
        from coder.tui.coding.coding_screen import CodingScreen

        assert isinstance(self.screen, CodingScreen)
        return self.screen

    def on_mount(self) -> None:
        self._unsubscribe = self.coding.project.subscribe(self.follow)
        self.set_interval(LOOK, self._look)
        self._show()

    def on_unmount(self) -> None:
        self._unsubscribe()

    def follow(self, transaction: Transaction) -> None:
        """A change was made."""
        self._seen = self._seen._replace(operations=(*self._seen.operations, transaction.operation))
        self._go_on()

    def _look(self) -> None:
        coding = self.coding
        if coding.stop_work is None:  # what took long in between had the key
            coding.stop_work = self.leave
        seen = self._seen
        view = coding.query_one(TranscriptView)
        place, unit = str(view.cursor.span), view.cursor.granularity.value
        lit = seen.lit or bool(coding.query_one(CodeTree).lit)
        keys = seen.keys or isinstance(self.app.screen, KeysScreen)
        self._seen = seen._replace(
            places=seen.places + (place != self._place),
            units=seen.units + (unit != self._unit and bool(self._unit)),
            lit=lit,
            keys=keys,
        )
        self._place, self._unit = place, unit
        self._go_on()

    def _go_on(self) -> None:
        if STEPS[self.step].done(self._seen):
            self.step += 1
            self._seen = Seen()
            self._show()

    def _show(self) -> None:
        text = Text.assemble((f"{self.step + 1}/{len(STEPS)} ", "bold"), STEPS[self.step].text)
        text.append("  Ctrl+G leaves the tour." if self.step == 0 else "", style="dim")
        text.append("  Ctrl+G closes this line." if self.step == len(STEPS) - 1 else "", style="dim")
        self.update(text)

    def leave(self) -> None:
        """No more of it."""
        self.coding.say("you left the tour; ? shows the keys")
        self.remove()


def start(screen: ProjectScreen) -> None:
    """Show the first step on the coding screen."""
    if not screen.query(TourLine):
        line = TourLine()
        screen.mount(line, before="#status")
        screen.stop_work = line.leave
