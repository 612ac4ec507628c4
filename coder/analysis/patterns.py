"""Code patterns: `group/code`, `A/*`, `A/**`, `be*`, `"a name"`; and names with a wildcard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coder.errors import NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.project.paths import code_named, path_of
from coder.project.study import Study

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^"]+)')
_KEYED = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^"=])*)(?:=(.*))?', re.DOTALL)
ANY_DEPTH = "**"
ANY = "*"


def unquoted(text: str) -> str:
    """The text without its quotation marks."""
    return "".join(_bare(quoted) or plain for quoted, plain in _PIECE.findall(text))


def _bare(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)


def has_wildcard(text: str) -> bool:
    """Whether a `*` stands outside of quotation marks."""
    return any("*" in plain for _, plain in _PIECE.findall(text))


@lru_cache(maxsize=256)
def wildcard(text: str) -> re.Pattern[str]:
    """A name as an expression: `*` is anything, except inside quotation marks; case does not count."""
    parts = []
    for quoted, plain in _PIECE.findall(text):
        if quoted:
            parts.append(re.escape(_bare(quoted).casefold()))
        else:
            parts.append(".*".join(map(re.escape, plain.casefold().split("*"))))
    return re.compile("".join(parts), re.DOTALL)


def named(pattern: str, name: str) -> bool:
    """Whether a name is what the pattern says."""
    return wildcard(pattern).fullmatch(name.casefold()) is not None


def keyed(text: str) -> tuple[str, str]:
    """The patterns of a name and a value in `name=value`; any value where none is given."""
    match = _KEYED.fullmatch(text)
    return (match[1], match[2] or ANY) if match else (text, ANY)


def split(pattern: str) -> list[str]:
    """The levels of a pattern, each with its quotation marks; a separator inside quotation marks separates too."""
    levels, level, inside = [], "", False
    for char in pattern:
        if char == '"':
            inside = not inside
        if char == SEPARATOR:
            levels.append(level + '"' if inside else level)
            level = '"' if inside else ""
        else:
            level += char
    return [*levels, level]


def codes_like(study: Study, pattern: str) -> list[Code]:
    """The codes that a pattern stands for; NotFound or Ambiguous as `code_named`, where it has no wildcard.

    What has a wildcard may begin at any level of the tree; a plain beginning (`A/B/*`) is one code, found by
    its path or by its unique name.
    """
    levels = split(pattern)
    plain = 0
    while plain < len(levels) and not has_wildcard(levels[plain]):
        plain += 1
    if plain == len(levels):
        return [code_named(study, unquoted(pattern))]
    paths = {id: path_of(study, code).split(SEPARATOR) for id, code in study.codes.items()}
    rest = levels[plain:]
    if plain:
        head = code_named(study, SEPARATOR.join(map(unquoted, levels[:plain])))
        top = paths[head.id]
        return [
            code
            for id, code in study.codes.items()
            if paths[id][: len(top)] == top and _fits(paths[id][len(top) :], rest)
        ]
    start = rest if rest[0] in ("*", ANY_DEPTH) else [ANY_DEPTH, *rest]
    found = [code for id, code in study.codes.items() if _fits(paths[id], start)]
    if not found:
        raise NotFound(f"There is no code like “{pattern}”")
    return found


def _fits(path: Sequence[str], levels: Sequence[str]) -> bool:
    if not levels:
        return not path
    if levels[0] == ANY_DEPTH:
        return any(_fits(path[skip:], levels[1:]) for skip in range(len(path) + 1))
    return bool(path) and named(levels[0], path[0]) and _fits(path[1:], levels[1:])
