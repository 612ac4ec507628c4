"""The `@verb` decorator: a verb's parser, its access to the project, and its result, declared in one place."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from coder.cli import global_options, output, parameters, passphrase
from coder.errors import CoderError, Invalid, OutputRefused, Postponed, ReadOnly

if TYPE_CHECKING:
    from coder.cli.parameters import Parameter
    from coder.exchange.registry import Writer
    from coder.project import Project

#: How a verb opens the project: beside a writer, as the only writer, or not at all (it gets the path as typed);
#: `NO_PROJECT` verbs take none, and change none.
READ, WRITE, PATH, NO_PROJECT = "read", "write", "path", "none"
#: How long a writing verb waits for another one to finish, in seconds.
PATIENCE = 1.0
READ_ONLY_HELP = "change nothing in the project and take no lock; refused by commands that change something"
YES_HELP = "do not ask, even if this deletes related records or changes another coder's work"
SHARED_HELP = "let other users of this machine read the file; else it is yours alone (mode 0600)"
HELP_COLUMNS = 100
SET_INITIALS = "To set them: --coder INITIALS, or initials in the settings (coder help settings)."

Function = TypeVar("Function", bound=Callable[..., "Result | None"])
Text = str | Iterable[str]
Check = Callable[[argparse.Namespace], "str | None"]
Dry = Callable[[argparse.Namespace], bool]
#: The question before a verb that takes more with it than it names, from the arguments of its function; "": none.
Asks = Callable[..., str]


class Foreseen(NamedTuple):
    """The question before a verb of what would be deleted or changed besides the records its arguments name.

    `act` is the verb of the question, such as Delete; the coder's own records of the `expected` tables need none.
    """

    act: str
    expected: Sequence[str] = ()


class WrongUsage(Exception):
    """Arguments that contradict what the project holds: exit status 2, as for argparse's own errors."""


class Result(NamedTuple):
    """What a verb prints: a JSON document with --json, else text; either may be a callable, to compute only one.

    A text that is not a string is printed line by line; `notes` go to stderr, and are left out with --json.
    """

    value: Any
    text: Text | Callable[[], Text] = ()
    notes: Sequence[str] = ()
    status: int = 0


class Verb(NamedTuple):
    """A verb of one or two words and how it is run."""

    name: str
    description: str
    parameters: Sequence[Parameter]
    examples: Sequence[str]
    function: Callable[..., Result | None]
    access: str
    dry: Dry | None
    reason: bool
    check: Check | None
    usage: str
    asks: Asks | Foreseen | None

    @property
    def summary(self) -> str:
        """The first sentence of the description, up to a colon, semicolon or parenthesis."""
        return re.split(r"\. |: |; | \(", " ".join(self.description.split()))[0].rstrip(".")

    @property
    def writes_file(self) -> bool:
        """Whether a parameter names a file to write."""
        return any(parameter.is_output for parameter in self.parameters)

    @property
    def positionals(self) -> list[str]:
        """The names of the positional arguments after PROJECT, as the usage shows them."""
        return [parameter.shown for parameter in self.parameters if not parameter.is_option]

    @property
    def accepted(self) -> list[str]:
        """The names of the arguments the function is called with, apart from the project."""
        return [*(parameter.dest for parameter in self.parameters), *(["reason"] if self.reason else [])]


#: Every verb of the imported modules, and the description and examples of nouns that need a second word.
VERBS: dict[str, Verb] = {}
NOUNS: dict[str, tuple[str, Sequence[str]]] = {}


def verb(
    name: str,
    description: str,
    *parameters: Parameter,
    examples: Sequence[str],
    access: str = READ,
    dry: Dry | None = None,
    reason: bool = False,
    check: Check | None = None,
    usage: str = "",
    asks: Asks | Foreseen | None = None,
) -> Callable[[Function], Function]:
    """Register a function as `coder NAME PROJECT …`; it is called with the project and its parameters by name.

    `dry` tells from the arguments that a writing verb only reads this time; `check` returns what is wrong with the
    usage, before the project is opened. `asks` returns the question to answer before a verb that takes more with it
    than it names, "" where it takes nothing: see `confirm`. `PATH` verbs change
    something unless `dry` says otherwise. A function with a parameter `as_json` learns whether --json was given.
    """

    def register(function: Function) -> Function:
        VERBS[name] = Verb(name, description, parameters, examples, function, access, dry, reason, check, usage, asks)
        return function

    return register


