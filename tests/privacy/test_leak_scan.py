"""The leak scan of long texts. All SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.privacy import leak_scan
from coder.privacy.leak_scan import Place, scan

LINE = "On Monday I met doctor Kari Nesvold, who wrote to kari.nesvold@example.org about it."


def test_long_text_has_the_findings_and_places_of_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [
        Place("cover", "A letter"),
        Place("body", "\n".join([LINE, "", *[LINE] * 8]), "paragraph", language="en"),
    ]
    whole = scan(places)
    shares: list[float] = []
    monkeypatch.setattr(leak_scan, "_PIECE", 2 * len(LINE))
    assert scan(places, progress=shares.append) == whole
    assert len({finding.where for finding in whole}) == 9
    assert len(shares) > 8


def test_place_without_lines_gives_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([LINE] * 4)
    whole = scan([Place("body", text, language="en")])
    monkeypatch.setattr(leak_scan, "_PIECE", len(LINE))
    assert scan([Place("body", text, language="en")]) == whole
    assert [text[slice(*map(int, row.where.split()[1].split("-")))] for row in whole] == [row.text for row in whole]
    assert len(whole) == 8
