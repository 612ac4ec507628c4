"""Draws the README's picture from the program itself, on the sample study: `python -m tests.tui.picture`."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

PLACE = Path(__file__).parents[2] / "coder" / "help" / "coding-screen.svg"
#: Wide enough for the names of codes in the margin.
SIZE = (124, 32)
#: To a coded sentence with others around it.
KEYS = ("n", "n", "n")
#: A picture on a page loads no fonts, and one that is opened shall ask no other computer for them.
_WEB_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_FONTS = 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace'


async def draw(folder: Path) -> str:
    """The coding screen of a project, as SVG text that is the same each time."""
    import rich.markdown  # noqa: F401  # the program imports it when there is time

    from coder.tui.app import CoderApp

    app = CoderApp(folder)
    async with app.run_test(size=SIZE) as pilot:
        while len(app.screen_stack) < 2:
            await pilot.pause()
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause()
        svg = app.export_screenshot(title="coder")
    svg = _WEB_FONTS.sub("", svg).replace("font-variant-east-asian: full-width;", "")
    svg = svg.replace("Fira Code, monospace", _FONTS)
    number = svg.partition('class="rich-terminal"')[2] and svg.split("terminal-", 1)[1].split("-", 1)[0]
    return "\n".join(line.rstrip() for line in svg.replace(f"terminal-{number}", "terminal").splitlines()) + "\n"


def main() -> None:
    from coder import sample
    from coder.project import read_project
    from coder.project.opening import working_copy

    source = sample.folder()
    assert source is not None
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.pop("NO_COLOR", None)
        os.environ.update(
            CODER_CONFIG=f"{scratch}/settings.toml", CODER_INITIALS="KG", XDG_STATE_HOME=scratch,
            TERM="xterm-256color", COLORTERM="truecolor",
        )  # fmt: skip
        folder = working_copy(read_project(source), Path(scratch) / "tern-house", "KG")
        PLACE.write_text(asyncio.run(draw(folder)), encoding="utf-8")
    print(PLACE)


if __name__ == "__main__":
    main()
