"""The PDF: pages, places and text as somebody would measure them on paper."""

import re
from dataclasses import replace

import pytest
from printed_pages import Pages, printed
from report_documents import (
    BY_TOPIC,
    LONG_NAME,
    PAYLOADS,
    big_table,
    document,
    real_report,
    with_words,
)

from vinhloc_cds.errors import UserError
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports import pdf as renderer
from vinhloc_cds.reports.document import (
    Addressees,
    Cell,
    Closing,
    Column,
    Document,
    Paragraph,
    Series,
    Table,
)

A4 = (nd30.points(210), nd30.points(297))


@pytest.fixture(scope="module")
def pages() -> Pages:
    return printed(real_report())


def test_paper(pages):
    annex = pages.page_of("Phụ lục I\r\n")
    assert annex > 3
    for size in pages.sizes[:annex]:
        assert size == pytest.approx(A4, abs=0.5)
    for size in pages.sizes[annex:]:
        assert size == pytest.approx(A4[::-1], abs=0.5)


def test_all_text_stands_within_the_margins(pages):
    for number, (width, height) in enumerate(pages.sizes):
        text_page = pages.pdf[number].get_textpage()
        least = {"left": 30, "right": 15, "bottom": 20}
        rects = [text_page.get_rect(k) for k in range(text_page.count_rects())]
        assert min(r[0] for r in rects) >= nd30.points(least["left"]) - 1, number
        assert max(r[2] for r in rects) <= width - nd30.points(least["right"]) + 1, number
        assert min(r[1] for r in rects) >= nd30.points(least["bottom"]) - 1, number
        assert max(r[3] for r in rects) <= height - nd30.points(nd30.HEADER_DISTANCE), number


def test_running_text_stands_within_the_decrees_margins(pages):
    left, _, _, _ = pages.box(0, "ban nhân dân huyện Vĩnh Lộc về việc")
    assert left == pytest.approx(nd30.points(35), abs=1)
    first_line, _, _, _ = pages.box(0, "Căn cứ")
    assert first_line - left == pytest.approx(36, abs=1)


def test_page_numbers_are_centred_above_and_start_anew_with_each_annex(pages):
    starts = [0, *(pages.page_of(f"Phụ lục {n}\r\n") for n in ("I", "II", "III"))]
    for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        assert not re.match(r"\d+\r\n", pages.texts[start])
        for at in range(start + 1, end):
            assert pages.texts[at].startswith(f"{at - start + 1}\r\n")
    left, bottom, right, _ = pages.box(1, "2")
    middle = nd30.points(35) + nd30.text_width(nd30.BODY_MARGINS) / 2
    assert (left + right) / 2 == pytest.approx(middle, abs=1)
    assert A4[1] - bottom < nd30.points(25)


