"""What is found wrong with a submission's figures, and how it is settled (rule 12)."""

from dataclasses import replace
from datetime import date

import pytest
from builders import at, indicator, plan, submission, unit, value
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.checking import TYPE, check_values, read_entries, submission_fields
from vinhloc_cds.domain.plan import Aggregation, Check, Severity, ValueType
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind, Value
from vinhloc_cds.domain.unit import UnitProfile

FLAG, QUESTION, BLOCK = Severity.FLAG, Severity.QUESTION, Severity.BLOCK


def with_check(of, rule, severity=BLOCK, *, when="", message="sai"):
    check = Check(f"{of.code}.{len(of.checks) + 1}", severity, rule, message, when)
    return replace(of, checks=(*of.checks, check))


A01 = with_check(indicator("A01", value_type=ValueType.BOOLEAN), "filled(A01)")
A02 = with_check(
    indicator("A02", Aggregation.LIST, ValueType.TEXT), "filled(A02)", when="A01 = yes"
)
B02 = with_check(indicator("B02", value_type=ValueType.DATETIME), "B02 = plan.ceremony", QUESTION)
D01 = indicator("D01")
D02 = with_check(
    indicator("D02"), "0 <= D02 <= D01", message="{D02} tổ ra quân trên {D01} tổ; xem {K99}"
)
D05 = with_check(
    indicator("D05"), "D05 <= plan.campaign_days", message="quá {plan.campaign_days} ngày"
)
D06 = with_check(indicator("D06"), "D06 = profile.hamlets", FLAG)
H00 = with_check(
    indicator("H00", Aggregation.COMPUTED, ValueType.MONEY, computed_from=("H01", "H02")),
    "H00 = H01 + H02",
)
H01 = indicator("H01", value_type=ValueType.MONEY)
H02 = indicator("H02", value_type=ValueType.MONEY)
R02 = with_check(
    indicator("R02", value_type=ValueType.DATE, submission_field=True), "R02 <= received", FLAG
)

COMMUNE = replace(unit("A"), profile=UnitProfile(hamlets=9))
PLAN = plan(
    [COMMUNE, unit("B", group="G_NH")], [A01, A02, B02, D01, D02, D05, D06, H00, H01, H02, R02]
)

GIVEN = {"A01": False}


def draft(*entries, **more):
    return SubmissionDraft(
        "A", SubmissionKind.FIRST, at("2024-10-10T08:00"), Channel.EMAIL, entries=entries, **more
    )


def typed(**raws):
    entries = (Entry(code, raw) for code, raw in raws.items())
    return read_entries(PLAN, COMMUNE, draft(*entries))


def found(values, **more):
    """The findings as (indicator, check, severity)."""
    more.setdefault("standing", GIVEN)
    findings = check_values(PLAN, COMMUNE, values, **more)
    return [(finding.indicator, finding.check, finding.severity) for finding in findings]


def test_entries_become_values_and_keep_what_was_typed():
    entries = (
        Entry("D01", " 1.200 "),
        Entry("D02", "khoảng 30", reason="đơn vị chưa chốt"),
        Entry("D05", "  "),
        Entry("D06", "hai ba"),
        Entry("H01", "", cleared=True),
        Entry("A02", "Vi\u0303nh"),
    )
    assert read_entries(PLAN, COMMUNE, draft(*entries)) == (
        Value("D01", 1200, " 1.200 "),
        Value("D02", 30, "khoảng 30", estimate=True, reason="đơn vị chưa chốt"),
        Value("D06", None, "hai ba"),
        Value("H01", None, "", cleared=True),
        Value("A02", "Vĩnh", "Vi\u0303nh"),
    )


def test_a_day_without_a_year_is_in_the_year_of_the_plan():
    (moment,) = typed(B02="8h00 1/10")
    assert moment.value == at("2024-10-01T08:00")


def test_figures_in_order_raise_nothing():
    values = typed(A01="có", A02="05/KH-UBND", B02="01/10/2024 8h", D01="12", D02="12", D06="9")
    assert found(values, standing={}) == []


def test_what_cannot_be_read_blocks_with_its_proposal():
    (finding,) = check_values(PLAN, COMMUNE, typed(D01="O5"), standing=GIVEN)
    assert (finding.indicator, finding.check, finding.severity) == ("D01", TYPE, BLOCK)
    assert "O5" in finding.message
    assert "Đề nghị nhập: 5." in finding.message


def test_flags_of_reading_are_findings_too():
    assert found(typed(D01="~300")) == [("D01", TYPE, FLAG)]


def test_a_part_above_its_whole_blocks():
    assert found(typed(D01="5", D02="6")) == [("D02", "D02.1", BLOCK)]


def test_a_message_shows_the_figures_it_is_about():
    (finding,) = check_values(PLAN, COMMUNE, typed(D01="1200", D02="1300"), standing=GIVEN)
    assert finding.message == "1.300 tổ ra quân trên 1.200 tổ; xem {K99}"
    (finding,) = check_values(PLAN, COMMUNE, typed(D05="11"), standing=GIVEN)
    assert finding.message == "quá 10 ngày"


def test_a_blank_silences_a_check():
    assert found(typed(D02="6")) == []
    assert found(typed(D06="8")) == [("D06", "D06.1", FLAG)]
    unknown = replace(COMMUNE, profile=UnitProfile())
    assert check_values(PLAN, unknown, typed(D06="8"), standing=GIVEN) == ()


