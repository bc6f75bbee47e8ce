"""Entering a submission by keyboard alone, on the plan of 2024 and with the real use cases."""

import pytest
from builders import at
from memory import MemoryStore, office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from tests.pages import answer
from ui.dialogs.submission import SubmissionDialog
from ui.models.entry import EntryColumn
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError

PLAN = built_in_plans()[0].load()
HUNG, HUNG_2, OFFICE = "15367", "15379", "PB07"


@pytest.fixture
def store():
    return MemoryStore(PLAN)


@pytest.fixture
def session(qtbot, closed_session, store):
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(store))
    return closed_session


@pytest.fixture
def send(store):
    """Has something stored before the form is opened."""

    def record(unit=HUNG, kind=SubmissionKind.FIRST, accept=False, **figures):
        draft = SubmissionDraft(
            unit=unit,
            kind=kind,
            received_at=at("2024-10-09T08:00"),
            channel=Channel.EMAIL,
            reason="gửi nhầm" if kind is SubmissionKind.REPLACEMENT else "",
            entries=tuple(Entry(code, raw) for code, raw in figures.items()),
        )
        return office(store).recording.record(PLAN.code, draft, accept=accept)

    return record


@pytest.fixture
def open_form(qtbot, session, settled):
    forms = []  # alive until the test has ended

    def make(**of):
        session.refresh()
        settled()
        form = SubmissionDialog(session, session.snapshot, **of)
        qtbot.addWidget(form)
        forms.append(form)
        with qtbot.waitExposed(form):
            form.open()
        form.activateWindow()
        return form

    yield make
    forms.clear()


def choose_unit(name):
    write(name)
    press("enter")


def go_to_figures(form):
    """Enter leads through the fields to the first figure."""
    for _ in range(12):
        if QApplication.focusWidget() is form.grid:
            return
        press("enter")
    raise AssertionError("Enter does not lead to the figures")


def pick(combo, wanted):
    """Walk down the choices of the field that has the focus."""
    assert QApplication.focusWidget() is combo
    for _ in range(combo.count()):
        if combo.currentData() == wanted:
            return
        press("down")
    assert combo.currentData() == wanted


def walk_to(form, code):
    """Walk down the grid to the figure of an indicator."""
    while (row := form.grid.currentIndex().row()) != form.model.row_of(code):
        press("down")
        assert form.grid.currentIndex().row() > row, f"{code} is not further down"


def enter(form, **figures):
    """Type figures, walking down the grid from one to the next."""
    for code, words in figures.items():
        walk_to(form, code)
        write(words)
        press("enter")


def stored(store):
    return list(store.tables.submissions.values())


def raws(submission):
    return {value.indicator: value.raw for value in submission.values}


WHOLE = {
    "A01": "c", "A02": "15/KH-UBND", "A03": "27/9/2024", "A04": "3", "B01": "c",
    "B02": "1/10/2024 8h", "B03": "UBND xã", "B04": "120", "C01": "5", "C04": "10", "C05": "20",
    "C06": "100", "C08": "15", "D01": "12", "D02": "12", "D03": "80", "D04": "70", "D05": "10",
    "D06": "11", "D07": "11", "D08": "1.900", "D09": "1200", "E00": "900", "E01": "400",
    "E02": "300", "E03": "100", "E04": "250", "E05": "150", "F01": "k", "H01": "5 triệu",
    "K01": "Ra quân đồng loạt", "K05": "Không",
}  # fmt: skip


def test_a_whole_submission_of_a_commune_by_keyboard(qtbot, open_form, store, settled):
    form = open_form()
    write("vinh hung")
    press("down", "down", "enter")
    assert form.header.unit.unit.code == HUNG_2
    write("11/10 16h30")
    press("enter")
    pick(form.header.channel, Channel.EMAIL)
    press("enter")
    write("78/BC-UBND")
    press("enter")
    write("11/10/2024")
    press("enter")
    write("Nguyễn Thị Hoa")
    press("enter")
    write("0912345678")
    press("enter")
    assert form.header.chosen_kind is SubmissionKind.FIRST
    go_to_figures(form)
    enter(form, **WHOLE)
    assert form.summary.text().startswith(
        f"Đã nhập {len(WHOLE)}/57 chỉ tiêu; 0 lỗi, 0 cần giải trình"
    )
    with qtbot.waitSignal(form.saved):
        press("ctrl+enter")
    (made,) = stored(store)
    assert made.state is SubmissionState.ACCEPTED
    assert made.unit == HUNG_2
    assert made.received_at == at("2024-10-11T16:30")
    assert (made.channel, made.number) == (Channel.EMAIL, "78/BC-UBND")
    assert (made.maker, made.phone) == ("Nguyễn Thị Hoa", "0912345678")
    assert raws(made) == WHOLE | {"A01": "Có", "B01": "Có", "F01": "Không"}
    assert made.value_of("H01").value == 5_000_000
    assert made.value_of("D08").value == 1900
    assert not form.isVisible()


