"""What every test stands on: no screen, no user's folders, no stray log records."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before any test module imports Qt. A developer may set another platform to watch the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":
    # Without a screen Qt asks nobody for the fonts of Windows.
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["WINDIR"], "Fonts")))

# A slow machine is no fault of the code: no property has to hold within a time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def no_stray_logs(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning or an error in the log that no test asked for is a fault of its own."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    stray = [
        record
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    assert not stray, [f"{record.name}: {record.getMessage()}" for record in stray]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files make no names for cases: they are long, and a zip holds the hour it was made."""
    return argname if isinstance(val, bytes) else None
