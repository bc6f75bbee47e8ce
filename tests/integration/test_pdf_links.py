"""A figure in the preview leads to what is behind it; on paper nothing of it is seen."""

from collections.abc import Iterator

from printed_pages import Link, Pages, printed
from report_documents import document, real_report

from vinhloc_cds.reports import pdf as renderer
from vinhloc_cds.reports.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Spot,
    Table,
)

SENTENCE = (
    "Tính đến 9 giờ 00 ngày 12/10/2024, {27/31} đơn vị phải báo cáo đã gửi báo cáo, đạt {87,1%}; "
    "các Tổ công nghệ số cộng đồng có {1.234 thành viên, trong đó 1.000 thành viên tham gia ra "
    "quân đi từng ngõ, gõ từng nhà, hướng dẫn từng người} trên toàn huyện, bằng {98%} kế hoạch."
)


def paragraph(marked: str, **how: bool) -> tuple[Paragraph, list[str]]:
    """A paragraph with a figure at each place in braces, and the words of its figures."""
    text, spots, found = "", [], []
    for piece in marked.replace("}", "{").split("{"):
        if marked[marked.index(piece) - 1 : marked.index(piece)] == "{":
            spots.append(Spot(len(text), len(text) + len(piece), f"D0{len(spots)}.value"))
            found.append(piece)
        text += piece
    return Paragraph(text, tuple(spots), **how), found


def table() -> Table:
    rows = tuple(
        (
            Cell(str(number), align=Align.CENTER),
            Cell(f"Xã thứ {number}"),
            Cell(str(number * 1000), align=Align.RIGHT, key=f"E01/U{number}.value"),
            Cell("nhiều lời của đơn vị " * 4, key=f"G02/U{number}.value"),
        )
        for number in range(1, 60)
    )
    columns = (Column("STT", 1), Column("Đơn vị", 3), Column("Số", 2), Column("Lời", 4))
    return Table("Biểu", "Biểu", columns, rows)


def joined(links: list[Link]) -> list[tuple[str, str]]:
    """Addresses and words, the lines of the same figure in one."""
    found: list[tuple[str, str]] = []
    for link in links:
        if found and found[-1][0] == link.address:
            found[-1] = (link.address, f"{found[-1][1]} {link.words}")
        else:
            found.append((link.address, link.words))
    return found


def test_links_stand_on_exactly_the_figures_words():
    kinds = [{}, {"item": True}, {"bold": True}, {"italic": True}]
    made = [paragraph(SENTENCE, **kind) for kind in kinds]
    pages = printed(document(*(each for each, _ in made), annex=(table(),)), links=True)
    found = joined(pages.links)
    expected = [
        (f"vlcds:D0{number}.value", words)
        for _, figures in made
        for number, words in enumerate(figures)
    ]
    assert found[: len(expected)] == expected
    cells = found[len(expected) :]
    assert cells[:2] == [
        ("vlcds:E01/U1.value", "1000"),
        ("vlcds:G02/U1.value", ("nhiều lời của đơn vị " * 4).strip()),
    ]
    assert len(cells) == 2 * 59
    assert {link.page for link in pages.links} == set(range(len(pages)))


def test_places_of_figures_count_in_the_text_as_it_was_written():
    # Letters of two characters, invisible ones, and what the font lacks, before and in a figure.
    written = "Tô\u0309ng\u200b 😀 so\u0302\u0301: {1\u200b2 a\u0301}; còn {5}"
    made, _ = paragraph(written)
    links = printed(document(made), links=True).links
    assert [link.words for link in links] == ["12 á", "5"]


def test_pages_and_words_are_the_same_without_links():
    figures = document(*(paragraph(SENTENCE)[0] for _ in range(30)), annex=(table(),))
    with_links, without = printed(figures, links=True), printed(figures)
    assert with_links.texts == without.texts
    assert with_links.sizes == without.sizes
    assert without.links == []
    assert b"/URI" not in renderer.render(figures)


def test_every_figure_of_the_report_can_be_followed():
    content = real_report()
    data = renderer.render(content, links=True)
    pages = Pages(data)
    assert {link.address.removeprefix("vlcds:") for link in pages.links} == set(keys(content))
    assert pages.texts == printed(content).texts
    assert all(link.words for link in pages.links)


def keys(content: Document) -> Iterator[str]:
    """The keys of all figures of a document."""
    blocks: list[Block] = [*content.blocks]
    for annex in content.annexes:
        blocks += annex.blocks
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (spot.key for spot in block.spots)
        elif isinstance(block, Table):
            yield from (cell.key for row in block.rows for cell in row if cell.key and cell.text)
