"""Errors that are shown to a person."""

from __future__ import annotations

from pathlib import Path


class CoderError(Exception):
    """An error to understand and act on: what happened (title), details, and what to do (hint)."""

    def __init__(self, title: str, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.title, self.detail, self.hint) if part)


class NotFound(CoderError):
    """A name, path or id that does not exist in the project."""


class Ambiguous(CoderError):
    """A name that matches more than one record."""


class Invalid(CoderError):
    """A change that would break a rule of the model; nothing was changed."""


class Undecided(CoderError):
    """A file for publication that holds what may identify somebody, on which nobody decided; nothing was written."""


class UnreadableFile(CoderError):
    """A file that cannot be imported, and why."""


class FileExists(CoderError):
    """A file that would be replaced; nothing was written."""


class OutputRefused(CoderError):
    """Standard output or standard error that takes nothing, such as a file on a full disk."""


class NoRegularFile(CoderError):
    """A device, a pipe or the like where a file was to be written; nothing was written."""


class StoreError(CoderError):
    """The project cannot be read from or written to disk."""


class Postponed(StoreError):
    """Every change is in the history; `project.json` could not be written and is written later."""


class Kept(StoreError):
    """What was typed could not be written into the project; it is in a rescue file in `folder`."""

    def __init__(self, why: str, folder: Path) -> None:
        super().__init__(
            f"{why}: what you type is kept outside the project",
            f"It is in {folder}.",
            "It is offered when the project is opened again. To see it: coder rescue list PROJECT",
        )


class Locked(StoreError):
    """The project is open for writing in another program."""


class Damaged(StoreError):
    """A file of the project was damaged."""


class ReadRefused(StoreError):
    """A file that the system does not let the program read: no damage, and nothing to repair."""


class ReadOnly(StoreError):
    """A change to a project that is open read-only."""

    def __init__(
        self,
        title: str = "The project is open read-only",
        detail: str = "",
        hint: str = "In the app, R on the home screen (g h) opens it to be changed, or makes a working copy.",
    ) -> None:
        super().__init__(title, detail, hint)
        #: Whether it says no more than that nothing can be changed.
        self.is_plain = title == "The project is open read-only" and not detail