def test_head(pages):
    number = pages.box(0, "/BC-UBND")
    place = pages.box(0, "Vĩnh Lộc, ngày 12 tháng 10 năm 2024")
    assert number[1] == pytest.approx(place[1], abs=4)
    assert number[2] < place[0]
    state = pages.box(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert state[2] > A4[0] / 2
    assert state[0] > pages.box(0, "ỦY BAN NHÂN DÂN")[2]
    kind = pages.box(0, "BÁO CÁO")
    middle = nd30.points(35) + nd30.text_width(nd30.BODY_MARGINS) / 2
    assert (kind[0] + kind[2]) / 2 == pytest.approx(middle, abs=2)


def test_signature(pages):
    number = pages.page_of("Nơi nhận:")
    recipients = pages.box(number, "Nơi nhận:")
    authority = pages.box(number, "KT. CHỦ TỊCH")
    name = pages.box(number, "Trịnh Xuân Thắng")
    assert recipients[0] == pytest.approx(nd30.points(35), abs=1)
    assert recipients[3] == pytest.approx(authority[3], abs=4)
    assert authority[0] > recipients[2]
    assert authority[1] - name[3] > 40
    assert "./." in pages.texts[number]


def test_the_signature_never_stands_alone():
    for count in range(28, 40):
        pages = printed(
            document(*(Paragraph("Một đoạn văn.") for _ in range(count)), Paragraph("./."))
        )
        number = pages.page_of("Nơi nhận:")
        assert "Một đoạn văn." in pages.texts[number] or "./." in pages.texts[number]


def test_header_rows_repeat(pages):
    start = pages.page_of("Phụ lục I\r\n")
    end = pages.page_of("Phụ lục II\r\n")
    for text in pages.texts[start:end]:
        assert "STT" in text


def test_metadata(pages):
    properties = pages.pdf.get_metadata_dict()
    assert properties["Title"] == real_report().title
    assert properties["Author"] == "UBND huyện Vĩnh Lộc"
    assert properties["CreationDate"] == "D:20241012020000+00'00'"
    assert properties["ModDate"] == properties["CreationDate"]


def test_fonts_are_embedded():
    data = renderer.render(real_report())
    assert data.count(b"/FontFile2") >= 4
    # The standard fonts that no file carries are not used for any text.
    assert b"/BaseFont /Helvetica" not in data


def test_several_addressees_are_listed():
    pages = printed(document(Addressees(("Sở Thông tin và Truyền thông", "Thường trực Huyện ủy"))))
    colon = pages.box(0, "Kính gửi:")
    first = pages.box(0, "- Sở Thông tin và Truyền thông;")
    second = pages.box(0, "- Thường trực Huyện ủy.")
    assert first[0] == pytest.approx(second[0], abs=1)
    assert first[0] >= colon[2] - 1
    assert colon[1] > first[1] > second[1]


@pytest.mark.parametrize("rows", [0, 1, 31, 200])
def test_tables_of_any_length(rows):
    pages = printed(document(annex=(big_table(rows),)))
    for number in range(1, rows + 1):
        assert f"Đơn vị thứ {number} " in pages.words


def test_a_last_row_does_not_stand_alone():
    for rows in range(26, 38):
        pages = printed(document(annex=(big_table(rows),)))
        last = pages.texts[-1]
        # Rows that are held back from a page go to the next, not under a second header.
        assert all(text.count("STT") <= 1 for text in pages.texts)
        assert f"Đơn vị thứ {rows} " in last
        assert f"Đơn vị thứ {rows - 1} " in last


def test_a_cell_taller_than_a_page_is_broken():
    words = " ".join(f"từ{n}" for n in range(3000))
    table = Table("B", "Bảng", (Column("STT", 1), Column("Tên", 2)), ((Cell("1"), Cell(words)),))
    pages = printed(document(annex=(table,)))
    assert len(pages) > 3
    assert "từ0 " in pages.words
    assert "từ2999" in pages.words


def test_a_paragraph_longer_than_a_page_is_broken():
    words = " ".join(f"từ{n}" for n in range(3000))
    pages = printed(document(Paragraph(words)))
    assert len(pages) > 3
    assert "từ2999" in pages.words


def test_long_names_wrap_and_are_not_cut():
    rows = tuple((Cell(str(n)), Cell(LONG_NAME), Cell("9.999")) for n in range(3))
    columns = (Column("STT", 1), Column("Đơn vị", 2), Column("Số", 8))
    pages = printed(document(annex=(Table("B", "Bảng", columns, rows),)))
    assert pages.words.count(LONG_NAME) == 3


def test_characters_the_font_lacks_are_shown_and_said():
    pages = printed(document(Paragraph("Rất tốt 😀😀 và 漢"), annex=(big_table(1),)))
    assert "Rất tốt □□ và □" in pages.words
    assert "2 loại ký tự" in pages.texts[-1]


def test_no_remark_where_the_font_has_all(pages):
    assert "loại ký tự" not in pages.words
    assert "□" not in pages.words


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_text_of_units_is_only_text(payload):
    data = renderer.render(with_words(payload))
    assert b"/URI" not in data
    assert b"/XObject" not in data
    pages = Pages(data)
    visible = payload.split("\x00")[0].split("\ud800")[0].split("\u202e")[0].split("😀")[0].strip()
    if visible and len(visible) < 100 and "\u0310" not in visible:
        assert pages.words.count(visible) >= 3


def test_a_machine_without_a_font_is_said_so(monkeypatch):
    monkeypatch.setattr(renderer, "serif_family", lambda: None)
    with pytest.raises(UserError) as caught:
        renderer.render(document())
    assert "phông chữ" in str(caught.value)


def test_the_text_comes_out_as_it_went_in():
    # Sentences of the report that are broken over lines, justified, centred and in cells.
    content = real_report()
    words = Pages(renderer.render(content)).words
    paragraphs = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) > 10
    for sentence in (content.title, *paragraphs):
        # A page may end, and number the next, in the middle of a paragraph.
        for part in re.split(r"[;.,] ", " ".join(sentence.split())):
            assert part in words or re.search(
                r"\s(\d+ )?".join(map(re.escape, part.split())), words
            )


