"""Themes: proposed, taken up, dropped. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Ambiguous, Invalid, NotFound
from coder.project import Project
from coder.project.operations import groups, themes
from tests.strategies import as_coder


def test_themes_are_taken_up_and_dropped_with_author_and_reason(small_project: Project) -> None:
    project = small_project
    fear, pride = themes.add(project, "Fear", "since P01"), themes.add(project, "Pride")
    as_coder(project, "IH")
    goal = themes.take(project, fear, "Before", "it holds both back")
    themes.drop(project, pride, "one voice")
    fear, pride = project.themes[fear.id], project.themes[pride.id]
    ih = next(coder.id for coder in project.coders.values() if coder.initials == "IH")
    assert (fear.fate, fear.into, fear.why, fear.decided_by) == ("taken", goal.id, "it holds both back", ih)
    assert (pride.fate, pride.into, pride.why, pride.decided_by) == ("dropped", None, "one voice", ih)
    told = list(project.history())
    assert [(one.label, one.reason, one.coder) for one in told[:2]] == [
        ("dropped theme “Pride” (KG)", "one voice", "IH"),
        ("took up theme “Fear” (KG) into “Before”", "it holds both back", "IH"),
    ]
    project.undo()
    assert project.themes[pride.id].fate == ""
    themes.reopen(project, fear, "again")
    assert project.themes[fear.id].into is None
    assert themes.take(project, fear, "before").id == goal.id


def test_only_the_author_can_change_an_open_theme(small_project: Project) -> None:
    project = small_project
    fear = themes.add(project, "Fear")
    with pytest.raises(Invalid, match="theme exists already"):
        themes.add(project, "fear")
    as_coder(project, "IH")
    assert themes.add(project, "Fear").id != fear.id
    for attempt in (
        lambda: themes.describe(project, fear, name="Mine"),
        lambda: themes.remove(project, fear),
        lambda: themes.move(project, fear, 0),
    ):
        with pytest.raises(Invalid, match="Only its author can change"):
            attempt()
    as_coder(project, "KG")
    fear = themes.drop(project, fear, "no")
    with pytest.raises(Invalid, match="dropped already"):
        themes.describe(project, fear, note="x")


def test_used_negotiated_theme_cannot_be_removed(small_project: Project) -> None:
    project = small_project
    fear = themes.add(project, "Fear")
    goal = themes.take(project, fear, "Before", "why")
    with pytest.raises(Invalid, match="taken up into it: Fear"):
        themes.remove(project, goal)
    themes.reopen(project, project.themes[fear.id])
    groups.make(project, None, [goal])
    with pytest.raises(Invalid, match="led to the code group Before"):
        themes.remove(project, goal)
    with pytest.raises(Invalid, match="negotiated"):
        themes.take(project, goal, "x")
    with pytest.raises(Invalid, match="preliminary"):
        themes.take(project, project.themes[fear.id], project.themes[fear.id])
    with pytest.raises(Invalid, match="preliminary"):
        groups.make(project, "Y", [project.themes[fear.id]])


def test_themes_have_an_order_and_names(small_project: Project) -> None:
    project = small_project
    made = [themes.add(project, name) for name in "ABC"]
    themes.move(project, made[2], 0)
    assert [one.name for one in themes.preliminary(project, made[0].coder)] == ["C", "A", "B"]
    assert themes.named(project, "b").id == made[1].id
    assert themes.named(project, made[1].id[:8]).id == made[1].id
    themes.add(project, "b", negotiated=True)
    assert themes.named(project, "b", negotiated=True).negotiated
    with pytest.raises(Ambiguous):
        themes.named(project, "b")
    with pytest.raises(NotFound):
        themes.named(project, "D")
