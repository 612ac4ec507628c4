"""The project itself: its description, coders, saved queries, sets of codes and answers to report forms."""

from __future__ import annotations

from typing import NamedTuple

from coder.model.record import Record

#: Kinds of decisions on imports.
IMPORT_DECISIONS = ("name", "not a speaker", "speaker", "form", "interviewer", "encoding", "no interviewer")


class ImportDecision(NamedTuple):
    """A decision on the files of a format, which later imports follow; `kind` is one of `IMPORT_DECISIONS`.

    `label` is what it is about (a speaker label, the form of labels, the name of an interviewer), `value` the name or
    the codec that was chosen. `file` is the name of the file it was made for.
    """

    format: str
    kind: str
    label: str
    value: str
    file: str


class Info(Record, frozen=True, kw_only=True):
    """The project: its name, the language of its interviews (ISO 639-1) and when it was made (ISO 8601).

    `reasons`: changes to the shape of the codebook require a reason. `imports`: what was decided on imported files.
    """

    name: str
    language: str = "en"
    created: str = ""
    sample: bool = False
    reasons: bool = False
    imports: tuple[ImportDecision, ...] = ()


class Coder(Record, frozen=True, kw_only=True):
    """A person who codes and writes memos; `initials` are what the screen shows."""

    initials: str
    name: str = ""


class Query(Record, frozen=True, kw_only=True):
    """A saved query; `text` is in the query language."""

    name: str
    text: str
    coder: str = ""
    created: str = ""


class CodeSet(Record, frozen=True, kw_only=True):
    """A set of codes from anywhere in the tree (REFI-QDA: Set); a code can be in several."""

    name: str
    codes: tuple[str, ...] = ()
    note: str = ""


class Answer(Record, frozen=True, kw_only=True):
    """The answer to one question of a form: `form` and `item` name it (such as coreq, 10)."""

    form: str
    item: str
    text: str
    coder: str
    modified: str = ""
