"""`coder find` in a hurry: the everyday query, one code or all below it, answered without the imports of a project.

Anything else, and everything that is not as expected, is left to `coder.cli.find`; both give the same answer, which a
test compares.
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

#: Where a turn's label begins, in the file.
LABEL = itemgetter(4)
OPERATORS = ("and", "or", "not")
#: Kinds of memos that are private unless shared, as in `model.memo`; a test compares them.
PRIVATE = ("reflexive",)
KINDS = ("analytic", "field note", "methodological", "theoretical", "preconception", *PRIVATE)


def run(argv: list[str]) -> int | None:
    """Answer `find PROJECT QUERY [--json]`; None where that takes more than a glance."""
    words = [word for word in argv[1:] if word != "--json"]
    if len(words) != 2 or len(words) < len(argv) - 2 or any(word.startswith("-") for word in words):
        return None
    asked = _asked(words[1])
    if asked is None:
        return None
    gc.disable()  # thousands of small things, none of them in a circle
    try:
        return _answer(words[0], asked, "--json" in argv)
    finally:
        gc.enable()


def _answer(project: str, asked: tuple[list[str], str], as_json: bool) -> int | None:
    from coder.store.glance import CHECKPOINT, glance

    found = glance(os.path.dirname(project) if os.path.basename(project) == CHECKPOINT else project)
    rows = None if found is None else _rows(found, *asked)
    if rows is None:
        return None
    from coder.cli.units import show

    show(rows, as_json)
    return 0


def _asked(query: str) -> tuple[list[str], str] | None:
    """The levels of a path, and "", "*" or "**"; None for any other query."""
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
    wanted = _wanted(codes, paths, levels, below)
    if wanted is None:
        return None
    pairs = glance.pairs("codings", b"code", b"segment")
    meant = {id.encode() for id in wanted}
    chosen = {segment for code, segment in pairs if code in meant}
    names = {id.encode(): "/".join(path) for id, path in paths.items()}
    on: dict[str, set[str]] = {segment.decode(): set() for segment in chosen}
    for code, segment in pairs:
        if segment in chosen:
            on[segment.decode()].add(names[code])
    segments = [record(line) for line in glance.lines_of("segments", on)]
    return _described(glance, segments, {id: sorted(held) for id, held in on.items()})


def _path(codes: dict[str, Row], id: str) -> list[str]:
    names = []
    at: str | None = id
    while at is not None:
        names.append(codes[at]["name"])
        at = codes[at].get("parent")
    return names[::-1]


def _wanted(codes: dict[str, Row], paths: dict[str, list[str]], levels: list[str], below: str) -> set[str] | None:
    """Ids of the codes meant; None where no code or several are called so."""
    meant = [level.strip().casefold() for level in levels]
    if "/".join(levels) in codes:
        return None
    folded = {id: [name.casefold() for name in path] for id, path in paths.items()}
    called = [id for id, path in folded.items() if path == meant]
    called = called or [id for id, path in folded.items() if path[-len(meant) :] == meant]
    if len(called) != 1:
        return None
    if not below:
        return set(called)
    if below == "*":
        return {id for id, code in codes.items() if code.get("parent") == called[0]}
    top = paths[called[0]]
    return {id for id, path in paths.items() if path[: len(top)] == top}


def _described(glance: Glance, segments: list[Row], codes: dict[str, list[str]]) -> list[Row] | None:
    sources, waves = glance.records("sources"), glance.records("waves")
    participants = glance.records("participants")
    memos = _memos(glance, codes)
    if memos is None:
        return None
    turns = glance.turns({(one["source"], one.get("revision", 1)) for one in segments})

    def order(one: Row) -> tuple[Any, ...]:
        source = sources[one["source"]]
        return source.get("order", 0), source["name"], one["start"], one["end"], one["id"]

    rows = []
    for one in sorted(segments, key=order):
        source = sources[one["source"]]
        rows.append(
            {
                "segment": one["id"],
                "source": source["name"],
                "participant": participants[source["participant"]]["name"] if source.get("participant") else None,
                "wave": waves[source["wave"]]["name"] if source.get("wave") else None,
                "start": one["start"],
                "end": one["end"],
                "speaker": _speaker(turns.get((one["source"], one.get("revision", 1)), []), one["start"]),
                "text": one["quote"],
                "codes": codes[one["id"]],
                "memos": memos.get(one["id"], []),
            }
        )
    return rows


def _memos(glance: Glance, segments: dict[str, list[str]]) -> dict[str, list[str]] | None:
    """Texts of the memos on segments, without the private ones; None where there is a kind that is not known here."""
    from coder.store.glance import field, record

    found: dict[str, list[str]] = {}
    for line in glance.lines("memos"):
        if field(line, b"target") in segments:
            memo = record(line)
            kind = memo.get("kind", "analytic")
            if kind not in KINDS:
                return None
            if kind not in PRIVATE or memo.get("shared"):
                found.setdefault(memo["target"], []).append(memo.get("text", ""))
    return found


def _speaker(turns: list[Any], at: int) -> str:
    """Who speaks there: as `retrieval.speaker_at`."""
    place = bisect_right(turns, at, key=LABEL) - 1
    if place < 0:
        return ""
    _, end, name, _, _ = turns[place]
    return str(name) if at < end else ""
