"""Moments as they are typed: ISO 8601, in the time of Việt Nam where no zone is named."""

import argparse
from datetime import UTC, date, datetime, time

from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.texts import text


def moment(typed: str) -> datetime:
    """`typed` as a moment in UTC; a date alone is its first instant."""
    return _read(typed, time.min)


def closing(typed: str) -> datetime:
    """`typed` as the moment up to which something counts; a date alone counts to its end."""
    return _read(typed, time.max)


def _read(typed: str, on_a_day: time) -> datetime:
    try:
        read = datetime.combine(date.fromisoformat(typed), on_a_day)
    except ValueError:
        try:
            read = datetime.fromisoformat(typed)
        except ValueError as error:
            raise argparse.ArgumentTypeError(text("cli.no_moment", typed=typed)) from error
    return (read if read.tzinfo else read.replace(tzinfo=VIETNAM)).astimezone(UTC)
