"""Coding marks: the codings of one source as the transcript view draws them."""

from __future__ import annotations

from collections.abc import Sequence

from coder.model.segment import MARKS, Coding
from coder.project import Project
from coder.project.code_letters import letters
from coder.tui.transcript.stripes import Mark


class CodingMarks:
    """Looks up the codings that touch a span; call `renew` when the codebook has changed."""

    def __init__(self, project: Project, source: str) -> None:
        self._project = project
        self._source = source
        self._letters: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        """Assign the letters again."""
        self._letters = letters(self._project)

    def __call__(self, start: int, end: int) -> Sequence[Mark]:
        project = self._project
        marks = []
        for id in project.positions(self._source).between(start, max(end, start + 1)):
            segment = project.segments[id]
            for coding in project.codings_of(id):
                code = project.codes[coding.code]
                letter = MARKS[coding.mark] or self._letters.get(code.id, "·")
                marks.append(Mark(segment.start, segment.end, letter, code.color, code.id, coding.id))
        return marks

    def label(self, coding: Coding) -> str:
        """Return a coding for the status line: letter and name of its code."""
        code = self._project.codes[coding.code]
        return f"{MARKS[coding.mark]}{self._letters.get(code.id, '·')} {code.name}"
