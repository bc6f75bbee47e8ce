"""What the audit log is told: plain terms, and only what differs."""

from dataclasses import replace
from datetime import date

import builders
from builders import at

from vinhloc_cds.domain.deadline import Window
from vinhloc_cds.domain.plan import Role
from vinhloc_cds.domain.submission import SubmissionState, Value
from vinhloc_cds.services.ledger import composed, differing, plain


def test_records_become_terms_of_json():
    window = Window(date(2024, 10, 1), None)
    assert plain(window) == {"start": "2024-10-01", "end": None, "start_time": None}
    assert plain(Role.LEAD) == "lead"
    assert plain(at("2024-10-11T16:00")) == "2024-10-11T09:00:00+00:00"
    assert plain({"a": (1, True, None)}) == {"a": [1, True, None]}
    assert isinstance(plain(Role.LEAD), str)
    assert type(plain(Role.LEAD)) is str


def test_values_stand_under_their_indicators():
    values = (Value("C01", 5, "5"), Value("C02", None, "", cleared=True))
    told = plain(values)
    assert list(told) == ["C01", "C02"]
    assert told["C02"]["cleared"] is True


def test_only_what_differs_is_told():
    before = builders.submission("A", {"C01": 5, "C02": 6})
    changed = tuple(replace(v, value=7, raw="7") if v.value == 5 else v for v in before.values)
    after = replace(before, state=SubmissionState.RECEIVED, values=changed)
    old, new = differing(plain(before), plain(after))
    assert old == {"state": "accepted", "values": {"C01": {"value": 5, "raw": "5"}}}
    assert new == {"state": "received", "values": {"C01": {"value": 7, "raw": "7"}}}


def test_what_is_new_or_gone_is_told_whole():
    assert differing(None, {"a": 1}) == (None, {"a": 1})
    assert differing({"a": {"b": 1}}, {"c": 2}) == ({"a": {"b": 1}}, {"c": 2})


def test_every_text_is_composed_wherever_it_stands():
    decomposed = "Hu\u031bng"
    unit = replace(builders.unit("A"), name=decomposed, aliases=(decomposed,))
    duty = replace(builders.duty("D1", window=Window(date(2024, 10, 1), None)), text=decomposed)
    assert composed(unit).name == "Hưng"
    assert composed(unit).aliases == ("Hưng",)
    assert composed(unit).relation is unit.relation
    assert composed(duty) == replace(duty, text="Hưng")
