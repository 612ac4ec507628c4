"""Information about a project."""

from __future__ import annotations

from coder.model.record import Record


class Info(Record, frozen=True, kw_only=True):
    """The project: its name, the language of its interviews (ISO 639-1) and when it was made (ISO 8601).

    `reasons`: changes to the shape of the codebook require a reason.
    """

    name: str
    language: str = "en"
    created: str = ""
    sample: bool = False
    reasons: bool = False
