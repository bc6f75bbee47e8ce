"""The page Số liệu over the demo: what units gave, what it adds up to and where it came from."""

import pytest
from builders import at
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from tests.pages import settle, show
from ui.pages.matrix import MatrixPage
from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.formatting import format_number, format_percent
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind

PLAN = "KH-CDS-2024"
YEN, LONG, HUNG, HOA = "15355", "15361", "15367", "15376"


@pytest.fixture
def page(qtbot, demo):
    return show(qtbot, MatrixPage(demo))


def choose(page, section=None, group=None):
    page.section.setCurrentIndex(page.section.findData(section))
    page.group.setCurrentIndex(page.group.findData(group))


def codes(page) -> list[str]:
    return [indicator.code for indicator in page.table.figures.indicators]


def index(page, unit: str, code: str):
    cells = page.table.figures.cells
    row = next(n for n, line in enumerate(cells) if line[0].unit.code == unit)
    return page.table.figures.index(row, codes(page).index(code))


def shown(page, unit: str, code: str) -> str:
    return index(page, unit, code).data()


def sums(page, title: str) -> dict[str, str]:
    """A line below the matrix, by indicator."""
    figures = page.sums.figures
    row = next(n for n in range(figures.rowCount()) if figures.title_of_row(n) == title)
    return {code: figures.text_at(row, n) for n, code in enumerate(codes(page))}


def record(qtbot, page, unit, figures, kind=SubmissionKind.SUPPLEMENT, *, accept=False):
    entries = tuple(Entry(code, raw, reason="đã hỏi lại") for code, raw in figures.items())
    draft = SubmissionDraft(
        unit, kind, at("2024-10-12T08:30"), Channel.PHONE, "99/BC", entries=entries
    )
    page.session.write(
        lambda office: office.recording.record(PLAN, draft, accept=accept),
        lambda _: None,
        title="",
    )
    settle(qtbot, page)


def test_it_begins_with_the_first_section_over_all_who_report(page):
    assert codes(page) == ["A01", "A02", "A03", "A04"]
    assert page.table.figures.rowCount() == 31 + 11 + 1


def test_every_total_is_what_the_consolidation_says(page):
    choose(page)
    every = [t for t in consolidate(page.session.snapshot) if t.code in codes(page)]
    totals = {t.code: t for t in every if t.group is None}
    values, ratios = sums(page, "Tổng hợp"), sums(page, "Tỷ lệ")
    coverage = sums(page, "Số đơn vị có số liệu")
    assert len(totals) > 40
    for code, total in totals.items():
        words = "—" if total.value is None else format_number(total.value)
        assert values[code] == (f"≈ {words}" if total.estimates else words)
        assert ratios[code] == ("" if total.ratio is None else format_percent(total.ratio))
        assert coverage[code].startswith(f"{total.reported}/{total.expected}")
    only_within = {t.code for t in every} - totals.keys()
    assert {code for code, words in values.items() if words} == totals.keys() | only_within


def test_what_must_not_be_added_up_across_groups_is_totalled_by_group(page):
    choose(page, "E")
    assert sums(page, "Tổng hợp")["E01"] == "theo nhóm"
    by_group = {t.group: t for t in consolidate(page.session.snapshot) if t.code == "E01"}
    communes, telecoms = by_group["G_XA"], by_group["G_VT"]
    assert sums(page, "UBND các xã, thị trấn")["E01"] == format_number(communes.value)
    assert sums(page, "Các doanh nghiệp viễn thông")["E01"] == format_number(telecoms.value)
    choose(page, "E", "G_VT")
    assert sums(page, "Tổng hợp")["E01"] == format_number(telecoms.value)
    assert page.sums.figures.rowCount() == 3


def test_a_blank_is_not_a_zero_on_the_screen_nor_in_excel(page):
    choose(page, "H", "G_XA")
    assert (shown(page, HUNG, "H02"), shown(page, LONG, "H02")) == ("—", "0")
    page.copy_button.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    by_unit = {line[0]: line[1:] for line in lines}
    assert lines[0][:2] == ["Đơn vị", "Kinh phí từ ngân sách nhà nước"]
    assert by_unit["UBND xã Vĩnh Hưng"] == ["6000000", "—", "—", "6000000"]
    assert by_unit["UBND xã Vĩnh Long"] == ["8000000", "0", "0", "8000000"]
    assert by_unit["UBND xã Vĩnh Hòa"][0] == "6500000 (chưa chấp nhận)"
    total = next(
        t for t in consolidate(page.session.snapshot) if (t.code, t.group) == ("H01", "G_XA")
    )
    assert by_unit["Tổng hợp"][0] == str(total.value)
    assert by_unit["Số đơn vị có số liệu"][0] == f"{total.reported} trên {total.expected} đơn vị"


