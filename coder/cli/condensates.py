"""`coder condensates`: the condensate of each subgroup, what supports its sentences, and changing both."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import condensates, groups
from coder.project.paths import code_named, path_of, segment_named
from coder.project.segments import excerpt

if TYPE_CHECKING:
    from coder.analysis.method.condensates import Condensing
    from coder.model.codebook import Code
    from coder.model.condensation import Condensate
    from coder.project import Project

#: A segment's id is cut to so many characters, of which `segment_named` needs four.
SHORT = 8
LONGEST = 70


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "condensates",
        "The subgroups and their condensates (step 3 of the condensation): units used and unused, sentences that no\n"
        "unit supports, who is missing. A condensate is made by the analysts: it is no quotation.",
        "condensates friends",
        "condensates friends --json",
        "condensates show friends 'Before asking/Shame'",
    )
    args = arguments.parse(nouns.below(parser, "condensates", "To see one, and to change them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.method.condensates import Condensing, places

        found = [Condensing(project, place.code) for place in places(project)]
        if args.json:
            output.document([_as_json(project, one) for one in found])
            return 0
        for one in found:
            output.line(f"{path_of(project, one.code)}: {one.state}")
            if one.missing and one.used:
                output.line(f"    no unit of {', '.join(who.name for who in one.missing)} supports it")
        if not found:
            output.line(f"There are no subgroups yet. Make a code group with: coder groups make {args.project} CODE")
    return 0


def _look(project: Project, code: Code) -> Condensing:
    from coder.analysis.method.condensates import Condensing

    return Condensing(project, code)


def _as_json(project: Project, found: Condensing) -> dict[str, Any]:
    from coder.analysis.method.units import in_order

    old = found.condensate
    return {
        "code": path_of(project, found.code),
        "code id": found.code.id,
        "kind": "condensate",
        "condensate": old.id if old is not None else None,
        "coder": project.coders[old.coder].initials if old is not None else None,
        "modified": old.modified if old is not None else None,
        "sentences": [
            {
                "number": number,
                "key": one.key,
                "text": one.text,
                "ends paragraph": one.ends,
                "units": [unit for unit in one.units if unit in found.units],
                "left the subgroup": [unit for unit in one.units if unit not in found.units],
            }
            for number, one in enumerate(found.sentences, 1)
        ],
        "without support": found.without_support,
        "used": in_order(project, found.used),
        "unused": in_order(project, found.unused),
        "participants": [one.name for one in found.contributing],
        "no unit used of": [one.name for one in found.missing],
        "gold": in_order(project, found.gold),
    }


def _print(project: Project, found: Condensing) -> None:
    from coder.analysis.method.units import in_order
    from coder.model.document import CONDENSATE

    output.line(f"{path_of(project, found.code)}: {found.state}")
    if found.sentences:
        output.line(CONDENSATE)
    for number, one in enumerate(found.sentences, 1):
        output.line(f"{number:>3}  {one.text}")
        if not one.units:
            output.line("       no unit")
        for unit in one.units:
            output.line(_unit(project, found, unit) + ("" if unit in found.units else "  (left the subgroup)"))
    if found.unused:
        output.line("Unused:")
        for unit in in_order(project, found.unused):
            output.line(_unit(project, found, unit))


def _unit(project: Project, found: Condensing, unit: str) -> str:
    from coder.analysis.method.units import giver

    participant, wave = giver(project, unit)
    segment = project.segments[unit]
    name = participant.name if participant is not None else project.sources[segment.source].name
    where = " · ".join([name, *([wave.name] if wave is not None else [])])
    gold = " ★" if unit in found.gold else ""
    return f"       {unit[:SHORT]}  {where}{gold}  “{excerpt(segment.quote, LONGEST)}”"


def _changing(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"condensates {verb}", what, *examples)
    parser.add_argument("code", metavar="CODE", help="path, unique name or id of the subgroup")
    return parser


def _existing(project: Project, code: Code) -> Condensate:
    found = condensate_of(project, code.id)
    if found is None:
        raise NotFound(
            f"{path_of(project, code)} has no condensate", hint="Write one with: coder condensates write PROJECT CODE"
        )
    return found


def _show(argv: list[str]) -> int:
    parser = arguments.reader(
        "condensates show",
        "One condensate, sentence by sentence, with the units that support it, and the units without use.",
        "condensates show friends 'Before asking/Shame'",
    )
    parser.add_argument("code", metavar="CODE", help="path, unique name or id of the subgroup")
    args = arguments.parse(parser, argv)
    with arguments.reading(args) as project:
        found = _look(project, code_named(project, args.code))
        if args.json:
            output.document(_as_json(project, found))
        else:
            _print(project, found)
    return 0


def _told(args: argparse.Namespace, project: Project, code: Code) -> int:
    found = _look(project, code)
    output.result(args.json, _as_json(project, found), f"{path_of(project, code)}: {found.state}")
    return 0


def _write(argv: list[str]) -> int:
    parser = _changing(
        "write",
        "Write the condensate of a subgroup, or revise it: sentences that stay, or are only reworded, keep their\n"
        "units. An empty line begins a paragraph.",
        "condensates write friends Shame --text 'I was ashamed. Nobody asked.'",
        "condensates write friends Shame --text - < shame.txt",
    )
    parser.add_argument("--text", required=True, help="the words; - reads them from standard input")
    args = arguments.parse(parser, argv)
    text = arguments.text_from_stdin() if args.text == "-" else args.text
    with arguments.writing(args) as project:
        code = code_named(project, args.code)
        condensates.write(project, code, text)
        return _told(args, project, code)


def _linking(verb: str, what: str, example: str) -> argparse.ArgumentParser:
    parser = _changing(verb, what, example)
    parser.add_argument("sentence", metavar="SENTENCE", type=int, help="its number, from 1")
    parser.add_argument("units", metavar="UNIT", nargs="+", help="id of a segment, or the beginning of it")
    return parser


def _link(argv: list[str]) -> int:
    what = "Say that units of the subgroup support a sentence of its condensate."
    parser = _linking("link", what, "condensates link friends Shame 2 3f2a9c1d 77c0b1aa")
    return _set_links(arguments.parse(parser, argv), condensates.link)


def _unlink(argv: list[str]) -> int:
    parser = _linking("unlink", "Take units off a sentence.", "condensates unlink friends Shame 2 3f2a9c1d")
    return _set_links(arguments.parse(parser, argv), condensates.unlink)


def _set_links(args: argparse.Namespace, act: Callable[[Project, Condensate, str, list[str]], Condensate]) -> int:
    with arguments.writing(args) as project:
        code = code_named(project, args.code)
        old = _existing(project, code)
        key = condensates.numbered(old, args.sentence).key
        act(project, old, key, [segment_named(project, one).id for one in args.units])
        return _told(args, project, code)


def _gold(argv: list[str]) -> int:
    parser = _changing(
        "gold", "Mark units of the subgroup as gold quotations.", "condensates gold friends Shame 3f2a9c1d"
    )
    parser.add_argument("units", metavar="UNIT", nargs="+", help="id of a segment, or the beginning of it")
    parser.add_argument("--no", action="store_true", help="they are not any more")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        code = code_named(project, args.code)
        ids = [segment_named(project, one).id for one in args.units]
        strangers = [id for id in ids if not groups.codings_under(project, id, code)]
        if strangers:
            raise NotFound("Not a unit of this subgroup", f"{path_of(project, code)} / {', '.join(strangers)}")
        groups.mark(project, ids, code, "" if args.no else "gold")
        return _told(args, project, code)


def _remove(argv: list[str]) -> int:
    parser = _changing("remove", "Remove a condensate; its units stay.", "condensates remove friends Shame")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        code = code_named(project, args.code)
        condensates.remove(project, _existing(project, code))
        return _told(args, project, code)


VERBS: nouns.Verbs = {
    "show": (_show, "one, sentence by sentence, with its units"),
    "write": (_write, "write or revise one"),
    "link": (_link, "say which units support a sentence"),
    "unlink": (_unlink, "take units off a sentence"),
    "gold": (_gold, "mark units as gold quotations"),
    "remove": (_remove, "remove one; its units stay"),
}
run = nouns.noun(VERBS, _listing)
