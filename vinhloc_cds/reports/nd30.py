"""Decree 30/2020/NĐ-CP in numbers: the only place where a printed page's measures stand.

Every constant names the clause of Annex I it comes from ("I.I.2" is part I, section I, item 2;
"I.V" the table of fonts and sizes in section V). Where the decree gives a range, the value is
the one of its own sample (Annex III), and the range stands beside it for the tests.
"""

from dataclasses import dataclass
from enum import StrEnum

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_POINT = 20


class Adjust(StrEnum):
    """How the lines of a paragraph are set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the paper's edges, in millimetres."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Style:
    """How one element is set. Sizes and spaces in points, `line` in lines, `indent` in points.

    `name` is the style's name in Word, where a secretary finds it. `outline` puts headings into
    Word's navigation pane and the PDF's outline; `keep_next` keeps an element off a page's foot.
    """

    name: str
    size: float
    bold: bool = False
    italic: bool = False
    adjust: Adjust = Adjust.CENTER
    before: float = 0
    after: float = 0
    line: float = 1
    indent: float = 0
    outline: int | None = None
    keep_next: bool = False


# I.I.1: A4, 210 mm × 297 mm. I.I.2: upright; landscape where tables need it.
PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0

# I.I.3: top and bottom 20 to 25 mm, left 30 to 35 mm, right 15 to 20 mm.
TOP_RANGE = BOTTOM_RANGE = (20.0, 25.0)
LEFT_RANGE = (30.0, 35.0)
RIGHT_RANGE = (15.0, 20.0)
BODY_MARGINS = Margins(top=25, bottom=20, left=35, right=20)
# Tables need the width: annexes use the least that the decree allows.
ANNEX_MARGINS = Margins(top=20, bottom=20, left=30, right=15)
# The letterhead alone may reach as far as the decree's least margins, as in its own samples.
HEAD_MARGINS = Margins(top=25, bottom=20, left=30, right=15)
# Annex III, samples 1.4 and 1.5: the page number's line stands 10 mm below the paper's edge.
HEADER_DISTANCE = 10.0

# I.I.4: Times New Roman, Unicode (TCVN 6909:2001), black.
FONT = "Times New Roman"
LANGUAGE = "vi-VN"

# I.II.6: first line in by 1 cm or 1,27 cm; at least 6 pt between paragraphs; lines single to 1,5.
FIRST_LINE = 36.0  # 1,27 cm
PARAGRAPH_SPACE = 6.0
LINE_SPACING = 1.15
LINE_RANGE = (1.0, 1.5)
# A single line of Times New Roman, as Word sets it, in units of its size.
SINGLE_LINE = 1.15

# I.II.1.b: under the motto a rule as long as its text; I.II.2 and I.II.5: under the issuer and
# under the subject one of a third to a half of the text's line.
MOTTO_RULE = 1.0
RULE_SHARE = 0.4
RULE_WIDTH = 0.75

# I.II and I.V: from what size to what size each element may be set.
STATE_NAME_RANGE = ISSUER_RANGE = LETTER_SUBJECT_RANGE = (12.0, 13.0)
MOTTO_RANGE = DATE_RANGE = PAGE_NUMBER_RANGE = TEXT_RANGE = (13.0, 14.0)
NUMBER_RANGE = (13.0, 13.0)
RECIPIENTS_TITLE_RANGE = (12.0, 12.0)
RECIPIENTS_RANGE = (11.0, 11.0)
ANNEX_LABEL_RANGE = (14.0, 14.0)
ADDRESS_RANGE = (11.0, 12.0)
# I.II.2.b and I.II.5.b: a rule of a third to a half of the text's line.
RULE_RANGE = (1 / 3, 1 / 2)
# I.II.6.e: the first line goes in by one of these, in points.
FIRST_LINES = (72 / 2.54, FIRST_LINE)

# I.V.1: the two lines over every document; I.V.9: recipients.
STATE_NAME_TEXT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_TEXT = "Độc lập - Tự do - Hạnh phúc"
ADDRESSEES_TEXT = "Kính gửi:"
RECIPIENTS_TEXT = "Nơi nhận:"

# I.V, table of fonts, sizes and types; sizes are those of the samples.
STATE_NAME = Style("Quốc hiệu", 12, bold=True)
MOTTO = Style("Tiêu ngữ", 13, bold=True)
SUPERIOR = Style("Cơ quan chủ quản", 12)
ISSUER = Style("Cơ quan ban hành", 12, bold=True)
NUMBER = Style("Số, ký hiệu", 13)
PLACE_AND_DATE = Style("Địa danh, thời gian", 13, italic=True)
KIND = Style("Tên loại văn bản", 14, bold=True, before=18, keep_next=True)
SUBJECT = Style("Trích yếu nội dung", 14, bold=True, keep_next=True)
# I.V.5.b: a letter's subject under its number, 6 pt below it (Annex III, sample 1.5).
LETTER_SUBJECT = Style("Trích yếu công văn", 12, before=6)
# A list for the office's own use is no document of the decree; its title looks like an annex's.
LIST_TITLE = Style("Tên danh sách", 14, bold=True, after=PARAGRAPH_SPACE, keep_next=True)
ADDRESSEES = Style("Kính gửi", 14, before=PARAGRAPH_SPACE, after=PARAGRAPH_SPACE)
ADDRESSEES_LIST = Style("Danh sách kính gửi", 14, adjust=Adjust.LEFT)
BASIS = Style(
    "Căn cứ", 14, italic=True, adjust=Adjust.BOTH, after=PARAGRAPH_SPACE,
    line=LINE_SPACING, indent=FIRST_LINE,
)  # fmt: skip
BODY = Style(
    "Nội dung", 14, adjust=Adjust.BOTH, after=PARAGRAPH_SPACE, line=LINE_SPACING, indent=FIRST_LINE
)
SECTION = Style(
    "Tiêu đề mục", 14, bold=True, adjust=Adjust.BOTH, before=PARAGRAPH_SPACE,
    after=PARAGRAPH_SPACE, line=LINE_SPACING, indent=FIRST_LINE, outline=0, keep_next=True,
)  # fmt: skip
CLAUSE = Style(
    "Tiêu đề khoản", 14, bold=True, adjust=Adjust.BOTH, after=PARAGRAPH_SPACE,
    line=LINE_SPACING, indent=FIRST_LINE, outline=1, keep_next=True,
)  # fmt: skip
# What a clause lists with dashes, of which the decree says nothing: set like its text.
BULLET = Style(
    "Gạch đầu dòng", 14, adjust=Adjust.BOTH, after=PARAGRAPH_SPACE,
    line=LINE_SPACING, indent=FIRST_LINE,
)  # fmt: skip
BULLET_TEXT = "-"
AUTHORITY = Style("Quyền hạn, chức vụ", 14, bold=True, keep_next=True)
SIGNER = Style("Họ tên người ký", 14, bold=True)
RECIPIENTS_TITLE = Style("Nơi nhận", 12, bold=True, italic=True, adjust=Adjust.LEFT, keep_next=True)
RECIPIENTS = Style("Danh sách nơi nhận", 11, adjust=Adjust.LEFT)
# I.I.7: Arabic numbers from 1, size 13 to 14, centred in the top margin, not on the first page.
PAGE_NUMBER = Style("Số trang", 13)
# I.III: annexes, with Roman numbers when there are two or more and page numbers of their own.
ANNEX_LABEL = Style("Phụ lục", 14, bold=True, outline=0, keep_next=True)
ANNEX_TITLE = Style("Tên phụ lục", 14, bold=True, keep_next=True)
ANNEX_REFERENCE = Style("Chú dẫn phụ lục", 13, italic=True, after=PARAGRAPH_SPACE)
# The decree gives no size for tables; 11 is the least of any of its texts.
TABLE_TITLE = Style(
    "Tên bảng", 13, bold=True, adjust=Adjust.LEFT, before=PARAGRAPH_SPACE,
    after=3, outline=1, keep_next=True,
)  # fmt: skip
TABLE_HEAD = Style("Đầu bảng", 11, bold=True)
TABLE_TEXT = Style("Chữ trong bảng", 11, adjust=Adjust.LEFT)
TABLE_NOTE = Style("Ghi chú bảng", 11, italic=True, adjust=Adjust.LEFT, before=3, after=6)
# Pictures and charts, with their words above (a chart's title is a table's) or below.
FIGURE = Style("Hình", 13, keep_next=True)
CAPTION = Style("Chú thích hình", 11, italic=True, before=3, after=6)

# In the order in which Word offers them: what running text needs first, then page by page.
STYLES = (
    BODY, SECTION, CLAUSE, BULLET, BASIS, STATE_NAME, MOTTO, SUPERIOR, ISSUER, NUMBER,
    PLACE_AND_DATE, KIND, SUBJECT, LETTER_SUBJECT, LIST_TITLE, ADDRESSEES, ADDRESSEES_LIST,
    AUTHORITY, SIGNER, RECIPIENTS_TITLE, RECIPIENTS, PAGE_NUMBER, ANNEX_LABEL, ANNEX_TITLE,
    ANNEX_REFERENCE, TABLE_TITLE, TABLE_HEAD, TABLE_TEXT, TABLE_NOTE, FIGURE, CAPTION,
)  # fmt: skip

# I.II.7: room between authority and name for signature and seal, in lines of the name's size.
SIGNATURE_LINES = 4

# Distance between a cell's text and its border: at the sides, and above and below.
CELL_PADDING = 3.0
ROW_PADDING = 1.5
CELL_BORDER = 0.5

# A chart's height in points, and for horizontal bars that of each category beside its frame.
CHART_HEIGHT = 230.0
CHART_FRAME = 70.0
CHART_BAR = 20.0
# The highest that a picture stands, in points: two with their captions fit on any page.
PICTURE_HEIGHT = 300.0


def points(millimetres: float) -> float:
    """Millimetres in points."""
    return millimetres * POINTS_PER_MM


def twips(length: float) -> int:
    """Points in twips, the unit of Word's measures."""
    return round(length * TWIPS_PER_POINT)


def body_margins(*, landscape: bool) -> Margins:
    """The margins of a document's own pages: turned for a wide table, they are an annex's."""
    return ANNEX_MARGINS if landscape else BODY_MARGINS


def text_width(margins: Margins, *, landscape: bool = False) -> float:
    """The width between the margins, in points."""
    paper = PAGE_HEIGHT if landscape else PAGE_WIDTH
    return points(paper - margins.left - margins.right)


def text_height(margins: Margins, *, landscape: bool = False) -> float:
    """The height between the margins, in points."""
    paper = PAGE_WIDTH if landscape else PAGE_HEIGHT
    return points(paper - margins.top - margins.bottom)
