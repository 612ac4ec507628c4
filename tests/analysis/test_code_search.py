import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.code_search import CodeSearch, Entry

# SYNTHETIC
_TREE = """What a doctor ought to be
What a doctor ought to be/Never ill
What a doctor ought to be/Patient first
What a doctor ought to be/Strong
What a doctor ought to be/Stronger than others
Before asking
Before asking/Presenteeism
Before asking/Fear of not coping
Before asking/Paperwork in the evening
Before asking/Skjønn
A different conversation
A different conversation/Being a patient
A different conversation/Therapy
A different conversation/Colleagues who listen
Afterwards
Afterwards/Fewer sessions
Afterwards/Guilt
Afterwards/Seeing a GP
Afterwards/Illness as a teacher
Afterwards/Ærlighet
Afterwards/Way back or way out"""
PATHS = _TREE.split("\n")
ENTRIES = [Entry(p, p, ("working while sick",) if p.endswith("Presenteeism") else ()) for p in PATHS]


@pytest.mark.parametrize(
    ("query", "leaf"),
    [
        ("pf", "Patient first"), ("pat", "Patient first"), ("patient", "Patient first"), ("never ill", "Never ill"),
        ("ill nev", "Never ill"), ("ni", "Never ill"), ("ought/strong", "Strong"), ("strong", "Strong"),
        ("strongt", "Stronger than others"), ("presentism", "Presenteeism"), ("presantism", "Presenteeism"),
        ("prseenteeism", "Presenteeism"), ("while sick", "Presenteeism"), ("skjonn", "Skjønn"), ("SKJØ", "Skjønn"),
        ("aerlig", "Ærlighet"), ("ær", "Ærlighet"), ("fnc", "Fear of not coping"), ("coping", "Fear of not coping"),
        ("evening", "Paperwork in the evening"), ("therpay", "Therapy"), ("gp", "Seeing a GP"), ("guild", "Guilt"),
        ("before", "Before asking"), ("collegues listen", "Colleagues who listen"),
        ("way out", "Way back or way out"),
        ("after/guilt", "Guilt"), ("illn", "Illness as a teacher"),
    ],
)  # fmt: skip
def test_the_wanted_code_is_first(query: str, leaf: str) -> None:
    assert CodeSearch(ENTRIES).find(query)[0].path.rpartition("/")[2] == leaf


def test_matched_letters_are_marked_in_the_path() -> None:
    match = CodeSearch(ENTRIES).find("ought/str")[0]
    assert "".join(match.path[at] for at in match.positions) == "ought/Str"
    match = CodeSearch(ENTRIES).find("aerl")[0]
    assert "".join(match.path[at] for at in match.positions) == "Ærl"


def test_an_alias_is_named() -> None:
    match = CodeSearch(ENTRIES).find("while sick")[0]
    assert (match.alias, match.positions) == ("working while sick", ())


def test_without_a_query_recent_then_frequent_then_tree() -> None:
    search = CodeSearch(ENTRIES, {PATHS[5]: 9, PATHS[3]: 2}, [PATHS[7], PATHS[4]])
    assert [m.path for m in search.find("", 5)] == [PATHS[7], PATHS[4], PATHS[5], PATHS[3], PATHS[0]]


def test_use_lifts_among_equals_but_not_above_a_better_fit() -> None:
    entries = [Entry("1", "Shame at work"), Entry("2", "Shame at home"), Entry("3", "Ashamed")]
    assert CodeSearch(entries, {"2": 5}).find("shame")[0].id == "2"
    assert CodeSearch(entries, {"3": 500}, ["3"]).find("shame")[-1].id == "3"


def test_a_short_query_that_fits_nothing_finds_nothing() -> None:
    assert CodeSearch(ENTRIES).find("zq") == []


@given(st.text("pfnev il/otæ", max_size=8))
def test_typing_letter_by_letter_finds_what_the_whole_query_finds(query: str) -> None:
    typed = CodeSearch(ENTRIES)
    for end in range(len(query)):
        typed.find(query[:end])
    assert typed.find(query) == CodeSearch(ENTRIES).find(query)


def test_a_path_that_is_not_there_is_not_guessed_at() -> None:
    search = CodeSearch([Entry("1", "Body"), Entry("2", "a/b")])
    assert search.find("Body/Rest") == []
    assert search.find("Big/Code") == []
    assert [match.id for match in search.find("Boddy")] == ["1"]


def test_a_short_name_within_a_long_query_is_no_misspelling_of_it() -> None:
    search = CodeSearch([Entry("1", "Body"), Entry("2", "Rest"), Entry("3", "b")])
    assert search.find("Body image") == []
    assert search.find("Resting place") == []
    assert [match.id for match in search.find("Boddy")] == ["1"]


def test_letters_far_apart_are_no_fit_of_a_whole_word() -> None:
    search = CodeSearch([Entry("1", "Before asking/Presenteeism")])
    assert search.find("fear") == []
    assert [one.id for one in search.find("far")] == ["1"]
