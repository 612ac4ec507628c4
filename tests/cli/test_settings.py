"""`coder settings`: what is set, and what is kept on this machine outside the projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import settings
from coder.store import rescue
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("user_state_path", "user_log_path"):
        monkeypatch.setattr(f"platformdirs.{name}", lambda *_, **__: tmp_path / "state")
    monkeypatch.setattr(rescue, "_hides", [False])


def test_settings_are_listed_and_set(run: Run) -> None:
    assert run("settings", "--json").json["settings"]["idle_lock"] == 0
    assert run("settings", "set", "idle_lock", "15", "--json").json == {"idle_lock": 15}
    assert settings.load().idle_lock == 15
    listed = run("settings")
    assert (listed.status, "idle_lock      15" in listed.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("idle_lock", "soon"), ("idle_lock", "-1"), ("exports", "secret"), ("recent", "x"), ("nothing", "x")],
)
def test_what_cannot_be_set_is_refused(run: Run, name: str, value: str) -> None:
    result = run("settings", "set", name, value)
    assert (result.status, "coder help settings" in result.err) == (1, True)
    assert settings.load() == settings.Settings()


def test_what_is_kept_is_listed_and_private_state_hides_its_project(run: Run, tmp_path: Path) -> None:
    rescue.write(rescue.Rescue(project="p1", path="/srv/friends", change=1, file="x.json", draft="{}"))
    settings.remember(tmp_path / "friends")
    (kept,) = run("settings", "--json").json["kept"]
    assert kept["content"].endswith("the project's path")
    assert run("settings", "set", "private_state", "on").status == 0
    (kept,) = run("settings", "--json").json["kept"]
    assert kept["content"].endswith("a digest of the project's path")
    texts = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(texts) == 2
    assert not any("friends" in text for text in texts)
