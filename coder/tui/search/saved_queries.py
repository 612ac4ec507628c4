"""Saved queries: kept under a name, asked again, renamed, removed."""

from __future__ import annotations

from collections.abc import Callable

from coder.analysis.query.answer import check, quoted
from coder.model.query import Query
from coder.project.operations import queries
from coder.project.ordering import by_name
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Item, Pick
from coder.tui.kit.project_screen import ProjectScreen


def save(screen: ProjectScreen, query: str, before: Callable[[], None]) -> None:
    """Ask for the name of a query that has an answer; `before` is called before the project changes."""
    project = screen.project

    def keep(name: str) -> Query:
        check(project, query, name)
        return queries.save(project, name, query)

    def then(name: str) -> None:
        before()
        saved = screen.attempt(lambda: keep(name))
        if saved is not None:
            screen.say(f"saved: @{quoted(saved.name)} stands for it now")

    screen.post_message(Ask("Save this query under the name:", then))


def choose(screen: ProjectScreen, title: str, then: Callable[[Query], None]) -> None:
    """Let the person choose a saved query by its name."""
    project = screen.project
    saved = sorted(project.queries.values(), key=by_name)
    if not saved:
        screen.say("No query is saved yet: s saves this one")
        return
    rows = [Item(one.id, one.name, detail=one.text) for one in saved]
    screen.post_message(Pick(title, list_finder(rows), lambda ids, _: then(project.queries[ids[0]])))


def rename(screen: ProjectScreen, before: Callable[[], None]) -> None:
    """Choose a saved query, and give it another name; queries that name it follow."""

    def chosen(query: Query) -> None:
        def then(name: str) -> None:
            before()
            screen.attempt(lambda: queries.rename(screen.project, query, name))

        screen.post_message(Ask(f"Rename {query.name} to:", then, initial=query.name))

    choose(screen, "Rename which saved query?", chosen)


def remove(screen: ProjectScreen, before: Callable[[], None]) -> None:
    """Choose a saved query, and remove it; `u` brings it back."""

    def chosen(query: Query) -> None:
        before()
        screen.attempt(lambda: queries.remove(screen.project, query))

    choose(screen, "Remove which saved query?", chosen)
