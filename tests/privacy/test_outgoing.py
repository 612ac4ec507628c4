"""What may identify somebody in a file that leaves a study. All SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.errors import Undecided
from coder.exports import scan_outgoing
from coder.model.pseudonym import KEEP, LATER
from coder.privacy.candidates import candidates
from coder.privacy.capitals import Text
from coder.privacy.leak_scan import Place
from coder.privacy.outgoing import OutgoingSearch, Sought, findings_in, passage_findings
from coder.privacy.pseudonyms import Decisions
from coder.privacy.study_texts import study_texts
from coder.project import Project
from coder.project.operations import pseudonyms, sources
from coder.text.span import Span
from coder.text.turns import find_dialogue

TEXT = """I: Who helped you?

P: It was doctor Kari Nesvold, and I wrote to kari.nesvold@example.org on 3 May 2019. Then I met Kari at work.
"""


def found(text: str, *words: str) -> list[str]:
    return [row.text for row in findings_in([Place("x", text)], [Sought(word, "name", "") for word in words])]


def test_words_are_found_across_any_signs_and_as_they_are_written() -> None:
    assert found("kari\\_nes@ex.org and Kari\nNesvold, karis", "kari_nes@ex.org", "Kari Nesvold", "Kari") == [
        "kari\\_nes@ex.org",
        "Kari\nNesvold",
    ]
    assert found("Nesvoldsen, nesvold", "Nesvold") == []
    assert found("Kari Nesvold", "Kari", "Kari Nesvold") == ["Kari Nesvold"]


def test_place_names_the_line_where_there_are_several() -> None:
    place = Place("body", "one\nKari\nand Kari", "paragraph")
    assert [row.where for row in findings_in([place], [Sought("Kari", "name", "")])] == [
        "body, paragraph 2",
        "body, paragraph 3",
    ]


def test_author_of_a_file_is_a_finding_as_such() -> None:
    (row,) = findings_in([Place("properties: author", "KN", author=True)], [])
    assert (row.kind, row.text) == ("author", "KN")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".json", ".html"])
def test_file_holds_what_the_study_holds(empty_project: Project, suffix: str) -> None:
    sources.add(empty_project, name="P01", text=TEXT, turns=find_dialogue(TEXT).turns, language="en")
    data = b'["He saw Kari Nesvold."]' if suffix == ".json" else b"He saw Kari Nesvold."
    scanned = scan_outgoing(empty_project, data, f"report{suffix}")
    assert [row.text for row in scanned.findings] == ["Kari Nesvold"]
    assert scanned.note == "1 place may identify somebody"
    assert scan_outgoing(empty_project, b'["He saw nobody."]', f"report{suffix}").note == ""


def test_name_of_the_file_is_searched(empty_project: Project) -> None:
    sources.add(empty_project, name="P01", text=TEXT, turns=find_dialogue(TEXT).turns, language="en")
    assert [row.where for row in scan_outgoing(empty_project, b"", "Kari_Nesvold.txt").findings] == [
        "name of the file"
    ]


def test_file_that_cannot_be_read_is_named(empty_project: Project) -> None:
    assert "not searched" in scan_outgoing(empty_project, b"PK", "report.docx").note


def test_internal_file_of_a_long_study_is_searched_only_on_request(
    empty_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.add(empty_project, name="P01", text=TEXT, turns=find_dialogue(TEXT).turns, language="en")
    monkeypatch.setattr("coder.exports._LONGEST_UNASKED", len(TEXT) - 1)
    data = b"He saw Kari Nesvold."
    assert "the study is long" in scan_outgoing(empty_project, data, "report.txt").note
    with pytest.raises(Undecided):
        scan_outgoing(empty_project, data, "report.txt", publication=True)


def test_search_can_be_stopped(small_project: Project) -> None:
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        OutgoingSearch(small_project, publication=False, progress=stop)


def test_copied_passage_holds_only_its_own_findings() -> None:
    text = Text("P01", TEXT, "en")
    start = TEXT.index("Then")
    assert [row.text for row in passage_findings(text, Span(start, len(TEXT)))] == ["Kari"]
    assert passage_findings(text, Span(0, 10)) == []


def test_what_is_kept_is_no_finding_and_what_is_left_for_later_is_one(empty_project: Project) -> None:
    sources.add(empty_project, name="P01", text=TEXT, turns=find_dialogue(TEXT).turns, language="en")
    data = b"She met Kari Nesvold and Kari."
    subject = Decisions(empty_project).subject
    pseudonyms.decide(empty_project, [subject("name", "Kari Nesvold")], LATER)
    with pytest.raises(Undecided) as refused:
        scan_outgoing(empty_project, data, "a.txt", publication=True)
    assert "Kari Nesvold (name, 1 place, first: text)" in refused.value.detail
    pseudonyms.decide(empty_project, [subject("name", words) for words in ("Kari Nesvold", "Kari")], KEEP)
    assert scan_outgoing(empty_project, data, "a.txt", publication=True).findings == []


def test_names_kept_at_each_of_their_places_are_no_finding(empty_project: Project) -> None:
    sources.add(empty_project, name="P01", text=TEXT, turns=find_dialogue(TEXT).turns, language="en")
    decisions = Decisions(empty_project)
    rows = candidates(study_texts(empty_project))
    places = [decisions.subject_at(row.kind, item) for row in rows if row.kind == "name" for item in row.occurrences]
    pseudonyms.decide(empty_project, places, KEEP)
    assert scan_outgoing(empty_project, b"Kari Nesvold", "a.txt", publication=True).findings == []
