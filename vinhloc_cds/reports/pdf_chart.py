"""A chart drawn straight onto the PDF's canvas: bars with their figures, in black and white.

Offices print without colours, so series differ by grey and by hatching.
"""

from collections.abc import Sequence
from math import floor, log10

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Chart
from vinhloc_cds.reports.measure import even_lines
from vinhloc_cds.reports.pdf_text import ASCENT, Lettering, lines

_SIZE = 10.0
_LEADING = _SIZE * nd30.SINGLE_LINE
# Figures over narrow bars shrink to this at most.
_LEAST_SIZE = 6.5
_GAP = 4.0
_LINE = 0.5
_GRID_GREY = 0.8
_TICKS = 5
# The share of a category's place that its bars fill, and the widest that a bar stands.
_FILLED = 0.72
_WIDEST = 34.0
# Names of categories beside horizontal bars take this share of the width at most.
_NAMES = 0.42
# Between the names under neighbouring bars, at least.
_BETWEEN = 1.5
# Lines of a name under upright bars, at most.
_NAME_LINES = 8
# Grey of a series' bars and the directions of the lines over them.
_FILLS: tuple[tuple[float, tuple[int, ...]], ...] = (
    (0.45, ()),
    (1.0, (1,)),
    (0.85, ()),
    (1.0, (1, -1)),
    (0.15, ()),
    (1.0, (-1,)),
)
_HATCH = 4.0


