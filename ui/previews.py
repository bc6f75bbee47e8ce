"""Documents made on the worker and then shown: lists, the sheet of a unit, a slip."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.session import Session
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from ui.page import Page
    from vinhloc_cds.domain.unit import Unit
    from vinhloc_cds.reports.return_slip import ReturnSlip
    from vinhloc_cds.services.office import Office


def show_made(
    session: Session,
    parent: QWidget,
    make: "Callable[[Office], bytes]",
    *,
    title: str,
    file_name: str,
    task: str,
) -> None:
    """Have a PDF made and open it over `parent`; `task` says what is being done meanwhile."""

    def show(data: bytes) -> None:
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        PreviewDialog(session, title, data, file_name, parent).open()

    session.read(make, show, title=task)


def show_unit_sheet(session: Session, unit: "Unit", parent: QWidget) -> None:
    """Open the sheet of `unit`."""
    plan, code = session.plan_code, unit.code
    short = fold_key(unit.short_name).replace(" ", "-")
    show_made(
        session,
        parent,
        lambda office: office.lists.unit_sheet(plan, code),
        title=text("lists.sheet.window", unit=unit.name),
        file_name=text("lists.sheet.file", unit=short),
        task=text("lists.sheet.task"),
    )


def show_return_slip(session: Session, submission: int, page: "Page") -> None:
    """Open what a unit is asked to mend in the report `submission`; `page` tells what was done."""

    def show(slip: "ReturnSlip") -> None:
        from ui.dialogs.return_slip import ReturnSlipDialog  # noqa: PLC0415 - when first needed

        sent = session.snapshot.submissions if session.snapshot else ()
        found = next((each for each in sent if each.id == submission), None)
        dialog = ReturnSlipDialog(session, slip, found, page.window())
        dialog.announced.connect(page.announced)
        dialog.open()

    session.read(
        lambda office: office.returning.of_submission(submission),
        show,
        title=text("imports.task.slip"),
    )
