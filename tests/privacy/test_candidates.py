"""Candidates for pseudonyms: recall and precision on marked interviews, variants, proposals. All text SYNTHETIC."""

from __future__ import annotations

import unicodedata

import pytest

from coder.privacy.candidates import Candidate, candidates
from coder.privacy.capitals import Text
from coder.privacy.identifiers import FORMAL
from coder.privacy.listed_terms import read_terms
from tests.privacy.marked import KINDS, NAMES, Outcome, judge, read

FORMAL_RECALL, NAMES_RECALL, MOST_REJECTED = 0.98, 0.9, 3.0


class Stopped(Exception):
    """Raised by a progress callback."""


def outcome_of(set_name: str) -> tuple[Outcome, int]:
    texts, planted = read(set_name)
    return judge(candidates(texts), planted, texts), len(planted)


def by_original(*texts: str, language: str = "nb", listed: str = "") -> dict[str, Candidate]:
    sources = [Text(f"S{number}", text, language) for number, text in enumerate(texts, 1)]
    return {candidate.original: candidate for candidate in candidates(sources, read_terms(listed))}


@pytest.mark.parametrize(("set_name", "fewest"), [("1", 200), ("2", 80), ("3", 100)])
def test_marked_identifiers_are_found_with_few_others(set_name: str, fewest: int) -> None:
    outcome, planted = outcome_of(set_name)
    assert planted >= fewest
    assert set(outcome.kinds) <= set(KINDS)
    kept = [item.words for item in outcome.missed]
    assert outcome.recall(NAMES) >= NAMES_RECALL, kept
    assert len(outcome.rejected) <= MOST_REJECTED * outcome.true
    assert len(outcome.wrong_kind) <= 0.05 * planted, outcome.wrong_kind


def test_formal_identifiers_of_all_sets_are_found() -> None:
    outcomes = [outcome_of(set_name)[0] for set_name in ("1", "2", "3")]
    rows = [outcome.kinds[kind] for outcome in outcomes for kind in FORMAL if kind in outcome.kinds]
    planted, found = sum(row.planted for row in rows), sum(row.found for row in rows)
    assert planted > 120
    assert found >= FORMAL_RECALL * planted, [item for outcome in outcomes for item in outcome.missed]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Sein Vater, Eckhard, rief mich an.", "de", "Eckhard"),
        ("Mein Chef heißt Möllendorf, glaube ich.", "de", "Möllendorf"),
        ("Ich war in der Asklepios Klinik Nord.", "de", "Asklepios Klinik Nord"),
        ("Then my sister's friend, a nurse called Moira, came.", "en", "Moira"),
        ("så kom jeg til Lyngdal, der jeg bodde", "nb", "Lyngdal"),
        ("Ring Torbjørn på jobb.", "nb", "Torbjørn"),
        ("hon heter Tuvstarr och är präst", "sv", "Tuvstarr"),
        ("det var hos KARI NORDVIK, sa de", "nb", "KARI NORDVIK"),
        ("Die Hannelore hat mir geholfen.", "de", "Hannelore"),
        ("Will said no, and will you?", "en", "Will"),
        ("Det var på St. Olavs hospital.", "nb", "St. Olavs hospital"),
        ("Wir waren im Pflegeheim Abendsonne.", "de", "Pflegeheim Abendsonne"),
        ("She lives with O'Brien now.", "en", "O'Brien"),
    ],
)
def test_names_are_told_by_the_words_beside_them(text: str, language: str, name: str) -> None:
    assert set(by_original(text, language=language)) == {name}


def test_the_same_person_has_one_proposal_in_all_interviews() -> None:
    first = "Jeg snakket med Kari Nesvold, og Kari ringte."
    second = "Så kom Nesvold. Karis mann var der, og Ola sa det. Hun heter visst Kari Nessvold."
    found = by_original(first, second)
    assert set(found["Kari Nesvold"].variants) >= {"Kari Nesvold", "Kari", "Nesvold", "Karis"}
    assert found["Kari Nesvold"].proposal == "[woman 1]"
    assert found["Ola"].proposal == "[man 1]"
    assert {item.source for item in found["Kari Nesvold"].occurrences} == {"S1", "S2"}


def test_spellings_of_one_name_are_together() -> None:
    found = by_original("Så kom Håvard, og Haavard ringte. Hos Müller, altså Mueller, var det stille.")
    assert set(found) == {"Håvard", "Müller"}


def test_first_names_of_two_full_names_stay_apart() -> None:
    found = by_original("Jeg møtte Kari Nesvold og Kari Hovden. Så ringte Kari.")
    assert set(found) == {"Kari Nesvold", "Kari Hovden", "Kari"}


def test_institutions_have_letters() -> None:
    found = by_original("Jeg var på Haukfjell sykehus, så på Tindvik sykehus og på Solbakken skole.")
    proposals = {name: candidate.proposal for name, candidate in found.items()}
    assert proposals == {
        "Haukfjell sykehus": "[hospital A]",
        "Tindvik sykehus": "[hospital B]",
        "Solbakken skole": "[school A]",
    }


