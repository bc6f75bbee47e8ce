"""What is done with issued reports on the page of the report: made, looked at, saved, withdrawn."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui import questions
from ui.page import Page
from ui.widgets.issued_list import IssuedList, issue_name, shown_title, sure_of
from vinhloc_cds.domain.issuing import Changes, Issue
from vinhloc_cds.services.issuing import file_name
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.issuing import IssueProposal


class IssuesDesk(QObject):
    """Carries out what is asked for in the list of issued reports; `page` tells what was done."""

    issued = Signal(object)
    """An `Issue` was made and is chosen in the list."""

    def __init__(self, page: Page, shown: IssuedList) -> None:
        super().__init__(page)
        self._page = page
        self._session = page.session
        self._list = shown
        shown.view_wanted.connect(self._view)
        shown.file_wanted.connect(self._save)
        shown.changes_wanted.connect(self._show_changes)
        shown.supplement_wanted.connect(lambda issue: self.propose(issue.profile, issue))
        shown.withdrawal_wanted.connect(self._withdraw)

    def propose(self, profile: str, base: Issue | None = None) -> None:
        """Ask for what a report needs to be issued; with `base`, a supplement to that."""
        plan = self._session.plan_code
        self._session.read(
            lambda office: office.issuing.propose(plan, profile, base=base.id if base else None),
            lambda proposal: self._ask(profile, proposal, base),
            title=text("report_page.task.propose"),
        )

    def _ask(self, profile: str, proposal: "IssueProposal", base: Issue | None) -> None:
        from ui.dialogs.issue import IssueDialog  # noqa: PLC0415 - when first needed

        snapshot = self._session.snapshot
        if snapshot is None:
            return
        letterhead = next(head for head in snapshot.plan.letterheads if head.profile == profile)
        dialog = IssueDialog(
            self._session, letterhead, proposal, self._page, base=base.id if base else None
        )
        dialog.saved.connect(self._say_issued)
        dialog.open()

    def _say_issued(self, issue: object) -> None:
        if isinstance(issue, Issue):
            self._page.announced.emit(text("report_page.issued", name=issue_name(issue)))
            self.issued.emit(issue)
            self._list.choose(issue)

    def _view(self, issue: Issue) -> None:
        self._session.read(
            lambda office: office.issuing.data(issue.id, "pdf"),
            lambda data: self._preview(issue, data),
            title=text("report_page.task.open"),
        )

    def _preview(self, issue: Issue, data: bytes) -> None:
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        title, name = shown_title(issue), file_name(issue, "pdf")
        PreviewDialog(self._session, title, data, name, self._page, sure=sure_of(issue)).open()

    def _save(self, issue: Issue, file_format: str) -> None:
        """Ask where a file goes; of a withdrawn report, whether it is really wanted."""
        if sure := sure_of(issue):
            questions.ask_sure(self._page, sure, lambda: self._ask_where(issue, file_format))
        else:
            self._ask_where(issue, file_format)

    def _ask_where(self, issue: Issue, file_format: str) -> None:
        from ui.dialogs.save_as import ask_where  # noqa: PLC0415 - when first needed

        def save(path: Path) -> None:
            self._session.read(
                lambda office: office.issuing.save(issue.id, file_format, path),
                lambda _: self._page.announced.emit(text("report_page.saved", path=path)),
                title=text("report_page.task.save"),
            )

        kind = "pdf" if file_format == "control" else file_format
        ask_where(self._page, self._session.settings, kind, file_name(issue, file_format), save)

    def _show_changes(self, changes: Changes) -> None:
        from ui.dialogs.changes import ChangesDialog  # noqa: PLC0415 - when first needed

        if self._session.snapshot is not None:
            ChangesDialog(self._session.snapshot.plan, changes, self._page).open()

    def _withdraw(self, issue: Issue) -> None:
        from ui.dialogs.return_reason import ReasonDialog  # noqa: PLC0415 - when first needed

        dialog = ReasonDialog(
            self._session,
            text("report_page.withdraw"),
            text("report_page.withdraw_hint", name=issue_name(issue)),
            lambda office, reason: office.issuing.withdraw(issue.id, reason),
            self._page,
        )
        said = text("report_page.withdrawn", name=issue_name(issue))
        dialog.saved.connect(lambda _: self._page.announced.emit(said))
        dialog.open()
