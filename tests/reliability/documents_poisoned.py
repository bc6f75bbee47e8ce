"""The same documents with a hostile text wherever anybody may type or send one (R9)."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from documents_made import World, sent, sized, world
from report_documents import PAYLOADS

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.passages import literal

NEUTRAL = "Lời đơn vị"
"""What stands in place of a payload where nothing could take effect: as often as each of them."""

MORE = (
    "{D02.value}",
    "\\{D02.value}",
    "{state.units.late}",
    "{{0.__class__}}",
    "=cmd|' /C calc'!A0",
    "=1+1",
    '&P &D &[File] &"Arial"&99',
    "\\field",
    "{ MERGEFIELD ten }",
    '{ INCLUDETEXT "c:\\\\x" }',
    "PAGE",
    "</w:t><w:instrText>DDEAUTO c:\\\\x</w:instrText>",
    "<![CDATA[đậm]]>",
    "<!-- chú -->",
    "<?xml version='1.0'?>",
    "&lt;b&gt;",
    "](javascript:alert(1))",
    "http://example.vn/?a=1&b=2",
    "file://///may-chu/chia-se",
    ") /URI (http://x) /JS (app.alert(1)) >> endobj",
    "(\\053\\",
    "\u2066đảo\u2069 \u200bẩn\ufeff",
    "to\u0309 hợp rời",
    "một\r\nhai\u2028ba\x85bốn",
    "\t\t",
    "\ufffe\uffff\ue000",
    "'; DROP TABLE units; --",
    "%(name)s %n $x ${y}",
    "[Red]0;;;@",
    "\"trích\" “trong” 'dẫn'",
    "./.",
    "- mục",
    "I. MỤC",
    "漢字 한국어 ไทย",
)
ALL = (*PAYLOADS, *MORE)

# Codes, and what decides how something is counted: no text of anybody's.
_NO_WORDS = {
    "code", "group", "groups", "unit", "units", "indicator", "indicators", "condition",
    "computed_from", "denominator", "plan", "profile", "commune_group", "confidence", "rule",
    "when", "check", "sha256", "file_format", "audit_hash", "state", "scheme", "direction",
    "passage", "seen", "template", "base", "origins",
}  # fmt: skip


def poisoned(given: World, payload: str) -> World:
    """`given` with `payload` around every text, and in place of every blank one."""
    made = cast("World", _poisoned(given, payload))
    edits = tuple(
        PassageEdit(
            edit.passage,
            f"{literal(payload)} {edit.template}\n- {literal(payload)}",
            edit.base,
            edit.seen,
            edit.edited_at,
        )
        for edit in given.edits
    )
    return replace(made, name=f"poisoned with {payload[:30]!r}", edits=edits)


def _poisoned(item: Any, payload: str) -> Any:
    if type(item) is str:
        # In front, where a formula begins, and behind, where something else ends.
        return f"{payload} {item} {payload}" if item else payload
    if isinstance(item, tuple):
        return tuple(_poisoned(each, payload) for each in item)
    if isinstance(item, Mapping):
        return {key: _poisoned(each, payload) for key, each in item.items()}
    if is_dataclass(item) and not isinstance(item, type):
        parts = {
            field.name: found
            if field.name in _NO_WORDS and _is_code(found := getattr(item, field.name))
            else _poisoned(getattr(item, field.name), payload)
            for field in fields(item)
        }
        return type(item)(**parts)
    return item


def _is_code(found: object) -> bool:
    """Whether it names something rather than being it: a plan's own units are no codes."""
    return not is_dataclass(found) and not (
        isinstance(found, tuple) and any(is_dataclass(each) for each in found)
    )


def small_world() -> World:
    """Two units of each group, so that all kinds of rows and sentences are there."""
    whole = sized(31)
    return world("small", _few(whole), *sent(_few(whole), mixed=True))


def _few(plan: Plan) -> Plan:
    counts: dict[str, int] = {}
    kept = []
    for unit in plan.units:
        counts[unit.group] = counts.get(unit.group, 0) + 1
        if counts[unit.group] <= 2 and unit.relation is not Relation.NONE:
            kept.append(unit)
    there = {unit.code for unit in kept}
    return replace(
        plan,
        units=tuple(kept),
        duties=tuple(
            replace(duty, units=tuple(code for code in duty.units if code in there))
            for duty in plan.duties[::4]
        ),
    )
