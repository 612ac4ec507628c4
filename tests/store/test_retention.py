"""Which backups are kept: a pure function of the times at which they were made."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coder.store import retention

START = datetime(2026, 1, 2, 3, 4, 5)
TIMES = st.lists(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)) | st.none(), max_size=60)
#: Minutes between one backup and the next; the clock also goes back, and far forward.
STEPS = st.lists(
    st.integers(60, 60 * 24 * 40) | st.sampled_from([-60 * 24 * 3650, 60 * 24 * 3650, -60]), min_size=1, max_size=60
)


def survivors(times: list[datetime]) -> list[datetime]:
    """The times that are kept where one backup after the other is made and thinned, the latest first."""
    kept: list[datetime] = []
    for time in times:
        kept = [time, *kept]
        kept = [old for old, stays in zip(kept, retention.kept(kept), strict=True) if stays]
    return kept


@given(TIMES)
def test_the_latest_one_and_every_month_are_kept(times: list[datetime | None]) -> None:
    kept = [time for time, stays in zip(times, retention.kept(times), strict=True) if stays]
    assert kept[:1] == times[:1]
    assert {(time.year, time.month) for time in times if time} == {(time.year, time.month) for time in kept if time}
    assert times.count(None) == kept.count(None)


@given(TIMES)
def test_thinning_again_removes_nothing(times: list[datetime | None]) -> None:
    kept = [time for time, stays in zip(times, retention.kept(times), strict=True) if stays]
    assert all(retention.kept(kept))


@given(STEPS)
def test_step_by_step_hours_days_weeks_and_months_survive(steps: list[int]) -> None:
    times = [START]
    for minutes in steps:
        later = times[-1] + timedelta(minutes=minutes)
        times.append(later if datetime(1980, 1, 1) < later < datetime(2100, 1, 1) else times[-1])
    kept = survivors(times)
    newest_first = times[::-1]
    for rule in retention.RULES:
        periods = list(dict.fromkeys(map(rule.period, newest_first)))[: rule.number]
        assert set(periods) <= set(map(rule.period, kept))
    assert len(kept) <= 24 + 14 + 8 + len({(time.year, time.month) for time in times})


@given(st.integers(-20000, 20000).filter(lambda days: abs(days) > 2), st.integers(1, 30))
def test_a_wrong_clock_removes_no_good_backup(days: int, number: int) -> None:
    """Good ones on one day, then some with the clock wrong by so many days, then it is right again, on the next."""
    good = [START + timedelta(hours=hour) for hour in range(12)]
    wrong = [START + timedelta(days=days, hours=1 + hour) for hour in range(number)]
    after = [START + timedelta(hours=26 + hour) for hour in range(3)]
    kept = survivors([*good, *wrong, *after])
    assert kept[:3] == after[::-1]
    assert START + timedelta(hours=11) in kept, "the last one of the good day"


def test_two_years_of_work_leave_some_seventy() -> None:
    work = [START + timedelta(days=day, hours=hour) for day in range(730) for hour in range(8)]
    kept = survivors(work)
    assert 40 <= len(kept) <= 24 + 14 + 8 + 25
    assert {(time.year, time.month) for time in work} == {(time.year, time.month) for time in kept}
