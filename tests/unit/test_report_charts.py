"""The report's charts: where the line of the deadline stands, and over whom the bars do."""

from dataclasses import replace
from datetime import date

import pytest
from builders import at, indicator, plan, snapshot, submission, unit
from report_samples import snapshot as snapshot_2024
from report_samples import submission as submission_2024

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.plan import Aggregation, Letterhead, Signer
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.charts import persons_by_topic, reported_by_day
from vinhloc_cds.reports.document import Chart
from vinhloc_cds.reports.material import Material

EXCLUSIVE = Deadline(date(2024, 10, 12), exclusive=True)
INCLUSIVE = Deadline(date(2024, 10, 12), exclusive=False)
UNITS = (unit("A"), unit("B"), unit("C"), unit("X", "G_NH", Relation.ASKED))


def material(shot: Snapshot) -> Material:
    return Material.of(shot, Letterhead("", "", (), (), "", "", (), (), Signer("", "", "")))


def by_day(
    *received: tuple[str, str], deadline: Deadline = EXCLUSIVE, now: str = "2024-10-14T09:00"
) -> Chart | None:
    sent = [submission(code, received=moment) for code, moment in received]
    return reported_by_day(material(snapshot(plan(UNITS, deadline=deadline), *sent, now=now)))


def bars(chart: Chart) -> dict[str, int | float | None]:
    return dict(zip(chart.categories, chart.series[0].values, strict=True))


@pytest.mark.parametrize(
    ("deadline", "in_time", "label"),
    [
        (EXCLUSIVE, {"11/10": 1}, "Thời hạn: trước ngày 12/10/2024"),
        (INCLUSIVE, {"11/10": 1, "12/10": 2}, "Thời hạn: hết ngày 12/10/2024"),
    ],
)
def test_the_line_stands_behind_the_last_day_on_time(deadline, in_time, label):
    chart = by_day(("A", "2024-10-11T23:59:59"), ("B", "2024-10-12T00:00"), deadline=deadline)
    assert bars(chart) == {"11/10": 1, "12/10": 2}
    assert dict(list(bars(chart).items())[: chart.after]) == in_time
    assert chart.after_label == label


def test_bars_add_up_over_days_and_count_the_obliged_alone():
    chart = by_day(
        ("A", "2024-10-08T10:00"),
        ("B", "2024-10-10T10:00"),
        ("X", "2024-10-09T10:00"),
        ("A", "2024-10-13T10:00"),
    )
    assert bars(chart) == {"08/10": 1, "09/10": 1, "10/10": 2, "11/10": 2}
    assert "2/3 đơn vị phải báo cáo" in chart.note


def test_days_to_come_have_no_bar():
    chart = by_day(("A", "2024-10-09T10:00"), now="2024-10-10T09:00")
    assert bars(chart) == {"09/10": 1, "10/10": 1, "11/10": None}
    assert chart.after == 3


def test_a_report_from_midnight_to_seven_is_of_its_own_day():
    assert bars(by_day(("A", "2024-10-10T00:30"))) == {"10/10": 1, "11/10": 1}


def test_months_of_late_reports_are_drawn_by_the_days_something_came():
    chart = by_day(("A", "2024-10-09T10:00"), ("B", "2024-12-30T10:00"), now="2024-12-31T09:00")
    assert bars(chart) == {"09/10": 1, "11/10": 1, "30/12": 2}
    assert "chỉ ghi những ngày" in chart.note


def test_extensions_are_said():
    more = Deadline(date(2024, 10, 14), exclusive=False)
    shot = snapshot(plan(UNITS), submission("A"), extensions=(Extension("B", more, "bão"),))
    assert "1 đơn vị được gia hạn riêng" in reported_by_day(material(shot)).note


def test_nothing_is_drawn_of_nothing():
    assert by_day() is None
    assert by_day(("X", "2024-10-09T10:00")) is None
    returned = submission("A", state=SubmissionState.RETURNED)
    assert reported_by_day(material(snapshot(plan(UNITS), returned))) is None
    assert persons_by_topic(material(snapshot(plan(UNITS)))) is None


def test_turns_stand_group_by_group_under_what_the_topics_differ_in():
    chart = persons_by_topic(
        material(
            snapshot_2024(
                submission_2024("15349", {"E00": 900, "E01": 100, "E05": 7}),
                submission_2024("15391", {"E01": 20}, number=2),
                submission_2024("NH01", {"E01": 8, "E02": 0}, number=3),
            )
        )
    )
    assert chart.categories[:2] == ("Dịch vụ công trực tuyến", "Thanh toán không dùng tiền mặt")
    assert len(chart.categories) == 6
    assert [(each.name, each.values) for each in chart.series] == [
        ("UBND các xã, thị trấn", (120, None, None, None, 7, None)),
        ("Các chi nhánh ngân hàng", (8, 0, None, None, None, None)),
    ]
    assert chart.horizontal
    assert "UBND các xã, thị trấn 2/13; Các chi nhánh ngân hàng 1 đơn vị." in chart.note


def test_turns_that_are_all_zero_are_not_drawn():
    assert (
        persons_by_topic(material(snapshot_2024(submission_2024("15349", {"E01": 0, "E00": 5}))))
        is None
    )


def test_one_topic_alone_keeps_its_name():
    topic = indicator("E01", Aggregation.SUM_WITHIN_GROUP)
    chart = persons_by_topic(material(snapshot(plan(UNITS, [topic]), submission("A", {"E01": 1}))))
    assert chart.categories == ("Chỉ tiêu E01",)


def test_a_chart_is_of_the_data_closing_time():
    shot = replace(
        snapshot(plan(UNITS), submission("A", received="2024-10-09T10:00")),
        as_of=at("2024-10-09T12:00"),
    )
    assert bars(reported_by_day(material(shot))) == {"09/10": 1, "10/10": None, "11/10": None}
