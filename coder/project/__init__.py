"""The one gate to a study."""

from coder.project.opening import (
    create_project,
    folder_of,
    is_project,
    open_project,
    open_somehow,
    read_project,
)
from coder.project.project import Pending, Project

__all__ = [
    "Pending",
    "Project",
    "create_project",
    "folder_of",
    "is_project",
    "open_project",
    "open_somehow",
    "read_project",
]
