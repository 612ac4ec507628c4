"""Rows of a transcript as strips: gutter, text, stripes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from coder.text.cells import cut, printable, width
from coder.text.span import Span
from coder.tui.transcript.layout import Layout, Row, touching
from coder.tui.transcript.stripes import Cell

#: From the lowest to the topmost.
LAYERS = ("coded", "lit", "selected", "unit", "edge")
_LEFT, _RIGHT = "▐", "▌"


@dataclass
class Palette:
    """The styles of a view: `base`, `number`, `speaker`, `stamp`, `bar`, `thumb` and those of `LAYERS`.

    `plain`: the terminal has too few colours to tell the layers apart.
    """

    styles: Mapping[str, Style]
    plain: bool
    _mixed: dict[tuple[str, ...], Style] = field(default_factory=dict)

    def mix(self, layers: tuple[str, ...]) -> Style:
        """Return the style of text in these layers, lowest first."""
        if layers not in self._mixed:
            self._mixed[layers] = sum((self.styles[layer] for layer in layers), self.styles["base"])
        return self._mixed[layers]

    def bracket(self, scene: Scene) -> Style:
        """Return the style of a bracket: half a cell in the background of the text that it encloses."""
        base = self.styles["base"]
        layer = "selected" if scene.layers.get("selected") else "unit"
        return base if self.plain else base + Style(color=self.mix((layer,)).bgcolor)


@dataclass
class Scene:
    """The layers on the text: for each a list of sorted, disjoint spans."""

    layers: dict[str, Sequence[Span]]
    brackets: Span | None = None


def paint_row(layout: Layout, index: int, scene: Scene, cells: Sequence[Cell], palette: Palette) -> Strip:
    """Return a row as a strip, `layout.available` cells wide."""
    row = layout.row(index)
    segments = _gutter(layout, row, scene, palette)
    segments += _body(layout, row, scene, palette)
    base = palette.styles["base"]
    for character, color in cells:
        segments.append(Segment(character, base + _color(color) if color else base))
    columns = layout.columns
    rest = layout.available - columns.stripes_at - len(cells)
    if rest > 0:
        segments.append(Segment(" " * rest, base))
    strip = Strip(Segment.simplify(segments), columns.stripes_at + len(cells) + max(0, rest))
    return strip if rest >= 0 else strip.crop(0, layout.available)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters as sorted, disjoint spans."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def clock(seconds: float) -> str:
    """Return a time stamp: `7:59`, `1:07:59`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _gutter(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    columns, styles = layout.columns, palette.styles
    turn = layout.turns[row.turn]
    last = _LEFT if scene.brackets and scene.brackets.start == row.start and not row.blank else " "
    pad = columns.gutter - 1
    if row.first:
        number = f" {row.turn + 1:>{columns.number}} " if columns.number else ""
        name = printable(layout.labels.get(turn.speaker, ""))
        name += " " * (pad - len(number) - width(name))
        segments = [Segment(number, styles["number"]), Segment(name, styles["speaker"])]
    elif row.second and turn.seconds is not None and len(stamp := clock(turn.seconds)) < pad:
        segments = [Segment(f" {stamp:<{pad - 1}}", styles["stamp"])]
    else:
        segments = [Segment(" " * pad, styles["base"])]
    segments.append(Segment(last, palette.bracket(scene) if last != " " else styles["base"]))
    return [segment for segment in segments if segment.text]


def _body(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    text = layout.text
    shown = Span(row.start, row.start + len(layout.shown(row)))
    inside = {layer: touching(scene.layers.get(layer, ()), shown) for layer in LAYERS}
    before, after = (scene.brackets.start - 1, scene.brackets.end) if scene.brackets else (-1, -1)
    edges = {shown.start, shown.end}
    for span in (span for spans in inside.values() for span in spans):
        edges.update(edge for edge in span if shown.start < edge < shown.end)
    edges.update(e for at in (before, after) for e in (at, at + 1) if shown.start <= at < e <= shown.end)
    edges.update(at for at in (before, after) if shown.start < at < shown.end)
    cuts = sorted(edges)
    segments, used = [], 0
    for start, end in pairwise(cuts):
        piece = printable(text[start:end])
        used += width(piece)
        if piece == " " and start in (before, after):
            segments.append(Segment(_LEFT if start == before else _RIGHT, palette.bracket(scene)))
        else:
            layers = tuple(la for la in LAYERS if any(s.start < end and start < s.end for s in inside[la]))
            segments.append(Segment(piece, palette.mix(layers)))
    room = layout.columns.body + 1 - used
    if room < 0:  # one cluster wider than the line
        return [Segment(cut("…", 1).ljust(layout.columns.body + 1), palette.styles["base"])]
    if after == shown.end and shown.start < after and room:
        segments.append(Segment(_RIGHT, palette.bracket(scene)))
        room -= 1
    segments.append(Segment(" " * room, palette.styles["base"]))
    return segments


@lru_cache(maxsize=512)
def _color(name: str) -> Style:
    return Style(color=Color.parse(name).rich_color)