def test_only_the_units_own_indicators_are_asked_for(open_form):
    form = open_form(unit=PLAN.unit_by_code[OFFICE])
    asked = {form.model.indicator_at(row) for row in range(form.model.rowCount())} - {None}
    assert {i.code for i in asked} == {
        i.code for i in PLAN.indicators_of(PLAN.unit_by_code[OFFICE])
    }


def test_the_offices_own_figures_come_from_the_office(open_form):
    form = open_form(unit=PLAN.unit_by_code[OFFICE])
    assert form.header.chosen_channel is Channel.OFFICE


def test_a_block_stops_acceptance_but_not_saving(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, A01="c", B01="c", D01="5", D02="6")
    row = form.model.row_of("D02")
    assert "lớn hơn" in form.model.index(row, EntryColumn.MESSAGE).data()
    assert not form.accept_button.isEnabled()
    assert form.why.text().startswith("Chưa chấp nhận được")
    assert "; 1 lỗi" in form.summary.text()
    press("ctrl+enter")
    assert not stored(store)
    assert form.grid.currentIndex().row() == row
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    (made,) = stored(store)
    assert made.state is SubmissionState.RECEIVED
    assert raws(made)["D02"] == "6"


def test_a_question_needs_a_reason(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, A01="c", B01="c", B02="2/10/2024 8h")
    assert not form.accept_button.isEnabled()
    assert "1 cần giải trình" in form.summary.text()
    press("f8")
    assert form.model.indicator_at(form.grid.currentIndex().row()).code == "B02"
    press("f4")
    write("mưa to")
    press("enter")
    assert form.accept_button.isEnabled()
    with qtbot.waitSignal(form.saved):
        press("ctrl+enter")
    (made,) = stored(store)
    assert made.value_of("B02").reason == "mưa to"


def test_what_cannot_be_read_is_saved_as_it_was_typed(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, C01="nhiều lắm")
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    (made,) = stored(store)
    assert made.value_of("C01").unreadable
    assert raws(made)["C01"] == "nhiều lắm"


def test_saving_takes_the_entry_that_is_still_open(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    write("c")
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    assert raws(stored(store)[0]) == {"A01": "Có"}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("received", "hôm qua", "Không đọc được thời điểm nhận “hôm qua”"),
        ("signed_on", "đầu tháng", "Không đọc được ngày ký “đầu tháng”"),
    ],
)
def test_a_day_that_cannot_be_read_is_said_and_stays(open_form, store, field, typed, sentence):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    line = getattr(form.header, field)
    line.setFocus()
    line.selectAll()
    write(typed)
    press("ctrl+s")
    assert form.problem.text().startswith(sentence)
    assert line.text() == typed
    assert QApplication.focusWidget() is line
    assert not stored(store)


def test_a_number_of_another_pattern_is_remarked_upon_beside_the_fields(open_form):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.number.setFocus()
    write("không số")
    press("enter")
    assert "không theo mẫu" in form.header.remarks.text()


def test_unit_and_channel_are_never_guessed(open_form, store):
    form = open_form()
    press("ctrl+s")
    assert "Chưa chọn đơn vị" in form.problem.text()
    choose_unit("vĩnh hưng")
    press("ctrl+s")
    assert "Chưa chọn hình thức" in form.problem.text()
    assert QApplication.focusWidget() is form.header.channel
    assert not stored(store)


def test_a_second_submission_is_a_supplement_beside_what_stands(qtbot, open_form, store, send):
    send(A01="có", B01="có", C01="7")
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    assert form.header.chosen_kind is SubmissionKind.SUPPLEMENT
    assert form.header.chosen_channel is Channel.EMAIL
    row = form.model.row_of("C01")
    assert form.model.index(row, EntryColumn.EARLIER).data() == "7"
    assert form.accept_button.isEnabled()
    go_to_figures(form)
    walk_to(form, "C01")
    press("ctrl+del")
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    assert stored(store)[1].value_of("C01").cleared


def test_a_replacement_needs_a_reason(qtbot, open_form, store, send):
    send(C01="7")
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.kind.setFocus()
    pick(form.header.kind, SubmissionKind.REPLACEMENT)
    press("ctrl+s")
    assert "phải có lý do" in form.problem.text()
    assert QApplication.focusWidget() is form.header.reason
    write("gửi nhầm biểu")
    form.grid.go_to_first()
    write("c")
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    assert stored(store)[1].reason == "gửi nhầm biểu"


def test_a_report_that_says_nothing_yet_is_saved_but_not_accepted(qtbot, open_form, store, settled):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    press("ctrl+enter")
    settled()
    assert form.isVisible()
    assert not stored(store)
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    assert stored(store)[0].state is SubmissionState.RECEIVED


