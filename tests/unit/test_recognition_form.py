"""Our own form: known by its ids whatever was done to it, and by its labels without them."""

from datetime import date

import pytest
from grids import HUNG, HUNGF, blank_form, cell, checked, form, moved, plan, read, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from vinhloc_cds.domain.incoming import FileKind, Recognition, Todo
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.grid import Book, Cell, CellKind, Sheet, cell_name
from vinhloc_cds.forms.opening import open_book
from vinhloc_cds.forms.recognition import recognise
from vinhloc_cds.forms.signature import FIELDS, HIDDEN_SHEET, PROFILE, Signature
from vinhloc_cds.texts import text

FILLED = {
    "A01": "Có",
    "A03": "20/09/2024",
    "C08": 12,
    "D01": 9,
    "D02": "9 tổ",
    "K01": "Đã ra quân.",
    "R01": "12/BC-UBND",
    "R02": date(2024, 10, 10),
    "R05": "Nguyễn Văn A",
    "phone": "0912 345 678",
    "note": "Chưa có số hộ.",
}
FOUND = {"A01": True, "A03": date(2024, 9, 20), "C08": 12, "D01": 9, "D02": 9, "K01": "Đã ra quân."}


def found(reading):
    return {value.indicator: value.value for value in reading.values}


def told(reading):
    return {(problem.todo, problem.severity) for problem in reading.problems}


def test_every_units_blank_form_is_known_and_asks_nothing_by_itself():
    context = Context(plan())
    for unit in plan().units:
        if plan().indicators_of(unit):
            book = open_book(blank_form(unit.code), "bieu.xlsx")
            reading = checked(recognise(book, "bieu.xlsx", context))
            assert reading.recognition is Recognition.FORM_ID
            assert (reading.unit, reading.plan) == (unit.code, plan().code)
            assert not reading.values
            assert not reading.note
            # Whether nothing arose is asked where its kind is chosen, and only there.
            assert not reading.problems


def rows_shuffled(made: Sheet) -> None:
    """Sorted by name, say: the rows in the opposite order, the hidden first row stays."""
    last = max(row for row, _ in made.cells)
    moved(made, lambda row, column: (row if row < 8 else last + 8 - row, column))


def test_fields_and_values_are_read_from_the_form():
    reading = read(form(FILLED))
    assert reading.recognition is Recognition.FORM_ID
    assert reading.unit == HUNG
    assert found(reading) == FOUND
    assert reading.number == "12/BC-UBND"
    assert reading.signed_on == date(2024, 10, 10)
    assert (reading.maker, reading.phone) == ("Nguyễn Văn A", "0912 345 678")
    assert reading.note == "Chưa có số hộ."
    assert not reading.problems
    assert all(value.doubt is None and not value.label for value in reading.values)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: moved(s, lambda r, c: (r + 5, c)), id="rows above (E3)"),
        pytest.param(lambda s: moved(s, lambda r, c: (r, c + 2)), id="columns before"),
        pytest.param(lambda s: moved(s, lambda r, c: (r, c + (c > 3))), id="column inserted"),
        pytest.param(
            lambda s: moved(s, lambda r, c: (r, {2: 4, 4: 2}.get(c, c))), id="columns swapped (C11)"
        ),
        pytest.param(lambda s: moved(s, lambda r, c: (r + (r > 30) * 3, c)), id="rows inserted"),
        pytest.param(rows_shuffled, id="sorted"),
        pytest.param(lambda s: s.cells.pop((0, 0)), id="signature lost"),
        pytest.param(lambda s: setattr(s, "name", "Sheet (2)"), id="renamed (E8)"),
        pytest.param(lambda s: setattr(s, "hidden", True), id="on a hidden sheet (E8)"),
        pytest.param(
            lambda s: moved(s, lambda r, c: (r, c - 1) if c else None), id="hidden column deleted"
        ),
    ],
)
def test_the_form_is_known_by_its_ids_whatever_was_done_to_it(change):
    reading = read(form(FILLED, change=change))
    assert reading.recognition is Recognition.FORM_ID
    assert reading.unit == HUNG
    assert found(reading) == FOUND
    assert reading.number == "12/BC-UBND"
    assert reading.note == "Chưa có số hộ."


