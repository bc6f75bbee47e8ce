"""A document's blocks as flowables: what stands beside what, and what may not be parted."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    Indenter,
    KeepTogether,
    Spacer,
)
from reportlab.platypus import Table as Boxes

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.measure import even_lines
from vinhloc_cds.reports.pdf_chart import Bars
from vinhloc_cds.reports.pdf_paragraph import Words
from vinhloc_cds.reports.pdf_table import Grid
from vinhloc_cds.reports.pdf_text import ASCENT, Lettering
from vinhloc_cds.reports.picture import Printable, printable
from vinhloc_cds.texts import text

_EDGES = ("LEFT", "RIGHT", "TOP", "BOTTOM")
_RULE_ROOM = 4.0
# How far the left of the two boxes over the text and under it reaches.
_RECIPIENTS_SHARE = 0.45
# What goes with the signature where the last words are no paragraph, at most: a share of a page.
_WITH_SIGNATURE = 0.4
# A note that takes no more of a page than this stays with the last rows of its table.
_NOTE_SHARE = 0.2
# Between the head of a letter and "Kính gửi", where other documents have their kind.
_LETTER_ROOM = 12.0


class Photo(Flowable):
    """A picture in the middle of the column."""

    def __init__(self, picture: Printable, width: float, height: float, *, caption: bool) -> None:
        super().__init__()
        self._picture = picture
        self._size = picture.fitted(width, height)
        self.width, self.height = width, self._size[1]
        self.keep_next = caption
        self.spaceBefore = nd30.PARAGRAPH_SPACE

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's
        """The column's width and its own height."""
        return self.width, self.height

    def draw(self) -> None:
        """The picture as the file has it, scaled by the reader."""
        wide, high = self._size
        image = ImageReader(BytesIO(self._picture.data))
        self.canv.drawImage(image, (self.width - wide) / 2, 0, wide, high)


