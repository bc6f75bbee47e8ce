"""`totals` against a second computation, from what `values` prints and the plan's files alone.

It is naive on purpose and shares no code with the program: tables are read as TOML, what stands is
found by replaying the accepted submissions one by one.
"""

import json
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from vinhloc_cds.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "plans" / "ke-hoach-2024"
CEREMONY = "2024-10-01T08:00:00+07:00"
NUMBERS = {"integer", "money"}
SUMS = {"sum", "sum_within_group", "computed"}
TOTALLED = SUMS | {"average", "max"}
COUNTED = {"count", "count_yes", "count_on_time"}


def toml(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def ask(capsys, *arguments: str):
    assert main(["--demo", *arguments, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


class Plan:
    def __init__(self) -> None:
        self.indicators = toml("indicators.toml")["indicator"]
        self.groups: dict[str, list[tuple[str, str]]] = {}
        for group in toml("units.toml")["group"]:
            self.groups[group["code"]] = [
                (unit["code"], unit.get("relation", group["relation"]))
                for unit in group.get("unit", [])
            ]
        communes = sum(relation == "obliged" for _, relation in self.groups["G_XA"])
        self.constants = {"communes": communes, "campaign_days": 10}


def standing(plan: Plan, rows: list[dict]) -> dict[str, dict[str, object]]:
    """The figures that count, by unit and indicator."""
    by_code = {indicator["code"]: indicator for indicator in plan.indicators}
    sent: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        if row["state"] == "accepted":
            sent[row["received"], row["submission"]].append(row)
    stand: dict[str, dict[str, object]] = defaultdict(dict)
    for key in sorted(sent):
        lines = sent[key]
        figures = stand[lines[0]["unit"]]
        if lines[0]["kind"] == "replacement":
            figures.clear()
        for line in lines:
            code, value = line["indicator"], line["value"]
            if line["kind"] == "additional":
                figures[code] = figures.get(code, 0) + value
            elif value is None and not line["raw"]:
                figures.pop(code, None)  # "xóa số liệu"; what says "chưa thống kê" is a blank
            elif value is not None:
                figures[code] = value
    for figures in stand.values():
        for code, indicator in by_code.items():
            parts = [figures[p] for p in indicator.get("computed_from", []) if p in figures]
            if parts:
                figures[code] = sum(parts)
    return stand


def expected_rows(plan: Plan, stand: dict[str, dict[str, object]]) -> list[dict]:
    rows = []
    for indicator in plan.indicators:
        how = indicator["aggregation"]
        counted = how in COUNTED
        totalled = how in TOTALLED and indicator["value_type"] in NUMBERS
        if indicator.get("submission_field") or not (counted or totalled):
            continue
        everyone = []
        for group, members in plan.groups.items():
            taking_part = [each for each in members if each[1] != "none"]
            if group in indicator["groups"] and taking_part:
                everyone += taking_part
                rows.append(total(plan, stand, indicator, group, taking_part))
        if how != "sum_within_group":
            rows.append(total(plan, stand, indicator, None, everyone))
    return rows


def total(plan: Plan, stand, indicator: dict, group: str | None, members) -> dict:
    code, how, below = indicator["code"], indicator["aggregation"], indicator.get("denominator", "")
    obliged = [unit for unit, relation in members if relation == "obliged"]
    given = {unit: stand[unit][code] for unit, _ in members if code in stand.get(unit, {})}
    bases = {unit: stand[unit][below] for unit in given if below in stand[unit]}
    missing = [unit for unit in obliged if unit not in given]
    value = denominator = ratio = None
    if how == "count_yes":
        value = sum(v is True for v in given.values()) if given else None
        denominator = len(obliged)
        if any(unit in given for unit in obliged):
            ratio = sum(given.get(unit) is True for unit in obliged) / denominator
    elif how == "count_on_time":
        held = [unit for unit, base in bases.items() if base is True]
        if given:
            value = sum(v == CEREMONY for v in given.values())
            denominator = len(held)
        if held:
            ratio = sum(given[unit] == CEREMONY for unit in held) / len(held)
    elif how == "count":
        value = len(given) or None
    else:
        numbers = list(given.values())
        if numbers and how == "average":
            value = sum(numbers) / len(numbers)
        elif numbers:
            value = max(numbers) if how == "max" else sum(numbers)
        if below in plan.constants:
            denominator = plan.constants[below]
            ratio = None if value is None else value / denominator
        elif bases:
            denominator = sum(bases.values())
            above = sum(given[unit] for unit in bases)
            ratio = above / denominator if denominator else None
    return {
        "code": code,
        "name": indicator["name"],
        "unit_of_measure": indicator.get("unit_of_measure", ""),
        "group": group,
        "value": value,
        "denominator": denominator,
        "ratio": ratio,
        "reported": len(obliged) - len(missing),
        "expected": len(obliged),
        "missing": missing,
        "extra_units": len(given) - (len(obliged) - len(missing)),
    }


@pytest.mark.parametrize("as_of", [(), ("--as-of", "2024-10-10")])
def test_every_total_agrees_with_a_second_computation(capsys, as_of):
    plan = Plan()
    values = ask(capsys, "values", *as_of)
    assert {row["kind"] for row in values} >= {"first"}
    ours = expected_rows(plan, standing(plan, values))
    theirs = ask(capsys, "totals", *as_of)
    assert [(row["code"], row["group"]) for row in theirs] == [
        (row["code"], row["group"]) for row in ours
    ]
    for own, found in zip(ours, theirs, strict=True):
        assert list(found) == list(own)
        for field in own:
            if isinstance(own[field], float):
                assert found[field] == pytest.approx(own[field], rel=1e-12), (own, found)
            else:
                assert found[field] == own[field], (field, own, found)


def test_the_demo_gives_the_totals_something_to_count(capsys):
    theirs = ask(capsys, "totals")
    assert sum(row["value"] is not None for row in theirs) > len(theirs) / 2
    assert any(row["missing"] for row in theirs)
    assert any(row["extra_units"] for row in theirs)
    assert {row["group"] for row in theirs} >= {None, "G_XA", "G_VT", "G_PB"}
    assert all(row["group"] for row in theirs if row["code"].startswith("E0"))
