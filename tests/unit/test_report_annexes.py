"""The annexes of the report: what their tables show, add up, leave out and say about it."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from builders import indicator, unit
from builders import plan as small_plan
from builders import snapshot as small_snapshot
from builders import submission as small_submission
from report_documents import LONG_NAME, PAYLOADS
from report_samples import LATE, full_snapshot, plan_2024, snapshot, submission

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.plan import Aggregation, Letterhead, Signer, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState, Value
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports import annexes, nd30
from vinhloc_cds.reports.document import Block, Cell, Paragraph, Table
from vinhloc_cds.reports.figure_table import indicator_title
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.measure import line_width
from vinhloc_cds.reports.opinions import opinions
from vinhloc_cds.reports.trace import FigureKey, Part, parse_key
from vinhloc_cds.reports.wording import listed_name

VINH_AN, VINH_LOC, VINH_QUANG = "15391", "15349", "15352"
LETTERHEAD = Letterhead("", "", (), (), "", "", (), (), Signer("", "", ""))


def material(shot: Snapshot) -> Material:
    return Material.of(shot, LETTERHEAD)


def tables(blocks: tuple[Block, ...]) -> dict[str, Table]:
    return {block.name: block for block in blocks if isinstance(block, Table)}


def figures(*submissions, shot: Snapshot | None = None) -> dict[str, Table]:
    return tables(annexes.figures(material(shot or snapshot(*submissions))))


def row_of(table: Table, name: str) -> tuple[Cell, ...]:
    (row,) = [row for row in table.rows if name in [cell.text for cell in row[:2]]]
    return row


def texts(cells) -> list[str]:
    return [cell.text for cell in cells]


def at(table: Table, title: str) -> int:
    return texts_of_columns(table).index(title)


def texts_of_columns(table: Table) -> list[str]:
    return [column.title for column in table.columns]


def by_column(row: tuple[Cell, ...]) -> list[Cell | None]:
    """A row's cells by the column they begin in."""
    found: list[Cell | None] = []
    for cell in row:
        found += [cell, *[None] * (cell.span - 1)]
    return found


def many_units(count: int) -> Snapshot:
    """`count` units of long names in nine groups; every fifth is silent."""
    groups = [f"G_{n}" for n in range(9)]
    units = [
        replace(unit(f"U{n}", groups[n % 9]), name=f"{LONG_NAME} {n:03}", short_name=LONG_NAME)
        for n in range(count)
    ]
    codes = [f"{section}{n:02}" for section in "AC" for n in range(1, 8)]
    plan = small_plan(units, [indicator(code, groups=groups) for code in codes])
    sent = [
        small_submission(each.code, dict.fromkeys(codes, n), received="2024-10-09T08:00")
        for n, each in enumerate(units)
        if n % 5
    ]
    return small_snapshot(plan, *sent)


SNAPSHOTS = {
    "full": full_snapshot,
    "some silent": lambda: full_snapshot(silent=20),
    "one unit": lambda: snapshot(submission(VINH_AN, {"C09": 4, "E01": 3, "H01": 5})),
    "zeros": lambda: snapshot(submission(VINH_AN, {"C09": 0, "A04": 0})),
    "an estimate and a partial sum": lambda: snapshot(
        submission(VINH_LOC, (Value("H01", 5, "5"), Value("C09", 12, "khoảng 12", estimate=True))),
        submission(VINH_AN, {"H01": 7, "H02": 1, "H03": 0, "C09": 1}, number=2),
    ),
    "558 units": lambda: many_units(558),
}


@cache
def sample(name: str) -> tuple[Material, dict[str, Table]]:
    found = material(SNAPSHOTS[name]())
    return found, tables(annexes.figures(found))


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_what_a_cell_adds_is_what_it_shows(name):
    summed = 0
    for table in sample(name)[1].values():
        rows = [by_column(row) for row in table.rows]
        for row in rows:
            for column, cell in enumerate(row):
                if cell is None or not cell.adds:
                    continue
                summed += 1
                parts = [rows[each][column].value for each in cell.adds]
                assert cell.value == sum(p for p in parts if p is not None), (table.name, column)
                assert any(p is not None for p in parts)
    assert summed


