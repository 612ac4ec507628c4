"""What the help says is what the program does."""

from __future__ import annotations

from pathlib import Path

import coder
from coder.tui.keymap import actions
from tests.tui import picture

HELP = Path(coder.__file__).parent / "help"


def test_the_help_topic_keys_is_the_table() -> None:
    """Write it anew: `python -c "from coder.tui.keymap import actions; print(actions.as_markdown(), end='')"`."""
    assert (HELP / "keys.md").read_text(encoding="utf-8") == actions.as_markdown()


def test_every_action_has_words_of_its_own() -> None:
    assert len(actions.BY_ID) == len(actions.ACTIONS)
    for action in actions.ACTIONS:
        assert action.label, action.id
        assert action.help, action.id


async def test_the_picture_in_the_readme_is_drawn_by_the_program(folder: Path) -> None:
    svg = await picture.draw(folder)
    assert picture.PLACE.is_file()
    for words in ("Strong,", "Codes", "Memo", "sentence", "uncode"):
        assert words in svg
        assert words in picture.PLACE.read_text(encoding="utf-8")
