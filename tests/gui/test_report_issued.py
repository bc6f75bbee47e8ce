"""Phát hành: from the number of a report to its supplement and its withdrawal."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.keyboard import press, write
from tests.pages import answer, back_on, column, is_open, settle, the_dialog
from tests.report_stand_ins import accept
from ui.dialogs.changes import ChangesDialog
from ui.dialogs.form_check import FormCheckDialog
from ui.dialogs.issue import IssueDialog
from ui.dialogs.preview import PreviewDialog
from ui.dialogs.return_reason import ReasonDialog
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.services.issuing import Issuing

NUMBER, SINCE = "Số", "Từ khi phát hành"


@pytest.fixture
def ready(demo_store):
    """The plan with all that its text does not say, but without a signer at the second office."""
    (code,) = demo_store.tables.plans
    plan = demo_store.tables.plans[code]
    first, second = plan.letterheads
    demo_store.tables.plans[code] = replace(
        plan,
        number="15/KH-UBND",
        issued_on=plan.reporting.deadline.day.replace(day=1),
        reporting=replace(plan.reporting, province_deadline=plan.reporting.deadline),
        letterheads=(first, replace(second, signer=Signer("", "TRƯỞNG PHÒNG", ""))),
    )
    return plan


def click(qtbot, page, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)


def checked(qtbot, page):
    """The dialog of issuing once it has held the report against the decree."""
    dialog = the_dialog(qtbot, page, IssueDialog)
    qtbot.waitUntil(dialog.check_button.isEnabled)
    return dialog


def issue(qtbot, page, number=""):
    """Issue under `number`, or the one that is proposed, with Enter; what was asked before."""
    dialog = checked(qtbot, page)
    write(number)
    press("enter")
    with qtbot.waitSignal(dialog.saved):
        asked = answer(qtbot, dialog, "Có")
    back_on(qtbot, page)
    return asked


def data_of(qtbot, page, number, file_format="pdf"):
    """The bytes that the store keeps of the issue `number`."""
    got = []
    page.session.read(
        lambda office: office.issuing.data(number, file_format), got.append, title="read"
    )
    settle(qtbot, page)
    return got[0]


def test_what_the_plan_lacks_stands_in_the_way(qtbot, drafted):
    click(qtbot, drafted, drafted.issue_button)
    dialog = checked(qtbot, drafted)
    told = dialog.points.toPlainText()
    assert "Cần điền ở trang Đơn vị & kế hoạch trước khi phát hành" in told
    assert "- Chưa ghi số của kế hoạch." in told
    assert "1 nội dung đạt" in told
    assert not dialog.issue_button.isEnabled()
    # Without a number there is nothing to be seen that might be taken for a report.
    assert not dialog.preview_button.isEnabled()
    write("27")
    qtbot.waitUntil(dialog.preview_button.isEnabled)
    press("esc")
    answer(qtbot, dialog, "Đóng")
    back_on(qtbot, drafted)


def test_only_what_is_filled_in_now_is_shown_as_checked(qtbot, drafted, monkeypatch):
    page = drafted
    forms = []
    rehearse = Issuing.rehearse

    def spy(issuing, plan, profile, form, **more):
        forms.append((form, more["as_of"]))
        return rehearse(issuing, plan, profile, form, **more)

    monkeypatch.setattr(Issuing, "rehearse", spy)
    click(qtbot, page, page.issue_button)
    dialog = checked(qtbot, page)
    closing = dialog.findChild(QLineEdit, "as_of")
    assert (closing.text(), closing.placeholderText()) == ("", "lúc phát hành")
    write("27")
    qtbot.waitUntil(dialog.preview_button.isEnabled)
    # Nobody gives a report a number but the officer, and it is of now but for the officer.
    assert [(form.number, as_of) for form, as_of in forms] == [(None, None), (27, None)]

    names = []
    for number in (0, 1):
        qtbot.waitUntil(dialog.check_button.isEnabled)
        dialog.check_button.menu().actions()[number].trigger()
        check = the_dialog(qtbot, dialog, FormCheckDialog)
        names.append(check.windowTitle())
        check.close_button.click()
        qtbot.waitUntil(lambda: not is_open(dialog, FormCheckDialog))
    assert ["pdf" in names[0], "docx" in names[1]] == [True, True]

    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    closing.setFocus()
    write("20/10/2024 8h")
    assert not dialog.preview_button.isEnabled()
    assert not dialog.check_button.isEnabled()
    qtbot.waitUntil(lambda: "20/10/2024 08:00" in dialog.points.toPlainText())
    assert "- Chưa ghi số của kế hoạch." in dialog.points.toPlainText()
    assert "Đang soát…" not in dialog.points.toPlainText()
    assert not dialog.preview_button.isEnabled()
    assert not dialog.check_button.isEnabled()
    press("esc")
    answer(qtbot, dialog, "Sửa tiếp")
    assert closing.text() == "20/10/2024 8h"
    press("esc")
    answer(qtbot, dialog, "Đóng")
    back_on(qtbot, page)


def test_a_signer_may_be_named_where_the_report_is_issued(qtbot, ready, drafted):
    page = drafted
    page.letterhead.setFocus()
    press("down")
    settle(qtbot, page)
    click(qtbot, page, page.issue_button)
    dialog = checked(qtbot, page)
    assert "Cần điền ở bên trái" in dialog.points.toPlainText()
    write("8")
    press("enter")
    assert "Họ tên người ký" in dialog.problem.text()
    name = dialog.focusWidget()
    assert name.objectName() == "name"
    write("Lê Văn An")
    press("enter")
    with qtbot.waitSignal(dialog.saved) as saved:
        answer(qtbot, dialog, "Có")
    back_on(qtbot, page)
    assert saved.args[0].signer.name == "Lê Văn An"
    assert column(page.issued.table, NUMBER) == ["08/BC-VHTT"]


def test_a_report_from_its_number_to_its_withdrawal(qtbot, ready, drafted, tmp_path):
    page = drafted
    assert page.tabs.tabText(2) == "Đã phát hành (0)"
    click(qtbot, page, page.issue_button)
    dialog = checked(qtbot, page)
    press("enter")
    assert "Số" in dialog.problem.text()
    assert dialog.focusWidget().objectName() == "number"
    said = []
    page.announced.connect(said.append)
    asked = issue(qtbot, page, "27")
    assert asked.startswith("Phát hành báo cáo số 27/BC-UBND ngày 12/10/2024?")
    assert said[0].startswith("Đã phát hành: Báo cáo số 27/BC-UBND ngày 12/10/2024.")
    table = page.issued.table
    assert page.tabs.tabText(2) == "Đã phát hành (1)"
    assert page.tabs.currentWidget() is page.issued
    assert column(table, SINCE) == ["Số liệu không đổi"]
    assert not page.issued.changes_button.isEnabled()
    assert not page.issued.supplement_button.isEnabled()

    # What comes later changes what is known, never what was issued.
    frozen = data_of(qtbot, page, 1)
    accept(qtbot, page, "VT03")
    assert column(table, SINCE)[0].endswith("số liệu đổi")
    table.setFocus()
    press("enter")
    settle(qtbot, page)
    preview = the_dialog(qtbot, page, PreviewDialog)
    assert preview.windowTitle() == "Báo cáo số 27/BC-UBND ngày 12/10/2024"
    qtbot.waitUntil(lambda: bool(preview.reader.sizes))
    assert preview.reader.data == frozen
    press("esc")
    back_on(qtbot, page)
    page.issued.save_button.menu().actions()[3].trigger()
    where = page.findChild(QFileDialog)
    where.close()
    file = tmp_path / "phieu.pdf"
    with qtbot.waitSignal(page.announced):
        where.fileSelected.emit(str(file))
    assert file.read_bytes() == data_of(qtbot, page, 1, "control")

    click(qtbot, page, page.issued.changes_button)
    changes = the_dialog(qtbot, page, ChangesDialog)
    rows = changes.values.model().rows
    assert {row.unit for row in rows} == {"VT03"}
    assert changes.totals.model().rowCount() > 0
    assert "Báo cáo lần đầu nhận lúc 12/10/2024 08:30" in changes.why.text()
    press("esc")
    back_on(qtbot, page)

    click(qtbot, page, page.issued.supplement_button)
    assert the_dialog(qtbot, page, IssueDialog).windowTitle() == "Phát hành báo cáo bổ sung"
    issue(qtbot, page)
    assert column(table, NUMBER) == ["28/BC-UBND", "27/BC-UBND"]
    assert column(table, "Loại") == ["Bổ sung", "Tổng hợp"]
    assert column(table, SINCE) == ["Số liệu không đổi", "Đã bổ sung bằng 28/BC-UBND"]
    # What has just been issued is what the buttons are about now.
    assert table.current_row().issue.number == 28
    assert [row.issue.number for row in table.selected_rows()] == [28]
    assert "không phải bản đã phát hành" in page.issued.beside.text()
    assert data_of(qtbot, page, 1) == frozen

    table.select_key(1)
    assert not page.issued.supplement_button.isEnabled()
    click(qtbot, page, page.issued.withdraw_button)
    reason = the_dialog(qtbot, page, ReasonDialog)
    write("Sai số")
    press("enter")
    settle(qtbot, page)
    assert "thu hồi báo cáo bổ sung trước" in reason.problem.text()
    press("esc")
    back_on(qtbot, page)
    table.select_key(2)
    click(qtbot, page, page.issued.withdraw_button)
    the_dialog(qtbot, page, ReasonDialog)
    write("Sai số")
    press("enter")
    back_on(qtbot, page)
    assert column(table, SINCE)[0] == "Đã thu hồi"
    assert column(table, SINCE)[1].endswith("số liệu đổi")
    assert page.issued.said.text().endswith("Thu hồi lúc 12/10/2024 09:00: Sai số")
    assert not page.issued.withdraw_button.isEnabled()
    assert page.issued.view_button.isEnabled()

    # Its file can still be had, but not unawares.
    page.issued.save_button.menu().actions()[0].trigger()
    assert "đã thu hồi lúc 12/10/2024 09:00 (lý do: Sai số)" in answer(qtbot, page, "Không")
    assert not is_open(page, QFileDialog)
    click(qtbot, page, page.issued.view_button)
    preview = the_dialog(qtbot, page, PreviewDialog)
    assert preview.windowTitle() == "ĐÃ THU HỒI – Báo cáo số 28/BC-UBND ngày 12/10/2024"
    qtbot.waitUntil(lambda: bool(preview.reader.sizes))
    press("ctrl+s")
    answer(qtbot, preview, "Không")
    assert not is_open(preview, QFileDialog)
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    press("ctrl+s")
    answer(qtbot, preview, "Có")
    preview.findChild(QFileDialog).close()
    preview.close()
    back_on(qtbot, page)
