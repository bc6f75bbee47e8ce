"""Fields for a moment or a day, typed freely and shown back as they were understood."""

import re
from datetime import date, datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.reading import Expected, read_value
from vinhloc_cds.texts import text

_HOUR = re.compile(r"\s*\d{1,2}\s*[:hg]", re.IGNORECASE)


class MomentField(QLineEdit):
    """A moment by the clock of Việt Nam: "11/10 16h30" is as good as "11/10/2024 16:30".

    What is not written is that of `now`: the year, and for an hour alone ("16h30") the day.
    """

    def __init__(self, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = local(now).date()
        self._shown: tuple[str, datetime | None] = ("", None)
        self.setPlaceholderText(text("submissions.moment_hint"))
        self.editingFinished.connect(lambda: self.show_value(self.value()))

    def value(self) -> datetime | None:
        """The moment in UTC, or None where what was typed is none."""
        if self.text() == self._shown[0]:
            return self._shown[1]  # with its seconds, which are not spelled out
        typed = self.text()
        if _HOUR.match(typed):
            typed = f"{format_date(self._today)} {typed}"
        found = read_value(typed, Expected(ValueType.DATETIME, year=self._today.year)).value
        return found if isinstance(found, datetime) else None

    def show_value(self, moment: datetime | None) -> None:
        """Spell `moment` out; without one, what was typed stays to be mended."""
        if moment is not None:
            self._shown = (format_datetime(moment), moment)
            self.setText(self._shown[0])


class DayField(QLineEdit):
    """A day: "9/10" is as good as "09/10/2024". A day without a year is in `year`."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year = year
        self.setPlaceholderText(text("submissions.day_hint"))
        self.editingFinished.connect(lambda: self.show_value(self.value()))

    def value(self) -> date | None:
        """The day, or None where nothing was typed or what was typed is none."""
        found = read_value(self.text(), Expected(ValueType.DATE, year=self._year)).value
        return found if isinstance(found, date) else None

    def show_value(self, day: date | None) -> None:
        """Spell `day` out; without one, what was typed stays to be mended."""
        if day is not None:
            self.setText(format_date(day))
