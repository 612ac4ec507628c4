"""`coder help` and `coder --help`."""

from __future__ import annotations

import sys
from pathlib import Path

from coder.cli import output
from coder.errors import NotFound

FOLDER = Path(__file__).parent.parent / "help"
USAGE = """\
usage: coder [PROJECT]              open the app
       coder VERB PROJECT … [--json]

Code qualitative interviews in a terminal. PROJECT is a project's folder; without one: the project in this
folder, else the start screen. (A folder that is called like a verb: coder ./find)

  new DIR                           make a project
  import PROJECT FILE…              transcripts in: txt, md, docx, vtt, srt
  sources PROJECT                   list the transcripts
  source rename|describe|correct|speaker|remove
  participants PROJECT              who was interviewed when, and the pairs
  participants add|describe|rename|merge|remove|withdraw|attrition|import|export
  waves PROJECT                     waves and their windows; waves add|describe|remove
  dates PROJECT [--to-days]         the dates there are; days in their place
  coders PROJECT                    who works on the study; coders rename
  show PROJECT SOURCE [--codes]     print a transcript; --codes: with stripes
  codes PROJECT                     the code tree with counts
  codes add|rename|move|merge|split|delete|define|archive|unarchive|example|reasons
  codes export|import PROJECT FILE  the codebook as csv or md; import --dry-run: what would change
  sets PROJECT                      sets of codes; sets add|rename|change|remove
  code PROJECT SOURCE START END CODE…   put codes on a stretch (or --quote WORDS)
  uncode PROJECT SEGMENT [CODE…]    take them off
  memo PROJECT [TARGET] [--text T]  write a memo
  memos PROJECT                     list the memos
  memos export PROJECT OUT          memos into a file: md, html, docx, json, csv
  find PROJECT QUERY                coded segments (coder help queries)
  queries PROJECT                   saved queries; queries save|rename|remove
  search PROJECT TEXT [--fuzzy …]   words in the transcripts (coder help search)
  autocode PROJECT CODE TEXT        a code on all that a search finds; --dry-run shows it
  similar PROJECT CODE              sentences like those of a code
  matrix PROJECT --columns K        codes by sources, participants, waves … (coder help matrix)
  shares PROJECT                    codings, new codes, words and speakers of each source
  steps PROJECT                     where the condensation stands, and what is open
  preconceptions PROJECT            what was expected; preconceptions write|lock
  read PROJECT SOURCE               say that a transcript was read
  themes PROJECT                    themes; themes add|change|take|drop|reopen|remove
  groups PROJECT                    code groups; groups make|unmake|residual|themes|move
  condensates PROJECT               condensates of subgroups; condensates show|write|link|unlink|gold|remove
  analytic PROJECT                  analytic texts; analytic write|reword|heading|link|unlink|remove
  check PROJECT [--stale]           verdicts of the back-check; check unit|claim|withdraw
  frameworks PROJECT                levels to read each pair by; frameworks add|rename|note|remove|table
  levels PROJECT                    their levels; levels add|rename|describe|move|remove
  cells PROJECT                     what is written on them; cells write|clear
  pairs PROJECT                     who was interviewed twice, and who is in no pair and why
  changes PROJECT [OUT] [--mode M]  the change grid; changes note|remove (coder help pairs)
  history | undo | redo PROJECT     what was done; take it back; do it again
  export PROJECT OUT [--query Q]    coded segments into a file, by suffix; - is stdout
  report results|trail|pairs|coreq PROJECT OUT   documents: md, html, docx, json
  answers PROJECT                   COREQ: what is known, what is asked; answers set|clear|import
  doctor PROJECT [--repair]         check everything
  help [TOPIC]                      read the manual

options: --version, --help (coder VERB --help has examples)
environment: CODER_CONFIG (settings file), CODER_INITIALS, NO_COLOR
"""


def run(argv: list[str]) -> int:
    """Print a topic of the manual, or the list of topics."""
    name = " ".join(argv[1:]).strip().casefold()
    topics = {file.stem: file for file in sorted(FOLDER.glob("*.md"))}
    if name in ("", "-h", "--help"):
        sys.stdout.write(USAGE + "\nTopics (coder help TOPIC):\n")
        for topic, file in topics.items():
            output.line(f"  {topic:<12} {_heading(file)}")
        return 0
    found = [topic for topic in topics if topic == name] or [topic for topic in topics if topic.startswith(name)]
    if len(found) != 1:
        raise NotFound(f"There is no help on “{name}”", hint=f"There is: {', '.join(topics)}; and: coder VERB --help")
    sys.stdout.write(topics[found[0]].read_text(encoding="utf-8"))
    return 0


def _heading(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
