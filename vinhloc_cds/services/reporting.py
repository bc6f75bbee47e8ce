"""The consolidated report as files."""

import os
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store

FORMATS = ("pdf", "docx", "xlsx")

_NAME = "bao-cao-tong-hop"
# What Windows answers while a virus scanner or another program has the file: access denied,
# sharing violation, lock violation. Most of the time it passes.
_SHARING_ERRORS = {5, 32, 33}
_PATIENCE_SECONDS = 2.5
_PAUSE_SECONDS = 0.05


class Reporting:
    """Use cases around the consolidated report of one plan."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def render(
        self, plan: str, file_format: str, *, profile: str = "ubnd", as_of: datetime | None = None
    ) -> bytes:
        """The report in one of FORMATS; the same data and clock give the same bytes.

        UserError when the plan has no letterhead `profile`.
        """
        return _render(self._document(plan, profile, as_of), file_format)

    def _document(self, plan: str, profile: str, as_of: datetime | None) -> Document:
        # The report's sentences are not needed before the first report.
        from vinhloc_cds.reports.consolidated import consolidated_report  # noqa: PLC0415

        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock(), as_of=as_of)
            head = work.audit.head()
        known = [letterhead.profile for letterhead in snapshot.plan.letterheads]
        if profile not in known:
            raise UserError("service.unknown_profile", profile=profile, known=", ".join(known))
        return consolidated_report(snapshot, profile, head)

    def save(
        self,
        plan: str,
        file: Path,
        file_format: str,
        *,
        profile: str = "ubnd",
        as_of: datetime | None = None,
    ) -> None:
        """Write the report as `file`, whole or not at all.

        UserError when there is no such letterhead, or the file cannot be written or is open
        elsewhere.
        """
        _write(file, self.render(plan, file_format, profile=profile, as_of=as_of))

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
        document = self._document(plan, profile, as_of)
        rendered = {out / f"{_NAME}.{each}": _render(document, each) for each in formats}
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError("service.folder_unusable", folder=out, cause=_cause(error)) from error
        for path, data in rendered.items():
            _write(path, data)
        return tuple(rendered)


def _render(document: Document, file_format: str) -> bytes:
    # Each renderer brings a library of its own, which only its own format should wait for.
    match file_format:
        case "pdf":
            from vinhloc_cds.reports import pdf  # noqa: PLC0415

            return pdf.render(document)
        case "docx":
            from vinhloc_cds.reports import docx  # noqa: PLC0415

            return docx.render(document)
        case "xlsx":
            from vinhloc_cds.reports import xlsx  # noqa: PLC0415

            return xlsx.render(document)
    raise ValueError(file_format)


def _write(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, so that the old file or the new one is there, never a part."""
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if _is_sharing(error):
            raise UserError("service.file_in_use", file=path) from error
        raise UserError("service.file_unwritable", file=path, cause=_cause(error)) from error


def _replace(source: Path, target: Path) -> None:
    """Rename over `target`, waiting a little where Windows says that somebody has it open."""
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            source.replace(target)
        except OSError as error:
            if not _is_sharing(error) or time.monotonic() >= give_up:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _is_sharing(error: OSError) -> bool:
    return getattr(error, "winerror", None) in _SHARING_ERRORS


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__