def test_a_header_row_taller_than_a_page_is_broken_too():
    columns = (Column("từ " * 3000, 1), Column("Tên", 9))
    pages = printed(document(annex=(Table("B", "Bảng", columns, ((Cell("a"), Cell("hết")),)),)))
    assert pages.words.count("từ") == 3000
    assert "hết" in pages.texts[-1]


def test_a_note_stands_on_the_page_of_its_tables_last_rows():
    for rows in range(24, 34):
        table = replace(big_table(rows), note="Ghi chú của bảng.")
        last = printed(document(annex=(table,))).texts[-1]
        assert "Ghi chú của bảng." in last
        assert f"Đơn vị thứ {rows} " in last


def test_text_keeps_off_the_table_above_it():
    one, two, below = Paragraph("Đoạn một"), Paragraph("Đoạn hai"), Paragraph("Dưới bảng")
    pages = printed(document(one, two, big_table(2), below))
    places = [
        pages.box(0, words)
        for words in (one.text, two.text, "Đơn vị thứ 1", "Đơn vị thứ 2", below.text)
    ]
    first, second, row, last, text = places
    rule = last[1] - (row[1] - last[3]) / 2
    assert rule - text[3] >= first[1] - second[3]


def test_more_recipients_than_a_page_holds():
    letterhead = document().head.letterhead
    many = replace(letterhead, recipients=tuple(f"Đơn vị nhận {n}" for n in range(1, 150)))
    content = document(Paragraph("Trên đây là báo cáo./."))
    pages = printed(replace(content, blocks=(*content.blocks[:-1], Closing(many))))
    assert "Đơn vị nhận 149." in pages.words
    assert pages.page_of("Nơi nhận:") == pages.page_of("KT. CHỦ TỊCH")


def _longest(words: str) -> list[Document]:
    """Documents with `words` in each place that stands beside another."""
    plain = document(Addressees((words, "Nơi khác")))
    assert plain.head is not None
    letterhead = plain.head.letterhead
    signer = replace(letterhead.signer, title=words)
    return [
        plain,
        replace(plain, head=replace(plain.head, number_line=words), blocks=()),
        replace(plain, head=replace(plain.head, kind="", subject=words), blocks=()),
        replace(plain, blocks=(Closing(replace(letterhead, recipients=(words,))),)),
        replace(plain, blocks=(Closing(replace(letterhead, signer=signer)),)),
        document(annex=(replace(big_table(2), title=words),)),
        document(annex=(replace(big_table(2), note=words),)),
    ]


@pytest.mark.parametrize("at", range(7))
def test_no_text_is_too_long_for_its_place(at):
    assert printed(_longest("từ " * 2000)[at]).words.count("từ") == 2000


def test_names_of_a_charts_series_stay_within_the_page():
    series = tuple(Series(name, (1, 2, 3)) for name in (f"{LONG_NAME} 1", f"{LONG_NAME} 2", ""))
    pages = printed(document(replace(BY_TOPIC, series=series)))
    text_page = pages.pdf[0].get_textpage()
    rects = [text_page.get_rect(k) for k in range(text_page.count_rects())]
    assert min(r[0] for r in rects) >= nd30.points(nd30.BODY_MARGINS.left) - 1
    assert max(r[2] for r in rects) <= pages.sizes[0][0] - nd30.points(15) + 1
    assert pages.words.count(LONG_NAME) == 2


def test_names_of_a_chart_longer_than_a_page_leave_room_for_its_bars():
    long = "tên rất dài " * 100
    series = tuple(Series(f"{n} {long}", (1, 2, 3)) for n in range(8))
    chart = replace(BY_TOPIC, series=series, categories=(long, long, long))
    assert "…" in printed(document(chart)).words
