"""The one family of errors that a person may see."""

from __future__ import annotations


class CoderError(Exception):
    """Something a person can understand and act on: what happened, what it means, what to do."""

    def __init__(self, title: str, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.title, self.detail, self.hint) if part)


class NotFound(CoderError):
    """A name, path or id that stands for nothing in this project."""


class Ambiguous(CoderError):
    """A name that stands for more than one thing."""


class Invalid(CoderError):
    """A change that would break a rule of the model; nothing was changed."""


class UnreadableFile(CoderError):
    """A file that cannot be imported, and why."""


class StoreError(CoderError):
    """The project on disk cannot be read or written."""


class Locked(StoreError):
    """Another program has the project open for writing."""


class Damaged(StoreError):
    """A file of the project is not as the program left it."""


class ReadOnly(StoreError):
    """A change to a project that is open for reading only."""

    def __init__(
        self,
        title: str = "The project is open for reading only",
        detail: str = "",
        hint: str = "Make a working copy to change it.",
    ) -> None:
        super().__init__(title, detail, hint)
