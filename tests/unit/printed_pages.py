"""A rendered PDF as somebody would measure it: texts, sizes, places of words, ends of links."""

import ctypes
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from pypdfium2 import raw

from vinhloc_cds.reports import pdf
from vinhloc_cds.reports.document import Document


@dataclass(frozen=True)
class Link:
    """A link: its page, where it leads, the words under it, and its left, bottom, right and top."""

    page: int
    address: str
    words: str
    box: tuple[float, float, float, float]


class Pages:
    """The pages of a rendered document: texts, sizes and where words stand."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(BytesIO(data))
        self.texts = []
        self.sizes = []
        for page in self.pdf:
            self.texts.append(page.get_textpage().get_text_range())
            self.sizes.append(page.get_size())

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def page_of(self, words: str) -> int:
        """The first page that holds `words`."""
        return next(n for n, text in enumerate(self.texts) if words in text)

    def box(self, number: int, words: str) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the first place of `words` on a page."""
        text_page = self.pdf[number].get_textpage()
        found = text_page.search(words).get_next()
        assert found, words
        boxes = [text_page.get_charbox(found[0] + k) for k in range(found[1])]
        boxes = [box for box in boxes if box[2] > box[0]]
        return (
            min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes),
        )  # fmt: skip

    @property
    def outline(self) -> list[tuple[int, str]]:
        """Level and words of each entry of the outline."""
        return [(entry.level, entry.get_title()) for entry in self.pdf.get_toc()]

    @property
    def links(self) -> list[Link]:
        """Every link, in the order in which they were drawn."""
        return [link for number in range(len(self)) for link in self._links(number)]

    def _links(self, number: int) -> list[Link]:
        page = self.pdf[number]
        text_page = page.get_textpage()
        found = []
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
            buffer = ctypes.create_string_buffer(400)
            raw.FPDFAction_GetURIPath(self.pdf, action, buffer, 400)
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, rect)
            # Half a point outside: a letter counts where its middle stands.
            words = text_page.get_text_bounded(
                rect.left - 0.5, rect.bottom, rect.right + 0.5, rect.top
            )
            box = (rect.left, rect.bottom, rect.right, rect.top)
            found.append(Link(number, buffer.value.decode(), words.strip(), box))
            raw.FPDFPage_CloseAnnot(annotation)
        return found


def printed(content: Document, *, links: bool = False) -> Pages:
    """`content` as its PDF shows it."""
    return Pages(pdf.render(content, links=links))
