"""The PDF's pages: paper, margins, page numbers, the word "DỰ THẢO" behind a draft, the outline."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from vinhloc_cds.reports import nd30
from vinhloc_cds.texts import text

# Streams as bytes, not as letters: a fifth smaller, and pictures most of all.
rl_config.useA85 = 0

# Pale enough to read what stands over it, dark enough to survive a photocopier.
_DRAFT_GREY = 230
_DRAFT_WIDTH = 480.0
_DRAFT_ANGLE = 50
# The letters' height in dots.
_DRAFT_DOTS = 160


class Section(PageTemplate):
    """The pages of the body or of one annex, numbered from 1; the first shows no number."""

    def __init__(
        self,
        name: str,
        margins: nd30.Margins,
        *,
        landscape: bool,
        font: str,
        stamp: ImageReader | None = None,
    ) -> None:
        width, height = nd30.points(nd30.PAGE_WIDTH), nd30.points(nd30.PAGE_HEIGHT)
        size = (height, width) if landscape else (width, height)
        self.column = Frame(
            nd30.points(margins.left),
            nd30.points(margins.bottom),
            nd30.text_width(margins, landscape=landscape),
            nd30.text_height(margins, landscape=landscape),
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        super().__init__(name, [self.column], pagesize=size)
        self._size = size
        self._font = font
        self._stamp = stamp
        self._middle = self.column.x1 + self.column.width / 2
        self._baseline = size[1] - nd30.points(nd30.HEADER_DISTANCE) - nd30.PAGE_NUMBER.size
        self._pages = 0

    def beforeDrawPage(self, canv: Canvas, doc: BaseDocTemplate) -> None:  # noqa: ARG002, N802
        """What stands on the page beside the text, and behind it."""
        self._pages += 1
        if self._stamp is not None:
            self._draw_stamp(canv, self._stamp)
        if self._pages > 1:
            canv.setFont(self._font, nd30.PAGE_NUMBER.size)
            canv.drawCentredString(self._middle, self._baseline, str(self._pages))

    def _draw_stamp(self, canv: Canvas, stamp: ImageReader) -> None:
        width, height = self._size
        dots = stamp.getSize()
        high = _DRAFT_WIDTH * dots[1] / dots[0]
        canv.saveState()
        canv.translate(width / 2, height / 2)
        canv.rotate(_DRAFT_ANGLE if height > width else 90 - _DRAFT_ANGLE)
        canv.drawImage(stamp, -_DRAFT_WIDTH / 2, -high / 2, _DRAFT_WIDTH, high)
        canv.restoreState()


def draft_stamp(font: Path) -> ImageReader:
    """The words that stand behind a draft, as a picture: as text they would be found and copied
    with the lines that they cross.
    """
    letters = ImageFont.truetype(str(font), _DRAFT_DOTS)
    words = text("render.draft")
    left, top, right, bottom = map(int, letters.getbbox(words))
    picture = Image.new("L", (right - left, bottom - top), 255)
    ImageDraw.Draw(picture).text((-left, -top), words, font=letters, fill=_DRAFT_GREY)
    return ImageReader(picture)


class Paper(Canvas):
    """A canvas that keeps the outline, in which no level may be left out."""

    _level = -1
    _entries = 0

    def list_in_outline(self, words: str, level: int, height: float) -> None:
        """Lead from the outline to what is being drawn, `height` above its foot."""
        self._level = min(level, self._level + 1)
        self._entries += 1
        place = f"o{self._entries}"
        self.bookmarkHorizontal(place, 0, height)
        self.addOutlineEntry(words, place, self._level)


class Template(BaseDocTemplate):
    """The file: its metadata and its one moment."""

    moment = ""

    def beforeDocument(self) -> None:  # noqa: N802  reportlab's
        """Every date in the file is the document's own."""
        moment = self.moment
        self.canv.setDateFormatter(lambda *_: moment)
