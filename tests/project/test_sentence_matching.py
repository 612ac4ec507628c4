"""Edited prose keeps the keys and units of its sentences."""

from __future__ import annotations

import uuid
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coder.model.condensation import Sentence, prose
from coder.project.sentence_matching import match_sentences, sentence_spans, split

EN = "en"
WORDS = st.sampled_from(["never", "asked", "anybody", "for", "help", "again", "tonight"])
STATED = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: "Nobody " + " ".join(words) + ".")


def new_id() -> str:
    return str(uuid.uuid4())


def normal(text: str) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in split(text, EN))


@st.composite
def texts(draw: st.DrawFn) -> tuple[Sentence, ...]:
    """Sentences as they are stored, each supported by a unit of its own."""
    said = draw(st.lists(STATED, max_size=8, unique=True))
    made = match_sentences(" ".join(said), EN, (), new_id)
    return tuple(
        one._replace(units=(f"unit {place}",), ends=draw(st.booleans()) and place + 1 < len(made))
        for place, one in enumerate(made)
    )


@given(st.text(alphabet=st.sampled_from("ab B.!?…\n \t'\"”(。あ\u00a0\u2028ø"), max_size=60) | st.text(max_size=40))
def test_sentences_join_to_the_same_text(text: str) -> None:
    made = match_sentences(text, EN, (), new_id)
    assert prose(made) == normal(text)
    assert "".join(prose(made).split()) == "".join(text.split())
    assert prose(match_sentences(prose(made), EN, made, new_id)) == prose(made)
    assert all(one.text == one.text.strip() != "" for one in made)
    places = sentence_spans(text, made)
    assert ["".join(text[span.start : span.end].split()) for span in places] == [
        "".join(one.text.split()) for one in made
    ]
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in places)


@given(texts())
def test_unchanged_prose_keeps_its_sentences(old: tuple[Sentence, ...]) -> None:
    assert match_sentences(prose(old), EN, old, new_id) == old


@given(texts(), st.data())
def test_moved_sentences_keep_key_and_units(old: tuple[Sentence, ...], data: st.DataObject) -> None:
    """Taken out, put elsewhere, others between them: what reads as before is what it was."""
    kept = data.draw(st.permutations(old)) if old else []
    kept = kept[: data.draw(st.integers(0, len(kept)))]
    others = data.draw(st.lists(STATED, max_size=4))
    pieces = data.draw(st.permutations([*(one.text for one in kept), *others]))
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n", " \n \n"]), min_size=12, max_size=12))
    text = "".join(piece + blank for piece, blank in zip(pieces, breaks, strict=False))
    made = match_sentences(text, EN, old, new_id)
    by_text = {one.text: one for one in old}
    known = Counter(one.text for one in made if one.text in by_text)
    for sentence, times in known.items():
        same = [one for one in made if one.key == by_text[sentence].key]
        assert [one.text for one in same] == [sentence]
        assert same[0].units == by_text[sentence].units
        assert times >= 1
    assert len({one.key for one in made}) == len(made)
    assert {one.text for one in kept} <= known.keys()


OLD = (
    Sentence("a", "I had always been the one who was never unwell.", ("u1",)),
    Sentence("b", "Nobody asked how I was, and I did not tell.", ("u2", "u3"), True),
    Sentence("c", "Then one morning I could not open the car door.", ("u4",)),
)


def by_key(text: str) -> dict[str, Sentence]:
    return {one.key: one for one in match_sentences(text, EN, OLD, new_id)}


def test_reworded_sentence_keeps_key_and_units() -> None:
    text = prose(OLD).replace("Nobody asked how I was, and I did not tell.", "Nobody asked me, and I told nobody.")
    made = by_key(text)
    assert list(made) == ["a", "b", "c"]
    assert made["b"] == Sentence("b", "Nobody asked me, and I told nobody.", ("u2", "u3"), True)


def test_extended_sentence_keeps_its_key() -> None:
    old = (Sentence("a", "I was nev", ("u1",)),)
    made = match_sentences("I was never the one who asked anybody for help with anything at all.", EN, old, new_id)
    assert [(one.key, one.units) for one in made] == [("a", ("u1",))]


def test_unrelated_sentence_gets_a_new_key() -> None:
    text = prose(OLD).replace(OLD[2].text, "At home the evenings were spent on paperwork.")
    made = by_key(text)
    assert set(made) > {"a", "b"}
    assert "c" not in made
    assert [one.units for one in made.values() if one.key not in "ab"] == [()]


def test_joined_sentences_have_the_units_of_both() -> None:
    text = (
        prose(OLD)
        .replace("never unwell.", "never unwell, and nobody asked how I was, and I did not tell.")
        .replace("\n\n", " ")
        .replace("tell. Nobody asked how I was, and I did not tell.", "tell.")
    )
    made = list(by_key(text).values())
    assert [one.key for one in made] == ["a", "c"] or [one.key for one in made] == ["b", "c"]
    assert set(made[0].units) == {"u1", "u2", "u3"}


def test_split_sentence_leaves_its_units_with_the_most_similar() -> None:
    text = prose(OLD).replace("how I was, and I did not tell", "how I was. I did not tell")
    made = match_sentences(text, EN, OLD, new_id)
    assert [(one.key in "abc", one.units) for one in made] == [
        (True, ("u1",)),
        (True, ("u2", "u3")),
        (False, ()),
        (True, ("u4",)),
    ]


def test_paragraphs_are_separated_by_an_empty_line() -> None:
    made = match_sentences("One here. Two here.\n \nThree here.\nFour here.\n\n\n", EN, (), new_id)
    assert [(one.text, one.ends) for one in made] == [
        ("One here.", False),
        ("Two here.", True),
        ("Three here.", False),
        ("Four here.", False),
    ]


def test_identical_sentences_keep_their_own_units() -> None:
    old = (Sentence("a", "No.", ("u1",)), Sentence("b", "I told her so.", ("u2",)), Sentence("c", "No.", ("u3",)))
    made = match_sentences("I told her so. No.", EN, old, new_id)
    assert [one.key for one in made] == ["b", "c"]


def test_sentences_without_spaces_between_them() -> None:
    assert split("疲れた。でも言えなかった。", "ja") == [["疲れた。", "でも言えなかった。"]]
