"""`coder help` and `coder --help`: every verb with its summary, and the pages of the manual."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from coder.cli import output
from coder.errors import NotFound

FOLDER = Path(__file__).parent.parent / "help"
#: Generated from the verbs by `as_markdown`; a test compares both.
COMMANDS = FOLDER / "commands.md"
HEAD = """\
usage: coder [PROJECT]              open the app
       coder --read-only [PROJECT]  look, without a lock and without any change: for reviewers
       coder VERB PROJECT … [--json]

Code qualitative interviews in a terminal. PROJECT is a project's folder; without one: the project in this
folder, else the start screen. (A folder named like a command: coder ./find)
"""
TAIL = """
options: --version, --help (coder VERB --help has examples), --read-only (with every command)
environment: CODER_CONFIG (settings file), CODER_INITIALS, NO_COLOR
Something is lost, damaged or was changed by mistake: coder help backups
"""
SUMMARY_COLUMN = 36


def run(argv: list[str], verbs: Mapping[str, str]) -> int:
    """Print a page of the manual, or the verbs and the list of pages."""
    name = " ".join(argv[1:]).strip().casefold()
    topics = {file.stem: file for file in sorted(FOLDER.glob("*.md"))}
    if name in ("", "-h", "--help"):
        sys.stdout.write(usage() + "\nTopics (coder help TOPIC):\n")
        output.text([f"  {topic:<12} {_heading(file)}" for topic, file in topics.items()])
        return 0
    matches = [topic for topic in topics if topic == name] or [topic for topic in topics if topic.startswith(name)]
    if len(matches) != 1:
        raise NotFound(
            f"There is no page “{name}” in the help",
            _mentioned(name, topics),
            f"Pages: {', '.join(topics)}; and: coder VERB --help",
        )
    sys.stdout.write(topics[matches[0]].read_text(encoding="utf-8"))
    return 0


def _mentioned(words: str, topics: Mapping[str, Path]) -> str:
    """Return the pages that mention some words most often, as a sentence; "" where none does."""
    counts = {
        topic: file.read_text(encoding="utf-8").casefold().count(words)
        for topic, file in topics.items()
        if topic not in ("architecture", "contributing", "changes")
    }
    most = sorted((topic for topic in counts if counts[topic]), key=lambda topic: -counts[topic])[:3]
    return f"It is mentioned in: {', '.join(f'coder help {topic}' for topic in most)}." if most else ""


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
    lines.append(_line("help [TOPIC]", "Read the manual"))
    return "\n".join(lines) + "\n"


def _line(arguments: str, summary: str) -> str:
    return f"    {arguments}".ljust(SUMMARY_COLUMN) + f"  {summary}"


def _heading(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
