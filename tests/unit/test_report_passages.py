"""Passages: templates lose nothing, fields follow the data, and what no longer agrees is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from report_samples import full_snapshot, plan_2024, snapshot, submission

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.submission import Source, SubmissionKind, Value
from vinhloc_cds.reports.consolidated import (
    consolidated_report,
    report_figures,
    report_passages,
)
from vinhloc_cds.reports.document import Heading, Paragraph, Spot
from vinhloc_cds.reports.numbers import numbers_in
from vinhloc_cds.reports.passages import (
    Passage,
    disagreements,
    fields_of,
    filled_in,
    literal,
    template_of,
)
from vinhloc_cds.reports.plain import plain

VINH_AN, VINH_LOC = "15391", "15349"
KEYS = (
    "opening",
    "direction",
    "reporting",
    *(f"section.{letter}" for letter in "CDEBGFH"),
    "appraisal.results",
    "appraisal.limits",
    "appraisal.causes",
    "proposals",
    "closing",
)
FIELD_LIKE = (
    "{D02.value}",
    "\\{D02.value}",
    "\\\\{state.units.late}",
    "{",
    "}",
    "\\",
    "- ",
    "\\- ",
)
words = st.lists(st.one_of(st.sampled_from(FIELD_LIKE), st.text(max_size=6)), max_size=4).map(
    lambda pieces: plain("".join(pieces))
)
figures = st.dictionaries(
    st.sampled_from(["D02.value", "E01@G_XA.percent", "state.units.late", "state.names.late"]),
    words.filter(bool),
    min_size=1,
)


@st.composite
def paragraphs_and_figures(draw) -> tuple[tuple[Paragraph, ...], Mapping[str, str]]:
    known = draw(figures)
    found = []
    pieces_of_line = st.lists(st.one_of(words, st.sampled_from(sorted(known))), max_size=4)
    for pieces in draw(st.lists(pieces_of_line, max_size=3)):
        text, spots = "", []
        for piece in pieces:
            shown = known.get(piece, piece)
            if piece in known:
                spots.append(Spot(len(text), len(text) + len(shown), piece))
            text += shown
        found.append(Paragraph(text, tuple(spots), item=draw(st.booleans())))
    return tuple(p for p in found if p.text.strip()), known


@given(paragraphs_and_figures())
@example(((Paragraph("\\120", (Spot(1, 4, "D02.value"),)),), {"D02.value": "120"}))
def test_a_template_filled_in_is_the_paragraphs_again(case):
    paragraphs, known = case
    assert filled_in(template_of(paragraphs), known) == paragraphs


@pytest.mark.parametrize(
    "shot",
    [snapshot(), full_snapshot(silent=4), snapshot(submission(VINH_AN, {"E07": "{D02.value}"}))],
)
def test_what_the_program_words_comes_back_from_its_templates(shot):
    known = report_figures(shot, "ubnd")
    passages = report_passages(shot, "ubnd")
    assert tuple(passage.key for passage in passages) == KEYS
    for passage in passages:
        assert passage.title
        assert filled_in(template_of(passage.paragraphs), known) == passage.paragraphs


@given(words)
def test_what_units_wrote_is_never_a_field(written):
    template = literal(written)
    assert fields_of(template) == ()
    (*found,) = filled_in(template, {"D02.value": "120"})
    assert [p.line for p in found] == ([written] if written.strip() else [])


@given(st.text())
def test_nothing_that_an_officer_wrote_is_lost(template):
    shown = "\n".join(paragraph.line for paragraph in filled_in(template, {}))
    kept = [line.removesuffix("\r") for line in template.split("\n") if line.strip()]
    if "\\" not in template and not fields_of(template):
        assert shown == "\n".join(kept)


def test_items_blank_lines_and_fields():
    template = "Mở đầu {D02.value} tổ:\n\n- một;\n- hai {không có}, {D99.value}.\n  \n-ba"
    assert filled_in(template, {"D02.value": "120"}) == (
        Paragraph("Mở đầu 120 tổ:", (Spot(7, 10, "D02.value"),)),
        Paragraph("một;", item=True),
        Paragraph("hai {không có}, [...].", (Spot(16, 21, "D99.value"),), item=True),
        Paragraph("-ba"),
    )


def edit_of(template: str, *, base: str = "Có {D02.value} tổ.", **seen: str) -> PassageEdit:
    known = {"D02.value": "120", "D02.of": "130", "D02.percent": "92,3%", "C08.value": "2.091"}
    at = datetime(2024, 10, 12, tzinfo=UTC)
    return PassageEdit("section.D", template, base, {**known, **seen}, at)


def passage_of(base: str = "Có {D02.value} tổ.", **known: str) -> Passage:
    return Passage("section.D", "Ra quân", filled_in(base, known))


def told(edit: PassageEdit, passage: Passage | None = None, **now: str) -> list[tuple[str, str]]:
    known = {
        **edit.seen,
        **{key.replace("_", "."): value for key, value in now.items()},
    }
    passage = passage or Passage("section.D", "Ra quân", filled_in(edit.base, known))
    found = disagreements(edit, passage, {key: value for key, value in known.items() if value})
    assert all(one.sentence for one in found)
    return [(one.literal, one.key) for one in found]


def test_a_field_follows_the_data_and_agrees():
    assert told(edit_of("Cả huyện có {D02.value} tổ tham gia."), D02_value="125") == []


def test_the_programs_own_words_have_changed():
    edit = edit_of("Cả huyện có {D02.value} tổ.")
    assert told(edit, passage_of("Có {D02.value} tổ, bốn đơn vị nộp trễ.")) == [("", "")]


@pytest.mark.parametrize(
    ("typed", "now", "expected"),
    [
        ("Có 120 tổ.", {"D02_value": "125"}, [("120", "D02.value")]),
        ("Có 120 tổ.", {}, []),
        ("Có 120/130 tổ.", {"D02_of": "131"}, [("130", "D02.of")]),
        ("Đạt 92,3 %.", {"D02_percent": "95%"}, [("92,3 %", "D02.percent")]),
        ("Treo 2091 băng rôn.", {"C08_value": "2.100"}, [("2091", "C08.value")]),
        ("Treo 2.091 băng rôn.", {"C08_value": ""}, [("2.091", "C08.value")]),
        ("Có {D02.value} tổ.", {"D02_value": ""}, [("", "D02.value")]),
        ("Có 77 tổ.", {}, [("77", "")]),
        ("Có 77,5% số tổ.", {}, []),
    ],
)
def test_numbers_typed_by_hand(typed, now, expected):
    assert told(edit_of(typed), **now) == expected


def test_a_number_that_another_figure_still_has_is_not_told():
    assert told(edit_of("Có 120 tổ.", **{"F02.value": "120"}), D02_value="125") == []


def test_what_the_program_writes_as_words_is_not_typed_by_hand():
    base = "Có {D02.value} tổ trong 10 ngày."
    assert told(edit_of("Trong 10 ngày có {D02.value} tổ.", base=base)) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Có 2.091 tin, 92,3% và 5 tổ", ["2.091", "92,3%", "5"]),
        ("ngày 12 tháng 10 năm 2024, lúc 08 giờ 00 (9:30), 12/10/2024, ngày 10/10", []),
        ("Kế hoạch số 45/KH-UBND, Nghị định 30/2020/NĐ-CP, khoản 2 mục 1", []),
        ("1. Mục một\n2) Mục hai", []),
        ("tổng số 120 tổ, 11/13 xã", ["120", "11", "13"]),
        ("COVID19, 4G, v1.2", []),
    ],
)
def test_numbers_in_words(words, expected):
    assert [number.words for number in numbers_in(words)] == expected


def test_the_officers_words_stand_in_the_report():
    shot = full_snapshot(silent=4)
    edit = PassageEdit(
        "section.D",
        "Toàn huyện có {D02.value} tổ ra quân.\n- Tiêu biểu: xã Vĩnh An.",
        "",
        {},
        datetime(2024, 10, 12, tzinfo=UTC),
    )
    blocks = consolidated_report(shot, "ubnd", edits=[edit]).blocks
    at = next(n for n, b in enumerate(blocks) if getattr(b, "title", "").startswith("Ra quân"))
    assert [block.line for block in blocks[at + 1 : at + 3]] == [
        "Toàn huyện có 130 tổ ra quân.",
        "- Tiêu biểu: xã Vĩnh An.",
    ]
    assert isinstance(blocks[at + 3], Heading)


def direction_edited_at(shot) -> PassageEdit:
    """The passage "direction" as its words were at `shot`, with one word of the officer's."""
    base = template_of(report_passages(shot, "ubnd")[1].paragraphs)
    at = datetime(2024, 10, 11, tzinfo=UTC)
    return PassageEdit(
        "direction", f"{base}\nCơ bản kịp thời.", base, report_figures(shot, "ubnd"), at
    )


