"""The start screen: new, open, recent, sample. And the offer of a working copy of the sample."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder import __version__, sample
from coder.errors import CoderError
from coder.project import Project, create_project, is_project, settings
from coder.project.copying import working_copy
from coder.tui.keymap.actions import BY_ID
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.prompt import Prompt

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


class StartScreen(Screen[None]):
    """Shown when no project is open."""

    CSS_PATH = "start_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        Binding("o", "open", show=False),
        Binding("s", "sample", show=False),
        Binding("q", "app.leave_app", show=False),
        Binding("1,2,3,4,5,6,7,8,9", "recent", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(Text.assemble(("coder", "bold"), f"  {__version__}"), id="start-title")
            yield Static("Code interviews by keyboard. Everything stays on this machine.", id="start-line")
            yield OptionList(id="start-list", markup=False)
        yield Prompt(id="prompt")

    @property
    def coder_app(self) -> CoderApp:
        return cast("CoderApp", self.app)

    def on_mount(self) -> None:
        rows = [self._row("n", "New project", "new"), self._row("o", "Open a project", "open")]
        if sample.folder() is not None:
            rows.append(self._row("s", "Look at the sample study", "sample"))
        recent = [Path(one) for one in self.coder_app.settings.recent]
        self._recent = [folder for folder in recent if is_project(folder)][:9]
        for number, folder in enumerate(self._recent, 1):
            rows.append(self._row(str(number), f"{folder.name}  ({_short(folder.parent)})", str(number)))
        rows.append(self._row(BY_ID["app.keys"].keys[0], "Keys, and the manual", "keys"))
        rows.append(self._row("q", "Quit", "quit"))
        options = self.query_one(OptionList)
        options.add_options(rows)
        options.highlighted = 3 if self._recent and sample.folder() else 0
        options.focus()

    def _row(self, key: str, label: str, id: str) -> Option:
        return Option(Text.assemble((f" {key}  ", "bold"), label), id=id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        id = event.option.id or ""
        if id.isdigit():
            self.coder_app.open_folder(self._recent[int(id) - 1])
        elif id == "quit":
            self.app.run_worker(self.coder_app.action_leave_app())
        elif id == "keys":
            self.coder_app.action_keys()
        else:
            getattr(self, f"action_{id}")()

    def on_key(self, event: object) -> None:
        character = getattr(event, "character", None) or ""
        prompt = self.query_one(Prompt)
        if character.isdigit() and not prompt.is_open and 0 < int(character) <= len(self._recent):
            self.coder_app.open_folder(self._recent[int(character) - 1])

    def action_new(self) -> None:
        self._ask("New project in folder:", self._create, str(free_folder(Path.cwd(), "my-study")))

    def action_open(self) -> None:
        def then(text: str) -> None:
            self.coder_app.open_folder(Path(text).expanduser())

        self._ask("Project folder:", then, f"{Path.cwd()}/")

    def action_sample(self) -> None:
        folder = sample.folder()
        if folder is not None:
            self.coder_app.open_folder(folder)

    def _ask(self, title: str, then: object, initial: str) -> None:
        self.query_one(Prompt).open(Ask(title, then, initial=initial))  # type: ignore[arg-type]

    def on_prompt_closed(self) -> None:
        if not self.query_one(Prompt).is_open:  # one question can lead to the next
            self.query_one(OptionList).focus()

    def _create(self, text: str) -> None:
        folder = Path(text.strip()).expanduser()
        try:
            create_project(folder, folder.name, language=self.coder_app.settings.language or "en")
        except CoderError as error:
            self.coder_app.fail(error)
            return
        self._open_as(folder)

    def _open_as(self, folder: Path) -> None:
        """Open a new project; who has never said who she is, is asked once."""
        mine = self.coder_app.settings
        if mine.initials or os.environ.get("CODER_INITIALS"):
            self.coder_app.open_folder(folder)
            return

        def then(text: str) -> None:
            self.coder_app.change_settings(initials=text.strip())
            self.coder_app.open_folder(folder)

        self._ask("Your initials:", then, settings.initials())


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def free_folder(parent: Path, name: str) -> Path:
    """A folder that does not exist yet."""
    candidate, number = parent / name, 2
    while candidate.exists():
        candidate, number = parent / f"{name}-{number}", number + 1
    return candidate


def offer_working_copy(app: CoderApp, project: Project) -> None:
    """The sample stays as it is: offer a copy that can be changed."""
    from coder.tui.kit.choice_modal import ChoiceScreen

    folder = free_folder(Path.cwd(), "tern-house")
    options = [
        ("copy", "c", f"Make a working copy: {_short(folder)}"),
        ("guide", "g", "The same, with a guided first coding (5 minutes)"),
        ("look", "l", "Look only: nothing can be changed"),
    ]
    title = f"{project.info.name}: a sample study, all invented"

    def decide(what: str | None) -> None:
        if what not in ("copy", "guide"):
            return
        try:
            working_copy(project, folder, settings.initials(app.settings.initials))
        except CoderError as error:
            app.fail(error)
            return
        app.open_folder(folder)
        if what == "guide":
            from coder.tui.coding import tour

            app.call_after_refresh(tour.begin, app)

    choose = Choose(title, options, decide, "You can code, write memos and undo in a copy.")
    app.push_screen(ChoiceScreen(choose), decide)