def test_nothing_to_report_is_a_report_without_figures(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    form.header.kind.setFocus()
    measure = form.model.index(form.model.row_of("C01"), EntryColumn.MEASURE)
    assert measure.data(Qt.ItemDataRole.ForegroundRole) is not None
    pick(form.header.kind, SubmissionKind.NOTHING)
    assert not form.grid.isEnabled()
    # Disabled text has a colour of its own, which none of ours may hide.
    assert measure.data(Qt.ItemDataRole.ForegroundRole) is None
    with qtbot.waitSignal(form.saved):
        press("ctrl+enter")
    assert stored(store)[0].kind is SubmissionKind.NOTHING


def test_figures_under_nothing_to_report_are_refused_and_kept(open_form, store, settled):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, C01="7")
    form.header.kind.setFocus()
    pick(form.header.kind, SubmissionKind.NOTHING)
    press("ctrl+s")
    settled()
    assert "C01" in form.problem.text()
    assert form.model.entries() == (Entry("C01", "7"),)
    assert not stored(store)


def test_a_failing_save_keeps_what_was_typed_and_can_be_tried_again(
    qtbot, open_form, store, settled
):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, A01="c", C01="7")
    store.trouble = UserError("submissions.missing_channel")
    press("ctrl+s")
    settled()
    assert form.isVisible()
    assert form.problem.text() == str(store.trouble)
    assert form.save_button.isEnabled()
    assert form.model.entries() == (Entry("A01", "Có"), Entry("C01", "7"))
    store.trouble = None
    with qtbot.waitSignal(form.saved):
        press("ctrl+s")
    assert len(stored(store)) == 1


@pytest.mark.expects_log
def test_a_bug_while_saving_leaves_everything_to_be_tried_again(open_form, store, settled):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    enter(form, C01="7")
    store.trouble = RuntimeError("out of luck")
    press("ctrl+s")
    settled()
    report = QApplication.activeModalWidget()
    assert "out of luck" in report.details.toPlainText()
    report.close()
    assert form.isVisible()
    assert form.save_button.isEnabled()
    assert form.model.entries() == (Entry("C01", "7"),)


def test_a_moment_to_come_is_refused_in_place(open_form, store, settled):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    form.header.received.setFocus()
    form.header.received.selectAll()
    write("20/10/2024 8h")
    press("ctrl+s")
    settled()
    assert "20/10/2024 08:00" in form.problem.text()
    assert form.isVisible()
    assert not stored(store)


def test_closing_an_untouched_form_asks_nothing(open_form):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    press("esc")
    assert not form.isVisible()


@pytest.mark.parametrize("way", ["header", "figure", "open editor"])
def test_closing_with_something_typed_asks(qtbot, open_form, store, way):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    if way == "header":
        form.header.maker.setFocus()
        write("Hoa")
    else:
        go_to_figures(form)
        write("c")
        if way == "figure":
            press("enter")
    form.close()
    assert form.isVisible()
    answer(qtbot, form, "Sửa tiếp")
    assert form.isVisible()
    form.close()
    answer(qtbot, form, "Không lưu")
    assert not form.isVisible()
    assert not stored(store)


def test_saving_from_the_question_saves(qtbot, open_form, store):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    form.header.channel.setCurrentIndex(0)
    go_to_figures(form)
    write("c")
    form.close()
    with qtbot.waitSignal(form.saved):
        answer(qtbot, form, "Lưu")
    assert raws(stored(store)[0]) == {"A01": "Có"}


def test_a_received_submission_is_revised_in_the_same_form(qtbot, open_form, store, send):
    made = send(C01="7", D01="abc")
    form = open_form(revises=made)
    assert form.header.unit.line.isReadOnly()
    assert form.model.entries() == (Entry("C01", "7"), Entry("D01", "abc"))
    assert form.header.chosen_kind is SubmissionKind.FIRST
    assert not form.changed
    enter(form, A01="k", B01="k", D01="12")
    with qtbot.waitSignal(form.saved):
        press("ctrl+enter")
    (after,) = stored(store)
    assert after.id == made.id
    assert after.received_at == made.received_at
    assert raws(after) == {"A01": "Không", "B01": "Không", "C01": "7", "D01": "12"}
    assert after.state is SubmissionState.ACCEPTED


def test_a_returned_submission_cannot_be_accepted_before_it_is_reopened(open_form, store, send):
    made = send(A01="có", B01="có")
    returned = office(store).recording.give_back(made.id, "thiếu chữ ký")
    form = open_form(revises=returned)
    assert not form.accept_button.isEnabled()
    assert "mở lại" in form.why.text()


def test_names_from_units_are_plain_text(open_form):
    form = open_form(unit=PLAN.unit_by_code[HUNG])
    assert form.hint.textFormat() == Qt.TextFormat.PlainText
    assert form.problem.textFormat() == Qt.TextFormat.PlainText
