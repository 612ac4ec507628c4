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
    statements = draw(st.lists(STATED, max_size=8, unique=True))
    matched = match_sentences(" ".join(statements), EN, (), new_id)
    return tuple(
        sentence._replace(units=(f"unit {place}",), ends=draw(st.booleans()) and place + 1 < len(matched))
        for place, sentence in enumerate(matched)
    )


@given(st.text(alphabet=st.sampled_from("ab B.!?…\n \t'\"”(。あ\u00a0\u2028ø"), max_size=60) | st.text(max_size=40))
def test_sentences_join_to_the_same_text(text: str) -> None:
    matched = match_sentences(text, EN, (), new_id)
    assert prose(matched) == normal(text)
    assert "".join(prose(matched).split()) == "".join(text.split())
    assert prose(match_sentences(prose(matched), EN, matched, new_id)) == prose(matched)
    assert all(sentence.text == sentence.text.strip() != "" for sentence in matched)
    places = sentence_spans(text, matched)
    assert ["".join(text[span.start : span.end].split()) for span in places] == [
        "".join(sentence.text.split()) for sentence in matched
    ]
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in places)


@given(texts())
def test_unchanged_prose_keeps_its_sentences(old: tuple[Sentence, ...]) -> None:
    assert match_sentences(prose(old), EN, old, new_id) == old


@given(texts(), st.data())
def test_moved_sentences_keep_key_and_units(old: tuple[Sentence, ...], data: st.DataObject) -> None:
    """Taken out, put elsewhere, others between them: what reads as before is what it was."""
    retained = data.draw(st.permutations(old)) if old else []
    retained = retained[: data.draw(st.integers(0, len(retained)))]
    others = data.draw(st.lists(STATED, max_size=4))
    pieces = data.draw(st.permutations([*(sentence.text for sentence in retained), *others]))
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n", " \n \n"]), min_size=12, max_size=12))
    text = "".join(piece + blank for piece, blank in zip(pieces, breaks, strict=False))
    matched = match_sentences(text, EN, old, new_id)
    by_text = {sentence.text: sentence for sentence in old}
    known = Counter(sentence.text for sentence in matched if sentence.text in by_text)
    for known_text, times in known.items():
        same = [sentence for sentence in matched if sentence.key == by_text[known_text].key]
        assert [sentence.text for sentence in same] == [known_text]
        assert same[0].units == by_text[known_text].units
        assert times >= 1
    assert len({sentence.key for sentence in matched}) == len(matched)
    assert {sentence.text for sentence in retained} <= known.keys()


OLD = (
    Sentence("a", "I had always been the one who was never unwell.", ("u1",)),
    Sentence("b", "Nobody asked how I was, and I did not tell.", ("u2", "u3"), True),
    Sentence("c", "Then one morning I could not open the car door.", ("u4",)),
)


def by_key(text: str) -> dict[str, Sentence]:
    return {sentence.key: sentence for sentence in match_sentences(text, EN, OLD, new_id)}


def test_reworded_sentence_keeps_key_and_units() -> None:
    text = prose(OLD).replace("Nobody asked how I was, and I did not tell.", "Nobody asked me, and I told nobody.")
    matched = by_key(text)
    assert list(matched) == ["a", "b", "c"]
    assert matched["b"] == Sentence("b", "Nobody asked me, and I told nobody.", ("u2", "u3"), True)


def test_extended_sentence_keeps_its_key() -> None:
    old = (Sentence("a", "I was nev", ("u1",)),)
    matched = match_sentences("I was never the one who asked anybody for help with anything at all.", EN, old, new_id)
    assert [(sentence.key, sentence.units) for sentence in matched] == [("a", ("u1",))]


def test_unrelated_sentence_gets_a_new_key() -> None:
    text = prose(OLD).replace(OLD[2].text, "At home the evenings were spent on paperwork.")
    matched = by_key(text)
    assert set(matched) > {"a", "b"}
    assert "c" not in matched
    assert [sentence.units for sentence in matched.values() if sentence.key not in "ab"] == [()]


def test_joined_sentences_have_the_units_of_both() -> None:
    text = (
        prose(OLD)
        .replace("never unwell.", "never unwell, and nobody asked how I was, and I did not tell.")
        .replace("\n\n", " ")
        .replace("tell. Nobody asked how I was, and I did not tell.", "tell.")
    )
    matched = list(by_key(text).values())
    assert [sentence.key for sentence in matched] == ["a", "c"] or [sentence.key for sentence in matched] == [
        "b",
        "c",
    ]
    assert set(matched[0].units) == {"u1", "u2", "u3"}


def test_split_sentence_leaves_its_units_with_the_most_similar() -> None:
    text = prose(OLD).replace("how I was, and I did not tell", "how I was. I did not tell")
    matched = match_sentences(text, EN, OLD, new_id)
    assert [(sentence.key in "abc", sentence.units) for sentence in matched] == [
        (True, ("u1",)),
        (True, ("u2", "u3")),
        (False, ()),
        (True, ("u4",)),
    ]


def test_paragraphs_are_separated_by_an_empty_line() -> None:
    matched = match_sentences("One here. Two here.\n \nThree here.\nFour here.\n\n\n", EN, (), new_id)
    assert [(sentence.text, sentence.ends) for sentence in matched] == [
        ("One here.", False),
        ("Two here.", True),
        ("Three here.", False),
        ("Four here.", False),
    ]


def test_identical_sentences_keep_their_own_units() -> None:
    old = (Sentence("a", "No.", ("u1",)), Sentence("b", "I told her so.", ("u2",)), Sentence("c", "No.", ("u3",)))
    matched = match_sentences("I told her so. No.", EN, old, new_id)
    assert [sentence.key for sentence in matched] == ["b", "c"]


def test_sentences_without_spaces_between_them() -> None:
    assert split("疲れた。でも言えなかった。", "ja") == [["疲れた。", "でも言えなかった。"]]
