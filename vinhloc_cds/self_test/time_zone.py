"""Moments are right: Windows has no time zones of its own, so they come with the program."""

from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from tzdata import IANA_VERSION  # type: ignore[import-untyped]  # it has no types

from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text

_OFFSET = timedelta(hours=7)
_MOMENT = datetime(2024, 10, 11, 17, 0, tzinfo=UTC)
_HERE = "2024-10-12T00:00:00+07:00"


def check(_: Bench) -> str:
    """Ask the zone of the program, and the one that it brings; which edition that is."""
    place = resources.files("tzdata").joinpath("zoneinfo", "Asia", "Ho_Chi_Minh")
    with place.open("rb") as file:
        brought = ZoneInfo.from_file(file, key=VIETNAM.key)
    for zone in (VIETNAM, brought):
        here = _MOMENT.astimezone(zone)
        if (here.utcoffset(), here.isoformat()) != (_OFFSET, _HERE):
            raise FaultError(text("self_test.wrong_time", moment=here.isoformat(), wanted=_HERE))
    return text("self_test.time_zone", key=VIETNAM.key, edition=IANA_VERSION)