@pytest.mark.parametrize("name", ["full", "some silent", "558 units"])
def test_every_sum_of_units_is_one_of_the_cells_above_it(name):
    """Totals that are sums say so; averages, counts and maxima are none."""
    of_sample, found = sample(name)
    sums = {Aggregation.SUM, Aggregation.SUM_WITHIN_GROUP, Aggregation.COMPUTED}
    for table in found.values():
        for cell in (cell for row in table.rows for cell in row if cell.key):
            key = parse_key(cell.key)
            of = of_sample.plan.indicator_by_code[key.code]
            is_total = not key.unit and key.part is Part.VALUE
            assert bool(cell.adds) == (is_total and of.aggregation in sums), (table.name, cell)


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_every_figure_says_what_it_is(name):
    of_sample, found = sample(name)
    totals = {(t.code, t.group or ""): t for t in of_sample.totals}
    standing = of_sample.matrix
    for table in found.values():
        for row in table.rows:
            for cell in row[1 if len(row) < len(table.columns) else 2 :]:
                if cell.span == 1 and any(character.isdigit() for character in cell.text):
                    assert cell.key, cell.text
                if not cell.key:
                    continue
                key = parse_key(cell.key)
                assert isinstance(key, FigureKey)
                if key.unit:
                    value = standing[key.unit, key.code].value
                    assert cell.value == value or isinstance(value, bool | str | date)
                elif key.part is Part.VALUE:
                    assert cell.value == totals[key.code, key.group].value
                else:
                    assert str(totals[key.code, key.group].reported) in cell.text or (
                        totals[key.code, key.group].expected == 0
                    )


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_nobody_vanishes_from_a_table_that_asks_him(name):
    of_sample, found = sample(name)
    plan = of_sample.plan
    titles = {indicator_title(i): i for i in plan.indicators}
    for table in found.values():
        asked = {g for column in table.columns[2:] for g in titles[column.title].groups}
        said = " ".join(cell.text for row in table.rows for cell in row)
        for each in plan.units:
            if each.group in asked and each.relation is not Relation.NONE:
                assert listed_name(plan, each) in said, (table.name, each.code)


def test_zero_missing_and_never_asked_are_told_apart():
    found = figures(
        submission(VINH_LOC, {"C09": 0}),
        submission(VINH_AN, {"C10": 3}, number=2),
        submission("PB02", {"C01": 1}, number=3),
    )
    pano = at(found["Biểu C2"], "Pano (chiếc)")
    assert row_of(found["Biểu C2"], "Thị trấn Vĩnh Lộc")[pano].text == "0"
    assert row_of(found["Biểu C2"], "Xã Vĩnh An")[pano].text == "—"
    aired = at(found["Biểu C1"], "Lượt phát thanh")
    assert row_of(found["Biểu C1"], "Phòng Nội vụ")[aired].text == ""


def test_a_unit_without_figures_is_named_and_has_no_row():
    found = figures(
        submission(VINH_LOC, {"C09": 7}), submission(VINH_AN, kind=SubmissionKind.NOTHING, number=2)
    )
    (named,) = [
        cell.text
        for row in found["Biểu C2"].rows
        for cell in row
        if cell.text.startswith("Chưa có số liệu (11 đơn vị): Xã Vĩnh Quang,")
    ]
    assert named.endswith("Báo cáo không phát sinh (1 đơn vị): Xã Vĩnh An.")
    banks = [row for row in found["Biểu C2"].rows if row[0].text == "VII"]
    assert [len(row) for row in banks] == [2]
    assert banks[0][1].text.startswith("Các chi nhánh ngân hàng. Chưa có số liệu (3 đơn vị): ")


def test_a_total_says_over_how_many_units():
    table = figures(
        submission(VINH_LOC, {"A04": 5}),
        submission(VINH_QUANG, {"A04": 7}, number=2),
        submission("PB07", {"A04": 2}, number=3),
    )["Biểu A, B"]
    documents = at(table, "Số văn bản chỉ đạo, triển khai đã ban hành")
    total, coverage = by_column(table.rows[-2]), by_column(table.rows[-1])
    assert (total[documents].text, coverage[documents].text) == ("14", "2/31 (+1)")
    communes = row_of(table, "UBND các xã, thị trấn")
    assert communes[documents].text == "12"
    below = by_column(table.rows[table.rows.index(communes) + 1])
    assert below[documents].text == "2/13"


def test_a_group_that_is_complete_has_no_line_of_coverage():
    table = figures(shot=full_snapshot())["Biểu C1"]
    labels = [row[0].text for row in table.rows]
    # The banks and organisations of which only some were heard, and the grand total.
    assert labels.count("Số đơn vị có số liệu") == 1
    assert "nhóm có số liệu mà không có dòng này là đã đủ" in table.note