def test_words_in_lower_case_elsewhere_are_vocabulary() -> None:
    found = by_original(
        "Hun sa at Overgangen var tung. Overgangen, ja, overgangen, og overgangen, og den overgangen, overgangen."
    )
    assert found == {}


def test_a_sentence_that_ends_before_a_name_is_no_part_of_it() -> None:
    found = by_original("Vi bodde i Åre. Linköpings universitet hade kurser, sade Bo. Bo var snäll.", language="sv")
    assert {"Åre", "Linköpings universitet", "Bo"} <= set(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Angst war da, und mit Angst kam Müdigkeit. Patienten riefen an.", None),
        ("Dann kam Ortrud, und mit Ortrud kam Ruhe.", "Ortrud"),
        ("Ich war bei Frau Wüstefeld in der Sprechstunde.", "Wüstefeld"),
        ("Wir zogen nach Bramstedt, weil es ruhig war.", "Bramstedt"),
    ],
)
def test_german_nouns_are_no_names(text: str, words: str | None) -> None:
    found = by_original(text, language="de")
    assert set(found) == ({words} if words else set())


def test_a_list_finds_names_in_lower_case_and_misspelt() -> None:
    found = by_original(
        "jeg spurte tveit. Så kom Bjørkhaug, altså Bjørkhaugs bror.", listed="Tveit, Odd\nBjørkhaug\n"
    )
    listed = {name for name, candidate in found.items() if "your list" in candidate.reason}
    assert listed == {"Bjørkhaug"}
    found = by_original("jeg spurte odd tveit. Så kom Bjørkhoug.", listed="Tveit, Odd\nBjørkhaug\n")
    assert {"odd tveit", "Bjørkhoug"} <= set(found)


def test_terms_are_read_from_a_table() -> None:
    terms = read_terms('\ufeff# staff\nNordvik, Kari\n\nOla Hagen;sykepleier\n"Per Lie"\tlege\n')
    assert [term.words for term in terms] == ["Kari Nordvik", "Ola Hagen", "Per Lie"]


def test_occurrences_have_their_place_and_context() -> None:
    text = "SYNTHETIC. Ring 98 76 54 32 i morgen."
    (candidate,) = [item for item in candidates([Text("P01", text, "nb")]) if item.kind == "phone"]
    (item,) = candidate.occurrences
    assert text[item.start : item.end] == item.text == "98 76 54 32"
    assert (item.before, item.after) == ("SYNTHETIC. Ring ", " i morgen.")


def test_blanks_that_do_not_break_are_blanks() -> None:
    text = "Ring 98\u00a076\u202f54\u00a032 til Kari\u00a0Nesvold, 811218\u20119876."
    found = {item.original: item.kind for item in candidates([Text("P01", text, "sv")])}
    assert found["98\u00a076\u202f54\u00a032"] == "phone"
    assert found["Kari\u00a0Nesvold"] == "name"
    assert found["811218\u20119876"] == "national id"


def test_progress_is_told_and_stops_the_work() -> None:
    texts, _ = read("2")
    shares: list[float] = []
    candidates(texts, progress=shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1

    def stop(share: float) -> None:
        if share > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        candidates(texts, progress=stop)


@pytest.mark.parametrize(
    "text",
    ["QWxhZGRpbjpvcGVuIHNlc2FtZQ1234567890abcdefghijkl" * 600, "kari dot " * 1000, "a.b" * 5000 + "@", "1" * 5000],
    ids=["data", "dots", "mail", "digits"],
)
def test_data_that_is_no_text_takes_no_time(text: str) -> None:
    words = f"Ring Kari, {text} og 91 34 56 78."
    found = [item for row in candidates([Text("P01", words, "nb")]) for item in row.occurrences]
    assert {"Kari", "91 34 56 78"} <= {item.text for item in found}
    assert all(words[item.start : item.end] == item.text for item in found)


def test_nothing_is_found_in_nothing() -> None:
    assert candidates([]) == []
    assert candidates([Text("P01", ""), Text("P02", "\n\n")]) == []


def test_decomposed_letters_are_found_where_they_are_written() -> None:
    written = unicodedata.normalize("NFD", "SYNTHETIC\n\nP: Da ringte Åsmund Bråten meg, og Åsmund sa ja.\n")
    found = candidates([Text("P01", written, "nb")])
    (row,) = [row for row in found if "Åsmund Bråten" in row.variants]
    assert len(row.occurrences) == 2
    assert [written[item.start : item.end] for item in row.occurrences] == [item.text for item in row.occurrences]
    assert unicodedata.normalize("NFC", row.occurrences[0].text) == "Åsmund Bråten"
    assert written.endswith(row.occurrences[1].after, 0, row.occurrences[1].end + len(row.occurrences[1].after))
