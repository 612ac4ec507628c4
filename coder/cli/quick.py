"""The quick path of `coder find`: one code, or all below it, answered from the checkpoint without opening a project.

Other queries, and files that are not as expected, are left to `coder.cli.search`; a test compares both answers.
"""

from __future__ import annotations

import gc
import os
from bisect import bisect_right
from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coder.cli.units import Row
    from coder.store.glance import Glance

#: Sort key of a turn in the checkpoint: the start of its label.
LABEL = itemgetter(4)
OPERATORS = ("and", "or", "not")
#: Kinds of memos, and those private unless shared; a test compares them with `model.memo`.
PRIVATE = ("reflexive",)
KINDS = ("analytic", "field note", "methodological", "theoretical", "preconception", *PRIVATE)


def run(argv: list[str]) -> int | None:
    """Answer `find PROJECT QUERY [--json]`; None where the full path is needed."""
    words = [word for word in argv[1:] if word != "--json"]
    if len(words) != 2 or len(words) < len(argv) - 2 or any(word.startswith("-") for word in words):
        return None
    pattern = _parse(words[1])
    if pattern is None:
        return None
    gc.disable()  # thousands of small objects, without cycles
    try:
        return _answer(words[0], pattern, "--json" in argv)
    finally:
        gc.enable()


def _answer(project: str, pattern: tuple[list[str], str], as_json: bool) -> int | None:
    from coder.store.glance import CHECKPOINT, OPENINGS, glance

    folder = os.path.dirname(project) if os.path.basename(project) == CHECKPOINT else project
    if os.path.lexists(os.path.join(folder, OPENINGS)):  # the full path logs the opening
        return None
    checkpoint = glance(folder)
    rows = None if checkpoint is None else _rows(checkpoint, *pattern)
    if rows is None:
        return None
    from coder.cli.units import show

    show(rows, as_json)
    return 0


def _parse(query: str) -> tuple[list[str], str] | None:
    """Return the names of a path, and "", "*" or "**"; None for any other query."""
    query = query.strip()
    if query[:1] == query[-1:] == '"' and query.count('"') == 2:
        return (query[1:-1].split("/"), "") if "\\" not in query and query != '""' else None
    path, _, last = query.rpartition("/")
    below = last if path and last in ("*", "**") else ""
    path = path if below else query
    if path[:1] == path[-1:] == '"' and path.count('"') == 2 and "\\" not in path:
        return path[1:-1].split("/"), below
    plain = path[:1] not in ("", "@") and not any(sign in path for sign in '"()*:\\') and len(path.split()) == 1
    return (path.split("/"), below) if plain and path.casefold() not in OPERATORS else None


def _rows(glance: Glance, levels: list[str], below: str) -> list[Row] | None:
    from coder.store.glance import record

    codes = glance.records("codes")
    paths = {id: _path(codes, id) for id in codes}
    chosen_codes = _codes_below(codes, paths, levels, below)
    if chosen_codes is None:
        return None
    pairs = glance.pairs("codings", b"code", b"segment")
    code_ids = {id.encode() for id in chosen_codes}
    chosen = {segment for code, segment in pairs if code in code_ids}
    names = {id.encode(): "/".join(path) for id, path in paths.items()}
    codes_on: dict[str, set[str]] = {segment.decode(): set() for segment in chosen}
    for code, segment in pairs:
        if segment in chosen:
            codes_on[segment.decode()].add(names[code])
    segments = [record(line) for line in glance.lines_of("segments", codes_on)]
    return _described(glance, segments, {id: sorted(held) for id, held in codes_on.items()})


def _path(codes: dict[str, Row], id: str) -> list[str]:
    names = []
    at: str | None = id
    while at is not None:
        names.append(codes[at]["name"])
        at = codes[at].get("parent")
    return names[::-1]


def _codes_below(
    codes: dict[str, Row], paths: dict[str, list[str]], levels: list[str], below: str
) -> set[str] | None:
    """Return the ids of the codes that a path matches; None where no code or several have that name."""
    names = [level.strip().casefold() for level in levels]
    if "/".join(levels) in codes:
        return None
    folded = {id: [name.casefold() for name in path] for id, path in paths.items()}
    matches = [id for id, path in folded.items() if path == names]
    matches = matches or [id for id, path in folded.items() if path[-len(names) :] == names]
    if len(matches) != 1:
        return None
    if not below:
        return set(matches)
    if below == "*":
        return {id for id, code in codes.items() if code.get("parent") == matches[0]}
    top = paths[matches[0]]
    return {id for id, path in paths.items() if path[: len(top)] == top}


def _described(glance: Glance, segments: list[Row], codes: dict[str, list[str]]) -> list[Row] | None:
    sources, waves = glance.records("sources"), glance.records("waves")
    participants = glance.records("participants")
    memos = _memos(glance, codes)
    if memos is None:
        return None
    turns = glance.turns({(segment["source"], segment.get("revision", 1)) for segment in segments})

    def order(segment: Row) -> tuple[Any, ...]:
        source = sources[segment["source"]]
        return source.get("order", 0), source["name"], segment["start"], segment["end"], segment["id"]

    rows = []
    for segment in sorted(segments, key=order):
        source = sources[segment["source"]]
        rows.append(
            {
                "segment": segment["id"],
                "source": source["name"],
                "participant": participants[source["participant"]]["name"] if source.get("participant") else None,
                "wave": waves[source["wave"]]["name"] if source.get("wave") else None,
                "start": segment["start"],
                "end": segment["end"],
                "speaker": _speaker(turns.get((segment["source"], segment.get("revision", 1)), []), segment["start"]),
                "text": segment["quote"],
                "codes": codes[segment["id"]],
                "memos": memos.get(segment["id"], []),
            }
        )
    return rows


def _memos(glance: Glance, segments: dict[str, list[str]]) -> dict[str, list[str]] | None:
    """Return the texts of memos on segments, without private ones; None where a kind is unknown."""
    from coder.store.glance import field, record

    texts: dict[str, list[str]] = {}
    for line in glance.lines("memos"):
        if field(line, b"target") in segments:
            memo = record(line)
            kind = memo.get("kind", "analytic")
            if kind not in KINDS:
                return None
            if kind not in PRIVATE or memo.get("shared"):
                texts.setdefault(memo["target"], []).append(memo.get("text", ""))
    return texts


def _speaker(turns: list[Any], at: int) -> str:
    """Return the speaker at an offset, as `retrieval.speaker_at` does."""
    index = bisect_right(turns, at, key=LABEL) - 1
    if index < 0:
        return ""
    _, end, name, _, _ = turns[index]
    return str(name) if at < end else ""
