"""The small language of the checks asked of figures: `E00 <= sum(E01..E06)`; see `syntax`.

Blank is not zero (rule 8): a comparison with a blank is unknown, and so is what is computed from
one. `and` and `or` are Kleene's: an unknown does not matter where the other side decides. `sum`
and `max` look at the figures that were given, and are unknown where none was. Moments are by the
clock in Việt Nam; a moment beside a day counts as its day.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from vinhloc_cds.domain import syntax
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.syntax import FACTS, ExpressionError
from vinhloc_cds.texts import text

__all__ = ["FACTS", "Expression", "ExpressionError", "Values", "evaluate", "names", "parse"]

Values = Mapping[str, Scalar]
"""What is known by name; a name that is missing or None is blank."""

_Operand = Scalar | Fraction
_Meaning = Callable[[Values], _Operand]

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}
_Number = int | Fraction

_CALCULATIONS: Mapping[str, Callable[[_Number, _Number], _Number]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": Fraction,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression understood once, to be asked often.

    `tree` is what it says, `meaning` the same as a function of the values. `codes` are the
    indicators it uses, a range's every code included; `required` those of them that it wants
    filled in.
    """

    source: str
    tree: syntax.Node
    meaning: _Meaning
    codes: frozenset[str]
    facts: frozenset[str]
    required: frozenset[str]

    def holds(self, values: Values) -> bool | None:
        """Whether it is true of `values`; None where that is not known.

        ExpressionError where it compares or counts what cannot be compared or counted.
        """
        try:
            return _truth(self.meaning(values))
        except TypeError:
            raise ExpressionError(self.source, 1, text("check.expression.no_answer")) from None


@cache
def parse(source: str) -> Expression:
    """`source` understood; ExpressionError naming the position where it cannot be."""
    parser = syntax.Parser(source)
    tree = parser.parse()
    return Expression(
        source,
        tree,
        _Compiler(source).meaning(tree),
        frozenset(parser.codes),
        frozenset(parser.facts),
        frozenset(parser.required),
    )


def evaluate(source: str, values: Values) -> bool | None:
    """Whether the expression `source` is true of `values`; None where that is not known."""
    return parse(source).holds(values)


def names(source: str) -> frozenset[str]:
    """The codes of indicators that the expression `source` uses, a range's every code included."""
    return parse(source).codes


class _Compiler:
    """Turns the tree of `source` into functions of the values."""

    def __init__(self, source: str) -> None:
        self._source = source

    def meaning(self, node: syntax.Node) -> _Meaning:
        match node:
            case syntax.Constant(value):
                return lambda _values: value
            case syntax.Name(name):
                return lambda values: values.get(name)
            case syntax.Range():
                return self._over_range(node)
            case syntax.Filled(code):
                return lambda values: values.get(code) not in {None, ""}
            case syntax.Length(code):
                return lambda values: (
                    None if (given := values.get(code)) is None else len(str(given))
                )
            case syntax.Matches(code, pattern):
                return lambda values: (
                    None
                    if (given := values.get(code)) is None
                    else bool(pattern.search(str(given)))
                )
            case syntax.Calculation():
                return self._calculation(node)
            case syntax.Comparison():
                return self._compared(node)
            case syntax.AllOf(sides):
                meanings = [self.meaning(side) for side in sides]
                return lambda values: _all(meaning(values) for meaning in meanings)
            case syntax.AnyOf(sides):
                meanings = [self.meaning(side) for side in sides]
                return lambda values: _any(meaning(values) for meaning in meanings)

    def _compared(self, comparison: syntax.Comparison) -> _Meaning:
        left, right = self.meaning(comparison.left), self.meaning(comparison.right)
        compare = _COMPARISONS[comparison.sign]
        by_order = comparison.sign not in {"=", "!="}

        def meaning(values: Values) -> bool | None:
            one, other = left(values), right(values)
            if one is None or other is None:
                return None
            if type(one) is int and type(other) is int:
                return compare(one, other)  # as nearly all are, by the thousand
            one, other = _same_precision(one, other)
            if _kind(one) is not _kind(other) or (by_order and _kind(one) in {bool, str}):
                problem = text("check.expression.unlike")
                raise ExpressionError(self._source, comparison.position, problem)
            return compare(one, other)

        return meaning

    def _calculation(self, calculation: syntax.Calculation) -> _Meaning:
        left, right = self.meaning(calculation.left), self.meaning(calculation.right)
        sign, position = calculation.sign, calculation.position
        calculate = _CALCULATIONS[sign]

        def meaning(values: Values) -> _Number | None:
            one = self._number(left(values), position)
            other = self._number(right(values), position)
            if one is None or other is None or (sign == "/" and other == 0):
                return None
            return calculate(one, other)

        return meaning

    def _over_range(self, over: syntax.Range) -> _Meaning:
        def meaning(values: Values) -> _Number | None:
            given = [
                number
                for code in over.codes
                if (number := self._number(values.get(code), over.position)) is not None
            ]
            if not given:
                return None
            return sum(given) if over.function == "sum" else max(given)

        return meaning

    def _number(self, operand: _Operand, position: int) -> _Number | None:
        if operand is None or type(operand) is int:
            return operand
        if isinstance(operand, Fraction):
            return operand
        raise ExpressionError(self._source, position, text("check.expression.no_number"))


def _kind(operand: _Operand) -> type:
    """What `operand` can be compared with."""
    for kind in (bool, str, datetime, date):
        if isinstance(operand, kind):
            return kind
    return Fraction


def _same_precision(one: _Operand, other: _Operand) -> tuple[_Operand, _Operand]:
    """A moment beside a day becomes the day it falls on in Việt Nam."""
    if isinstance(one, datetime) and _kind(other) is date:
        return local(one).date(), other
    if isinstance(other, datetime) and _kind(one) is date:
        return one, local(other).date()
    return one, other


def _truth(operand: _Operand) -> bool | None:
    """`operand` where a yes, a no or an unknown is wanted; TypeError for anything else."""
    if operand is None or isinstance(operand, bool):
        return operand
    raise TypeError(operand)


def _all(sides: Iterable[_Operand]) -> bool | None:
    answers = [_truth(side) for side in sides]
    if False in answers:
        return False
    return None if None in answers else True


def _any(sides: Iterable[_Operand]) -> bool | None:
    answers = [_truth(side) for side in sides]
    if True in answers:
        return True
    return None if None in answers else False
