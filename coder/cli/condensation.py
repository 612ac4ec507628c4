"""`coder steps`, `preconceptions` and `themes`: state of the condensation, and its steps 0 and 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, verb
from coder.errors import NotFound
from coder.project.operations import preconceptions, themes
from coder.text.fold import name_key

if TYPE_CHECKING:
    import argparse

    from coder.model.condensation import Theme
    from coder.model.memo import Memo
    from coder.project import Project

#: Kind of record → `place` of an open point in JSON.
PLACES = {
    "MEMO": "memos",
    "TRANSCRIPT": "coding",
    "INTERVIEW": "participants",
    "THEME": "themes",
    "CODE_GROUP": "groups",
    "CONDENSATE": "condense",
    "ANALYTIC_TEXT": "analytic",
    "VERDICT": "check",
    "PAIR": "pairs",
    "FRAMEWORK": "framework",
    "COREQ": "coreq",
}


@verb(
    "steps",
    "List the steps of the systematic text condensation: 0 to 4, then pairs and frameworks; what exists and what is\n"
    "open (○). No order is required.",
    parameters.flag("--open", "only open points", dest="only_open"),
    examples=["steps friends", "steps friends --open", "steps friends --json"],
)
def steps(project: Project, only_open: bool) -> Result:
    """List the steps with their artefacts and open points."""
    from coder.analysis.method.steps import progress, steps

    all_steps, overall = steps(project), progress(project)
    rows = [
        {
            "step": step.number,
            "name": step.name,
            "begun": step.started,
            "there": [] if only_open else [artefact.text for artefact in step.artefacts],
            "open": [
                {"text": point.text, "place": PLACES[point.kind.name], "target": point.target}
                for point in step.points
            ],
        }
        for step in all_steps
    ]
    lines = []
    for step in all_steps:
        if only_open and not step.points:
            continue
        lines.append(f"{step.number}  {step.name}{'' if step.started else ' · not started'}")
        lines += [] if only_open else [f"     {artefact.text}" for artefact in step.artefacts]
        lines += [f"   ○ {point.text}" for point in step.points]
    return Result({"at": overall.step, "open": overall.points, "steps": rows}, [*lines, str(overall)])


# Step 0: preconceptions


@verb(
    "preconceptions",
    "List the preconceptions of each analyst (step 0 of the condensation), in all versions.",
    examples=["preconceptions friends", "preconceptions friends --json"],
)
def list_preconceptions(project: Project) -> Result:
    """List the preconceptions of each analyst."""
    from coder.analysis.method.preparation import statements

    analysts = statements(project)
    value = [
        {
            "coder": statement.coder.initials,
            "late": statement.late,
            "versions": [_version(memo) for memo in statement.versions],
        }
        for statement in analysts
    ]
    lines = []
    for coder, versions, late in analysts:
        state = late or ("" if versions else "no preconceptions")
        lines.append(f"{coder.initials}: {state}".rstrip(": "))
        for number, memo in enumerate(versions, 1):
            lines.append(f"  version {number}, {output.moment(memo.created)}, {_lock_state(memo)}")
            lines += [f"    {line}".rstrip() for line in memo.text.strip().splitlines()]
    return Result(value, lines)


def _version(memo: Memo) -> dict[str, object]:
    return {"id": memo.id, "created": memo.created, "locked": memo.locked or None, "text": memo.text}


def _lock_state(memo: Memo) -> str:
    if not memo.locked:
        return "not locked"
    changed = ", changed outside the program since" if memo.changed_since_locked else ""
    return f"locked {output.moment(memo.locked)}{changed}"


def _version_result(project: Project, memo: Memo) -> Result:
    ids = [version.id for version in preconceptions.versions(project, memo.coder)]
    initials = project.coders[memo.coder].initials
    text = f"{memo.id[: output.SHORT_ID]}  {initials}, version {ids.index(memo.id) + 1}: {_lock_state(memo)}"
    return Result(_version(memo), text)


def _check_text(args: argparse.Namespace) -> str | None:
    return (
        "give the text with --text or on standard input (-)" if (args.text is None) == (args.dash is None) else None
    )


@verb(
    "preconceptions write",
    "Write what you expect. If your last version is locked, a new one begins.",
    parameters.argument(
        "dash",
        metavar="-",
        nargs="?",
        choices=[parameters.STDIN],
        help="read the text from standard input",
        load=parameters.text_or_stdin,
    ),
    parameters.words("--text", "the text"),
    examples=[
        "preconceptions write friends --text 'I expect shame to matter more than workload.'",
        "preconceptions write friends - < expectations.md",
    ],
    access=WRITE,
    check=_check_text,
)
def write_preconceptions(project: Project, dash: str | None, text: str | None) -> Result:
    """Write the preconceptions of the acting coder."""
    return _version_result(project, preconceptions.write(project, text or dash or ""))


@verb(
    "preconceptions lock",
    "Lock your last version. It cannot be unlocked or changed; a later version follows it.",
    examples=["preconceptions lock friends"],
    access=WRITE,
)
def lock_preconceptions(project: Project) -> Result:
    """Lock the last version of the acting coder."""
    initials = name_key(project.stored_initials)
    versions = [
        memo
        for coder in project.coders.values()
        if name_key(coder.initials) == initials
        for memo in preconceptions.versions(project, coder.id)
    ]
    if not versions:
        raise NotFound("You have written no preconceptions", hint=f"coder preconceptions write {project.folder} …")
    return _version_result(project, preconceptions.lock(project, versions[-1]))


# Step 1: themes


@verb(
    "themes",
    "List the preliminary themes of each analyst and the negotiated list (step 1 of the condensation).",
    examples=["themes friends", "themes friends --json"],
)
def list_themes(project: Project) -> Result:
    """List the themes of each analyst, then the negotiated ones."""
    coders = sorted(project.coders.values(), key=lambda coder: coder.initials.casefold())
    listed = [
        *(theme for coder in coders for theme in themes.preliminary(project, coder.id)),
        *themes.negotiated(project),
    ]
    return Result([_theme_as_json(project, theme) for theme in listed], lambda: _theme_lines(project, listed))


def _theme_as_json(project: Project, theme: Theme) -> dict[str, object]:
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


def _theme_lines(project: Project, listed: list[Theme]) -> str | list[str]:
    from coder.analysis.method.preparation import describe_fate, origins, resulting_groups

    if not listed:
        return "There are no themes yet. Propose one with: coder themes add PROJECT NAME"
    lines: list[str] = []
    heading = ""
    for theme in listed:
        owner = "Negotiated" if theme.negotiated else project.coders[theme.coder].initials
        if owner != heading:
            heading = owner
            lines.append(owner)
        if theme.negotiated:
            sources = ", ".join(
                f"{origin.name} ({project.coders[origin.coder].initials})" for origin in origins(project, theme)
            )
            history = " · ".join(
                filter(None, [sources and f"from {sources}", ", ".join(resulting_groups(project, theme))])
            )
        else:
            history = describe_fate(project, theme)
        lines.append(f"  {theme.name}" + (f": {theme.note}" if theme.note else ""))
        lines += [f"      {history}"] if history else []
    return lines


def _theme_result(project: Project, theme: Theme) -> Result:
    from coder.analysis.method.preparation import describe_fate

    state = "negotiated" if theme.negotiated else describe_fate(project, theme)
    return Result(_theme_as_json(project, theme), f"{theme.id[: output.SHORT_ID]}  {theme.name}: {state}")


def _own_theme(project: Project, text: str) -> Theme:
    """The theme of this name; where several have it, the acting coder's own."""
    initials, name = name_key(project.stored_initials), name_key(text)
    for theme in project.themes.values():
        owner = name_key(project.coders[theme.coder].initials)
        if not theme.negotiated and name_key(theme.name) == name and owner == initials:
            return theme
    return themes.named(project, text)


