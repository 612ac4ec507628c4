"""The brackets around the unit under the cursor: where it starts or ends a row too. All text SYNTHETIC."""

from __future__ import annotations

from rich.style import Style

from coder.text.span import Span, Turn
from coder.tui.transcript.canvas import LAYERS, Layout, Palette, Scene, paint_row

TEXT = "One two three. Four five six seven. Eight nine. Ten."
PARTS = ("base", "number", "speaker", "stamp", "bar", "thumb", *LAYERS)
PALETTE = Palette({part: Style() for part in PARTS}, plain=False)


def rows(layout: Layout, span: Span) -> list[str]:
    scene = Scene({"unit": (span,)}, span)
    return [paint_row(layout, index, scene, (), PALETTE).text for index in range(layout.height)]


def test_every_word_has_one_bracket_on_either_side_at_every_width() -> None:
    words, at = [], 0
    for word in TEXT.split(" "):
        words.append(Span(at, at + len(word)))
        at += len(word) + 1
    wrong = []
    for available in range(20, 60):
        layout = Layout(TEXT, [Turn(0, len(TEXT), "P", None, 0)], available)
        for span in words:
            drawn = rows(layout, span)
            index = layout.row_of(span.start)
            count = sum(row.count("▐") for row in drawn), sum(row.count("▌") for row in drawn)
            inside = f"▐{TEXT[span.start : span.end]}▌" in drawn[index]
            if count != (1, 1) or not inside:
                wrong.append((available, TEXT[span.start : span.end], drawn))
    assert len(words) == 10
    assert wrong == []
