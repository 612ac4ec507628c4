"""The picture in the README."""

from __future__ import annotations

from pathlib import Path

from tests.tui import picture


async def test_the_picture_in_the_readme_is_drawn_by_the_program(folder: Path) -> None:
    svg = await picture.draw(folder)
    assert picture.PLACE.is_file()
    for words in ("Strong,", "Codes", "Memo", "sentence", "uncode"):
        assert words in svg
        assert words in picture.PLACE.read_text(encoding="utf-8")


def test_the_picture_in_the_readme_loads_nothing() -> None:
    svg = picture.PLACE.read_text(encoding="utf-8")
    assert "<text" in svg
    assert "url(" not in svg.replace("url(#", "")
