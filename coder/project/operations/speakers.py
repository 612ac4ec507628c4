"""Speakers of a source: renamed, merged, taken as text, added, or made the interviewer; the text stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.invariants import control_problem
from coder.model.source import Source
from coder.project.interviews import interviewers_of
from coder.project.operations import corrections
from coder.project.project import Project
from coder.text.names import LONGEST_NAME
from coder.text.settle import settle_turns
from coder.text.span import Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import interviewers as guess_interviewers
from coder.text.speakers import speaker_key


class SpeakerPlan(NamedTuple):
    """The turns and interviewers that a change would give a source; `chosen`: the interviewers are not a guess."""

    turns: tuple[Turn, ...]
    interviewers: tuple[str, ...]
    chosen: bool


def preview(
    project: Project,
    source: Source,
    rules: SpeakerRules = NO_RULES,
    interviewers: Sequence[str] | None = None,
    no_interviewer: bool = False,
) -> SpeakerPlan:
    """Return what `change` would do, without changing anything.

    Raises NotFound for a speaker who does not speak in the source, or a label at which no line begins; Invalid for a
    name that cannot be that of a speaker.
    """
    source = project.sources[source.id]
    text = project.text_of(source)
    check_names(rules.names.values())
    _check_speakers(source, text.turns, (*rules.names, *rules.not_speakers))
    turns = settle_turns(text.text, text.turns, rules)
    names = {speaker_key(turn.speaker) for turn in turns}
    for label in rules.speakers:
        if speaker_key(rules.speaker(label)) not in names:
            raise NotFound(f"No line of {source.name} begins with the label “{label}”")
    guessed = guess_interviewers(turn.speaker for turn in turns)
    if no_interviewer or (source.no_interviewer and interviewers is None):
        return SpeakerPlan(turns, (), True)
    if interviewers is None:
        before = interviewers_of(project, source)
        kept = tuple(dict.fromkeys(filter(None, map(rules.speaker, before))))
        chosen = kept if source.interviewers or set(kept) - set(guessed) else ()
    else:
        _check_speakers(source, turns, interviewers)
        keys = set(map(speaker_key, filter(None, interviewers)))
        chosen = tuple(dict.fromkeys(turn.speaker for turn in turns if speaker_key(turn.speaker) in keys))
    return SpeakerPlan(turns, chosen or guessed, bool(chosen))


def change(
    project: Project,
    source: Source,
    rules: SpeakerRules = NO_RULES,
    interviewers: Sequence[str] | None = None,
    reason: str = "",
    no_interviewer: bool = False,
) -> Source:
    """Change the speakers of a source, and who of them are the interviewers; return the changed source.

    The text stays, and every segment is kept where it is; turns that change are those of a new revision.
    `interviewers` are names after the change; () leaves them to be recognised by their labels, and with
    `no_interviewer` there is none. Raises as `preview`.
    """
    source = project.sources[source.id]
    plan = preview(project, source, rules, interviewers, no_interviewer)
    with project.transaction("sources.speakers", f"changed the speakers of {source.name}", reason) as tx:
        if plan.turns != project.text_of(source).turns:
            corrections.apply(project, source, corrections.preview_turns(project, source, plan.turns))
        chosen = plan.interviewers if plan.chosen else ()
        nobody = plan.chosen and not chosen
        changed = msgspec.structs.replace(project.sources[source.id], interviewers=chosen, no_interviewer=nobody)
        tx.put("sources", changed)
    return project.sources[source.id]


def check_names(names: Iterable[str]) -> None:
    """Raise Invalid if a name cannot be that of a speaker."""
    for name in names:
        if not name.strip() or "\n" in name or len(name) > LONGEST_NAME:
            raise Invalid("This name cannot be that of a speaker", f"“{name}”: 1 to {LONGEST_NAME} characters.")
        problem = control_problem(name)
        if problem:
            raise Invalid("This name cannot be that of a speaker", f"“{name}”: {problem}.")


def _check_speakers(source: Source, turns: Sequence[Turn], labels: Sequence[str]) -> None:
    speakers = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    keys = set(map(speaker_key, speakers))
    for label in filter(None, labels):
        if speaker_key(label) not in keys:
            hint = f"Speakers: {', '.join(speakers)}" if speakers else "Its turns have no names."
            raise NotFound(f"{source.name} has no speaker “{label}”", hint=hint)
