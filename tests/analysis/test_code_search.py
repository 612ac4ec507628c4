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
def test_best_match_is_first(query: str, leaf: str) -> None:
    assert CodeSearch(ENTRIES).find(query)[0].path.rpartition("/")[2] == leaf


def test_matched_letters_are_marked_in_the_path() -> None:
    match = CodeSearch(ENTRIES).find("ought/str")[0]
    assert "".join(match.path[at] for at in match.positions) == "ought/Str"
    match = CodeSearch(ENTRIES).find("aerl")[0]
    assert "".join(match.path[at] for at in match.positions) == "Ærl"


def test_matching_alias_is_returned() -> None:
    match = CodeSearch(ENTRIES).find("while sick")[0]
    assert (match.alias, match.positions) == ("working while sick", ())


def test_order_without_a_query() -> None:
    search = CodeSearch(ENTRIES, {PATHS[5]: 9, PATHS[3]: 2}, [PATHS[7], PATHS[4]])
    assert [m.path for m in search.find("", 5)] == [PATHS[7], PATHS[4], PATHS[5], PATHS[3], PATHS[0]]


def test_use_ranks_within_a_tier_only() -> None:
    entries = [Entry("1", "Shame at work"), Entry("2", "Shame at home"), Entry("3", "Ashamed")]
    assert CodeSearch(entries, {"2": 5}).find("shame")[0].id == "2"
    assert CodeSearch(entries, {"3": 500}, ["3"]).find("shame")[-1].id == "3"


def test_a_short_query_without_match_is_empty() -> None:
    assert CodeSearch(ENTRIES).find("zq") == []


@given(st.text("pfnev il/otæ", max_size=8))
def test_incremental_typing_agrees_with_a_fresh_search(query: str) -> None:
    typed = CodeSearch(ENTRIES)
    for end in range(len(query)):
        typed.find(query[:end])
    assert typed.find(query) == CodeSearch(ENTRIES).find(query)


def test_an_unknown_path_is_not_corrected() -> None:
    search = CodeSearch([Entry("1", "Body"), Entry("2", "a/b")])
    assert search.find("Body/Rest") == []
    assert search.find("Big/Code") == []
    assert [match.id for match in search.find("Boddy")] == ["1"]


def test_short_names_do_not_match_long_queries() -> None:
    search = CodeSearch([Entry("1", "Body"), Entry("2", "Rest"), Entry("3", "b")])
    assert search.find("Body image") == []
    assert search.find("Resting place") == []
    assert [match.id for match in search.find("Boddy")] == ["1"]


def test_scattered_letters_do_not_match() -> None:
    search = CodeSearch([Entry("1", "Before asking/Presenteeism")])
    assert search.find("fear") == []
    assert [one.id for one in search.find("far")] == ["1"]
