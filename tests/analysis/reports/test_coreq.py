"""COREQ report, recounted from `project.json`. All text SYNTHETIC."""

from __future__ import annotations

import msgspec
import pytest

from coder import __version__
from coder.analysis.reports import coreq
from coder.analysis.reports.coreq import DOMAINS, ITEMS, POWER, answer_records, combine, read_answers, stored_answers
from coder.analysis.reports.view import View
from coder.errors import Invalid
from coder.model.document import Heading, Items, Paragraph
from coder.project import Project
from coder.project.operations import answers, sources

from .conftest import Raw, section, written_as


def said(project: Project, number: int, **options: bool) -> list[str]:
    """The sentences and lists of an item."""
    blocks = section(coreq.report(project, {}, **options), f"{number} {ITEMS[number].name}")
    found = [block.text for block in blocks if isinstance(block, Paragraph) and not block.label]
    return found + [item for block in blocks if isinstance(block, Items) and not block.label for item in block.items]


def test_thirty_two_items_in_three_domains(sample: Project) -> None:
    assert [item.number for items in DOMAINS.values() for item in items] == list(range(1, 33))
    assert [len(items) for items in DOMAINS.values()] == [8, 15, 9]
    headings = [block.text for block in coreq.report(sample, {}).blocks if isinstance(block, Heading)]
    assert [heading for heading in headings if heading[0].isdigit()] == [f"{n} {ITEMS[n].name}" for n in range(1, 33)]


def test_each_statement_has_an_origin(sample: Project) -> None:
    entries = coreq.entries(View(sample), {})
    assert len(entries) == 32
    for entry in entries:
        assert all(statement.text and statement.origin for statement in entry.statements)
        assert bool(entry.statements) == (entry.status != coreq.ASKED)
        assert bool(entry.open) == (entry.status in (coreq.PARTLY, coreq.ASKED))


def test_statuses_of_the_sample(sample: Project) -> None:
    by = {entry.item.number: entry.status for entry in coreq.entries(View(sample), {})}
    known = {number for number, status in by.items() if status == coreq.KNOWN}
    assert known == {12, 13, 16, 18, 20, 21, 24, 25, 26, 27, 29, 31, 32}  # 19 and 23: the sample does not say
    assert {2, 3, 4, 5, 6, 7, 10, 11} == {number for number, status in by.items() if status == coreq.ASKED}
    assert {number for number, status in by.items() if status == coreq.PARTLY} == {
        1, 8, 9, 14, 15, 17, 19, 22, 23, 28, 30,
    }  # fmt: skip


def test_open_questions_are_listed_at_the_end(sample: Project, raw: Raw) -> None:
    asked = section(coreq.report(sample, {}), "To be asked")[0]
    assert isinstance(asked, Items)
    entries = coreq.entries(View(sample), stored_answers(sample))
    assert {int(item.split()[0]) for item in asked.items} == {entry.item.number for entry in entries if entry.open}
    answered = {answer["item"] for answer in raw.tables["answers"].values() if answer["form"] == "coreq"}
    assert answered
    assert not answered & {item.split()[0] for item in asked.items}


def test_counts_agree_with_the_records(sample: Project, raw: Raw) -> None:
    assert said(sample, 12) == [
        "5 participants, 8 interviews.",
        *(f"{name}: {_people(raw, name)}" for name in ("baseline", "follow-up", "one-year")),
    ]
    assert "Service: Harbour Line (1), Tern House (4)." in said(sample, 16)
    days = {
        name: [source["day"] for source in raw.sources.values() if raw.people[source["participant"]]["name"] == name]
        for name in ("P01", "P02", "P03")
    }
    apart = sorted(max(found) - min(found) for found in days.values())
    assert f"3 participants, {apart[0]} to {apart[-1]} days apart; 1 interview outside" in said(sample, 18)[0]
    notes = [memo for memo in raw.tables["memos"].values() if memo["kind"] == "field note"]
    assert said(sample, 20)[0].startswith(f"{len(notes)} field notes by IH and KG, on {len(notes)} of 8")
    minutes = sorted(source["minutes"] for source in raw.sources.values())
    middle = (minutes[3] + minutes[4]) / 2
    assert said(sample, 21) == [f"{minutes[0]} to {minutes[-1]} minutes, median {middle:g}, n = 8 interviews."]
    assert said(sample, 27) == [f"coder {__version__}."]
    below = [code for code in raw.codes.values() if code.get("parent")]
    tree = f"{len(raw.codes)} codes on 2 levels, {len(raw.tables['groups'])} code groups with {len(below)} subgroups"
    assert said(sample, 25)[0].startswith(tree)
    gold = {coding["segment"] for coding in raw.codings if coding.get("mark") == "gold"}
    people = {raw.told(unit)[0] for unit in gold}
    assert said(sample, 29)[0].startswith(f"{len(gold)} gold quotations from {len(people)} participants")
    assert said(sample, 30)[0] == (
        f"{len(raw.units())} of {len(raw.units())} units match their transcripts verbatim."
    )
    doubtful = {coding["segment"] for coding in raw.codings if coding.get("mark") == "doubtful"}
    residual = [group["code"] for group in raw.tables["groups"].values() if group.get("residual")]
    left = {coding["segment"] for coding in raw.codings if coding["code"] in residual}
    against = {unit for verdict in raw.tables["verdicts"].values() for unit in verdict.get("against", ())}
    assert said(sample, 32) == [
        f"{len(below)} subgroups. Units in the residual group: {len(left)}; marked doubtful: {len(doubtful)}; "
        f"contradicting a finding: {len(against)}."
    ]


