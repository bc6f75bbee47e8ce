"""One passage of the report in the officer's own words, with its figures as live fields."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import questions, theme
from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.models.paragraph import Paragraph
from ui.models.table import Column, TableModel
from ui.session import Session
from ui.widgets.field_text import FieldText
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from ui.widgets.search import SearchField
from ui.widgets.table import TableView
from ui.widgets.tabs import Tabs
from vinhloc_cds.domain.text import SearchQuery, collapse
from vinhloc_cds.reports.passages import Offer, fields_of
from vinhloc_cds.services.wordings import PassageView
from vinhloc_cds.texts import text

_SHARES = (640, 420)
_READING_LINES = 6


@dataclass(frozen=True, slots=True)
class _FigureRow:
    key: str
    name: str
    shown: str


class PassageDialog(SavingDialog):
    """Edits one passage; `names` says in words what each figure is, `kinds` what offers are about.

    The keys of `kinds` are codes of indicators.
    The program's own words can be looked at below, and come back with one button.
    """

    def __init__(
        self,
        session: Session,
        profile: str,
        view: PassageView,
        names: Mapping[str, str],
        kinds: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(text("passage.title", title=view.passage.title), parent)
        self._session = session
        self._profile = profile
        self._view = view
        self.editor = FieldText()
        self.editor.setObjectName("editor")
        self.editor.setAccessibleName(view.passage.title)
        self.editor.show_template(view.template, view.figures, names)
        self.told = ReadingPane("told")
        # Those of this passage come first.
        keys = dict.fromkeys((*fields_of(view.own), *view.figures))
        figures = {key: view.figures[key] for key in keys if key in view.figures}
        self.figures = _Figures(figures, names)
        self.figures.table.row_opened.connect(lambda row: self._insert_field(row.key))
        self.offers = _Offers(view.passage.offers, kinds)
        self.offers.table.row_opened.connect(self._take_over)
        self._lay_out()
        self._add_buttons()
        # What is put in without a look at the text goes on from it.
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.setFocus()

    def store(self, done: Done, failed: Failed) -> None:
        plan, profile = self._session.plan_code, self._profile
        passage, template = self._view.passage.key, self.editor.template()
        self._session.write(
            lambda office: office.reporting.edit_passage(plan, profile, passage, template),
            done,
            title=text("passage.task.save"),
            failed=failed,
        )

    def unsaved(self) -> bool:
        return self.editor.document().isModified()

    def _lay_out(self) -> None:
        said = []
        for title, serious in (("disagrees", True), ("to_look_at", False)):
            found = [each for each in self._view.disagreements if each.serious is serious]
            if found:
                said.append(Paragraph(text(f"passage.{title}"), heading=True))
                said += [Paragraph(f"- {each.sentence}") for each in found]
        if self._view.edit is not None:
            said.append(Paragraph(text("passage.own_words"), heading=True))
            said += [Paragraph(paragraph.line) for paragraph in self._view.passage.paragraphs]
        self.told.show_paragraphs(said)
        self.told.setMaximumHeight(self.fontMetrics().lineSpacing() * _READING_LINES)
        self.told.setVisible(bool(said))
        left = QWidget()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(0, 0, 0, 0)
        left_layout.addWidget(PlainLabel(text("passage.hint"), wrap=True))
        left_layout.addWidget(self.editor, 1)
        left_layout.addWidget(self.told)
        tabs = Tabs()
        tabs.addTab(self.figures, text("passage.figures"))
        count = len(self._view.passage.offers)
        tabs.addTab(self.offers, text("passage.offers", count=count))
        if count:
            tabs.setCurrentWidget(self.offers)
        self.insert_button = QPushButton(text("passage.insert"))
        self.insert_button.clicked.connect(self._insert)
        right = QWidget()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.addWidget(tabs, 1)
        right_layout.addWidget(self.insert_button, 0, Qt.AlignmentFlag.AlignLeft)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes(list(_SHARES))
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        room, unit = self.screen().availableSize(), self.fontMetrics()
        self.resize(
            min(unit.averageCharWidth() * 170, int(room.width() * 0.92)),
            min(unit.height() * 36, int(room.height() * 0.85)),
        )

    def _add_buttons(self) -> None:
        role = QDialogButtonBox.ButtonRole.ResetRole
        self.keep_button = self.buttons.addButton(text("passage.keep"), role)
        self.keep_button.setToolTip(theme.plain_tooltip(text("passage.keep_tip")))
        self.keep_button.clicked.connect(self._keep)
        self.keep_button.setVisible(self._view.disagrees)
        self.discard_button = self.buttons.addButton(text("passage.discard"), role)
        self.discard_button.clicked.connect(self._discard)
        self.discard_button.setVisible(self._view.edit is not None)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setShortcut("Ctrl+S")
        # Enter belongs to the text and to the lists.
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _insert(self) -> None:
        """Put in what is chosen in the list that is in front."""
        if self.offers.isVisible():
            if (offer := self.offers.table.current_row()) is not None:
                self._take_over(offer)
        elif (row := self.figures.table.current_row()) is not None:
            self._insert_field(row.key)

    def _insert_field(self, key: str) -> None:
        self.editor.insert_field(key)
        self.editor.setFocus()

    def _take_over(self, offer: Offer) -> None:
        """Put a unit's words on a line of their own, behind whose they are."""
        words = collapse(offer.words).lstrip("-–+• ").rstrip(" .,;:")
        if not words.endswith(("!", "?", "…")):
            words += "."
        self.editor.insert_paragraph(text("passage.taken_over", unit=offer.unit_name, words=words))
        self.editor.setFocus()

    def _keep(self) -> None:
        """The officer's words stand, as they are typed now, whatever has changed."""
        if self.unsaved():
            self._save()
            return
        self._set_saving(saving=True)
        plan, profile, passage = self._session.plan_code, self._profile, self._view.passage.key
        self._session.write(
            lambda office: office.reporting.keep_edit(plan, profile, passage),
            self._stored,
            title=text("passage.task.save"),
            failed=self._refuse,
        )

    def _discard(self) -> None:
        """Back to the program's words, but no words that were never saved are lost unasked."""
        if self.unsaved():
            questions.ask(
                self,
                text("passage.sure_discard"),
                {text("ui.unsaved.stay"): None, text("passage.discard"): self._discard_now},
            )
        else:
            self._discard_now()

    def _discard_now(self) -> None:
        self._set_saving(saving=True)
        plan, passage = self._session.plan_code, self._view.passage.key
        self._session.write(
            lambda office: office.reporting.discard_edit(plan, passage),
            self._stored,
            title=text("passage.task.save"),
            failed=self._refuse,
        )