def noun(name: str, description: str, examples: Sequence[str]) -> None:
    """Register a noun that does nothing without a second word, such as `coder report`."""
    NOUNS[name] = (description, examples)


def dry_run(args: argparse.Namespace) -> bool:
    """The `dry` of verbs with --dry-run."""
    return bool(args.dry_run)


def written(
    project: Project,
    out: str,
    form: Writer[Any],
    data: bytes,
    value: dict[str, Any],
    text: str,
    publication: bool = False,
) -> Result | None:
    """Write a file of a project in a format, and return the result; None where OUT is standard output.

    The file is searched for what may identify somebody: the number of places is noted, and one for publication is
    refused.
    """
    from coder.exports import scan_outgoing

    stem = "" if out == output.STDOUT else out.removesuffix(form.suffixes[0])
    with output.showing_share("searched") as report:
        scanned = scan_outgoing(project, data, stem + form.suffixes[0], publication, report)
    output.put(out, data)
    command = shlex.join(["coder", "scan", out, "--study", str(project.folder)])
    to_see = f". To see them: {command}" if scanned.findings else ""
    note = scanned.note and f"{out}: {scanned.note}{to_see}"
    if out != output.STDOUT:
        return Result({**value, "findings": len(scanned.findings)}, text, [note] if note else [])
    if note:
        output.note(f"note: {scanned.note}")
    return None


def run(argv: Sequence[str]) -> int:
    """Run the verb that `argv` begins with and return its exit status. Its module is imported already."""
    name, rest = argv[0], list(argv[1:])
    at = global_options.count(rest)
    options, rest = rest[:at], rest[at:]
    if rest and f"{name} {rest[0]}" in VERBS:
        return _run(VERBS[f"{name} {rest[0]}"], [*options, *rest[1:]])
    if name not in VERBS:
        return _explain_noun(name, rest)
    if len(rest) > 1 and f"{name} {rest[1]}" in VERBS and not VERBS[name].positionals:  # queries PROJECT save …
        return _run(VERBS[f"{name} {rest[1]}"], [*options, rest[0], *rest[2:]])
    return _run(VERBS[name], [*options, *rest])


def _run(verb: Verb, argv: Sequence[str]) -> int:
    parser = parser_of(verb, helping="--help" in argv or "-h" in argv)
    args = parser.parse_intermixed_args(argv)
    _refuse_bytes(verb, args)
    problem = verb.check(args) if verb.check is not None else None
    if problem:
        parser.error(problem)
    passphrase.use_file(args.passphrase_file)
    output.allow_overwriting(verb.writes_file and args.force, verb.writes_file and args.shared)
    only_reads = verb.access in (READ, NO_PROJECT) or (verb.dry is not None and verb.dry(args))
    if args.read_only and not only_reads:
        raise ReadOnly(
            f"Nothing may be changed with --read-only: coder {verb.name}",
            "This command changes the project.",
            "Leave out --read-only.",
        )
    for parameter in verb.parameters:
        if parameter.load is not None and parameter.is_given(args):
            setattr(args, parameter.dest, parameter.applied(parameter.load, args))
    try:
        with _opened(verb, args, only_reads) as project:
            arguments = _arguments(verb, args, project)
            if verb.asks is not None and not only_reads and not args.yes:
                confirm(_question(verb, project, arguments), args.yes)
            run = partial(verb.function, project, **arguments)
            result = run() if verb.access == WRITE else passphrase.unlocking(run)
            if result is None:  # it has printed everything itself
                return 0
            content = result.value if args.json else result.text
            content = content() if callable(content) else content
    except WrongUsage as error:
        parser.error(str(error))
    try:
        _print(content, args.json)
    except OutputRefused as error:
        if only_reads or verb.access == PATH:
            raise
        output.discard()  # the change is saved: an error would have it repeated
        output.note(f"note: the command is done; its output was not written: {error.detail}")
    for note in () if args.json else result.notes:
        output.note(f"note: {note}")
    return result.status