class Bars(Flowable):
    """The bars of a chart over the width of the text, or the `part` of them on one page."""

    def __init__(
        self,
        chart: Chart,
        width: float,
        letters: Lettering,
        *,
        names: list[list[tuple[str, float]]] | None = None,
        part: tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        self._chart = chart
        self._letters = letters
        self._start, self._end = part or (0, len(chart.categories))
        self._font = letters.face()
        self._count = max(1, len(chart.series))
        self.width = width
        self.spaceBefore = self.spaceAfter = nd30.FIGURE.before + _GAP
        self.keep_next = bool(chart.note)
        self._legend = self._legend_lines()
        values = [v for series in chart.series for v in series.values if v is not None]
        self._ticks = _ticks(max(values, default=0))
        whole = nd30.text_width(nd30.BODY_MARGINS) * _NAMES
        self._name_width = min(whole, width * _NAMES)
        # Of the names under upright bars so many that they do not run into each other.
        self._every = 1
        self._names = names or self._wrapped_names()

    @property
    def _slot(self) -> float:
        """How wide the place of a category is in an upright chart."""
        return (self.width - self._axis_width - 2 * _GAP) / max(1, len(self._chart.categories))

    @property
    def _axis_width(self) -> float:
        return self._wide(format_number(self._ticks[-1])) + 2 * _GAP

    def _wide(self, words: str, size: float = _SIZE) -> float:
        return float(stringWidth(words, self._font, size))

    def _wrapped_names(self) -> list[list[tuple[str, float]]]:
        categories = self._chart.categories
        if self._chart.horizontal:
            return [self._wrapped(name, self._name_width - 2 * _GAP) for name in categories]
        while True:
            room = self._slot * self._every - _BETWEEN
            names = [self._wrapped(name, room) for name in categories[:: self._every]]
            longest = max(
                (self._wide(word) for name in categories for word in name.split()), default=0
            )
            fits = longest <= room and all(len(name) <= _NAME_LINES for name in names)
            if fits or self._every >= len(categories):
                return names
            self._every *= 2

    def _wrapped(self, words: str, room: float, most: int = 6) -> list[tuple[str, float]]:
        """The lines of a name, about equally long, with their widths.

        Of a name that would take the chart's page for itself only `most` lines stand here: it is
        whole in the annexes.
        """
        shown = self._letters.marked(words).text
        room = even_lines(shown, _SIZE, room)
        found = [
            (shown[start:end], width) for start, end, width in lines(shown, self._font, _SIZE, room)
        ]
        if len(found) <= most:
            return found
        last = f"{found[most - 1][0][:-1]}…"
        return [*found[: most - 1], (last, self._wide(last))]

    @property
    def _widest_figure(self) -> float:
        values = (_figure(value) for series in self._chart.series for value in series.values)
        return max((self._wide(words) for words in values), default=0)

    @property
    def _figure_room(self) -> float:
        """How wide a figure may be over an upright bar."""
        return self._slot if self._count == 1 else self._slot * _FILLED / self._count

    @property
    def _turned(self) -> bool:
        """Whether figures stand on end, because bars are too narrow for them."""
        return self._widest_figure * _LEAST_SIZE / _SIZE > self._figure_room

    # ---- Places

    def _row_height(self, at: int) -> float:
        """How high the place of a category is beside horizontal bars."""
        bars = nd30.CHART_BAR * max(1, self._count * _FILLED)
        return max(bars, len(self._names[at]) * _LEADING + _GAP)

    @property
    def _foot(self) -> float:
        """What stands below the bars: names or ticks, and the legend."""
        legend = len(self._legend) * (_LEADING + _GAP)
        if self._chart.horizontal:
            return legend + _LEADING + _GAP
        most = max((len(name) for name in self._names), default=1)
        return legend + most * _LEADING + 2 * _GAP

    @property
    def _over(self) -> float:
        """What stands above the bars."""
        if self._chart.horizontal:
            return _GAP
        label = _LEADING if self._chart.after is not None else 0
        return label + (self._widest_figure if self._turned else _LEADING) + _GAP

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's
        """Its size, whatever `aw` and `ah` are."""
        if self._chart.horizontal:
            rows = sum(self._row_height(at) for at in range(self._start, self._end))
            self.height = self._over + rows + self._foot
        else:
            self.height = max(nd30.CHART_HEIGHT, self._over + self._foot + nd30.CHART_HEIGHT / 2)
        return self.width, self.height

    def least_height(self, width: float) -> float:
        """A chart stands on one page."""
        return self.wrap(width, 0)[1]

    def split(self, aw: float, ah: float) -> list[Flowable]:  # noqa: ARG002  reportlab's
        """More horizontal bars than a page holds go on on the next."""
        if not self._chart.horizontal:
            return []
        room = ah - self._over - self._foot
        cut = self._start
        while cut < self._end and (room := room - self._row_height(cut)) >= 0:
            cut += 1
        if not self._start < cut < self._end:
            return []
        return [
            Bars(self._chart, self.width, self._letters, names=self._names, part=part)
            for part in ((self._start, cut), (cut, self._end))
        ]

    # ---- Drawing

    def draw(self) -> None:
        """Grid and axes, bars with their figures, names, the line of the date, the legend."""
        self.canv.setLineWidth(_LINE)
        if self._chart.horizontal:
            self._draw_horizontal()
        else:
            self._draw_upright()
        self._draw_legend()

    def _draw_upright(self) -> None:
        canv, left, bottom = self.canv, self._axis_width, self._foot
        high = self.height - bottom - self._over
        scale = high / self._ticks[-1]
        for tick in self._ticks:
            y = bottom + tick * scale
            self._grid_line(left, y, self.width, y)
            self._write(format_number(tick), left - _GAP, y - _SIZE / 3, align=1)
        slot = self._slot
        bar = min(slot * _FILLED / self._count, _WIDEST)
        size = min(_SIZE, _SIZE * self._figure_room / max(self._widest_figure, 1))
        for at in range(self._start, self._end):
            middle = left + (at + 0.5) * slot
            first = middle - bar * self._count / 2
            for number, series in enumerate(self._chart.series):
                x = first + number * bar
                value = series.values[at]
                if value is not None:
                    self._bar(number, x, bottom, bar, max(value, 0) * scale)
                y = bottom + max(value or 0, 0) * scale + 2
                if self._turned:
                    self._write_turned(_figure(value), x + bar / 2, y, min(_SIZE, bar))
                else:
                    self._write(_figure(value), x + bar / 2, y, size=size)
            if at % self._every == 0:
                for line, (words, wide) in enumerate(self._names[at // self._every]):
                    y = bottom - _GAP - _SIZE * ASCENT - line * _LEADING
                    self._write(words, min(max(middle, wide / 2), self.width - wide / 2), y)
        canv.line(left, bottom, self.width, bottom)
        canv.line(left, bottom, left, bottom + high)
        if self._chart.after is not None:
            x = left + self._chart.after * slot
            self._dashed(x, bottom, x, self.height)
            self._date_label(x, self.height - _SIZE * ASCENT)

    def _draw_horizontal(self) -> None:
        canv, left, bottom = self.canv, self._name_width, self._foot
        top = self.height - self._over
        scale = (self.width - left - self._widest_figure - 2 * _GAP) / self._ticks[-1]
        for tick in self._ticks:
            x = left + tick * scale
            self._grid_line(x, bottom, x, top)
            self._write(format_number(tick), x, bottom - _GAP - _SIZE * ASCENT)
        y = top
        for at in range(self._start, self._end):
            row = self._row_height(at)
            middle = y - row / 2
            name = self._names[at]
            for line, (words, _) in enumerate(name):
                base = middle + len(name) * _LEADING / 2 - _SIZE * ASCENT - line * _LEADING
                self._write(words, left - _GAP, base, align=1)
            bar = min(row * _FILLED / self._count, _WIDEST)
            first = middle + bar * self._count / 2
            for number, series in enumerate(self._chart.series):
                value = series.values[at]
                foot = first - (number + 1) * bar
                long = max(value or 0, 0) * scale
                if value is not None:
                    self._bar(number, left, foot, long, bar)
                self._beside(_figure(value), left + long + 2, foot + bar / 2 - _SIZE / 3)
            y -= row
            if self._chart.after == at + 1:
                self._dashed(0, y, self.width, y)
                words = self._letters.marked(self._chart.after_label).text
                self._write(words, self.width, y + 2, align=1)
        canv.line(left, bottom, left, top)

    def _bar(self, number: int, x: float, y: float, width: float, height: float) -> None:
        """A bar of the series `number`, told from the others without colour."""
        canv = self.canv
        grey, hatches = _FILLS[number % len(_FILLS)]
        canv.setFillGray(grey)
        canv.setStrokeGray(0)
        canv.rect(x, y, width, height, stroke=1, fill=1)
        canv.setFillGray(0)
        if not hatches:
            return
        canv.saveState()
        path = canv.beginPath()
        path.rect(x, y, width, height)
        canv.clipPath(path, stroke=0, fill=0)
        for direction in hatches:
            start = x - height
            while start < x + width + height:
                canv.line(start, y, start + direction * height, y + height)
                start += _HATCH
        canv.restoreState()

    def _write(
        self, words: str, x: float, y: float, *, align: int = 0, size: float = _SIZE
    ) -> None:
        """Words that end at `x` (1), begin there (-1) or have their middle there (0)."""
        self.canv.setFont(self._font, size)
        left = x - self._wide(words, size) * (align + 1) / 2
        self.canv.drawString(left, y, words)

    def _write_turned(self, words: str, x: float, y: float, size: float) -> None:
        """Words that begin at `y` and run up, their middle at `x`."""
        self.canv.saveState()
        self.canv.translate(x + size / 3, y)
        self.canv.rotate(90)
        self._write(words, 0, 0, align=-1, size=size)
        self.canv.restoreState()

    def _beside(self, words: str, x: float, y: float) -> None:
        """A figure at the end of a bar, with the lines behind it wiped out."""
        self.canv.setFillGray(1)
        self.canv.rect(x, y - 1, self._wide(words) + 2, _SIZE * 0.8, stroke=0, fill=1)
        self.canv.setFillGray(0)
        self._write(words, x + 1, y, align=-1)

    def _grid_line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.canv.setStrokeGray(_GRID_GREY)
        self.canv.line(x1, y1, x2, y2)
        self.canv.setStrokeGray(0)

    def _dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.canv.saveState()
        self.canv.setDash(4, 2)
        self.canv.setLineWidth(2 * _LINE)
        self.canv.line(x1, y1, x2, y2)
        self.canv.restoreState()

    def _date_label(self, x: float, y: float) -> None:
        """The words of the dashed line, on the side where there is room for them."""
        words = self._letters.marked(self._chart.after_label).text
        wide = self._wide(words) + _GAP
        if wide <= x:
            self._write(words, x - _GAP, y, align=1)
        else:
            self._write(words, x + _GAP, y, align=-1)

    # ---- The legend

    def _legend_lines(self) -> list[list[tuple[int | None, str]]]:
        """Names of the series in lines, where there is more than one.

        A name too long for a line goes on in the next, where it has no number.
        """
        if len(self._chart.series) < 2:
            return []
        found: list[list[tuple[int | None, str]]] = []
        used = self.width
        for number, series in enumerate(self._chart.series):
            room = self.width - self._legend_width("")
            first, *more = self._wrapped(series.name, room, most=2) or [("", 0.0)]
            wide = self._legend_width(first[0])
            if more or used + wide > self.width:
                found.append([])
                used = 0.0
            found[-1].append((number, first[0]))
            found += [[(None, words)] for words, _ in more]
            used = self.width if more else used + wide
        return found

    def _legend_width(self, words: str) -> float:
        return self._wide(words) + _SIZE * 2 + 4 * _GAP

    def _draw_legend(self) -> None:
        y = (len(self._legend) - 1) * (_LEADING + _GAP)
        for names in self._legend:
            x = (self.width - sum(self._legend_width(words) for _, words in names)) / 2
            for number, words in names:
                if number is not None:
                    self._bar(number, x, y, _SIZE * 2, _SIZE * 0.8)
                self._write(words, x + _SIZE * 2 + _GAP, y + 1, align=-1)
                x += self._legend_width(words)
            y -= _LEADING + _GAP


def _figure(value: float | None) -> str:
    """What stands at a bar; no figure is not zero."""
    return "–" if value is None else format_number(value)


def _ticks(most: float) -> Sequence[int | float]:
    """Round figures from 0 to `most` or a little more."""
    if most <= 0:
        return (0, 1)
    rough = most / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
    step = max(1, round(step)) if most >= 1 else step
    ticks = [0.0]
    while ticks[-1] < most:
        ticks.append(ticks[-1] + step)
    return [int(tick) if tick == int(tick) else tick for tick in ticks]
