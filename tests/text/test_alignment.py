import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coder.text.alignment import Alignment, Place
from coder.text.characters import snap
from coder.text.diff import common_runs, gaps

# SYNTHETIC: nobody said any of this.
OLD = """I: How was the frist week?

P: It was quite difficult at home. I went to Trondheim.

I: Yes.

P: Ja.

I: Mm. And then?

P: Ja.

P: Then we sold the boat."""


def where(old: str, new: str, quote: str, nth: int = 1) -> tuple[str, str]:
    """How the nth occurrence of a quote is mapped, and to which words."""
    at = -1
    for _ in range(nth):
        at = old.index(quote, at + 1)
    place = Alignment(old, new).place(at, at + len(quote))
    return place.how, new[place.start : place.end]


def test_identical_text_is_kept() -> None:
    assert Alignment(OLD, OLD).place(3, 26) == Place("kept", 3, 26)


@pytest.mark.parametrize(
    ("cut", "put", "quote", "expected"),
    [
        ("frist", "first", "How was the frist week?", ("changed", "How was the first week?")),
        ("frist", "first", "frist", ("changed", "first")),
        ("frist", "first", "sold the boat", ("kept", "sold the boat")),
        ("quite ", "", "It was quite difficult at home.", ("changed", "It was difficult at home.")),
        ("quite ", "", "difficult at home", ("moved", "difficult at home")),
        ("difficult", "difficult and long", "It was quite difficult", ("kept", "It was quite difficult")),
        ("difficult", "very difficult", "quite", ("kept", "quite")),
        (" I went to Trondheim.", "", "I went to Trondheim.", ("lost", "")),
        ("I went to Trondheim", "[inaudible]", "I went to Trondheim.", ("lost", "")),
        ("I went to Trondheim", "[inaudible]", "It was quite difficult at home.", ("kept", OLD[31:62])),
        ("P: Then we sold the boat.", "P: Nobody rows any more.", "we sold the boat", ("lost", "")),
        ("P: Then we sold the boat.", "P: We kept sheep; then we sold the boat.", "we sold the boat",
         ("moved", "we sold the boat")),
    ],
)  # fmt: skip
def test_single_correction(cut: str, put: str, quote: str, expected: tuple[str, str]) -> None:
    assert where(OLD, OLD.replace(cut, put), quote) == expected


def test_second_of_two_equal_answers_is_deleted() -> None:
    without_first = OLD.replace("P: Ja.\n\nI: Mm. And then?\n\n", "I: Mm. And then?\n\n")
    assert where(OLD, without_first, "Ja.", 1) == ("lost", "")
    assert where(OLD, without_first, "Ja.", 2) == ("moved", "Ja.")
    at = OLD.rindex("Ja.")
    assert Alignment(OLD, without_first).place(at, at + 3).start == without_first.index("Ja.")


def test_equal_neighbours_are_unsure() -> None:
    places = [Alignment("ja.\nja.\nja.", "ja.\nja.").place(at, at + 3) for at in (0, 4, 8)]
    assert [place.start for place in places] == [0, 0, 4]
    assert not any(place.sure for place in places)


def test_equal_answers_with_changed_context_are_unsure() -> None:
    old, new = "P: Huset.\nP: Ja.\nP: Båten.\nP: Ja.\nP: Snø.", "P: Om morgenen.\nP: Ja.\nP: Ved sjøen."
    assert not Alignment(old, new).place(old.index("Ja."), old.index("Ja.") + 3).sure
    alone = old.replace("Båten.\nP: Ja.", "Båten.")
    assert Alignment(alone, new).place(old.index("Ja."), old.index("Ja.") + 3) == ("moved", 19, 22, True)


def test_lost_passage_is_unsure_if_its_words_are_nearby() -> None:
    lines = [f"P: Sentence {n} is in its place." for n in range(6)]
    old, new = "\n".join(lines), "\n".join([*lines[1:], lines[0]])
    place = Alignment(old, new).place(0, len(lines[0]))
    assert (place.how, place.sure) == ("lost", False)


def test_deletion_falls_on_whole_sentences() -> None:
    old, new = "Vi så den gamle. Vi så den nye.", "Vi så den nye."
    assert where(old, new, "Vi så den gamle.") == ("lost", "")
    assert where(old, new, "Vi så den nye.") == ("moved", "Vi så den nye.")


def test_words_moved_far_away_are_lost() -> None:
    lines = [f"P: Sentence number {n} is here." for n in range(8)]
    moved = [*lines[1:], lines[0]]
    assert where("\n".join(lines), "\n".join(moved), lines[0])[0] == "lost"


def test_edges_have_no_blanks_and_whole_clusters() -> None:
    assert where("one two three", "one  three", "two") == ("lost", "")
    assert where("ein cafe hier", "ein cafe\u0301 hier", "cafe") == ("changed", "cafe\u0301")
    assert where("ein 👨\u200d👩 hier", "ein 👨 hier", "ein 👨\u200d👩") == ("changed", "ein 👨")


def test_different_text_keeps_nothing() -> None:
    old = " ".join(f"w{n % 977}" for n in range(20_000))
    new = " ".join(f"v{n % 983}" for n in range(20_000))
    assert {Alignment(old, new).place(at, at + 40).how for at in range(100, 2_000, 100)} == {"lost"}


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (0, 99)])
def test_passage_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such passage"):
        Alignment("short", "short").place(start, end)