def test_selected_cells_are_copied_with_their_titles_and_one_cell_alone(page):
    choose(page, "H", "G_XA")
    page.table.setFocus()
    page.table.setCurrentIndex(index(page, LONG, "H01"))
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == "8000000"
    press("shift+right")
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == (
        "Đơn vị\tKinh phí từ ngân sách nhà nước\tKinh phí hỗ trợ\nUBND xã Vĩnh Long\t8000000\t0"
    )


def test_as_a_message_it_says_what_it_is_about_and_over_how_many(page):
    choose(page, "H", "G_XA")
    page.message_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert (
        lines[0] == "Hưởng ứng Ngày Chuyển đổi số quốc gia năm 2024: số liệu đến 12/10/2024 09:00"
    )
    assert "UBND xã Vĩnh Yên: chưa có số liệu." in lines
    assert any(
        line.startswith("UBND xã Vĩnh Long: Kinh phí từ ngân sách nhà nước 8.000.000 đồng;")
        for line in lines
    )
    assert lines[-1].startswith(
        "Tổng hợp: Kinh phí từ ngân sách nhà nước 65.000.000 đồng (9/13 đơn vị)"
    )
    assert len(lines) == 1 + 13 + 1


def test_a_unit_in_which_nothing_arose_says_so(qtbot, page):
    choose(page, "H", "G_XA")
    sent = page.session.snapshot.by_unit
    unit = next(row[0].unit for row in page.table.figures.cells if row[0].unit.code not in sent)
    record(qtbot, page, unit.code, {}, SubmissionKind.NOTHING)
    row = index(page, unit.code, "H01").row()
    assert page.table.figures.title_of_row(row) == unit.name  # not accepted yet
    page.message_button.click()
    assert f"{unit.name}: chưa có số liệu." in QGuiApplication.clipboard().text()
    record(qtbot, page, unit.code, {}, SubmissionKind.NOTHING, accept=True)
    assert page.table.figures.title_of_row(row) == f"{unit.name} (không phát sinh)"
    assert shown(page, unit.code, "H01") == "—"
    page.message_button.click()
    assert f"{unit.name}: không phát sinh." in QGuiApplication.clipboard().text()


def test_what_is_not_accepted_is_in_italics_and_in_no_total(qtbot, page):
    choose(page, "C", "G_XA")
    assert index(page, HOA, "C01").data(Qt.ItemDataRole.FontRole).italic()
    assert index(page, HUNG, "C01").data(Qt.ItemDataRole.FontRole) is None
    before = sums(page, "Tổng hợp")["C01"]
    record(qtbot, page, HUNG, {"C01": "1000"})
    assert shown(page, HUNG, "C01") != "1.000"
    assert sums(page, "Tổng hợp")["C01"] == before


def test_what_could_not_be_read_is_shown_as_it_was_written(qtbot, page):
    record(qtbot, page, YEN, {"C01": "mười mấy bài"}, SubmissionKind.FIRST)
    choose(page, "C", "G_XA")
    assert shown(page, YEN, "C01") == "“mười mấy bài”"
    page.table.setCurrentIndex(index(page, YEN, "C01"))
    assert "Chưa đọc được thành số liệu." in page.source.toPlainText()


def test_it_says_where_the_figure_under_the_cursor_came_from(qtbot, page):
    choose(page, "C", "G_XA")
    record(qtbot, page, HUNG, {"C01": "25"}, accept=True)
    page.table.setFocus()
    page.table.setCurrentIndex(index(page, LONG, "C01"))
    press("down", "down")
    said = page.source.toPlainText().splitlines()
    assert said[0].startswith("UBND xã Vĩnh Hưng – C01.")
    assert said[0].endswith(": 25 tin, bài")
    assert said[1] == "Đã chấp nhận, đã cộng vào tổng."
    assert said[-1] == (
        "• Bổ sung, nhận 12/10/2024 08:30, Điện thoại (99/BC), Đã chấp nhận: ghi “25”; "
        "giải trình: đã hỏi lại."
    )
    assert said[2].startswith("(không dùng) Lần đầu, nhận ")


def test_a_correction_is_told_with_what_stood_there_before(qtbot, page):
    choose(page, "C", "G_XA")
    sent = page.session.snapshot.by_unit[LONG][0]
    before = sent.value_of("C01").raw
    page.session.write(
        lambda office: office.recording.correct(sent.id, "C01", "9", "xã gọi điện đính chính"),
        lambda _: None,
        title="",
    )
    settle(qtbot, page)
    page.table.setCurrentIndex(index(page, LONG, "C01"))
    assert f"đính chính từ “{before}”, lý do: xã gọi điện đính chính" in page.source.toPlainText()


