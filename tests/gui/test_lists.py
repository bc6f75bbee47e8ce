"""Lists on paper: the table of duties as it is filtered, and the sheet of a unit."""

import pytest
from pypdfium2 import PdfDocument

from tests.keyboard import press, write
from tests.pages import settle, show, the_dialog
from ui.dialogs.preview import PreviewDialog
from ui.pages.assignments import AssignmentsPage
from ui.pages.submissions import SubmissionsPage
from vinhloc_cds.domain.contact import Contact, ContactKind


@pytest.fixture
def previewed(qtbot, session):
    """The words of the document that was opened, its pages' shapes, and its dialog."""

    def read(page):
        settle(qtbot, page)
        dialog = the_dialog(qtbot, page, PreviewDialog)
        qtbot.waitUntil(lambda: bool(dialog.reader.sizes) and not session.drawing.busy)
        document = PdfDocument(dialog.reader.data)
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return " ".join(words.split()), dialog

    return read


def test_the_table_is_printed_as_it_is_filtered(qtbot, session, previewed):
    page = show(qtbot, AssignmentsPage(session))
    page.search.setFocus()
    write("vĩnh hùng")
    page.table.setColumnHidden(3, True)
    page.table.sortByColumn(0, page.table.horizontalHeader().sortIndicatorOrder())
    rows = page.table.model().rows
    assert 0 < len(rows) < 30
    page.print_page()
    words, dialog = previewed(page)
    assert words.startswith("DANH SÁCH NHIỆM VỤ ĐƯỢC GIAO")
    assert "Điều kiện lọc: tìm “vĩnh hùng”." in words
    assert f"In lúc 12/10/2024 09:00; {len(rows)} dòng." in words
    assert "Vai trò" not in words
    places = [words.find(" ".join(row.progress.duty.text.split())[:40]) for row in rows]
    assert -1 not in places
    assert all(size.width() > size.height() for size in dialog.reader.sizes)
    dialog.close()


def test_a_table_without_rows_says_so(qtbot, session, previewed):
    page = show(qtbot, AssignmentsPage(session))
    page.state.setCurrentIndex(1)
    page.search.setFocus()
    write("không có")
    page.print_button.click()
    words, dialog = previewed(page)
    assert "trạng thái: Không áp dụng; tìm “không có”" in words
    assert "0 dòng" in words
    assert "Không có dòng nào khớp" in words
    dialog.close()


def test_a_unit_s_sheet_says_all_that_is_known_of_it(qtbot, session, demo_store, previewed):
    plan, at = session.plan_code, session.snapshot.now
    for number, (subject, cancelled) in enumerate((("Hỏi lại số hộ", False), ("Nhầm", True)), 1):
        demo_store.tables.contacts[number] = Contact(
            number, plan, "15379", ContactKind.CALL, at, subject, "Ông Long", cancelled=cancelled
        )
    page = show(qtbot, SubmissionsPage(session))
    page.search.setFocus()
    write("Vĩnh Hùng")
    press("enter")
    page.sheet_action.trigger()
    words, dialog = previewed(page)
    unit = page.table.current_row().unit
    sent = session.snapshot.by_unit[unit.code]
    assert f"Đơn vị: {unit.name} (mã {unit.code})" in words
    assert unit.contact.phone in words
    assert "Thời hạn: trước ngày 12/10/2024" in words
    for submission in sent:
        assert submission.number in words
        assert submission.returned_reason[:20] in words
    assert "trước 12/10/2024 Đã chấp nhận" in words
    assert "tin, bài Nhập tay; nhận 11/10/2024 08:50" in words
    assert "1 12/10/2024 09:00 Gọi điện Hỏi lại số hộ Ông Long" in words
    assert "Nhầm" not in words
    assert "K05 Kiến nghị, đề xuất —" in words
    assert dialog.reader.sizes[0].width() > dialog.reader.sizes[0].height()
    dialog.close()


def test_the_sheet_of_a_silent_unit_says_what_is_open(qtbot, session, previewed):
    page = show(qtbot, AssignmentsPage(session))
    silent = next(
        row.progress.unit
        for row in page.table.model().rows
        if row.progress.unit.relation == "obliged"
        and row.progress.unit.code not in session.snapshot.by_unit
    )
    page.open_at(unit=silent.code)
    (sheet,) = [action for action in page.table.actions() if action.text() == "Phiếu đơn vị…"]
    sheet.trigger()
    words, dialog = previewed(page)
    assert silent.name in words
    assert "Đơn vị chưa gửi báo cáo nào." in words
    assert "- Quá hạn 1 ngày mà chưa gửi báo cáo." in words
    assert "Chỉ tiêu chính" not in words
    dialog.close()