def test_what_is_required_blocks_until_it_is_there():
    assert found(typed(D01="5"), standing={}) == [("A01", "A01.1", BLOCK)]
    assert found(typed(A01="có"), standing={}) == [("A02", "A02.1", BLOCK)]
    assert found(typed(A01="chưa"), standing={}) == []


def test_what_is_required_may_have_come_earlier():
    assert found(typed(D01="5"), standing={"A01": True, "A02": "05/KH-UBND"}) == []


def test_nothing_is_required_of_units_that_are_not_asked():
    other = PLAN.unit_by_code["B"]
    assert check_values(PLAN, other, ()) == ()


def test_clearing_what_is_required_blocks():
    values = (Value("A01", None, "", cleared=True),)
    assert found(values, standing={"A01": False}) == [("A01", "A01.1", BLOCK)]


def test_a_mark_in_place_of_an_answer_leaves_the_earlier_one():
    assert found(typed(A01="-"), standing={"A01": False}) == [("A01", TYPE, QUESTION)]
    assert found(typed(A01="-"), standing={}) == [
        ("A01", TYPE, QUESTION),
        ("A01", "A01.1", BLOCK),
    ]


def test_what_cannot_be_read_is_not_called_missing_besides():
    assert found(typed(A01="có nhưng chưa ký"), standing={}) == [("A01", TYPE, BLOCK)]


def test_a_reason_answers_a_question_but_not_a_block():
    late = Entry("B02", "9h 01/10/2024")
    (finding,) = check_values(
        PLAN, COMMUNE, read_entries(PLAN, COMMUNE, draft(late)), standing=GIVEN
    )
    assert (finding.check, finding.severity, finding.answered) == ("B02.1", QUESTION, False)
    reasoned = replace(late, reason="mưa to")
    (finding,) = check_values(
        PLAN, COMMUNE, read_entries(PLAN, COMMUNE, draft(reasoned)), standing=GIVEN
    )
    assert finding.answered
    values = read_entries(PLAN, COMMUNE, draft(Entry("D01", "O5", reason="nhìn vậy")))
    (finding,) = check_values(PLAN, COMMUNE, values, standing=GIVEN)
    assert not finding.answered


def test_a_supplement_is_judged_together_with_what_it_supplements():
    assert found(typed(D02="6"), standing={**GIVEN, "D01": 5}) == [("D02", "D02.1", BLOCK)]
    assert found(typed(D01="7", D02="6"), standing={**GIVEN, "D01": 5}) == []


def test_a_contradiction_with_an_earlier_figure_is_told_where_it_can_be_mended():
    assert found(typed(D01="5"), standing={**GIVEN, "D02": 6}) == [("D01", "D02.1", BLOCK)]


def test_earlier_figures_alone_are_not_judged_again():
    assert found(typed(D05="3"), standing={**GIVEN, "D01": 5, "D02": 6}) == []


def test_a_total_computed_earlier_does_not_contradict_new_parts():
    standing = {**GIVEN, "H01": 1_000_000, "H02": 500_000, "H00": 1_500_000}
    assert found(typed(H01="2.000.000"), standing=standing) == []


def test_a_total_that_the_unit_states_itself_is_compared():
    values = typed(H00="4.000.000", H01="1.000.000", H02="2.000.000")
    assert found(values) == [("H00", "H00.1", BLOCK)]


def test_findings_follow_the_plan_s_order():
    values = typed(D06="8", D02="6", D01="5", A01="K")
    assert [code for code, _, _ in found(values)] == ["A01", "D02", "D06"]


def test_fields_of_the_submission_are_checked_where_they_are_given():
    sent = draft(number="05/BC-UBND", signed_on=date(2024, 10, 11), maker="Hoa", phone="0912345678")
    fields = submission_fields(sent)
    assert fields["R05"] == "Hoa 0912345678"
    assert found((), fields=fields) == [("R02", "R02.1", FLAG)]
    assert found((), fields=submission_fields(replace(sent, signed_on=date(2024, 10, 10)))) == []
    assert found((), fields=submission_fields(draft())) == []
    assert found(()) == []


def test_a_stored_submission_has_the_same_fields():
    stored = submission("A", received="2024-10-11T23:30")
    assert submission_fields(stored)["received"] == date(2024, 10, 11)
    assert submission_fields(stored)["R01"] is None


def test_a_value_read_from_elsewhere_is_not_read_again():
    """A cell of a form may hold a number behind a text that nobody would type."""
    assert found((Value("D01", 45, "=SUM(B3:B7)"),)) == []


def test_a_value_refused_elsewhere_stays_refused():
    assert found((Value("D01", None, "1200"),)) == [("D01", TYPE, BLOCK)]


def test_an_unknown_indicator_is_a_bug():
    with pytest.raises(KeyError):
        check_values(PLAN, COMMUNE, (value("Z99", 1),))


@given(
    st.dictionaries(
        st.sampled_from(["A01", "B02", "D01", "D02", "D05", "D06", "H01"]),
        st.sampled_from(["", "0", "5", "12", "có", "-", "O5", "~7", "01/10/2024 8h"]),
    )
)
def test_findings_are_about_what_was_given_or_is_required(raws):
    values = typed(**raws)
    given_codes = {value.indicator for value in values}
    for finding in check_values(PLAN, COMMUNE, values):
        assert finding.indicator in given_codes | {"A01", "A02"}
        assert finding.message