def _people(raw: Raw, wave: str) -> str:
    number = len(
        {source["participant"] for source in raw.sources.values() if raw.waves[source["wave"]]["name"] == wave}
    )
    return f"{number} participant{'s' * (number != 1)}"


def test_coders_and_double_coding(sample: Project, raw: Raw) -> None:
    where: dict[str, set[str]] = {}
    who: dict[str, set[str]] = {}
    for coding in raw.codings:
        initials = raw.tables["coders"][coding["coder"]]["initials"]
        where.setdefault(initials, set()).add(raw.segments[coding["segment"]]["source"])
        who.setdefault(coding["segment"], set()).add(initials)
    both = sum(len(found) > 1 for found in who.values())
    assert said(sample, 24) == [
        f"2 coders. Coded by more than one: {both} of {len(who)} units.",
        *(f"{initials}: {len(found)} of 8 interviews" for initials, found in sorted(where.items())),
    ]


def test_derivation_of_groups_from_themes(sample: Project, raw: Raw) -> None:
    themes = raw.tables["themes"].values()
    fates = [theme.get("fate", "") for theme in themes if not theme.get("negotiated")]
    told = said(sample, 26)[0]
    assert told.startswith(f"From the data: {len(fates)} preliminary themes")
    assert f"{fates.count('taken')} taken up, {fates.count('dropped') or 'none'} dropped" in told
    assert told.endswith(f"{len(themes) - len(fates)} negotiated themes.")


def test_non_participation(sample: Project, raw: Raw) -> None:
    (entry,) = raw.tables["attrition"].values()
    told = said(sample, 13)
    assert told[0] == "Could not be reached (1)."
    assert f"P04, follow-up: could not be reached: {entry['reason']}" in told
    assert "In no pair of interviews: 2 participants." in told
    assert not [one for one in said(sample, 13, publication=True) if entry["reason"] in one or "P0" in one]


def test_partly_known_items_are_still_asked(sample: Project, raw: Raw) -> None:
    assert said(sample, 28) == [
        f"The back-check was made by the researchers: {len(raw.tables['verdicts'])} verdicts by IH and KG."
    ]
    assert said(sample, 1)[-1] == "Interviewers named in the interviews: IH and KG."
    power = section(coreq.report(sample, {}), "22 " + ITEMS[22].name)
    judged = next(
        one.text for one in power if isinstance(one, Paragraph) and one.text.startswith("Extent of the data")
    )
    total = sum(source["words"] for source in raw.sources.values())
    assert judged == f"Extent of the data: 5 participants, 8 interviews, {total:,} words, {len(raw.units())} units."


def test_interview_fields_take_precedence_over_attributes(small_project: Project) -> None:
    first, second = small_project.sources.values()
    told = {"Mode": "in person", "recorded": "sound", "returned": "yes", "minutes": "50"}
    with small_project.transaction("test", "told of an interview") as tx:
        tx.put("sources", msgspec.structs.replace(first, attributes=told))
    sources.describe(small_project, second, mode="telephone", minutes=40)
    assert said(small_project, 14) == ["Mode: in person (1), telephone (1)."]
    assert said(small_project, 21) == ["40 to 50 minutes, median 45, n = 2 interviews."]
    by = {entry.item.number: entry.status for entry in coreq.entries(View(small_project), {})}
    assert (by[19], by[23]) == (coreq.KNOWN, coreq.KNOWN)


