"""Every word that Qt itself puts on the screen is Vietnamese."""

import sys

import pytest
from PySide6.QtCore import QLocale, QObject, QPoint, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QDialogButtonBox,
    QFileDialog,
    QFontDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QSpinBox,
    QTextEdit,
)

from ui import standard_texts

# Names, units and key names that are the same in Vietnamese, or that no dialog of ours shows.
SAME_CONTEXTS = {
    "QFontDatabase",
    "QPageSize",
    "QShortcut",
    "QGuiApplication",
    "QProgressBar",
}
SAME = {
    "Alt+Left",
    "Alt+Right",
    "Alt+Up",
    "...",
    "%1%",
    "mm",
    "in",
    "pt",
    "Form",
    "Didot (DD)",
    "Cicero (CC)",
    "Pica (P̸)",
    "&HTML:",
    "1 (1x1)",
    "2 (2x1)",
    "4 (2x2)",
    "6 (2x3)",
    "9 (3x3)",
    "16 (4x4)",
}


@pytest.fixture
def asked(qapp):
    """What Qt asked for and did not get, while the translator is installed."""
    missing = set()

    class Listening(standard_texts.StandardTexts):
        def translate(self, context, source, disambiguation=None, count=-1):
            found = super().translate(context, source, disambiguation, count)
            words = source.decode() if isinstance(source, bytes) else source
            where = context.decode() if isinstance(context, bytes) else context
            if found is None and where not in SAME_CONTEXTS and words not in SAME:
                missing.add((where, words))
            return found

    before = QLocale()
    translator = Listening(qapp)
    qapp.installTranslator(translator)
    yield missing
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def close_popup():
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def right_click(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    inner = widget.viewport() if hasattr(widget, "viewport") else widget
    QTimer.singleShot(20, close_popup)
    place = QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, inner.mapToGlobal(place))
    QApplication.sendEvent(inner, event)


def test_buttons(qtbot, asked):
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    none = (QDialogButtonBox.StandardButton.NoButton,)
    for button in QDialogButtonBox.StandardButton:
        if button not in none:
            box.addButton(button)
    box.show()
    words = {button.text().replace("&", "") for button in box.findChildren(QAbstractButton)}
    assert {"Đồng ý", "Hủy bỏ", "Có", "Không", "Lưu", "Đóng"} <= words
    assert not asked


def test_message_box_with_details(qtbot, asked):
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setDetailedText("x")
    box.show()
    assert not asked


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_menus_of_text_fields(qtbot, asked):
    right_click(qtbot, QLineEdit("x"))
    right_click(qtbot, QPlainTextEdit("x"))
    right_click(qtbot, QTextEdit("x"))
    right_click(qtbot, QSpinBox())
    right_click(qtbot, QScrollBar())
    assert not asked


def test_dialogs(qtbot, asked):
    for mode in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(mode)
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        qtbot.addWidget(dialog)
        dialog.show()
    for dialog, option in (
        (QColorDialog(), QColorDialog.ColorDialogOption.DontUseNativeDialog),
        (QFontDialog(), QFontDialog.FontDialogOption.DontUseNativeDialog),
    ):
        dialog.setOption(option)
        qtbot.addWidget(dialog)
        dialog.show()
    assert not asked


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows its own, in its own language")
def test_print_dialog(qtbot, asked):
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = {label.text() for label in dialog.findChildren(QLabel)}
    assert labels
    assert not asked


def test_dates_and_numbers(qapp):
    before = QLocale()
    holder = QObject()
    standard_texts.install(qapp)
    try:
        assert QLocale().toString(1234567.5, "f", 1) == "1.234.567,5"
        assert QLocale().dayName(1) == "Thứ Hai"
    finally:
        for translator in qapp.findChildren(standard_texts.StandardTexts):
            qapp.removeTranslator(translator)
            translator.setParent(holder)
        QLocale.setDefault(before)
