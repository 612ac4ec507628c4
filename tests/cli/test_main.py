"""The dispatch in `__main__`: light imports, exit status of an interrupt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, process

HEAVY = ("textual", "rich", "tinydb", "docx")


@pytest.mark.parametrize(
    "words",
    [
        ["find", "Shame"],
        ["find", "Shame or by:KG"],
        ["sources"],
        ["codes"],
        ["show", "P01"],
        ["show", "P01", "--codes"],
    ],
)
def test_reading_verbs_import_no_heavy_package(project: Path, words: list[str]) -> None:
    code = (
        "import sys; from coder.__main__ import main; status = main(sys.argv[1:]);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], status)"
    )
    result = process(words[0], project, *words[1:], code=code)
    assert result.stdout.decode().splitlines()[-1] == "[] 0", result.stderr.decode()


def test_version_imports_only_main_options_and_output() -> None:
    code = (
        "import sys; from coder.__main__ import main; main(['--version']);"
        "print(sorted(name for name in sys.modules if name.startswith('coder')))"
    )
    ours = ("__main__", "cli", "cli.global_options", "cli.output", "text", "text.controls")
    names = ["coder", *(f"coder.{name}" for name in ours)]
    assert process(code=code).stdout.decode().splitlines()[1] == str(names)


def test_an_interrupt_exits_with_status_130(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coder.analysis.retrieval.retrieve", interrupt)
    result = run("find", project, "Shame or Pride")
    assert (result.status, result.err) == (130, "")
