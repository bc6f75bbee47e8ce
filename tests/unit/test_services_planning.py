"""Plans: loading, editing, deadlines, marks; each with its line of audit and its way back."""

from dataclasses import replace
from datetime import date

import builders
import pytest
from memory import MemoryStore, office

from vinhloc_cds.domain.deadline import Deadline, Extension, Window
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Contact, Relation, UnitProfile
from vinhloc_cds.errors import UserError

LATER = Deadline(date(2024, 10, 15), exclusive=False)
BUILT_IN = "KH-CDS-2024"


@pytest.fixture
def store() -> MemoryStore:
    units = [
        builders.unit("A"),
        builders.unit("B", "G_NH", Relation.ASKED),
        builders.unit("X", "G_KHAC", Relation.NONE),
    ]
    duties = [
        builders.duty("V1", by_hand=True),
        builders.duty("D1", indicators=["C01"]),
    ]
    return MemoryStore(builders.plan(units, [builders.indicator("C01")], duties))


def plan_of(store: MemoryStore):
    return store.tables.plans[builders.PLAN]


def lines(store: MemoryStore) -> list[tuple[str, str, str]]:
    return [(line.action, line.entity, line.entity_id) for line in store.tables.audit]


class TestBuiltIn:
    def test_the_first_start_loads_the_plan_and_says_so(self):
        store = MemoryStore()
        office(store).planning.ensure_built_in()
        assert list(store.tables.plans) == [BUILT_IN]
        assert lines(store) == [("load", "plan", BUILT_IN)]
        assert store.tables.audit[0].actor
        assert store.written == 1

    def test_starting_again_writes_nothing(self):
        store = MemoryStore()
        office(store).planning.ensure_built_in()
        before = store.tables
        office(store).planning.ensure_built_in()
        assert store.tables is before

    def test_what_was_edited_stays_edited(self):
        store = MemoryStore()
        planning = office(store).planning
        planning.ensure_built_in()
        planning.change_header(replace(planning.plan(), number="123/KH-UBND"))
        planning.ensure_built_in()
        assert planning.plan().number == "123/KH-UBND"

    def test_a_chosen_actor_stays(self, store):
        office(store).planning.set_actor("Nguyễn Văn A")
        office(store).planning.ensure_built_in()
        assert office(store).planning.actor() == "Nguyễn Văn A"


class TestLookingUp:
    def test_without_a_code_the_newest_plan(self, store):
        newer = replace(plan_of(store), code="KH-MOI")
        store.tables.plans[newer.code] = newer
        assert office(store).planning.plan().code == "KH-MOI"
        assert office(store).planning.plan(builders.PLAN).code == builders.PLAN

    def test_an_unknown_code_names_the_known_ones(self, store):
        with pytest.raises(UserError, match=builders.PLAN):
            office(store).planning.plan("KH-KHAC")

    def test_an_empty_store_has_no_plan(self):
        with pytest.raises(UserError) as refused:
            office(MemoryStore()).planning.snapshot()
        assert refused.value.code == "service.no_plan"

    def test_a_snapshot_holds_what_was_received_up_to_a_moment(self, store):
        for id_, day in enumerate(("2024-10-09T08:00", "2024-10-11T08:00"), 1):
            store.tables.submissions[id_] = builders.submission("A", received=day, id=id_)
        withdrawn = builders.submission("A", state=SubmissionState.WITHDRAWN, id=3)
        store.tables.submissions[3] = withdrawn
        planning = office(store).planning
        assert [s.id for s in planning.snapshot().submissions] == [1, 2]
        then = planning.snapshot(as_of=builders.at("2024-10-10T00:00"))
        assert [s.id for s in then.submissions] == [1]
        assert then.now == store.now


