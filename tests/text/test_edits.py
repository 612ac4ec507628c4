import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.alignment import Alignment, Place
from coder.text.diff import changed_words
from coder.text.edits import Edit, Replacement, edit_turn, keep_labels, relabel_turn, turns_after
from coder.text.span import Turn
from coder.text.turns import find_turns

# SYNTHETIC: nobody said any of this.
TEXT = """SYNTHETIC
I: How was the frist week?
P: Long. I did not ask anybody.
P: Ja.
I: Did you sleep?
P: Ja.
"""
TURNS = tuple(find_turns(TEXT))
Spoken = list[tuple[str, str]]


def spoken(edit: Edit, text: str = TEXT) -> Spoken:
    new = edit.applied(text)
    return [(turn.speaker, new[turn.start : turn.end]) for turn in edit.turns]


BEFORE: Spoken = [("", "SYNTHETIC"), ("I", "How was the frist week?")]
AFTER: Spoken = [("P", "Ja."), ("I", "Did you sleep?"), ("P", "Ja.")]


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("P: Short. I did not ask.", [("P", "Short. I did not ask.")]),
        ("  P: Long.\n\n", [("P", "Long.")]),
        ("I: Long.", [("I", "Long.")]),
        ("Nurse 2: Long.", [("Nurse 2", "Long.")]),
        ("P: Long.\nI: Really?\nP: I did not.", [("P", "Long."), ("I", "Really?"), ("P", "I did not.")]),
        ("P: Long.\nNote: nobody speaks here", [("P", "Long.\nNote: nobody speaks here")]),
        ("Long.", [("", "Long.")]),
        ("Long.\nI: Really?", [("", "Long."), ("I", "Really?")]),
        ("P:", [("P", "")]),
        ("", []),
    ],
)
def test_editing_a_turn_keeps_the_others(words: str, becomes: Spoken) -> None:
    edit = edit_turn(TEXT, TURNS, 2, words)
    assert spoken(edit) == [*BEFORE, *becomes, *AFTER]
    labels = [edit.applied(TEXT)[turn.label : turn.start] for turn in edit.turns]
    assert all(label.strip(" :") == turn.speaker for label, turn in zip(labels, edit.turns, strict=True))


def test_label_of_an_unknown_speaker_stays_text() -> None:
    assert spoken(edit_turn(TEXT, TURNS, 0, "Note: invented"))[0] == ("", "Note: invented")
    assert spoken(edit_turn(TEXT, TURNS, 0, "P: I said so"))[0] == ("P", "I said so")


def test_unchanged_label_keeps_its_time_stamp() -> None:
    text = "P: [00:00:03] Ja.\n"
    turns = (Turn(14, 17, "Pernille", 3.25, 0),)
    assert edit_turn(text, turns, 0, "P: [00:00:03] Ja, ja.").turns == (Turn(14, 21, "Pernille", 3.25, 0),)
    assert edit_turn(text, turns, 0, "P: [00:00:04] Ja.").turns == (Turn(14, 17, "Pernille", 4.0, 0),)


def test_relabelling_changes_only_the_label() -> None:
    edit = relabel_turn(TEXT, TURNS, 3, "Interviewer")
    assert spoken(edit) == [*BEFORE, ("P", "Long. I did not ask anybody."), ("Interviewer", "Ja."), *AFTER[1:]]
    assert edit.applied(TEXT) == TEXT.replace("P: Ja.\nI:", "Interviewer: Ja.\nI:")
    assert spoken(relabel_turn(TEXT, TURNS, 0, "X"))[0] == ("X", "SYNTHETIC")
    stamped = "[00:03] Ja."
    edit = relabel_turn(stamped, (Turn(8, 11, "", 3.0, 0),), 0, "P")
    assert (edit.applied(stamped), edit.turns) == ("P: [00:03] Ja.", (Turn(11, 14, "P", 3.0, 0),))


def test_turns_of_an_edited_text_are_detected() -> None:
    new = TEXT.replace("frist", "first").replace("I: Did", "P: No.\nI: Did")
    assert turns_after(TEXT, TURNS, new) == tuple(find_turns(new))


def test_typographic_labels_are_followed() -> None:
    text = "kari\nI am tired.\n\nole\nSince when?\n\nkari\nSince May.\n"
    heads = [(0, "kari"), (18, "ole"), (35, "kari")]
    turns = tuple(Turn(at + len(name) + 1, (text + "\n").index("\n\n", at), name, None, at) for at, name in heads)
    assert tuple(find_turns(text)) != turns
    new = text.replace("tired", "very tired").replace("Since when", "When")
    after = turns_after(text, turns, new)
    assert [(turn.speaker, new[turn.start : turn.end].strip()) for turn in after] == [
        ("kari", "I am very tired."), ("ole", "When?"), ("kari", "Since May."),
    ]  # fmt: skip


def test_unchanged_labels_keep_speakers_and_time_stamps() -> None:
    known = tuple(turn._replace(seconds=float(n)) for n, turn in enumerate(TURNS))
    new = TEXT.replace("frist", "first")
    assert [turn.seconds for turn in keep_labels(TEXT, known, new, find_turns(new))] == [0, 1, 2, 3, 4, 5]
    other = new.replace("P: Ja.\nI", "I: Ja.\nI")
    assert keep_labels(TEXT, known, other, find_turns(other)) == tuple(find_turns(other))


