import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.fold import fold, fold_key, fold_origins, fold_variants, searchable


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Skjønn ÅÉ", "skjonn ae"),
        ("VÆRE Straße", "være straße"),
        ("İI", "ii"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("Ёлка", "елка"),
    ],
)
def test_fold_removes_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "key"),
    [("Ærlig Skjønn på", "aerlig skjonn pa"), ("Straße", "strasse"), ("한국 ﬁ e\u0301", "한국 fi e"), ("ABC", "abc")],
)
def test_fold_key_expands_letters(text: str, key: str) -> None:
    assert fold_key(text) == key


def test_fold_variants_find_ligatures() -> None:
    assert any(v in fold("Det å VÆRE her") for v in fold_variants("vaere"))
    assert any(v in fold("auf der Straße") for v in fold_variants("strasse"))


@given(st.text())
def test_fold_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_each_position_of_a_key_has_an_origin(text: str) -> None:
    origins = fold_origins(text)
    assert len(origins) == len(fold_key(text))
    assert origins == sorted(origins)


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_searchable_is_independent_of_context(text: str) -> None:
    beside = searchable(text + "→")  # not in Latin-1: the other way
    assert searchable(text) == beside.removesuffix("→")
    assert len(beside) == len(text) + 1
