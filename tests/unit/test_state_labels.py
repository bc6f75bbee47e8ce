"""Every state, kind and role that a screen may show has its short label, and no label is left."""

import tomllib

import pytest
from house import ROOT

from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Binding, Role, Severity
from vinhloc_cds.domain.progress import AssignmentState, UnitState
from vinhloc_cds.domain.submission import Channel, SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation

LABELLED = {
    "unit": UnitState,
    "assignment": AssignmentState,
    "submission": SubmissionState,
    "kind": SubmissionKind,
    "channel": Channel,
    "role": Role,
    "binding": Binding,
    "relation": Relation,
    "origin": Origin,
    "severity": Severity,
}
LABELS = tomllib.loads((ROOT / "resources/texts/state.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", LABELLED)
def test_each_has_a_label_of_its_own(table):
    assert set(LABELS[table]) == set(LABELLED[table])
    assert len(set(LABELS[table].values())) == len(LABELS[table])


def test_no_table_is_left_over():
    assert set(LABELS) == set(LABELLED)
