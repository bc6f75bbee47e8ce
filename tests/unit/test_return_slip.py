"""The slip "Phiếu trả lại": the exact cells, why, by when; as words and as a page."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from builders import at

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.reports import pdf
from vinhloc_cds.reports.return_slip import ReturnSlip, ToMend, slip_document, slip_message

PLAN = built_in_plans()[0].load()
HUNG = next(unit for unit in PLAN.units if unit.short_name == "Xã Vĩnh Hưng")
OFFICE = next(each for each in PLAN.letterheads if each.profile == "vhtt")
LINES = (
    ToMend("Biểu báo cáo, E12", "D01. Số Tổ công nghệ số cộng đồng", "1.2", "Ý là 1.200?"),
    ToMend("", "A01. Đã ban hành kế hoạch", "", "Chưa trả lời."),
    ToMend("Tờ 2, B7", "", "<b>=1+1</b>", "Không rõ thuộc chỉ tiêu nào."),
)


def slip(*lines: ToMend) -> ReturnSlip:
    received, made = at("2024-10-11T09:30"), at("2024-10-11T15:00")
    deadline = PLAN.reporting.deadline
    return ReturnSlip(PLAN, HUNG, "tệp “Biểu (1).xlsx”", received, lines, deadline, made)


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(data))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_message_names_each_cell_and_why():
    words = slip_message(slip(*LINES)).splitlines()
    assert words[0].startswith("Kính gửi UBND xã Vĩnh Hưng.")
    assert "“Biểu (1).xlsx” lúc 11/10/2024 09:30" in words[0]
    assert words[1] == (
        "1. Ô Biểu báo cáo, E12 – D01. Số Tổ công nghệ số cộng đồng – đang ghi “1.2”: Ý là 1.200?"
    )
    assert words[2] == "2. A01. Đã ban hành kế hoạch: Chưa trả lời."
    assert words[3].startswith("3. Ô Tờ 2, B7 – đang ghi “<b>=1+1</b>”: ")
    assert len(words) == 5


@pytest.mark.parametrize(
    ("exclusive", "words"), [(True, "trước ngày 12/10/2024"), (False, "chậm nhất ngày 12/10/2024")]
)
def test_deadline_is_quoted_with_its_clause(exclusive, words):
    day = PLAN.reporting.deadline.day
    deadline = Deadline(day, exclusive=exclusive)
    plan = replace(PLAN, reporting=replace(PLAN.reporting, deadline=deadline))
    made = replace(slip(*LINES), plan=plan, deadline=deadline)
    assert f"{words} (phần {PLAN.reporting.clause} của Kế hoạch)" in slip_message(made)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("2024-10-12T08:00", "chậm nhất ngày 14/10/2024 (thời hạn đã gia hạn cho đơn vị)"),
        ("2024-10-15T08:00", "ngay khi nhận được phiếu này, do thời hạn báo cáo đã hết ngày 14/10"),
    ],
)
def test_an_extension_counts_and_no_day_that_has_passed_is_asked_for(made, words):
    extended = Deadline(date(2024, 10, 15), exclusive=True)
    said = slip_message(replace(slip(*LINES), deadline=extended, made_at=at(made)))
    assert words in said


def test_page_says_the_same_on_the_offices_paper():
    (page,) = pages(pdf.render(slip_document(slip(*LINES), OFFICE)))
    for part in (
        "PHÒNG VĂN HÓA VÀ THÔNG TIN",
        "PHIẾU TRẢ LẠI",
        "Kính gửi: UBND xã Vĩnh Hưng",
        "Biểu báo cáo, E12",
        "<b>=1+1</b>",
        "Chưa trả lời.",
        "- Như trên;",
        "của Kế hoạch)./. Nơi nhận:",
    ):
        assert part in page
    assert "Chủ tịch, các PCT" not in page


def test_another_letterhead_is_another_issuer():
    district = next(each for each in PLAN.letterheads if each.profile == "ubnd")
    (page,) = pages(pdf.render(slip_document(slip(*LINES), district)))
    assert "/PTL-UBND" in page
    assert "UBND huyện Vĩnh Lộc đã nhận tệp" in page
    assert "gửi lại UBND huyện Vĩnh Lộc trước ngày" in page
    assert "Phòng Văn hóa và Thông tin" not in page
    other = replace(PLAN, letterheads=(replace(district, label="UBND xã Hoá"),))
    said = slip_message(replace(slip(*LINES), plan=other))
    assert "UBND xã Hóa đã nhận" in said.splitlines()[0]


def test_same_slip_gives_the_same_bytes():
    first, second = (pdf.render(slip_document(slip(*LINES), OFFICE)) for _ in range(2))
    assert first == second
