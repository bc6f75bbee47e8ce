"""What is issued after a report: the supplementary report, and the sheet kept in the office."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from report_documents import LONG_NAME, PAYLOADS
from report_samples import NOW, ON_TIME, plan_2024, snapshot, submission

from vinhloc_cds.domain.issuing import (
    Changes,
    Frozen,
    FrozenUnit,
    FrozenValue,
    Issue,
    IssuedFile,
    IssueForm,
    IssueKind,
    StateChange,
    TotalChange,
    ValueChange,
)
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.control_sheet import control_sheet
from vinhloc_cds.reports.document import Block, Document, Heading, Paragraph, Table
from vinhloc_cds.reports.measure import line_width
from vinhloc_cds.reports.supplement import supplementary_report
from vinhloc_cds.reports.trace import parse_key

VINH_AN, VINH_LOC = "15391", "15349"
SIGNER = Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trịnh Xuân Thắng")
ISSUE = Issue(
    id=1,
    plan="KH-CDS-2024",
    kind=IssueKind.REPORT,
    profile="ubnd",
    number=5,
    symbol="BC-UBND",
    day=date(2024, 10, 12),
    signer=SIGNER,
    addressees=("Sở Thông tin và Truyền thông Thanh Hóa",),
    recipients=("Như trên", "Lưu: VT, VHTT"),
    as_of=datetime(2024, 10, 11, 17, 0, tzinfo=UTC),
    issued_at=datetime(2024, 10, 12, 1, 30, tzinfo=UTC),
    issued_by="Nguyễn Thị Lan",
    audit_number=214,
    audit_hash="9f" * 32,
    frozen=Frozen(
        (FrozenValue(VINH_LOC, "C09", 5, "5"), FrozenValue("NH01", "C12", 1, "1")),
        (),
        (
            FrozenUnit(VINH_LOC, "on_time", ON_TIME),
            FrozenUnit(VINH_AN, "overdue", None),
            FrozenUnit("PB02", "late", ON_TIME),
            FrozenUnit("NH01", "not_sent", None),
        ),
    ),
    files=(
        IssuedFile("pdf", "ab" * 32, 1000),
        IssuedFile("docx", "cd" * 32, 2000),
        IssuedFile("control", "ef" * 32, 10),
    ),
)
NOTHING = Changes(ISSUE, (), (), ())
WHY = "Báo cáo bổ sung nhận lúc 14/10/2024 09:00."
CHANGED = Changes(
    ISSUE,
    (
        ValueChange(VINH_LOC, "C09", "5", "7", WHY),
        ValueChange(VINH_AN, "K01", "", "Ra quân sớm", WHY),
    ),
    (
        TotalChange("C09", "G_XA", 5, 7, 1, 2, 13, (VINH_LOC,)),
        TotalChange("C09", "", 5, 7, 1, 2, 31, (VINH_LOC,)),
        TotalChange("E01", "G_XA", None, 30, 0, 1, 13, (VINH_AN,)),
        TotalChange("H01", "", 9_000_000, 8_000_000, 3, 3, 31, (VINH_AN,)),
    ),
    (VINH_AN,),
)
SHOT = snapshot(submission(VINH_LOC, {"C09": 7}), submission(VINH_AN, {"E01": 30}, number=2))


def report(changes: Changes = CHANGED, **more) -> Document:
    return supplementary_report(more.pop("shot", SHOT), changes, "ubnd", **more)


def words(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def tables(blocks: tuple[Block, ...]) -> dict[str, Table]:
    return {b.name: b for b in blocks if isinstance(b, Table)}


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row[1:]] for row in table.rows]


def lines(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_supplement_says_which_report_it_supplements_and_since_when():
    document = report()
    assert document.head is not None
    assert document.head.subject.startswith("Bổ sung kết quả tổ chức lễ phát động")
    opening = words(document)[0]
    assert "Báo cáo số 05/BC-UBND ngày 12 tháng 10 năm 2024" in opening
    assert "số liệu nhận đến 00 giờ 00 ngày 12 tháng 10 năm 2024" in opening
    assert words(document)[-1].startswith("Trên đây là báo cáo bổ sung kết quả")
    assert words(document)[-1].endswith("./.")


def test_no_moment_that_has_not_come_is_named():
    shot = replace(SHOT, as_of=SHOT.now + timedelta(days=2))
    assert words(report(shot=shot))[0] == words(report())[0]


def test_units_that_reported_since_have_a_table():
    document = report()
    assert any("Thêm 1 đơn vị" in s and "2/31 đơn vị" in s for s in words(document))
    assert texts(tables(document.blocks)["Đơn vị báo cáo thêm"]) == [
        ["Xã Vĩnh An", "10/10/2024 08:30", "Đúng hạn"]
    ]


def test_totals_that_changed_say_by_how_much_and_over_how_many_units():
    table = tables(report().blocks)["Số tổng hợp thay đổi"]
    # The group's share of a sum over all is not told beside it.
    assert texts(table) == [
        ["Pano (chiếc)", "5", "7", "+2", "1", "2/31"],
        [
            "Lượt người được hướng dẫn dịch vụ công trực tuyến – UBND các xã, thị trấn",
            "—", "30", "—", "0", "1/13",
        ],
        [
            "Kinh phí từ ngân sách nhà nước (đồng)",
            "9.000.000", "8.000.000", "-1.000.000", "3", "3/31",
        ],
    ]  # fmt: skip
    assert [cell.value for cell in table.rows[2][2:5]] == [9_000_000, 8_000_000, -1_000_000]
    assert [str(parse_key(row[3].key)) for row in table.rows] == [
        "C09.value", "E01@G_XA.value", "H01.value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("A01", ["5 (có)", "6 (có)"]),
        ("B02", ["5 (đúng thời điểm)", "6 (đúng thời điểm)"]),
        ("D05", ["5 (bình quân)", "6 (bình quân)"]),
        ("G07", ["5 (nhiều nhất)", "6 (nhiều nhất)"]),
    ],
)
def test_a_total_that_is_no_sum_says_what_it_is(code, shown):
    changed = replace(NOTHING, totals=(TotalChange(code, "", 5, 6, 1, 2, 13, (VINH_LOC,)),))
    (row,) = texts(tables(report(changed).blocks)["Số tổng hợp thay đổi"])
    assert row[1:4] == [*shown, "+1"]


def test_a_changed_ratio_stands_with_its_total():
    ratio = TotalChange("D02", "", 6, 6, 2, 2, 31, (), was_ratio=0.6, now_ratio=0.5)
    new = replace(ratio, was_ratio=None)
    rows = texts(
        tables(report(replace(NOTHING, totals=(ratio, new))).blocks)["Số tổng hợp thay đổi"]
    )
    assert [row[0].rpartition(" (")[2] for row in rows] == ["đạt 60% → 50%)", "đạt — → 50%)"]
    assert rows[0][1:4] == ["6", "6", "0"]


def test_every_changed_figure_stands_in_the_annex_with_its_reason():
    document = report()
    (annex,) = document.annexes
    assert annex.label == "Phụ lục"
    assert annex.reference.startswith("(Kèm theo Báo cáo số ")
    assert lines(tables(annex.blocks)["Số liệu thay đổi"]) == [
        ["I", f"Thị trấn Vĩnh Lộc: {WHY}"],
        ["1", "Pano (chiếc)", "5", "7"],
        ["II", f"Xã Vĩnh An: {WHY}"],
        ["1", "Kết quả nổi bật", "—", "Ra quân sớm"],
    ]
    assert any("tại Phụ lục" in s for s in words(document))


def test_a_reason_is_told_once_for_all_figures_of_a_unit_that_it_changed():
    other = "Đính chính ngày 15/10/2024, lý do: nhầm số."
    changed = [("C08", WHY), ("C09", other), ("C10", WHY)]
    values = tuple(ValueChange(VINH_LOC, code, "5", "7", why) for code, why in changed)
    document = report(replace(NOTHING, values=values))
    (table,) = tables(document.annexes[0].blocks).values()
    assert [row[:2] for row in lines(table)] == [
        ["I", f"Thị trấn Vĩnh Lộc: {WHY}"], ["1", "Băng rôn, khẩu hiệu (chiếc)"],
        ["2", "Áp phích (tờ)"],
        ["I", f"Thị trấn Vĩnh Lộc: {other}"], ["1", "Pano (chiếc)"],
    ]  # fmt: skip
    body = [b.line for b in document.blocks if isinstance(b, Paragraph)]
    assert f"- Thị trấn Vĩnh Lộc (3 số liệu): {WHY} {other}" in body


def test_units_with_other_figures_are_named_but_not_those_that_only_now_reported():
    # The first that is said behind the opening.
    assert "bổ sung, điều chỉnh" in words(report())[1]
    named = [s for s in words(report()) if "bổ sung, điều chỉnh" in s]
    assert named == ["Có 1 đơn vị đã báo cáo nay bổ sung, điều chỉnh số liệu: thị trấn Vĩnh Lộc."]
    codes = [unit.code for unit in plan_2024().units[:7]]
    many = tuple(ValueChange(code, "C09", "5", "7", WHY) for code in codes)
    (named,) = [
        s for s in words(report(replace(NOTHING, values=many))) if "bổ sung, điều chỉnh" in s
    ]
    assert named.endswith("Lý do của từng đơn vị nêu tại Phụ lục kèm theo.")


def test_what_explains_a_figure_stands_beside_it():
    given = submission(VINH_LOC, {"C09": 7})
    value = replace(given.values[0], reason="Treo thêm tại chợ.")
    shot = snapshot(replace(given, values=(value,)))
    (table,) = tables(report(shot=shot).annexes[0].blocks).values()
    assert table.columns[-1].title == "Giải trình"
    assert [row[-1] for row in lines(table) if len(row) > 2] == ["Treo thêm tại chợ.", ""]


def test_a_total_that_reads_as_it_did_has_no_row():
    same = TotalChange("C09", "", 8, 8, 8, 8, 13, (VINH_LOC,), was_ratio=0.60001, now_ratio=0.6)
    document = report(replace(CHANGED, totals=(same,)))
    assert "Số tổng hợp thay đổi" not in tables(document.blocks)
    assert "Không có số liệu tổng hợp nào thay đổi." in words(document)


def test_what_is_signed_on_paper_is_said_to_be_promulgated():
    headings = [b.title for b in report().blocks if isinstance(b, Heading)]
    assert headings[0].endswith("SAU KHI BAN HÀNH BÁO CÁO SỐ 05/BC-UBND")
    assert not any("phát hành" in s.lower() for s in (*headings, *words(report())))


def test_no_title_of_a_column_breaks_within_a_word():
    rooms = [
        (report().blocks, nd30.text_width(nd30.BODY_MARGINS, landscape=False)),
        (report().annexes[0].blocks, nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)),
    ]
    for blocks, room in rooms:
        for name, table in tables(blocks).items():
            whole = sum(column.share for column in table.columns)
            for column in table.columns:
                width = column.share / whole * room - 2 * nd30.CELL_PADDING
                for word in column.title.split():
                    assert line_width(word, nd30.TABLE_HEAD.size, bold=True) <= width, (name, word)


def test_a_hash_of_the_control_sheet_stands_on_one_line():
    column = tables(control_sheet(plan_2024(), ISSUE, "Kết quả").blocks)["Mã kiểm tra"].columns[1]
    room = nd30.text_width(nd30.BODY_MARGINS, landscape=False) * column.share / 100
    assert line_width("0" * 64, nd30.TABLE_TEXT.size) <= room - 2 * nd30.CELL_PADDING


def test_nothing_changed_is_said_and_no_annex_is_attached():
    document = report(NOTHING)
    assert any("không có số liệu nào thay đổi" in s for s in words(document))
    assert not [b for b in document.blocks if isinstance(b, Heading | Table)]
    assert document.annexes == ()


def test_units_that_stand_otherwise_have_a_table():
    changes = replace(
        NOTHING,
        no_longer_reported=(VINH_AN,),
        states=(
            StateChange(VINH_AN, "Đúng hạn", "Quá hạn chưa nộp"),
            StateChange("PB99", "Nộp trễ", ""),
        ),
    )
    document = report(changes)
    assert any("2 đơn vị thay đổi" in s and "Trong đó 1 đơn vị" in s for s in words(document))
    assert texts(tables(document.blocks)["Tình trạng báo cáo thay đổi"]) == [
        ["Xã Vĩnh An", "Đúng hạn", "Quá hạn chưa nộp"],
        ["PB99 (không còn trong kế hoạch)", "Nộp trễ", "—"],
    ]


@pytest.mark.parametrize("part", ["values", "totals", "reported_since"])
def test_a_part_without_changes_says_so(part):
    blank = {"values": (), "totals": (), "reported_since": ()}
    document = report(replace(CHANGED, **{**blank, part: getattr(CHANGED, part)}))
    assert [b.number for b in document.blocks if isinstance(b, Heading)] == ["I.", "II.", "III."]
    assert sum(s.startswith("Không có ") for s in words(document)) == 2
    assert bool(document.annexes) == (part == "values")


def test_what_is_no_longer_in_the_plan_is_told_by_its_code():
    plan = replace(
        plan_2024(),
        units=tuple(u for u in plan_2024().units if u.code != VINH_AN),
        indicators=tuple(i for i in plan_2024().indicators if i.code != "K01"),
    )
    document = report(shot=snapshot(plan=plan))
    gone = "15391 (không còn trong kế hoạch)"
    assert texts(tables(document.blocks)["Đơn vị báo cáo thêm"]) == [[gone, "—", "—"]]
    rows = texts(tables(document.annexes[0].blocks)["Số liệu thay đổi"])
    assert rows[2] == [f"{gone}: {WHY}"]
    assert rows[3][0] == "K01 (không còn trong kế hoạch)"


def test_a_form_gives_number_day_and_signer_and_ends_the_draft():
    form = IssueForm(7, date(2024, 10, 16), SIGNER, ("Sở A", "Sở B"), ("Như trên", "Lưu: VT"))
    assert report().draft
    document = report(form=form, draft=False, keywords="dòng 5")
    assert document.head is not None
    assert document.head.number_line == "Số: 07/BC-UBND"
    assert document.head.place_and_date == "Vĩnh Lộc, ngày 16 tháng 10 năm 2024"
    assert "07/BC-UBND ngày 16 tháng 10 năm 2024" in document.annexes[0].reference
    assert (document.draft, document.keywords) == (False, "dòng 5")
    assert "báo cáo Sở A, Sở B theo quy định" in words(document)[-1]


def test_words_of_units_and_long_names_are_only_text():
    changes = replace(
        CHANGED,
        values=tuple(ValueChange(VINH_LOC, "K01", p, LONG_NAME, p) for p in PAYLOADS),
    )
    rows = texts(tables(report(changes).annexes[0].blocks)["Số liệu thay đổi"])
    assert rows[::2] == [[f"Thị trấn Vĩnh Lộc: {p}"] for p in PAYLOADS]
    assert [row[1:] for row in rows[1::2]] == [[p, LONG_NAME] for p in PAYLOADS]


def test_hundreds_of_changes():
    since = tuple(f"U{n}" for n in range(558))
    values = tuple(ValueChange(code, "C09", "", str(n), WHY) for n, code in enumerate(since))
    document = report(replace(CHANGED, values=values, reported_since=since))
    assert len(tables(document.annexes[0].blocks)["Số liệu thay đổi"].rows) == 2 * 558
    assert any("558 số liệu của 558 đơn vị" in s for s in words(document))


def test_the_control_sheet_holds_what_a_report_can_be_checked_by():
    document = control_sheet(plan_2024(), ISSUE, "Kết quả tổ chức lễ phát động")
    assert (document.head, document.draft, document.annexes) == (None, False, ())
    facts = {
        row[0].text: row[1].text for row in tables(document.blocks)["Thông tin phát hành"].rows
    }
    assert facts["Số, ngày ban hành"] == "Báo cáo số 05/BC-UBND ngày 12 tháng 10 năm 2024"
    assert facts["Người ký"] == "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH, Trịnh Xuân Thắng"
    assert facts["Số liệu nhận đến"] == "12/10/2024 00:00"
    assert facts["Phát hành trong chương trình"].startswith("12/10/2024 08:30")
    assert facts["Đơn vị phải báo cáo"] == (
        "2/3 đơn vị đã gửi báo cáo; 1 đơn vị có số liệu được chấp nhận"
    )
    assert facts["Chưa gửi báo cáo"] == "Xã Vĩnh An"
    marks = [[c.text for c in row] for row in tables(document.blocks)["Mã kiểm tra"].rows]
    assert marks == [
        ["Nhật ký đến dòng 214", "9f" * 32],
        ["Tệp PDF, 1000 byte", "ab" * 32],
        ["Tệp DOCX, 2000 byte", "cd" * 32],
    ]


def test_a_control_sheet_of_a_plan_that_has_changed_since():
    plan = replace(plan_2024(), units=(), letterheads=())
    later = replace(ISSUE, issued_at=NOW + timedelta(days=1), frozen=Frozen((), (), ()))
    facts = tables(control_sheet(plan, later, "Kết quả").blocks)["Thông tin phát hành"]
    assert ["Không có"] in texts(facts)
    assert plan.units_related(Relation.OBLIGED) == ()
