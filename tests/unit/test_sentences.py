"""Sentences made from totals: exact, in the officials' idiom, and claiming nothing unreported."""

import pytest
from report_samples import plan_2024

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.fields import TotalFields
from vinhloc_cds.reports.sentences import Sentences
from vinhloc_cds.reports.wording import sentence_name

VINH_AN, VINH_HUNG = "15391", "15379"
COMMUNES = tuple(
    unit.code for unit in plan_2024().units_related(Relation.OBLIGED) if unit.group == "G_XA"
)
OFFICES = tuple(
    unit.code for unit in plan_2024().units_related(Relation.OBLIGED) if unit.group == "G_PB"
)


def total(code: str, value: float | None, **fields: object) -> Total:
    indicator = plan_2024().indicator_by_code[code]
    given = {
        "group": None,
        "denominator": None,
        "ratio": None,
        "reported": 13,
        "expected": 13,
        "missing": (),
        "extra_units": 0,
        **fields,
    }
    return Total(code, indicator.name, indicator.unit_of_measure, value=value, **given)


def sentences(silent: tuple[str, ...] = (), **fields: object) -> Sentences:
    return Sentences(TotalFields(plan_2024(), silent, "khoản 2 mục I", **fields))


def said(*totals: Total, silent: tuple[str, ...] = (), **fields: object) -> list[str]:
    return [one.text for one in sentences(silent, **fields).of(totals)]


def test_all_communes():
    assert said(total("A01", 13, denominator=13, ratio=1.0)) == [
        "13/13 xã, thị trấn đã ban hành kế hoạch hưởng ứng, đạt 100%"
    ]


def test_missing_units_are_named_with_common_nouns_in_lower_case():
    given = total(
        "A01", 10, denominator=13, ratio=10 / 13, reported=11, missing=(VINH_AN, VINH_HUNG)
    )
    assert said(given) == [
        (
            "10/13 xã, thị trấn đã ban hành kế hoạch hưởng ứng, đạt 76,9% (mới có 11 xã, thị "
            "trấn trả lời nội dung này; chưa có số liệu của xã Vĩnh An, xã Vĩnh Hùng)"
        )
    ]


def test_a_figure_nobody_gave_is_said_to_be_lacking():
    assert said(total("C07", None, reported=0, missing=("SN01",), expected=1)) == [
        "chưa có số liệu về phóng sự"
    ]


def test_zero_is_a_figure():
    assert said(total("C07", 0, reported=1, expected=1)) == [
        "0 phóng sự (theo báo cáo của 1/1 đơn vị)"
    ]


def test_a_ratio_of_sums():
    given = (total("D01", 130), total("D02", 120, denominator=130, ratio=120 / 130))
    assert said(*given) == [
        (
            "120/130 Tổ công nghệ số cộng đồng tham gia ra quân, đạt 92,3% "
            "(theo báo cáo của 13/13 xã, thị trấn)"
        )
    ]


def test_a_ratio_over_fewer_units_than_the_sum_says_so():
    given = total("D02", 125, denominator=130, ratio=120 / 130)
    assert said(given) == [
        (
            "125 Tổ công nghệ số cộng đồng tham gia ra quân, đạt 92,3% tính trên các đơn vị "
            "có đủ số liệu so sánh (theo báo cáo của 13/13 xã, thị trấn)"
        )
    ]


def test_what_is_short_of_all_never_reads_100_percent():
    given = total("D09", 25_232, denominator=25_233, ratio=25_232 / 25_233)
    assert "đạt 99,9%" in said(given)[0]


def test_figures_over_the_same_units_share_a_sentence():
    gap = {"reported": 12, "missing": (VINH_AN,)}
    assert said(total("C08", 1500, **gap), total("C09", 45, **gap), total("C10", 7)) == [
        (
            "1.500 băng rôn, khẩu hiệu; 45 pano (theo báo cáo của 12/13 đơn vị; "
            "chưa có số liệu của xã Vĩnh An)"
        ),
        "7 áp phích (theo báo cáo của 13/13 đơn vị)",
    ]


def test_figures_over_other_units_do_not_part_those_that_go_together():
    apart = {"reported": 12, "missing": (VINH_AN,)}
    assert [
        one.partition(" (")[0]
        for one in said(total("C08", 1), total("C09", 2, **apart), total("C10", 3))
    ] == ["1 băng rôn, khẩu hiệu; 3 áp phích", "2 pano"]


def test_an_answer_below_a_ratio_is_still_said():
    held = total("B01", 9, denominator=13, ratio=9 / 13)
    on_time = total("B02", 8, denominator=9, ratio=8 / 9)
    assert "9/13 xã, thị trấn tổ chức hưởng ứng lễ phát động, ra quân" in said(held, on_time)[0]


def test_estimates_are_said():
    assert said(total("D09", 500, estimates=2)) == [
        (
            "500 hộ được đến tận nhà hướng dẫn (theo báo cáo của 13/13 xã, thị trấn; "
            "trong đó có số ước)"
        )
    ]


