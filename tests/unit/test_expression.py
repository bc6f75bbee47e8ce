"""The language of the checks: what it can say, three-valued, and where it points when wrong."""

from datetime import date

import pytest
from builders import at
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.expression import ExpressionError, evaluate, names, parse

KNOWN = {
    "A01": True,
    "A02": "05/KH-UBND",
    "A03": date(2024, 10, 2),
    "B01": False,
    "B02": at("2024-10-01T08:00"),
    "C05": 4,
    "C06": 60,
    "D01": 12,
    "D02": 12,
    "E01": 100,
    "E03": 250,
    "H01": 0,
    "K01": "Tốt",
    "plan.communes": 13,
    "plan.ceremony": at("2024-10-01T08:00"),
    "profile.hamlets": 9,
    "received": date(2024, 10, 10),
}


@pytest.mark.parametrize(
    "expression",
    [
        "0 <= D02 <= D01",
        "D02 = D01 and A01 = yes",
        "A01",
        "B01 = no or D02 > 100",
        "(B01 = yes or A01 = yes) and D02 != 11",
        "1 <= C06 / C05 <= 60",
        "C06 / C05 = 15",
        "2 + 3 * 4 = 14",
        "(2 + 3) * 4 = 20",
        "10 - 3 - 2 = 5",
        "1 / 3 * 3 = 1",
        "sum(E01..E06) = 350",
        "max(E01..E06) = 250",
        "D02 <= plan.communes",
        "D01 != profile.hamlets",
        "2024-09-16 <= A03 <= 2024-10-15",
        "B02 = 2024-10-01T08:00",
        "B02 = plan.ceremony",
        "B02 >= 2024-10-01",
        "2024-10-01 = B02",
        "A03 <= received",
        "filled(A02)",
        'matches(A02, "^\\d{1,5}/KH-[A-ZĐ]+$")',
        "length(K01) <= 3000",
        'A02 = "05/KH-UBND"',
        "  D02<=D01  ",
    ],
)
def test_what_holds(expression):
    assert evaluate(expression, KNOWN) is True


@pytest.mark.parametrize(
    "expression",
    [
        "D02 < D01",
        "1 <= D02 <= 3",
        "A01 = no",
        "filled(K02)",
        "filled(A99)",
        'matches(A02, "^BC")',
        "length(K01) > 3",
        "B02 < 2024-10-01T08:00",
        "D02 = 1 and K02 = K01",
    ],
)
def test_what_does_not_hold(expression):
    assert evaluate(expression, KNOWN) is False


@pytest.mark.parametrize(
    "expression",
    [
        "D03 >= D01",
        "0 <= D03 <= D01",
        "D03 + D01 > 0",
        "sum(F01..F03) >= 0",
        "max(F01..F03) >= 0",
        'matches(K02, "x")',
        "length(K02) < 3",
        # Nothing is a number of times nothing.
        "C06 / H01 <= 60",
        "D03",
        "profile.households > 1",
        "D02 = 12 and D03 = 1",
        "D02 = 1 or D03 = 1",
    ],
)
def test_a_blank_makes_it_unknown(expression):
    assert evaluate(expression, KNOWN) is None


def test_a_blank_is_not_zero():
    assert evaluate("H01 = 0", KNOWN) is True
    assert evaluate("H02 = 0", KNOWN) is None


def test_an_unknown_does_not_matter_where_the_other_side_decides():
    assert evaluate("D02 = 12 or D03 = 1", KNOWN) is True
    assert evaluate("D02 = 1 and D03 = 1", KNOWN) is False
    # 20 > D01 already breaks the chain, whatever D03 is.
    assert evaluate("20 <= D01 <= D03", KNOWN) is False


def test_an_empty_text_is_not_filled_in():
    assert evaluate("filled(A02)", {"A02": ""}) is False


def test_no_is_filled_in_and_so_is_zero():
    assert evaluate("filled(B01) and filled(H01)", KNOWN) is True


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("0 <= D02 <= D01", {"D01", "D02"}),
        ("sum(E01..E03) >= E00", {"E00", "E01", "E02", "E03"}),
        ("max(E09..E11) > 1", {"E09", "E10", "E11"}),
        ('filled(A02) or matches(A03, "x")', {"A02", "A03"}),
        ("plan.communes = profile.hamlets", set()),
    ],
)
def test_the_codes_it_uses(expression, codes):
    assert names(expression) == codes


def test_what_it_wants_filled_in_and_which_facts_it_uses():
    parsed = parse("filled(A02) and A03 <= received")
    assert parsed.required == {"A02"}
    assert parsed.facts == {"received"}


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("", 1),
        ("D02 <=", 7),
        ("D02 <= <= D01", 8),
        ("D02 D01", 5),
        ("(D02 = 1", 9),
        ("D02 = 1)", 8),
        ("D02 & D01", 5),
        ("D02 = maybe", 7),
        ("plan.sum = 1", 1),
        ("sum(E01)", 8),
        ("sum(E01..D06)", 10),
        ("sum(E06..E01)", 10),
        ("filled(3)", 8),
        ('matches(A02, "[")', 14),
        ("A03 = 2024-13-01", 7),
        ("D02 = d01", 7),
        ("D02x = 1", 1),
        ("and", 1),
    ],
)
def test_an_error_names_its_position(expression, position):
    with pytest.raises(ExpressionError) as error:
        parse(expression)
    assert error.value.position == position
    assert f"ký tự thứ {position}" in str(error.value)


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("D02 < A03", 5),
        ("D02 = A01", 5),
        ("A01 > no", 5),
        ("A02 < K01", 5),
        ("D02 + A01 = 1", 5),
        ("sum(A01..A02) = 1", 1),
        ("D02 + 1", 1),
        ("D02 = 1 and D01", 1),
    ],
)
def test_comparing_what_is_unlike_is_an_error_too(expression, position):
    with pytest.raises(ExpressionError) as error:
        evaluate(expression, KNOWN)
    assert error.value.position == position


truths = st.sampled_from([True, False, None])


@given(truths, truths)
def test_kleene(one, other):
    values = {"A01": one, "B01": other}
    both, either = evaluate("A01 and B01", values), evaluate("A01 or B01", values)
    rank = {False: 0, None: 1, True: 2}
    assert rank[both] == min(rank[one], rank[other])
    assert rank[either] == max(rank[one], rank[other])


numbers = st.one_of(st.none(), st.integers(-1000, 1000))


@given(numbers, numbers, numbers)
def test_filling_a_blank_never_changes_an_answer(one, two, three):
    """What is known with blanks stays so, whatever the blanks turn out to be."""
    source = "D01 <= D02 and (D02 < D03 or D01 = 0)"
    partly = evaluate(source, {"D01": one, "D02": two, "D03": three})
    filled = evaluate(source, {"D01": one or 0, "D02": two or 0, "D03": three or 0})
    assert partly in {None, filled}


@given(st.lists(st.one_of(st.none(), st.integers(0, 1000)), min_size=6, max_size=6))
def test_a_blank_never_changes_a_sum(figures):
    values = {f"E0{number}": figure for number, figure in enumerate(figures, 1)}
    known = [figure for figure in figures if figure is not None]
    assert evaluate(f"sum(E01..E06) = {sum(known)}", values) is (True if known else None)
