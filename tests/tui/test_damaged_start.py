"""The app starts whatever byte is damaged: it names what is wrong, offers a repair, and ends by itself."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from coder.project import doctor, read_project, settings
from coder.store import rescue
from coder.tui.kit import session_state
from tests.faults.damages import DAMAGES, Original, seeds
from tests.strategies import START, reopened, tables_of
from tests.tui.conftest import Opener, Ui

#: Damages of the short and of the long form.
SHORT, LONG = 16, 500
PROJECT_FILES = ("project.json", "history.jsonl", "drafts", "project.owner.json", "backups")
FILES = (*PROJECT_FILES, "settings", "state", "rescue")
SETTINGS = """# SYNTHETIC
initials = "KG"
theme = "light"
unit = "word"
language = "nb"
backup_folder = ""
recent = ["/somewhere/else"]
[keymap]
"code.add" = "c"
[templates]
analytic = "SYNTHETIC"
"""


@pytest.fixture(scope="module", params=["closed", "killed"])
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    return Original(tmp_path_factory.mktemp(request.param) / "p", request.param == "closed")


def write_files_outside(folder: Path) -> dict[str, Path]:
    """Write settings, the session state of the project and a rescue file of it; return their paths."""
    where = settings.path()
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(SETTINGS, encoding="utf-8")
    project = read_project(folder)
    source = next(iter(project.sources))
    position = session_state.of(project)
    position.source, position.cursors, position.read = source, {source: 12}, {source: 40}
    position.recent_codes, position.folded, position.side = [*project.codes][:2], [*project.codes][:1], 30
    position.bookmarks, position.before, position.when = [(source, 9)], (source, 3), "2026-01-05T10:00:00+00:00"
    assert session_state.save(project) == ""
    project.close()
    id = project.info.id
    draft = '{"kind":"condensate","target":"x","code":"","text":"SYNTHETIC","coder":"KG"}'
    typed = rescue.Rescue(project=id, path=str(folder.resolve()), change=1, file="condensate.x.prose", draft=draft)
    state = session_state.path_of(project)
    assert state.exists()
    return {"settings": where, "state": state, "rescue": rescue.write(typed)}


def path_to_damage(folder: Path, outside: dict[str, Path], name: str, dice: random.Random) -> Path:
    if name in outside:
        return outside[name]
    path = folder / name
    return dice.choice(sorted(path.iterdir())) if path.is_dir() else path


async def settled(ui: Ui) -> None:
    """Wait until the app has shown the project, an error, or what the doctor has found."""
    await ui.until(lambda: ui.app.crashed or ui.app.project is not None or ui.toasts or ui.screen == "RepairScreen")
    if ui.screen == "RepairScreen":
        await ui.until(lambda: ui.app.crashed or "Checking" not in ui.seen)


@pytest.mark.parametrize("seed", seeds(SHORT // 2, LONG // 2))
async def test_app_starts_whatever_is_damaged(original: Original, running: Opener, tmp_path: Path, seed: int) -> None:
    dice = random.Random(f"start {seed}")
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    name = FILES[seed % len(FILES)]
    path = path_to_damage(folder, write_files_outside(folder), name, dice)
    path.write_bytes(DAMAGES[dice.randrange(len(DAMAGES))](path.read_bytes(), dice))

    async with running(folder) as ui:
        await settled(ui)
        assert not ui.app.crashed
        assert ui.app.project is not None or ui.toasts or "Esc Back" in ui.seen
        if ui.screen == "RepairScreen" and "r Repair" in ui.seen:
            await ui.press("r")
            await ui.until(lambda: ui.app.crashed or ui.app.project is not None)
        if ui.app.project is not None and name != "history.jsonl":
            assert tables_of(ui.app.project) == original.tables
        await ui.press("escape", "j", "k", "g", "escape")
        assert not ui.app.crashed
        await ui.press("ctrl+q")
        await ui.until(lambda: ui.app.crashed or ui.app.project is None)
        assert not ui.app.crashed
    assert "SYNTHETIC" not in ui.toasts
    if doctor.examine(folder):
        doctor.repair(folder, START)
    with reopened(folder) as project:
        assert name == "history.jsonl" or tables_of(project) == original.tables


#: Session states that decode and make no sense; S stands for a source of the project.
STRANGE_STATES = [
    '{"source":"S","when":"nonsense","cursors":{"S":1000000000000},"before":["S",-4],"bookmarks":[["x",7]]}',
    '{"source":"S","when":"9999-99-99","granularity":"page","side":1000000000,"pane":"x","folded":["x"]}',
    '{"source":"x","recent_codes":["x","x"],"read":{"S":-9},"side":-5,"zoomed":true,"stripes":false}',
]


@pytest.mark.parametrize("state", STRANGE_STATES)
async def test_app_starts_with_a_strange_session_state(
    original: Original, running: Opener, tmp_path: Path, state: str
) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "p"))
    with read_project(folder) as project:
        path, source = session_state.path_of(project), next(iter(project.sources))
    path.parent.mkdir(parents=True)
    path.write_text(state.replace('"S"', f'"{source}"'))
    async with running(folder) as ui:
        await ui.until(lambda: ui.app.crashed or ui.app.project is not None)
        await ui.until(lambda: "A memo was not saved" in ui.seen)
        await ui.press("l", "j", "k", "g", "h")
        assert ui.screen == "HomeScreen"
        await ui.press("escape", "g", "c", "w", "k")
        assert not ui.app.crashed
