"""`coder themes`: preliminary themes, the negotiated list, and what became of each."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.project.operations import themes

if TYPE_CHECKING:
    from coder.model.condensation import Theme
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "themes",
        "The preliminary themes of each analyst and the negotiated list (step 1 of the condensation).",
        "themes friends",
        "themes friends --json",
    )
    args = arguments.parse(nouns.below(parser, "themes", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        if args.json:
            output.document([_as_json(project, one) for one in _all(project)])
        else:
            _print(project)
    return 0


def _all(project: Project) -> list[Theme]:
    coders = sorted(project.coders.values(), key=lambda one: one.initials.casefold())
    return [
        *(theme for coder in coders for theme in themes.preliminary(project, coder.id)),
        *themes.negotiated(project),
    ]


def _as_json(project: Project, theme: Theme) -> dict[str, object]:
    into, by = project.themes.get(theme.into or ""), project.coders.get(theme.decided_by or "")
    return {
        "id": theme.id,
        "name": theme.name,
        "note": theme.note,
        "coder": project.coders[theme.coder].initials,
        "negotiated": theme.negotiated,
        "fate": theme.fate or None,
        "into": into.name if into else None,
        "why": theme.why,
        "by": by.initials if by else None,
        "decided": theme.decided or None,
    }


def _print(project: Project) -> None:
    from coder.analysis.method.themes import came_from, fate, led_to

    heading = ""
    for theme in _all(project):
        whose = "Negotiated" if theme.negotiated else project.coders[theme.coder].initials
        if whose != heading:
            heading = whose
            output.line(whose)
        if theme.negotiated:
            took = ", ".join(
                f"{one.name} ({project.coders[one.coder].initials})" for one in came_from(project, theme)
            )
            said = " · ".join(filter(None, [took and f"from {took}", ", ".join(led_to(project, theme))]))
        else:
            said = fate(project, theme)
        output.line(f"  {theme.name}" + (f": {theme.note}" if theme.note else ""))
        if said:
            output.line(f"      {said}")
    if not heading:
        output.line("There are no themes yet. Propose one with: coder themes add PROJECT NAME")


def _changing(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"themes {verb}", what, *examples)
    parser.add_argument("theme", metavar="THEME", help="its name or id")
    return parser


def _deciding(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = _changing(verb, what, *examples)
    parser.add_argument("--why", metavar="TEXT", default="", help="the reason, for the trail")
    return parser


def _told(args: argparse.Namespace, project: Project, theme: Theme) -> int:
    from coder.analysis.method.themes import fate

    state = "negotiated" if theme.negotiated else fate(project, theme)
    output.result(args.json, _as_json(project, theme), f"{theme.id[: output.SHORT_ID]}  {theme.name}: {state}")
    return 0


def _add(argv: list[str]) -> int:
    parser = _changing(
        "add",
        "Propose a preliminary theme, or put one on the negotiated list.",
        "themes add friends 'Never ill oneself' --note 'in nearly every interview'",
        "themes add friends 'What a doctor ought to be' --negotiated",
    )
    parser.add_argument("--note", default="", help="what it means, where it came up")
    parser.add_argument("--negotiated", action="store_true", help="on the list that all agree on")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        return _told(args, project, themes.add(project, args.theme, args.note, args.negotiated))


def _change(argv: list[str]) -> int:
    parser = _changing("change", "Give a theme another name or note.", "themes change friends Shame --name Exposure")
    parser.add_argument("--name", help="the new name")
    parser.add_argument("--note", help="the new note")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        theme = _mine(project, args.theme)
        return _told(args, project, themes.describe(project, theme, name=args.name, note=args.note))


def _remove(argv: list[str]) -> int:
    parser = _changing("remove", "Remove a theme of which nothing came.", "themes remove friends Shame")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        theme = _mine(project, args.theme)
        themes.remove(project, theme)
    output.result(args.json, {"removed": theme.name, "id": theme.id}, f"Removed {theme.name}")
    return 0


def _take(argv: list[str]) -> int:
    parser = _deciding(
        "take",
        "Take a preliminary theme up into a negotiated one, which is made if there is none of that name.",
        "themes take friends 'Never ill oneself' 'What a doctor ought to be' --why 'the rule behind it'",
    )
    parser.add_argument("into", metavar="NEGOTIATED", help="the negotiated theme: its name or id")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        theme = themes.named(project, args.theme, negotiated=False)
        try:
            into: Theme | str = themes.named(project, args.into, negotiated=True)
        except NotFound:
            into = args.into
        themes.take(project, theme, into, args.why)
        return _told(args, project, project.themes[theme.id])


def _drop(argv: list[str]) -> int:
    parser = _deciding(
        "drop", "Drop a preliminary theme; it stays in its list.", "themes drop friends Relief --why 'one voice only'"
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        theme = themes.named(project, args.theme, negotiated=False)
        return _told(args, project, themes.drop(project, theme, args.why))


def _reopen(argv: list[str]) -> int:
    parser = _deciding(
        "reopen", "Take back what was decided about a preliminary theme.", "themes reopen friends Relief"
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        theme = themes.named(project, args.theme, negotiated=False)
        return _told(args, project, themes.reopen(project, theme, args.why))


def _mine(project: Project, text: str) -> Theme:
    """The theme of that name: where several have it, one's own."""
    who = project.who.casefold()
    own = [
        one
        for one in project.themes.values()
        if not one.negotiated
        and one.name.casefold() == text.strip().casefold()
        and project.coders[one.coder].initials.casefold() == who
    ]
    return own[0] if own else themes.named(project, text)


VERBS: nouns.Verbs = {
    "add": (_add, "propose one, or put one on the negotiated list"),
    "change": (_change, "another name or note"),
    "take": (_take, "take one up into a negotiated one, and why"),
    "drop": (_drop, "drop one, and why"),
    "reopen": (_reopen, "take back what was decided"),
    "remove": (_remove, "remove one of which nothing came"),
}
run = nouns.noun(VERBS, _listing)
