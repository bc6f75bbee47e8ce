"""The plan's checks as formulas of a spreadsheet, so that they show while the unit types.

They say the same as `domain.expression`: a blank operand makes a check silent, `and` and `or` are
Kleene's. Each condition is therefore spelled twice, as what makes it true and as what makes it
false; where something is not known, neither is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from vinhloc_cds.domain import syntax
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.expression import parse
from vinhloc_cds.domain.plan import Check, ValueType
from vinhloc_cds.texts import text

_FALSE = "FALSE"
# Excel takes 255 characters between quotes, doubled ones among them, and 8192 in a formula.
_LONGEST_TEXT = 125
_LONGEST_FORMULA = 8000
_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_.]+)\}")
_DAY_ZERO = date(1899, 12, 30)
_MINUTES = 24 * 60


class Kind(Enum):
    """What an operand can be compared with."""

    NUMBER = auto()
    ANSWER = auto()
    TEXT = auto()
    DAY = auto()
    MOMENT = auto()


_KINDS = {
    ValueType.INTEGER: Kind.NUMBER,
    ValueType.MONEY: Kind.NUMBER,
    ValueType.BOOLEAN: Kind.ANSWER,
    ValueType.DATE: Kind.DAY,
    ValueType.DATETIME: Kind.MOMENT,
}


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in a formula; it means something where all of `known` hold, asked in their order.

    `cell` is where it stands, "" for what is computed or constant.
    """

    kind: Kind
    value: str
    known: tuple[str, ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class _Condition:
    true: str
    false: str


_UNKNOWN = _Condition(_FALSE, _FALSE)


class _UnspokenError(Exception):
    """No formula can say this."""


def cell(address: str, value_type: ValueType) -> Operand:
    """The operand that is typed into `address`."""
    kind = _KINDS.get(value_type, Kind.TEXT)
    match kind:
        case Kind.ANSWER:
            yes = f"{address}={quoted(text('reading.yes'))}"
            no = f"{address}={quoted(text('reading.no'))}"
            return Operand(kind, f"({yes})", (f"OR({yes},{no})",), address)
        case Kind.TEXT:
            return Operand(kind, address, (f"LEN({address})>0",), address)
        case _:
            return Operand(kind, address, (f"ISNUMBER({address})",), address)


def constant(value: bool | int | str | date | datetime) -> Operand:  # noqa: FBT001
    """A value that stands in the formula itself."""
    match value:
        case bool():
            return Operand(Kind.ANSWER, str(value).upper())
        case int():
            return Operand(Kind.NUMBER, str(value))
        case str():
            return Operand(Kind.TEXT, quoted(value))
        case datetime():
            here = local(value)
            minutes = here.hour * 60 + here.minute
            return Operand(Kind.MOMENT, f"({day_number(here.date())}+{minutes}/{_MINUTES})")
        case date():
            return Operand(Kind.DAY, str(day_number(value)))


def day_number(day: date) -> int:
    """The number that stands for `day` in a cell."""
    return (day - _DAY_ZERO).days


def quoted(words: str) -> str:
    """`words` as a text within a formula."""
    pieces = [words[at : at + _LONGEST_TEXT] for at in range(0, len(words), _LONGEST_TEXT)]
    return "&".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces or [""])


def first_that_holds(cases: Iterable[tuple[str, str]]) -> str:
    """The words (a formula) of the first of `cases` whose condition holds, else an empty text.

    Where they would make too long a formula, the last are left out.
    """
    head, tail = "", '""'
    for condition, words in cases:
        longer = f"{head}IF({condition},{words},"
        if len(longer) + len(tail) > _LONGEST_FORMULA:
            break
        head, tail = longer, f"{tail})"
    return head + tail


def spelled_out(message: str, operands: Mapping[str, Operand], shown: Mapping[str, str]) -> str:
    """`message` as a formula, with what stands in the form for its {D02}, {profile.hamlets}.

    `shown` are the words for names that stand in no cell; an unknown name stays as it is.
    """
    parts = []
    for place, part in enumerate(_PLACEHOLDER.split(message)):
        if place % 2 == 0:
            parts.append(quoted(part))
        elif part in shown:
            parts.append(quoted(shown[part]))
        elif part in operands:
            parts.append(_as_words(operands[part]))
        else:
            parts.append(quoted(f"{{{part}}}"))
    return "&".join(part for part in parts if part != '""') or '""'


def _as_words(operand: Operand) -> str:
    address = operand.cell
    shown = address
    if operand.kind in {Kind.DAY, Kind.MOMENT}:
        shown = f'TEXT({address},"dd/mm/yyyy")'
    elif operand.kind is Kind.NUMBER:
        # TEXT would want its "#,##0" in the signs of the machine; FIXED groups by them.
        grouped = f'SUBSTITUTE(FIXED({address},0),",",".")'
        shown = f"IF(ISNUMBER({address}),{grouped},{address})"
    return f"IF(LEN({address})=0,{quoted(text('check.blank'))},{shown})"


