"""Markdown as the manual and the memos show it."""

from __future__ import annotations

from rich.console import Console

from coder.tui.kit.markdown import LeftMarkdown


def test_headings_begin_where_the_text_does() -> None:
    console = Console(width=40)
    with console.capture() as got:
        console.print(LeftMarkdown("# One\n\nwords\n\n## Two\n\n[a](https://example.org)"))
    rows = [row.rstrip() for row in got.get().splitlines()]
    assert {"One", "words", "Two"} <= set(rows)


def test_lines_of_a_memo_stay_lines() -> None:
    console = Console(width=40)
    with console.capture() as got:
        console.print(LeftMarkdown("one\ntwo\n\n- three\n  four", keep_lines=True))
        console.print(LeftMarkdown("five\nsix"))
    rows = [row.strip(" •") for row in got.get().splitlines()]
    assert [row for row in rows if row] == ["one", "two", "three", "four", "five six"]
