"""Typed parameters of verbs: names that resolve to records of the opened project, texts, numbers and options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from coder.errors import CoderError, NotFound
from coder.project import framework_layer, study

if TYPE_CHECKING:
    from argparse import Namespace

    from coder.project import Project

    Resolve = Callable[[Project, str], Any]

STDIN = "-"
#: Bytes of standard input beyond which it is no text that a person wrote.
LARGEST_STDIN = 10_000_000


class Parameter(NamedTuple):
    """One argument of a verb, and how its text is resolved."""

    flags: tuple[str, ...]
    options: dict[str, Any]  # of argparse's add_argument; `help` may be a callable, for what takes imports
    load: Callable[[str], Any] | None = None  # text → value, before the project is opened
    resolve: Resolve | None = None  # project, text → record
    either: str = ""  # parameters with the same word here exclude each other
    is_file: bool = False
    is_output: bool = False

    @property
    def is_option(self) -> bool:
        return self.flags[0].startswith("-")

    @property
    def dest(self) -> str:
        """The name of the function's parameter that receives it."""
        return str(self.options.get("dest") or self.flags[0].lstrip("-").replace("-", "_"))

    @property
    def shown(self) -> str:
        """A positional as the usage line shows it."""
        name = str(self.options.get("metavar") or self.dest.upper())
        nargs = self.options.get("nargs")
        return {"?": f"[{name}]", "*": f"[{name}…]", "+": f"{name}…"}.get(str(nargs), name)

    def is_given(self, args: Namespace) -> bool:
        """Whether it has a value other than its default."""
        value = getattr(args, self.dest)
        return isinstance(value, list) or value not in (None, self.options.get("default"))

    def applied(self, function: Callable[[str], Any], args: Namespace) -> Any:
        """`function` of the text, or of each where there are several."""
        value = getattr(args, self.dest)
        return [function(text) for text in value] if isinstance(value, list) else function(value)


def argument(
    *flags: str,
    help: str | Callable[[], str],
    load: Callable[[str], Any] | None = None,
    resolve: Resolve | None = None,
    either: str = "",
    **options: Any,
) -> Parameter:
    """A positional argument or an option with a value; `options` are those of argparse."""
    if not flags[0].startswith("-"):
        options.setdefault("metavar", flags[0].upper())
    return Parameter(flags, {"help": help, **options}, load, resolve, either)


def flag(name: str, help: str, **options: Any) -> Parameter:
    """An option without a value."""
    either = options.pop("either", "")
    return Parameter((name,), {"help": help, "action": "store_true", **options}, either=either)


def number(name: str, help: str, at_least: int | None = None, **options: Any) -> Parameter:
    """A whole number, refused as wrong usage where it is less than `at_least`."""

    def whole(text: str) -> int:
        value = int(text)
        if at_least is not None and value < at_least:
            from argparse import ArgumentTypeError

            raise ArgumentTypeError(f"must be at least {at_least}")
        return value

    whole.__name__ = "int"  # argparse names the type in its message
    return argument(name, help=help, type=whole, **options)


def file(name: str, help: str, load: Callable[[str], Any] | None = None, **options: Any) -> Parameter:
    """The name of a file, which need not be text; `load` reads it before the project is opened."""
    return argument(name, help=help, load=load, **options)._replace(is_file=True)


def out(name: str = "out", help: str = "the file to write, or - for standard output", **options: Any) -> Parameter:
    """The name of the file to write."""
    return file(name, help, **options)._replace(is_output=True)


def format(kind: str, note: str = "the format (default: that of the suffix)") -> Parameter:
    """`--format`: a format by name; `kind` is the name of a kind of content in `exchange.registry`."""

    def help() -> str:
        from coder.exchange import registry

        return f"{registry.names(registry.writers(getattr(registry, kind)))}; {note}"

    return argument("--format", help=help, metavar="F")


def coder(purpose: str = "initials of the acting coder") -> Parameter:
    """`--coder`: the initials of the person at work."""
    help = f"{purpose} (default: the settings, CODER_INITIALS, the only coder there is)"
    return argument("--coder", metavar="INITIALS", default="", help=help)


def words(name: str, help: str, **options: Any) -> Parameter:
    """A text; `-` reads it from standard input before the project is opened."""
    return argument(name, help=f"{help}; - reads standard input", load=text_or_stdin, **options)


def text_or_stdin(text: str) -> str:
    """The text, or standard input where it is `-`."""
    return read_stdin() if text == STDIN else text


def read_stdin() -> str:
    """Standard input as UTF-8 text; CoderError where it is something else."""
    buffer = getattr(sys.stdin, "buffer", None)
    try:
        data = sys.stdin.read(LARGEST_STDIN + 1) if buffer is None else buffer.read(LARGEST_STDIN + 1)
        if len(data) > LARGEST_STDIN:
            raise CoderError("Standard input is too long", f"Up to {LARGEST_STDIN // 10**6} MB of text are read")
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CoderError("Standard input is not UTF-8 text", hint="Save it as UTF-8.") from None
    return str(text).replace("\r\n", "\n")


# Names of records


def code(name: str = "code", help: str = "path, unique name or id", **options: Any) -> Parameter:
    """A code."""
    return argument(name, help=help, resolve=study.code_named, **{"metavar": "CODE", **options})


def code_or_path(name: str, help: str, **options: Any) -> Parameter:
    """A code, or the text itself where there is no such code: the path of a new one."""

    def resolve(project: Project, text: str) -> Any:
        try:
            return study.code_named(project, text)
        except NotFound:
            return text

    return argument(name, help=help, resolve=resolve, **options)


def source(name: str = "source", help: str = "name or id; a unique prefix is enough", **options: Any) -> Parameter:
    """A source."""
    return argument(name, help=help, resolve=study.source_named, **{"metavar": "SOURCE", **options})


def participant(name: str = "participant", help: str = "name or id", **options: Any) -> Parameter:
    """A participant."""
    return argument(name, help=help, resolve=study.participant_named, **{"metavar": "PARTICIPANT", **options})


def wave(name: str = "wave", help: str = "name or id", **options: Any) -> Parameter:
    """A wave."""
    return argument(name, help=help, resolve=study.wave_named, **{"metavar": "WAVE", **options})


def segment(
    name: str = "segment", help: str = "id of a unit (segment), or its beginning", **options: Any
) -> Parameter:
    """A segment."""
    return argument(name, help=help, resolve=study.segment_named, **{"metavar": "SEGMENT", **options})


def framework(name: str = "framework", help: str = "name, a unique prefix, or id", **options: Any) -> Parameter:
    """A framework."""
    resolve = framework_layer.framework_named
    return argument(name, help=help, resolve=resolve, **{"metavar": "FRAMEWORK", **options})


def level(
    name: str = "level", help: str = "name, FRAMEWORK/NAME, a unique prefix, or id", **options: Any
) -> Parameter:
    """A level of a framework."""
    return argument(name, help=help, resolve=framework_layer.level_named, **{"metavar": "LEVEL", **options})


def group(name: str = "group", help: str = "path, unique name or id of its code", **options: Any) -> Parameter:
    """A code group."""

    def resolve(project: Project, text: str) -> Any:
        from coder.project.operations import groups

        return groups.named(project, text)

    return argument(name, help=help, resolve=resolve, **{"metavar": "GROUP", **options})
