"""Anchors of passages."""

from __future__ import annotations

import pytest

from coder.text.span import CONTEXT, Anchor, anchor


def test_anchor_has_quote_and_context() -> None:
    text = "x" * 40 + "quote" + "y" * 40
    assert anchor(text, 40, 45) == Anchor(40, 45, "quote", "x" * CONTEXT, "y" * CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (-1, 2), (0, 99)])
def test_invalid_passage_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such passage"):
        anchor("SYNTHETIC", start, end)
