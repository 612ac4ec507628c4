"""Paths typed on a screen: the folder that they begin with, and what they name."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from coder.errors import CoderError

#: What is said of a path without a file; a pattern such as `*.docx` is no name on Windows (EINVAL).
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EINVAL, errno.ELOOP)


def working_folder() -> Path:
    """Return the working folder; the person's own if it is gone, as with a share that was taken away."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def typed_path(text: str) -> Path:
    """Return the path that a person typed, with `~` for her own folder; CoderError where no file can be there.

    Whether there is one is not asked.
    """
    path = Path(os.path.expanduser(text.strip()))  # `Path.expanduser` raises RuntimeError for an unknown person
    try:
        path.stat()
    except OSError as error:
        if error.errno not in _NOTHING_THERE:
            raise CoderError(f"This path cannot be used: {error.strerror}", text.strip()[:200]) from error
    except ValueError as error:  # a NUL
        raise CoderError("A path cannot contain such characters", text.strip()[:200]) from error
    return path
