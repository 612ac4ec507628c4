"""Fixtures for all tests: no settings of this person, no network, a repeatable clock, small projects."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from coder.project import Project
from tests.strategies import Clock, Ids, new_project, small

TESTS = Path(__file__).parent
#: Folders that `--fast` leaves out: screens, terminals, kills and damage.
SLOW_FOLDERS = ("e2e", "faults", "tui")

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=40,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("long", settings.get_profile("ci"), derandomize=False, max_examples=400)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long modes too: more kills, more examples")
    folders = ", ".join(f"tests/{folder}" for folder in SLOW_FOLDERS)
    parser.addoption("--fast", action="store_true", help=f"leave out {folders} and tests marked slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    slow = config.getoption("--fast") and collection_path in [TESTS / folder for folder in SLOW_FOLDERS]
    return True if slow else None


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "ci")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--fast"):
        slow = [item for item in items if "slow" in item.keywords]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if "slow" not in item.keywords]
    if not config.getoption("--long"):
        skip = pytest.mark.skip(reason="a long mode: --long runs it")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Leave the imported modules and the tests, which stay, out of each garbage collection: a third of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))  # of processes that a test starts
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: state)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any attempt to reach a network fails the test, even where the program would swallow the error."""
    attempts: list[str] = []

    def refuse(what: str) -> None:
        attempts.append(what)
        raise OSError(f"a test tried to use the network: {what}")

    def guarded(name: str) -> None:
        original = getattr(socket.socket, name)

        def method(self: socket.socket, *args: object) -> object:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse(f"{name} {args[-1]}")
            return original(self, *args)

        monkeypatch.setattr(socket.socket, name, method)

    for name in ("connect", "connect_ex", "sendto"):
        guarded(name)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: refuse(f"getaddrinfo {args[0]}"))
    yield
    assert attempts == []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ids() -> Ids:
    return Ids()


@pytest.fixture
def empty_project(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Project]:
    """A new project, open for writing."""
    project = new_project(tmp_path / "empty", clock, ids)
    yield project
    project.close()


@pytest.fixture
def small_project(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Project]:
    """Two sources, four codes, four codings, a memo, two participants, two waves; open for writing."""
    project = small(new_project(tmp_path / "small", clock, ids))
    yield project
    project.close()