def without_codes(made: Sheet) -> None:
    """Pasted without ids and without the column of codes; the headings over it stay."""
    heads = {
        place: each
        for place, each in made.cells.items()
        if place[1] == 1 and each.raw not in plan().indicator_by_code and each.raw != "Mã"
    }
    moved(made, lambda r, c: (r - 1, c - 2) if r and c > 1 else None)
    made.cells |= {(r - 1, 0): each for (r, _), each in heads.items() if r}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: moved(s, lambda r, c: (r - 1, c) if r else None), id="first row"),
        pytest.param(
            lambda s: moved(s, lambda r, c: (r - 1, c - 1) if r and c else None), id="both"
        ),
        pytest.param(without_codes, id="the codes that are seen, too"),
    ],
)
def test_without_its_ids_the_form_is_known_by_its_labels(change):
    reading = read(form(FILLED, change=change))
    assert reading.recognition is Recognition.FORM_LABELS
    assert reading.unit == HUNG
    assert found(reading) == FOUND
    assert reading.number == "12/BC-UBND"
    assert reading.signed_on == date(2024, 10, 10)
    assert reading.maker == "Nguyễn Văn A"
    assert not [value for value in reading.values if value.doubt]


def test_the_profile_is_none_of_the_figures_where_the_form_was_pasted_without_its_codes():
    """What the office has on file reads like D01, D03 and D06, and its heading is gone."""
    made = form({"C08": 12, "D01": 9, "D06": 7})
    moved(made, lambda row, column: None if column < 2 or row == 0 else (row - 1, column - 2))
    reading = read(made, unit=HUNG)
    assert reading.recognition is Recognition.FORM_LABELS
    assert found(reading) == {"C08": 12, "D01": 9, "D06": 7}
    assert not reading.problems


def test_the_hidden_sheet_signs_a_form_that_lost_its_own_signature():
    made = form(FILLED, change=lambda s: s.cells.pop((0, 0)))
    signature = Signature.of(plan(), plan().unit_by_code[HUNG])
    spare = sheet(
        [
            ["plan", signature.plan],
            ["unit", signature.unit],
            ["version", signature.version],
            ["checksum", signature.checksum],
        ],
        HIDDEN_SHEET,
        hidden=True,
    )
    assert read(made, spare).plan == plan().code


@pytest.mark.parametrize(
    ("signature", "told_as", "values"),
    [
        ("VLCDS;KH-CDS-2023;15367;1;0123456789ab", (Todo.MEND, Severity.BLOCK), 0),
        ("VLCDS;KH-CDS-2024;15367;0;0123456789ab", (Todo.CONFIRM, Severity.QUESTION), 6),
        ("VLCDS;KH-CDS-2024;15367;1;0123456789ab", (Todo.CONFIRM, Severity.QUESTION), 6),
        ("VLCDS;KH-CDS-2024;99999;1;0123456789ab", (Todo.CHOOSE_UNIT, Severity.QUESTION), 6),
    ],
    ids=["last year's (D12)", "older version (E16)", "other indicators", "no such unit (D8)"],
)
def test_a_form_that_is_not_quite_ours_is_explained(signature, told_as, values):
    made = form(FILLED, change=lambda s: s.cells.update({(0, 0): cell(signature)}))
    reading = read(made)
    assert told_as in told(reading)
    assert len(reading.values) == values


def test_a_form_signed_by_an_unknown_unit_is_asked_about_with_its_head_proposed():
    signature = "VLCDS;KH-CDS-2024;99999;1;0123456789ab"
    reading = read(form(FILLED, change=lambda s: s.cells.update({(0, 0): cell(signature)})))
    (asked,) = [each for each in reading.problems if each.todo is Todo.CHOOSE_UNIT]
    assert (reading.unit, asked.proposal) == (None, HUNG)
    assert "99999" in asked.message


