"""Passages in the officer's words: stored beside the program's, held against the data."""

import pytest
from memory import MemoryStore, office
from report_samples import NOW, plan_2024, submission

from vinhloc_cds.errors import UserError
from vinhloc_cds.services.office import Office

PLAN = "KH-CDS-2024"
KEY = "section.C"
TEMPLATE = "Các đơn vị đăng {C01.value} tin, bài.\n- Trong đó 7 tin trên Zalo."


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore(plan_2024(), now=NOW)
    store.tables.submissions[1] = submission("PB03", {"C01": 7})
    return store


@pytest.fixture
def case(store: MemoryStore) -> Office:
    return office(store)


def passage(case: Office):
    return {view.passage.key: view for view in case.reporting.passages(PLAN, "ubnd")}[KEY]


def test_the_program_words_what_the_officer_does_not(case, store):
    view = passage(case)
    assert (view.edit, view.disagreements, view.template) == (None, (), view.own)
    assert view.figures["C01.value"] == "7"


def test_an_edit_stands_with_what_was_then_and_can_be_undone(case, store):
    case.reporting.edit_passage(PLAN, "ubnd", KEY, f"\n{TEMPLATE}  \r\n")
    view = passage(case)
    assert (view.template, view.edit.base, view.disagreements) == (TEMPLATE, view.own, ())
    assert view.edit.seen["C01.value"] == "7"
    assert [line.action for line in store.tables.audit] == ["edit"]
    case.history.undo()
    assert passage(case).edit is None


def test_the_programs_own_words_are_no_edit(case, store):
    case.reporting.edit_passage(PLAN, "ubnd", KEY, passage(case).own)
    assert store.tables.audit == []
    case.reporting.edit_passage(PLAN, "ubnd", KEY, TEMPLATE)
    case.reporting.edit_passage(PLAN, "ubnd", KEY, passage(case).own)
    assert passage(case).edit is None


def test_words_that_no_longer_agree_are_kept_or_discarded(case, store):
    case.reporting.edit_passage(PLAN, "ubnd", KEY, TEMPLATE)
    store.tables.submissions[1] = submission("PB03", {"C01": 9})
    assert "7" in {each.literal for each in passage(case).disagreements}
    title = passage(case).passage.title
    points = case.issuing.propose(PLAN, "ubnd").open_points
    assert [point for point in points if title in point]
    case.reporting.keep_edit(PLAN, "ubnd", KEY)
    kept = passage(case)
    assert (kept.template, kept.edit.base, kept.edit.seen["C01.value"]) == (TEMPLATE, kept.own, "9")
    case.reporting.discard_edit(PLAN, KEY)
    assert passage(case).template == kept.own
    case.history.undo()
    assert passage(case).edit == kept.edit


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (" \n ", "issuing.passage_blank"),
        ("Có {X99.value} tổ.", "issuing.unknown_field"),
        ("Có {state.nothing} tổ.", "issuing.unknown_field"),
    ],
)
def test_what_cannot_stand_is_refused(case, store, template, code):
    with pytest.raises(UserError) as refused:
        case.reporting.edit_passage(PLAN, "ubnd", KEY, template)
    assert refused.value.code == code
    assert store.written == 0


def test_a_figure_that_is_still_to_come_may_be_put_in(case):
    assert "D02.value" not in passage(case).figures
    case.reporting.edit_passage(PLAN, "ubnd", KEY, "Có {D02.value} tổ.")
    assert passage(case).template == "Có {D02.value} tổ."


def test_edits_stand_in_every_rendering(case, monkeypatch):
    monkeypatch.setattr(
        "vinhloc_cds.services.reporting.render", lambda document, *_, **more: document
    )
    case.reporting.edit_passage(PLAN, "ubnd", KEY, TEMPLATE)
    for draft in (True, False):
        document = case.reporting.render(PLAN, "pdf", draft=draft)
        assert "Các đơn vị đăng 7 tin, bài." in {getattr(b, "text", "") for b in document.blocks}
        assert document.draft is draft
