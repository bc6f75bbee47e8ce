"""What the consolidated report says and in which parts, before any format."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from report_samples import (
    LATE,
    NOW,
    full_snapshot,
    invented,
    plan_2024,
    snapshot,
    submission,
)
from report_words import section, tables, words

from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.domain.snapshot import Mark, MarkState, Snapshot
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState, Value
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.consolidated import (
    consolidated_report,
    report_figures,
    report_passages,
)
from vinhloc_cds.reports.document import (
    Addressees,
    Basis,
    Closing,
    Document,
    Heading,
    Paragraph,
    Table,
)
from vinhloc_cds.reports.passages import filled_in, template_of
from vinhloc_cds.reports.spelling import spelled
from vinhloc_cds.reports.trace import parse_key
from vinhloc_cds.reports.wording import sentence_name

NUMBER = re.compile(r"\d+")

VINH_AN, VINH_LOC, VINH_QUANG = "15391", "15349", "15352"


def report(*submissions, **fields) -> Document:
    return consolidated_report(snapshot(*submissions), fields.get("profile", "ubnd"))


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
        "III. ĐÁNH GIÁ CHUNG",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
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
    assert any("nên chưa có số liệu để tổng hợp tại Phụ lục I." in sentence for sentence in said)
    assert not any("100%" in sentence or "đạt" in sentence for sentence in said)
    for title in ("Thông tin, tuyên truyền", "Hướng dẫn người dân", "Kinh phí thực hiện"):
        assert section(document, title)[0] == "Chưa có số liệu về nội dung này."
    assert section(document, "Kết quả đạt được") == [
        "Chưa có báo cáo nào được chấp nhận, nên chưa có căn cứ đánh giá kết quả."
    ]
    unknown = "Chưa có báo cáo nào được chấp nhận, nên chưa có ý kiến của các đơn vị để tổng hợp."
    assert section(document, "Nguyên nhân") == [unknown]
    assert section(document, "KIẾN NGHỊ, ĐỀ XUẤT")[0] == unknown
    assert not any("nêu" in sentence for sentence in section(document, "Tồn tại, hạn chế"))


def test_what_nobody_wrote_is_said_of_accepted_reports_alone():
    wrote = submission(VINH_LOC, {"K03": "Mạng yếu.", "K04": "Thiếu máy."})
    unread = replace(wrote, state=SubmissionState.RECEIVED)
    document = report(unread, submission(VINH_AN, {"C08": 5}, number=2))
    ahead = "Trong các báo cáo đã được chấp nhận, chưa có đơn vị nào nêu "
    assert section(document, "Tồn tại, hạn chế")[-1].startswith(ahead)
    assert section(document, "Nguyên nhân") == [f"{ahead}nguyên nhân của tồn tại, hạn chế."]


def test_units_that_have_not_reported_are_named():
    document = consolidated_report(full_snapshot(silent=4), "ubnd")
    said = section(document, "Tình hình báo cáo của các đơn vị")
    assert said[0].startswith(
        "Tính đến 09 giờ 00 ngày 12 tháng 10 năm 2024, 27/31 đơn vị phải báo cáo đã gửi báo cáo, "
        "đạt 87,1%; trong đó 24 đơn vị đúng hạn, 3 đơn vị nộp trễ"
    )
    assert (
        "Còn 4 đơn vị chưa có số liệu do quá hạn chưa nộp báo cáo: Ban Quản lý dự án đầu tư xây "
        "dựng huyện, VNPT Vĩnh Lộc, Viettel Vĩnh Lộc, MobiFone Vĩnh Lộc."
    ) in said


def test_the_list_that_sentences_refer_to_holds_every_unit():
    document = report(submission(VINH_AN, {"C08": 5, "D06": 3}))
    (listed,) = [s for s in words(document) if s.startswith("Còn 30 đơn vị chưa có số liệu")]
    others = [u for u in plan_2024().units_related(Relation.OBLIGED) if u.code != VINH_AN]
    assert all(spelled(sentence_name(plan_2024(), unit)) in listed for unit in others)
    assert "xã Vĩnh An" not in listed
    (campaign,) = [s for s in section(document, "Tổ công nghệ số cộng đồng") if "thôn" in s][:1]
    assert "của các xã, thị trấn nêu tại khoản 2 mục I" in campaign


def test_the_list_stands_also_where_only_a_unit_that_was_asked_has_reported():
    document = report(submission("NH01", {"A04": 5}))
    assert any(s.startswith("Còn 31 đơn vị chưa có số liệu") for s in words(document))
    assert any("của các đơn vị nêu tại khoản 2 mục I" in s for s in words(document))


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
    assert "Báo cáo đã trả lại, chờ gửi lại: xã Vĩnh An." in words(document)
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


def test_estimates_are_marked():
    value = Value("C09", 12, "khoảng 12", estimate=True)
    document = report(submission(VINH_LOC, (value,)))
    assert row_of(tables(document)["Biểu C2"], "Thị trấn Vĩnh Lộc")[2] == "12 (ước)"
    assert any("trong đó có số ước" in sentence for sentence in words(document))


def test_money_that_lacks_a_source_is_marked():
    document = report(submission(VINH_LOC, {"H01": 5_000_000}))
    assert row_of(tables(document)["Biểu H"], "Thị trấn Vĩnh Lộc")[-4:] == [
        "5.000.000",
        "—",
        "—",
        "5.000.000 (thiếu nguồn)",
    ]
    (sentence,) = [s for s in words(document) if "Tổng kinh phí" in s]
    assert "còn thiếu một số nguồn của thị trấn Vĩnh Lộc" in sentence


def test_the_body_says_who_wrote_and_quotes_what_few_propose():
    document = report(
        submission(VINH_LOC, {"K01": "Ra quân sớm.", "K05": "Xin thêm máy."}),
        submission("PB02", {"K01": "Lồng ghép <b>cải cách</b> hành chính"}, number=2),
    )
    assert section(document, "Kết quả đạt được")[-1] == (
        "- Trong các báo cáo đã được chấp nhận, 2 đơn vị nêu kết quả nổi bật: thị trấn Vĩnh Lộc, "
        "Phòng Nội vụ (nội dung cụ thể tại Phụ lục III)."
    )
    assert section(document, "KIẾN NGHỊ, ĐỀ XUẤT")[:3] == [
        "Trong các báo cáo đã được chấp nhận, 1 đơn vị nêu kiến nghị, đề xuất:",
        "- Thị trấn Vĩnh Lộc đề nghị: Xin thêm máy.",
        (
            "UBND huyện Vĩnh Lộc trân trọng đề nghị Sở Thông tin và Truyền thông Thanh Hóa xem "
            "xét các kiến nghị, đề xuất thuộc thẩm quyền."
        ),
    ]
    assert not any("Ra quân sớm" in s or "cải cách" in s for s in words(document))


def test_what_units_wrote_in_a_table_is_counted_with_the_table_that_has_it():
    said = section(report(submission(VINH_LOC, {"E07": "Ký số"})), "Hướng dẫn người dân")
    assert said[-2:] == [
        "- 1 đơn vị hướng dẫn thêm nội dung khác (ghi tại Biểu E, Phụ lục I).",
        "Chi tiết tại Biểu E, Phụ lục I.",
    ]


@pytest.mark.parametrize(("units", "words"), [(6, "Xin máy."), (1, "Xin máy. " * 40)])
def test_many_or_long_proposals_are_left_to_the_annex(units, words):
    obliged = plan_2024().units_related(Relation.OBLIGED)[:units]
    sent = [submission(u.code, {"K05": words}, number=n) for n, u in enumerate(obliged, 1)]
    said = section(report(*sent), "KIẾN NGHỊ, ĐỀ XUẤT")
    assert said[0].endswith("(nội dung cụ thể tại Phụ lục III).")
    assert not any("Xin máy" in s for s in said)


def test_a_proposal_that_says_that_it_is_one_is_not_introduced_as_one():
    said = section(report(submission(VINH_LOC, {"K05": "Đề nghị cấp máy"})), "KIẾN NGHỊ, ĐỀ XUẤT")
    assert said[1] == "- Thị trấn Vĩnh Lộc: Đề nghị cấp máy."


def test_a_quote_is_a_figure_of_its_unit_in_the_passage_that_is_edited():
    shot = snapshot(submission(VINH_LOC, {"K04": "Thiếu máy {C09.value}\n- mạng yếu;"}))
    (passage,) = [p for p in report_passages(shot, "ubnd") if p.key == "appraisal.causes"]
    words = "Thiếu máy {C09.value}; - mạng yếu"
    assert passage.paragraphs[-1].text == f"Thị trấn Vĩnh Lộc nêu: {words}."
    (spot,) = passage.paragraphs[-1].spots
    assert report_figures(shot, "ubnd")[spot.key] == words
    figures = report_figures(shot, "ubnd")
    template = template_of(passage.paragraphs)
    assert [p.line for p in filled_in(template, figures)] == [p.line for p in passage.paragraphs]


def test_many_units_that_wrote_are_counted():
    obliged = plan_2024().units_related(Relation.OBLIGED)[:7]
    document = report(
        *(submission(u.code, {"K03": "Khó."}, number=n) for n, u in enumerate(obliged))
    )
    assert section(document, "Tồn tại, hạn chế")[-1] == (
        "- Trong các báo cáo đã được chấp nhận, 7 đơn vị nêu tồn tại, hạn chế, khó khăn (nội dung "
        "cụ thể tại Phụ lục III)."
    )


def test_duties_are_told_by_how_many_of_their_units_have_a_result():
    shot = full_snapshot(silent=4)
    said = section(consolidated_report(shot, "ubnd"), "Văn bản chỉ đạo, triển khai")
    assert said[0].startswith("Kế hoạch đề ra 51 nhiệm vụ; có 31 đơn vị phải báo cáo kết quả ")
    known = {
        what: int(report_figures(shot, "ubnd")[f"state.duties.{what}"])
        for what in ("given", "done", "partly", "open", "not_applicable", "unassigned", "all")
    }
    assert known["done"] + known["partly"] + known["open"] == known["given"]
    assert known["given"] + known["not_applicable"] + known["unassigned"] == known["all"]
    assert f"Đến nay, {known['done']} nhiệm vụ đã có kết quả báo cáo của tất cả đơn vị" in said[2]
    assert not any("lượt phân công" in s for s in words(consolidated_report(shot, "ubnd")))


def test_limits_are_what_is_late_and_lacking():
    said = section(consolidated_report(full_snapshot(silent=4), "ubnd"), "Tồn tại, hạn chế")
    assert said[0].startswith("- 3 đơn vị nộp báo cáo trễ: xã Vĩnh Long, Phòng Tư pháp, ")
    assert said[1].startswith("- 4 đơn vị quá hạn chưa nộp báo cáo: Ban Quản lý dự án")
    assert (
        said[2]
        == "- 11/50 nhiệm vụ còn đơn vị quá hạn chưa có kết quả báo cáo (chi tiết tại Phụ lục II)."
    )
    assert said[3].startswith(
        "- 3 chỉ tiêu chưa có số liệu của đơn vị nào: chương trình khuyến mại"
    )


def test_nothing_late_and_nothing_lacking_is_said():
    said = section(consolidated_report(in_time(), "ubnd"), "Tồn tại, hạn chế")
    assert said[0].startswith("Tính đến 09 giờ 00 ngày 12 tháng 10 năm 2024, không có đơn vị phải")


def in_time() -> Snapshot:
    """Every obliged unit has reported all figures in time."""
    plan = plan_2024()
    units = plan.units_related(Relation.OBLIGED, Relation.OWN)
    sent = [submission(u.code, invented(plan, u.code, n), number=n) for n, u in enumerate(units, 1)]
    marks = tuple(
        Mark(duty.code, unit, MarkState.ACCEPTED, "", "")
        for duty in plan.duties
        for unit in duty.units
    )
    return Snapshot.of(plan, tuple(sent), now=NOW, marks=marks)


def test_nothing_to_report_is_a_report_without_figures():
    document = report(submission(VINH_AN, kind=SubmissionKind.NOTHING))
    said = words(document)
    assert any("1/31 đơn vị phải báo cáo đã gửi báo cáo" in sentence for sentence in said)
    assert "Báo cáo không phát sinh: xã Vĩnh An." in said
    assert any(
        sentence.endswith("không có số liệu để tổng hợp tại Phụ lục I.") for sentence in said
    )
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
    assert any("Tính đến 17 giờ 00 ngày 11 tháng 10 năm 2024, 1/31" in s for s in words(document))
    assert any(s.startswith("- 4 pano") for s in words(document))


def test_the_same_snapshot_gives_the_same_document():
    shot = full_snapshot(silent=2)
    assert consolidated_report(shot, "ubnd") == consolidated_report(shot, "ubnd")


def test_every_number_of_the_body_is_a_figure_that_can_be_traced():
    document = consolidated_report(full_snapshot(silent=4), "ubnd")
    known = report_figures(full_snapshot(silent=4), "ubnd")
    loose: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            at = 0
            for spot in block.spots:
                assert known[spot.key] == block.text[spot.start : spot.end]
                loose |= set(NUMBER.findall(block.text[at : spot.start]))
                at = spot.end
            loose |= set(NUMBER.findall(block.text[at:]))
    # The year in the plan's title, the planned moment, and that blank is not zero.
    assert loose == {"2024", "08", "00", "01", "10", "0"}


def test_a_form_gives_number_day_signer_and_who_gets_it():
    form = IssueForm(
        5,
        date(2024, 10, 14),
        Signer("CHỦ TỊCH", "", "Nguyễn Văn A"),
        ("Sở Khoa học và Công nghệ", "Văn phòng UBND tỉnh"),
        ("Như trên", "Lưu: VT"),
    )
    document = consolidated_report(snapshot(), "ubnd", form=form, keywords="dấu vết")
    assert document.head.number_line == "Số: 05/BC-UBND"
    assert document.head.place_and_date == "Vĩnh Lộc, ngày 14 tháng 10 năm 2024"
    assert document.annexes[0].reference == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 14 tháng 10 năm 2024 của UBND huyện Vĩnh Lộc)"
    )
    assert document.blocks[0] == Addressees(form.addressees)
    assert words(document)[-1].endswith(
        "báo cáo Sở Khoa học và Công nghệ, Văn phòng UBND tỉnh theo quy định./."
    )
    assert document.blocks[-1].letterhead.signer == form.signer
    assert document.blocks[-1].recipients == ("- Như trên;", "- Lưu: VT.")
    assert (document.draft, document.keywords) == (False, "dấu vết")
    assert report().draft


def test_a_plan_that_obliges_nobody():
    plan = plan_2024()
    units = tuple(replace(u, relation=Relation.ASKED) for u in plan.units)
    document = consolidated_report(snapshot(plan=replace(plan, units=units)), "ubnd")
    assert not any("0 đơn vị" in s or "0/0" in s for s in words(document))
    assert any("Phụ lục III" in s for s in words(document))


def test_a_name_of_120_letters_stands_whole():
    plan = plan_2024()
    long_name = "Trung tâm " + "hướng nghiệp " * 8 + "Vĩnh Lộc"
    units = tuple(replace(u, name=long_name) if u.code == "SN02" else u for u in plan.units)
    document = consolidated_report(
        snapshot(submission(VINH_LOC, {"C08": 5}), plan=replace(plan, units=units)), "ubnd"
    )
    assert sum(long_name in sentence for sentence in words(document)) == 1


def test_figures_of_all_sections_are_cited():
    cited = {
        parse_key(spot.key).code
        for block in consolidated_report(full_snapshot(), "ubnd").blocks
        if isinstance(block, Paragraph)
        for spot in block.spots
        if not spot.key.startswith("state.")
    }
    known = {i.code for i in plan_2024().indicators if i.section in "ABCDEFGH"}
    # Causes and proposals of few units are quoted.
    assert cited <= known | {"K04", "K05"}
    # Lists of words, and the whole that a part is said beside.
    assert known - cited == {"A02", "A03", "B03", "E07", "D01", "D03", "D06", "D08"}
