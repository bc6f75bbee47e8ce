"""The whole form of a commune, typed as communes do, held against the built-in plan."""

from datetime import date

import pytest
from builders import at

from vinhloc_cds.domain.checking import TYPE, check_values, read_entries, submission_fields
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.reading import Expected, read_value
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind

PLAN = built_in_plans()[0].load()
COMMUNE = next(unit for unit in PLAN.units if unit.group == PLAN.commune_group)
FORM = {
    "A01": "có", "A02": "45/KH-UBND", "A03": "25/9", "A04": "3 văn bản",
    "B01": "x", "B02": "8h00' 01/10/2024", "B03": "Nhà văn hóa", "B04": "120 người",
    "C01": "5 tin, bài", "C02": "12", "C03": "1.200 lượt", "C04": "8", "C05": "24",
    "C06": "240 phút", "C08": "05 băng rôn", "C09": "2 pano", "C10": "0", "C11": "1 màn hình",
    "C14": "2 hội nghị",
    "C15": "150 lượt người",
    "D01": "9 tổ", "D02": "9", "D03": "63 thành viên", "D04": "60", "D05": "10 ngày",
    "D06": "8 thôn", "D07": "8", "D08": "1.850 hộ", "D09": "1.200",
    "E00": "900 người", "E01": "500", "E02": "400", "E03": "150 lượt", "E04": "300", "E05": "200",
    "E06": "0",
    "F01": "không", "F02": "0", "F03": "0",
    "H01": "5 triệu", "H02": "0", "H03": "2.000.000đ",
    "K01": "Ra quân đồng loạt.", "K03": "Không.",
}  # fmt: skip


def draft(form, **more):
    return SubmissionDraft(
        COMMUNE.code,
        SubmissionKind.FIRST,
        at("2024-10-10T08:00"),
        Channel.ZALO,
        entries=tuple(Entry(code, raw) for code, raw in form.items()),
        **more,
    )


def findings(form):
    sent = draft(
        form, number="78/BC-UBND", signed_on=date(2024, 10, 10), maker="Hoa", phone="0912 345 678"
    )
    values = read_entries(PLAN, COMMUNE, sent)
    return check_values(PLAN, COMMUNE, values, fields=submission_fields(sent))


def test_a_form_in_order_raises_nothing():
    assert findings(FORM) == ()


@pytest.mark.parametrize(
    ("code", "raw", "check", "severity"),
    [
        ("A01", "", "A01.1", Severity.BLOCK),
        ("B02", "8h30 01/10", "B02.1", Severity.QUESTION),
        ("D02", "10", "D02.1", Severity.BLOCK),
        ("D05", "11", "D05.1", Severity.BLOCK),
        ("C08", "5 hộ", TYPE, Severity.QUESTION),
        ("H01", "5000", TYPE, Severity.QUESTION),
        ("D09", "khoảng 1.200", TYPE, Severity.FLAG),
        ("E06", "20", "E07.1", Severity.BLOCK),
    ],
)
def test_one_figure_that_is_wrong_is_found(code, raw, check, severity):
    found = findings(FORM | {code: raw})
    assert (check, severity) in [(finding.check, finding.severity) for finding in found]


def test_every_check_understands_every_indicator_it_names():
    """A check that compared a day with a number would stop the officer in the middle of work."""
    samples = {
        ValueType.INTEGER: "7",
        ValueType.MONEY: "7.000.000",
        ValueType.BOOLEAN: "có",
        ValueType.DATE: "01/10/2024",
        ValueType.DATETIME: "01/10/2024 08:00",
    }
    form = {
        indicator.code: samples.get(indicator.value_type, "7")
        for indicator in PLAN.indicators
        if not indicator.submission_field
    }
    assert [finding for finding in findings(form) if finding.check == TYPE] == []


def test_the_plan_s_messages_leave_no_placeholder_open():
    worst = {code: "1" if raw[:1].isdigit() else raw for code, raw in FORM.items()}
    for form in (worst, FORM | {"D02": "5000", "D05": "99", "E01": "99999", "C15": "1"}):
        for finding in findings(form):
            assert "{" not in finding.message


@pytest.mark.parametrize(
    "indicator",
    [each for each in PLAN.indicators if each.value_type is ValueType.INTEGER],
    ids=lambda indicator: indicator.code,
)
def test_a_number_may_carry_its_own_unit(indicator):
    name = indicator.name.split(",")[0].split("(")[0]
    for label in [*indicator.unit_of_measure.split(","), name]:
        reading = read_value(f"12 {label.strip()}", Expected.of(indicator))
        assert (reading.value, reading.problem) == (12, None), label
