"""The consolidated report as files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store

FORMATS = ("pdf", "docx", "xlsx")

_NAME = "bao-cao-tong-hop"


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
        write_whole(file, self.render(plan, file_format, profile=profile, as_of=as_of))

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
        make_folder(out)
        for path, data in rendered.items():
            write_whole(path, data)
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
