"""COREQ, its sentences counted again by hand in `project.json`. All text SYNTHETIC."""

from __future__ import annotations

import pytest

from coder import __version__
from coder.analysis.reports import coreq
from coder.analysis.reports.coreq_answers import read
from coder.analysis.reports.coreq_items import DOMAINS, ITEMS, POWER
from coder.analysis.reports.view import View
from coder.errors import Invalid
from coder.model.document import Heading, Items, Paragraph
from coder.project import Project

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
    assert [one for one in headings if one[0].isdigit()] == [f"{n} {ITEMS[n].name}" for n in range(1, 33)]


def test_each_sentence_says_where_it_is_from(sample: Project) -> None:
    for entry in coreq.entries(View(sample), {}):
        assert all(known.text and known.origin for known in entry.known)
        assert bool(entry.known) == (entry.status != coreq.ASKED)
        assert bool(entry.open) == (entry.status != coreq.FILLED)


def test_what_is_known_and_what_is_asked(sample: Project) -> None:
    by = {entry.item.number: entry.status for entry in coreq.entries(View(sample), {})}
    filled = {number for number, status in by.items() if status == coreq.FILLED}
    assert filled == {12, 16, 18, 20, 21, 24, 25, 26, 27, 29, 31, 32}
    assert {2, 3, 4, 5, 6, 7, 10, 11, 22, 28} == {number for number, status in by.items() if status == coreq.ASKED}
    asked = section(coreq.report(sample, {}), "To be asked")[0]
    assert isinstance(asked, Items)
    assert {int(item.split()[0]) for item in asked.items} == set(range(1, 33)) - filled
    assert sum(item.startswith("22 ") for item in asked.items) == len(POWER) == 5


def test_counts(sample: Project, raw: Raw) -> None:
    assert said(sample, 12) == [
        "5 participants, 8 interviews.",
        *(f"{name}: {_people(raw, name)}" for name in ("baseline", "follow-up", "one-year")),
    ]
    assert "Service: Harbour Line (1), Tern House (4)." in said(sample, 16)
    days = {
        name: [one["day"] for one in raw.sources.values() if raw.people[one["participant"]]["name"] == name]
        for name in ("P01", "P02", "P03")
    }
    apart = sorted(max(found) - min(found) for found in days.values())
    assert f"3 participants, {apart[0]} to {apart[-1]} days apart; 1 interview outside" in said(sample, 18)[0]
    notes = [memo for memo in raw.tables["memos"].values() if memo["kind"] == "field note"]
    assert said(sample, 20)[0].startswith(f"{len(notes)} field notes by IH and KG, on {len(notes)} of 8")
    minutes = sorted(int(one["attributes"]["minutes"]) for one in raw.sources.values())
    middle = (minutes[3] + minutes[4]) / 2
    assert said(sample, 21) == [f"{minutes[0]} to {minutes[-1]} minutes, median {middle:g}, n = 8 interviews."]
    assert said(sample, 27) == [f"coder {__version__}."]
    assert (
        said(sample, 25)[0]
        == f"{len(raw.codes)} codes on 2 levels, 5 of them code groups at the top; 14 have a definition."
    )
    gold = {one["segment"] for one in raw.codings if one.get("mark") == "gold"}
    people = {raw.told(unit)[0] for unit in gold}
    assert said(sample, 29)[0].startswith(f"{len(gold)} gold quotations from {len(people)} participants")
    assert said(sample, 30) == [
        f"{len(raw.units())} of {len(raw.units())} units stand word for word in their transcripts."
    ]
    doubtful = {one["segment"] for one in raw.codings if one.get("mark") == "doubtful"}
    assert said(sample, 32) == [
        f"9 subgroups. Units that no group has room for: 1; marked doubtful: {len(doubtful)}."
    ]


def _people(raw: Raw, wave: str) -> str:
    number = len({one["participant"] for one in raw.sources.values() if raw.waves[one["wave"]]["name"] == wave})
    return f"{number} participant{'s' * (number != 1)}"


def test_coders(sample: Project, raw: Raw) -> None:
    where: dict[str, set[str]] = {}
    who: dict[str, set[str]] = {}
    for one in raw.codings:
        initials = raw.tables["coders"][one["coder"]]["initials"]
        where.setdefault(initials, set()).add(raw.segments[one["segment"]]["source"])
        who.setdefault(one["segment"], set()).add(initials)
    both = sum(len(found) > 1 for found in who.values())
    assert said(sample, 24) == [
        f"2 coders. Coded by more than one: {both} of {len(who)} units.",
        *(f"{initials}: {len(found)} of 8 interviews" for initials, found in sorted(where.items())),
    ]


def test_an_empty_study_is_all_questions_but_the_software(empty_project: Project) -> None:
    found = coreq.entries(View(empty_project), {})
    assert [entry.item.number for entry in found if entry.known] == [27]


def test_private_memos_leave_no_trace(sample: Project, raw: Raw) -> None:
    for written in written_as(coreq.report(sample, {})):
        assert "reflexive" not in written
        assert not any(
            memo["title"] in written for memo in raw.tables["memos"].values() if memo["kind"] == "reflexive"
        )


def test_publication_tells_no_small_numbers(sample: Project) -> None:
    assert said(sample, 16, publication=True) == [
        "Service: Tern House (4), others (fewer than 3 each, not shown).",
        "Age: others (fewer than 3 each, not shown).",
        "Specialty: others (fewer than 3 each, not shown).",
    ]
    assert said(sample, 12, publication=True)[-1] == "one-year: fewer than 3 participants"
    assert said(sample, 13, publication=True) == [
        "Took part, but are in no pair of interviews: fewer than 3 participants."
    ]


# Answers


def test_answers_fill_items_and_say_so(sample: Project) -> None:
    answers = read(b'2 = "MD (KG)"\n12 = "All who came."\n3 = " "\n[22]\naim = "Narrow."\n')
    by = {entry.item.number: entry for entry in coreq.entries(View(sample), answers)}
    assert (by[2].status, by[2].known[0].text, by[2].known[0].origin) == (coreq.FILLED, "MD (KG)", "answers, item 2")
    assert [known.text for known in by[12].known] == ["All who came.", "5 participants, 8 interviews."]
    assert by[3].status == coreq.ASKED
    assert by[22].status == coreq.PARTLY
    assert by[22].known[0].text == "Aim: Narrow."
    assert len(by[22].open) == 4


def test_all_of_information_power_is_an_answer(sample: Project) -> None:
    answers = read(("[22]\n" + "\n".join(f'{field} = "x"' for field in POWER)).encode())
    assert coreq.entries(View(sample), answers)[21].status == coreq.FILLED


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
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Invalid):
        read(b'2 = "\xff"')
