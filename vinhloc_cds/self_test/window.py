"""The window over the demo, all its pages, drawn to a picture and not onto the screen."""

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QTableView

from ui import theme
from ui.main_window import PAGES, MainWindow
from ui.session import Session
from ui.tasks import TaskRunner
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.self_test.bench import (
    Bench,
    FaultError,
    errors_in_slots,
    garbage_on_this_thread,
)
from vinhloc_cds.self_test.pictures import keep, require_drawn
from vinhloc_cds.texts import text

_NAME = "window.png"
_UNITS = "units"
"""The first page's table of the units."""


def check(bench: Bench) -> str:
    """Open every page; what Qt drew with, and what it had to say."""
    application = bench.application
    application.setWindowIcon(theme.icon("program"))
    with garbage_on_this_thread(), errors_in_slots() as caught:
        rows = _listed_units(bench)
        for error in (*caught, *_told()):
            raise error
    if bench.qt_errors:
        raise FaultError(text("self_test.qt_errors", words="; ".join(bench.qt_errors)))
    return text(
        "self_test.window",
        qt=qVersion(),
        platform=application.platformName(),
        style=application.style().objectName(),
        pages=len(PAGES),
        rows=rows,
        warnings="; ".join(dict.fromkeys(bench.qt_warnings)) or text("self_test.none"),
    )


def _listed_units(bench: Bench) -> int:
    """How many units the window lists, having opened all its pages; it is gone afterwards."""
    settings = QSettings(str(bench.scratch / "window.ini"), QSettings.Format.IniFormat)
    session = Session(TaskRunner(), settings=settings)
    window = MainWindow(session, bench.scratch)
    try:
        return _open(bench, window)
    finally:
        window.close()
        session.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _open(bench: Bench, window: MainWindow) -> int:
    """Bring up the window and page after page; how many units are listed."""
    session = window.session
    ready: list[object] = []
    session.opened.connect(lambda: ready.append(None))
    session.open_failed.connect(ready.append)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    window.grab()  # the first paint, which the system asks for where there is a screen
    session.open(bench.demo)
    bench.wait(lambda: bool(ready))
    for error in ready:
        if isinstance(error, Exception):
            raise error
    picture = _settled(bench, window, next(iter(PAGES)))
    keep(picture, bench.out / _NAME)
    rows = _listed(window)
    wanted = len(bench.snapshot().plan.units_related(Relation.OBLIGED))
    if rows != wanted:
        raise FaultError(text("self_test.wrong_rows", rows=rows, wanted=wanted))
    for name in PAGES:
        _settled(bench, window, name)
    return rows


def _settled(bench: Bench, window: MainWindow, page: str) -> QImage:
    """A picture of the window with `page`, once nothing goes on behind it."""
    session = window.session
    window.open_page(page)
    bench.wait(lambda: not (session.tasks.busy or session.drawing.busy))
    picture = window.grab().toImage()
    require_drawn(picture, page)
    return picture


def _listed(window: MainWindow) -> int:
    table = window.findChild(QTableView, _UNITS)
    return table.model().rowCount() if isinstance(table, QTableView) else 0


def _told() -> list[FaultError]:
    """What the window told its user in dialogs, which are closed."""
    told = []
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            words = dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle()
            told.append(FaultError(words))
            dialog.close()
    return told