talk = st.lists(st.sampled_from(["ja", "yes.", "mm", "det er", "P: Ja.", "\nI: Ja.\n", "boat 😀"]), max_size=8).map(
    " ".join
)


@given(talk, talk, talk, talk, st.data())
def test_passages_outside_an_edit_are_located(
    left: str, inside: str, right: str, put: str, data: st.DataObject
) -> None:
    """However alike the words are: before and after the edit nothing is changed, lost or in doubt."""
    old = f"{left} {inside} {right}"
    edit = Edit(len(left) + 1, len(left) + 1 + len(inside), put, ())
    replacement, new = Replacement(old, edit), edit.applied(old)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    by = len(put) - len(inside)
    place = replacement.place(start, end)
    assert replacement.new == new
    if end <= edit.start:
        assert place == ("kept", start, end, True)
    elif start >= edit.end:
        assert place == ("moved" if by else "kept", start + by, end + by, True)
    else:
        assert 0 <= place.start <= place.end <= len(new)
        assert (place.how == "lost") == (place.start == place.end)
        assert (place.how in ("kept", "moved")) == (new[place.start : place.end] == old[start:end])


@given(talk, talk, talk)
def test_passage_around_an_edit_contains_it(left: str, put: str, right: str) -> None:
    old = f"a{left}(x){right}b"
    edit = Edit(len(left) + 1, len(left) + 4, put, ())
    place = Replacement(old, edit).place(0, len(old))
    assert place[1:3] == (0, len(old) - 3 + len(put))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (0, 99)])
def test_passage_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such passage"):
        Replacement("short", Edit(0, 1, "S", ())).place(start, end)


def test_passages_outside_an_edited_turn_are_sure() -> None:
    old = "ja.\nja.\nja."
    assert not Alignment(old, "ja.\nja.").place(0, 3).sure
    gone = Replacement(old, Edit(4, 8, "", ()))
    assert (gone.place(0, 3), gone.place(8, 11)) == (Place("kept", 0, 3), Place("moved", 4, 7))
    assert gone.place(4, 7).how == "lost"


@given(talk, talk, st.lists(st.sampled_from("PI"), min_size=1, max_size=6), st.data())
def test_turns_stay_ordered_and_complete_after_an_edit(
    first: str, words: str, speakers: list[str], data: st.DataObject
) -> None:
    text = "".join(f"{name}: {first or 'x'} {n}\n" for n, name in enumerate(speakers))
    turns = tuple(find_turns(text))
    place = data.draw(st.integers(0, len(turns) - 1))
    edit = edit_turn(text, turns, place, words)
    new, at, seen = edit.applied(text), 0, ""
    for turn in edit.turns:
        assert at <= turn.label <= turn.start <= turn.end <= len(new)
        seen += new[at : turn.label]
        at = turn.end
    assert not (seen + new[at:]).strip()
    assert edit.turns[:place] == turns[:place]
    later = edit.turns[len(edit.turns) - (len(turns) - place - 1) :]
    assert [turn.speaker for turn in later] == [turn.speaker for turn in turns[place + 1 :]]


def test_changed_words() -> None:
    old, new = "I was quiet tired, ja.", "I was quite tired then, ja!"
    gone, come = changed_words(old, new)
    assert [old[slice(*span)] for span in gone] == ["quiet", "."]
    assert [new[slice(*span)] for span in come] == ["quite", "then", "!"]
    assert changed_words(old, old) == ([], [])


def test_share_of_the_old_text_left() -> None:
    assert Alignment(TEXT, TEXT).left == 1
    assert Alignment("", "new").left == 1
    other = " ".join(f"w{n}" for n in range(60))
    assert Alignment(TEXT, other).left < 0.25 < Alignment(TEXT, TEXT.replace("frist", "first")).left


def test_names_given_to_labels_are_kept_in_a_corrected_text() -> None:
    named = [turn._replace(speaker={"P": "Liv"}.get(turn.speaker, turn.speaker)) for turn in TURNS]
    new = TEXT.replace("frist", "first") + "P: No.\n"
    kept = keep_labels(TEXT, named, new, find_turns(new))
    assert [turn.speaker for turn in kept if turn.speaker] == ["I", "Liv", "Liv", "I", "Liv", "Liv"]


def test_names_given_to_labels_hold_in_an_edited_turn_and_in_an_edited_text() -> None:
    named = [turn._replace(speaker={"P": "Liv"}.get(turn.speaker, turn.speaker)) for turn in TURNS]
    edit = edit_turn(TEXT, named, 2, "P: Long.\nI: Really?\nP: I did not.")
    assert [turn.speaker for turn in edit.turns] == ["", "I", "Liv", "I", "Liv", "Liv", "I", "Liv"]
    after = turns_after(TEXT, named, TEXT + "P: No.\n")
    assert [turn.speaker for turn in after] == ["", "I", "Liv", "Liv", "I", "Liv", "Liv"]
