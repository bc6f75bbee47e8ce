"""What the body of a report refers to: its annexes and the tables in them."""

import re
from dataclasses import replace

import pytest
from report_samples import full_snapshot, invented, plan_2024, snapshot, submission
from report_words import section, tables, words

from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import Heading, Picture

VINH_AN, VINH_LOC = "15391", "15349"


@pytest.mark.parametrize("units", [1, 13, 31])
def test_tables_are_referred_to_by_the_name_printed_over_them(units):
    plan = plan_2024()
    kept = plan.units_related(Relation.OBLIGED)[:units]
    sent = [submission(u.code, invented(plan, u.code, n), number=n) for n, u in enumerate(kept, 1)]
    shot = snapshot(*sent, plan=replace(plan, units=tuple(kept)))
    document = consolidated_report(shot, "ubnd")
    printed = {t.title.partition(".")[0] for t in tables(document).values() if "Biểu" in t.title}
    said = "\n".join(words(document))
    cited = set(re.findall(r"Biểu [A-Z](?:, [A-Z])*(?=, Phụ lục I\b)", said))
    assert len(re.findall("Biểu [A-Z]", said)) == len(
        re.findall(r"Biểu [A-Z](?:, [A-Z])*, Phụ lục I\b", said)
    )
    assert cited == printed


def test_where_nothing_was_accepted_no_table_is_referred_to():
    said = section(consolidated_report(snapshot(), "ubnd"), "Tồn tại, hạn chế")
    assert said[-1] == "- 55 chỉ tiêu chưa có số liệu của đơn vị nào."


def test_annexes_are_numbered_titled_and_referred_to():
    document = consolidated_report(full_snapshot(), "ubnd")
    assert [(annex.label, annex.title) for annex in document.annexes] == [
        ("Phụ lục I", "SỐ LIỆU TỔNG HỢP KẾT QUẢ THỰC HIỆN"),
        ("Phụ lục II", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ"),
        ("Phụ lục III", "TÌNH HÌNH NỘP BÁO CÁO VÀ Ý KIẾN CỦA CÁC ĐƠN VỊ"),
    ]
    body = " ".join(words(document))
    for annex in document.annexes:
        assert annex.landscape
        assert f"tại {annex.label}" in body or f", {annex.label}." in body
        assert annex.reference == (
            "(Kèm theo Báo cáo số        /BC-UBND ngày 12 tháng 10 năm 2024 "
            "của UBND huyện Vĩnh Lộc)"
        )


def test_pictures_have_an_annex_that_the_body_refers_to():
    picture = Picture(b"png", "Ra quân ở xã Vĩnh An")
    document = consolidated_report(snapshot(), "ubnd", pictures=[picture])
    assert document.annexes[-1].label == "Phụ lục IV"
    assert document.annexes[-1].blocks == (picture,)
    assert any("tại Phụ lục IV" in sentence for sentence in words(document))
    assert not any(
        "Phụ lục IV" in sentence for sentence in words(consolidated_report(snapshot(), "ubnd"))
    )


def test_hundreds_of_missing_units_are_left_to_the_annex():
    plan = plan_2024()
    commune = plan.unit_by_code[VINH_AN]
    more = tuple(
        replace(
            commune, code=f"X{n}", name=f"UBND xã Thử {n}", short_name=f"Xã Thử {n}", order=900 + n
        )
        for n in range(527)
    )
    document = consolidated_report(
        snapshot(submission(VINH_LOC, {"C08": 5}), plan=replace(plan, units=(*plan.units, *more))),
        "ubnd",
    )
    said = section(document, "Tình hình báo cáo của các đơn vị")
    assert any(
        s.endswith(
            "Còn 557 đơn vị chưa có số liệu do quá hạn chưa nộp báo cáo: danh sách tại Phụ lục III."
        )
        for s in said
    )
    assert sum(map(len, words(document))) < 8000


def test_of_a_plan_without_units_and_indicators_parts_count_on_and_annexes_are_named():
    plan = replace(plan_2024(), units=(), duties=(), indicators=())
    document = consolidated_report(snapshot(plan=plan), "ubnd")
    parts = [block.number for block in document.blocks if isinstance(block, Heading)]
    assert [number for number in parts if number[0] in "IV"] == ["I.", "II.", "III."]
    said = " ".join(words(document))
    assert all(annex in said for annex in ("Phụ lục I.", "Phụ lục II)", "Phụ lục III)"))
