"""Sealed files, sealed lines and values under a passphrase: what comes back, and what is refused."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.store import cipher
from coder.store.cipher import CHUNK, FILLER, NO_TAG, Cipher, Cost, Forged, PassphraseKey

CHEAP = Cost(1, 8192)
KEY = Cipher("00" * 16, b"k" * 32)
SEED = 11
#: Bytes of the checksum at the end of a sealed file.
SUM = 8


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_sealed_file_opens_to_what_was_sealed(size: int) -> None:
    data = random.Random(SEED).randbytes(size)
    sealed = KEY.seal("project", data)
    assert KEY.open("project", sealed) == data
    assert KEY.open_parts("project", sealed) == data
    assert sealed != KEY.seal("project", data)  # a nonce is used once


def test_no_bit_of_a_sealed_file_can_be_changed() -> None:
    data = random.Random(SEED).randbytes(2 * CHUNK + 100)
    sealed = KEY.seal("project", data)
    dice = random.Random(SEED)
    places = [*range(400), *(dice.randrange(len(sealed) - SUM) for _ in range(60)), *range(-SUM, 0)]
    accepted = []
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1 << dice.randrange(8)
        for data in {bytes(changed)} | ({bytes(changed[:-SUM])} if place >= 0 else set()):
            with contextlib.suppress(Forged):
                KEY.open("project", data)
                accepted.append(place)
    assert not accepted


def test_checksum_shows_damage_without_the_key_and_may_be_missing() -> None:
    sealed = KEY.seal("project", b"a" * CHUNK + b"b")
    assert cipher.structural_problem(sealed) == ""
    assert cipher.structural_problem(sealed[:-SUM]) == ""
    assert KEY.open("project", sealed[:-SUM]) == b"a" * CHUNK + b"b"
    for place in (sealed.index(b"\n") + 1, CHUNK, -SUM - 1, -1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert cipher.structural_problem(bytes(changed)) == "its checksum does not agree"


@pytest.mark.parametrize("change", ["cut", "longer", "swapped chunks", "other kind", "other key", "other file"])
def test_rearranged_file_is_refused(change: str) -> None:
    sealed = KEY.seal("project", b"a" * CHUNK + b"b" * CHUNK)[:-SUM]
    head = sealed.index(b"\n") + 1
    whole = CHUNK + 16
    first, second = sealed[head : head + whole], sealed[head + whole :]
    other = KEY.seal("project", b"c" * CHUNK + b"d" * CHUNK)[:-SUM]
    data, kind, key = {
        "cut": (sealed[: head + whole], "project", KEY),
        "longer": (sealed + b"x", "project", KEY),
        "swapped chunks": (sealed[:head] + second + first, "project", KEY),
        "other kind": (sealed, "draft", KEY),
        "other key": (sealed, "project", Cipher(KEY.id, b"q" * 32)),
        "other file": (sealed[:head] + first + other[-whole:], "project", KEY),
    }[change]
    with pytest.raises(Forged):
        key.open(kind, data)


def test_intact_parts_of_a_damaged_file_are_kept_in_their_places() -> None:
    sealed = bytearray(KEY.seal("project", b"a" * CHUNK + b"b" * CHUNK + b"c" * 9)[:-SUM])
    sealed[sealed.index(b"\n") + 1 + CHUNK + 100] ^= 1
    assert KEY.open_parts("project", bytes(sealed)) == b"a" * CHUNK + FILLER * CHUNK + b"c" * 9


def test_sealed_line_opens_to_what_was_sealed() -> None:
    line, tag = KEY.seal_line("history", "æ SYNTHETIC\n".encode(), 0, NO_TAG)
    after, _ = KEY.seal_line("history", b"second\n", 13, tag)
    opened = KEY.open_line("history", after)
    assert KEY.open_line("history", line).content == "æ SYNTHETIC\n".encode()
    assert (opened.at, opened.content, opened.previous) == (13, b"second\n", tag)
    assert line.count(b"\n") == 1
    framing = cipher.framing_of(after)
    assert framing is not None
    assert (framing.at, framing.size, framing.previous, framing.tag) == (13, 7, tag, opened.tag)


def test_no_bit_of_a_sealed_line_can_be_changed() -> None:
    line, _ = KEY.seal_line("history", b"SYNTHETIC content of a line\n", 7, b"t" * 16)
    accepted = []
    for place in range(len(line)):
        for bit in range(8):
            changed = bytearray(line)
            changed[place] ^= 1 << bit
            try:
                KEY.open_line("history", bytes(changed))
                accepted.append((place, bit))
            except Forged:
                continue
            assert cipher.framing_of(bytes(changed)) is None
    assert not accepted


@pytest.mark.parametrize("passphrase", ["correct horse", " spaces ", "blåbærsyltetøy", "密码", "x" * 1024])
def test_value_under_a_passphrase_opens_with_it(passphrase: str) -> None:
    sealed = cipher.seal_under(passphrase, "pseudonyms", b"Kari -> [woman 1]", CHEAP)
    assert b"Kari" not in sealed
    assert cipher.open_under(passphrase, "pseudonyms", sealed) == b"Kari -> [woman 1]"
    with pytest.raises(Forged):
        cipher.open_under(passphrase[:-1] + "?", "pseudonyms", sealed)
    with pytest.raises(Forged):
        cipher.open_under(passphrase, "project", sealed)


def test_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    sealed = cipher.seal_under("bl\u00e5", "pseudonyms", b"value", CHEAP)
    assert cipher.open_under("bla\u030a", "pseudonyms", sealed) == b"value"


@pytest.mark.parametrize("passphrase", ["", "x" * 1025, "\ud800"])
def test_text_that_cannot_be_a_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(ValueError, match="it "):
        cipher.seal_under(passphrase, "pseudonyms", b"value", CHEAP)


@pytest.mark.parametrize(("ops", "memory"), [(1, 1 << 40), (10**6, 8192), (0, 8192), (1, 1), (1, -5)])
def test_forged_cost_is_refused_before_it_is_paid(ops: int, memory: int) -> None:
    sealed = PassphraseKey.new("correct horse", CHEAP).seal("pseudonyms", b"value")
    forged = sealed.replace(b'"ops":1,"memory":8192', b'"ops":%d,"memory":%d' % (ops, memory))
    assert forged != sealed
    with pytest.raises(Forged):
        PassphraseKey.of("correct horse", forged)


def test_one_derived_key_seals_many_values() -> None:
    key = PassphraseKey.new("correct horse", CHEAP)
    again = PassphraseKey.of("correct horse", key.seal("pseudonyms", b"first"))
    assert again.open("pseudonyms", key.seal("pseudonyms", b"second")) == b"second"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_another_error(data: bytes) -> None:
    for candidate in (data, cipher.BEGINNING + data):
        with pytest.raises(Forged):
            KEY.open("project", candidate)
        with pytest.raises(Forged):
            KEY.open_line("history", candidate)
        with pytest.raises(Forged):
            PassphraseKey.of("correct horse", candidate)
        assert cipher.framing_of(candidate) is None
