"""The panel where points are answered: what a unit wrote is shown in it, and does nothing to it."""

from PySide6.QtWidgets import QPushButton
from report_samples import plan_2024

from ui.models.incoming import FileRow, PointRow
from ui.widgets.answering import AnswerPanel
from ui.widgets.points import PointsPane
from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.services.review import Point


def test_a_long_proposal_leaves_the_window_as_it_is(qtbot):
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    told = "Mô hình “R&D”: " + "phát sóng ba đợt, " * 150
    point = Point(
        1, "K01/type", Todo.CONFIRM, Severity.QUESTION, "?", indicator="K01", proposal=told
    )
    panel.show_points(plan_2024(), [PointRow(point, FileRow("1", "a.xlsx", "open", "Xã A"))])
    assert panel.minimumSizeHint().width() < 800
    # A single "&" would be taken for the mark of a key.
    assert "“R&&D”" in panel.value.accept.text()
    assert panel.value.line.text() == told.strip()


def test_a_long_message_on_a_low_screen_leaves_the_buttons_their_height(qtbot):
    pane = PointsPane()
    qtbot.addWidget(pane)
    pane.resize(800, 150)
    pane.show()
    point = Point(1, "K01/type", Todo.CONFIRM, Severity.QUESTION, "Có thể là một xã khác. " * 20)
    pane.show_files(plan_2024(), [FileRow("1", "a.xlsx", "open", "Xã A", points=(point,))])
    buttons = [each for each in pane.panel.findChildren(QPushButton) if each.isVisible()]
    assert buttons
    qtbot.waitUntil(lambda: all(each.height() >= each.sizeHint().height() for each in buttons))
