"""The sample study as a project, and as plain JSON for recounting."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from coder.exchange.registry import DOCUMENT, writers
from coder.model.document import Block, Document, Heading, Quotation, Table
from coder.project import Project, read_project

SAMPLE = Path(__file__).parents[3] / "sample_project"


class Raw:
    """`project.json` as it stands, without anything of the program."""

    def __init__(self, file: Path) -> None:
        tables = json.loads(file.read_text(encoding="utf-8"))
        self.tables: dict[str, dict[str, Any]] = {
            name: {row["id"]: row for row in rows.values() if "id" in row} for name, rows in tables.items()
        }
        self.codes, self.segments = self.tables["codes"], self.tables["segments"]
        self.sources, self.people = self.tables["sources"], self.tables["participants"]
        self.waves, self.codings = self.tables["waves"], list(self.tables["codings"].values())
        rows = sorted(self.tables["texts"].values(), key=lambda row: row.get("revision", 1))
        self.texts = {row["source"]: row["text"] for row in rows}  # the latest revision

    def code(self, name: str) -> str:
        return next(id for id, code in self.codes.items() if code["name"] == name)

    def inside(self, code: str, top: str) -> bool:
        """Whether a code is another, or below it."""
        while code != top:
            code = self.codes[code].get("parent")
            if code is None:
                return False
        return True

    def units(self, code: str | None = None, person: str | None = None, wave: str | None = None) -> set[str]:
        """Ids of the segments with a code (a name; all below it too), of a participant, at a wave."""
        top = None if code is None else self.code(code)
        found = set()
        for coding in self.codings:
            who, when = self.told(coding["segment"])
            if (top is None or self.inside(coding["code"], top)) and person in (None, who) and wave in (None, when):
                found.add(coding["segment"])
        return found

    def told(self, segment: str) -> tuple[str, str]:
        """Participant and wave of a segment."""
        source = self.sources[self.segments[segment]["source"]]
        return self.people[source["participant"]]["name"], self.waves[source["wave"]]["name"]

    def gold(self, code: str) -> set[tuple[str, str]]:
        """The gold quotations of a code by its name: words and reference."""
        return {
            (self.segments[coding["segment"]]["quote"], ", ".join(self.told(coding["segment"])))
            for coding in self.codings
            if coding.get("mark") == "gold" and coding["code"] == self.code(code)
        }


@pytest.fixture
def raw() -> Raw:
    return Raw(SAMPLE / "project.json")


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Project]:
    """A copy of the sample study, open for reading."""
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    project = read_project(folder)
    yield project
    project.close()


@pytest.fixture
def coded(sample: Project) -> Project:
    """The sample study as it would be without a code group."""
    sample.tables["groups"].clear()
    return sample


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def quotations(document: Document) -> list[Quotation]:
    """All quotations, those in tables too."""
    found = [block for block in document.blocks if isinstance(block, Quotation)]
    cells = (cell for table in tables(document) for row in table.rows for cell in row)
    return found + [cell.quotation for cell in cells if cell.quotation is not None]


def written_as(document: Document) -> Iterator[str]:
    """What a reader finds in a document, written in each form."""
    for writer in writers(DOCUMENT):
        data = writer.write(document)
        yield in_word(data) if writer.name == "docx" else data.decode()


def in_word(data: bytes) -> str:
    """The words of a Word file, a paragraph a line."""
    file = docx.Document(io.BytesIO(data))
    cells = (cell for table in file.tables for row in table.rows for cell in row.cells)
    lines = [*file.paragraphs, *(line for cell in cells for line in cell.paragraphs)]
    return "\n".join(line.text for line in lines)


def section(document: Document, heading: str) -> list[Block]:
    """The blocks from a heading to the next one."""
    blocks = list(document.blocks)
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == heading)
    rest = blocks[start + 1 :]
    end = next((n for n, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return rest[:end]
