"""COREQ: the 32 items, answers of the researchers and of the project, and the report.

Source: Tong A, Sainsbury P, Craig J (2007), Consolidated criteria for reporting qualitative research (COREQ),
Int J Qual Health Care 19(6), 349-357; names and questions are paraphrased. Item 22 asks for the fields of information
power, without a score: Malterud K, Siersma VD, Guassora AD (2016), Qual Health Res 26(13), 1753-1760.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from coder.analysis.reports.coreq_evidence import ANSWERED, Evidence, evidence_for
from coder.analysis.reports.view import View
from coder.errors import Invalid
from coder.model.document import AnyBlock, Document, Heading, Items, Paragraph
from coder.project.operations import answers as operations
from coder.project.project import Project
from coder.project.study import Study
from coder.store import files, reading
from coder.text.phrases import format_day

# Items


class Item(NamedTuple):
    """An item: its number, a short name, and the question to the researchers."""

    number: int
    name: str
    ask: str


DOMAINS: dict[str, tuple[Item, ...]] = {
    "Research team and reflexivity": (
        Item(1, "Interviewers", "Who carried out the interviews?"),
        Item(2, "Credentials", "Which degrees do the researchers hold?"),
        Item(3, "Occupation", "What was the occupation of the researchers during the study?"),
        Item(4, "Gender", "What is the gender of the researchers?"),
        Item(5, "Experience and training", "What training and experience with such studies do they have?"),
        Item(6, "Earlier relationship", "Did interviewers and participants know each other before?"),
        Item(7, "What participants knew", "What did participants know about the interviewers and their reasons?"),
        Item(
            8,
            "Interviewers’ standpoint",
            "Which interests, assumptions and biases of the interviewers are reported?",
        ),
    ),
    "Study design": (
        Item(9, "Orientation and theory", "Which methodological orientation and which theory underpin the study?"),
        Item(10, "Sampling", "How were participants selected?"),
        Item(11, "Approach", "How were participants approached?"),
        Item(12, "Sample size", "How many took part?"),
        Item(13, "Non-participation", "How many declined to take part, and why?"),
        Item(14, "Setting", "Where were the interviews held?"),
        Item(15, "Presence of others", "Was anyone else present?"),
        Item(16, "Description of the sample", "What are the important characteristics of the sample?"),
        Item(17, "Interview guide", "Which questions did the guide contain, and was it pilot-tested?"),
        Item(18, "Repeat interviews", "Were any interviews repeated, and how many?"),
        Item(19, "Recording", "Were the interviews recorded as audio or video?"),
        Item(20, "Field notes", "Were notes made during or after the interviews?"),
        Item(21, "Duration", "How long did the interviews last?"),
        Item(22, "Saturation, or information power", "Why was this sample large enough?"),
        Item(23, "Transcripts returned", "Were transcripts returned to participants for comment or correction?"),
    ),
    "Analysis and findings": (
        Item(24, "Number of coders", "How many people coded?"),
        Item(25, "Coding tree", "What does the coding tree look like?"),
        Item(26, "Derivation of themes", "Were themes defined in advance or derived from the data?"),
        Item(27, "Software", "Which software managed the data?"),
        Item(28, "Participant checking", "Did participants comment on the findings?"),
        Item(29, "Quotations", "Do quotations illustrate the findings, and are their participants identified?"),
        Item(30, "Data and findings agree", "Are the findings consistent with the data presented?"),
        Item(31, "Major themes", "Are the major themes clear in the findings?"),
        Item(32, "Minor themes", "Are diverse cases and minor themes described?"),
    ),
}
ITEMS: dict[int, Item] = {item.number: item for domain in DOMAINS.values() for item in domain}

#: The item answered by information power, and its fields.
POWER_ITEM = 22
POWER: dict[str, str] = {
    "aim": "How narrow or broad is the aim of the study?",
    "specificity": "How specific to the aim are the experiences of the participants?",
    "theory": "Which established theory does the study apply?",
    "dialogue": "How strong was the dialogue in the interviews?",
    "analysis": "Is the analysis an in-depth study of few cases or across all cases?",
}


# Answers

HINT = f"Keys are the numbers 1 to {len(ITEMS)}; item {POWER_ITEM} can be a table with: {', '.join(POWER)}."
#: The field of a plain answer.
WHOLE = "text"
#: Former name of a field → its name.
FORMER = {"strategy": "analysis"}


class Answer(NamedTuple):
    """The text of an answer and its origin."""

    text: str
    origin: str


#: Item number → field → answer; the field of a plain answer is `WHOLE`.
Answers = dict[int, dict[str, Answer]]


def stored_answers(study: Study) -> Answers:
    """Return the answers stored in the project; for each item the plain answer first, then the fields in order."""
    answers: Answers = {}
    for record in study.answers.values():
        coder = study.coders.get(record.coder)
        by = f"answered by {coder.initials}" if coder is not None else "answered"
        answer = Answer(record.text, ", ".join(filter(None, (by, format_day(record.modified)))))
        if record.form == operations.COREQ:
            answers.setdefault(int(record.item), {})[WHOLE] = answer
        elif record.form == operations.POWER:
            answers.setdefault(POWER_ITEM, {})[record.item] = answer
    order = (WHOLE, *POWER)
    return {
        number: {field: fields[field] for field in sorted(fields, key=order.index)}
        for number, fields in answers.items()
    }


def combine(first: Answers, then: Answers) -> Answers:
    """Combine answers; the second ones take precedence."""
    return {number: {**first.get(number, {}), **then.get(number, {})} for number in (*first, *then)}


def read_answers(data: bytes) -> Answers:
    """Read the answers of a TOML file: `2 = "…"`, for item 22 also a table `[22]` of fields. Invalid for mistakes."""
    data = reading.normalized(data)
    try:
        values = reading.decode_toml(data, dict[str, Any])
    except (*files.UNDECODABLE, ValueError) as error:  # ValueError: a number of thousands of digits
        problem = reading.problem_of(data, error)
        raise Invalid("The answers are not valid TOML", problem, 'Write lines such as: 2 = "…"') from None
    answers: Answers = {}
    for key, value in values.items():
        if key not in map(str, ITEMS):
            raise Invalid("Unknown item in the answers", key, HINT)
        answers[int(key)] = _read_fields(key, value)
    return answers


def _read_fields(key: str, value: Any) -> dict[str, Answer]:
    """Return the texts of an item; empty ones are left out."""
    fields = value if isinstance(value, dict) and key == str(POWER_ITEM) else {WHOLE: value}
    answers = {}
    for name, text in fields.items():
        field = FORMER.get(name, name)
        if field not in (WHOLE, *POWER):
            raise Invalid("Unknown field in the answers", f"{key}.{name}", HINT)
        if not isinstance(text, str):
            raise Invalid("An answer is not a text", f"item {key}", 'Put it in quotation marks: 2 = "…"')
        if text.strip():
            answers[field] = Answer(text.strip(), f"answers, item {key}")
    return answers


def answer_records(answers: Answers) -> list[tuple[str, str, str]]:
    """Return answers as the project stores them: form, item, text."""
    return [
        (*((operations.COREQ, str(number)) if field == WHOLE else (operations.POWER, field)), answer.text)
        for number, fields in answers.items()
        for field, answer in fields.items()
    ]


# Entries

KNOWN, ANSWERS, PARTLY, ASKED = "known", "answered", "in part", "to be asked"
STATUSES = (KNOWN, ANSWERS, PARTLY, ASKED)


class Entry(NamedTuple):
    """An item with the researchers' answers, the project's evidence, and the questions that remain open.

    `status`: complete by the project's records (`KNOWN`) or with answers (`ANSWERS`), `PARTLY`, or `ASKED`.
    """

    item: Item
    answers: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    status: str
    open: tuple[str, ...]

    @property
    def statements(self) -> tuple[Evidence, ...]:
        """All statements on the item."""
        return (*self.answers, *self.evidence)


def entries(view: View, answers: Answers) -> list[Entry]:
    """Return all items in order."""
    return [entry(item, evidence_for(view, number), answers.get(number, {})) for number, item in ITEMS.items()]


def entry(item: Item, evidence: list[Evidence], answers: dict[str, Answer]) -> Entry:
    """Return an item with the project's evidence and the answers."""
    statements = [
        Evidence(f"{field.capitalize()}: {answer.text}" if field in POWER else answer.text, answer.origin)
        for field, answer in answers.items()
    ]
    questions = _open_questions(item, answers, evidence)
    status = ANSWERS if statements else KNOWN
    if questions:
        status = PARTLY if statements or evidence else ASKED
    return Entry(item, tuple(statements), tuple(evidence), status, questions)