ONE = {VINH_AN: {"A01": True, "A04": 4}}


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (ONE, {VINH_AN: {"A01": False, "A04": 9}}, 0),
        (ONE, {**ONE, VINH_LOC: {"A01": True, "A04": 9}}, 0),
        ({VINH_AN: {"A01": True}}, ONE, 1),
    ],
)
def test_new_figures_are_no_disagreement_and_new_words_are(then, now, told):
    def shot(values):
        return snapshot(*(submission(u, v, number=n) for n, (u, v) in enumerate(values.items(), 1)))

    passage = report_passages(shot(now), "ubnd")[1]
    edit = direction_edited_at(shot(then))
    assert len(disagreements(edit, passage, report_figures(shot(now), "ubnd"))) == told


@pytest.mark.parametrize(
    ("silent", "template", "told"),
    [
        (4, "Các đơn vị đã gửi báo cáo theo quy định.", True),
        (4, "Chưa gửi báo cáo: {state.names.overdue}.", False),
        (4, "Chưa gửi báo cáo: {state.names.silent}.", False),
        (4, "Chưa gửi báo cáo: ban, hạt, đội, đài.", True),
        (1, "Các đơn vị đã gửi báo cáo theo quy định.", False),
    ],
)
def test_a_list_that_other_passages_refer_to_is_not_left_out(silent, template, told):
    shot = full_snapshot(silent=silent)
    passages = {each.key: each for each in report_passages(shot, "ubnd")}
    figures = report_figures(shot, "ubnd")
    base = template_of(passages["reporting"].paragraphs)
    edit = PassageEdit("reporting", template, base, figures, shot.now)
    found = disagreements(edit, passages["reporting"], figures)
    key = "state.names.overdue"
    assert [(each.key, each.serious) for each in found] == [(key, True)] * told
    assert all("khoản 2 mục I" in each.sentence for each in found)
    # The same words typed by hand are the list, too.
    typed = PassageEdit("reporting", f"Chưa gửi: {figures[key]}.", base, figures, shot.now)
    assert not disagreements(typed, passages["reporting"], figures)


