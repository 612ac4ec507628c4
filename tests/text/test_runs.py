"""Runs of five words."""

from __future__ import annotations

from coder.text.runs import keys, keys_in, passages, runs, without

TEXT = "So on the third day, I went in – and coughed. I didn't say."


def test_runs_and_their_keys_are_the_same() -> None:
    assert [run.key for run in runs(TEXT)] == list(keys_in(TEXT))
    assert next(keys_in(TEXT)) == "so on the third day"
    assert list(runs("only four words here")) == []


def test_quotation_is_found_in_other_case_and_punctuation() -> None:
    known = keys([TEXT])
    quoting = "She said: ON THE THIRD DAY I went in and coughed; then she laughed."
    (span,) = passages(quoting, known)
    assert quoting[span.start : span.end] == "ON THE THIRD DAY I went in and coughed"
    assert without(quoting, [span], "[erased]") == "She said: [erased]; then she laughed."
    assert passages("on the third of May I went", known) == []
    assert passages("I didn’t say. So on the third day", keys(["didn't say so on the"])) != []
