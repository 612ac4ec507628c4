"""JSON: one document that another program, or this one, can take up again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from coder.exchange.extract import Extract, Unit
from coder.exchange.registry import SEGMENTS, writer
from coder.model.codebook import Code
from coder.model.document import CONDENSATE
from coder.model.memo import Memo
from coder.model.record import Record
from coder.project.project import Project

FORMAT = "coder-segments"
VERSION = 1


@writer(SEGMENTS, "json", "Coded segments with codebook (JSON)", ".json")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return the export as one UTF-8 document, in which records refer to each other by id."""
    return msgspec.json.format(msgspec.json.encode(document(project, segments)), indent=1) + b"\n"


def document(project: Project, segments: Sequence[str] | None = None) -> dict[str, Any]:
    """What is written, as plain lists and dictionaries.

    `codes` are in the order of the tree, each with its path and its parent's id. Sources are described, not
    copied: `digest` is the SHA-256 of the text that `start` and `end` (code points, end exclusive) count in.
    `whole` is false when only the segments that a query found, and what they touch, are in it.
    """
    extract = Extract(project, segments)
    codings = Counter(one.code.id for unit in extract.units for one in unit.placed)
    units = [_unit(extract, unit) for unit in extract.units]
    sources = [_record(extract, source, label=extract.labels[source.id]) for source in extract.sources]
    codes = [
        _record(
            extract,
            code,
            path=extract.path(code.id),
            depth=depth,
            codings=codings[code.id],
            **_condensate(extract, code),
        )
        for depth, code in extract.codes
    ]
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported": project.now(),
        "whole": extract.whole,
        "project": _record(extract, project.info) if extract.whole else msgspec.structs.asdict(project.info),
        "coders": [msgspec.structs.asdict(coder) for coder in extract.coders],
        "participants": [_record(extract, participant) for participant in extract.participants],
        "waves": [msgspec.structs.asdict(wave) for wave in extract.waves],
        "sources": sources,
        "codes": codes,
        "segments": units,
    }


def _record(extract: Extract, record: Record, **more: Any) -> dict[str, Any]:
    return {**msgspec.structs.asdict(record), **more, "memos": [_memo(memo) for memo in extract.memos(record.id)]}


def _condensate(extract: Extract, code: Code) -> dict[str, Any]:
    """What the analysts made of the units of a code, said by nobody; nothing where there is none."""
    made = extract.condensate(code.id)
    sentences = [{"text": one.text, "ends": one.ends, "segments": one.units} for one in made]
    return {"condensate": {"label": CONDENSATE, "sentences": sentences}} if made else {}


def _unit(extract: Extract, unit: Unit) -> dict[str, Any]:
    segment = unit.segment
    return {
        "id": segment.id,
        "source": segment.source,
        "revision": segment.revision,
        "reference": unit.reference,
        "turn": unit.turn,
        "speaker": unit.speaker,
        "start": segment.start,
        "end": segment.end,
        "quote": segment.quote,
        "before": segment.before,
        "after": segment.after,
        "codings": [
            {
                "id": one.coding.id,
                "code": one.code.id,
                "path": one.path,
                "coder": one.coding.coder,
                "mark": one.coding.mark,
                "created": one.coding.created,
            }
            for one in unit.placed
        ],
        "memos": [_memo(memo) for memo in unit.memos],
    }


def _memo(memo: Memo) -> dict[str, Any]:
    return {
        "id": memo.id,
        "kind": memo.kind,
        "title": memo.title,
        "text": memo.text,
        "coder": memo.coder,
        "created": memo.created,
        "modified": memo.modified,
    }