def offers(*submissions, key: str):
    (passage,) = [p for p in report_passages(snapshot(*submissions), "ubnd") if p.key == key]
    return passage.offers


def test_words_of_units_are_offered_with_where_they_stand():
    cell = Value("K03", "Mạng yếu", "Mạng yếu", source=Source("ab", "bc.xlsx", "Biểu K", "C5"))
    found = offers(
        submission(VINH_AN, (cell,)),
        submission(VINH_LOC, {"K03": "- Thiếu máy\x00;\n- thiếu người"}, number=2),
        submission(
            VINH_AN,
            {"K03": "Ít người dự"},
            number=3,
            kind=SubmissionKind.SUPPLEMENT,
        ),
        key="appraisal.limits",
    )
    assert [(o.unit, o.unit_name, o.words, o.source) for o in found] == [
        (
            VINH_LOC,
            "Thị trấn Vĩnh Lộc",
            "- Thiếu máy□;\n- thiếu người",
            "K03 – Tồn tại, hạn chế, khó khăn; nhập tay, báo cáo nhận 10/10/2024 08:30",
        ),
        (
            VINH_AN,
            "Xã Vĩnh An",
            "Mạng yếu",
            (
                "K03 – Tồn tại, hạn chế, khó khăn; tệp bc.xlsx, trang Biểu K, ô C5, nhận "
                "10/10/2024 08:30"
            ),
        ),
        (
            VINH_AN,
            "Xã Vĩnh An",
            "Ít người dự",
            "K03 – Tồn tại, hạn chế, khó khăn; nhập tay, báo cáo nhận 10/10/2024 08:30",
        ),
    ]


@pytest.mark.parametrize(
    ("indicator", "key"),
    [
        ("K01", "appraisal.results"),
        ("K02", "appraisal.results"),
        ("K06", "appraisal.results"),
        ("K04", "appraisal.causes"),
        ("K05", "proposals"),
        ("E07", "section.E"),
    ],
)
def test_each_text_is_offered_where_it_belongs(indicator, key):
    assert [o.indicator for o in offers(submission(VINH_AN, {indicator: "Lời."}), key=key)] == [
        indicator
    ]


def test_a_name_that_looks_like_a_field_stays_a_name():
    plan = plan_2024()
    units = tuple(
        replace(u, short_name="Xã {D02.value}", name="UBND xã {D02.value}")
        if u.code == VINH_AN
        else u
        for u in plan.units
    )
    shot = snapshot(
        submission(VINH_LOC, {"D02": 7}),
        submission(VINH_AN, number=2, kind=SubmissionKind.NOTHING),
        plan=replace(plan, units=units),
    )
    (passage,) = [p for p in report_passages(shot, "ubnd") if p.key == "reporting"]
    again = filled_in(template_of(passage.paragraphs), report_figures(shot, "ubnd"))
    assert again == passage.paragraphs
    assert any("Báo cáo không phát sinh: xã {D02.value}." in p.text for p in again)