def test_estimates_and_partial_sums_are_marked_and_typed():
    found = figures(
        submission(VINH_LOC, (Value("C09", 12, "khoảng 12", estimate=True),)),
        submission(VINH_AN, {"H01": 5_000_000}, number=2),
    )
    cell = row_of(found["Biểu C2"], "Thị trấn Vĩnh Lộc")[2]
    assert (cell.text, cell.value) == ("12 (ước)", 12)
    cells = row_of(found["Biểu H"], "Xã Vĩnh An")[-4:]
    assert texts(cells) == ["5.000.000", "—", "—", "5.000.000 (thiếu nguồn)"]
    assert cells[-1].value == 5_000_000


def test_what_is_never_added_across_groups_has_no_grand_total():
    table = figures(submission(VINH_LOC, {"E00": 100}), submission("VT01", {"E00": 40}, number=2))[
        "Biểu E1"
    ]
    # Nothing is added up, so there is nothing to say over how many units.
    assert texts(table.rows[-1]) == ["Tổng cộng", *["x"] * (len(table.columns) - 2)]
    assert row_of(table, "UBND các xã, thị trấn")[2].adds
    assert "“x” là không cộng" in table.note


def test_each_total_says_what_it_counts():
    found = figures(shot=full_snapshot())
    of = found["Biểu A, B"]
    total = texts(cell for cell in by_column(of.rows[-2]) if cell)
    assert [total[1], *total[5:7]] == ["11 (có)", "11 (có)", "13 (đúng thời điểm)"]
    assert "9 (bình quân)" in texts(found["Biểu D"].rows[-2])
    assert "13 (nhiều nhất)" in texts(found["Biểu G"].rows[-2])


def test_a_table_of_units_is_titled_as_what_it_lists():
    found = tables(annexes.late_units(material(full_snapshot(silent=4))))
    assert [table.title for table in found.values()] == [
        "Đơn vị phải báo cáo nộp trễ hoặc chưa nộp báo cáo",
        "Đơn vị được đề nghị báo cáo gửi trễ hoặc chưa gửi báo cáo",
    ]


def test_a_note_explains_the_marks_that_stand_in_its_table_alone():
    note = figures(shot=full_snapshot())["Biểu D"].note
    assert "“—”" not in note
    assert "“x”" not in note
    assert "dòng “Số đơn vị có số liệu”" in note


def test_neighbouring_small_sections_of_the_same_units_share_a_table():
    found = figures(shot=full_snapshot())
    assert list(found) == [
        "Biểu A, B", "Biểu C1", "Biểu C2", "Biểu D", "Biểu E1", "Biểu E2", "Biểu F", "Biểu G",
        "Biểu H",
    ]  # fmt: skip
    for name, table in found.items():
        assert len(table.columns) <= 11, name
        for row in table.rows:
            assert sum(cell.span for cell in row) == len(table.columns)


def test_every_figure_of_the_plan_stands_in_one_table():
    titles = [
        t for table in figures(shot=full_snapshot()).values() for t in texts_of_columns(table)[2:]
    ]
    shown = [
        indicator_title(i)
        for i in plan_2024().indicators
        if i.section in "ABCDEFGH" and not i.submission_field
    ]
    assert sorted(titles) == sorted(shown)


def test_no_title_of_a_column_breaks_within_a_word():
    shot = full_snapshot(silent=2)
    found = {
        **figures(shot=shot),
        **tables(annexes.duties(material(shot))),
        **tables(annexes.late_units(material(shot))),
        **tables(opinions(material(shot))),
    }
    room = nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)
    for name, table in found.items():
        whole = sum(column.share for column in table.columns)
        for column in table.columns:
            width = column.share / whole * room - 2 * nd30.CELL_PADDING
            for word in column.title.split():
                assert line_width(word, nd30.TABLE_HEAD.size, bold=True) <= width, (name, word)


def test_communes_come_first_and_the_office_has_its_own_line():
    table = figures(shot=full_snapshot())["Biểu A, B"]
    assert texts(table.rows[0][:2]) == ["I", "UBND các xã, thị trấn"]
    assert table.rows[1][1].text == "Thị trấn Vĩnh Lộc"
    assert row_of(table, "Phòng Văn hóa và Thông tin")[0].text == "III"


