"""What the consolidated report says and in which parts, before any format."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from report_samples import LATE, NOW, full_snapshot, plan_2024, snapshot, submission

from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState, Value
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import (
    Addressees,
    Basis,
    Closing,
    Document,
    Heading,
    Note,
    Paragraph,
    Table,
)
from vinhloc_cds.reports.measure import line_width
from vinhloc_cds.reports.wording import sentence_name

VINH_AN, VINH_LOC, VINH_QUANG = "15391", "15349", "15352"


def report(*submissions, **fields) -> Document:
    return consolidated_report(snapshot(*submissions), fields.get("profile", "ubnd"))


def words(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def section(document: Document, title: str) -> list[str]:
    """The paragraphs under the heading that ends in `title`."""
    found: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(title)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found


def tables(document: Document) -> dict[str, Table]:
    return {
        block.name: block
        for annex in document.annexes
        for block in annex.blocks
        if isinstance(block, Table)
    }


def row_of(table: Table, name: str) -> list[str]:
    (row,) = [row for row in table.rows if name in [cell.text for cell in row[:2]]]
    return [cell.text for cell in row]


def test_head_of_the_district():
    document = report()
    assert document.head.letterhead.superior == ()
    assert document.head.letterhead.issuer == ("ỦY BAN NHÂN DÂN", "HUYỆN VĨNH LỘC")
    assert document.head.number_line == "Số:        /BC-UBND"
    assert document.head.place_and_date == "Vĩnh Lộc, ngày 12 tháng 10 năm 2024"
    assert document.head.kind == "BÁO CÁO"
    assert document.head.subject == (
        "Kết quả tổ chức lễ phát động ra quân thúc đẩy sử dụng sản phẩm, dịch vụ số hưởng ứng "
        "Ngày Chuyển đổi số quốc gia năm 2024 trên địa bàn huyện"
    )


def test_head_of_the_office():
    document = report(profile="vhtt")
    assert document.head.letterhead.superior == ("UBND HUYỆN VĨNH LỘC",)
    assert document.head.letterhead.issuer == ("PHÒNG VĂN HÓA VÀ THÔNG TIN",)
    assert document.head.number_line.endswith("/BC-VHTT")
    assert any("Phòng Văn hóa và Thông tin báo cáo kết quả" in line for line in words(document))


def test_an_unknown_profile_is_a_bug():
    with pytest.raises(KeyError):
        report(profile="khong-co")


def test_the_day_is_the_local_one():
    late_evening = datetime(2024, 10, 9, 17, 30, tzinfo=UTC)  # 10/10 00:30 in Việt Nam
    document = consolidated_report(Snapshot.of(plan_2024(), (), now=late_evening), "ubnd")
    assert document.head.place_and_date == "Vĩnh Lộc, ngày 10 tháng 10 năm 2024"
    assert document.made_at == "2024-10-09T17:30:00+00:00"


def test_parts_stand_in_order():
    document = report()
    kinds = [type(block) for block in document.blocks]
    assert kinds[0] is Addressees
    assert kinds[1:3] == [Basis, Basis]
    assert kinds[-1] is Closing
    headings = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. ĐÁNH GIÁ, KIẾN NGHỊ",
    ]
    assert words(document)[-1].endswith("./.")


def test_what_the_office_has_not_filled_in_stays_visibly_blank():
    bases = [block.text for block in report().blocks if isinstance(block, Basis)]
    assert bases[0].startswith("Căn cứ Kế hoạch số 2210/KH-UBND ngày 16 tháng 9 năm 2024")
    assert bases[0].endswith(";")
    assert bases[1].startswith("Căn cứ Kế hoạch số ....../KH-UBND ngày ... tháng ... năm 2024 của")
    assert bases[1].endswith(".")


def test_what_the_office_has_filled_in_is_printed():
    plan = replace(plan_2024(), number="145/KH-UBND", issued_on=date(2024, 9, 5))
    document = consolidated_report(snapshot(plan=plan), "ubnd")
    bases = [block.text for block in document.blocks if isinstance(block, Basis)]
    assert "số 145/KH-UBND ngày 05 tháng 9 năm 2024 của" in bases[1]


def test_nothing_reported_claims_nothing():
    document = report()
    said = words(document)
    assert any("chưa có đơn vị nào trong 31 đơn vị phải báo cáo gửi báo cáo" in s for s in said)
    assert "Chưa có báo cáo nào được chấp nhận, nên chưa có số liệu để tổng hợp." in said
    assert not any("100%" in sentence or "đạt" in sentence for sentence in said)
    for title in ("Thông tin, tuyên truyền", "Hướng dẫn người dân", "Kinh phí thực hiện"):
        assert section(document, title)[0] == "Chưa có số liệu về nội dung này."
    assert section(document, "Kết quả nổi bật") == ["Chưa có đơn vị nào nêu nội dung này."]


def test_units_that_have_not_reported_are_named():
    document = consolidated_report(full_snapshot(silent=4), "ubnd")
    said = section(document, "Tình hình báo cáo của các đơn vị")
    assert said[0].startswith(
        "Tính đến 09 giờ 00 ngày 12 tháng 10 năm 2024, 27/31 đơn vị phải báo cáo đã gửi báo cáo, "
        "đạt 87,1%; trong đó 24 đơn vị đúng hạn, 3 đơn vị nộp trễ"
    )
    assert said[2] == (
        "Còn 4 đơn vị chưa có số liệu được chấp nhận, gồm: 4 đơn vị quá hạn chưa nộp báo cáo "
        "(Ban Quản lý dự án đầu tư xây dựng huyện, VNPT Vĩnh Lộc, Viettel Vĩnh Lộc, "
        "MobiFone Vĩnh Lộc)."
    )


def test_the_list_that_sentences_refer_to_holds_every_unit():
    document = report(submission(VINH_AN, {"C08": 5, "D06": 3}))
    (listed,) = [s for s in words(document) if s.startswith("Còn 30 đơn vị chưa có số liệu")]
    others = [u for u in plan_2024().units_related(Relation.OBLIGED) if u.code != VINH_AN]
    assert all(sentence_name(plan_2024(), unit) in listed for unit in others)
    assert "xã Vĩnh An" not in listed
    (campaign,) = [s for s in section(document, "Tổ công nghệ số cộng đồng") if "thôn" in s][:1]
    assert "12 xã, thị trấn nêu tại khoản 2 mục I" in campaign


def test_the_list_stands_also_where_only_a_unit_that_was_asked_has_reported():
    document = report(submission("NH01", {"A04": 5}))
    assert any(s.startswith("Còn 31 đơn vị chưa có số liệu") for s in words(document))
    assert any("31 đơn vị nêu tại" in s for s in words(document))


def test_what_is_received_but_not_accepted_is_said_and_left_out():
    document = report(
        submission(VINH_AN, {"C09": 5}, state=SubmissionState.RECEIVED),
        submission(VINH_LOC, {"C09": 7}, number=2),
    )
    said = words(document)
    assert any(
        "; 1 đơn vị đã gửi báo cáo nhưng chưa được chấp nhận (xã Vĩnh An)." in s for s in said
    )
    (sentence,) = [s for s in section(document, "Thông tin, tuyên truyền") if "pano" in s]
    assert sentence.startswith("- 7 pano (theo báo cáo của 1/")


def test_what_was_returned_is_said():
    document = report(
        submission(VINH_AN, {"C09": 5}, state=SubmissionState.RETURNED),
        submission(VINH_LOC, {"C09": 7}, number=2),
    )
    assert "Đã trả lại, chờ gửi lại: xã Vĩnh An." in words(document)
    row = row_of(tables(document)["Trễ, chưa nộp"], "Xã Vĩnh An")
    assert row[-2:] == ["Quá hạn chưa nộp", "Đã trả lại, chưa gửi lại"]


def test_persons_guided_are_told_group_by_group():
    document = report(
        submission(VINH_LOC, {"E00": 100}),
        submission("VT01", {"E00": 40}, number=2),
        submission("NH01", {"E00": 8}, number=3),
    )
    said = section(document, "Hướng dẫn người dân")
    assert any(s.startswith("- UBND các xã, thị trấn: 100 người dân") for s in said)
    assert any(s.startswith("- Các doanh nghiệp viễn thông: 40 người dân") for s in said)
    assert any(s.startswith("- Các chi nhánh ngân hàng: 8 người dân") for s in said)
    assert "- MTTQ và các tổ chức chính trị - xã hội: chưa có số liệu." in said
    assert not any(number in s for s in said for number in ("140", "148"))
    cells = row_of(tables(document)["Biểu E1"], "Tổng cộng")
    assert cells[1] == "x"


def test_zero_and_missing_are_told_apart():
    document = report(submission(VINH_LOC, {"C09": 0}), submission(VINH_AN, {"C08": 3}, number=2))
    table = tables(document)["Biểu C2"]
    at = [column.title for column in table.columns].index("Pano (chiếc)")
    assert row_of(table, "Thị trấn Vĩnh Lộc")[at] == "0"
    assert row_of(table, "Xã Vĩnh An")[at] == "—"


def test_a_figure_that_was_never_asked_for_is_neither():
    table = tables(report(submission("PB02", {"C09": 1})))["Biểu C1"]
    at = [column.title for column in table.columns].index("Lượt phát thanh")
    assert row_of(table, "Phòng Nội vụ")[at] == ""


def test_a_total_says_over_how_many_units():
    document = report(
        submission(VINH_LOC, {"A04": 5}),
        submission(VINH_QUANG, {"A04": 7}, number=2),
        submission("PB07", {"A04": 2}, number=3),
    )
    rows = tables(document)["Biểu A"].rows
    assert [cell.text for cell in rows[-2]][-1] == "14"
    assert [cell.text for cell in rows[-1]][-1] == "2/31 (+1)"


def test_estimates_are_marked():
    value = Value("C09", 12, "khoảng 12", estimate=True)
    document = report(submission(VINH_LOC, (value,)))
    assert row_of(tables(document)["Biểu C2"], "Thị trấn Vĩnh Lộc")[2] == "12 (ước)"
    assert any("trong đó có số ước" in sentence for sentence in words(document))


def test_money_that_lacks_a_source_is_marked():
    document = report(submission(VINH_LOC, {"H01": 5_000_000}))
    assert row_of(tables(document)["Biểu H"], "Thị trấn Vĩnh Lộc")[2:] == [
        "5.000.000",
        "—",
        "—",
        "5.000.000 (thiếu nguồn)",
    ]
    (sentence,) = [s for s in words(document) if "Tổng kinh phí" in s]
    assert "còn thiếu một số nguồn của: thị trấn Vĩnh Lộc" in sentence


def test_texts_stand_with_the_unit_that_wrote_them():
    document = report(
        submission(VINH_LOC, {"K01": "- Ra quân sớm.\n\n- Đông người dự."}),
        submission("PB02", {"K01": "Lồng ghép <b>cải cách</b> hành chính"}, number=2),
    )
    assert section(document, "Kết quả nổi bật") == [
        "- Thị trấn Vĩnh Lộc: - Ra quân sớm.",
        "- Đông người dự.",
        "- Phòng Nội vụ: Lồng ghép <b>cải cách</b> hành chính",
    ]


def test_nothing_to_report_is_a_report_without_figures():
    document = report(submission(VINH_AN, kind=SubmissionKind.NOTHING))
    said = words(document)
    assert any("1/31 đơn vị phải báo cáo đã gửi báo cáo" in sentence for sentence in said)
    assert "Báo cáo không phát sinh: xã Vĩnh An." in said
    assert section(document, "Kinh phí thực hiện")[0] == "Chưa có số liệu về nội dung này."


def test_a_unit_in_which_nothing_arose_is_named_once_and_not_as_missing():
    full = full_snapshot()
    document = consolidated_report(
        snapshot(
            submission(VINH_AN, number=90, kind=SubmissionKind.NOTHING),
            *(s for s in full.submissions if s.unit != VINH_AN),
        ),
        "ubnd",
    )
    said = " ".join(words(document))
    assert said.count("xã Vĩnh An") == said.count("không phát sinh: xã Vĩnh An.") == 1
    assert "(theo báo cáo của 12/13 xã, thị trấn; 1 xã, thị trấn báo cáo không phát sinh)" in said


def test_nothing_arose_in_a_whole_group():
    phones = [u.code for u in plan_2024().units if u.group == "G_VT"]
    document = report(
        submission(VINH_LOC, {"E00": 100}),
        *(submission(u, number=n, kind=SubmissionKind.NOTHING) for n, u in enumerate(phones, 2)),
    )
    said = section(document, "Hướng dẫn người dân")
    assert "- Các doanh nghiệp viễn thông: báo cáo không phát sinh." in said


def test_a_unit_with_figures_has_something_to_report():
    document = report(
        submission(VINH_AN, kind=SubmissionKind.NOTHING), submission(VINH_AN, {"C09": 5}, number=2)
    )
    assert not any(s.startswith("Báo cáo không phát sinh") for s in words(document))


def test_annexes_are_numbered_titled_and_referred_to():
    document = report()
    assert [(annex.label, annex.title) for annex in document.annexes] == [
        ("Phụ lục I", "SỐ LIỆU TỔNG HỢP KẾT QUẢ THỰC HIỆN"),
        ("Phụ lục II", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ"),
        ("Phụ lục III", "ĐƠN VỊ NỘP BÁO CÁO TRỄ, CHƯA NỘP BÁO CÁO"),
    ]
    body = " ".join(words(document))
    for annex in document.annexes:
        assert annex.landscape
        assert f"tại {annex.label}" in body or f", {annex.label}." in body
        assert annex.reference == (
            "(Kèm theo Báo cáo số        /BC-UBND ngày 12 tháng 10 năm 2024 "
            "của UBND huyện Vĩnh Lộc)"
        )


def test_figures_have_a_table_for_each_section_of_ten_columns_at_most():
    found = tables(report())
    assert {name.removeprefix("Biểu ")[0] for name in found if name.startswith("Biểu")} == set(
        "ABCDEFGH"
    )
    for name, table in found.items():
        assert len(table.columns) <= 10, name
        for row in table.rows:
            assert sum(cell.span for cell in row) == len(table.columns)


def test_no_title_of_a_column_breaks_within_a_word():
    room = nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)
    for name, table in tables(report()).items():
        whole = sum(column.share for column in table.columns)
        for column in table.columns:
            width = column.share / whole * room - 2 * nd30.CELL_PADDING
            for word in column.title.split():
                assert line_width(word, nd30.TABLE_HEAD.size, bold=True) <= width, (name, word)


def test_every_figure_of_the_plan_stands_in_one_table():
    titles = [
        column.title
        for name, table in tables(report()).items()
        if name.startswith("Biểu")
        for column in table.columns[2:]
    ]
    shown = [
        indicator
        for indicator in plan_2024().indicators
        if indicator.section in "ABCDEFGH" and not indicator.submission_field
    ]
    for title, indicator in zip(titles, shown, strict=True):
        assert title.startswith(indicator.name)


def test_communes_come_first_and_the_office_has_its_own_line():
    table = tables(report())["Biểu A"]
    firsts = [row[1].text if len(row) > 1 else row[0].text for row in table.rows]
    assert firsts[0] == "I. UBND các xã, thị trấn"
    assert firsts[1] == "Thị trấn Vĩnh Lộc"
    assert next(c.text for c in table.rows[firsts.index("Phòng Văn hóa và Thông tin")]) == "III"


def test_the_state_of_every_duty():
    table = tables(consolidated_report(full_snapshot(), "ubnd"))["Nhiệm vụ"]
    assert len(table.rows) == len(plan_2024().duties) == 51
    for row, duty in zip(table.rows, plan_2024().duties, strict=True):
        reported, expected = (int(part) for part in row[4].text.split("/"))
        states = [cell.value for cell in row[5:]]
        not_applicable, *without_result = states
        assert expected == reported + sum(without_result)
        assert expected + not_applicable == len(duty.units)


def test_late_and_missing_units():
    document = report(submission(VINH_AN, {"C09": 1}, received_at=LATE))
    table = tables(document)["Trễ, chưa nộp"]
    assert len(table.rows) == 31
    assert row_of(table, "Xã Vĩnh An")[1:] == [
        "Xã Vĩnh An",
        "Trước 12/10/2024",
        "12/10/2024 08:00",
        "Nộp trễ",
        "",
    ]
    assert len(tables(document)["Đề nghị, chưa gửi"].rows) == 11


def test_nobody_late_is_said():
    plan = plan_2024()
    everybody = plan.units_related(Relation.OBLIGED, Relation.ASKED)
    document = report(*(submission(u.code, number=n) for n, u in enumerate(everybody, 1)))
    assert document.annexes[2].blocks == (
        Paragraph("Không có đơn vị nộp báo cáo trễ hoặc chưa nộp báo cáo."),
    )


def test_an_earlier_data_closing_time_is_said():
    shot = Snapshot.of(
        plan_2024(),
        (submission(VINH_LOC, {"C09": 4}), submission(VINH_AN, {"C09": 5}, received_at=LATE)),
        now=NOW,
        as_of=datetime(2024, 10, 11, 10, 0, tzinfo=UTC),
    )
    document = consolidated_report(shot, "ubnd")
    assert any("nhận đến 17 giờ 00 ngày 11 tháng 10 năm 2024" in s for s in words(document))
    assert any(s.startswith("- 4 pano") for s in words(document))


@dataclass(frozen=True)
class Head:
    number: int = 12
    hash: str = "ab" * 32


def test_the_hash_of_the_log_is_printed():
    document = consolidated_report(snapshot(), "ubnd", Head())
    last = document.annexes[-1].blocks[-1]
    assert isinstance(last, Note)
    assert "dòng 12" in last.text
    assert Head.hash in last.text


def test_the_same_snapshot_gives_the_same_document():
    shot = full_snapshot(silent=2)
    assert consolidated_report(shot, "ubnd") == consolidated_report(shot, "ubnd")


def test_sentences_cite_only_indicators_of_the_plan():
    cited = {
        code
        for block in consolidated_report(full_snapshot(), "ubnd").blocks
        if isinstance(block, Paragraph)
        for code in block.codes
    }
    known = {i.code for i in plan_2024().indicators}
    assert cited <= known
    assert {i for i in known if i[0] in "BCDEFGH"} - cited <= {
        "A02",
        "A03",
        "B03",
        "E07",
        "D01",
        "D03",
        "D06",
        "D08",
    }
