import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.fold import fold, fold_key, fold_origins, fold_signs, fold_variants, name_key, searchable


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
    assert any(v in fold("AUF DER STRASSE") for v in fold_variants("straße"))


@given(st.text())
def test_fold_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_each_position_of_a_key_has_an_origin(text: str) -> None:
    origins = fold_origins(text)
    assert len(origins) == len(fold_key(text))
    assert origins == sorted(origins)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("eﬀective", "effective"),
        ("eﬃcient oﬃce ﬂaw", "efficient office flaw"),
        ("Wert\u00adpapier", "wertpapier"),
        ("zero\u200bwidth word\u2060joiner", "zerowidth wordjoiner"),
        ("“don‘t” itʼs it’s it´s", "\"don't\" it's it's it's"),
        ("«nei» „ja“ »nej«", '"nei" "ja" "nej"'),
        ("10\u202f000 kr, 10\u00a0000", "10 000 kr, 10 000"),
        ("non\u2011breaking – and — so", "non-breaking - and - so"),
        ("well… yes", "well... yes"),
        ("cafe\u0301 A\u030arsak naïve", "cafe arsak naive"),
        ("だ た\u3099", "だ だ"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("می\u200cشود כָּתַב", "میشود כתב"),
        ("ＡＢ１", "ab1"),
        ("a\tb\nc", "a b c"),
        ("Plain ASCII text", "plain ascii text"),
    ],
)
def test_searchable_is_what_one_types(text: str, typed: str) -> None:
    assert searchable(text).text == typed
    assert searchable(typed).text == typed


def test_exact_comparing_keeps_capitals_and_diacritics() -> None:
    assert fold_signs("“Cafe\u0301” – Wert\u00adpapier\nÅ").text == '"Café" - Wertpapier Å'


TRICKY = st.text(
    st.sampled_from("abAé æİßﬁﬃ…\u00ad\u200b\u0301\u0308“’–\u202f\n\tǆ한\u1112\u1161が\u3099"), max_size=30
)


@given(TRICKY, TRICKY, TRICKY)
def test_a_passage_is_mapped_back_to_its_place(before: str, passage: str, after: str) -> None:
    text = f"{before}|{passage}|{after}"
    for folded in (searchable(text), fold_signs(text)):
        bars = [at for at, char in enumerate(folded.text) if char == "|"]
        assert folded.original(bars[0], bars[1] + 1) == (len(before), len(before) + len(passage) + 2) or (
            "\u0301" in text or "\u0308" in text or "\u3099" in text  # a mark joins the bar
        )


@given(TRICKY)
def test_spans_stay_within_the_text_and_in_order(text: str) -> None:
    for folded in (searchable(text), fold_signs(text)):
        spans = [folded.original(at, at + 1) for at in range(len(folded.text))]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert spans == sorted(spans)
        assert folded.within(0, len(text)) == folded.text


def test_a_ligature_is_found_whole() -> None:
    folded = searchable("the oﬃce")
    at = folded.text.index("ice")
    assert folded.original(at, at + 3) == (5, 8)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("P01", " p01 "),
        ("Kari Nes", "kari\u00a0 nes"),
        ("Åse", "A\u030ase"),
        ("P01", "P\u200b01"),
        ("Straße", "STRASSE"),
        ("baseline", "Base\u00adline"),
    ],
)
def test_names_that_look_alike_have_one_key(name: str, other: str) -> None:
    assert name_key(name) == name_key(other)


def test_different_names_have_different_keys() -> None:
    names = ["P01", "P1", "Åse", "Ase", "P 01", "P-01", "Ida", "İda"]
    assert len({name_key(name) for name in names}) == len(names)


@given(st.text())
def test_name_key_is_idempotent(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_searchable_is_independent_of_context(text: str) -> None:
    beside = searchable(text + "→").text  # not in Latin-1: the other way
    assert searchable(text).text == beside.removesuffix("→")