def test_without_any_figure_that_is_said_once():
    (block,) = annexes.figures(
        material(snapshot(submission(VINH_AN, {"C09": 5}, state=SubmissionState.RECEIVED)))
    )
    assert isinstance(block, Paragraph)
    assert "không được tính là 0" in block.text


def test_the_state_of_every_duty():
    (table,) = annexes.duties(material(full_snapshot()))
    assert isinstance(table, Table)
    assert len(table.rows) == len(plan_2024().duties) == 51
    for row, duty in zip(table.rows, plan_2024().duties, strict=True):
        reported, expected = (int(part) for part in row[4].text.split("/"))
        not_applicable, *without_result = [cell.value for cell in row[5:]]
        assert expected == reported + sum(without_result)
        assert expected + not_applicable == len(duty.units)
        assert [str(parse_key(cell.key)).split(".")[:3] for cell in row[4:]] == (
            [["state", "duty", duty.code]] * 6
        )


def test_late_and_missing_units():
    shot = snapshot(
        submission(VINH_AN, {"C09": 1}, received_at=LATE),
        submission(VINH_LOC, {"C09": 1}, number=2, state=SubmissionState.RETURNED),
    )
    late = Deadline(date(2024, 10, 14), exclusive=False)
    shot = replace(shot, extensions=(Extension(VINH_QUANG, late, "Bão số 4"),))
    found = tables(annexes.late_units(material(shot)))
    table = found["Trễ, chưa nộp"]
    assert len(table.rows) == 31
    assert texts(row_of(table, "Xã Vĩnh An")[2:]) == [
        "Trước 12/10/2024", "12/10/2024 08:00", "Nộp trễ", "",
    ]  # fmt: skip
    assert texts(row_of(table, "Thị trấn Vĩnh Lộc")[3:]) == [
        "—", "Quá hạn chưa nộp", "Đã trả lại, chưa gửi lại",
    ]  # fmt: skip
    assert texts(row_of(table, "Xã Vĩnh Quang")[2:]) == [
        "Hết 14/10/2024", "—", "Chưa nộp, còn hạn", "Được gia hạn: Bão số 4",
    ]  # fmt: skip
    assert len(found["Đề nghị, chưa gửi"].rows) == 11


def test_nobody_late_is_said():
    everybody = plan_2024().units_related(Relation.OBLIGED, Relation.ASKED)
    shot = snapshot(*(submission(u.code, number=n) for n, u in enumerate(everybody, 1)))
    assert annexes.late_units(material(shot)) == (
        Paragraph("Không có đơn vị nộp báo cáo trễ hoặc chưa nộp báo cáo."),
    )


def test_opinions_stand_with_the_unit_and_the_kind_of_content():
    (table,) = opinions(
        material(
            snapshot(
                submission(VINH_LOC, {"K01": "Ra quân sớm.\n\nĐông người dự", "K05": "Xin máy"}),
                submission("PB02", {"K01": PAYLOADS[0]}, number=2),
                submission(
                    VINH_AN, {"K01": "Chưa duyệt"}, number=3, state=SubmissionState.RECEIVED
                ),
            )
        )
    )
    assert isinstance(table, Table)
    assert [texts(row[1:]) for row in table.rows] == [
        ["Thị trấn Vĩnh Lộc", "Kết quả nổi bật", "Ra quân sớm. Đông người dự"],
        ["Thị trấn Vĩnh Lộc", "Kiến nghị, đề xuất", "Xin máy"],
        ["Phòng Nội vụ", "Kết quả nổi bật", PAYLOADS[0]],
    ]
    assert [row[3].key for row in table.rows] == [
        "K01/15349.value",
        "K05/15349.value",
        "K01/PB02.value",
    ]
    assert "ý kiến của 2 đơn vị" in table.note


def test_nobody_who_wrote_makes_no_table():
    assert opinions(material(snapshot(submission(VINH_LOC, {"K01": " \n "})))) == ()


def test_words_of_units_are_only_text():
    words = text_plan_indicator()
    plan = small_plan([unit("A"), unit("B")], [indicator("A01"), words])
    for payload in PAYLOADS:
        shot = small_snapshot(plan, small_submission("A", {"A02": payload, "A01": 1}))
        table = figures(shot=shot)["Biểu A"]
        cell = table.rows[0][3]
        assert (cell.text, cell.value) == (payload, None)


def text_plan_indicator():
    return indicator("A02", Aggregation.LIST, ValueType.TEXT)
