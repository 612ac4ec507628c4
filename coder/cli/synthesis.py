"""`coder analytic` and `coder check`: step 4 of the condensation, analytic texts and the back-check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, verb
from coder.errors import Ambiguous, Invalid, NotFound
from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import synthesis, verdicts
from coder.project.study import path_of
from coder.text.fold import name_key
from coder.text.phrases import excerpt, format_count, format_units

if TYPE_CHECKING:
    from coder.analysis.method.staleness import Standing
    from coder.analysis.method.synthesis import Synthesis, Tally
    from coder.model.condensation import AnalyticText, CodeGroup, Sentence, Verdict
    from coder.model.source import Segment
    from coder.project import Project

EXCERPT = 100
INDENT = " " * (output.SHORT_ID + 2)
ONLY_GROUP = parameters.group("--group", "only this code group", default="")


@verb(
    "analytic",
    "List the analytic text of each code group (step 4 of the condensation): third person, sentence by sentence,\n"
    "with supporting units and the verdicts of the back-check.",
    ONLY_GROUP,
    examples=["analytic friends", "analytic friends --group 'Before asking' --json"],
)
def list_texts(project: Project, group: CodeGroup | None) -> Result:
    """List the analytic texts."""
    from coder.analysis.method import units
    from coder.analysis.method.synthesis import synthesis

    progress = [synthesis(project, each) for each in ([group] if group else units.groups_in_order(project))]
    none = f"There are no code groups yet. Make one with: coder groups make {project.folder} CODE"
    return Result(
        [_text_as_json(project, text) for text in progress],
        [line for text in progress for line in _text_lines(project, text)] or none,
    )


def _text_as_json(project: Project, progress: Synthesis) -> dict[str, Any]:
    text = progress.text
    return {
        "id": progress.group.id,
        "group": path_of(project, project.codes[progress.group.code]),
        "heading": progress.group.heading,
        "residual": progress.group.residual,
        "kind": "analytic text",
        "text": text.id if text is not None else None,
        "coder": _initials(project, text.coder) if text is not None else None,
        "modified": text.modified if text is not None else None,
        "sentences": [
            {
                "number": claim.number,
                "key": claim.sentence.key,
                "text": claim.sentence.text,
                "ends paragraph": claim.sentence.ends,
                "units": list(claim.sentence.units),
                "state": claim.state,
                "verdicts": [_verdict_as_json(project, verdict) for verdict in claim.verdicts],
            }
            for claim in progress.claims
        ],
        "without support": [claim.number for claim in progress.unsupported],
        "claims": _tally(progress.claims_checked),
        "units": _tally(progress.units_checked),
        "contradicting": progress.against,
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"total": tally.total, "done": tally.done, "open": tally.open, "stale": tally.stale}


def _text_lines(project: Project, progress: Synthesis) -> list[str]:
    name = path_of(project, project.codes[progress.group.code])
    heading = f" → {progress.group.heading}" if progress.group.heading else ""
    lines = [f"{name}{heading}: {_state(progress)}"]
    for claim in progress.claims:
        verdicts = ", ".join(
            f"{standing.verdict.verdict} ({_initials(project, standing.verdict.coder)})"
            for standing in claim.verdicts
        )
        parts = [format_units(len(claim.sentence.units)), claim.state, verdicts]
        lines.append(f"{claim.number:>3}  {claim.sentence.text}")
        lines.append(f"       {' · '.join(filter(None, parts))}")
        lines += [f"       stale: {reason}" for standing in claim.verdicts for reason in standing.why]
    return lines


def _state(progress: Synthesis) -> str:
    """How far a group is in step 4."""
    if progress.text is None:
        return "no analytic text"
    parts = ["" if progress.group.heading else "no category heading", f"claims checked {progress.claims_checked}"]
    if progress.units:
        parts.append(f"units checked {progress.units_checked}")
    if progress.unsupported:
        parts.append(f"{format_count(len(progress.unsupported), 'sentence')} without a unit")
    return ", ".join(filter(None, parts))


def _initials(project: Project, coder: str) -> str:
    return project.coders[coder].initials if coder in project.coders else ""


def _text_result(project: Project, group: CodeGroup) -> Result:
    from coder.analysis.method.synthesis import synthesis

    progress = synthesis(project, project.groups[group.id])
    name = path_of(project, project.codes[group.code])
    return Result(_text_as_json(project, progress), f"{name}: {_state(progress)}")


def _existing(project: Project, group: CodeGroup) -> AnalyticText:
    text = analytic_text_of(project, group.id)
    if text is None:
        name = path_of(project, project.codes[group.code])
        raise NotFound(f"{name} has no analytic text", hint="Write one with: coder analytic write PROJECT GROUP")
    return text


def _sentence(text: AnalyticText, number: int) -> Sentence:
    if not 0 < number <= len(text.sentences):
        raise NotFound(
            "There is no such sentence in the analytic text", str(number), f"It has {len(text.sentences)}."
        )
    return text.sentences[number - 1]


def _verdict_named(project: Project, text: str) -> Verdict:
    """The verdict with this id, or the only one whose id begins so; NotFound or Ambiguous."""
    matches = [
        verdict for id, verdict in project.verdicts.items() if id == text or (len(text) > 3 and id.startswith(text))
    ]
    if len(matches) > 1:
        raise Ambiguous(f"“{text}” names more than one verdict", f"{len(matches)} of them", "Write more of the id.")
    if not matches:
        raise NotFound(f"There is no verdict “{text}”", hint="coder check PROJECT lists them with their ids.")
    return matches[0]


GROUP = parameters.group(help="path, unique name or id of the code of the group")
SENTENCE = parameters.argument("sentence", type=int, help="its number, from 1")
AFTER = parameters.argument(
    "--after",
    metavar="VERDICT",
    help="id of the verdict that caused the revision",
    default="",
    resolve=_verdict_named,
)
UNITS = parameters.segment("units", metavar="UNIT", nargs="+")


def _asks_to_change(project: Project, group: CodeGroup, **_: object) -> str:
    """The question before the analytic text of another coder is changed."""
    from coder.analysis.method.units import group_name
    from coder.project.consequences import by_another

    whose = by_another(project, "analytic_texts", analytic_text_of(project, group.id))
    return whose and f"Change the analytic text of {group_name(project, group)}? {whose}"


@verb(
    "analytic write",
    "Write or revise the analytic text of a code group. Sentences that stay, or are only reworded, keep their units\n"
    "and verdicts. An empty line begins a paragraph. Asks where another coder wrote it.",
    GROUP,
    parameters.words("--text", "the text", required=True),
    AFTER,
    examples=[
        "analytic write friends 'Before asking' --text 'They kept it to themselves.'",
        "analytic write friends 'Before asking' --text - < before.txt",
    ],
    access=WRITE,
    asks=_asks_to_change,
    reason=True,
)
def write(project: Project, group: CodeGroup, text: str, after: Verdict | None, reason: str) -> Result:
    """Write or revise an analytic text."""
    synthesis.write(project, group, text, after, reason)
    return _text_result(project, group)


@verb(
    "analytic reword",
    "Reword a sentence. Asks where another coder wrote the text.",
    GROUP,
    SENTENCE,
    parameters.words("--text", "the new words; '' deletes the sentence", required=True),
    AFTER,
    examples=["analytic reword friends 'Before asking' 2 --text 'Most told nobody.' --after 3f2a9c1d"],
    access=WRITE,
    asks=_asks_to_change,
    reason=True,
)
def reword(
    project: Project, group: CodeGroup, sentence: int, text: str, after: Verdict | None, reason: str
) -> Result:
    """Reword a sentence."""
    analytic = _existing(project, group)
    synthesis.reword(project, analytic, _sentence(analytic, sentence).key, text, after, reason)
    return _text_result(project, group)


@verb(
    "analytic heading",
    "Give a code group its category heading; '' removes it.",
    GROUP,
    parameters.argument("heading", help="the category heading"),
    examples=["analytic heading friends 'Before asking' 'Alone with it'"],
    access=WRITE,
)
def heading(project: Project, group: CodeGroup, heading: str) -> Result:
    """Give a code group its category heading."""
    return _text_result(project, synthesis.heading(project, group, heading))


@verb(
    "analytic link",
    "Link units to the sentence they support.",
    GROUP,
    SENTENCE,
    UNITS,
    examples=["analytic link friends 'Before asking' 2 3f2a9c1d"],
    access=WRITE,
)
def link(project: Project, group: CodeGroup, sentence: int, units: list[Segment]) -> Result:
    """Link units to a sentence."""
    text = _existing(project, group)
    linked = _sentence(text, sentence)
    synthesis.support(project, text, linked.key, [*linked.units, *(unit.id for unit in units)])
    return _text_result(project, group)


@verb(
    "analytic unlink",
    "Remove units from a sentence.",
    GROUP,
    SENTENCE,
    UNITS,
    examples=["analytic unlink friends 'Before asking' 2 3f2a9c1d"],
    access=WRITE,
)
def unlink(project: Project, group: CodeGroup, sentence: int, units: list[Segment]) -> Result:
    """Remove units from a sentence."""
    text = _existing(project, group)
    linked, removed = _sentence(text, sentence), {unit.id for unit in units}
    synthesis.support(project, text, linked.key, [id for id in linked.units if id not in removed])
    return _text_result(project, group)


@verb(
    "analytic remove",
    "Delete the analytic text of a code group, with the verdicts on its sentences. Asks where there are verdicts;\n"
    "without a terminal, add --yes.",
    GROUP,
    examples=["analytic remove friends 'Before asking'", "analytic remove friends 'Before asking' --yes"],
    access=WRITE,
    asks=Foreseen("Delete the analytic text", ("analytic_texts",)),
)
def remove(project: Project, group: CodeGroup) -> Result:
    """Delete an analytic text."""
    synthesis.remove(project, _existing(project, group))
    return _text_result(project, group)


# The back-check


@verb(
    "check",
    "List the verdicts of the back-check (step 4 of the condensation): on units in their context, and on the claims\n"
    "of the analytic texts. A verdict is stale when its basis has changed; what has changed is listed.",
    ONLY_GROUP,
    parameters.flag("--stale", "only stale verdicts"),
    examples=["check friends", "check friends --stale", "check friends --group 'Before asking' --json"],
)
def list_verdicts(project: Project, group: CodeGroup | None, stale: bool) -> Result:
    """List the verdicts, then how much of each code group is checked."""
    from coder.analysis.method import units
    from coder.analysis.method.staleness import standings
    from coder.analysis.method.synthesis import synthesis

    chosen = [group] if group else units.groups_in_order(project)
    shown = [
        standing
        for each in chosen
        for standing in standings(
            project, sorted(project.referrers(each.id, "verdicts"), key=lambda verdict: verdict.created)
        )
        if not stale or standing.why
    ]

    def lines() -> list[str]:
        listed = [line for standing in shown for line in _verdict_lines(project, standing)]
        if stale and not shown:
            listed.append("No stale verdicts.")
        rows = [["code group", "units checked", "claims checked"]]
        for each in chosen:
            state = synthesis(project, each)
            claims = str(state.claims_checked) if state.text is not None else "no analytic text"
            rows.append(
                [units.group_name(project, each), str(state.units_checked) if state.units else "no unit", claims]
            )
        if len(rows) > 1:
            return [*listed, "", *output.aligned(rows)]
        return [*listed, f"There are no code groups yet. Make one with: coder groups make {project.folder} CODE"]

    return Result([_verdict_as_json(project, standing) for standing in shown], lines)


def _verdict_as_json(project: Project, standing: Standing) -> dict[str, Any]:
    verdict = standing.verdict
    segment = project.segments.get(verdict.segment or "")
    return {
        "id": verdict.id,
        "check": verdict.kind,
        "group": path_of(project, project.codes[project.groups[verdict.group].code]),
        "segment": verdict.segment,
        "quote": segment.quote if segment is not None else None,
        "claim": verdict.claim or None,
        "verdict": verdict.verdict,
        "counter-examples searched for": verdict.counter,
        "against": list(verdict.against),
        "note": verdict.note,
        "coder": _initials(project, verdict.coder),
        "when": verdict.created,
        "led to": verdict.led_to or None,
        "state": "gone" if standing.gone else "stale" if standing.stale else "done",
        "changed since": list(standing.why),
    }


def _verdict_lines(project: Project, standing: Standing) -> list[str]:
    """A verdict in words, and what was changed since."""
    verdict = standing.verdict
    segment = project.segments.get(verdict.segment or "")
    subject = f"“{excerpt(segment.quote, EXCERPT)}”" if segment is not None else excerpt(verdict.claim, EXCERPT)
    parts = [verdict.verdict, _initials(project, verdict.coder), verdict.created[:10]]
    if verdict.kind == CLAIM_CHECK:
        parts.append(f"counter-examples searched for: {'yes' if verdict.counter else 'no'}")
    if verdict.against:
        parts.append(f"{format_count(len(verdict.against), 'unit')} contradicting")
    if verdict.led_to:
        parts.append("led to a revision")
    lines = [f"{verdict.id[: output.SHORT_ID]}  {subject}", f"{INDENT}{' · '.join(parts)}"]
    if verdict.note:
        lines.append(f"{INDENT}# {' '.join(verdict.note.split())}")
    label = "stale: " if standing.stale else ""
    return [*lines, *(f"{INDENT}{label}{reason}" for reason in standing.why)]


def _verdict_result(project: Project, verdict: Verdict) -> Result:
    from coder.analysis.method.staleness import standings

    (standing,) = standings(project, [verdict])
    return Result(_verdict_as_json(project, standing), _verdict_lines(project, standing))


def _verdict_of(kind: str, text: str) -> str:
    """The verdict that a name, its beginning or its digit names; Invalid where there is none."""
    names = VERDICTS[kind]
    if text.isdecimal() and 0 < int(text) <= len(names):
        return names[int(text) - 1]
    folded = name_key(text)
    matches = [name for name in names if name == folded] or [
        name for name in names if text and name.startswith(folded)
    ]
    if len(matches) != 1:
        raise Invalid(f"There is no verdict “{text}”", hint=f"Known: {', '.join(names)}")
    return matches[0]


VERDICT = [
    parameters.argument("verdict", help="its name, its beginning, or its digit"),
    parameters.argument("--note", default="", help="a note on the verdict"),
    parameters.segment("--against", "a unit that contradicts (repeatable)", action="append", default=[]),
]


@verb(
    "check unit",
    f"Check a unit of a code group in its context.\nVerdicts: {', '.join(VERDICTS[UNIT_CHECK])}.",
    GROUP,
    parameters.segment(),
    *VERDICT,
    examples=[
        "check unit friends 'Before asking' 3f2a9c1d faithful",
        "check unit friends 'Before asking' 3f2a9c1d leading --note 'The word is ours.'",
    ],
    access=WRITE,
)
def check_unit(
    project: Project, group: CodeGroup, segment: Segment, verdict: str, note: str, against: list[Segment]
) -> Result:
    """Check a unit in its context."""
    name = _verdict_of(UNIT_CHECK, verdict)
    contradicting = [unit.id for unit in against]
    return _verdict_result(project, verdicts.unit_check(project, group, segment, name, note, contradicting))


@verb(
    "check claim",
    f"Check a sentence of an analytic text against whole transcripts.\nVerdicts: {', '.join(VERDICTS[CLAIM_CHECK])}.",
    GROUP,
    SENTENCE,
    *VERDICT,
    parameters.flag("--counter", "counter-examples were searched for"),
    examples=["check claim friends 'Before asking' 2 partly --counter --against 3f2a9c1d"],
    access=WRITE,
)
def check_claim(
    project: Project,
    group: CodeGroup,
    sentence: int,
    verdict: str,
    note: str,
    against: list[Segment],
    counter: bool,
) -> Result:
    """Check a sentence of an analytic text."""
    text = _existing(project, group)
    key = _sentence(text, sentence).key
    name = _verdict_of(CLAIM_CHECK, verdict)
    contradicting = [unit.id for unit in against]
    return _verdict_result(project, verdicts.claim_check(project, text, key, name, counter, contradicting, note))


@verb(
    "check withdraw",
    "Withdraw a verdict; its subject must be checked again. Asks where another coder wrote it.",
    parameters.argument("verdict", help="its id, or the beginning of it", resolve=_verdict_named),
    examples=["check withdraw friends 3f2a9c1d"],
    access=WRITE,
    asks=Foreseen("Withdraw the verdict"),
)
def withdraw(project: Project, verdict: Verdict) -> Result:
    """Withdraw a verdict."""
    verdicts.withdraw(project, verdict)
    return Result({"id": verdict.id, "withdrawn": True}, f"Withdrew the verdict “{verdict.verdict}”")
