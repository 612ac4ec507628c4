"""Dialogues: what is known of who speaks in a text."""

from __future__ import annotations

from dataclasses import dataclass

from coder.text.span import Turn


@dataclass(frozen=True)
class Dialogue:
    """The turns of a text, and what a researcher should look at before relying on them.

    `unexplained` are the beginnings of lines that look like a label and were not taken as one; `warnings` are
    sentences for the researcher.
    """

    turns: tuple[Turn, ...]
    unexplained: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