def _print(content: Any, as_json: bool) -> None:
    if as_json:
        output.document(content)
    else:
        output.text(content)
    sys.stdout.flush()


def _arguments(verb: Verb, args: argparse.Namespace, project: Any) -> dict[str, Any]:
    """The keyword arguments of a verb's function: records where the parameter is the name of one."""
    values = {name: getattr(args, name) for name in verb.accepted}
    for parameter in verb.parameters:
        if parameter.resolve is not None:
            is_given = parameter.is_given(args)
            values[parameter.dest] = (
                parameter.applied(partial(parameter.resolve, project), args) if is_given else None
            )
    code = verb.function.__code__
    if "as_json" in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
        values["as_json"] = args.json
    return values


def _question(verb: Verb, project: Any, arguments: dict[str, Any]) -> str:
    """The question before a verb; "" where it need not be asked."""
    if not isinstance(verb.asks, Foreseen):
        return verb.asks(project, **arguments) if verb.asks is not None else ""
    from coder.model.record import Record
    from coder.project.consequences import foresee

    values = [value for value in arguments.values() if not isinstance(value, str)]
    records = [item for value in values for item in (value if isinstance(value, list) else [value])]
    named = {record.id: record for record in records if isinstance(record, Record)}
    consequences = foresee(project, partial(verb.function, project, **arguments), named, verb.asks.expected)
    if not consequences:
        return ""
    name = next((record.name for record in named.values() if hasattr(record, "name")), "")
    return f"{' '.join(filter(None, (verb.asks.act, name)))}? {consequences}"


def confirm(question: str, yes: bool) -> None:
    """Ask on a terminal whether to continue; without one, refuse unless --yes was given. "" asks nothing."""
    if not question or yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Invalid(question, "Nothing was changed.", "To do it, add --yes.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise Invalid("Cancelled", "Nothing was changed.")


@contextmanager
def _opened(verb: Verb, args: argparse.Namespace, only_reads: bool) -> Iterator[Project | str]:
    """The project as the verb needs it; the path as typed where the verb opens nothing."""
    if verb.access == PATH:
        yield args.project
    elif verb.access == NO_PROJECT:
        yield ""
    elif only_reads:
        from coder.project import openings
        from coder.project.opening import read_project

        project = passphrase.unlocking(lambda: read_project(args.project))
        if args.read_only:
            output.protect(project.folder)
        else:
            openings.record(project, f"coder {verb.name}")
        for notice in project.notices:
            output.note(f"note: {notice}")
        try:
            yield project
        finally:
            project.close()
    else:
        with writing(args.project, args.coder, f"coder {verb.name}") as project:
            yield project


@contextmanager
def writing(path: str, coder: str, program: str = "coder") -> Iterator[Project]:
    """The project, opened for writing as the coder with these initials; `program` is its name in the log of openings.

    "": those of the settings; where there are none either, an honest default that a note on stderr names.
    """
    from coder.project import openings
    from coder.project.opening import open_project
    from coder.project.operations.coders import default_initials
    from coder.project.settings import initials, load

    try:
        opened = passphrase.unlocking(lambda: open_project(path, initials(coder), wait=PATIENCE))
        with opened as project:
            if not coder:  # the name in the settings belongs to the initials in the settings
                project.full_name = load().name.strip()
            openings.record(project, program)
            for notice in project.notices:
                output.note(f"note: {notice}")
            if not project.initials:
                project.act_as(default_initials(project))
                output.note(f"note: your initials are not known: recorded as {project.initials}. {SET_INITIALS}")
            yield project
            _back_up_if_due(project)
    except Postponed as error:
        output.note(f"note: {error}")


def _back_up_if_due(project: Project) -> None:
    """Make the backup that is due after a change; trouble is a note, since the change itself is safe."""
    from coder.project import backups

    try:
        with output.showing_share("backed up") as report:
            job = backups.job(project, if_due=True)
            note = job(report).note if job is not None else ""
    except CoderError as error:
        note = f"No backup could be made: {error}"
    if note:
        output.note(f"note: {note}")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=HELP_COLUMNS)


