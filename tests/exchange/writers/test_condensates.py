"""Condensates in the exports of coded segments: labelled, and never as a quotation. All text SYNTHETIC."""

from __future__ import annotations

import json
import re

import pytest

from coder.exchange.writers import segments_csv as csv
from coder.exchange.writers import segments_html as html
from coder.exchange.writers import segments_json as json_writer
from coder.exchange.writers import segments_md as md
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.operations import condensates, groups
from coder.project.study import code_named
from tests.exchange.writers.test_segments_html import Page

SAID = "SYNTHETIC: I was *alone* <b>with</b> it.\n\n“Nobody” asked."


@pytest.fixture
def project(small_project: Project) -> Project:
    groups.make(small_project, code_named(small_project, "Before asking"))
    code = code_named(small_project, "Before asking/Alone")
    condensate = condensates.write(small_project, code, SAID)
    unit = next(small_project.codings[id].segment for id in small_project.codings_with(code.id))
    condensates.link(small_project, condensate, condensate.sentences[0].key, [unit])
    return small_project


def written(writer: object, project: Project, segments: list[str] | None = None) -> str:
    return writer.write(project, segments).decode("utf-8-sig")  # type: ignore[attr-defined, no-any-return]


def test_md_labels_the_condensate(project: Project) -> None:
    text = written(md, project)
    head, _, rest = text.partition(f"**{CONDENSATE}**\n\n")
    assert head.rstrip().endswith("2 units")
    assert rest.startswith("*SYNTHETIC: I was \\*alone\\* \\<b\\>with\\</b\\> it.*\n\n*“Nobody” asked.*\n\n> ")
    assert not re.search(r"^>.*asked\.", text, re.MULTILINE)


def test_html_labels_the_condensate(project: Project) -> None:
    text = written(html, project)
    page = Page(text)
    assert not any("Nobody" in quotation for quotation in page.verbatim)
    assert '<p class="made">SYNTHETIC: I was *alone* &lt;b&gt;with&lt;/b&gt; it.</p>' in text
    assert text.count(CONDENSATE) == 2


def test_json_has_sentences_and_segments(project: Project) -> None:
    codes = {code["path"]: code for code in json.loads(written(json_writer, project))["codes"]}
    condensate = codes["Before asking/Alone"]["condensate"]
    assert condensate["label"] == CONDENSATE
    assert [(sentence["text"], len(sentence["segments"])) for sentence in condensate["sentences"]] == [
        ("SYNTHETIC: I was *alone* <b>with</b> it.", 1),
        ("“Nobody” asked.", 0),
    ]
    assert "condensate" not in codes["Before asking"]


def test_csv_has_no_condensate(project: Project) -> None:
    assert "Nobody" not in written(csv, project)


def test_extract_has_no_condensate(project: Project) -> None:
    some = list(project.segments)[:1]
    for writer in (md, html, json_writer, csv):
        assert "Nobody" not in written(writer, project, some)
