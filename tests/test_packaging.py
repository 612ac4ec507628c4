"""What is shipped: the wheel has all that the program needs, and the README's words are true."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from coder import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_what_the_readme_points_to_is_there(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("name", ["start", "test"])
def test_each_command_of_the_readme_stands_between_its_marks(name: str) -> None:
    """`.ci/run` and those who try the commands find them by these marks."""
    found = re.search(rf"<!-- {name} command -->\n```sh\n(.+)\n```\n<!-- end -->", README)
    assert found is not None
    assert ".venv/bin/" in found[1]


def test_what_is_no_code_is_in_the_wheel_as_well() -> None:
    """hatchling takes all of a package that git does not ignore; the sample comes from outside it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["coder"]
    assert wheel["force-include"] == {"sample_project": "coder/sample/project"}
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    for pattern in ("coder/py.typed", "coder/help/*.md", "coder/tui/*/*.tcss", "coder/exchange/writers/*.j2"):
        found = list(ROOT.glob(pattern))
        assert found
        assert not {f"*{path.suffix}" for path in found} & set(ignored)


def test_the_version_has_one_place_and_a_changelog_entry() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" in settings["project"]["dynamic"]
    assert settings["tool"]["hatch"]["version"]["path"] == "coder/__init__.py"
    assert f"## {__version__}" in (ROOT / "coder" / "help" / "changes.md").read_text("utf-8")


def test_the_oldest_python_is_3_10() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["project"]["requires-python"] == ">=3.10"
