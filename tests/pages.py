"""Pages and dialogs as tests handle them: shown, and waited for."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from vinhloc_cds.texts import text


def show(qtbot, page, width=1200, height=700):
    """`page` on the screen, with the keyboard."""
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    settle(qtbot, page)
    return page


def settle(qtbot, page):
    """Wait until the worker has done, and handed over, all that was asked of it."""
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def the_dialog(qtbot, page, kind: type[QDialog] = QDialog):
    """The one dialog that stands open over `page`, with the keyboard."""
    (dialog,) = (d for d in page.findChildren(kind) if d.isVisible())
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def is_open(page, kind: type[QDialog] = QDialog) -> bool:
    """Whether a dialog stands open over `page`."""
    return any(d.isVisible() for d in page.findChildren(kind))


def back_on(qtbot, page, kind: type[QDialog] = QDialog) -> None:
    """No dialog is open any more, and the page has the keyboard again."""
    settle(qtbot, page)
    assert not is_open(page, kind)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def answer(qtbot, dialog, words: str) -> str:
    """Press the button `words` of the question asked over `dialog`; what was asked."""
    (box,) = (each for each in dialog.findChildren(QMessageBox) if each.isVisible())
    qtbot.waitUntil(box.isActiveWindow)
    assert box.textFormat() is Qt.TextFormat.PlainText
    asked = box.text()
    (button,) = (each for each in box.buttons() if each.text() == words)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    # The next question is another box.
    qtbot.waitUntil(lambda: QApplication.activeWindow() is not box)
    if words == text("ui.unsaved.stay"):
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
    return asked


def titles(table) -> list[str]:
    """The titles of a table's columns."""
    model = table.model()
    across = range(model.columnCount())
    return [model.headerData(n, Qt.Orientation.Horizontal) for n in across]


def column(table, title: str) -> list[str]:
    """What stands in one column of a table, from top to bottom."""
    number = titles(table).index(title)
    model = table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]
