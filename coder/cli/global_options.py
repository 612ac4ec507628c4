"""Options of every verb, which may also stand before it. Imports nothing: `coder find` needs it."""

from __future__ import annotations

FLAGS = ("--read-only", "--yes", "--json")
PASSPHRASE_FILE = "--passphrase-file"


def count(words: list[str]) -> int:
    """Return how many words at the beginning are global options and their values."""
    at = 0
    while at < len(words):
        if words[at] in FLAGS or words[at].startswith(f"{PASSPHRASE_FILE}="):
            at += 1
        elif words[at] == PASSPHRASE_FILE:
            at += 2
        else:
            break
    return min(at, len(words))


def without_passphrase_file(words: list[str]) -> tuple[list[str], str]:
    """Return the words without `--passphrase-file FILE`, and the last file named so; "" where there is none.

    Without its value, the option stays where it is.
    """
    rest, file = [], ""
    at = 0
    while at < len(words):
        name, sign, value = words[at].partition("=")
        if name == PASSPHRASE_FILE and sign:
            file = value
        elif name == PASSPHRASE_FILE and at + 1 < len(words):
            file = words[at := at + 1]
        else:
            rest.append(words[at])
        at += 1
    return rest, file
