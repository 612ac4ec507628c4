"""Acts of the sample study, steps 0 to 4: preconceptions, themes, groups, condensates, analytic texts, checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from coder.analysis.method.units import units_below, units_in_order
from coder.model.condensation import AnalyticText, Condensate, prose
from coder.project import Project
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.operations import (
    codebook,
    condensates,
    groups,
    preconceptions,
    sources,
    synthesis,
    themes,
    verdicts,
)
from coder.project.operations.groups import named as group_named
from coder.project.study import code_named, source_named
from coder.sample.acts import PACE, Act, Part, bind, part, unit_named, units_named, unwrapped

WHOLE_INTERVIEW = timedelta(minutes=40)


def acts() -> Iterator[Act]:
    """Yield the acts of steps 0 to 4."""
    for statement in part("preconceptions")["preconception"]:
        yield Act(statement["when"], statement["coder"], bind(_lock_preconception, statement))
    yield from _impressions(part("themes"))
    yield from _condensation(part("condensates"))
    yield from _synthesis(part("synthesis")["text"])
    yield from _checks(part("verdicts"))


def _lock_preconception(project: Project, statement: Part) -> None:
    write = preconceptions.new_version if statement.get("later") else preconceptions.write
    preconceptions.lock(project, write(project, unwrapped(statement["text"])))


# Steps 1 and 2


def _impressions(themes_part: Part) -> Iterator[Act]:
    for session in themes_part["reading"]:
        for number, source in enumerate(session["sources"], 1):
            yield Act(session["when"] + number * WHOLE_INTERVIEW, session["coder"], bind(_mark_read, source))
    for theme in themes_part["theme"]:
        yield Act(theme["when"], theme["coder"], bind(_propose, theme))
    meeting, grouping = themes_part["decided"], themes_part["groups"]
    for theme in themes_part["negotiated"]:
        yield Act(theme["when"], meeting["coder"], bind(_agree, theme))
    for number, theme in enumerate(themes_part["theme"]):
        yield Act(meeting["when"] + number * PACE, meeting["coder"], bind(_decide, theme))
    for number, theme in enumerate(themes_part["negotiated"]):
        yield Act(grouping["when"] + number * PACE, grouping["coder"], bind(_group, theme))
    last = grouping["when"] + len(themes_part["negotiated"]) * PACE
    yield Act(last, grouping["coder"], bind(_residual, grouping["residual"]))
    yield Act(themes_part["split"]["when"], themes_part["split"]["coder"], bind(_split, themes_part["split"]))
    yield Act(themes_part["merge"]["when"], themes_part["merge"]["coder"], bind(_merge, themes_part["merge"]))


def _mark_read(project: Project, source: str) -> None:
    sources.mark_read(project, source_named(project, source))


def _propose(project: Project, theme: Part) -> None:
    themes.add(project, theme["name"], theme["note"])


def _agree(project: Project, theme: Part) -> None:
    themes.add(project, theme["name"], theme["note"], negotiated=True)


def _decide(project: Project, theme: Part) -> None:
    preliminary = themes.named(project, theme["name"], negotiated=False)
    if "into" in theme:
        themes.take(project, preliminary, themes.named(project, theme["into"], negotiated=True), theme["why"])
    else:
        themes.drop(project, preliminary, theme["why"])


def _group(project: Project, theme: Part) -> None:
    negotiated = themes.named(project, theme["name"], negotiated=True)
    groups.make(project, code_named(project, theme["group"]), [negotiated])


def _residual(project: Project, path: str) -> None:
    groups.set_residual(project, groups.make(project, code_named(project, path)), True)


def _split(project: Project, split: Part) -> None:
    group = group_named(project, split["group"])
    origin = [project.themes[id] for id in group.themes]
    new_group = codebook.add(project, split["into"], definition=split["definition"])
    codebook.move(project, code_named(project, split["moved"]), new_group, reason=split["reason"])
    groups.make(project, new_group, origin, split["reason"])


def _merge(project: Project, merge: Part) -> None:
    """Merge a group back, then restore the definition and the position of the subgroup."""
    code, into = code_named(project, merge["group"]), code_named(project, merge["into"])
    moved, definition = project.children(code.id), into.definition
    codebook.merge(project, code, into, merge["reason"])
    into = project.codes[into.id]
    codebook.define(project, into, definition=definition)
    for child in moved:
        codebook.move(project, project.codes[child.id], into, merge["place"])


# Step 3


def _condensation(condensates_part: Part) -> Iterator[Act]:
    for text in condensates_part["condensate"]:
        yield Act(text["when"], text["coder"], bind(_condense, text))
        for number, sentence in enumerate(text["sentence"]):
            if "units" in sentence:
                when = text["when"] + (number + 1) * PACE
                yield Act(when, text["coder"], bind(_link, text["code"], number, sentence["units"]))
    for choice in condensates_part["gold"]:
        yield Act(choice["when"], choice["coder"], bind(_choose, choice))


def _joined(sentences: list[Part]) -> str:
    return "".join(sentence["text"] + ("\n\n" if sentence.get("ends") else " ") for sentence in sentences).strip()


def _condense(project: Project, text: Part) -> None:
    condensate = condensates.write(project, code_named(project, text["code"]), _joined(text["sentence"]))
    _check_sentences(condensate, text)


def _check_sentences(written: Condensate | AnalyticText, text: Part) -> None:
    """Raise ValueError if a text was split into other sentences than its part."""
    sentences = [sentence.text for sentence in written.sentences]
    if sentences != [sentence["text"] for sentence in text["sentence"]]:
        raise ValueError(f"other sentences than in the part: {sentences}")


def _condensate(project: Project, code: str) -> Condensate:
    condensate = condensate_of(project, code_named(project, code).id)
    assert condensate is not None
    return condensate


def _link(project: Project, code: str, number: int, units: list[str]) -> None:
    condensate = _condensate(project, code)
    condensates.link(project, condensate, condensate.sentences[number].key, units_named(project, units))


def _choose(project: Project, choice: Part) -> None:
    groups.mark(project, [unit_named(project, choice["unit"]).id], code_named(project, choice["code"]), "gold")


# Step 4


def _synthesis(texts: list[Part]) -> Iterator[Act]:
    for text in texts:
        yield Act(text["when"], text["coder"], bind(_synthesise, text))
        for number, sentence in enumerate(text["sentence"]):
            if "units" in sentence:
                when = text["when"] + (number + 1) * PACE
                yield Act(when, text["coder"], bind(_support, text["group"], number, sentence["units"]))
        yield Act(text["when"] + (len(text["sentence"]) + 1) * PACE, text["coder"], bind(_head, text))


def _synthesise(project: Project, text: Part) -> None:
    analytic_text = synthesis.write(project, group_named(project, text["group"]), _joined(text["sentence"]))
    _check_sentences(analytic_text, text)


def _analytic_text(project: Project, group: str) -> AnalyticText:
    text = analytic_text_of(project, group_named(project, group).id)
    assert text is not None
    return text


def _support(project: Project, group: str, number: int, units: list[str]) -> None:
    text = _analytic_text(project, group)
    synthesis.support(project, text, text.sentences[number].key, units_named(project, units))


def _head(project: Project, text: Part) -> None:
    synthesis.heading(project, group_named(project, text["group"]), text["heading"])


def _checks(verdicts_part: Part) -> Iterator[Act]:
    for walk in verdicts_part["walk"]:
        yield Act(walk["when"], walk["coder"], bind(_walk, walk))
    for check in verdicts_part["again"]:
        yield Act(check["when"], check["coder"], bind(_check_unit, check))
    for claim in verdicts_part["claim"]:
        yield Act(claim["when"], claim["coder"], bind(_check_claim, claim))
    for change in verdicts_part["condensate"]:
        yield Act(change["when"], change["coder"], bind(_revise_condensate, change))
    for change in verdicts_part["revision"]:
        yield Act(change["when"], change["coder"], bind(_revise_text, change))


def _walk(project: Project, walk: Part) -> None:
    """Give a verdict on each unit of a group, in the order of the study, except those left open."""
    group = group_named(project, walk["group"])
    open_units = units_named(project, walk.get("open", []))
    listed = {unit_named(project, verdict["unit"]).id: verdict for verdict in walk.get("verdict", [])}
    for id in units_in_order(project, units_below(project, project.codes[group.code])):
        if id not in open_units:
            verdict = listed.get(id, {"verdict": "faithful"})
            verdicts.unit_check(project, group, project.segments[id], verdict["verdict"], verdict.get("note", ""))


def _check_unit(project: Project, check: Part) -> None:
    group, unit = group_named(project, check["group"]), unit_named(project, check["unit"])
    verdicts.unit_check(project, group, unit, check["verdict"], check["note"])


def _check_claim(project: Project, claim: Part) -> None:
    text = _analytic_text(project, claim["group"])
    (key,) = [sentence.key for sentence in text.sentences if sentence.text.startswith(claim["claim"])]
    against = units_named(project, claim.get("against", []))
    counter, note = claim.get("counter", False), claim.get("note", "")
    verdicts.claim_check(project, text, key, claim["verdict"], counter, against, note)


def _revise_condensate(project: Project, change: Part) -> None:
    condensate = _condensate(project, change["code"])
    words = prose(condensate.sentences)
    assert change["was"] in words
    condensates.write(project, project.codes[condensate.code], words.replace(change["was"], change["is"]))


def _revise_text(project: Project, change: Part) -> None:
    """Reword a claim because of a verdict, and link its units."""
    text = _analytic_text(project, change["group"])
    (key,) = [sentence.key for sentence in text.sentences if sentence.text == change["was"]]
    (cause,) = [verdict for verdict in project.referrers(text.id, "verdicts") if verdict.sentence == key]
    text = synthesis.reword(project, text, key, change["is"], verdict=cause, reason=change["reason"])
    synthesis.support(project, text, key, units_named(project, change["units"]))