def parser_of(verb: Verb, helping: bool = True) -> argparse.ArgumentParser:
    """The parser of a verb: PROJECT, its parameters, --json, --coder and --reason; examples below its help.

    Help that takes imports is left out unless `helping`.
    """
    parser = argparse.ArgumentParser(
        prog=f"coder {verb.name}",
        usage=verb.usage or None,
        description=verb.description,
        epilog=_examples(verb.examples) + _verbs_of(verb.name),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    if verb.access != NO_PROJECT:
        parser.add_argument("project", metavar="PROJECT", help="the project's folder, or its project.json")
    groups = {
        word: parser.add_mutually_exclusive_group()
        for word in dict.fromkeys(parameter.either for parameter in verb.parameters)
        if word
    }
    for parameter in (*verb.parameters, *([parameters.coder()] if verb.access == WRITE else [])):
        help = parameter.options["help"]
        help = help if isinstance(help, str) else help() if helping else ""
        groups.get(parameter.either, parser).add_argument(*parameter.flags, **{**parameter.options, "help": help})
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    parser.add_argument("--read-only", action="store_true", help=READ_ONLY_HELP)
    parser.add_argument(global_options.PASSPHRASE_FILE, metavar="FILE", default="", help=passphrase.FILE_HELP)
    if verb.access in (WRITE, PATH) and not any("--yes" in parameter.flags for parameter in verb.parameters):
        parser.add_argument("--yes", action="store_true", help=YES_HELP if verb.asks else argparse.SUPPRESS)
    if verb.writes_file:
        parser.add_argument("--force", action="store_true", help="replace a file that exists")
        parser.add_argument("--shared", action="store_true", help=SHARED_HELP)
    if verb.reason:
        parser.add_argument("--reason", metavar="TEXT", default="", help="the reason, for the history")
    return parser


def _examples(examples: Sequence[str]) -> str:
    return "\n".join(["examples:", *(f"  coder {example}" for example in examples)])


def _verbs_of(name: str) -> str:
    """The verbs below a noun with their summaries; "" where there are none."""
    below = [verb for full, verb in VERBS.items() if full.startswith(f"{name} ")]
    if not below:
        return ""
    lines = [f"  coder {verb.name:<{len(name) + 10}} {verb.summary}" for verb in below]
    return "\n".join(["\n\nverbs:", *lines, "", f"Examples of each: coder {name} VERB --help"])


def _explain_noun(name: str, rest: Sequence[str]) -> int:
    """Print the usage of a noun that needs a second word; 0 where help was asked for, else 2."""
    verbs = [full.split()[1] for full in VERBS if full.startswith(f"{name} ")]
    help_requested = bool(rest) and rest[0] in ("-h", "--help")
    out = sys.stdout if help_requested else sys.stderr
    out.write(f"usage: coder {name} {'|'.join(verbs)} PROJECT …\n")
    if help_requested:
        description, examples = NOUNS[name]
        out.write(f"\n{description}\n\n{_examples(examples)}{_verbs_of(name)}\n")
    else:
        problem = f"“{rest[0]}” is not a verb of {name}" if rest else "a verb is missing"
        out.write(f"coder {name}: error: {problem}; choose from: {', '.join(verbs)}\n")
    return 0 if help_requested else 2


def _refuse_bytes(verb: Verb, args: argparse.Namespace) -> None:
    """Refuse arguments that are not text; names of files may be any bytes."""
    files = {"project", "passphrase_file", *(parameter.dest for parameter in verb.parameters if parameter.is_file)}
    for name, value in vars(args).items():
        words = value if isinstance(value, list) else [value]
        undecoded = any("\udc80" <= char <= "\udcff" for word in words if isinstance(word, str) for char in word)
        if undecoded and name not in files:
            raise CoderError(
                "An argument is not text", "It holds bytes that are no character in this terminal's encoding."
            )
