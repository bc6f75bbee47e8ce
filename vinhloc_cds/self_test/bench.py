"""What the checks stand on: folders, the demo's office, and Qt."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vinhloc_cds import bootstrap, screen
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    # Where a library is missing only the checks that need it fail.
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from vinhloc_cds.domain.snapshot import Snapshot
    from vinhloc_cds.services.office import Office

SECONDS = 60
"""How long a check waits for the window or for another worker."""

_PAUSE_SECONDS = 0.005


class FaultError(Exception):
    """What a check found wrong, in a sentence."""


class Bench:
    """Lent to each check; what one check has made the next one uses.

    What stays for people goes to `out`. All else is done in `scratch`, which is gone afterwards.
    The user's own folder `data_dir` need not exist, and is never made.
    """

    def __init__(self, out: Path, scratch: Path, data_dir: Path) -> None:
        self.out = out
        self.scratch = scratch
        self.data_dir = data_dir
        self.qt_warnings: list[str] = []
        self.qt_errors: list[str] = []
        self._demo: Office | None = None
        self._handler: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None

    @property
    def log_file(self) -> Path:
        """Where the log of the checks is written."""
        return self.out / "self-test.log"

    def demo(self) -> "Office":
        """The services over the demo's database."""
        if self._demo is None:
            setup = bootstrap.Setup(demo=True)
            self._demo = bootstrap.demo_office(self.scratch / "demo", setup)
        return self._demo

    def snapshot(self) -> "Snapshot":
        """How the demo's plan stands."""
        return self.demo().planning.snapshot(None)

    @cached_property
    def reports(self) -> dict[str, Path]:
        """The files of the demo's report by format."""
        from vinhloc_cds.services.rendering import FORMATS  # noqa: PLC0415 - see above

        office = self.demo()
        paths = office.reporting.export(self.snapshot().plan.code, self.out, FORMATS)
        return dict(zip(FORMATS, paths, strict=True))

    @cached_property
    def application(self) -> "QApplication":
        """Qt, without a screen where there is none; its messages are kept from now on."""
        from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415 - see above
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415

        from ui import standard_texts  # noqa: PLC0415

        try:
            screen.require()
            screen.require_platform_plugin()
        except UserError:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self._handler = qInstallMessageHandler(self._keep_message)
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            application = QApplication(sys.argv[:1])
        standard_texts.install(application)
        return application

    def wait(self, until: Callable[[], bool]) -> None:
        """Let Qt work until something is so. FaultError where that takes too long."""
        application = self.application
        give_up = time.monotonic() + SECONDS
        while not until():
            if time.monotonic() > give_up:
                raise FaultError(text("self_test.too_slow", seconds=SECONDS))
            application.processEvents()
            time.sleep(_PAUSE_SECONDS)
        # What came of it is laid out now.
        application.processEvents()

    def close(self) -> None:
        """Let go of files and of Qt's messages."""
        if self._demo is not None:
            self._demo.store.close()
        if "application" in self.__dict__:
            from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415 - see above

            qInstallMessageHandler(self._handler)

    def _keep_message(self, kind: "QtMsgType", _: "QMessageLogContext", message: str) -> None:
        from PySide6.QtCore import QtMsgType  # noqa: PLC0415 - see above

        if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            self.qt_errors.append(message)
        elif kind is QtMsgType.QtWarningMsg:
            self.qt_warnings.append(message)


@contextmanager
def errors_in_slots() -> Iterator[list[BaseException]]:
    """What goes wrong where Qt calls us, which nobody else would hear of."""
    caught: list[BaseException] = []

    def keep(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        caught.append(error)

    hook, sys.excepthook = sys.excepthook, keep
    try:
        yield caught
    finally:
        sys.excepthook = hook


@contextmanager
def garbage_on_this_thread() -> Iterator[None]:
    """No worker may destroy what a window leaves behind."""
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.enable()
