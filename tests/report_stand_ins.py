"""The report page without the seconds that real documents take, and what happens around it."""

import hashlib
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.pages import settle
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.inspection.outcome import Inspection, Outcome, RuleResult


def stand_ins(monkeypatch):
    """Have small files made of every document, other ones of other documents, and no real check."""
    for module in ("reporting", "issuing"):
        monkeypatch.setattr(f"vinhloc_cds.services.{module}.render", small_file)
    monkeypatch.setattr(
        "ui.dialogs.issue._inspected",
        lambda files: tuple(Inspection(each, (_kept(),)) for each in files),
    )


def small_file(document, file_format, *, links=False):
    """Two pages with a link on the first, or some bytes, by which `document` is known again."""
    print_of = hashlib.sha256(repr((document, links)).encode()).hexdigest()
    if file_format != "pdf":
        return b"PK" + print_of.encode()
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=True)
    canvas.drawString(72, 700, print_of)
    if links:
        canvas.linkURL("vlcds:C01.value", (72, 690, 172, 710))
    canvas.showPage()
    canvas.drawString(72, 700, print_of)
    canvas.save()
    return data.getvalue()


def accept(qtbot, page, unit):
    """Let what `unit` sent and nobody has accepted into the figures."""
    (found,) = (
        each
        for each in page.session.snapshot.by_unit[unit]
        if each.state is SubmissionState.RECEIVED
    )
    page.session.write(
        lambda office: office.recording.accept(found.id), lambda _: None, title="accept"
    )
    settle(qtbot, page)


def _kept():
    return RuleResult("paper", "Phụ lục I, phần I, khoản 1", "Khổ giấy A4", Outcome.PASSED)
