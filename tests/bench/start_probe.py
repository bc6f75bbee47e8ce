"""One start of a window, timed from outside the interpreter; `run.py` calls it over and over.

    python start_probe.py bare|ours STARTED [DATA_DIR]

STARTED is the caller's `time.monotonic()` just before it started this process: the clock is the
system's, so that the interpreter's own start counts too. Prints one line of JSON with seconds.
"""

import json
import sys
import time
from pathlib import Path

_TICK = 2  # milliseconds between two beats of the event loop


def bare(started: float) -> None:
    """The peer: an empty main window of the same toolkit."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, self.finish)

        def finish(self) -> None:
            print(json.dumps({"first_paint": time.monotonic() - started}), flush=True)
            QApplication.exit(0)

    application = QApplication([])
    window = Window()
    window.resize(1240, 700)
    window.show()
    application.exec()


def ours(started: float, data_dir: Path) -> None:
    """The real window on a real database, up to the page of duties with its rows painted."""
    from ui import main_window
    from vinhloc_cds.bootstrap import Setup, open_window

    seen = {}

    class Watched(main_window.MainWindow):
        def __init__(self, *arguments) -> None:
            super().__init__(*arguments)
            self.painted.connect(self.note_paint)
            self.session.opened.connect(self.wait_for_rows)
            self.gap = 0.0
            self.last_beat = 0.0
            self.beat = self.startTimer(_TICK)

        def note_paint(self) -> None:
            seen["first_paint"] = time.monotonic() - started
            self.last_beat = time.monotonic()

        def timerEvent(self, event) -> None:
            now = time.monotonic()
            if self.last_beat:
                self.gap = max(self.gap, now - self.last_beat)
                self.last_beat = now

        def wait_for_rows(self) -> None:
            from PySide6.QtCore import QTimer
            from PySide6.QtWidgets import QApplication

            table = self.open_page("assignments").findChild(main_window.QWidget, "table")
            assert table.model().rowCount() > 0
            table.viewport().repaint()
            seen["duties_shown"] = time.monotonic() - started
            QTimer.singleShot(0, lambda: self.finish(QApplication))

        def finish(self, application) -> None:
            seen["worst_gap"] = self.gap
            print(json.dumps(seen), flush=True)
            self.close()
            application.exit(0)

    main_window.MainWindow = Watched
    sys.modules.pop("ui.app", None)
    # The window opens at the page it was closed on: here, by somebody who works with the duties.
    data_dir.mkdir(exist_ok=True)
    (data_dir / "window.ini").write_text("[window]\npage=assignments\n", encoding="utf-8")
    open_window(Setup(data_dir=data_dir))


if __name__ == "__main__":
    what, began = sys.argv[1], float(sys.argv[2])
    if what == "bare":
        bare(began)
    else:
        ours(began, Path(sys.argv[3]))