class TestEditing:
    def test_a_header_keeps_units_and_duties(self, store):
        before = plan_of(store)
        changed = replace(before, number="05/KH-UBND", units=(), duties=(), indicators=())
        office(store).planning.change_header(changed)
        assert plan_of(store) == replace(before, number="05/KH-UBND")
        (line,) = store.tables.audit
        assert line.detail == {"before": {"number": ""}, "after": {"number": "05/KH-UBND"}}

    def test_a_header_needs_a_title_and_windows_that_go_forward(self, store):
        planning = office(store).planning
        with pytest.raises(UserError):
            planning.change_header(replace(plan_of(store), title=" "))
        backwards = Window(date(2024, 10, 15), date(2024, 9, 26))
        with pytest.raises(UserError):
            planning.change_header(replace(plan_of(store), publicity=backwards))
        assert store.written == 0

    def test_a_unit_is_changed_in_nfc_and_taken_back(self, store):
        case = office(store)
        before = plan_of(store).unit_by_code["A"]
        decomposed = "Nguye\u0302\u0303n Va\u0306n Hu\u031bng"
        after = replace(before, contact=Contact(person=decomposed, phone="0912345678"))
        case.planning.change_unit(builders.PLAN, after)
        assert plan_of(store).unit_by_code["A"].contact.person == "Nguyễn Văn Hưng"
        case.history.undo()
        assert plan_of(store).unit_by_code["A"] == before
        assert lines(store) == [("change", "unit", "KH-THU/A"), ("undo", "unit", "KH-THU/A")]

    def test_saving_a_unit_unchanged_writes_nothing(self, store):
        case = office(store)
        case.planning.change_unit(builders.PLAN, plan_of(store).unit_by_code["A"])
        assert store.tables.audit == []
        assert case.history.next_label is None

    def test_a_new_unit_that_is_undone_has_no_relation(self, store):
        case = office(store)
        case.planning.change_unit(builders.PLAN, builders.unit("N"))
        assert plan_of(store).unit_by_code["N"].relation is Relation.OBLIGED
        case.history.undo()
        assert plan_of(store).unit_by_code["N"].relation is Relation.NONE

    @pytest.mark.parametrize(
        "wrong",
        [{"name": " "}, {"short_name": ""}, {"profile": UnitProfile(households=-1)}],
    )
    def test_a_unit_that_makes_no_sense_is_refused(self, store, wrong):
        unit = replace(plan_of(store).unit_by_code["A"], **wrong)
        with pytest.raises(UserError):
            office(store).planning.change_unit(builders.PLAN, unit)

    def test_duties_and_indicators_are_changed_and_taken_back(self, store):
        case = office(store)
        before = plan_of(store)
        duty = replace(before.duty_by_code["D1"], text="Việc mới")
        indicator = replace(before.indicator_by_code["C01"], name="Tên mới")
        case.planning.change_duty(builders.PLAN, duty)
        case.planning.change_indicator(builders.PLAN, indicator)
        assert plan_of(store).duty_by_code["D1"].text == "Việc mới"
        assert plan_of(store).indicator_by_code["C01"].name == "Tên mới"
        case.history.undo()
        case.history.undo()
        assert plan_of(store) == before

    def test_new_duties_and_indicators_that_are_undone_bind_nobody(self, store):
        case = office(store)
        case.planning.change_duty(builders.PLAN, replace(builders.duty("N1"), text="Việc"))
        case.planning.change_indicator(builders.PLAN, builders.indicator("C99"))
        case.history.undo()
        case.history.undo()
        assert plan_of(store).duty_by_code["N1"].units == ()
        assert plan_of(store).indicator_by_code["C99"].groups == ()

    def test_blank_duties_and_indicators_are_refused(self, store):
        planning = office(store).planning
        with pytest.raises(UserError):
            planning.change_duty(builders.PLAN, builders.duty("D1"))
        nameless = replace(builders.indicator("C01"), name="")
        with pytest.raises(UserError):
            planning.change_indicator(builders.PLAN, nameless)


class TestDeadlines:
    def test_one_unit_gets_a_later_deadline_and_loses_it_again(self, store):
        case = office(store)
        case.planning.extend(builders.PLAN, Extension("A", LATER, "Mưa lũ"))
        assert case.planning.snapshot().deadline_of("A") == LATER
        case.planning.end_extension(builders.PLAN, "A")
        assert case.planning.snapshot().deadline_of("A") == builders.DEADLINE
        case.history.undo()
        assert case.planning.snapshot().deadline_of("A") == LATER
        case.history.undo()
        assert case.planning.snapshot().extensions == ()

    @pytest.mark.parametrize(
        ("extension", "code"),
        [
            (Extension("A", LATER, " "), "service.extension_without_reason"),
            (Extension("A", builders.DEADLINE, "Mưa"), "service.extension_not_later"),
            (Extension("X", LATER, "Mưa"), "service.extension_not_due"),
        ],
    )
    def test_an_extension_needs_a_reason_a_later_day_and_a_unit_that_reports(
        self, store, extension, code
    ):
        with pytest.raises(UserError) as refused:
            office(store).planning.extend(builders.PLAN, extension)
        assert refused.value.code == code
        assert store.written == 0

    def test_ending_what_is_not_there_writes_nothing(self, store):
        office(store).planning.end_extension(builders.PLAN, "A")
        assert store.tables.audit == []


class TestMarks:
    def test_a_mark_is_set_changed_removed_and_taken_back(self, store):
        case = office(store)
        noted = Mark("D1", "A", None, "", "Đã gọi điện")
        without = Mark("D1", "A", MarkState.NOT_APPLICABLE, "Xã không có chợ", "Đã gọi điện")
        case.planning.mark(builders.PLAN, noted)
        case.planning.mark(builders.PLAN, without)
        assert case.planning.snapshot().marks == (without,)
        case.planning.mark(builders.PLAN, Mark("D1", "A", None, "", " "))
        assert case.planning.snapshot().marks == ()
        for left in ((without,), (noted,), ()):
            case.history.undo()
            assert case.planning.snapshot().marks == left

    def test_not_applicable_needs_a_reason(self, store):
        with pytest.raises(UserError):
            office(store).planning.mark(
                builders.PLAN, Mark("D1", "A", MarkState.NOT_APPLICABLE, " ", "")
            )

    def test_only_what_figures_do_not_settle_is_done_by_hand(self, store):
        planning = office(store).planning
        planning.mark(builders.PLAN, Mark("V1", "A", MarkState.ACCEPTED, "", ""))
        with pytest.raises(UserError):
            planning.mark(builders.PLAN, Mark("D1", "A", MarkState.ACCEPTED, "", ""))


class TestActor:
    def test_the_actor_is_changed_and_taken_back(self, store):
        case = office(store)
        case.planning.set_actor("  Lê Thị B ")
        case.planning.set_actor("Trần Văn C")
        assert case.planning.actor() == "Trần Văn C"
        case.history.undo()
        assert case.planning.actor() == "Lê Thị B"

    def test_nobody_is_no_actor(self, store):
        with pytest.raises(UserError):
            office(store).planning.set_actor("  ")