def failing(check: Check, operands: Mapping[str, Operand]) -> str | None:
    """The condition under which `check` fails; None where it never does or cannot be spelled.

    `operands` are those that the form has; every other name of an indicator or of the unit's
    profile is blank. A pattern, and the day the report is received, are beyond a formula.
    """
    try:
        failed = _condition(parse(check.rule).tree, operands).false
        if check.when:
            failed = _nested([_condition(parse(check.when).tree, operands).true], failed)
    except _UnspokenError:
        return None
    return None if failed == _FALSE else failed


def _condition(node: syntax.Node, operands: Mapping[str, Operand]) -> _Condition:
    match node:
        case syntax.Comparison(sign, left, right):
            return _compared(sign, _operand(left, operands), _operand(right, operands))
        case syntax.AllOf(sides):
            parts = [_condition(side, operands) for side in sides]
            return _Condition(
                _every(part.true for part in parts), _any(part.false for part in parts)
            )
        case syntax.AnyOf(sides):
            parts = [_condition(side, operands) for side in sides]
            return _Condition(
                _any(part.true for part in parts), _every(part.false for part in parts)
            )
        case syntax.Filled(code):
            if code not in operands:
                raise _UnspokenError
            length = f"LEN(TRIM({operands[code].cell}))"
            return _Condition(f"{length}>0", f"{length}=0")
    answer = _operand(node, operands)
    if answer is None:
        return _UNKNOWN
    if answer.kind is not Kind.ANSWER:
        raise _UnspokenError
    return _known(answer.known, answer.value)


def _operand(node: syntax.Node, operands: Mapping[str, Operand]) -> Operand | None:
    """What `node` stands for; None for a blank."""
    match node:
        case syntax.Constant(value):
            return constant(value)
        case syntax.Name("received"):
            raise _UnspokenError
        case syntax.Name(name):
            return operands.get(name)
        case syntax.Length(code):
            given = operands.get(code)
            return given and Operand(Kind.NUMBER, f"LEN({given.cell})", given.known)
        case syntax.Range(function, codes):
            cells = ",".join(operands[code].cell for code in codes if code in operands)
            if not cells:
                return None
            return Operand(Kind.NUMBER, f"{function.upper()}({cells})", (f"COUNT({cells})>0",))
        case syntax.Calculation(sign, left, right):
            one, other = _operand(left, operands), _operand(right, operands)
            if one is None or other is None:
                return None
            if {one.kind, other.kind} != {Kind.NUMBER}:
                raise _UnspokenError
            divisible = (f"{other.value}<>0",) if sign == "/" else ()
            known = (*one.known, *other.known, *divisible)
            return Operand(Kind.NUMBER, f"({one.value}{sign}{other.value})", known)
    raise _UnspokenError


def _compared(sign: str, one: Operand | None, other: Operand | None) -> _Condition:
    if one is None or other is None:
        return _UNKNOWN
    left, right = _precise(one, other), _precise(other, one)
    if left.kind is not right.kind:
        raise _UnspokenError
    if left.kind is Kind.TEXT:
        if sign not in {"=", "!="}:
            raise _UnspokenError
        same = f"EXACT({left.value},{right.value})"
        holds = same if sign == "=" else f"NOT({same})"
    else:
        holds = f"{left.value}{'<>' if sign == '!=' else sign}{right.value}"
    return _known((*one.known, *other.known), holds)


def _precise(operand: Operand, beside: Operand) -> Operand:
    """A moment as it is compared: by its day beside a day, else by the minute."""
    if operand.kind is not Kind.MOMENT:
        return operand
    if beside.kind is Kind.DAY:
        return Operand(Kind.DAY, f"INT({operand.value})")
    return Operand(Kind.MOMENT, f"ROUND({operand.value}*{_MINUTES},0)")


def _known(known: Iterable[str], holds: str) -> _Condition:
    wanted = list(dict.fromkeys(known))
    return _Condition(_nested(wanted, holds), _nested(wanted, f"NOT({holds})"))


def _nested(conditions: list[str], holds: str) -> str:
    """`holds` where all of `conditions` do; each is only asked where those before it hold."""
    if _FALSE in conditions or holds == _FALSE:
        return _FALSE
    for condition in reversed(conditions):
        holds = f"IF({condition},{holds},FALSE)"
    return holds


def _every(sides: Iterable[str]) -> str:
    found = list(sides)
    return _FALSE if _FALSE in found else f"AND({','.join(found)})"


def _any(sides: Iterable[str]) -> str:
    found = [side for side in sides if side != _FALSE]
    if len(found) <= 1:
        return found[0] if found else _FALSE
    return f"OR({','.join(found)})"