class Blocks:
    """Turns blocks into flowables for a column of `width` and `height`."""

    def __init__(
        self, letters: Lettering, width: float, height: float, *, links: bool = False
    ) -> None:
        self._letters = letters
        self._width = width
        self._height = height
        self._links = links

    def words(
        self,
        words: str,
        style: nd30.Style,
        *,
        spots: Sequence[model.Spot] = (),
        bold: bool = False,
        italic: bool = False,
        listed_as: str = "",
    ) -> Words:
        """A paragraph; what has a place in the outline is listed there as `listed_as` or itself."""
        content = self._letters.marked(words, spots)
        listed = self._letters.shown(listed_as) or content.text
        return Words(
            content,
            style,
            self._letters.face(bold=style.bold or bold, italic=style.italic or italic),
            links=self._links,
            bookmark=listed if style.outline is not None else "",
        )

    def story(self, blocks: Iterable[model.Block]) -> list[Flowable]:
        """The flowables of `blocks`, those kept together that belong together."""
        story: list[Flowable] = []
        for block in blocks:
            match block:
                case model.Addressees():
                    story.append(self._addressees(block))
                case model.Basis():
                    story.append(self.words(block.text, nd30.BASIS))
                case model.Heading():
                    style = nd30.SECTION if block.level == 1 else nd30.CLAUSE
                    story.append(self.words(block.text, style))
                case model.Paragraph():
                    story.append(self._paragraph(block))
                case model.Table():
                    story += self._table(block)
                case model.Chart():
                    story += self._chart(block)
                case model.Picture():
                    story += self._picture(block)
                case model.Note():
                    story.append(self.words(block.text, nd30.TABLE_NOTE))
                case model.Closing():
                    story[-1:] = self._signed(story[-1:], self._closing(block))
        return self._kept(story)

    # ---- Together

    def _kept(self, story: list[Flowable]) -> list[Flowable]:
        """The same with a new page before what would be parted from what follows it."""
        kept: list[Flowable] = []
        run: list[Flowable] = []
        for flowable in story:
            run.append(flowable)
            if getattr(flowable, "keep_next", False):
                continue
            if len(run) > 1:
                need = sum(self._whole(each) for each in run[:-1]) + self._least(flowable)
                # A full page is as much as there ever is.
                kept.append(CondPageBreak(min(need, self._height)))
            kept += run
            run = []
        return kept + run

    def _whole(self, flowable: Flowable) -> float:
        _, height = flowable.wrap(self._width, self._height)
        return float(flowable.getSpaceBefore() + height + flowable.getSpaceAfter())

    def _least(self, flowable: Flowable) -> float:
        """What of a flowable has to stand where the one before it stands."""
        if isinstance(flowable, Words | Grid):
            return flowable.least_height(self._width) + float(flowable.getSpaceBefore())
        if isinstance(flowable, _Signed):
            return sum(self._whole(each) for each in flowable.parts)
        return self._whole(flowable)

    def _signed(self, last: list[Flowable], closing: list[Flowable]) -> list[Flowable]:
        """The signature never stands alone: the last words go with it."""
        match last:
            case [Words() as paragraph]:
                *before, end = paragraph.tail(self._width)
                return [*before, _Signed([end, *closing])]
            case [each] if self._whole(each) <= self._height * _WITH_SIGNATURE:
                return [_Signed([each, *closing])]
            case _:
                return [*last, _Signed(closing)]

    # ---- Blocks

    def _paragraph(self, block: model.Paragraph) -> Words:
        line, spots = block.line, block.spots
        # The line of an item begins with its dash, which the figures' places do not know of.
        ahead = len(line) - len(block.text)
        if ahead:
            spots = tuple(model.Spot(s.start + ahead, s.end + ahead, s.key) for s in spots)
        style = nd30.BULLET if block.item else nd30.BODY
        return self.words(line, style, spots=spots, bold=block.bold, italic=block.italic)

    def _addressees(self, block: model.Addressees) -> Flowable:
        if len(block.names) == 1:
            return self.words(f"{nd30.ADDRESSEES_TEXT} {block.names[0]}", nd30.ADDRESSEES)
        style = nd30.ADDRESSEES
        names = [self.words(line, nd30.ADDRESSEES_LIST) for line in block.lines]
        colon = self._letters.width(nd30.ADDRESSEES_TEXT, style) + nd30.CELL_PADDING
        longest = max((self._letters.width(line, style) for line in block.lines), default=0)
        return self._boxes(
            [
                [self.words(nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES_LIST), ""],
                *(["", name] for name in names),
            ],
            [colon, min(longest + nd30.CELL_PADDING, self._width - colon)],
            before=style.before,
            after=style.after,
        )

    def _table(self, table: model.Table) -> list[Flowable]:
        note = self.words(table.note, nd30.TABLE_NOTE) if table.note else None
        if note is not None and self._whole(note) > self._height * _NOTE_SHARE:
            rest, note = [note], None
        else:
            rest = []
        grid = Grid.of(table, self._width, self._height, self._letters, note, links=self._links)
        return [*self._title(table.title), grid, *rest]

    def _chart(self, chart: model.Chart) -> list[Flowable]:
        bars = Bars(chart, self._width, self._letters)
        need = min(bars.least_height(self._width), self._height)
        before = [] if chart.title else [CondPageBreak(need)]
        return [*before, *self._title(chart.title), bars, *self._note(chart.note)]

    def _title(self, title: str) -> list[Flowable]:
        return [self.words(title, nd30.TABLE_TITLE)] if title else []

    def _note(self, note: str) -> list[Flowable]:
        return [self.words(note, nd30.TABLE_NOTE)] if note else []

    def _picture(self, block: model.Picture) -> list[Flowable]:
        caption = self.words(block.caption, nd30.CAPTION) if block.caption else None
        found = printable(block.data)
        if found is None:
            picture: Flowable = self.words(text("render.broken_picture"), nd30.CAPTION)
        else:
            height = min(nd30.PICTURE_HEIGHT, self._height / 2)
            picture = Photo(found, self._width, height, caption=caption is not None)
        return [picture, caption] if caption else [picture]

    def _closing(self, block: model.Closing) -> list[Flowable]:
        """Recipients beside the signature; those below its foot in rows of their own."""
        signer = block.letterhead.signer
        right: list[Flowable] = [
            self.words(line, nd30.AUTHORITY) for line in (signer.authority, signer.title) if line
        ]
        room = nd30.SIGNATURE_LINES * nd30.SIGNER.size * nd30.SINGLE_LINE
        right += [Spacer(0, room), self.words(signer.name, nd30.SIGNER)]
        share = _RECIPIENTS_SHARE * self._width
        height = sum(each.wrap(self._width - share, 0)[1] for each in right)
        # Its letters are smaller than the authority's: its line has to be lowered to theirs.
        lower = (nd30.AUTHORITY.size - nd30.RECIPIENTS_TITLE.size) * ASCENT
        left: list[Flowable] = [
            Spacer(0, lower),
            self.words(nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE),
        ]
        height -= sum(each.wrap(share, 0)[1] for each in left)
        below: list[list[Any]] = []
        for line in block.recipients:
            recipient = self.words(line, nd30.RECIPIENTS)
            height -= recipient.wrap(share, 0)[1]
            if below or height < 0:
                below.append([recipient, ""])
            else:
                left.append(recipient)
        widths = [share, self._width - share]
        return [self._boxes([[left, right], *below], widths, before=nd30.PARAGRAPH_SPACE)]

    # ---- The head

    def rule(self, words: str, style: nd30.Style, room: float, share: float) -> Flowable:
        """A line under `words`, as long as a share of their line."""
        width = min(self._letters.width(words, style), room) * share
        return HRFlowable(
            width=width,
            thickness=nd30.RULE_WIDTH,
            color="black",
            spaceBefore=_RULE_ROOM,
            spaceAfter=0,
        )

    def head(self, head: model.Head) -> list[Flowable]:
        """State and issuer side by side, number and date under them, kind and subject below."""
        whole = nd30.text_width(nd30.HEAD_MARGINS)
        right = self._letters.width(nd30.STATE_NAME_TEXT, nd30.STATE_NAME) + 2 * nd30.CELL_PADDING
        left = whole - right
        issuer = head.letterhead.issuer
        over = [
            [self.words(line, nd30.SUPERIOR) for line in head.letterhead.superior]
            + [self.words(line, nd30.ISSUER) for line in issuer]
            + [self.rule(issuer[-1], nd30.ISSUER, left, nd30.RULE_SHARE)],
            [
                self.words(nd30.STATE_NAME_TEXT, nd30.STATE_NAME),
                self.words(nd30.MOTTO_TEXT, nd30.MOTTO),
                self.rule(nd30.MOTTO_TEXT, nd30.MOTTO, right, nd30.MOTTO_RULE),
            ],
        ]
        number: list[Flowable] = [self.words(head.number_line, nd30.NUMBER)]
        if not head.kind:
            number.append(self._letter_subject(head.subject, left - 2 * nd30.CELL_PADDING))
        under = [number, self.words(head.place_and_date, nd30.PLACE_AND_DATE)]
        boxes = self._boxes([over, under], [left, right])
        boxes.setStyle([("TOPPADDING", (0, 1), (-1, 1), nd30.PARAGRAPH_SPACE)])
        margins = nd30.BODY_MARGINS
        left_in = nd30.points(nd30.HEAD_MARGINS.left - margins.left)
        right_in = nd30.points(nd30.HEAD_MARGINS.right - margins.right)
        top = [Indenter(left_in, right_in), boxes, Indenter(-left_in, -right_in)]
        if not head.kind:
            return [*top, Spacer(0, _LETTER_ROOM)]
        subject = even_lines(head.subject, nd30.SUBJECT.size, self._width, bold=True)
        side = (self._width - subject) / 2
        return [
            *top,
            self.words(head.kind, nd30.KIND),
            Indenter(side, side),
            self.words(head.subject, nd30.SUBJECT),
            Indenter(-side, -side),
            self.rule(head.subject, nd30.SUBJECT, subject, nd30.RULE_SHARE),
            Spacer(0, nd30.PARAGRAPH_SPACE),
        ]

    def _letter_subject(self, subject: str, room: float) -> Flowable:
        style = nd30.LETTER_SUBJECT
        width = even_lines(subject, style.size, room)
        box = self._boxes([[self.words(subject, style)]], [width], before=style.before)
        box.hAlign = "CENTER"
        return box

    def _boxes(
        self,
        rows: list[list[Any]],
        widths: list[float],
        *,
        before: float = 0,
        after: float = 0,
    ) -> Boxes:
        """Blocks side by side, without borders or padding."""
        boxes = Boxes(rows, colWidths=widths, splitInRow=1, spaceBefore=before, spaceAfter=after)
        everywhere = (0, 0), (-1, -1)
        boxes.setStyle(
            [
                ("VALIGN", *everywhere, "TOP"),
                ("ALIGN", *everywhere, "CENTER"),
                # Platypus sets a font for empty cells too, and would name one that is not embedded.
                ("FONTNAME", *everywhere, self._letters.face()),
                *((f"{edge}PADDING", *everywhere, 0) for edge in _EDGES),
            ]
        )
        return boxes


class _Signed(KeepTogether):
    """The last words with the signature, on one page."""

    def __init__(self, parts: list[Flowable]) -> None:
        super().__init__(parts)
        self.parts = parts
