"""What a project says of itself."""

from __future__ import annotations

from coder.model.record import Record


class Info(Record, frozen=True, kw_only=True):
    """The project: its name, the language of its interviews (ISO 639-1) and when it was made (ISO 8601)."""

    name: str
    language: str = "en"
    created: str = ""
    sample: bool = False
