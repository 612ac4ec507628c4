"""Putting units under levels of frameworks while reading, by the picker that codes are chosen with."""

from __future__ import annotations

from coder.model.framework import STATUSES, Level
from coder.model.source import Source
from coder.project import Project
from coder.project.framework_layer import cell_at, cells_citing, frameworks_of, levels_of
from coder.project.operations import cells
from coder.project.segments import excerpt
from coder.tui.coding.coding_many import CodingMany
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Item, Pick


class LevelActs(CodingMany):
    """A unit goes to the cells of its own participant and wave."""

    def notes(self) -> list[str]:
        """Also under which levels the unit stands; whoever reads sees no codes and no levels."""
        project = self.project
        if project is None or not project.cells or not self.places.stripes:
            return super().notes()
        found = [cell for segment in self.under_cursor() for cell in cells_citing(project, segment.id)]
        names = dict.fromkeys(f"{STATUSES[cell.status]} {project.levels[cell.level].name}" for cell in found)
        return [*names, *super().notes()]

    def action_level(self) -> None:
        project, source, chosen = self.project, self.source, self._selected()
        if project is None or source is None or chosen is None:
            return
        if not project.levels:
            self.say("There is no framework with levels yet: g f opens one")
            return
        items = [_item(project, source, level) for one in frameworks_of(project) for level in levels_of(project, one)]

        def put(ids: tuple[str, ...], _: str) -> None:
            wanted = [project.levels[id] for id in ids]
            done = self.attempt(lambda: cells.assign(project, source, chosen.start, chosen.end, wanted))
            if done is not None:
                self.view.clear_selection()
                self.say(_told(project, done))

        quote = excerpt(self.text[chosen.start : chosen.end])
        self.post_message(Pick(f"Put “{quote}” under", list_finder(items), put, many=True))


def _item(project: Project, source: Source, level: Level) -> Item:
    from coder.analysis.method.frameworks import level_told  # not needed until somebody asks

    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    cell = cell_at(project, level, participant, wave) if participant is not None and wave is not None else None
    several = len(project.frameworks) > 1
    name = f"{level_told(level)} · {project.frameworks[level.framework].name}" if several else level_told(level)
    number = str(len(cell.evidence)) if cell is not None and cell.evidence else ""
    mark = STATUSES[cell.status] if cell is not None else " "
    return Item(level.id, name, detail=level.help or "no theory written yet", prefix=mark, tally=number)


def _told(project: Project, done: cells.Assigned) -> str:
    """What came of it, in the status line."""
    names = ", ".join(project.levels[cell.level].name for cell in done.cells)
    already = ", ".join(project.levels[cell.level].name for cell in done.already)
    parts = [f"under {names}" if names else "", f"under {already} already" if already else ""]
    parts += [f"not under {level.name}: it needs a cell that it cites (g f, c)" for level, _ in done.refused]
    return " · ".join(filter(None, parts))
