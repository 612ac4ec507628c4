"""Keys as a slow line brings them: several in one piece, in their order, none lost and none made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

from coder.tui.app import CoderApp
from coder.tui.keymap.terminal_keys import BEGINS, BY_WORDS, ESC, KeyParser

#: What is sent, and the key it is.
SENT = {"up": "\x1b[A", "f5": "\x1b[15~", "enter": "\r", "tab": "\t", "space": " ", "slash": "/", "escape": ESC}
SENT |= {character: character for character in "aegjkRøŁ한59"}


def pressed(sent: str, parser: XTermParser | None = None) -> list[str]:
    """Return the keys and the pasted text that a sequence sent in one piece gives."""
    return [
        event.text if isinstance(event, events.Paste) else event.key
        for event in (parser or KeyParser()).feed(sent)
        if isinstance(event, events.Key | events.Paste)
    ]


@given(st.lists(st.sampled_from(sorted(SENT)), max_size=12), st.integers(1, 30))
def test_keys_in_one_piece_are_the_keys_one_by_one(keys: list[str], cut: int) -> None:
    sent, parser = "".join(SENT[key] for key in keys) + "x", KeyParser()
    assert pressed(sent) == [*keys, "x"]
    pieces = [piece for piece in (sent[:cut], sent[cut:]) if piece]
    assert [key for piece in pieces for key in pressed(piece, parser)] == [*keys, "x"]


def test_esc_before_what_is_typed_writes_nothing_of_its_own() -> None:
    assert pressed("jje\x1bjje\x1b/x") == ["j", "j", "e", "escape", "j", "j", "e", "escape", "slash", "x"]


def test_key_sequences_of_terminals_are_parsed_as_textual_does() -> None:
    sequences = [keys for keys in ANSI_SEQUENCES_KEYS if len(keys) != 2 or keys[0] != ESC or keys[1] in BEGINS]
    assert len(sequences) > 100
    assert [keys for keys in sequences if pressed(keys) != pressed(keys, XTermParser())] == []


def test_esc_and_a_letter_that_may_be_a_key_for_words_stay_together() -> None:
    assert pressed("\x1bf\x1bb\x1b\x7fx") == [*BY_WORDS, "x"]


def test_a_sequence_that_nobody_knows_presses_nothing() -> None:
    assert pressed("a\x1b[1;7Zb\x1b[2;2xc") == ["a", "b", "c"]


def test_a_mouse_a_window_and_a_paste_are_what_they_were() -> None:
    types = [type(event) for event in KeyParser().feed("\x1b[<0;5;5M\x1b[<0;5;5m\x1b[I")]
    assert types == [events.MouseDown, events.MouseUp, events.AppFocus]
    assert pressed("\x1b[200~one\ntwo /x\x1b[201~y") == ["one\ntwo /x", "y"]


def test_the_program_reads_a_terminal_by_it() -> None:
    before = linux_driver.XTermParser
    try:
        driver = CoderApp().driver_class
        assert vars(linux_driver)["XTermParser"] is (
            KeyParser if issubclass(driver, linux_driver.LinuxDriver) else before
        )
    finally:
        vars(linux_driver)["XTermParser"] = before


#: A paste that holds sequences: colours, a clipboard write, keys, a mouse, Esc alone, part of a mark, a second begin.
PASTED = "a\x1b[31mb\x1b]52;c;YQ==\x07\x1b[A\x1b[<0;3;4M\x1b\x1bj\x1b[20\x1b[200~\x01\t\r\n漢"


@pytest.mark.parametrize("size", [1, 2, 5, 6, 7, 1000])
def test_sequences_in_a_paste_are_no_keys(size: int) -> None:
    parser, sent = KeyParser(), f"j\x1b[200~{PASTED}\x1b[201~k\x1b[200~x\x1b[201~\x1b[B"
    found = [event for at in range(0, len(sent), size) for event in parser.feed(sent[at : at + size])]
    assert [event.text if isinstance(event, events.Paste) else event.key for event in found] == [
        "j",
        PASTED.replace("\x1b", "␛").replace("\x07", "␇").replace("\x01", "␁"),
        "k",
        "x",
        "down",
    ]
