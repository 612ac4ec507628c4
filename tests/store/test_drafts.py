"""Draft files: written, replaced, read and removed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from coder.store import drafts


class Draft(msgspec.Struct):
    text: str


def test_draft_is_written_replaced_and_removed(tmp_path: Path) -> None:
    drafts.write(tmp_path, "m1.json", Draft("first"), "memo")
    drafts.write(tmp_path, "m1.json", Draft("second"), "memo")
    assert list(drafts.read_all(tmp_path, "*.json", Draft)) == [("m1.json", Draft("second"))]
    assert drafts.read(tmp_path, "m1.json", Draft) == Draft("second")
    drafts.remove(tmp_path, "m1.json", "memo")
    drafts.remove(tmp_path, "m1.json", "memo")
    assert drafts.names(tmp_path, "*") == []
    assert drafts.read(tmp_path, "m1.json", Draft) is None
