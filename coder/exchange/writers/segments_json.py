"""Coded segments as JSON: one document for other programs."""

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


@writer(SEGMENTS, "json", "Coded units with codebook (JSON)", ".json")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return the export as one UTF-8 document, in which records refer to each other by id."""
    return msgspec.json.format(msgspec.json.encode(document(project, segments)), indent=1) + b"\n"


def document(project: Project, segments: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the export as plain lists and dictionaries.

    `codes` are in the order of the tree, each with its path and the id of its parent. Sources come without their
    text: `digest` is the SHA-256 of the text to which `start` and `end` (code points, end exclusive) refer. `whole`
    is false if the export holds only the segments of a query and what they touch.
    """
    extract = Extract(project, segments)
    codings = Counter(placed.code.id for unit in extract.units for placed in unit.placed)
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
    """Return the condensate of a code, labelled as the analysts' text; empty if there is none."""
    condensate = extract.condensate(code.id)
    sentences = [
        {"text": sentence.text, "ends": sentence.ends, "segments": sentence.units} for sentence in condensate
    ]
    return {"condensate": {"label": CONDENSATE, "sentences": sentences}} if condensate else {}


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
                "id": placed.coding.id,
                "code": placed.code.id,
                "path": placed.path,
                "coder": placed.coding.coder,
                "mark": placed.coding.mark,
                "created": placed.coding.created,
            }
            for placed in unit.placed
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
