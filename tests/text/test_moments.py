"""Moments in words; what is no moment is shown as it is."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from coder.text.moments import format_ago, format_moment, local_moment
from coder.text.phrases import format_day

NO_MOMENTS = ["", "yesterday", "2026-13-01T00:00:00+00:00", "2026-01-05T25:00", "\0", "9" * 400, "2026-01-0\u0665"]


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_stays_as_it_is(text: str) -> None:
    assert local_moment(text) is None
    assert format_moment(text) == text
    assert format_ago(text) == "some time ago"
    assert format_day(text) == text


def test_moments_are_shown_in_local_time() -> None:
    now = datetime.now(timezone.utc)
    local = f"{now.astimezone():%Y-%m-%d %H:%M}"
    assert format_moment(now.isoformat()) == format_moment(now.isoformat().replace("+00:00", "Z")) == local
    assert format_ago(now.isoformat()) == "now"


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_moments_at_the_ends_of_time_are_shown_somehow(text: str) -> None:
    assert format_moment(text)
    assert format_ago(text)
