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
    """Markdown with left-aligned headings and without clickable links."""

    elements = Markdown.elements | {"heading_open": _LeftHeading}

    def __init__(self, text: str) -> None:
        super().__init__(text, hyperlinks=False)
