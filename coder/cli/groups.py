"""`coder groups` and `coder condensates`: steps 2 and 3 of the condensation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, verb
from coder.errors import NotFound
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import condensates, groups, themes
from coder.project.study import path_of
from coder.text.phrases import excerpt, format_count, format_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from coder.analysis.method.condensates import Condensation
    from coder.model.codebook import Code
    from coder.model.condensation import CodeGroup, Condensate, Theme
    from coder.model.source import Segment
    from coder.project import Project

EXCERPT = 70


@verb(
    "groups",
    "List the code groups (step 2 of the condensation) with their subgroups, units and participants. Counts are\n"
    "warnings about coverage, not findings: groups are in the order of the codebook.",
    examples=["groups friends", "groups friends --json"],
)
def listing(project: Project) -> Result:
    """List the code groups with their coverage."""
    from coder.analysis.method import units
    from coder.analysis.method.groups import units_in_no_group

    code_groups = units.groups_in_order(project)
    ungrouped = sum(1 for id in units_in_no_group(project) if project.codings_of(id))
    none = f"There are no code groups yet. Make one with: coder groups make {project.folder} CODE"

    def lines() -> list[str]:
        return [
            *(line for group in code_groups for line in _lines(project, group)),
            *([] if code_groups else [none]),
            f"in no code group: {format_units(ungrouped)}",
        ]

    return Result({"groups": [_as_json(project, group) for group in code_groups], "in no group": ungrouped}, lines)


def _as_json(project: Project, group: CodeGroup) -> dict[str, object]:
    from coder.analysis.method.groups import coverage
    from coder.analysis.method.units import loose_units, subgroups, units_below

    covered = coverage(project, group)
    return {
        "id": group.id,
        "group": covered.code.name,
        "code": path_of(project, covered.code),
        "residual": group.residual,
        "heading": group.heading,
        "themes": [project.themes[id].name for id in group.themes],
        "units": len(covered.units),
        "participants": [participant.name for participant in covered.contributing],
        "no unit from": [participant.name for participant in covered.missing],
        "subgroups": [
            {"name": code.name, "code": path_of(project, code), "units": len(units_below(project, code))}
            for code in subgroups(project, group)
        ],
        "in no subgroup": len(loose_units(project, group)),
    }


def _lines(project: Project, group: CodeGroup) -> list[str]:
    from coder.analysis.method.groups import coverage
    from coder.analysis.method.units import loose_units, subgroups, units_below

    covered = coverage(project, group)
    residual = " (residual)" if group.residual else ""
    contributors = ", ".join(participant.name for participant in covered.contributing)
    missing = ", ".join(participant.name for participant in covered.missing) if covered.units else ""
    units = format_units(len(covered.units)) + (f" from {contributors}" if contributors else "")
    lines = [f"{covered.code.name}{residual}: {units}" + (f"; no unit from {missing}" if missing else "")]
    if group.themes:
        lines.append(f"    from theme {', '.join(project.themes[id].name for id in group.themes)}")
    for code in subgroups(project, group):
        lines.append(f"    {code.name}: {format_units(len(units_below(project, code)))}")
    loose = len(loose_units(project, group))
    return [*lines, f"    in no subgroup: {format_units(loose)}"] if loose else lines


def _negotiated(project: Project, text: str) -> Theme:
    return themes.named(project, text, negotiated=True)


@verb(
    "groups make",
    "Make a code a code group. A missing CODE is created; without CODE one is created with the name of the first\n"
    "theme.",
    parameters.code_or_path("code", "path, unique name or id", nargs="?"),
    parameters.argument(
        "--theme",
        action="append",
        default=[],
        help="negotiated theme it comes from (repeatable)",
        resolve=_negotiated,
    ),
    examples=[
        "groups make friends 'Before asking' --theme 'The time before'",
        "groups make friends --theme 'What a doctor ought to be'",
    ],
    access=WRITE,
    reason=True,
    check=lambda args: "give a CODE, or a --theme" if args.code is None and not args.theme else None,
)
def make(project: Project, code: Code | str | None, theme: list[Theme], reason: str) -> Result:
    """Make a code a code group."""
    group = groups.make(project, code, theme, reason)
    return Result(_as_json(project, group), f"{path_of(project, project.codes[group.code])} is a code group")


@verb(
    "groups unmake",
    "Make a code group an ordinary code again; its units stay.",
    parameters.group(),
    examples=["groups unmake friends Fear"],
    access=WRITE,
    reason=True,
)
def unmake(project: Project, group: CodeGroup, reason: str) -> Result:
    """Make a code group an ordinary code again."""
    groups.unmake(project, group, reason)
    path = path_of(project, project.codes[group.code])
    return Result({"code": path, "group": False}, f"{path} is no longer a code group")


@verb(
    "groups residual",
    "Mark a code group as the residual group, for what fits no other.",
    parameters.group(),
    parameters.flag("--no", "remove the mark"),
    examples=["groups residual friends Leftovers"],
    access=WRITE,
)
def residual(project: Project, group: CodeGroup, no: bool) -> Result:
    """Mark a code group as residual, or remove the mark."""
    group = groups.set_residual(project, group, not no)
    state = "the residual group" if group.residual else "not the residual group"
    return Result(_as_json(project, group), f"{project.codes[group.code].name} is {state}")


@verb(
    "groups themes",
    "Set the negotiated themes a code group comes from.",
    parameters.group(),
    parameters.argument(
        "themes", metavar="THEME", nargs="*", help="name or id; without any: no themes", resolve=_negotiated
    ),
    examples=["groups themes friends Shame 'Being seen'"],
    access=WRITE,
)
def set_themes(project: Project, group: CodeGroup, themes: list[Theme]) -> Result:
    """Set the themes a code group comes from."""
    group = groups.set_themes(project, group, themes)
    names = ", ".join(theme.name for theme in themes) or "no theme"
    return Result(_as_json(project, group), f"{project.codes[group.code].name} comes from {names}")


@verb(
    "groups move",
    "Move units from a code (a group or a subgroup, with all below it) to another: they are recoded. Asks where\n"
    "codings of another coder change; without a terminal, add --yes.",
    parameters.code("code", "the code they have now", metavar="FROM"),
    parameters.code("into", "the code they get", metavar="TO"),
    parameters.segment("units", metavar="UNIT", nargs="*"),
    parameters.flag("--all", "all units of FROM", dest="all_units"),
    examples=[
        "groups move friends 'Before asking' 'Before asking/Shame' 3f2a9c1d 77c0b1aa --reason 'read again'",
        "groups move friends Fear Shame --all",
    ],
    access=WRITE,
    reason=True,
    check=lambda args: "name the units, or give --all" if bool(args.units) == args.all_units else None,
    asks=Foreseen("Move the units of", ("codings",)),
)
def move(project: Project, code: Code, into: Code, units: list[Segment], all_units: bool, reason: str) -> Result:
    """Move units from a code to another."""
    from coder.analysis.method.units import units_below

    ids = units_below(project, code) if all_units else [unit.id for unit in units]
    number = groups.move(project, sorted(ids), code, into, reason)
    text = f"Moved {format_count(number, 'unit')} from {path_of(project, code)} to {path_of(project, into)}"
    return Result({"moved": number, "from": code.id, "to": into.id}, text)


# Condensates


@verb(
    "condensates",
    "List the subgroups and their condensates (step 3 of the condensation): units used and unused, sentences\n"
    "without a supporting unit, missing participants. A condensate is written by analysts; it is not a quotation.",
    examples=[
        "condensates friends",
        "condensates friends --json",
        "condensates show friends 'Before asking/Shame'",
    ],
)
def list_condensates(project: Project) -> Result:
    """List the condensates of all subgroups."""
    from coder.analysis.method.condensates import Condensation, targets

    condensations = [Condensation(project, place.code) for place in targets(project)]
    lines = []
    for condensation in condensations:
        lines.append(f"{path_of(project, condensation.code)}: {condensation.state}")
        if condensation.missing and condensation.used:
            names = ", ".join(participant.name for participant in condensation.missing)
            lines.append(f"    no unit of {names} supports it")
    none = f"There are no subgroups yet. Make a code group with: coder groups make {project.folder} CODE"
    return Result([_condensate_as_json(project, condensation) for condensation in condensations], lines or none)


def _condensing(project: Project, code: Code) -> Condensation:
    from coder.analysis.method.condensates import Condensation

    return Condensation(project, code)


def _condensate_as_json(project: Project, condensing: Condensation) -> dict[str, Any]:
    from coder.analysis.method.units import units_in_order

    condensate = condensing.condensate
    return {
        "code": path_of(project, condensing.code),
        "code id": condensing.code.id,
        "kind": "condensate",
        "condensate": condensate.id if condensate is not None else None,
        "coder": project.coders[condensate.coder].initials if condensate is not None else None,
        "modified": condensate.modified if condensate is not None else None,
        "sentences": [
            {
                "number": number,
                "key": sentence.key,
                "text": sentence.text,
                "ends paragraph": sentence.ends,
                "units": [unit for unit in sentence.units if unit in condensing.units],
                "left the subgroup": [unit for unit in sentence.units if unit not in condensing.units],
            }
            for number, sentence in enumerate(condensing.sentences, 1)
        ],
        "without support": condensing.unsupported,
        "used": units_in_order(project, condensing.used),
        "unused": units_in_order(project, condensing.unused),
        "participants": [participant.name for participant in condensing.contributing],
        "no unit used of": [participant.name for participant in condensing.missing],
        "gold": units_in_order(project, condensing.gold),
    }


CODE = parameters.code(help="path, unique name or id of the subgroup")
SENTENCE = parameters.argument("sentence", type=int, help="its number, from 1")
UNITS = parameters.segment("units", metavar="UNIT", nargs="+")


@verb(
    "condensates show",
    "Print a condensate, sentence by sentence, with supporting and unused units.",
    CODE,
    examples=["condensates show friends 'Before asking/Shame'"],
)
def show(project: Project, code: Code) -> Result:
    """Print a condensate with its units."""
    condensing = _condensing(project, code)
    return Result(_condensate_as_json(project, condensing), lambda: _condensate_lines(project, condensing))


def _condensate_lines(project: Project, condensing: Condensation) -> list[str]:
    from coder.analysis.method.units import units_in_order
    from coder.model.document import CONDENSATE

    lines = [f"{path_of(project, condensing.code)}: {condensing.state}"]
    lines += [CONDENSATE] if condensing.sentences else []
    for number, sentence in enumerate(condensing.sentences, 1):
        lines.append(f"{number:>3}  {sentence.text}")
        for unit in sentence.units:
            left = "" if unit in condensing.units else "  (left the subgroup)"
            lines.append(_unit_line(project, condensing, unit) + left)
        lines += [] if sentence.units else ["       no unit"]
    unused = units_in_order(project, condensing.unused)
    return [*lines, *(["Unused:"] if unused else []), *(_unit_line(project, condensing, unit) for unit in unused)]


def _unit_line(project: Project, condensing: Condensation, unit: str) -> str:
    from coder.analysis.method.units import participant_and_wave

    participant, wave = participant_and_wave(project, unit)
    segment = project.segments[unit]
    name = participant.name if participant is not None else project.sources[segment.source].name
    place = " · ".join([name, *([wave.name] if wave is not None else [])])
    gold = " ★" if unit in condensing.gold else ""
    return f"       {unit[: output.SHORT_ID]}  {place}{gold}  “{excerpt(segment.quote, EXCERPT)}”"


def _existing(project: Project, code: Code) -> Condensate:
    condensate = condensate_of(project, code.id)
    if condensate is None:
        raise NotFound(
            f"{path_of(project, code)} has no condensate", hint="Write one with: coder condensates write PROJECT CODE"
        )
    return condensate


def _condensate_result(project: Project, code: Code) -> Result:
    condensing = _condensing(project, code)
    return Result(_condensate_as_json(project, condensing), f"{path_of(project, code)}: {condensing.state}")


@verb(
    "condensates write",
    "Write or revise the condensate of a subgroup. Sentences that stay, or are only reworded, keep their units. An\n"
    "empty line begins a paragraph. Asks where another coder wrote it.",
    CODE,
    parameters.words("--text", "the condensate", required=True),
    examples=[
        "condensates write friends Shame --text 'I was ashamed. Nobody asked.'",
        "condensates write friends Shame --text - < shame.txt",
    ],
    access=WRITE,
    asks=Foreseen("Change the condensate of"),
)
def write(project: Project, code: Code, text: str) -> Result:
    """Write or revise a condensate."""
    condensates.write(project, code, text)
    return _condensate_result(project, code)


@verb(
    "condensates link",
    "Link units of the subgroup to the sentence of the condensate they support.",
    CODE,
    SENTENCE,
    UNITS,
    examples=["condensates link friends Shame 2 3f2a9c1d 77c0b1aa"],
    access=WRITE,
)
def link(project: Project, code: Code, sentence: int, units: list[Segment]) -> Result:
    """Link units to a sentence."""
    return _relinked(project, code, sentence, units, condensates.link)


@verb(
    "condensates unlink",
    "Remove units from a sentence.",
    CODE,
    SENTENCE,
    UNITS,
    examples=["condensates unlink friends Shame 2 3f2a9c1d"],
    access=WRITE,
)
def unlink(project: Project, code: Code, sentence: int, units: list[Segment]) -> Result:
    """Remove units from a sentence."""
    return _relinked(project, code, sentence, units, condensates.unlink)


def _relinked(
    project: Project,
    code: Code,
    sentence: int,
    units: list[Segment],
    operation: Callable[[Project, Condensate, str, list[str]], Condensate],
) -> Result:
    condensate = _existing(project, code)
    key = condensates.numbered(condensate, sentence).key
    operation(project, condensate, key, [unit.id for unit in units])
    return _condensate_result(project, code)


@verb(
    "condensates gold",
    "Mark units of the subgroup as gold quotations.",
    CODE,
    UNITS,
    parameters.flag("--no", "remove the mark"),
    examples=["condensates gold friends Shame 3f2a9c1d"],
    access=WRITE,
)
def gold(project: Project, code: Code, units: list[Segment], no: bool) -> Result:
    """Mark units as gold quotations, or remove the mark."""
    ids = [unit.id for unit in units]
    foreign = [id for id in ids if not groups.codings_under(project, id, code)]
    if foreign:
        raise NotFound("Not a unit of this subgroup", f"{path_of(project, code)} / {', '.join(foreign)}")
    groups.mark(project, ids, code, "" if no else "gold")
    return _condensate_result(project, code)


@verb(
    "condensates remove",
    "Delete a condensate; its units stay. Asks where another coder wrote it.",
    CODE,
    examples=["condensates remove friends Shame"],
    access=WRITE,
    asks=Foreseen("Delete the condensate of", ("condensates",)),
)
def remove(project: Project, code: Code) -> Result:
    """Delete a condensate."""
    condensates.remove(project, _existing(project, code))
    return _condensate_result(project, code)
