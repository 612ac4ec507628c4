"""The list of subgroups to condense, with the progress of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rich.text import Text

from coder.analysis.method.condensates import Condensation, Target, targets
from coder.analysis.method.units import group_name
from coder.project import Project, drafts
from coder.project.merge_artifacts import condensate_of
from coder.text.characters import cut, printable
from coder.tui.synthesis.condensate_editor import KIND

#: Mark of a subgroup with a condensate.
WRITTEN = "≈"


class SubgroupDeck:
    """Subgroups as cards of two lines: the path and the progress."""

    lines = 2

    def __init__(self, project: Project) -> None:
        self._project = project
        self.targets: list[Target] = targets(project)
        self.height = len(self.targets)
        self._states: dict[str, str] = {}

    def row_of(self, code: str) -> int:
        """Return the row of a code; 0 if it is not listed."""
        return next((row for row, target in enumerate(self.targets) if target.code.id == code), 0)

    def card(self, row: int, width: int) -> Sequence[Text]:
        target, project = self.targets[row], self._project
        code = target.code
        if code.id not in self._states:
            self._states[code.id] = Condensation(project, code).state
        state = self._states[code.id] + (", unsaved draft" if code.id in self._drafts else "")
        return [Text(cut(printable(target_name(project, target)), width)), Text(cut(state, width), "not bold dim")]

    @cached_property
    def _drafts(self) -> set[str]:
        """The codes with a draft; read once, since the folder may be on a slow disk."""
        return {draft.target for draft in drafts.prose_drafts(self._project) if draft.kind == KIND}

    @property
    def written(self) -> int:
        """The number of condensates."""
        return sum(self.mark(row) == WRITTEN for row in range(self.height))

    @property
    def required(self) -> int:
        """The number of condensates to write; the residual group needs none."""
        return sum(not target.residual or self.mark(row) == WRITTEN for row, target in enumerate(self.targets))

    def mark(self, row: int) -> str:
        return WRITTEN if condensate_of(self._project, self.targets[row].code.id) is not None else " "


def target_name(project: Project, target: Target) -> str:
    """Return the name of a subgroup below that of its code group."""
    if target.group is None:
        return f"{target.code.name} (in no code group)"
    if target.group.code == target.code.id:
        return target.code.name
    return f"{group_name(project, target.group)} / {target.code.name}"