def test_a_form_whose_signature_was_wiped_is_taken_by_its_head_with_a_flag():
    reading = read(form(FILLED, change=lambda s: s.cells.pop((0, 0))))
    assert (reading.recognition, reading.unit) == (Recognition.FORM_ID, HUNG)
    assert found(reading) == FOUND
    assert told(reading) == {(Todo.KNOW, Severity.FLAG)}
    assert "đã bị xóa" in reading.problems[0].message
    assert not read(form(FILLED, change=lambda s: s.cells.pop((0, 0))), unit=HUNG).problems


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ("V?n b?n ch? ??o", True),
        ("V?N B?N", True),
        ("Ra qu\ufffdn", True),
        ("Đã ra quân chưa? Rồi.", False),
        ("Khó khăn gì?Không có.", False),
        ("Xem xavinhhung.example/tin?id=5", False),
    ],
)
def test_a_text_that_lost_its_letters_is_asked_about(said, is_asked):
    reading = read(form({"C08": 12, "K01": said}))
    values = {value.indicator: value for value in reading.values}
    assert values["C08"].doubt is None
    assert values["K01"].value == said
    doubt = values["K01"].doubt
    assert (doubt is not None and doubt.severity is Severity.QUESTION) is is_asked
    assert doubt is None or "mất dấu" in doubt.sentence


def test_what_the_same_form_says_twice_in_a_book_is_noted_once():
    one, other = form(FILLED), form(FILLED)
    other.name = "Biểu (2)"
    assert read(one, other).note == FILLED["note"]


def test_forms_of_two_units_in_one_book_are_read_one_at_a_time():
    one, other = form(FILLED), form({"C08": 7}, unit=HUNGF)
    other.name = "Biểu (2)"
    reading = read(one, other)
    assert (reading.unit, reading.candidates) == (None, (HUNG, HUNGF))
    assert not reading.values
    assert (Todo.CHOOSE_UNIT, Severity.QUESTION) in told(reading)
    chosen = read(one, other, unit=HUNGF)
    assert found(chosen) == {"C08": 7}
    (aside,) = [problem for problem in chosen.problems if problem.todo is Todo.MEND]
    assert "Vĩnh Hưng" in aside.message
    assert aside.sheet == one.name


def test_two_copies_of_a_form_complete_each_other_and_their_contradictions_are_asked_about():
    one, other = form({"C08": 7, "C09": 1}), form({"C08": 7, "C09": 2, "C10": 3})
    other.name = "Bản sửa"
    reading = read(one, other)
    assert found(reading) == {"C08": 7, "C09": 1, "C10": 3}
    (asked,) = reading.problems
    assert (asked.todo, asked.sheet, asked.raw, asked.proposal) == (
        Todo.PLACE,
        "Bản sửa",
        "2",
        "C09",
    )


def test_a_form_filled_once_for_each_hamlet_is_added_up():
    sheets = []
    for number in (1, 2):
        made = form({"C08": number, "D05": 10}, unit=HUNGF)
        made.name = f"Thôn {number}"
        sheets.append(made)
    reading = read(*sheets)
    assert found(reading) == {"C08": 3, "D05": 10}
    assert "2 thôn" in reading.problems[0].message


def test_a_unit_said_by_the_officer_stands_and_the_contradiction_is_told():
    reading = read(form(FILLED), unit=HUNGF)
    assert reading.unit == HUNGF
    assert told(reading) == {(Todo.KNOW, Severity.FLAG)}


def beside(value, at, **more):
    return form(FILLED, change=lambda s: s.cells.update({at: cell(value, **more)}))


def row_of(code):
    return next(r for (r, c), each in form({}).cells.items() if c == 0 and each.raw == code)


def test_a_figure_beside_the_entries_is_asked_about_and_words_are_kept():
    at = (row_of("C09"), 10)
    (asked,) = read(beside(5, at)).problems
    assert (asked.todo, asked.severity) == (Todo.PLACE, Severity.QUESTION)
    assert (asked.cell, asked.raw, asked.proposal) == (cell_name(at), "5", "C09")
    reading = read(beside("treo ở 3 thôn", at))
    assert not reading.problems
    assert set(reading.note.splitlines()) == {"Chưa có số hộ.", "treo ở 3 thôn"}


@pytest.mark.parametrize(
    ("comment", "severity"),
    [("thực ra là 15", Severity.QUESTION), ("xem lại", Severity.FLAG)],
)
def test_comments_are_told_and_figures_in_them_asked_about(comment, severity):
    reading = read(beside(12, (row_of("C08"), 4), comment=comment))
    (asked,) = reading.problems
    assert (asked.severity, asked.indicator, asked.raw) == (severity, "C08", comment)