def test_a_computed_figure_tells_its_parts_and_a_blank_tells_why(page):
    choose(page, "H", "G_XA")
    page.table.setCurrentIndex(index(page, HUNG, "H00"))
    said = page.source.toPlainText()
    assert "Chương trình cộng từ: H01 Kinh phí từ ngân sách nhà nước 6.000.000;" in said
    assert "Chưa đủ các phần cộng thành." in said
    page.table.setCurrentIndex(index(page, HUNG, "H02"))
    assert "Đơn vị để trống chỉ tiêu này: Lần đầu, nhận " in page.source.toPlainText()
    page.table.setCurrentIndex(index(page, YEN, "H02"))
    assert "Đơn vị chưa gửi báo cáo." in page.source.toPlainText()


def test_a_total_tells_who_is_missing(page):
    choose(page, "A", "G_XA")
    page.sums.setFocus()
    page.sums.setCurrentIndex(page.sums.figures.index(0, 0))
    said = page.source.toPlainText()
    total = next(
        t for t in consolidate(page.session.snapshot) if (t.code, t.group) == ("A01", "G_XA")
    )
    assert f"Có số liệu: {total.reported}/{total.expected} đơn vị phải báo cáo." in said
    assert "Xã Vĩnh Yên" in said


def test_enter_opens_the_submission_that_the_figure_came_from(qtbot, page):
    choose(page, "C", "G_XA")
    page.table.setFocus()
    page.table.setCurrentIndex(index(page, HUNG, "C01"))
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    (sent,) = page.session.snapshot.by_unit[HUNG]
    assert asked.args == ["submissions", {"unit": HUNG, "submission": str(sent.id)}]


def test_the_search_narrows_the_units_but_not_the_totals(page):
    choose(page, "C")
    before = sums(page, "Tổng hợp")
    page.focus_search()
    write("vinh hung")
    figures = page.table.figures
    assert [figures.title_of_row(n) for n in range(figures.rowCount())] == [
        "UBND xã Vĩnh Hưng",
        "UBND xã Vĩnh Hùng",
    ]
    assert sums(page, "Tổng hợp") == before
    press("enter")
    assert page.table.hasFocus()
    press("esc")
    assert figures.rowCount() == 43


def test_totals_stand_under_their_figures_however_they_are_moved(qtbot, page):
    choose(page)
    page.table.setColumnWidth(1, 300)
    page.sums.horizontalScrollBar().setValue(250)
    assert page.table.horizontalScrollBar().value() == 250
    assert page.table.viewport().width() == page.sums.viewport().width()
    for column in range(page.table.figures.columnCount()):
        assert page.table.columnViewportPosition(column) == page.sums.columnViewportPosition(column)


def test_no_number_is_cut_short(page):
    choose(page)
    bold = page.table.font()
    bold.setBold(True)
    font = QFontMetrics(bold)
    for model in (page.table.figures, page.sums.figures):
        for column, indicator in enumerate(model.indicators):
            if indicator.is_text:
                continue
            texts = (model.text_at(row, column) for row in range(model.rowCount()))
            widest = max(font.horizontalAdvance(words) for words in texts)
            assert widest < page.table.columnWidth(column)


def test_widths_are_remembered_by_indicator(qtbot, page, demo):
    choose(page, "C")
    page.table.setColumnWidth(codes(page).index("C02"), 222)
    choose(page, "A")
    choose(page)
    assert page.table.columnWidth(codes(page).index("C02")) == 222
    page.save_layout()
    other = MatrixPage(demo)
    other.restore_layout()
    show(qtbot, other)
    choose(other, "C")
    assert other.table.columnWidth(codes(other).index("C02")) == 222
    assert other.table.columnWidth(codes(other).index("C01")) != 222


def test_the_cursor_stays_when_data_come_anew(qtbot, page):
    choose(page, "C", "G_XA")
    page.table.setCurrentIndex(index(page, HUNG, "C04"))
    page.session.refresh()
    settle(qtbot, page)
    cell = page.table.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert (cell.unit.code, cell.indicator.code) == (HUNG, "C04")


def test_down_leads_from_the_search_to_what_was_found(page):
    page.focus_search()
    write("vĩnh long")
    press("down")
    assert QApplication.focusWidget() is page.table
    assert page.table.currentIndex().row() == 0
