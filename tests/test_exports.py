"""The table of exports: all that can be exported, in every format, by the menu and by commands alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from coder.__main__ import VERBS as MODULES
from coder.cli import verb
from coder.errors import CoderError, NotFound
from coder.exports import EXPORTS, Exported, export_named
from coder.project import Project, read_project
from tests.exchange.office import words_of

SAMPLE = Path(__file__).parents[1] / "sample_project"
#: Commands that write what is no export of the project: nothing so far.
OTHERS: set[str] = set()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("exports") / "sample"))


@pytest.fixture(scope="module")
def project(sample: Path) -> Iterator[Project]:
    project = read_project(sample)
    yield project
    project.close()


def record_of(export: Exported, project: Project) -> tuple[str, str]:
    """Return id and name of the first record that an export can be of."""
    return export.choice.options(project)[0] if export.choice else ("", "")


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.id)
def test_every_export_is_written_in_every_format(export: Exported, project: Project) -> None:
    assert export.first in [suffix for form in export.formats for suffix in form.suffixes]
    id, _ = record_of(export, project)
    for form in export.formats:
        data = export.render(project, f"file{form.suffixes[0]}", id=id)
        assert words_of(data).strip(), form.name
        assert "I like some of them more" not in words_of(data)  # the title of the private memo


def test_every_command_that_writes_a_file_is_in_the_table_and_none_besides() -> None:
    for module in dict.fromkeys(MODULES.values()):
        import_module(f"coder.cli.{module}")
    writing = {name for name, row in verb.VERBS.items() if row.writes_file}
    commands = {name for export in EXPORTS for name in writing if f"{export.command} --".startswith(f"{name} --")}
    assert commands == writing - OTHERS
    assert all(any(f"{export.command} --".startswith(f"{name} --") for name in writing) for export in EXPORTS)


def test_unknown_format_names_the_formats_and_who_writes_it() -> None:
    with pytest.raises(CoderError, match=r"Cannot write participants as \.docx") as raised:
        export_named("participants").writer("p.docx")
    assert raised.value.hint.startswith("Formats: csv, xlsx. As .docx: coder export, ")
    with pytest.raises(CoderError) as raised:
        export_named("units").writer("units.odt")
    assert raised.value.hint.startswith("Formats: csv, docx, html, json, md, xlsx.")


@pytest.mark.parametrize("noun", ["interviews", "register"])
def test_unknown_format_names_what_was_asked_for(noun: str) -> None:
    with pytest.raises(CoderError, match=rf"Cannot write (attrition )?{noun} as \.docx"):
        export_named(noun).writer("x.docx")


def test_unknown_export_lists_all() -> None:
    with pytest.raises(NotFound) as raised:
        export_named("everything")
    assert all(export.id in raised.value.hint for export in EXPORTS)


def test_table_with_names_is_never_for_publication() -> None:
    export = export_named("framework")
    assert export.is_for_publication(export.writer("a.docx"))
    assert not export.is_for_publication(export.writer("a.xlsx"))
    with pytest.raises(CoderError, match="not for publication"):
        export.writer("a.csv", publication=True)