def test_a_picture_in_the_place_of_a_figure_asks_for_the_figure():
    made = form(FILLED)
    made.pictures = ((row_of("C10"), 4), (2, 1))
    asked, seal = read(made).problems
    assert (asked.todo, asked.severity, asked.indicator) == (
        Todo.MEND,
        Severity.QUESTION,
        "C10",
    )
    assert (seal.todo, seal.severity) == (Todo.KNOW, Severity.FLAG)


def test_hidden_entries_and_figures_of_other_files_are_taken_with_a_flag():
    hidden = read(beside(12, (row_of("C08"), 4), hidden=True))
    assert found(hidden) == FOUND
    assert told(hidden) == {(Todo.KNOW, Severity.FLAG)}
    linked = read(beside(12, (row_of("C08"), 4), formula="=[1]Sheet1!B7"))
    (value,) = [value for value in linked.values if value.indicator == "C08"]
    assert value.value == 12
    assert value.doubt.severity is Severity.FLAG


def test_a_date_of_signing_that_is_none_is_to_be_mended():
    reading = read(form({**FILLED, "R02": "đầu tháng 10"}))
    assert reading.signed_on is None
    (asked,) = reading.problems
    assert (asked.todo, asked.raw) == (Todo.MEND, "đầu tháng 10")


def test_other_sheets_are_not_read_but_named():
    reading = read(form(FILLED), sheet([["x", 5]], "Phụ lục"), sheet([["y", 5]], "an", hidden=True))
    assert found(reading) == FOUND
    assert [problem.sheet for problem in reading.problems] == ["Phụ lục", "an"]


def test_files_that_are_only_kept_are_entered_by_hand():
    for kind in (FileKind.PDF, FileKind.PICTURE, FileKind.DOC, FileKind.RAR, FileKind.MAIL):
        reading = recognise(Book(kind, []), "bao cao xã Vĩnh Hưng", Context(plan()))
        assert reading.recognition is Recognition.NONE
        # Its unit is asked for where it is typed in; what the name suggests is a hint.
        assert told(reading) == {(Todo.ENTER_BY_HAND, Severity.QUESTION)}
        assert (reading.unit, reading.candidates) == (None, (HUNG,))
        assert "UBND xã Vĩnh Hưng" in reading.problems[0].message


FIGURES = st.one_of(
    st.integers(0, 10**6), st.floats(0, 1e6).filter(lambda one: one > 0), st.just("25 lượt")
)
WORDS = st.text(st.sampled_from("abcđêô ,.\u200b"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 110), st.integers(0, 12)), st.one_of(FIGURES, WORDS), max_size=12
    ),
    st.booleans(),
)
def test_no_cell_is_lost_whatever_is_scattered_over_the_form(scattered, by_labels):
    """Each cell is counted once, and each figure is a value, a question or a number of a row."""
    made = form(FILLED)
    if by_labels:
        moved(made, lambda r, c: (r - 1, c - 1) if r and c else None)
    made.cells.update({place: cell(value) for place, value in scattered.items()})
    reading = read(made)
    visible = sum(1 for each in made.cells.values() if each.raw.strip(" \u200b"))
    if reading.recognition is Recognition.NONE:
        return
    assert reading.counts.cells == visible
    seen = {one.cell for one in (*reading.values, *reading.problems)}
    number_column = 0 if by_labels else 1
    for place, value in scattered.items():
        if isinstance(value, int | float) and place[1] != number_column:
            assert cell_name(place) in seen or is_of_form(made, place), (place, value)


def is_of_form(made: Sheet, place) -> bool:
    """Whether a field of the submission, or the office's own figures, stand on that row."""
    names = {text(f"form.{name}") for name in PROFILE} | {text(f"form.field.{n}") for n in FIELDS}
    return any(
        (each := made.cells.get((place[0], column))) is not None
        and each.raw in {*names, *PROFILE, *FIELDS}
        for column in range(3)
    )


def test_the_results_of_the_forms_own_checks_are_no_figures():
    at = (row_of("C08"), 7)
    formula = Cell(CellKind.UNCALCULATED, None, "=IF(1,2)", formula="=IF(1,2)")
    assert not read(beside(formula, at)).problems
