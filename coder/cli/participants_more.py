"""`coder participants add | describe | rename | merge | remove | attrition`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.cli.participants import changing

if TYPE_CHECKING:
    from coder.model.participant import Participant


def _tell_queries(args: argparse.Namespace, told: str) -> None:
    if told and not args.json:
        output.note(f"note: {told}")


def _done(args: argparse.Namespace, person: Participant, text: str) -> int:
    value = {"id": person.id, "name": person.name, "service": person.service, "anchor": person.anchor}
    output.result(args.json, {**value, "attributes": person.attributes, "note": person.note}, text)
    return 0


def _told_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--service", help="the service or cohort that they belong to")
    parser.add_argument("--anchor", metavar="DATE", help="the date from which days are counted, such as 2024-09-30")
    parser.add_argument("--note", help="anything else")
    parser.add_argument(
        "--attribute",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="such as specialty=surgery; NAME= takes it away (several: repeat)",
    )


def _attributes(parser: argparse.ArgumentParser, given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            parser.error(f"--attribute is NAME=VALUE, not “{one}”")
        found[name.strip()] = value.strip()
    return found


def _add(argv: list[str]) -> int:
    parser = changing(
        "add", "Add a participant.", "participants add friends P06 --service 'Tern House' --attribute age=40–49"
    )
    _told_options(parser)
    args = arguments.parse(parser, argv)
    attributes = {name: value for name, value in _attributes(parser, args.attribute).items() if value}
    with arguments.writing(args) as project:
        from coder.project.operations import participants

        person = participants.add(
            project,
            args.participant,
            service=args.service or "",
            anchor=args.anchor or "",
            attributes=attributes,
            note=args.note or "",
        )
    return _done(args, person, f"Added {person.name}")


def _describe(argv: list[str]) -> int:
    parser = changing(
        "describe",
        "Say more of a participant. An empty value ('') takes one away.",
        "participants describe friends P01 --service 'Tern House' --attribute specialty=surgery",
        "participants describe friends P01 --anchor 2024-08-31",
    )
    _told_options(parser)
    args = arguments.parse(parser, argv)
    given: dict[str, Any] = {name: getattr(args, name) for name in ("service", "anchor", "note")}
    given = {name: value for name, value in given.items() if value is not None}
    told = _attributes(parser, args.attribute)
    if not given and not told:
        parser.error("say what is to be changed: --service, --anchor, --note or --attribute")
    with arguments.writing(args) as project:
        from coder.project.operations import participants
        from coder.project.paths import participant_named

        person = participant_named(project, args.participant)
        if told:
            all_told = {**person.attributes, **told}
            given["attributes"] = {name: value for name, value in all_told.items() if value}
        person = participants.describe(project, person, **given)
    parts = [f"{name} {value or '—'}" for name, value in [*given.items(), *told.items()] if name != "attributes"]
    return _done(args, person, f"{person.name}: {', '.join(parts)}")


def _rename(argv: list[str]) -> int:
    parser = changing("rename", "Give a participant another name.", "participants rename friends P1 P01")
    parser.add_argument("name", metavar="NAME", help="the new name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.interviews import queries_naming
        from coder.project.operations import participants
        from coder.project.paths import participant_named

        before = participant_named(project, args.participant)
        person = participants.rename(project, before, args.name)
        _tell_queries(args, queries_naming(project, before.name))
    return _done(args, person, f"Renamed {before.name} to {person.name}")


def _merge(argv: list[str]) -> int:
    parser = changing(
        "merge",
        "Two participants are one: interviews, register, cells, notes of change and memos of the first go to the\n"
        "second. Refused where both have a cell, a note or an entry for the same place: decide that first.",
        "participants merge friends P1 P01 --reason 'the same person, spelled two ways'",
        reason=True,
    )
    parser.add_argument("into", metavar="INTO", help="who stays, with their name")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.interviews import queries_naming
        from coder.project.operations import participants
        from coder.project.paths import participant_named

        first = participant_named(project, args.participant)
        merged = participants.merge(project, first, participant_named(project, args.into), args.reason)
        doubles = [one.name for one in merged.doubles]
        _tell_queries(args, queries_naming(project, first.name))
    if doubles and not args.json:
        output.note(f"note: more than one interview in the same wave now: {', '.join(doubles)}")
    person = merged.participant
    value = {"id": person.id, "name": person.name, "merged": first.name, "doubles": doubles}
    output.result(args.json, value, f"Merged {first.name} into {person.name}")
    return 0


def _remove(argv: list[str]) -> int:
    parser = changing(
        "remove",
        "Remove a participant; the memos on them go too. Refused while interviews, cells, notes or entries of the\n"
        "register refer to them. To erase what somebody said who withdrew, this is not enough: the history keeps it.",
        "participants remove friends P06",
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import participants
        from coder.project.paths import participant_named

        person = participant_named(project, args.participant)
        participants.remove(project, person)
    output.result(args.json, {"removed": person.name, "id": person.id}, f"Removed {person.name}")
    return 0


def _withdraw(argv: list[str]) -> int:
    parser = changing(
        "withdraw",
        "Write down that a participant left the study. With --erase: that what was said is to be erased, too.\n"
        "That is only written down, and stays among the open points: the erasing of transcript, units, memos,\n"
        "history and backups is still to be done. Until then they are in no pair.",
        "participants withdraw friends P03 --reason 'by letter'",
        "participants withdraw friends P03 --erase",
    )
    parser.add_argument("--erase", action="store_true", help="what was said may not be kept")
    parser.add_argument("--reason", default="", help="why, in words")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.model.participant import OUTCOMES
        from coder.project.operations import attrition
        from coder.project.paths import participant_named

        person = participant_named(project, args.participant)
        entry = attrition.withdraw(project, person, erase=args.erase, reason=args.reason)
    if args.erase:
        output.note(f"note: {attrition.ERASING}")
    value = {"participant": person.name, "outcome": entry.outcome, "reason": entry.reason}
    output.result(args.json, value, f"{person.name}: {OUTCOMES[entry.outcome]}")
    return 0


def _attrition(argv: list[str]) -> int:
    from coder.model.participant import OUTCOMES

    known = "\n".join(f"  {name:<17} {said}" for name, said in OUTCOMES.items())
    parser = changing(
        "attrition",
        "Write down why there is no interview in a wave, or (without --wave) why somebody left the study; an entry\n"
        f"that stands there is changed. OUTCOME is one of:\n{known}\n"
        "“withdrawn, erase” only writes it down: erasing transcript, history and backups is still to be done.",
        "participants attrition friends P04 unreachable --wave follow-up --reason 'two letters, no answer'",
        "participants attrition friends P04 --wave follow-up --remove",
    )
    parser.add_argument(
        "outcome", metavar="OUTCOME", nargs="?", default="", help="as above, in quotes where two words"
    )
    parser.add_argument("--wave", default="", help="in which wave (else: the study as a whole)")
    parser.add_argument("--reason", help="why, in words")
    parser.add_argument("--when", metavar="DATE", help="when that was")
    parser.add_argument("--remove", action="store_true", help="take the entry out")
    args = arguments.parse(parser, argv)
    if bool(args.outcome) == args.remove:
        parser.error("give an outcome, or --remove")
    with arguments.writing(args) as project:
        from coder.errors import NotFound
        from coder.project.operations import attrition
        from coder.project.paths import participant_named, wave_named

        person = participant_named(project, args.participant)
        wave = wave_named(project, args.wave) if args.wave else None
        where = f"{person.name}, {wave.name}" if wave else person.name
        entry = attrition.entry_of(project, person, wave)
        if not args.remove:
            entry = attrition.enter(project, person, args.outcome, wave=wave, reason=args.reason, when=args.when)
        elif entry is None:
            raise NotFound("The register says nothing of that", where)
        else:
            attrition.strike(project, entry)
    if args.outcome == "withdrawn, erase":
        output.note(f"note: {attrition.ERASING}")
    value = {"participant": person.name, "wave": wave.name if wave else None, "outcome": entry.outcome}
    told = f"Removed from the register: {where}" if args.remove else f"{where}: {OUTCOMES[entry.outcome]}"
    output.result(args.json, {**value, "reason": entry.reason, "when": entry.when, "removed": args.remove}, told)
    return 0


VERBS: nouns.Verbs = {
    "add": (_add, "add one"),
    "describe": (_describe, "service, anchor, attributes, note"),
    "rename": (_rename, "give one another name"),
    "merge": (_merge, "two are one"),
    "remove": (_remove, "take one out on whom nothing hangs"),
    "withdraw": (_withdraw, "write down that one left; --erase: nothing may be kept"),
    "attrition": (_attrition, "the register: invited, declined, unreachable, withdrawn"),
}