def test_values_of_others_are_said():
    assert said(total("C08", 5, extra_units=2, reported=13)) == [
        "5 băng rôn, khẩu hiệu (theo báo cáo của 13/13 đơn vị và 2 đơn vị ngoài diện phải báo cáo)"
    ]


def test_a_group_that_was_only_asked():
    given = total("E00", 40, group="G_NH", reported=0, expected=0, extra_units=2)
    assert said(given) == [
        ("40 người dân được hướng dẫn (theo báo cáo của 2 đơn vị ngoài diện phải báo cáo)")
    ]


def test_an_average_with_its_maximum():
    given = total("D05", 8.5, denominator=10, ratio=0.85, maximum=10)
    assert said(given) == [
        (
            "bình quân mỗi xã, thị trấn ra quân 8,5 ngày trong 10 ngày, đạt 85%, nơi nhiều nhất 10 "
            "ngày "
            "(theo báo cáo của 13/13 xã, thị trấn)"
        )
    ]


def test_units_that_acted_at_the_planned_moment():
    given = total("B02", 11, denominator=12, ratio=11 / 12)
    assert said(given) == [
        (
            "11/12 xã, thị trấn tổ chức vào 08 giờ 00 ngày 01 tháng 10 năm 2024, đạt 91,7% "
            "(theo báo cáo của 13/13 xã, thị trấn)"
        )
    ]


def test_more_on_time_than_say_they_acted_is_no_share():
    assert said(total("B02", 13, denominator=11, ratio=1.0))[0].startswith(
        "13 xã, thị trấn tổ chức vào 08 giờ 00"
    )


def test_many_missing_units_are_named_once_for_all():
    missing = COMMUNES[:7]
    given = total("C08", 5, reported=24, expected=31, missing=missing)
    assert said(given, silent=missing) == [
        (
            "5 băng rôn, khẩu hiệu (theo báo cáo của 24/31 đơn vị; chưa có số liệu của "
            "các đơn vị nêu tại khoản 2 mục I)"
        )
    ]
    more = total("C08", 5, reported=23, expected=31, missing=(*missing, VINH_AN))
    assert said(more, silent=missing)[0].endswith(
        "chưa có số liệu của các đơn vị nêu tại khoản 2 mục I và của xã Vĩnh An)"
    )


def test_two_are_enough_to_be_referred_to_and_one_is_named():
    given = total("D06", 5, reported=11, missing=(VINH_HUNG, VINH_AN))
    assert "các đơn vị nêu tại khoản 2 mục I" in said(given, silent=(VINH_HUNG, VINH_AN))[0]
    alone = total("D06", 5, reported=12, missing=(VINH_AN,))
    assert said(alone, silent=(VINH_AN,))[0].endswith("chưa có số liệu của xã Vĩnh An)")


def test_communes_are_referred_to_among_others():
    given = total("D06", 5, reported=6, missing=COMMUNES[:7])
    assert (
        "của các xã, thị trấn nêu tại khoản 2 mục I"
        in (said(given, silent=(*COMMUNES[:7], *OFFICES))[0])
    )


def test_whole_groups_are_referred_to_where_they_would_be_many_names():
    silent = (*COMMUNES[:2], *OFFICES)
    many = total("G06", 5, reported=7, expected=18, missing=OFFICES)
    assert (
        "các đơn vị được giao chỉ tiêu này trong số đơn vị nêu tại" in said(many, silent=silent)[0]
    )
    few = total("G06", 5, reported=7, expected=18, missing=OFFICES[:3])
    (sentence,) = said(few, silent=(*COMMUNES[:2], *OFFICES[:3]))
    assert sentence.count("Phòng") + sentence.count("phòng") >= 3
    assert "nêu tại" not in sentence


def test_a_part_of_a_list_is_not_taken_for_the_list():
    missing = COMMUNES[:4]
    (sentence,) = said(total("C08", 5, missing=missing), silent=COMMUNES[:8])
    assert "nêu tại" not in sentence
    assert all(sentence_name(plan_2024(), plan_2024().unit_by_code[c]) in sentence for c in missing)


def test_units_in_which_nothing_arose_lack_no_figure():
    given = total("C08", 5, reported=11, missing=(VINH_AN, VINH_HUNG))
    assert said(given, nothing=(VINH_AN,)) == [
        (
            "5 băng rôn, khẩu hiệu (theo báo cáo của 11/13 đơn vị; 1 đơn vị báo cáo không phát "
            "sinh; chưa có số liệu của xã Vĩnh Hùng)"
        )
    ]
    alone = total("C07", None, reported=0, missing=("SN01",), expected=1)
    assert said(alone, nothing=("SN01",)) == ["không phát sinh phóng sự"]