class _Figures(QWidget):
    """The figures that can be put in, found by typing."""

    def __init__(self, figures: Mapping[str, str], names: Mapping[str, str]) -> None:
        super().__init__()
        self._rows = [_FigureRow(key, names.get(key, key), shown) for key, shown in figures.items()]
        self.search = SearchField(text("passage.search"))
        self.search.textChanged.connect(self._fill)
        self.table = TableView("fields")
        columns = [
            Column[_FigureRow](
                text("passage.column.name"),
                lambda row: row.name,
                width=34,
                tooltip=lambda row: row.name,
            ),
            Column[_FigureRow](
                text("passage.column.shown"),
                lambda row: row.shown,
                width=12,
                tooltip=lambda row: row.shown,
            ),
        ]
        self.table.set_table(TableModel(columns, lambda row: row.key), stretch=0)
        self.table.set_empty_text(text("passage.no_figures"))
        self.search.left.connect(self.table.setFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        self._fill()

    def _fill(self) -> None:
        query = SearchQuery(self.search.text())
        self.table.show_rows([row for row in self._rows if query.matches(row.name, row.key)])
        if self.table.current_row() is None and self.table.model().rowCount():
            self.table.selectRow(0)


class _Offers(QWidget):
    """What units wrote, each with its unit and what it is about; one in full below.

    `kinds` names what offers are about, by indicator; one kind alone can be listed.
    """

    def __init__(self, offers: Sequence[Offer], kinds: Mapping[str, str]) -> None:
        super().__init__()
        self._offers = offers
        self._kinds = kinds
        self.kind = QComboBox()
        self.kind.setAccessibleName(text("passage.column.kind"))
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.addItem(text("passage.all_kinds", count=len(offers)), "")
        counts = Counter(offer.indicator for offer in offers)
        for code, count in counts.items():
            name = text("passage.kind", name=kinds.get(code, code), count=count)
            self.kind.addItem(name, code)
        if len(counts) < 2:
            self.kind.hide()
        self.kind.currentIndexChanged.connect(self._fill)
        self.table = TableView("offers")
        columns = [
            Column[Offer](
                text("passage.column.unit"),
                lambda offer: offer.unit_name,
                width=20,
                tooltip=lambda offer: offer.unit_name,
            ),
            Column[Offer](
                text("passage.column.kind"), self._kind_of, width=16, tooltip=self._kind_of
            ),
            Column[Offer](text("passage.column.words"), lambda offer: collapse(offer.words)),
        ]
        self.table.set_table(TableModel(columns, lambda offer: (offer.unit, offer.indicator)))
        self.table.set_empty_text(text("passage.no_offers"))
        self.whole = ReadingPane("whole")
        self.table.row_changed.connect(self._show)
        layout = QVBoxLayout(self)
        layout.addWidget(self.kind)
        layout.addWidget(self.table, 2)
        layout.addWidget(self.whole, 1)
        self._fill()

    def _kind_of(self, offer: Offer) -> str:
        return self._kinds.get(offer.indicator, offer.indicator)

    def _fill(self) -> None:
        kind = self.kind.currentData()
        self.table.show_rows([each for each in self._offers if kind in {"", each.indicator}])
        if self.table.current_row() is None and self.table.model().rowCount():
            self.table.selectRow(0)

    def _show(self, offer: Offer | None) -> None:
        said = (
            []
            if offer is None
            else [
                Paragraph(
                    text("trace.of", what=offer.unit_name, of=self._kind_of(offer)), heading=True
                ),
                Paragraph(offer.words),
                Paragraph(text("passage.source", source=offer.source)),
            ]
        )
        self.whole.show_paragraphs(said)
