"""The letters of codes on the screen: a code keeps its letter, also in later sessions on this machine."""

from __future__ import annotations

from collections import Counter

from coder.project import Project
from coder.project.study import LETTERS, letters
from coder.tui.kit import session_state


class CodeLetters:
    """The letters given so far, of codes that were deleted too: undo brings them back."""

    def __init__(self, letters: dict[str, str]) -> None:
        self.letters = letters

    def add(self, codes: dict[str, str]) -> dict[str, str]:
        """Return the letters of these codes (id → letter); those without one get the first that is used least."""
        new = [id for id in codes if id not in self.letters]
        if new:
            uses = Counter(self.letters.values())
            for id in new:
                letter = min(LETTERS, key=lambda letter: uses[letter])
                uses[letter] += 1
                self.letters[id] = letter
        return {id: self.letters[id] for id in codes}


def letters_of(project: Project) -> dict[str, str]:
    """Return code id → letter; groups without codings get none (see `coder.project.study.letters`)."""
    return CodeLetters(session_state.of(project).letters).add(letters(project))
