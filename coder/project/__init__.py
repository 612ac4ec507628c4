"""The one gate to a study."""

from coder.project.opening import (
    create_project,
    folder_of,
    is_project,
    open_or_read,
    open_project,
    read_project,
)
from coder.project.project import Pending, Project

__all__ = [
    "Pending",
    "Project",
    "create_project",
    "folder_of",
    "is_project",
    "open_or_read",
    "open_project",
    "read_project",
]
