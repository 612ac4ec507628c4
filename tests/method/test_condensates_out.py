"""A condensate is never told as a quotation: every document and table that the program writes is looked through."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from coder.__main__ import main
from coder.exchange import registry
from coder.project import Project, read_project
from coder.sample import folder as sample_folder

OPENING = "“„«\"‘'‹"
CLOSING = "”“»\"’'›"
REPORTS = ("results", "trail", "pairs", "coreq")


@pytest.fixture(scope="module")
def where() -> Path:
    found = sample_folder()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def sample(where: Path) -> Project:
    return read_project(where)


@pytest.fixture(scope="module")
def said(sample: Project) -> list[str]:
    """The sentences of the condensates that nobody said: those that are no participant's words."""
    texts = [text.text for text in sample.tables["texts"].values()]
    every = [one.text for condensate in sample.condensates.values() for one in condensate.sentences]
    made_up = [sentence for sentence in every if not any(sentence in text for text in texts)]
    assert len(made_up) > 30
    return made_up


def plain(data: bytes, suffix: str) -> str:
    """What a person reads of a file; a paragraph, a row or a cell is a line."""
    if suffix == ".docx":
        return "\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    text = data.decode("utf-8-sig")
    if suffix == ".html":
        body = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", "", text)
        body = re.sub(
            r"(?i)</?(p|div|li|td|th|tr|h\d|blockquote|section|figure|figcaption|br|summary)\b[^>]*>", "\n", body
        )
        return html.unescape(re.sub(r"<[^>]+>", "", body))
    return text


def _paragraphs(document: Any) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def must_be_no_quotation(text: str, said: list[str]) -> int:
    """Every place where a condensate stands: no quotation marks around it, no participant beside it, a label before.

    Gives how many sentences of condensates there are.
    """
    found = 0
    for sentence in said:
        for at in (match.start() for match in re.finditer(re.escape(sentence), text)):
            found += 1
            before, after = text[:at].rstrip(" *_"), text[at + len(sentence) :].lstrip(" *_")
            assert before[-1:] not in OPENING or before == "", sentence
            assert after[:1] not in CLOSING or after == "", sentence
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            assert not re.search(r"\bP0\d\b", text[start : end if end >= 0 else None]), sentence
            assert re.search(r"(?i)condensate", text[max(0, at - 1500) : at]), sentence
    assert not quoted_beginnings(text, said)
    return found


def quoted_beginnings(text: str, said: list[str]) -> list[str]:
    """The beginnings of condensate sentences that stand behind a quotation mark, and are not also a unit's."""
    where = sample_folder()
    assert where is not None
    words = "\n".join(one["text"] for one in json.loads((where / "project.json").read_bytes())["texts"].values())
    beginnings = {sentence[:16] for sentence in said if sentence[:16] not in words}
    assert len(beginnings) > 20
    return [one for one in beginnings if re.search(rf"[{OPENING}]{re.escape(one)}", text)]


@pytest.mark.parametrize("writer", registry.writers(registry.SEGMENTS), ids=lambda writer: writer.name)
def test_segment_exports_never_quote_condensates(
    writer: registry.Writer[Any], sample: Project, said: list[str]
) -> None:
    data = writer.write(sample, None)
    if writer.name == "json":
        _no_quotation_in(json.loads(data), set(said))
    else:
        must_be_no_quotation(plain(data, writer.suffixes[0]), said)


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
@pytest.mark.parametrize("report", REPORTS)
def test_reports_never_quote_condensates(
    report: str, suffix: str, where: Path, said: list[str], tmp_path: Path
) -> None:
    out = tmp_path / f"out{suffix}"
    assert main(["report", report, str(where), str(out)]) == 0
    found = must_be_no_quotation(plain(out.read_bytes(), suffix), said)
    assert (found >= len(said)) == (report == "results")


@pytest.mark.parametrize("report", REPORTS)
def test_json_reports_never_quote_condensates(report: str, where: Path, said: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["report", report, str(where), str(out)]) == 0
    _no_quotation_in(json.loads(out.read_text("utf-8")), set(said))


def _no_quotation_in(value: Any, said: set[str]) -> None:
    """No sentence of a condensate under a name of quotations, nor in one object with a participant."""
    if isinstance(value, list):
        for one in value:
            _no_quotation_in(one, said)
    elif isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, str) and any(sentence in one for sentence in said):
                assert "quot" not in name
                assert not value.keys() & {"participant", "speaker", "segment", "start"}
            _no_quotation_in(one, said)


@pytest.mark.parametrize("words", [["condensates"], ["condensates", "show", "CODE"], ["history"], ["steps"]])
def test_command_line_never_quotes_condensates(
    words: list[str], where: Path, said: list[str], sample: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sample.condensates
    for condensate in sample.condensates.values():
        verb = [condensate.code if word == "CODE" else word for word in words]
        place = 2 if len(verb) == 3 else 1
        assert main([*verb[:place], str(where), *verb[place:]]) == 0
        told = capsys.readouterr().out
        assert not quoted_beginnings(told, said)


def test_gold_quotations_in_the_results_are_verbatim(where: Path, sample: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    assert main(["report", "results", str(where), str(out)]) == 0
    texts = [sample.text_of(source).text for source in sample.sources.values()]
    lines = re.findall(r"^> ([^—\n].*)$", out.read_text("utf-8"), re.MULTILINE)
    quoted = [re.sub(r"\\([\[\]*_])", r"\1", line) for line in lines]  # Markdown's own signs
    gold = {sample.segments[one.segment].quote for one in sample.codings.values() if one.mark == "gold"}
    assert len(quoted) >= 15
    assert [quote for quote in quoted if not any(quote in text for text in texts)] == []
    assert gold <= set(quoted)
