"""Places left blank, and what one place of a document says of another."""

import pytest
from inspected_documents import ANNEX, P, but, report

from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Outcome, RuleResult


def held(rule: str, **changed) -> RuleResult:
    found = inspect(report(**changed), "x.docx").results
    return next(result for result in found if result.rule == rule)


BLANK = {
    "plan": {"text2": P("Thực hiện Kế hoạch số ....../KH-UBND của huyện.")},
    "plan's day": {"text2": P("Kế hoạch số 12/KH-UBND ngày ... tháng ... năm 2024 của huyện.")},
    "number": but("number", text="Số:      /BC-VHTT"),
    "day": but("date", text="Vĩnh Lộc, ngày … tháng … năm 2024"),
    "day, blank": but("date", text="Vĩnh Lộc, ngày    tháng 10 năm 2024"),
    "month, blank": but("date", text="Vĩnh Lộc, ngày 09 tháng      năm 2024"),
    "annex": but("reference", ANNEX, text="(Kèm theo Báo cáo số     /BC-VHTT)"),
    "anything": {"text2": P("Tổng kinh phí là ............ đồng.")},
}


@pytest.mark.parametrize("place", BLANK)
def test_a_place_left_blank_is_found(place):
    result = held("unfilled", **BLANK[place])
    assert result.outcome is Outcome.DOUBTFUL
    (finding,) = result.findings
    assert finding.sentence.startswith("Còn chỗ để trống: “")
    assert finding.place


@pytest.mark.parametrize(
    "words",
    [
        "Nền tảng số (Zalo, Facebook…), ghi rõ ngày tháng năm sinh; v.v...",
        "Mục lục ............ 3",
        "Số lượng/Số hộ theo tháng, năm; văn bản số 12/KH-UBND ngày 05 tháng 9 năm 2024.",
    ],
)
def test_dots_that_are_no_place(words):
    assert held("unfilled", text2=P(words)).outcome is Outcome.PASSED


LINE = "(Kèm theo Báo cáo số {} ngày {} năm 2024 của Phòng Văn hóa và Thông tin)"


@pytest.mark.parametrize(
    ("number", "day", "found"),
    [
        ("05/BC-VHTT", "09 tháng 10", ""),
        ("5/BC-VHTT", "9 tháng 10", ""),
        ("06/BC-VHTT", "09 tháng 10", "số 06 nhưng văn bản mang số 05"),
        ("05/BC-VHTT", "08 tháng 10", "“ngày 08 tháng 10 năm 2024” nhưng"),
        # Of another document.
        ("17/QĐ-UBND", "08 tháng 10", ""),
    ],
)
def test_an_annex_says_what_the_head_says(number, day, found):
    result = held("crossing", **but("reference", ANNEX, text=LINE.format(number, day)))
    assert result.outcome is (Outcome.FAILED if found else result.outcome)
    assert found in " ".join(finding.sentence for finding in result.findings)
    assert bool(found) == bool(result.findings)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Chi tiết tại Biểu A; kinh phí tại Biểu H; xem Biểu C1, C2.", []),
        ("Chi tiết tại các Biểu A, C và H của Phụ lục I.", []),
        ("Chi tiết tại Biểu Z.", ["“Biểu Z”"]),
        ("Chi tiết tại các Biểu A, D và H.", ["“Biểu D”"]),
        ("Chi tiết tại Biểu Z ban hành kèm theo Kế hoạch số 12/KH-UBND.", []),
        ("Số liệu chi tiết tại Phụ lục V.", ["“Phụ lục V”"]),
        ("Thể thức tại Phụ lục V Nghị định số 30/2020/NĐ-CP; số liệu tại Phụ lục I.", []),
        ("Biểu diễn tại Biểu tổng hợp; theo biểu mẫu.", []),
    ],
)
def test_what_is_named_is_there(words, found):
    titles = {
        "c": P("Biểu A, H. Kinh phí", bold=True),
        "d": P("Biểu C (phần 1/2)", bold=True),
    }
    changed = {**titles, **but("label", ANNEX, text="Phụ lục I"), "text2": P(words)}
    result = held("crossing", **changed)
    said = [finding.sentence for finding in result.findings]
    assert len(said) == len(found)
    assert all(each in " ".join(said) for each in found)