def test_many_units_that_left_one_figure_blank_are_found_in_its_table():
    table = {"C": "Biểu C, D"}
    lacking = total("C08", 5, reported=6, expected=17, missing=OFFICES)
    (sentence,) = said(lacking, tables=table)
    assert sentence.endswith("của 11 đơn vị để trống chỉ tiêu này tại Biểu C, D, Phụ lục I)")
    (sentence,) = said(total("C08", 5), tables=table, partial={"C08": OFFICES})
    assert sentence.endswith("của 11 đơn vị ghi “thiếu nguồn” tại Biểu C, D, Phụ lục I)")


def test_many_figures_that_nobody_gave_are_not_listed_one_by_one():
    lacking = [total(f"C{n:02}", None, reported=0, missing=COMMUNES) for n in range(2, 10)]
    assert (
        said(total("C01", 5), *lacking)[-1]
        == "chưa có số liệu về các chỉ tiêu khác của nội dung này"
    )
    assert said(total("C01", 5), *lacking[:2])[-1].startswith("chưa có số liệu về tin, bài, video")


def test_money_and_units_that_gave_only_some_of_its_sources():
    assert said(total("H00", 125_000_000), partial={"H00": (VINH_AN,)}) == [
        (
            "tổng kinh phí đã báo cáo 125.000.000 đồng (theo báo cáo của 13/13 đơn vị; "
            "chưa đầy đủ, còn thiếu một số nguồn của xã Vĩnh An)"
        )
    ]


def test_units_that_a_source_of_money_lacks_are_not_named_again_with_the_sum():
    source = total("H01", 5, reported=12, missing=(VINH_AN,))
    told = said(source, total("H00", 8), partial={"H00": (VINH_AN,)})
    assert [one.count("xã Vĩnh An") for one in told] == [1, 0]
    assert "chưa đầy đủ, vì nguồn nêu trên còn thiếu" in told[1]
    other = said(source, total("H00", 8), partial={"H00": (VINH_AN, VINH_HUNG)})
    assert other[1].endswith("còn thiếu một số nguồn của xã Vĩnh An, xã Vĩnh Hùng)")


def test_the_same_units_that_several_sentences_lack_are_told_once_behind_them():
    def told(*totals: Total) -> tuple[list[str], str]:
        speaker = Sentences(TotalFields(plan_2024(), (), "khoản 2 mục I"), totals)
        once = speaker.lacking.text if speaker.lacking else ""
        return [one.text for one in speaker.of(totals)], once

    gap = {"reported": 12, "missing": (VINH_AN,)}
    alike = (total("C08", 5, **gap), total("C09", 4, **gap, extra_units=1), total("C10", 3))
    sentences, once = told(*alike)
    assert once == "Ở các chỉ tiêu chưa đủ số đơn vị báo cáo, còn thiếu số liệu của xã Vĩnh An."
    assert len(sentences) == 3
    assert not any("chưa có số liệu của" in one for one in sentences)
    assert all("theo báo cáo của 1" in one for one in sentences)
    other = total("C11", 2, reported=12, missing=(VINH_HUNG,))
    for sentences, once in (told(*alike, other), told(alike[0])):
        assert once == ""
        assert "chưa có số liệu của xã Vĩnh An" in sentences[0]


def test_an_indicator_without_wording_of_its_own_speaks_by_its_name(monkeypatch):
    monkeypatch.setattr("vinhloc_cds.reports.sentences.has_text", lambda code: False)
    assert said(total("C09", 45)) == ["pano: 45 chiếc (theo báo cáo của 13/13 đơn vị)"]


TOTALLED = [
    i.code
    for i in plan_2024().indicators
    if i.section in "ABCDEFGH" and not i.is_text and i.value_type is not ValueType.DATE
]


@pytest.mark.parametrize("code", TOTALLED)
def test_every_figure_of_the_plan_makes_a_sentence_with_its_number(code):
    (sentence,) = said(total(code, 7))
    assert "7" in sentence
    assert "{" not in sentence


def test_every_number_of_a_sentence_is_a_figure_with_its_key():
    given = total(
        "D02", 120, denominator=130, ratio=120 / 130, reported=12, missing=(VINH_AN,), extra_units=1
    )
    (one,) = sentences().of([given])
    spots = {spot.key: one.text[spot.start : spot.end] for spot in one.spots}
    assert spots == {
        "D02.value": "120",
        "D02.of": "130",
        "D02.percent": "92,3%",
        "D02.reported": "12",
        "D02.expected": "13",
        "D02.others": "1",
        "D02.missing": "xã Vĩnh An",
    }
    plain = "".join(part for part in one.parts if isinstance(part, str))
    assert not any(character.isdigit() for character in plain)


def test_what_nobody_gave_is_traced_by_its_name():
    (one,) = sentences().of([total("C07", None, reported=0, missing=("SN01",), expected=1)])
    assert [one.text[spot.start : spot.end] for spot in one.spots] == ["phóng sự"]
    assert [spot.key for spot in one.spots] == ["C07.name"]


def test_a_group_is_part_of_the_key():
    (one,) = sentences().of([total("E00", 40, group="G_XA")])
    assert one.spots[0].key == "E00@G_XA.value"
