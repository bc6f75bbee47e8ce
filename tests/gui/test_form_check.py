"""Soát thể thức: the results in groups, read with the keyboard, copied as text."""

import pytest
from inspected_documents import LETTER, but, letter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tests.keyboard import press
from tests.pages import the_dialog
from ui.dialogs.files import FileDialog
from ui.dialogs.form_check import FormCheckDialog, check_file
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Finding, Inspection, Outcome, RuleResult


@pytest.fixture
def host(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    return host


def opened(qtbot, session, host, data: bytes) -> FormCheckDialog:
    dialog = FormCheckDialog(session, inspect(data, "cong-van.docx"), host)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.results.setFocus()
    return dialog


def test_what_failed_stands_first_with_its_clause(qtbot, session, host):
    dialog = opened(qtbot, session, host, letter(**but("v", LETTER, size=14)))
    assert dialog.windowTitle() == "Soát thể thức – cong-van.docx"
    assert dialog.summary.text().startswith("Không đạt 1 · Cần xem lại 0 · Đạt ")
    assert dialog.summary.textFormat() is Qt.TextFormat.PlainText
    groups = [
        dialog.results.topLevelItem(n).text(0) for n in range(dialog.results.topLevelItemCount())
    ]
    assert groups[0] == "Không đạt (1)"
    assert groups[1].startswith("Đạt (")
    shown = dialog.details.toPlainText()
    assert "Mục II, khoản 5, điểm b" in shown
    assert "cỡ chữ 14; quy định là cỡ 12–13." in shown
    # The rules that were kept are folded away; keys unfold and read them.
    press("down", "right", "down")
    assert "Khổ giấy A4" in dialog.details.toPlainText()


def test_the_result_is_copied_whole(qtbot, session, host):
    dialog = opened(qtbot, session, host, letter(**but("v", LETTER, size=14)))
    said: list[str] = []
    dialog.announced.connect(said.append)
    dialog.copy_button.setFocus()
    press("space")
    copied = QApplication.clipboard().text()
    assert copied.startswith("cong-van.docx\n")
    assert "[Không đạt] Trích yếu của công văn (V/v)" in copied
    assert "[Đạt] Khổ giấy A4" in copied
    assert said == ["Đã chép kết quả soát thể thức."]


def choose(qtbot, session, host, path):
    check_file(session, host)
    chooser = the_dialog(qtbot, host, FileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.close()


def test_a_file_is_chosen_and_inspected(qtbot, session, host, tmp_path):
    path = tmp_path / "tot.docx"
    path.write_bytes(letter())
    choose(qtbot, session, host, path)
    qtbot.waitUntil(lambda: bool(host.findChildren(FormCheckDialog)))
    (dialog,) = host.findChildren(FormCheckDialog)
    assert dialog.summary.text().startswith("Văn bản đạt mọi quy tắc")
    dialog.close()


def test_what_is_no_document_gets_a_sentence(qtbot, session, host, tmp_path):
    path = tmp_path / "anh.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    choose(qtbot, session, host, path)

    def boxes() -> list[QMessageBox]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]

    qtbot.waitUntil(lambda: bool(boxes()))
    (box,) = boxes()
    assert box.text().startswith("Chương trình chỉ soát được")
    box.close()


@pytest.mark.parametrize(
    ("rule", "outcome", "ours", "leads"),
    [
        ("basis", Outcome.FAILED, True, True),
        ("recipients", Outcome.DOUBTFUL, True, True),
        ("basis", Outcome.PASSED, True, False),
        ("margins", Outcome.FAILED, True, False),
        # Of a file from elsewhere nothing is known of where it is mended.
        ("basis", Outcome.FAILED, False, False),
    ],
)
def test_what_comes_from_the_plan_is_mended_there(qtbot, session, host, rule, outcome, ours, leads):
    result = RuleResult(rule, "Mục II", "Căn cứ", outcome, (Finding("Sai dấu câu."),))
    dialog = FormCheckDialog(session, Inspection("a.docx", (result,)), host, ours=ours)
    dialog.open()
    assert dialog.mend_button.isVisible() is leads
    assert ("trang Đơn vị & kế hoạch" in dialog.details.toPlainText()) is leads
    if leads:
        with qtbot.waitSignal(dialog.plan_wanted):
            dialog.mend_button.click()
    else:
        dialog.close()
