"""The names of the forms' files outlive Zalo, email and every file system."""

import re
from dataclasses import replace

from builders import plan as plan_of
from builders import unit

from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.services.handing_out import file_names

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.xlsx")


def test_names_of_the_plan_are_short_ascii_and_begin_with_the_code():
    plan = built_in_plans()[0].load()
    names = file_names(plan)
    assert names["15367"] == "15367-vinh-hung.xlsx"
    assert names["15379"] == "15379-vinh-hung.xlsx"
    assert names["15349"] == "15349-vinh-loc.xlsx"
    assert len(set(names.values())) == len(plan.units)
    for code, name in names.items():
        assert NAME.fullmatch(name)
        assert len(name) <= 45
        assert name.startswith(code.lower())


def test_no_two_units_share_a_file_even_without_accents_and_capitals():
    codes = ["x 1", "X-1", "x.1", "Đ", "d", "???", "!!!"]
    plan = plan_of(units=[replace(unit(code), short_name="Vĩnh") for code in codes])
    names = file_names(plan)
    assert len(set(names.values())) == len(codes)
    assert all(NAME.fullmatch(name) for name in names.values())
