"""The key file and the ring: which passphrase opens what, and what a changed file gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coder.errors import Damaged, NotFound, StoreError
from coder.store import keys
from coder.store.cipher import Cost
from coder.store.keys import KeyFile, NeedsPassphrase, WrongPassphrase

CHEAP = Cost(1, 8192)


@pytest.fixture(autouse=True)
def _empty_ring() -> Iterator[None]:
    yield
    keys.lock_all()


def made(folder: Path, passphrase: str = "correct horse") -> KeyFile:
    key_file, _ = keys.new("KG", passphrase, CHEAP)
    keys.write(folder, key_file)
    return key_file


def test_project_without_a_key_file_is_not_encrypted(tmp_path: Path) -> None:
    assert keys.of(tmp_path) is None
    assert not keys.is_encrypted(tmp_path)
    assert not keys.is_unlocked(tmp_path)
    with pytest.raises(NotFound):
        keys.unlock(tmp_path, "correct horse")


def test_unlocked_project_stays_so_until_it_is_locked(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(NeedsPassphrase) as needs:
        keys.of(tmp_path)
    opened = keys.unlock(needs.value.place, "correct horse")
    assert keys.of(tmp_path) is opened
    assert keys.is_unlocked(tmp_path)
    keys.lock(tmp_path)
    with pytest.raises(NeedsPassphrase):
        keys.of(tmp_path)
    with pytest.raises(NeedsPassphrase):
        keys.of_id(opened.id, tmp_path)


@pytest.mark.parametrize("wrong", ["", "Correct horse", "correct horse ", "x" * 2000, "\ud800", "AAAA-" * 8 + "AAAA"])
def test_wrong_passphrase_opens_nothing_and_says_no_more(tmp_path: Path, wrong: str) -> None:
    made(tmp_path)
    with pytest.raises(WrongPassphrase) as no:
        keys.unlock(tmp_path, wrong)
    assert "correct" not in str(no.value).replace(str(tmp_path), "")


def test_each_passphrase_and_the_recovery_key_open_the_same_key(tmp_path: Path) -> None:
    made(tmp_path)
    opened = keys.unlock(tmp_path, "correct horse")
    key_file = keys.read(tmp_path)
    assert key_file is not None
    key_file = keys.add_slot(key_file, opened, "TB", "blåbær", cost=CHEAP)
    recovery = keys.new_recovery_key()
    keys.write(tmp_path, keys.add_slot(key_file, opened, "recovery", recovery, kind="recovery"))
    for text in ("correct horse", "blåbær", recovery, recovery.lower().replace("-", " ").replace("o", "0")):
        assert keys.unlock(tmp_path, text).data_key == opened.data_key
    assert keys.is_recovery_key(recovery)
    mistyped = ("B" if recovery[0] != "B" else "C") + recovery[1:]
    assert not keys.is_recovery_key(mistyped)
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, mistyped)


def test_slot_of_another_project_opens_nothing(tmp_path: Path) -> None:
    key_file = made(tmp_path)
    other, _ = keys.new("KG", "battery staple", CHEAP)
    keys.write(tmp_path, msgspec.structs.replace(key_file, slots=(*key_file.slots, *other.slots)))
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, "battery staple")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "TB"), ("ops", 2), ("memory", 16384), ("memory", 1 << 40), ("ops", 10**9), ("salt", "00" * 16)],
)
def test_changed_slot_opens_nothing(tmp_path: Path, field: str, value: Any) -> None:
    made(tmp_path)
    content = json.loads((tmp_path / keys.NAME).read_bytes())
    content["slots"][0][field] = value
    (tmp_path / keys.NAME).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, "correct horse")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b'{"id":"zz"}', b'{"id":"00"}', b"[" * 100_000])
def test_damaged_key_file_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / keys.NAME).write_bytes(data)
    with pytest.raises(Damaged, match="key file"):
        keys.of(tmp_path)


def test_key_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    key_file = made(tmp_path)
    (tmp_path / keys.NAME).write_bytes(keys.encode(key_file).replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(StoreError, match="version"):
        keys.of(tmp_path)


def test_number_of_passphrases_is_limited(tmp_path: Path) -> None:
    key_file, opened = keys.new("KG", "correct horse", CHEAP)
    crowded = msgspec.structs.replace(key_file, slots=key_file.slots * keys.MOST_SLOTS)
    with pytest.raises(StoreError, match="too many"):
        keys.add_slot(crowded, opened, "TB", "blåbær", cost=CHEAP)
    with pytest.raises(StoreError, match="cannot be a passphrase"):
        keys.add_slot(key_file, opened, "TB", "", cost=CHEAP)
