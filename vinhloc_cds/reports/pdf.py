"""The document as a PDF, with its fonts in it."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from resources.fonts import serif_family
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Annex, Document
from vinhloc_cds.reports.fixed import made_at
from vinhloc_cds.reports.pdf_blocks import Blocks
from vinhloc_cds.reports.pdf_pages import Paper, Section, Template, draft_stamp
from vinhloc_cds.reports.pdf_text import Lettering
from vinhloc_cds.reports.plain import REPLACEMENT, plain
from vinhloc_cds.texts import text


def render(document: Document, *, links: bool = False) -> bytes:
    """The document's pages; the same document gives the same bytes.

    With `links` every figure that has a key leads to "vlcds:" and that key; pages, lines and
    words are the same as without. Characters that the font lacks are printed as "□", and the last
    page says so. UserError where the machine has no serif font with all Vietnamese letters.
    """
    return render_all((document,), links=links)


def render_all(documents: Sequence[Document], *, links: bool = False) -> bytes:
    """As `render`, one document after the other in one file that is called after the first.

    Each begins on a page of its own that is its page 1.
    """
    family = serif_family()
    if family is None:
        raise UserError("report.no_font")
    letters = Lettering(family)
    story: list[Flowable] = []
    sections: list[Section] = []
    for place, document in enumerate(documents):
        stamp = draft_stamp(family.bold) if document.draft else None
        printer = _Printer(document, f"{place}", letters, stamp, links=links)
        story += [*printer.begin(), *printer.story()] if place else printer.story()
        sections += printer.sections
    return _file(documents[0], story, sections, letters.face())


def _file(document: Document, story: list[Flowable], sections: list[Section], face: str) -> bytes:
    """The pages of `story` with the metadata of `document`."""
    out = BytesIO()
    template = Template(
        out,
        pageTemplates=[*sections],
        title=plain(document.title),
        author=plain(document.author),
        subject=plain(document.subject),
        keywords=[plain(document.keywords)],
        creator=text("report.program"),
        displayDocTitle=1,
        invariant=1,
        pageCompression=1,
        lang=nd30.LANGUAGE,
        initialFontName=face,
    )
    template.moment = made_at(document.made_at).strftime("D:%Y%m%d%H%M%S+00'00'")
    template.build(story, canvasmaker=Paper)
    return out.getvalue()


class _Printer:
    """Puts the parts of a document one after the other, each on pages of its own.

    `name` tells its pages from those of the other documents in the file.
    """

    def __init__(
        self,
        document: Document,
        name: str,
        letters: Lettering,
        stamp: ImageReader | None,
        *,
        links: bool,
    ) -> None:
        self._document = document
        self._name = name
        self._letters = letters
        self._stamp = stamp
        self._links = links
        self.sections: list[Section] = []

    def begin(self) -> list[Flowable]:
        """To a new page of this document, after those of another."""
        return [NextPageTemplate(self._name), PageBreak()]

    def story(self) -> list[Flowable]:
        """The whole document; its last page says which characters the font lacks."""
        self._letters.missing.clear()
        story = self._body()
        for number, annex in enumerate(self._document.annexes, 1):
            story += self._annex(f"{self._name}.{number}", annex)
        if self._letters.missing:
            count = len(self._letters.missing)
            note = text("report.missing_glyphs", count=count, mark=REPLACEMENT)
            story.append(self._blocks(self.sections[-1]).words(note, nd30.TABLE_NOTE))
        return story

    def _body(self) -> list[Flowable]:
        """The head, or the bare title of a list, and the text."""
        document = self._document
        landscape = document.landscape
        margins = nd30.body_margins(landscape=landscape)
        blocks = self._blocks(self._section(self._name, margins, landscape=landscape))
        head = (
            [blocks.words(document.title, nd30.LIST_TITLE)]
            if document.head is None
            else blocks.head(document.head)
        )
        return [*head, *blocks.story(document.blocks)]

    def _annex(self, name: str, annex: Annex) -> list[Flowable]:
        blocks = self._blocks(self._section(name, nd30.ANNEX_MARGINS, landscape=annex.landscape))
        return [
            NextPageTemplate(name),
            PageBreak(),
            blocks.words(annex.label, nd30.ANNEX_LABEL, listed_as=f"{annex.label}. {annex.title}"),
            blocks.words(annex.title, nd30.ANNEX_TITLE),
            blocks.words(annex.reference, nd30.ANNEX_REFERENCE),
            *blocks.story(annex.blocks),
        ]

    def _section(self, name: str, margins: nd30.Margins, *, landscape: bool) -> Section:
        section = Section(
            name,
            margins,
            landscape=landscape,
            font=self._letters.face(),
            stamp=self._stamp,
        )
        self.sections.append(section)
        return section

    def _blocks(self, section: Section) -> Blocks:
        column = section.column
        return Blocks(self._letters, column.width, column.height, links=self._links)
