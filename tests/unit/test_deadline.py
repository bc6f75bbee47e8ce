"""Rule 1: "trước ngày" is exclusive, and moments are judged by clocks in Việt Nam."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from builders import at
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.deadline import Deadline, Window, later, local, start_of_day

BEFORE_12 = Deadline(date(2024, 10, 12), exclusive=True)
ON_12 = Deadline(date(2024, 10, 12), exclusive=False)


@pytest.mark.parametrize(
    ("deadline", "moment", "late"),
    [
        (BEFORE_12, "2024-10-11T23:59:59", False),
        (BEFORE_12, "2024-10-11T23:59:59.999999", False),
        (BEFORE_12, "2024-10-12T00:00:00", True),
        (ON_12, "2024-10-12T00:00:00", False),
        (ON_12, "2024-10-12T23:59:59", False),
        (ON_12, "2024-10-13T00:00:00", True),
    ],
)
def test_the_last_instant_on_time(deadline, moment, late):
    assert deadline.passed(at(moment)) is late


def test_the_clock_is_that_of_viet_nam_and_not_of_the_machine():
    assert not BEFORE_12.passed(datetime(2024, 10, 11, 16, 59, 59, tzinfo=UTC))
    assert BEFORE_12.passed(datetime(2024, 10, 11, 17, tzinfo=UTC))


def test_last_day():
    assert BEFORE_12.last_day == date(2024, 10, 11)
    assert ON_12.last_day == date(2024, 10, 12)


def test_before_a_day_is_the_end_of_the_day_before():
    assert BEFORE_12.closes_at == Deadline(date(2024, 10, 11), exclusive=False).closes_at


def test_later():
    assert later(BEFORE_12, ON_12) == ON_12
    assert later(ON_12, BEFORE_12) == ON_12


def test_a_naive_moment_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2024, 10, 12))  # noqa: DTZ001  # naive on purpose


def test_local_time():
    assert local(datetime(2024, 10, 1, 1, tzinfo=UTC)).time() == time(8)


def test_a_window_counts_both_its_ends():
    assert Window(date(2024, 10, 1), date(2024, 10, 10)).days == 10
    assert Window(date(2024, 10, 1), None).days is None
    assert Window(None, date(2024, 10, 1)).days is None


def test_a_window_opens_at_midnight_or_at_its_hour():
    assert Window(date(2024, 10, 1), None).opens_at == at("2024-10-01T00:00")
    assert Window(date(2024, 10, 1), None, time(8)).opens_at == at("2024-10-01T08:00")
    assert Window(None, date(2024, 10, 1)).opens_at is None


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.booleans())
def test_what_closes_is_the_first_instant_that_is_late(day, exclusive):
    deadline = Deadline(day, exclusive)
    assert deadline.passed(deadline.closes_at)
    assert not deadline.passed(deadline.closes_at - timedelta(microseconds=1))
    assert local(deadline.closes_at - timedelta(microseconds=1)).date() == deadline.last_day


@given(DAYS, st.times())
def test_a_day_starts_before_all_of_its_moments(day, hour):
    moment = at(f"{day}T{hour}")
    assert start_of_day(day) <= moment < start_of_day(day + timedelta(days=1))
