"""Codebooks as Markdown: a heading with the path of each code, its definition and properties below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.errors import UnreadableFile
from coder.exchange.codebooks.csv import entry, join_names
from coder.exchange.registry import CODEBOOK, reader, writer
from coder.model.codebook import Code
from coder.project.operations.codebook_text import Entry
from coder.project.project import Project
from coder.project.study import Study, codes_in_order, path_of

#: Label of a list item → column of the csv table.
ITEMS = {
    "Include": "include",
    "Exclude": "exclude",
    "Also called": "aliases",
    "Colour": "color",
    "Codable": "codable",
    "Archived": "archived",
    "Id": "id",
}
_ITEM = re.compile(rf"- ({'|'.join(ITEMS)}):(?: (.*))?\Z")
#: Beginnings of a line that need a backslash in a definition.
_MARKUP = ("#", "-", ">", "\\")


@writer(CODEBOOK, "md", "Codebook (Markdown)", ".md")
def write(study: Project) -> bytes:
    """Return a heading for each code; examples are quoted, and ignored when the file is read."""
    lines = [f"# Codebook: {study.info.name}", ""]
    for code in codes_in_order(study):
        lines += [f"## {path_of(study, code)}", "", *_properties(study, code), ""]
    return "\n".join(lines).encode()


def _properties(study: Study, code: Code) -> Iterator[str]:
    if code.definition:
        yield from (*_escaped(code.definition), "")
    yield from _item("Include", code.include)
    yield from _item("Exclude", code.exclude)
    yield from _item("Also called", join_names(code.aliases))
    yield from _item("Colour", code.color)
    if not code.codable:
        yield "- Codable: no"
    if code.archived:
        yield "- Archived: yes"
    yield f"- Id: {code.id}"
    for id in code.examples:
        segment = study.segments[id]
        yield ""
        yield f"> “{' '.join(segment.quote.split())}” ({study.sources[segment.source].name})"


def _escaped(text: str) -> list[str]:
    return [f"\\{line}" if line.startswith(_MARKUP) else line for line in text.split("\n")]


def _item(name: str, text: str) -> Iterator[str]:
    if text:
        first, *rest = text.split("\n")
        yield f"- {name}: {first}"
        yield from (f"  {line}" for line in rest)


@reader(CODEBOOK, "md", "Codebook (Markdown)", ".md")
def read(data: bytes, file: str) -> list[Entry]:
    """Return the codes in a file such as `write` produces. Raises UnreadableFile with file and line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile("The file is not in UTF-8", f"{file}, line {line}") from None
    entries = [entry(row, f"{file}, line {line}") for line, row in _rows(text.replace("\r\n", "\n"))]
    if not entries:
        raise UnreadableFile("The file contains no codes", file, "Each code is a heading: ## Group/Code")
    return entries


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of each code."""
    row: dict[str, str] | None = None
    start, field = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("## ") or line == "##":
            if row is not None:
                yield start, row
            row, start, field = {"path": line[2:], "definition": "", "include": "", "exclude": ""}, number, ""
            row |= {"aliases": "", "codable": "yes", "archived": "no"}
        elif row is not None and not line.startswith((">", "# ")):
            field = _read_line(row, field, line)
    if row is not None:
        yield start, row


def _read_line(row: dict[str, str], field: str, line: str) -> str:
    """Add a line to its field; return the field that the next line may continue ("" for the definition)."""
    item = _ITEM.match(line)
    if item is not None:
        field = ITEMS[item[1]]
        row[field] = item[2] or ""
    elif field and line.startswith("  "):
        row[field] += f"\n{line[2:]}"
    elif not field:
        row["definition"] += ("\n" if row["definition"] else "") + line.removeprefix("\\")
    return field
