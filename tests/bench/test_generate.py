"""The generator makes valid and reproducible studies."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import read_project
from coder.project.opening import broken_rules
from coder.text.sentences import sentences
from tests.bench.generate import SIZES, STACKED, Study, build, project


def test_study_is_valid_and_has_its_size(tmp_path: Path) -> None:
    study = read_project(project("SMALL", tmp_path))
    size = SIZES["SMALL"]
    assert broken_rules(study) == []
    assert study.notices == []
    counts = (len(study.sources), len(study.codes), len(study.codings), len(study.memos))
    assert counts == (size.sources, size.codes, size.codings, size.memos)
    assert all(source.words >= size.words for source in study.sources.values())


def test_study_with_the_method_is_valid(tmp_path: Path) -> None:
    study = read_project(project("SMALL-method", tmp_path))
    assert broken_rules(study) == []
    for table in ("themes", "groups", "condensates", "analytic_texts", "verdicts", "cells", "change_notes"):
        assert study.tables[table], table


@pytest.mark.parametrize("name", ["SMALL", "SMALL-method"])
def test_study_is_reproducible(name: str) -> None:
    assert build(name) == build(name)


def test_codings_are_stacked_on_a_word(tmp_path: Path) -> None:
    study = read_project(project("SMALL", tmp_path))
    source = min(study.sources.values(), key=lambda source: source.order)
    stacks = [study.positions(source.id).between(at, at + 1) for at in range(source.characters)]
    assert max(map(len, stacks)) >= STACKED


def test_sentences_are_those_of_the_splitter() -> None:
    documents = Study("SMALL", SIZES["SMALL"]).documents.values()
    assert documents
    for document in documents:
        split = [span for turn in document.turns for span in sentences(document.text, "nb", turn.start, turn.end)]
        assert split == document.sentences
