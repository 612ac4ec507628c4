"""`coder help` and `coder --help`: every verb with its summary, the pages of the manual, and its search."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from coder.cli import output
from coder.errors import Invalid, NotFound

FOLDER = Path(__file__).parent.parent / "help"
#: Generated from the verbs by `as_markdown`; a test compares both.
COMMANDS = FOLDER / "commands.md"
HEAD = """\
usage: coder [PROJECT]              open the app
       coder --read-only [PROJECT]  look without changing anything
       coder VERB PROJECT … [--json]

Code qualitative interviews in a terminal. PROJECT is a project's folder;
without one: the project in this folder, else the start screen. (A folder named
like a command: coder ./find)
"""
TAIL = """
options: --version, --help (coder VERB --help has examples),
         --read-only, --passphrase-file FILE (with every command)
environment: CODER_CONFIG (settings file), CODER_INITIALS, NO_COLOR,
             CODER_PASSPHRASE_FD (descriptor that has the passphrase)
Something is lost, damaged or was changed by mistake: coder help backups
"""
SUMMARY_COLUMN = 36
#: Most cells of a verb with its arguments.
MOST = 76
#: Fewest and most cells of a line of a page.
NARROW, WIDE = 40, 100
#: Characters of a passage that the search prints.
EXCERPT = 120


def run(argv: list[str], verbs: Mapping[str, str]) -> int:
    """Print the verbs and the list of topics, a topic, or the passages found by `--search`."""
    words = [word for word in argv[1:] if word != "--json"]
    name = " ".join(words).strip().casefold()
    if name in ("", "-h", "--help"):
        sys.stdout.write(usage() + "\nTopics (coder help TOPIC; coder help --search WORDS looks in all):\n")
        from coder import manual

        output.text([f"  {topic:<14} {manual.title(topic)}" for topic in manual.topics()])
        return 0
    if words[0].partition("=")[0] == "--search":
        _search(" ".join([words[0].partition("=")[2], *words[1:]]).strip(), as_json="--json" in argv)
        return 0
    from coder import manual

    topics = list(manual.topics())
    matches = [topic for topic in topics if topic == name] or [topic for topic in topics if topic.startswith(name)]
    if len(matches) != 1:
        raise NotFound(
            f"There is no page “{name}” in the help",
            _mentioned(name),
            f"Pages: {', '.join(topics)}; and: coder VERB --help, coder help --search WORDS",
        )
    output.text(_lines(matches[0]))
    return 0


def _lines(topic: str) -> list[str]:
    """Return the lines of a topic, as wide as the terminal but not too wide to read."""
    from coder import manual
    from coder.text import pages

    width = max(NARROW, min(WIDE, shutil.get_terminal_size().columns))
    return [line.text for line in pages.layout(list(map(pages.with_marks, manual.page(topic))), width)]


def _mentioned(words: str) -> str:
    """Return the topics that mention some words most often, as a sentence; "" where none does."""
    from coder import manual

    counts = Counter(hit.topic for hit in manual.search(words) if hit.topic not in manual.LAST)
    most = [f"coder help {topic}" for topic, _ in counts.most_common(3)]
    return f"It is mentioned in: {', '.join(most)}." if most else ""


def _search(words: str, as_json: bool) -> None:
    """Print the passages of the manual that have these words, one a line: topic, heading, text."""
    from coder import manual

    if not words:
        raise Invalid("Search for what?", "--search has no words.", "For example: coder help --search quick keys")
    hits = manual.search(words)
    if not hits:
        raise NotFound(
            f"No help page contains “{words}”",
            "No passage has all of these words, nor similarly spelt words.",
            "Try fewer words, or another; coder help lists the topics, coder --help the commands.",
        )
    if as_json:
        output.document([{"topic": hit.topic, "heading": hit.heading, "line": hit.passage.text} for hit in hits])
    else:
        output.text([f"{hit.topic}: {hit.heading}: {hit.excerpt(EXCERPT)[0]}" for hit in hits])


def usage() -> str:
    """What `coder --help` prints: the topic `commands`, which spares it the import of every verb."""
    lines = COMMANDS.read_text(encoding="utf-8").splitlines()
    return "\n".join([HEAD, *(line[2:] for line in lines if line.startswith("  ")), TAIL])


def as_markdown(verbs: Mapping[str, str]) -> str:
    """Return each verb with its arguments and summary, and the verbs below it, as the help topic `commands`.

    `verbs`: verb → module of `coder.cli` that declares it.
    """
    from coder.cli import verb

    for module in dict.fromkeys(verbs.values()):
        import_module(f"coder.cli.{module}")
    lines = ["# Commands", "", "`coder COMMAND --help` explains each, with examples.", ""]
    for name in verbs:
        listing = verb.VERBS.get(name)
        if listing is not None:
            project = [] if listing.access == verb.NO_PROJECT else ["PROJECT"]
            lines.append(_line(" ".join([name, *project, *listing.positionals]), listing.summary))
        below = [full.split()[1] for full in verb.VERBS if full.startswith(f"{name} ")]
        if below:
            summary = verb.NOUNS[name][0].partition(". ")[0].rstrip(".") if name in verb.NOUNS else ""
            lines.append(_line(f"{name} {'|'.join(below)}", summary).rstrip())
    lines.append(_line("help [TOPIC]", "Read the manual; --search WORDS searches it"))
    return "\n".join(lines) + "\n"


def _line(arguments: str, summary: str) -> str:
    """Return a verb and its summary in lines of at most 80 cells as `usage` prints them."""
    from textwrap import wrap

    first, *more = wrap(arguments.replace("|", "| "), MOST, subsequent_indent=" " * (len(arguments.split()[0]) + 1))
    lines = [line.replace("| ", "|") for line in (first, *more)]
    room = MOST + 2 - SUMMARY_COLUMN
    if len(lines) == 1 and len(lines[0]) <= SUMMARY_COLUMN - 4:
        start, *rest = wrap(summary, room) or [""]
        lines = [f"{lines[0]:<{SUMMARY_COLUMN - 4}}  {start}", *(" " * (SUMMARY_COLUMN - 2) + line for line in rest)]
    else:
        lines += [" " * (SUMMARY_COLUMN - 2) + line for line in wrap(summary, room)]
    return "\n".join(f"    {line}".rstrip() for line in lines)
