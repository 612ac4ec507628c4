"""The hash chain of the history: any change outside the program is found, and the first changed entry is named."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.codebook import Code
from coder.model.record import Change, Transaction
from coder.store import chain, chain_check, journal, recovery
from coder.store.journal import State
from tests.strategies import Ids

_HEAD = len(b'{"sum":"00000000:00000000","entry":')
Edit = Callable[[bytes], bytes]


def with_sum(body: bytes) -> bytes:
    """The line of an entry, with the length and CRC that it should have."""
    return b'{"sum":"%08x:%08x","entry":%s}\n' % (len(body), zlib.crc32(body), body)


def act(id: str, label: str, operation: str = "test", undoes: str | None = None) -> Transaction:
    changes = (Change("codes", id, None, Code(id=id, name="x")),) if operation == "test" else ()
    return Transaction(
        id=id, when="2026-01-01", coder="KG", operation=operation, label=label, undoes=undoes, changes=changes
    )


def made(acts: list[str]) -> bytes:
    """A history of these acts: an undo, a seal, or a change with this label."""
    data, state = b"", State()
    for number, label in enumerate(acts):
        id = Ids(number)()
        if label == "seal":
            data, state = recovery.sealed(data, state, act(id, label, chain.SEALED))
            continue
        taken = None
        if label == "undo" and state.undo.depth:
            taken = next(entry for entry in recovery.readable(data) if entry.offset == state.undo.offset)
        transaction = act(id, label, "undo", taken.transaction.id) if taken is not None else act(id, label)
        line, state = journal.encode(transaction, state, taken)
        data += line
    return data


def replace_coder(body: bytes) -> bytes:
    return body.replace(b'"coder":"KG"', b'"coder":"XX"')


def replace_date(body: bytes) -> bytes:
    return body.replace(b'"when":"2026', b'"when":"2025')


def replace_number(body: bytes) -> bytes:
    return body.replace(b'"version":', b'"reserve":0,"version":')


def replace_after(body: bytes) -> bytes:
    start = body.index(b'"after":"') + 9
    return body[:start] + (b"a" if body[start : start + 1] == b"b" else b"b") + body[start + 1 :]


def replace_check(body: bytes) -> bytes:
    return body[:10] + (b"a" if body[10:11] == b"b" else b"b") + body[11:]


def unchain(body: bytes) -> bytes:
    return b'{"number"' + body[body.index(b'"number"') + 8 :]


EDITS: tuple[Edit, ...] = (replace_coder, replace_date, replace_number, replace_after, replace_check, unchain)
ACTS = st.lists(st.sampled_from(["a", "æ", "undo", "seal"]), min_size=2, max_size=9)


@given(acts=ACTS)
def test_untouched_history_has_no_break(acts: list[str]) -> None:
    data = made(acts)
    entries, end = recovery.longest_good(data)
    assert (len(entries), end) == (len(acts), len(data))
    assert chain_check.breaks(data, entries) == []
    assert chain.first_broken_line(data) == 0
    assert journal.first_break(entries, "") is None


@given(acts=ACTS, at=st.integers(0, 8), edit=st.sampled_from(EDITS))
def test_one_edited_entry_is_named(acts: list[str], at: int, edit: Edit) -> None:
    acts = [act for act in acts if act != "seal"] or ["a"]
    lines = made(acts).splitlines(keepends=True)
    at %= len(lines)
    edited = edit(lines[at][_HEAD:-2])
    if edit is unchain and at == 0:
        return  # a history may begin before the chain; then the next entry has no seal
    data = b"".join([*lines[:at], with_sum(edited), *lines[at + 1 :]])
    entries, end = recovery.longest_good(data)
    assert end == len(data), "the sums are right"
    assert chain_check.breaks(data, entries)[0].line == at + 1
    assert chain.first_broken_line(data) in (at + 1, at + 2)


@given(acts=ACTS, at=st.integers(0, 7))
def test_entry_with_a_hash_of_its_own_is_named_by_the_next(acts: list[str], at: int) -> None:
    """Whoever recomputes the hash of the entry as well is found by the entry after it."""
    acts = [act for act in acts if act != "seal"]
    if len(acts) < 2:
        acts = ["a", "b"]
    lines = made(acts).splitlines(keepends=True)
    at %= len(lines) - 1
    body = lines[at][_HEAD:-2]
    after = journal.decode(lines[at], 0).after
    start = body.index(b'"number"')
    forged, _ = chain.linked(replace_coder(b"{" + body[start:]), after)
    data = b"".join([*lines[:at], with_sum(forged), *lines[at + 1 :]])
    entries, _ = recovery.longest_good(data)
    assert [place.line for place in chain_check.breaks(data, entries)] == [at + 1]


@given(acts=ACTS, at=st.integers(0, 7), how=st.sampled_from(["drop", "swap", "double"]))
def test_moved_lines_end_the_history_or_break_the_chain(acts: list[str], at: int, how: str) -> None:
    lines = made(acts).splitlines(keepends=True)
    at %= len(lines) - 1
    moved = {
        "drop": [*lines[:at], *lines[at + 1 :]],
        "swap": [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
        "double": [*lines[: at + 1], *lines[at:]],
    }[how]
    data = b"".join(moved)
    entries, end = recovery.longest_good(data)
    assert end < len(data)
    assert len(entries) == (at + 1 if how == "double" else at)


def test_change_before_a_seal_is_found_and_known_after_the_next() -> None:
    lines = made(["a", "b", "seal", "c"]).splitlines(keepends=True)
    data = b"".join([with_sum(replace_coder(lines[0][_HEAD:-2])), *lines[1:]])
    entries, _ = recovery.longest_good(data)
    assert [(place.line, place.how) for place in chain_check.breaks(data, entries)] == [
        (1, chain_check.CHANGED),
        (3, chain_check.BEFORE_SEAL),
    ]
    again, _ = recovery.sealed(data, entries[-1].state, act(Ids(99)(), "sealed", chain.SEALED))
    entries, _ = recovery.longest_good(again)
    assert all(place.seal == entries[-1] for place in chain_check.breaks(again, entries))
    assert chain.first_broken_line(again) == 1


def test_history_without_a_chain_must_be_sealed_first() -> None:
    with pytest.raises(ValueError, match="not sealed"):
        journal.encode(Transaction(id="x", when="", coder="", operation="test", label=""), State(10, 1, "x"))


def test_noted_hash_is_found_again_and_no_other() -> None:
    entries, _ = recovery.longest_good(made(["a", "b", "c"]))
    second = entries[1].state
    short = chain.short_form(second.number, second.chain)
    for text in (short, short.upper(), f" {short} ", second.chain, second.chain[:24]):
        anchor = chain.parse_anchor(text)
        assert anchor is not None
        assert chain_check.find_anchor(entries, anchor) == entries[1]
    wrong = chain.parse_anchor(chain.short_form(3, second.chain))
    assert wrong is not None
    assert chain_check.find_anchor(entries, wrong) is None
    assert [chain.parse_anchor(text) for text in ("", "12", "zz", "2-abcd", "x" * 30, "a" * 65)] == [None] * 6


def test_state_in_the_middle_continues_only_its_own_history(tmp_path: Path) -> None:
    data = made(["a", "b", "c"])
    entries, _ = recovery.longest_good(data)
    state = entries[1].state
    assert journal.continues(data, state)
    lines = data.splitlines(keepends=True)
    other = b"".join([lines[0], with_sum(replace_check(lines[1][_HEAD:-2])), lines[2]])
    assert not journal.continues(other, state)
