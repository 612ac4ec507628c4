"""Rendered Markdown with left-aligned headings. Import it late: the renderer is heavy."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown


class _LeftHeading(Heading):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text.copy()
        text.justify = "left"
        yield text


class LeftMarkdown(Markdown):
    """Markdown with left-aligned headings and without clickable links.

    With `keep_lines` a line break of the text is one on the screen, as its writer sees it; else lines are joined.
    """

    elements = Markdown.elements | {"heading_open": _LeftHeading}

    def __init__(self, text: str, keep_lines: bool = False) -> None:
        super().__init__(text, hyperlinks=False)
        for token in (child for block in self.parsed for child in block.children or () if keep_lines):
            if token.type == "softbreak":
                token.type = "hardbreak"