def _open_questions(item: Item, answers: dict[str, Answer], evidence: list[Evidence]) -> tuple[str, ...]:
    known = evidence and item.number in ANSWERED
    if WHOLE in answers or known or any(statement.settles for statement in evidence):
        return ()
    if item.number == POWER_ITEM:
        return tuple(f"{field.capitalize()}: {ask}" for field, ask in POWER.items() if field not in answers)
    return (item.ask,)


# Report


def report(project: Project, answers: Answers, *, publication: bool = False) -> Document:
    """Return the form: each item with its statements and their origin, then the open questions.

    `answers` are those of a file and take precedence over those stored in the project.
    """
    view = View(project, publication)
    form = entries(view, combine(stored_answers(project), answers))
    by_status = Counter(entry.status for entry in form)
    statuses = ", ".join(f"{by_status[status] or 'none'} {status}" for status in STATUSES)
    blocks = tuple(_blocks(view, form))
    return Document(
        "COREQ",
        project.info.name,
        project.now(),
        (
            "Items after Tong, Sainsbury and Craig (2007), doi:10.1093/intqhc/mzm042; names and questions are "
            "paraphrased.",
            f"{len(form)} items: {statuses}.",
            *view.remarks(blocks),
        ),
        blocks,
    )


def _blocks(view: View, form: list[Entry]) -> Iterator[AnyBlock]:
    by_number = {entry.item.number: entry for entry in form}
    for number, (domain, items) in enumerate(DOMAINS.items(), 1):
        yield Heading(2, f"Domain {number}: {domain}")
        for item in items:
            yield from _item(view, by_number[item.number])
    questions = [f"{entry.item.number} {entry.item.name}: {ask}" for entry in form for ask in entry.open]
    if questions:
        yield Heading(2, "To be asked")
        yield Items(tuple(questions))


def _item(view: View, entry: Entry) -> Iterator[AnyBlock]:
    yield Heading(3, f"{entry.item.number} {entry.item.name}")
    for statement in entry.statements:
        yield Paragraph(view.renamed(statement.text))
        if statement.items:
            yield Items(statement.items)
        yield Paragraph(statement.origin, "Source")
    if entry.open:
        yield Items(entry.open, "To be asked")
