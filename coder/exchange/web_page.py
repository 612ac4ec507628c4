"""HTML pages: the Jinja environment for their templates, and Markdown as safe HTML."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment
    from markdown_it import MarkdownIt


@cache
def environment() -> Environment:
    """Return the environment of the templates in `writers/`; values are escaped unless they are Markup."""
    from importlib.resources import files

    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("coder.exchange.writers")
    return Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # no images, which would be loaded from elsewhere; HTML is shown as typed; a line break stays one
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(["image"])


def render_markdown(markdown: str) -> Markup:
    """Return Markdown as safe HTML; its headings become paragraphs, to keep the outline of the page intact."""
    parser = _markdown()
    tokens = parser.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting == 1:
                token.attrSet("class", "heading")
    return Markup(parser.renderer.render(tokens, parser.options, {}))
