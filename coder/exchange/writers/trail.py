"""The decision trail: steps as JSON, and a table per day in every format of documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from coder.exchange.registry import DOCUMENT, TRAIL, adapter, writer
from coder.model.document import Document


@writer(TRAIL, "json", "Decision trail (JSON)", ".json")
def trail_json(steps: Sequence[Mapping[str, object]], _document: Callable[[], Document]) -> bytes:
    """Return the steps as a list of objects."""
    return msgspec.json.format(msgspec.json.encode(steps)) + b"\n"


@adapter(TRAIL, DOCUMENT)
def trail_document(_steps: Sequence[Mapping[str, object]], document: Callable[[], Document]) -> Document:
    """Return the trail as a document."""
    return document()
