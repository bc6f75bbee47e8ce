"""The consolidated report as files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from vinhloc_cds.services.ports import Clock, Store

FORMATS = ("pdf", "docx", "xlsx")


class Reporting:
    """Use cases around the consolidated report of one plan."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def render(
        self, plan: str, format: str, *, profile: str = "ubnd", as_of: datetime | None = None
    ) -> bytes:
        """The report in one of FORMATS; the same data and clock give the same bytes."""
        raise NotImplementedError

    def export(
        self,
        plan: str,
        out: Path,
        formats: Sequence[str],
        *,
        profile: str = "ubnd",
        as_of: datetime | None = None,
    ) -> tuple[Path, ...]:
        """Write the report into the folder `out` under fixed names, each file whole or not at all.

        UserError when the folder cannot be written to or a file is open elsewhere.
        """
        raise NotImplementedError
