"""No document or table that the program writes presents a condensate as a quotation."""

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
from tests.exchange.office import words_of

OPENING = "“„«\"‘'‹"
CLOSING = "”“»\"’'›"
REPORTS = ("results", "trail", "pairs", "coreq")


@pytest.fixture(scope="module")
def sample_path() -> Path:
    folder = sample_folder()
    assert folder is not None
    return folder


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Project:
    return read_project(sample_path)


@pytest.fixture(scope="module")
def sentences(sample: Project) -> list[str]:
    """The sentences of the condensates that are no participant's words."""
    texts = [text.text for text in sample.tables["texts"].values()]
    written = [sentence.text for condensate in sample.condensates.values() for sentence in condensate.sentences]
    own = [sentence for sentence in written if not any(sentence in text for text in texts)]
    assert len(own) > 30
    return own


def plain(data: bytes, suffix: str) -> str:
    """What a person reads of a file; a paragraph, a row or a cell is a line."""
    if suffix == ".docx":
        return "\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    if suffix == ".xlsx":
        return words_of(data).replace("\t", "\n")
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


def places(text: str, sentences: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the offset and the sentence of each condensate sentence in a text."""
    for sentence in sentences:
        yield from ((match.start(), sentence) for match in re.finditer(re.escape(sentence), text))


def quoted_in(text: str, sentences: list[str]) -> list[str]:
    """The condensate sentences that look like quotations: in quotation marks, beside a participant, or unlabelled."""

    def is_quoted(at: int, sentence: str) -> bool:
        before, after = text[:at].rstrip(" *_"), text[at + len(sentence) :].lstrip(" *_")
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        return (
            (before != "" and before[-1] in OPENING)
            or (after != "" and after[0] in CLOSING)
            or re.search(r"\bP0\d\b", text[start : end if end >= 0 else None]) is not None
            or re.search(r"(?i)condensate", text[max(0, at - 1500) : at]) is None
        )

    quoted = [sentence for at, sentence in places(text, sentences) if is_quoted(at, sentence)]
    return quoted + quoted_beginnings(text, sentences)


def quoted_beginnings(text: str, sentences: list[str]) -> list[str]:
    """The beginnings of condensate sentences that follow a quotation mark, and do not begin a unit too."""
    folder = sample_folder()
    assert folder is not None
    texts = json.loads((folder / "project.json").read_bytes())["texts"].values()
    words = "\n".join(text["text"] for text in texts)
    beginnings = {sentence[:16] for sentence in sentences if sentence[:16] not in words}
    assert len(beginnings) > 20
    return [beginning for beginning in beginnings if re.search(rf"[{OPENING}]{re.escape(beginning)}", text)]


def quoted_in_json(value: Any, sentences: set[str]) -> list[str]:
    """The strings with a condensate sentence that a JSON value names a quotation, or gives a participant."""
    if isinstance(value, list):
        return [text for item in value for text in quoted_in_json(item, sentences)]
    if not isinstance(value, dict):
        return []
    of_person = value.keys() & {"participant", "speaker", "segment", "start"}
    own = [
        item
        for name, item in value.items()
        if isinstance(item, str) and ("quot" in name or of_person) and any(sentence in item for sentence in sentences)
    ]
    return own + [text for item in value.values() for text in quoted_in_json(item, sentences)]


def test_quotations_of_condensates_are_detected(sentences: list[str]) -> None:
    sentence = sentences[0]
    assert quoted_in(f"Condensate\n\n{sentence}\n", sentences) == []
    for text in (f"Condensate: “{sentence}”", f"Condensate\nP01: {sentence}", sentence):
        assert sentence in quoted_in(text, sentences)
    assert quoted_in_json({"rows": [{"condensate": sentence}]}, set(sentences)) == []
    assert quoted_in_json({"rows": [{"quotation": sentence}]}, set(sentences)) == [sentence]
    assert quoted_in_json([{"text": sentence, "participant": "P01"}], set(sentences)) == [sentence]


@pytest.mark.parametrize("writer", registry.writers(registry.SEGMENTS), ids=lambda writer: writer.name)
def test_segment_exports_never_quote_condensates(
    writer: registry.Writer[Any], sample: Project, sentences: list[str]
) -> None:
    data = writer.write(sample, None)
    if writer.name == "json":
        assert quoted_in_json(json.loads(data), set(sentences)) == []
    else:
        assert quoted_in(plain(data, writer.suffixes[0]), sentences) == []


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx"])
@pytest.mark.parametrize("report", REPORTS)
def test_reports_never_quote_condensates(
    report: str, suffix: str, sample_path: Path, sentences: list[str], tmp_path: Path
) -> None:
    out = tmp_path / f"out{suffix}"
    assert main(["report", report, str(sample_path), str(out)]) == 0
    text = plain(out.read_bytes(), suffix)
    assert quoted_in(text, sentences) == []
    assert (len(list(places(text, sentences))) >= len(sentences)) == (report == "results")


@pytest.mark.parametrize("report", REPORTS)
def test_json_reports_never_quote_condensates(
    report: str, sample_path: Path, sentences: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    assert main(["report", report, str(sample_path), str(out)]) == 0
    assert quoted_in_json(json.loads(out.read_text("utf-8")), set(sentences)) == []


@pytest.mark.parametrize("words", [["condensates"], ["condensates", "show", "CODE"], ["history"], ["steps"]])
def test_command_line_never_quotes_condensates(
    words: list[str], sample_path: Path, sentences: list[str], sample: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sample.condensates
    for condensate in sample.condensates.values():
        verb = [condensate.code if word == "CODE" else word for word in words]
        place = 2 if len(verb) == 3 else 1
        assert main([*verb[:place], str(sample_path), *verb[place:]]) == 0
        assert not quoted_beginnings(capsys.readouterr().out, sentences)


def test_gold_quotations_in_the_results_are_verbatim(sample_path: Path, sample: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    assert main(["report", "results", str(sample_path), str(out)]) == 0
    texts = [sample.text_of(source).text for source in sample.sources.values()]
    lines = re.findall(r"^> ([^—\n].*)$", out.read_text("utf-8"), re.MULTILINE)
    quoted = [re.sub(r"\\([\[\]*_])", r"\1", line) for line in lines]  # Markdown's own signs
    gold = {sample.segments[coding.segment].quote for coding in sample.codings.values() if coding.mark == "gold"}
    assert len(quoted) >= 15
    assert [quote for quote in quoted if not any(quote in text for text in texts)] == []
    assert gold <= set(quoted)
