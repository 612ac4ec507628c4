"""From another screen to a place in a transcript, and back by Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.model.source import Source
from coder.text.span import Span

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


def visit(app: CoderApp, source: Source, place: Span | int | None, back: Callable[[], None], said: str = "") -> None:
    """Show a transcript where it was left (None), at a position, or with a stretch lit up; Esc goes `back` then."""
    from coder.tui.coding.coding_screen import CodingScreen
    from coder.tui.transcript.view import TranscriptView

    app.go("coding")
    screen = app.screen
    if not isinstance(screen, CodingScreen):
        return
    screen.open_source(source, place.start if isinstance(place, Span) else place)
    if isinstance(place, Span):
        screen.query_one(TranscriptView).highlight([place])
    screen.transcript.return_to = back
    if said:
        screen.say(said)
