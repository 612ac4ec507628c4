import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder.text.anchors import CONTEXT, Anchor, anchor, find_again, holds


def test_an_anchor_knows_its_words_and_surroundings() -> None:
    text = "x" * 40 + "quote" + "y" * 40
    assert anchor(text, 40, 45) == Anchor(40, 45, "quote", "x" * CONTEXT, "y" * CONTEXT)
    assert holds(text, anchor(text, 40, 45))
    assert not holds("z" + text, anchor(text, 40, 45))


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (-1, 2), (0, 99)])
def test_an_impossible_stretch_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such stretch"):
        anchor("SYNTHETIC", start, end)


def test_of_several_occurrences_the_surroundings_decide() -> None:
    a = anchor("I: yes. A: no, yes. B: yes.", 15, 18)
    corrected = "Inserted. I: yes. A: no, yes. B: yes."
    assert find_again(corrected, a) == (25, 28)


def test_another_occurrence_that_slid_to_the_old_place_is_not_taken() -> None:
    text = "one ja two ja three"
    a = anchor(text, 11, 13)
    corrected = "1234567" + text  # the first ja stands now where the second stood
    assert corrected[11:13] == "ja"
    assert find_again(corrected, a) == (18, 20)


@pytest.mark.parametrize("text", ["nothing here", "kk ja kkkkkk ja kk", ""])
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert find_again(text, Anchor(8, 10, "ja", "Q", "Q")) is None


words = st.text("ab ø😀", max_size=40)


@given(words, st.text("QÆ", min_size=1, max_size=9), words, words, st.booleans())
def test_a_change_elsewhere_leaves_the_quote_to_be_found(
    before: str, quote: str, after: str, other: str, ahead: bool
) -> None:
    text = before + quote + after
    a = anchor(text, len(before), len(before) + len(quote))
    start = len(other) if ahead else len(before)
    changed = other + quote + after if ahead else before + quote + other
    found = find_again(changed, a)
    assert found == (start, start + len(quote))


@given(st.text("ab", min_size=1), st.text("ab"), st.data())
def test_what_is_found_is_always_the_exact_quote(text: str, changed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    a = anchor(text, start, data.draw(st.integers(start + 1, len(text))))
    assert find_again(text, a) == (a.start, a.end)
    found = find_again(changed, a)
    assume(found is not None)
    assert found is not None
    assert changed[found.start : found.end] == a.quote
