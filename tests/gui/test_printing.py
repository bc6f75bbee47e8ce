"""Printing through the system's dialog: which pages, how often, which way up, and stopping."""

import sys
from io import BytesIO

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from reportlab.pdfgen.canvas import Canvas

from ui.widgets.pdf_pages import PdfPages
from ui.widgets.printing import PrintJob, chosen_pages, make_printer, print_pdf

UPRIGHT, ACROSS = (595, 842), (842, 595)


def pdf(*sizes, colour=False):
    data = BytesIO()
    canvas = Canvas(data)
    for number, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.linkURL(f"vlcds:D0{number}", (72, 390, 200, 410))
        canvas.drawString(72, 400, f"page {number}")
        if colour:
            canvas.setFillColorRGB(0.9, 0.1, 0.1)
            canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.fixture
def printer(qapp, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setResolution(60)
    return printer


def printed(path):
    document = PdfDocument(path)
    try:
        images = [bytes(page.render(scale=0.3).buffer) for page in document]
        return [page.get_size() for page in document], images
    finally:
        document.close()


def ranges(words):
    return QPageRanges.fromString(words)


@pytest.mark.parametrize(
    ("ask", "pages"),
    [
        (lambda _: None, [0, 1, 2, 3, 4]),
        (lambda p: p.setFromTo(2, 3), [0, 1, 2, 3, 4]),
        (lambda p: (p.setPrintRange(p.PrintRange.PageRange), p.setFromTo(2, 3)), [1, 2]),
        (lambda p: (p.setPrintRange(p.PrintRange.PageRange), p.setFromTo(4, 9)), [3, 4]),
        (
            lambda p: (
                p.setPrintRange(p.PrintRange.PageRange),
                p.setPageRanges(ranges("1,3-4")),
            ),
            [0, 2, 3],
        ),
        (lambda p: p.setPrintRange(p.PrintRange.CurrentPage), [3]),
        (lambda p: p.setPageOrder(p.PageOrder.LastPageFirst), [4, 3, 2, 1, 0]),
        (
            lambda p: (
                p.setPrintRange(p.PrintRange.PageRange),
                p.setFromTo(1, 2),
                p.setCopyCount(2),
                p.setCollateCopies(True),
            ),
            [0, 1, 0, 1],
        ),
        (
            lambda p: (
                p.setPrintRange(p.PrintRange.PageRange),
                p.setFromTo(1, 2),
                p.setCopyCount(2),
                p.setCollateCopies(False),
            ),
            [0, 0, 1, 1],
        ),
    ],
)
def test_the_pages_that_the_dialog_chose(printer, ask, pages):
    ask(printer)
    assert chosen_pages(printer, 5, 4) == pages


def test_each_page_comes_its_own_way_up(qtbot, session, printer, tmp_path):
    data = pdf(UPRIGHT, ACROSS, UPRIGHT)
    pages, opened = PdfPages(session.drawing), []
    pages.open(data, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    job = PrintJob(printer, pages, opened[0])
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
    assert ended.args == [True]
    sizes, images = printed(tmp_path / "in.pdf")
    assert [w > h for w, h in sizes] == [False, True, False]
    assert len({image for image in images if min(image) < 128}) == 3
    pages.close()


def test_a_damaged_page_ends_the_job_with_a_sentence(
    qtbot, session, printer, tmp_path, monkeypatch
):
    # The second page is none: it is counted, but cannot be opened.
    parts = pdf(UPRIGHT, ACROSS).split(b"endobj")
    (broken,) = (n for n, part in enumerate(parts) if b"842 595" in part)
    parts[broken] = parts[broken].replace(b"/Type /Page", b"/Type /Pxge")
    shown = []
    monkeypatch.setattr("ui.errors.show", shown.append)
    pages, opened = PdfPages(session.drawing), []
    pages.open(b"endobj".join(parts), opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    job = PrintJob(printer, pages, opened[0])
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
    assert ended.args == [False]
    assert "trang 2" in str(shown[0])
    refused = []
    pages.save([0, 1], tmp_path / "ra.pdf", refused.append, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert str(refused[0]) == str(shown[0])
    assert not (tmp_path / "ra.pdf").exists()
    pages.close()


@pytest.mark.parametrize(
    ("colour", "grey", "coloured"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_only_a_page_with_colour_is_sent_in_colour(qtbot, session, colour, grey, coloured):
    pages, drawn, done = PdfPages(session.drawing), [], []
    pages.open(pdf(UPRIGHT, colour=colour), lambda _: None)
    pages.draw_for_paper(0, 1200, drawn.append, done.append, grey=grey)
    pages.open(pdf(UPRIGHT, colour=colour), lambda _: None)
    qtbot.waitUntil(lambda: not session.drawing.busy)
    assert not done  # what was asked of a document that has gone is dropped
    pages.draw_for_paper(0, 1200, drawn.append, done.append, grey=grey)
    qtbot.waitUntil(lambda: bool(done))
    assert drawn[-1].isGrayscale() != coloured
    assert drawn[-1].width() == round(UPRIGHT[0] / 72 * (300 if coloured else 600))
    pages.close()


def test_where_there_is_no_printer_windows_shows_no_dialog_but_we_speak(
    qtbot, session, monkeypatch
):
    monkeypatch.setattr("ui.widgets.printing._ONLY_PRINTERS", True)
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _: QPrinter.OutputFormat.PdfFormat)
    parent = QWidget()
    qtbot.addWidget(parent)
    said: list[str] = []
    print_pdf(session.drawing, pdf(UPRIGHT), parent, name="a.pdf", ended=said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert "Print Spooler" in said[0]
    assert parent.findChild(QPrintDialog) is None


@pytest.fixture
def asked(qtbot, session, tmp_path):
    """A dialog that was asked for, and what was said at the end."""
    if sys.platform == "win32":
        pytest.skip("Windows shows a dialog of its own, which waits for a person")
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    said: list[str] = []
    data = pdf(*[UPRIGHT] * 3)
    print_pdf(session.drawing, data, parent, name="a.pdf", current=2, ended=said.append)
    qtbot.waitUntil(lambda: parent.findChild(QPrintDialog) is not None)
    dialog = parent.findChild(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(tmp_path / "in.pdf"))
    dialog.printer().setResolution(60)
    return parent, dialog, said


def test_the_dialog_offers_ranges_copies_and_the_page_in_sight(asked, qtbot, tmp_path):
    _, dialog, said = asked
    assert (dialog.minPage(), dialog.maxPage()) == (1, 3)
    assert dialog.testOption(dialog.PrintDialogOption.PrintCurrentPage)
    assert dialog.testOption(dialog.PrintDialogOption.PrintCollateCopies)
    assert dialog.printer().docName() == "a.pdf"
    dialog.setPrintRange(dialog.PrintRange.CurrentPage)
    dialog.hide()
    dialog.accepted.emit(dialog.printer())
    qtbot.waitUntil(lambda: bool(said))
    assert said == [f"Đã lưu bản in vào {tmp_path / 'in.pdf'}"]
    assert len(printed(tmp_path / "in.pdf")[0]) == 1


def test_a_file_gets_the_pages_themselves_in_their_order(asked, qtbot, tmp_path):
    _, dialog, said = asked
    dialog.printer().setPrintRange(QPrinter.PrintRange.PageRange)
    dialog.printer().setPageRanges(ranges("1,3"))
    dialog.printer().setPageOrder(QPrinter.PageOrder.LastPageFirst)
    dialog.printer().setCopyCount(2)
    dialog.hide()
    dialog.accepted.emit(dialog.printer())
    qtbot.waitUntil(lambda: bool(said))
    written = PdfDocument(tmp_path / "in.pdf")
    words = [page.get_textpage().get_text_bounded().strip() for page in written]
    written.close()
    assert words == ["page 3", "page 1", "page 3", "page 1"]
    # Links of ours lead nowhere for whoever gets the file.
    assert b"vlcds" not in (tmp_path / "in.pdf").read_bytes()


def test_a_file_that_cannot_be_written_says_so(asked, qtbot, tmp_path, monkeypatch):
    _, dialog, said = asked
    shown = []
    monkeypatch.setattr("ui.errors.show", shown.append)
    dialog.printer().setOutputFileName(str(tmp_path / "none" / "in.pdf"))
    dialog.hide()
    dialog.accepted.emit(dialog.printer())
    qtbot.waitUntil(lambda: bool(shown))
    assert "in.pdf" in str(shown[0])
    assert said == []


def test_printing_can_be_stopped(asked, qtbot, monkeypatch):
    parent, dialog, said = asked
    monkeypatch.setattr("ui.widgets.printing.writes_file", lambda _: False)
    dialog.hide()
    dialog.accepted.emit(dialog.printer())
    progress = parent.findChild(QProgressDialog)
    assert "1/3" in progress.labelText()
    QTest.mouseClick(progress.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said[0].startswith("Chưa in xong")
    assert parent.findChild(QProgressDialog) is None


def test_a_document_prints_on_official_paper(qapp):
    printer = make_printer("a.pdf", [QSizeF(*UPRIGHT)])
    assert printer.pageLayout().pageSize().id() == printer.pageLayout().pageSize().PageSizeId.A4


@pytest.mark.parametrize(
    ("sizes", "side"),
    [
        ([UPRIGHT, ACROSS], QPrinter.DuplexMode.DuplexLongSide),
        ([ACROSS, ACROSS], QPrinter.DuplexMode.DuplexShortSide),
    ],
)
@pytest.mark.parametrize("able", [True, False])
def test_both_sides_are_proposed_where_the_printer_can(qapp, monkeypatch, sizes, side, able):
    chosen = []
    monkeypatch.setattr(QPrinterInfo, "supportedDuplexModes", lambda _: [side] if able else [])
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _, mode: chosen.append(mode))
    make_printer("a.pdf", [QSizeF(*size) for size in sizes])
    assert chosen == ([side] if able else [])
