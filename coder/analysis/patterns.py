"""Patterns for code paths and names: `group/code`, `A/*`, `A/**`, `be*`, `"a name"`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coder.errors import NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.project.study import Study, code_named, path_of
from coder.text.fold import name_key, part_key

_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^"]+)')
_NAME_VALUE = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^"=])*)(?:=(.*))?', re.DOTALL)
ANY_DEPTH = "**"
ANY = "*"


def unquoted(text: str) -> str:
    """Return the text without its quotation marks."""
    return "".join(_unescaped(quoted) or plain for quoted, plain in _PIECE.findall(text))


def _unescaped(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)


def has_wildcard(text: str) -> bool:
    """Return whether the text has a `*` outside quotation marks."""
    return any("*" in plain for _, plain in _PIECE.findall(text))


@lru_cache(maxsize=256)
def wildcard(text: str) -> re.Pattern[str]:
    """Compile a name pattern: `*` is any text, except inside quotation marks; case is ignored."""
    literals = [""]
    for quoted, plain in _PIECE.findall(text):
        first, *others = [part_key(_unescaped(quoted))] if quoted else part_key(plain).split("*")
        literals[-1] += first
        literals += others
    if len(literals) == 1:
        return re.compile(re.escape(literals[0]))
    first, *middle, last = map(re.escape, literals)
    # Each text in the middle is taken where it occurs first, and never again: the time stays linear.
    fixed = [f"(?=(?P<at{at}>.*?{literal}))(?P=at{at})" for at, literal in enumerate(filter(None, middle))]
    return re.compile("".join([first, *fixed, ".*", last]), re.DOTALL)


def matches_name(pattern: str, name: str) -> bool:
    """Return whether a name matches the pattern."""
    return wildcard(pattern).fullmatch(name_key(name)) is not None


def name_and_value(text: str) -> tuple[str, str]:
    """Split `name=value` into two patterns; without a value, any value matches."""
    match = _NAME_VALUE.fullmatch(text)
    return (match[1], match[2] or ANY) if match else (text, ANY)


def split(pattern: str) -> list[str]:
    """Split a pattern into levels, each with its quotation marks; a separator inside quotation marks splits too."""
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
    """Return the codes that match a pattern; NotFound or Ambiguous as `code_named` if it has no wildcard.

    A pattern that begins with a wildcard matches at any level of the tree; a plain beginning (`A/B/*`) is one code,
    found by its path or unique name.
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
            if paths[id][: len(top)] == top and _matches(paths[id][len(top) :], rest)
        ]
    start = rest if rest[0] in ("*", ANY_DEPTH) else [ANY_DEPTH, *rest]
    codes = [code for id, code in study.codes.items() if _matches(paths[id], start)]
    if not codes:
        raise NotFound(f"There is no code like “{pattern}”")
    return codes


def _matches(path: Sequence[str], levels: Sequence[str]) -> bool:
    """Return whether a path matches levels of which some may be of any depth."""
    reached = {0}  # how many names the levels so far may have taken
    for level in levels:
        if level == ANY_DEPTH:
            reached = set(range(min(reached), len(path) + 1)) if reached else reached
        else:
            reached = {at + 1 for at in reached if at < len(path) and matches_name(level, path[at])}
    return len(path) in reached
