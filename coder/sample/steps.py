"""The condensation in the sample's study: preconceptions, themes, groups, condensates, analytic texts, checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from coder.analysis.method.units import in_order, units_below
from coder.model.condensation import AnalyticText, Condensate, prose
from coder.project import Project
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.operations import (
    codebook,
    condensates,
    groups,
    preconceptions,
    reading,
    synthesis,
    themes,
    verdicts,
)
from coder.project.operations.groups import named as group_named
from coder.project.paths import code_named, source_named
from coder.sample.acts import PACE, Act, Part, bound, part, unit_named, units_named

WHOLE_INTERVIEW = timedelta(minutes=40)


def acts() -> Iterator[Act]:
    """Steps 0 to 4."""
    for statement in part("preconceptions")["preconception"]:
        yield Act(statement["when"], statement["coder"], bound(_expect, statement))
    yield from _impressions(part("themes"))
    yield from _condensation(part("condensates"))
    yield from _synthesis(part("synthesis")["text"])
    yield from _checks(part("verdicts"))


def _expect(project: Project, statement: Part) -> None:
    write = preconceptions.new_version if statement.get("later") else preconceptions.write
    preconceptions.lock(project, write(project, statement["text"].strip()))


# Steps 1 and 2


def _impressions(given: Part) -> Iterator[Act]:
    for sitting in given["reading"]:
        for number, source in enumerate(sitting["sources"], 1):
            yield Act(sitting["when"] + number * WHOLE_INTERVIEW, sitting["coder"], bound(_have_read, source))
    for theme in given["theme"]:
        yield Act(theme["when"], theme["coder"], bound(_propose, theme))
    meeting, making = given["decided"], given["groups"]
    for theme in given["negotiated"]:
        yield Act(theme["when"], meeting["coder"], bound(_agree, theme))
    for number, theme in enumerate(given["theme"]):
        yield Act(meeting["when"] + number * PACE, meeting["coder"], bound(_decide, theme))
    for number, theme in enumerate(given["negotiated"]):
        yield Act(making["when"] + number * PACE, making["coder"], bound(_group, theme))
    last = making["when"] + len(given["negotiated"]) * PACE
    yield Act(last, making["coder"], bound(_residual, making["residual"]))
    yield Act(given["split"]["when"], given["split"]["coder"], bound(_split, given["split"]))
    yield Act(given["merge"]["when"], given["merge"]["coder"], bound(_merge, given["merge"]))


def _have_read(project: Project, source: str) -> None:
    reading.mark_read(project, source_named(project, source))


def _propose(project: Project, theme: Part) -> None:
    themes.add(project, theme["name"], theme["note"])


def _agree(project: Project, theme: Part) -> None:
    themes.add(project, theme["name"], theme["note"], negotiated=True)


def _decide(project: Project, theme: Part) -> None:
    found = themes.named(project, theme["name"], negotiated=False)
    if "into" in theme:
        themes.take(project, found, themes.named(project, theme["into"], negotiated=True), theme["why"])
    else:
        themes.drop(project, found, theme["why"])


def _group(project: Project, theme: Part) -> None:
    agreed = themes.named(project, theme["name"], negotiated=True)
    groups.make(project, code_named(project, theme["group"]), [agreed])


def _residual(project: Project, path: str) -> None:
    groups.set_residual(project, groups.make(project, code_named(project, path)), True)


def _split(project: Project, given: Part) -> None:
    group = group_named(project, given["group"])
    origin = [project.themes[id] for id in group.themes]
    made = codebook.add(project, given["into"], definition=given["definition"])
    codebook.move(project, code_named(project, given["moved"]), made, reason=given["reason"])
    groups.make(project, made, origin, given["reason"])


def _merge(project: Project, given: Part) -> None:
    """Merge a group back, and put right what only the merging left: where a subgroup stands, how the group reads."""
    code, into = code_named(project, given["group"]), code_named(project, given["into"])
    moved, said = project.children(code.id), into.definition
    codebook.merge(project, code, into, given["reason"])
    into = project.codes[into.id]
    codebook.define(project, into, definition=said)
    for child in moved:
        codebook.move(project, project.codes[child.id], into, given["place"])


# Step 3


def _condensation(given: Part) -> Iterator[Act]:
    for text in given["condensate"]:
        yield Act(text["when"], text["coder"], bound(_condense, text))
        for number, sentence in enumerate(text["sentence"]):
            if "units" in sentence:
                when = text["when"] + (number + 1) * PACE
                yield Act(when, text["coder"], bound(_link, text["code"], number, sentence["units"]))
    for choice in given["gold"]:
        yield Act(choice["when"], choice["coder"], bound(_choose, choice))


def _running(sentences: list[Part]) -> str:
    return "".join(one["text"] + ("\n\n" if one.get("ends") else " ") for one in sentences).strip()


def _condense(project: Project, text: Part) -> None:
    made = condensates.write(project, code_named(project, text["code"]), _running(text["sentence"]))
    _as_written(made, text)


def _as_written(made: Condensate | AnalyticText, text: Part) -> None:
    """ValueError where a text was not cut into the sentences that the part gives."""
    if [one.text for one in made.sentences] != [one["text"] for one in text["sentence"]]:
        raise ValueError(f"other sentences than in the part: {[one.text for one in made.sentences]}")


def _condensate(project: Project, code: str) -> Condensate:
    found = condensate_of(project, code_named(project, code).id)
    assert found is not None
    return found


def _link(project: Project, code: str, number: int, units: list[str]) -> None:
    condensate = _condensate(project, code)
    condensates.link(project, condensate, condensate.sentences[number].key, units_named(project, units))


def _choose(project: Project, choice: Part) -> None:
    groups.mark(project, [unit_named(project, choice["unit"]).id], code_named(project, choice["code"]), "gold")


# Step 4


def _synthesis(texts: list[Part]) -> Iterator[Act]:
    for text in texts:
        yield Act(text["when"], text["coder"], bound(_synthesise, text))
        for number, sentence in enumerate(text["sentence"]):
            if "units" in sentence:
                when = text["when"] + (number + 1) * PACE
                yield Act(when, text["coder"], bound(_support, text["group"], number, sentence["units"]))
        yield Act(text["when"] + (len(text["sentence"]) + 1) * PACE, text["coder"], bound(_head, text))


def _synthesise(project: Project, text: Part) -> None:
    made = synthesis.write(project, group_named(project, text["group"]), _running(text["sentence"]))
    _as_written(made, text)


def _analytic_text(project: Project, group: str) -> AnalyticText:
    found = analytic_text_of(project, group_named(project, group).id)
    assert found is not None
    return found


def _support(project: Project, group: str, number: int, units: list[str]) -> None:
    text = _analytic_text(project, group)
    synthesis.support(project, text, text.sentences[number].key, units_named(project, units))


def _head(project: Project, text: Part) -> None:
    synthesis.heading(project, group_named(project, text["group"]), text["heading"])


def _checks(given: Part) -> Iterator[Act]:
    for walk in given["walk"]:
        yield Act(walk["when"], walk["coder"], bound(_walk, walk))
    for check in given["again"]:
        yield Act(check["when"], check["coder"], bound(_check_unit, check))
    for claim in given["claim"]:
        yield Act(claim["when"], claim["coder"], bound(_check_claim, claim))
    for change in given["condensate"]:
        yield Act(change["when"], change["coder"], bound(_revise_condensate, change))
    for change in given["revision"]:
        yield Act(change["when"], change["coder"], bound(_revise_text, change))


def _walk(project: Project, walk: Part) -> None:
    """Give a verdict on every unit of a group, in the order of the study, but for those left open."""
    group = group_named(project, walk["group"])
    left = units_named(project, walk.get("open", []))
    other = {unit_named(project, one["unit"]).id: one for one in walk.get("verdict", [])}
    for id in in_order(project, units_below(project, project.codes[group.code])):
        if id not in left:
            said = other.get(id, {"verdict": "faithful"})
            verdicts.unit_check(project, group, project.segments[id], said["verdict"], said.get("note", ""))


def _check_unit(project: Project, check: Part) -> None:
    group, unit = group_named(project, check["group"]), unit_named(project, check["unit"])
    verdicts.unit_check(project, group, unit, check["verdict"], check["note"])


def _check_claim(project: Project, claim: Part) -> None:
    text = _analytic_text(project, claim["group"])
    (key,) = [one.key for one in text.sentences if one.text.startswith(claim["claim"])]
    against = units_named(project, claim.get("against", []))
    counter, note = claim.get("counter", False), claim.get("note", "")
    verdicts.claim_check(project, text, key, claim["verdict"], counter, against, note)


def _revise_condensate(project: Project, change: Part) -> None:
    condensate = _condensate(project, change["code"])
    words = prose(condensate.sentences)
    assert change["was"] in words
    condensates.write(project, project.codes[condensate.code], words.replace(change["was"], change["is"]))


def _revise_text(project: Project, change: Part) -> None:
    """Say a claim in other words, as a verdict asked for, and what it rests on now."""
    text = _analytic_text(project, change["group"])
    (key,) = [one.key for one in text.sentences if one.text == change["was"]]
    (cause,) = [one for one in project.users(text.id, "verdicts") if one.sentence == key]
    text = synthesis.reword(project, text, key, change["is"], because=cause, reason=change["reason"])
    synthesis.support(project, text, key, units_named(project, change["units"]))
