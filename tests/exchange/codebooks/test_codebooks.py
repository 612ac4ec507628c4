"""Codebooks as csv and Markdown: round trips, and tables of other programs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.registry import CODEBOOK, reader_for, readers, writer_for
from coder.project.operations import codebook, codebook_text
from coder.project.study import code_named
from tests.strategies import first_of, new_project, small

TEXTS = st.text("ab -#>=+@;,\"'\\\n\tæ👩\u0301:", max_size=20) | st.just("- Include: x\n## y\n\n> z")


@pytest.mark.parametrize("suffix", [suffix for reader in readers(CODEBOOK) for suffix in reader.suffixes])
@given(data=st.data())
def test_codebook_round_trips(suffix: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        project = small(new_project(Path(place) / "p"))
        for code in list(project.codes.values()):
            aliases = [" ".join(name.split()) for name in data.draw(st.lists(TEXTS, max_size=3))]
            codebook.define(
                project,
                code,
                definition=data.draw(TEXTS),
                include=data.draw(TEXTS),
                exclude=data.draw(TEXTS),
                aliases=[alias for alias in aliases if alias],
            )
        codebook.link_example(project, code_named(project, "Alone"), first_of(project.segments.values()))
        file = f"book{suffix}"
        entries = reader_for(CODEBOOK, file).read(writer_for(CODEBOOK, file).write(project), file)
        assert codebook_text.compare(project, entries).steps == ()
        project._store.leave()


def test_tables_of_other_programs_are_read() -> None:
    for data in (
        "Name;Parent;Description\nShame;Before;Red; hot\n".replace("Red; hot", '"Red; hot"').encode(),
        'Code\tParent\tMemo\r\nShame\tBefore\t"Red; hot"\r\n'.encode("utf-16"),
    ):
        (entry,) = reader_for(CODEBOOK, "book.csv").read(data, "book.csv")
        assert (entry.name, entry.parent, entry.definition) == ("Shame", "Before", "Red; hot")
        assert entry.aliases is None
