"""The consolidated report as files, and its passages as the officer words them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ledger import Entry, Ledger, composed
from vinhloc_cds.services.picturing import annex_pictures
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store
from vinhloc_cds.services.readiness import letterhead_of
from vinhloc_cds.services.rendering import FORMATS, render, traced_to
from vinhloc_cds.services.things import passage_thing
from vinhloc_cds.services.wordings import PassageView, edit_of, passage_views
from vinhloc_cds.texts import text

__all__ = ["FORMATS", "PassageView", "Reporting"]

_NAME = "bao-cao-tong-hop"


class Reporting:
    """Use cases around the consolidated report of one plan, before it is issued.

    A report is a draft and says so, unless it is made to be signed (`draft=False`).
    """

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store, history)

    def render(
        self,
        plan: str,
        file_format: str,
        *,
        profile: str = "ubnd",
        as_of: datetime | None = None,
        draft: bool = True,
        links: bool = False,
    ) -> bytes:
        """The report in one of FORMATS; the same data and clock give the same bytes.

        With `links` every figure of the PDF leads to what is behind it. UserError when the plan
        has no letterhead `profile`.
        """
        document = self._document(plan, profile, as_of, draft=draft)
        return render(document, file_format, links=links)

    def save(
        self,
        plan: str,
        file: Path,
        file_format: str,
        *,
        profile: str = "ubnd",
        as_of: datetime | None = None,
        draft: bool = True,
    ) -> None:
        """Write the report as `file`, whole or not at all.

        UserError when there is no such letterhead, or the file cannot be written or is open
        elsewhere.
        """
        data = self.render(plan, file_format, profile=profile, as_of=as_of, draft=draft)
        write_whole(file, data)

    def export(
        self,
        plan: str,
        out: Path,
        formats: Sequence[str],
        *,
        profile: str = "ubnd",
        as_of: datetime | None = None,
        draft: bool = True,
    ) -> tuple[Path, ...]:
        """Write the report into the folder `out` under fixed names, each file whole or not at all.

        UserError when the folder cannot be written to or a file is open elsewhere.
        """
        document = self._document(plan, profile, as_of, draft=draft)
        rendered = {out / f"{_NAME}.{each}": render(document, each) for each in formats}
        make_folder(out)
        for path, data in rendered.items():
            write_whole(path, data)
        return tuple(rendered)

    def passages(self, plan: str, profile: str) -> tuple[PassageView, ...]:
        """The passages of the report with the officer's words for them, in the report's order."""
        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock())
            edits = work.passages.of_plan(plan)
        return passage_views(snapshot, profile, edits)

    def edit_passage(self, plan: str, profile: str, passage: str, template: str) -> None:
        """Let `template` stand for a passage; the program's own words take the edit away.

        UserError where it is blank or names an unknown figure; KeyError for an unknown passage.
        """
        with self._ledger.step(text("issuing.step.edit_passage")) as entry:
            snapshot, view = self._view(entry, plan, profile, passage)
            edit = edit_of(snapshot.plan, view, composed(template), self._clock())
            _save(entry, plan, passage, edit, "edit")

    def discard_edit(self, plan: str, passage: str) -> None:
        """Let the program's own words stand for a passage again."""
        with self._ledger.step(text("issuing.step.discard_edit")) as entry:
            _save(entry, plan, passage, None, "discard")

    def keep_edit(self, plan: str, profile: str, passage: str) -> None:
        """Keep the officer's words for a passage as they are: they are in order with the data."""
        with self._ledger.step(text("issuing.step.keep_edit")) as entry:
            snapshot, view = self._view(entry, plan, profile, passage)
            if view.edit is not None:
                edit = edit_of(snapshot.plan, view, view.edit.template, self._clock())
                _save(entry, plan, passage, edit, "keep")

    def _document(
        self, plan: str, profile: str, as_of: datetime | None, *, draft: bool
    ) -> Document:
        # The report's sentences are not needed before the first report.
        from vinhloc_cds.reports.consolidated import consolidated_report  # noqa: PLC0415

        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock(), as_of=as_of)
            letterhead_of(snapshot.plan, profile)
            edits = work.passages.of_plan(plan)
            pictures = annex_pictures(work, self._store.attachments, snapshot.plan, as_of)
            keywords = traced_to(work.audit.head())
        return consolidated_report(
            snapshot, profile, edits=edits, pictures=pictures, draft=draft, keywords=keywords
        )

    def _view(
        self, entry: Entry, plan: str, profile: str, passage: str
    ) -> tuple[Snapshot, PassageView]:
        snapshot = take_snapshot(entry.work, plan, now=self._clock())
        edits = entry.work.passages.of_plan(plan)
        views = {view.passage.key: view for view in passage_views(snapshot, profile, edits)}
        return snapshot, views[passage]


def _save(entry: Entry, plan: str, passage: str, edit: PassageEdit | None, action: str) -> None:
    entry.change(passage_thing(plan, passage), edit, action)
