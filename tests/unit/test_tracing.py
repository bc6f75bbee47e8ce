"""From a printed number to the units, files and cells behind it."""

from dataclasses import replace

import pytest
from report_samples import LATE, full_snapshot, plan_2024, snapshot, submission

from vinhloc_cds.domain.submission import Source, SubmissionKind, SubmissionState, Value
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.consolidated import report_figures
from vinhloc_cds.reports.trace import FigureKey, Part, StateKey, parse_key
from vinhloc_cds.services.tracing import title_of, trace

AN, HUNG = "15391", "15367"


def row_of(found, unit):
    (row,) = (row for row in found.rows if row.unit == unit)
    return row


@pytest.mark.parametrize(
    "key",
    [
        FigureKey("D02"),
        FigureKey("E01", Part.PERCENT, group="G_XA"),
        FigureKey("D02", unit=AN),
        StateKey("units.late"),
    ],
    ids=str,
)
def test_a_key_is_read_as_it_is_written(key):
    assert parse_key(str(key)) == key


def test_a_total_leads_to_every_unit_that_is_asked_for_it():
    found = trace(full_snapshot(silent=4), "D02.value")
    communes = {u.code for u in plan_2024().units if u.group == "G_XA"}
    assert {row.unit for row in found.rows} == communes
    assert sum(int(row.shown) for row in found.rows) == 130
    assert "Cộng của các đơn vị: 130 tổ." in found.said
    assert found.indicator == "D02"


def test_a_ratio_shows_both_its_numbers():
    found = trace(full_snapshot(silent=4), "D02.percent")
    assert row_of(found, AN).shown == "10/11"
    assert any("90,9%" in said for said in found.said)


def test_a_denominator_is_told_as_the_indicator_that_it_is():
    shot = snapshot(
        submission(AN, (Value("D01", 11, "11 tổ"), Value("D02", 10, "10"))),
        submission(HUNG, {"D01": 9}, number=2),
    )
    found = trace(shot, "D02.of")
    assert found.title.startswith("D01 – ")
    assert found.title.endswith("(mẫu số của D02)")
    assert found.said == ("Đạt 90,9%, tính trên 11 của các đơn vị có đủ hai số.",)
    assert found.indicator == "D01"
    rows = {row.unit: row for row in found.rows}
    assert (rows[AN].shown, rows[AN].raw) == ("11", "11 tổ")
    assert rows[HUNG].shown == "9"
    assert rows[HUNG].place.endswith("không tính vào mẫu số vì chưa có D02")
    assert "chưa có" not in rows[AN].place


def test_figures_that_can_be_put_in_are_told_apart():
    shot = full_snapshot(silent=4)
    titles = [title_of(shot.plan, key) for key in report_figures(shot, "ubnd")]
    assert len(set(titles)) == len(titles)
    assert title_of(shot.plan, "state.units.late") == "Đơn vị nộp trễ (số)"
    assert title_of(shot.plan, "state.names.late") == "Đơn vị nộp trễ (tên)"


def test_a_figure_leads_to_its_cell():
    source = Source("0" * 64, "bao cao.xlsx", "Biểu D", "E7")
    value = Value("D02", 7, " 7 tổ", source=source)
    (row,) = trace(snapshot(submission(AN, (value,))), f"D02/{AN}.value").rows
    assert (row.shown, row.raw, row.place) == ("7", "7 tổ", "bao cao.xlsx – trang Biểu D, ô E7")
    assert row.submission == 1


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ((), "Chưa gửi báo cáo"),
        ((submission(AN, {"D01": 3}),), "Để trống trong báo cáo đã chấp nhận"),
        (
            (submission(AN, {"D02": 3}, state=SubmissionState.RECEIVED),),
            "Đã gửi, chưa được chấp nhận",
        ),
        (
            (submission(AN, {"D02": 3}, state=SubmissionState.RETURNED),),
            "Đã trả lại, chưa gửi lại",
        ),
        ((submission(AN, kind=SubmissionKind.NOTHING),), "Báo cáo không phát sinh"),
    ],
)
def test_why_a_unit_has_no_figure(sent, place):
    row = row_of(trace(snapshot(*sent), "D02.value"), AN)
    assert (row.shown, row.place) == ("", place)


def test_a_computed_figure_names_its_parts():
    row = row_of(trace(full_snapshot(), "H00.value"), AN)
    assert row.place == "Cộng từ H01, H02, H03"


def test_a_count_of_units_leads_to_them():
    sent = [submission(AN), submission(HUNG, number=2, received_at=LATE)]
    shot = snapshot(*sent)
    assert [row.unit for row in trace(shot, "state.units.late").rows] == [HUNG]
    assert [row.unit for row in trace(shot, "state.units.on_time").rows] == [AN]
    reported = trace(shot, "state.units.reported")
    assert {row.unit for row in reported.rows} == {AN, HUNG}
    assert reported.title == "Đơn vị phải báo cáo đã gửi"
    assert [row.place for row in reported.rows] == ["Nộp trễ", "Đúng hạn"]


def test_every_figure_of_the_report_leads_as_far_as_it_counts():
    shot = full_snapshot(silent=4)
    figures = report_figures(shot, "ubnd")
    # All totals are traced alike: every thirtieth will do.
    for key in [*list(figures)[::30], *(key for key in figures if key.startswith("state."))]:
        words = figures[key]
        found = trace(shot, key)
        assert found.title not in {key, "Tình hình báo cáo của các đơn vị"}, key
        counts = key.startswith(("state.units", "state.asked", "state.opinions"))
        if counts or (key.startswith("state.assignments") and "%" not in words):
            assert len(found.rows) == int(words.replace(".", "")), key


def test_counts_of_duties_lead_to_the_units_that_they_were_given_to():
    shot = full_snapshot(silent=4)
    rows = {
        what: trace(shot, f"state.duties.{what}").rows
        for what in ("all", "percent", "given", "done", "partly", "open", "overdue", "unassigned")
    }
    states = {what: {row.place for row in found} for what, found in rows.items()}
    assert states["done"] <= {"Đã chấp nhận", "Đã báo cáo", "Không áp dụng"}
    assert not states["open"] & {"Đã chấp nhận", "Đã báo cáo"}
    assert "Đã chấp nhận" in states["partly"]
    assert "Quá hạn" in states["overdue"]
    assert rows["unassigned"] == ()
    assert rows["percent"] == rows["given"]
    counts = {what: len(found) for what, found in rows.items()}
    assert counts["done"] + counts["partly"] + counts["open"] == counts["given"] == counts["all"]


def test_a_count_of_the_annex_leads_to_its_assignments():
    found = trace(full_snapshot(silent=4), "state.duty.X1.reported")
    assert {row.raw for row in found.rows} == {plan_2024().duty_by_code["X1"].text}


@pytest.mark.parametrize("key", ["Z99.value", "vô nghĩa", "D02.lạ", ""])
def test_what_is_no_figure_of_the_plan_is_said(key):
    with pytest.raises(UserError, match="Không tìm được con số"):
        trace(snapshot(), key)
    assert title_of(plan_2024(), key) == key


def test_estimates_are_marked():
    value = replace(Value("D02", 7, "khoảng 7"), estimate=True)
    (row,) = trace(snapshot(submission(AN, (value,))), f"D02/{AN}.value").rows
    assert row.shown == "7 (ước)"
