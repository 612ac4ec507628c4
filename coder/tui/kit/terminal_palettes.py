"""What terminals show for the 16 and the 256 numbered colours, and the nearest of them to a colour."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

Rgb = tuple[int, int, int]
TRUECOLOR, EIGHT_BIT, SIXTEEN = DEPTHS = ("truecolor", "256", "standard")


def _parsed(values: str) -> tuple[Rgb, ...]:
    return tuple((int(v[:2], 16), int(v[2:4], 16), int(v[4:], 16)) for v in values.split())


#: The 16 colours as common terminals show them: they differ, so that a pair has the least contrast of any.
PALETTES: dict[str, tuple[Rgb, ...]] = {
    "xterm": _parsed(
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "Linux console": _parsed(
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "PuTTY": _parsed(
        "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "Windows Terminal": _parsed(
        "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
        "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
    ),
    "macOS Terminal": _parsed(
        "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf "
        "666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5"
    ),
    "GNOME Terminal": _parsed(
        "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc "
        "5e5c64 f66151 33da7a e9ad0c 2a7bde c061cb 33c7de ffffff"
    ),
}
#: The 16 colours by which themes name them.
NOMINAL: tuple[str, ...] = tuple("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in PALETTES["xterm"])


def _fixed() -> dict[int, Rgb]:
    levels = (0, 95, 135, 175, 215, 255)
    cube = {
        16 + 36 * r + 6 * g + b: (levels[r], levels[g], levels[b])
        for r in range(6)
        for g in range(6)
        for b in range(6)
    }
    return cube | {232 + n: (8 + 10 * n,) * 3 for n in range(24)}


#: The colours 16 to 255, the same in all terminals.
CUBE: dict[int, Rgb] = _fixed()


#: The greys of the 16, and the difference of red, green and blue from which a colour is none.
GREYS, COLORFUL = (0, 7, 8, 15), 40


def depth_of(color_system: str | None) -> str:
    """Return the depth for the colour system that Rich found."""
    return color_system if color_system in (TRUECOLOR, EIGHT_BIT) else SIXTEEN


@lru_cache(4096)
def luminance(color: Rgb) -> float:
    """Return the relative luminance (WCAG 2.2), 0 to 1."""
    red, green, blue = map(_linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast_of_any(pairs: Iterable[tuple[Rgb, Rgb]]) -> float:
    """Return the least contrast ratio of some pairs of colours (WCAG 2.2), 1 to 21."""
    ratios = []
    for one, other in pairs:
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        ratios.append((high + 0.05) / (low + 0.05))
    return min(ratios)


def shown(number: int) -> list[Rgb]:
    """Return what terminals show for a numbered colour."""
    return [CUBE[number]] if number >= 16 else [palette[number] for palette in PALETTES.values()]


@lru_cache(4096)
def contrast(number: int, other: int) -> float:
    """Return the least contrast of two numbered colours in any terminal."""
    here, there = shown(number), shown(other)
    longest = max(len(here), len(there))
    return contrast_of_any(zip(here * (longest // len(here)), there * (longest // len(there)), strict=True))


@lru_cache(8192)
def nearest(color: Rgb, depth: str, least: float = 0.0, below: int | None = None, on: int = -1) -> int:
    """Return the number of the nearest colour that has a contrast of `least` on the colour `on`, else of the most.

    `below`: use only numbers below this.
    """
    known = CUBE if depth == EIGHT_BIT else dict(enumerate(PALETTES["xterm"]))
    numbers = [number for number in known if below is None or number < below]
    clear = [number for number in numbers if on < 0 or contrast(number, on) >= least]
    if depth == SIXTEEN and max(color) - min(color) < COLORFUL:
        clear = [number for number in clear if number in GREYS] or clear
    if not clear:
        return max(numbers, key=lambda number: contrast(number, on))
    return min(clear, key=lambda number: _distance(color, known[number]))


def _distance(one: Rgb, other: Rgb) -> float:
    """Return how far apart two colours look (Oklab)."""
    return sum((a - b) ** 2 for a, b in zip(_oklab(one), _oklab(other), strict=True))


@lru_cache(1024)
def _oklab(color: Rgb) -> tuple[float, float, float]:
    red, green, blue = map(_linear, color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