def test_an_empty_study_knows_only_the_software(empty_project: Project) -> None:
    found = coreq.entries(View(empty_project), {})
    assert [entry.item.number for entry in found if entry.statements] == [27]


def test_private_memos_leave_no_trace(sample: Project, raw: Raw) -> None:
    assert any(memo["kind"] == "reflexive" for memo in raw.tables["memos"].values())
    for written in written_as(coreq.report(sample, {})):
        assert "reflexive" not in written
        assert not any(
            memo["title"] in written for memo in raw.tables["memos"].values() if memo["kind"] == "reflexive"
        )


def test_publication_suppresses_small_numbers(sample: Project) -> None:
    assert said(sample, 16, publication=True) == [
        "Service: Tern House (4), others (fewer than 3 each, not shown).",
        "Age: others (fewer than 3 each, not shown).",
        "Specialty: others (fewer than 3 each, not shown).",
    ]
    assert said(sample, 12, publication=True)[-1] == "one-year: fewer than 3 participants"
    assert said(sample, 13, publication=True) == [
        "Other outcomes (fewer than 3 each, not shown).",
        "In no pair of interviews: fewer than 3 participants.",
    ]


# Answers


def test_answers_complete_items(sample: Project) -> None:
    given = read_answers(b'2 = "MD (KG)"\n12 = "All who came."\n3 = " "\n[22]\naim = "Narrow."\n')
    by = {entry.item.number: entry for entry in coreq.entries(View(sample), given)}
    assert (by[2].status, by[2].statements[0].text, by[2].statements[0].origin) == (
        coreq.ANSWERS,
        "MD (KG)",
        "answers, item 2",
    )
    assert [known.text for known in by[12].statements] == ["All who came.", "5 participants, 8 interviews."]
    assert by[3].status == coreq.ASKED
    assert by[22].status == coreq.PARTLY
    assert by[22].statements[0].text == "Aim: Narrow."
    assert len(by[22].open) == 4


def test_complete_information_power_is_an_answer(sample: Project) -> None:
    given = read_answers(("[22]\n" + "\n".join(f'{field} = "x"' for field in POWER)).encode())
    assert coreq.entries(View(sample), given)[21].status == coreq.ANSWERS


def test_answers_of_a_file_take_precedence(small_project: Project) -> None:
    answers.answer(small_project, "coreq", "4", "SYNTHETIC women.")
    answers.answer(small_project, "information power", "theory", "SYNTHETIC none.")
    answers.answer(small_project, "information power", "aim", "SYNTHETIC narrow.")
    by = {entry.item.number: entry for entry in coreq.entries(View(small_project), stored_answers(small_project))}
    assert (by[4].status, by[4].answers[0][:2]) == (
        coreq.ANSWERS,
        ("SYNTHETIC women.", "answered by KG, 2 January 2026"),
    )
    assert [answer.text for answer in by[22].answers] == ["Aim: SYNTHETIC narrow.", "Theory: SYNTHETIC none."]
    assert len(by[22].open) == 3
    both = combine(stored_answers(small_project), read_answers(b'4 = "SYNTHETIC both."\n5 = "SYNTHETIC courses."'))
    assert {number: fields["text"].text for number, fields in both.items() if number < 22} == {
        4: "SYNTHETIC both.",
        5: "SYNTHETIC courses.",
    }
    assert said(small_project, 4) == ["SYNTHETIC women."]


def test_answer_records_of_a_file(small_project: Project) -> None:
    given = read_answers(b'4 = "SYNTHETIC women."\n[22]\ntext = "SYNTHETIC enough."\nstrategy = "SYNTHETIC deep."')
    assert answers.take_over(small_project, answer_records(given)) == 3
    again = stored_answers(small_project)
    assert {number: [one.text for one in fields.values()] for number, fields in again.items()} == {
        4: ["SYNTHETIC women."],
        22: ["SYNTHETIC enough.", "SYNTHETIC deep."],
    }


def test_stored_forms_match_the_items() -> None:
    assert {"coreq": tuple(map(str, ITEMS)), "information power": tuple(POWER)} == answers.FORMS


@pytest.mark.parametrize(
    "text",
    [
        '33 = "x"',
        '0 = "x"',
        '02 = "x"',
        'sampling = "x"',
        "2 = 3",
        '[2]\naim = "x"',
        '[22]\nscore = "x"',
        "2 = ",
        "\x00",
        "[22]\naim = 4",
    ],
)
def test_invalid_answers_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_answers(text.encode())


def test_binary_data_are_refused() -> None:
    with pytest.raises(Invalid):
        read_answers(b'2 = "\xff"')