# --- what must always be true -------------------------------------------------------------------------------

REPEATED = ["ja", "yes.", "mm", "det er", "I: Ja.\n\n", "P: yes.\n", "\n"]
any_text = st.text(st.sampled_from("ab .\n\u0301😀") | st.characters(), max_size=40)
talk = st.lists(st.sampled_from(REPEATED), max_size=9).map(" ".join)


@given(any_text | talk, any_text | talk)
def test_runs_are_equal_and_gaps_are_the_rest(old: str, new: str) -> None:
    runs = common_runs(old, new)
    at_old = at_new = 0
    rebuilt = ""
    for run, gap in zip(runs, gaps(old, new, runs), strict=False):
        assert (gap.a, gap.c) == (at_old, at_new)
        assert run.size > 0
        assert old[run.old : run.old_end] == new[run.new : run.new_end]
        rebuilt += new[gap.c : gap.d] + old[run.old : run.old_end]
        at_old, at_new = run.old_end, run.new_end
    assert rebuilt + new[gaps(old, new, runs)[-1].c :] == new


@given(any_text | talk, any_text | talk, st.data())
def test_each_place_is_well_formed(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    place = Alignment(old, new).place(start, end)
    assert 0 <= place.start <= place.end <= len(new)
    assert (place.how == "lost") == (place.start == place.end)
    for edge in place[1:3]:
        assert snap(new, edge) == edge
    same = new[place.start : place.end] == old[start:end]
    assert same == (place.how in ("kept", "moved"))
    assert (place.how == "kept") == (same and place[1:3] == (start, end))


@given(talk, st.sampled_from(["ja", "yes.", "det er", "boat"]), talk, st.data())
@example("ja", "ja", "ja", None)
def test_edit_elsewhere_keeps_the_passage(before: str, quote: str, after: str, data: st.DataObject | None) -> None:
    """After any insertion or deletion beside it, a passage is located or unsure."""
    left, right = before + " ", " " + after
    old = left + quote + right
    if data is None:
        changed = (left, right[3:])
    else:
        side, put = data.draw(st.booleans()), data.draw(talk)
        edited = right if side else left
        start = data.draw(st.integers(0, len(edited)))
        end = data.draw(st.just(start) if put else st.integers(start, len(edited)))
        edited = edited[:start] + put + edited[end:]
        changed = (left, edited) if side else (edited, right)
    new = quote.join(changed)
    place = Alignment(old, new).place(len(left), len(left) + len(quote))
    expected_span = (len(changed[0]), len(changed[0]) + len(quote))
    assert place[1:3] == expected_span or not place.sure or touched(new, expected_span)


def touched(new: str, expected_span: tuple[int, int]) -> bool:
    """Whether the edit joined a mark to the span, so that it is no longer whole by itself."""
    return snap(new, expected_span[0]) != expected_span[0] or snap(new, expected_span[1]) != expected_span[1]


surroundings = [" ".join(f"{side}{n}" for n in range(9)) for side in ("before", "after")]


@given(talk, st.sampled_from(["ja", "yes.", "det er", "ja ja. ja"]), talk, talk, talk, st.booleans())
def test_passage_with_unchanged_context_is_located(
    old_before: str, quote: str, old_after: str, new_before: str, new_after: str, lines: bool
) -> None:
    """Both sides rewritten at will, in words that repeat the span's own."""
    join = "\n" if lines else " "
    middle = join.join([surroundings[0], quote, surroundings[1]])
    at = middle.index(join + quote) + 1
    old, new = old_before + join + middle + join + old_after, new_before + join + middle + join + new_after
    start, new_start = len(old_before) + 1 + at, len(new_before) + 1 + at
    place = Alignment(old, new).place(start, start + len(quote))
    assert place == ("kept" if start == new_start else "moved", new_start, new_start + len(quote), True)


@given(st.lists(st.sampled_from(["ja", "mm", "yes."]), min_size=3, max_size=12), st.data())
def test_edited_lines_around_unchanged_turns(answers: list[str], data: st.DataObject) -> None:
    """Unique turns between repeated answers, some of which are deleted."""
    turns = [line for n, answer in enumerate(answers) for line in (f"I: question {n} about w{n}?", f"P: {answer}")]
    gone = data.draw(st.sets(st.integers(0, len(answers) - 1)))
    fresh = data.draw(st.sets(st.integers(0, len(answers) - 1)))
    old, new, expected = "", "", []
    for n, line in enumerate(turns):
        answer = n % 2
        if not (answer and n // 2 in gone):
            if answer:
                expected.append((len(old), len(new), line))
            new += line + "\n"
        if answer and n // 2 in fresh and n // 2 in gone:
            new += "X: something else\n"
        elif not answer and n // 2 in fresh and n // 2 in gone:
            new += "P: [laughs]\n"
        old += line + "\n"
    alignment = Alignment(old, new)
    assert len(expected) == len(answers) - len(gone)
    for before, after, line in expected:
        assert alignment.place(before, before + len(line))[1:] == (after, after + len(line), True)