OWN = parameters.argument("theme", help="its name or id", resolve=_own_theme)
PRELIMINARY = parameters.argument(
    "theme", help="its name or id", resolve=lambda project, text: themes.named(project, text, negotiated=False)
)
WHY = parameters.argument("--why", metavar="TEXT", default="", help="the reason, for the trail")


@verb(
    "themes add",
    "Propose a preliminary theme, or add one to the negotiated list.",
    parameters.argument("name", metavar="THEME", help="its name"),
    parameters.argument("--note", default="", help="what it means, and where it appears"),
    parameters.flag("--negotiated", "add it to the negotiated list"),
    examples=[
        "themes add friends 'Never ill oneself' --note 'in nearly every interview'",
        "themes add friends 'What a doctor ought to be' --negotiated",
    ],
    access=WRITE,
)
def add_theme(project: Project, name: str, note: str, negotiated: bool) -> Result:
    """Add a theme."""
    return _theme_result(project, themes.add(project, name, note, negotiated))


@verb(
    "themes change",
    "Change the name or the note of a theme. Asks where another coder made it.",
    OWN,
    parameters.argument("--name", help="the new name"),
    parameters.argument("--note", help="the new note"),
    examples=["themes change friends Shame --name Exposure"],
    access=WRITE,
    asks=Foreseen("Change the theme"),
)
def change_theme(project: Project, theme: Theme, name: str | None, note: str | None) -> Result:
    """Change the name or the note of a theme."""
    return _theme_result(project, themes.describe(project, theme, name=name, note=note))


@verb(
    "themes take",
    "Take a preliminary theme up into a negotiated one, which is created if missing.",
    PRELIMINARY,
    parameters.argument("into", metavar="NEGOTIATED", help="the negotiated theme: its name or id"),
    WHY,
    examples=["themes take friends 'Never ill oneself' 'What a doctor ought to be' --why 'the rule behind it'"],
    access=WRITE,
)
def take_theme(project: Project, theme: Theme, into: str, why: str) -> Result:
    """Take a preliminary theme up into a negotiated one."""
    try:
        negotiated: Theme | str = themes.named(project, into, negotiated=True)
    except NotFound:
        negotiated = into
    themes.take(project, theme, negotiated, why)
    return _theme_result(project, project.themes[theme.id])


@verb(
    "themes drop",
    "Drop a preliminary theme; it stays in its list.",
    PRELIMINARY,
    WHY,
    examples=["themes drop friends Relief --why 'one voice only'"],
    access=WRITE,
)
def drop_theme(project: Project, theme: Theme, why: str) -> Result:
    """Drop a preliminary theme."""
    return _theme_result(project, themes.drop(project, theme, why))


@verb(
    "themes reopen",
    "Revoke the decision on a preliminary theme.",
    PRELIMINARY,
    WHY,
    examples=["themes reopen friends Relief"],
    access=WRITE,
)
def reopen_theme(project: Project, theme: Theme, why: str) -> Result:
    """Revoke the decision on a preliminary theme."""
    return _theme_result(project, themes.reopen(project, theme, why))


@verb(
    "themes remove",
    "Delete an unused theme. Asks where another coder added it.",
    OWN,
    examples=["themes remove friends Shame"],
    access=WRITE,
    asks=Foreseen("Delete the theme"),
)
def remove_theme(project: Project, theme: Theme) -> Result:
    """Delete an unused theme."""
    themes.remove(project, theme)
    return Result({"removed": theme.name, "id": theme.id}, f"Deleted {theme.name}")
