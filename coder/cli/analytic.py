"""`coder analytic`: the analytic text of each code group, its category heading, and what supports its sentences."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import groups, synthesis
from coder.project.paths import path_of, segment_named

if TYPE_CHECKING:
    from coder.model.condensation import AnalyticText, CodeGroup, Sentence
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "analytic",
        "The analytic text of each code group (step 4 of the condensation): third person, sentence by sentence,\n"
        "with the units that support each and the verdicts of the back-check.",
        "analytic friends",
        "analytic friends --group 'Before asking' --json",
    )
    parser.add_argument("--group", metavar="GROUP", help="only this code group")
    args = arguments.parse(nouns.below(parser, "analytic", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.method import synthesis as step
        from coder.analysis.method import units
        from coder.cli import verdict_rows

        chosen = [groups.named(project, args.group)] if args.group else units.groups(project)
        found = [step.synthesis(project, group) for group in chosen]
        if args.json:
            output.document([verdict_rows.text_as_json(project, one) for one in found])
            return 0
        for one in found:
            verdict_rows.print_text(project, one)
        if not found:
            output.line(f"There are no code groups yet. Make one with: coder groups make {args.project} CODE")
    return 0


def _changing(verb: str, what: str, *examples: str, reason: bool = False) -> argparse.ArgumentParser:
    parser = arguments.writer(f"analytic {verb}", what, *examples, reason=reason)
    parser.add_argument("group", metavar="GROUP", help="path, unique name or id of the code of the group")
    return parser


def _told(args: argparse.Namespace, project: Project, group: CodeGroup) -> int:
    from coder.analysis.method import synthesis as step
    from coder.cli import verdict_rows

    found = step.synthesis(project, project.groups[group.id])
    name = path_of(project, project.codes[group.code])
    output.result(args.json, verdict_rows.text_as_json(project, found), f"{name}: {verdict_rows.state(found)}")
    return 0


def existing(project: Project, group: CodeGroup) -> AnalyticText:
    """The analytic text of a group; NotFound where there is none."""
    found = analytic_text_of(project, group.id)
    if found is None:
        name = path_of(project, project.codes[group.code])
        raise NotFound(f"{name} has no analytic text", hint="Write one with: coder analytic write PROJECT GROUP")
    return found


def numbered(text: AnalyticText, number: int) -> Sentence:
    """The sentence with that number, from 1; NotFound where there is none."""
    if not 0 < number <= len(text.sentences):
        raise NotFound(
            "There is no such sentence in the analytic text", str(number), f"It has {len(text.sentences)}."
        )
    return text.sentences[number - 1]


def _words(args: argparse.Namespace) -> str:
    return arguments.text_from_stdin() if args.text == "-" else str(args.text)


def _after(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--after", metavar="VERDICT", help="id of the verdict that caused the revision")


def _because(args: argparse.Namespace, project: Project) -> Any:
    from coder.cli.check import verdict_named

    return verdict_named(project, args.after) if args.after else None


def _write(argv: list[str]) -> int:
    parser = _changing(
        "write",
        "Write the analytic text of a code group, or revise it: sentences that stay, or are only reworded, keep\n"
        "their units and verdicts. An empty line begins a paragraph.",
        "analytic write friends 'Before asking' --text 'They kept it to themselves.'",
        "analytic write friends 'Before asking' --text - < before.txt",
        reason=True,
    )
    parser.add_argument("--text", required=True, help="the words; - reads them from standard input")
    _after(parser)
    args = arguments.parse(parser, argv)
    text = _words(args)
    with arguments.writing(args) as project:
        group = groups.named(project, args.group)
        synthesis.write(project, group, text, _because(args, project), args.reason)
        return _told(args, project, group)


def _reword(argv: list[str]) -> int:
    parser = _changing(
        "reword",
        "Say one sentence in other words.",
        "analytic reword friends 'Before asking' 2 --text 'Most told nobody.' --after 3f2a9c1d",
        reason=True,
    )
    parser.add_argument("sentence", metavar="SENTENCE", type=int, help="its number, from 1")
    parser.add_argument("--text", required=True, help="the words; - reads them from standard input; '' takes it out")
    _after(parser)
    args = arguments.parse(parser, argv)
    words = _words(args)
    with arguments.writing(args) as project:
        group = groups.named(project, args.group)
        text = existing(project, group)
        key = numbered(text, args.sentence).key
        synthesis.reword(project, text, key, words, _because(args, project), args.reason)
        return _told(args, project, group)


def _heading(argv: list[str]) -> int:
    parser = _changing(
        "heading",
        "Give a code group its category heading; '' takes it away.",
        "analytic heading friends 'Before asking' 'Alone with it'",
    )
    parser.add_argument("heading", metavar="HEADING", help="the category heading")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group = synthesis.heading(project, groups.named(project, args.group), args.heading)
        return _told(args, project, group)


def _links(argv: list[str], verb: str, what: str, change: Callable[[list[str], list[str]], list[str]]) -> int:
    parser = _changing(verb, what, f"analytic {verb} friends 'Before asking' 2 3f2a9c1d")
    parser.add_argument("sentence", metavar="SENTENCE", type=int, help="its number, from 1")
    parser.add_argument("units", metavar="UNIT", nargs="+", help="id of a segment, or the beginning of it")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group = groups.named(project, args.group)
        text = existing(project, group)
        sentence = numbered(text, args.sentence)
        named = [segment_named(project, unit).id for unit in args.units]
        synthesis.support(project, text, sentence.key, change(list(sentence.units), named))
        return _told(args, project, group)


def _link(argv: list[str]) -> int:
    return _links(argv, "link", "Say that units support a sentence.", lambda there, named: [*there, *named])


def _unlink(argv: list[str]) -> int:
    return _links(
        argv, "unlink", "Take units off a sentence.", lambda there, named: [one for one in there if one not in named]
    )


def _remove(argv: list[str]) -> int:
    parser = _changing(
        "remove",
        "Remove the analytic text of a code group, with the verdicts on its sentences.",
        "analytic remove friends 'Before asking'",
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group = groups.named(project, args.group)
        synthesis.remove(project, existing(project, group))
        return _told(args, project, group)


VERBS: nouns.Verbs = {
    "write": (_write, "write the text of a group, or revise it"),
    "reword": (_reword, "say one sentence in other words"),
    "heading": (_heading, "give a group its category heading"),
    "link": (_link, "say which units support a sentence"),
    "unlink": (_unlink, "take units off a sentence"),
    "remove": (_remove, "remove a text, with its verdicts"),
}
run = nouns.noun(VERBS, _listing)
