"""The first page of the report as the window shows it before it is printed."""

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from ui.tasks import TaskRunner
from ui.widgets.pdf_pages import PdfPages
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.self_test.pictures import keep, require_drawn
from vinhloc_cds.texts import text

_SCALE = 1.5
_NAME = "page.png"


def check(bench: Bench) -> str:
    """Draw it on a worker and keep the picture; how many pages there are."""
    _ = bench.application
    sizes: list[QSizeF] = []
    images: list[QImage] = []
    failures: list[Exception] = []
    runner = TaskRunner("drawing")
    pages = PdfPages(runner)
    try:
        pages.open(bench.reports["pdf"].read_bytes(), sizes.extend, failures.append)
        bench.wait(lambda: not runner.busy)
        for error in failures:
            raise error
        pages.draw(0, _SCALE, images.append)
        bench.wait(lambda: bool(images) or not runner.busy)
        pages.close()
    finally:
        runner.stop()
    if not images or images[0].isNull():
        raise FaultError(text("self_test.blank", name=_NAME))
    require_drawn(images[0], _NAME)
    keep(images[0], bench.out / _NAME)
    size = images[0].size()
    return text("self_test.preview", pages=len(sizes), width=size.width(), height=size.height())
