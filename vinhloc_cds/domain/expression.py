"""The small language of the checks: `0 <= D02 <= D01`, `B01 = no`, `E00 <= sum(E01..E06)`.

    either     = both ("or" both)*
    both       = comparison ("and" comparison)*
    comparison = total (("<=" | ">=" | "<" | ">" | "=" | "!=") total)*      1 <= C06 / C05 <= 60
    total      = product (("+" | "-") product)*
    product    = operand (("*" | "/") operand)*
    operand    = 12 | 2024-10-15 | 2024-10-01T08:00 | yes | no | "text" | D02
               | plan.communes | profile.hamlets | received | "(" either ")"
               | sum(E01..E06) | max(E01..E06) | filled(A02) | matches(A02, "regex") | length(K01)

Blank is not zero (rule 8): a comparison with a blank is unknown, and so is what is computed from
one. `and` and `or` are Kleene's: an unknown does not matter where the other side decides. `sum`
and `max` look at the figures that were given, and are unknown where none was. Moments are by the
clock in Việt Nam; a moment beside a day counts as its day.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from vinhloc_cds.domain.deadline import VIETNAM, local
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.texts import text

FACTS = frozenset(
    {
        "plan.campaign_days",
        "plan.communes",
        "plan.ceremony",
        "profile.hamlets",
        "profile.households",
        "profile.teams",
        "profile.members",
        "received",
    }
)
"""The names that stand for no indicator: of the plan, the unit's profile, the submission."""

Values = Mapping[str, Scalar]
"""What is known by name; a name that is missing or None is blank."""

_Operand = Scalar | Fraction
_Node = Callable[[Values], _Operand]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d)
    | (?P<day>\d{4}-\d\d-\d\d)
    | (?P<number>\d+)
    | (?P<text>"[^"]*")
    | (?P<code>[A-Z]\d+)(?!\w)
    | (?P<word>[a-z_]+(?:\.[a-z_]+)*)(?!\w)
    | (?P<sign><=|>=|!=|\.\.|[<>=+\-*/(),])
    | (?P<strange>\S)
    )""",
    re.VERBOSE,
)
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}
_CALCULATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


class ExpressionError(ValueError):
    """An expression that makes no sense; `position` counts its characters from 1."""

    def __init__(self, expression: str, position: int, problem: str) -> None:
        self.expression = expression
        self.position = position
        self.problem = problem
        super().__init__(
            text(
                "check.expression.error", expression=expression, position=position, problem=problem
            )
        )


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression understood once, to be asked often.

    `codes` are the indicators it uses, a range's every code included; `required` those of them
    that it wants filled in.
    """

    source: str
    root: _Node
    codes: frozenset[str]
    facts: frozenset[str]
    required: frozenset[str]

    def holds(self, values: Values) -> bool | None:
        """Whether it is true of `values`; None where that is not known.

        ExpressionError where it compares or counts what cannot be compared or counted.
        """
        try:
            return _truth(self.root(values))
        except TypeError:
            raise ExpressionError(self.source, 1, text("check.expression.no_answer")) from None


@cache
def parse(source: str) -> Expression:
    """`source` understood; ExpressionError naming the position where it cannot be."""
    return _Parser(source).parse()


def evaluate(source: str, values: Values) -> bool | None:
    """Whether the expression `source` is true of `values`; None where that is not known."""
    return parse(source).holds(values)


def names(source: str) -> frozenset[str]:
    """The codes of indicators that the expression `source` uses, a range's every code included."""
    return parse(source).codes


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def _tokens(source: str) -> list[_Token]:
    found = [
        _Token(
            match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0)
        )
        for match in _TOKEN.finditer(source)
    ]
    return [*found, _Token("end", "", len(source.rstrip()))]


class _Parser:
    """Reads an expression from left to right and turns it into functions of the values."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = _tokens(source)
        self._next = 0
        self._codes: set[str] = set()
        self._facts: set[str] = set()
        self._required: set[str] = set()

    def parse(self) -> Expression:
        root = self._either()
        self._demand("end")
        return Expression(
            self._source,
            root,
            frozenset(self._codes),
            frozenset(self._facts),
            frozenset(self._required),
        )

    # Tokens.

    def _take(self, *words: str) -> _Token | None:
        """The next token if it is one of the signs or `words`, which is then behind us."""
        token = self._tokens[self._next]
        if token.kind not in {"sign", "word"} or token.text not in words:
            return None
        self._next += 1
        return token

    def _demand(self, kind: str, word: str = "") -> _Token:
        token = self._tokens[self._next]
        if token.kind != kind or (word and token.text != word):
            raise self._unexpected(token)
        self._next += 1
        return token

    def _error(self, start: int, problem: str) -> ExpressionError:
        return ExpressionError(self._source, start + 1, problem)

    def _unexpected(self, token: _Token) -> ExpressionError:
        if token.kind == "end":
            return self._error(token.start, text("check.expression.ends"))
        return self._error(token.start, text("check.expression.unexpected", token=token.text))

    # The grammar, a method to each of its rules.

    def _either(self) -> _Node:
        sides = [self._both()]
        while self._take("or"):
            sides.append(self._both())
        return sides[0] if len(sides) == 1 else lambda values: _any(s(values) for s in sides)

    def _both(self) -> _Node:
        sides = [self._comparison()]
        while self._take("and"):
            sides.append(self._comparison())
        return sides[0] if len(sides) == 1 else lambda values: _all(s(values) for s in sides)

    def _comparison(self) -> _Node:
        left = self._total()
        links: list[_Node] = []
        while sign := self._take(*_COMPARISONS):
            right = self._total()
            links.append(self._compared(sign, left, right))
            left = right
        if not links:
            return left
        return links[0] if len(links) == 1 else lambda values: _all(s(values) for s in links)

    def _compared(self, sign: _Token, left: _Node, right: _Node) -> _Node:
        compare = _COMPARISONS[sign.text]
        by_order = sign.text not in {"=", "!="}

        def node(values: Values) -> bool | None:
            one, other = left(values), right(values)
            if one is None or other is None:
                return None
            one, other = _same_precision(one, other)
            if _kind(one) is not _kind(other) or (by_order and _kind(one) in {bool, str}):
                raise self._error(sign.start, text("check.expression.unlike"))
            return compare(one, other)

        return node

    def _total(self) -> _Node:
        return self._calculated(self._product, "+", "-")

    def _product(self) -> _Node:
        return self._calculated(self._operand, "*", "/")

    def _calculated(self, part: Callable[[], _Node], *signs: str) -> _Node:
        node = part()
        while sign := self._take(*signs):
            node = self._calculation(sign, node, part())
        return node

    def _calculation(self, sign: _Token, left: _Node, right: _Node) -> _Node:
        def node(values: Values) -> Fraction | None:
            one = self._number(left(values), sign)
            other = self._number(right(values), sign)
            if one is None or other is None or (sign.text == "/" and other == 0):
                return None
            return _CALCULATIONS[sign.text](one, other)

        return node

    def _number(self, operand: _Operand, at: _Token) -> Fraction | None:
        if operand is None:
            return None
        if isinstance(operand, int | Fraction) and not isinstance(operand, bool):
            return Fraction(operand)
        raise self._error(at.start, text("check.expression.no_number"))

    def _operand(self) -> _Node:
        token = self._tokens[self._next]
        if self._take("("):
            inner = self._either()
            self._demand("sign", ")")
            return inner
        self._next += 1
        match token.kind:
            case "number":
                return _constant(int(token.text))
            case "text":
                return _constant(token.text[1:-1])
            case "day" | "moment":
                return _constant(self._time(token))
            case "code":
                self._codes.add(token.text)
                return _named(token.text)
            case "word":
                return self._word(token)
            case _:
                raise self._unexpected(token)

    def _time(self, token: _Token) -> date:
        try:
            if token.kind == "day":
                return date.fromisoformat(token.text)
            moment = datetime.fromisoformat(token.text)
        except ValueError:
            raise self._unexpected(token) from None
        return moment.replace(tzinfo=VIETNAM).astimezone(UTC)

    def _word(self, token: _Token) -> _Node:
        match token.text:
            case "yes" | "no":
                return _constant(token.text == "yes")
            case "sum" | "max" | "filled" | "matches" | "length":
                self._demand("sign", "(")
                node = self._call(token)
                self._demand("sign", ")")
                return node
            case fact if fact in FACTS:
                self._facts.add(fact)
                return _named(fact)
            case _:
                raise self._unexpected(token)

    def _call(self, function: _Token) -> _Node:
        first = self._demand("code")
        code = first.text
        self._codes.add(code)
        if function.text in {"sum", "max"}:
            return self._over_range(function, self._range(first))
        if function.text == "filled":
            self._required.add(code)
            return lambda values: values.get(code) not in {None, ""}
        if function.text == "length":
            return lambda values: None if (given := values.get(code)) is None else len(str(given))
        self._demand("sign", ",")
        pattern = self._pattern(self._demand("text"))
        return lambda values: (
            None if (given := values.get(code)) is None else bool(pattern.search(str(given)))
        )

    def _range(self, first: _Token) -> tuple[str, ...]:
        self._demand("sign", "..")
        last = self._demand("code")
        letter, start, end = first.text[0], int(first.text[1:]), int(last.text[1:])
        if last.text[0] != letter or len(last.text) != len(first.text) or end < start:
            raise self._unexpected(last)
        width = len(first.text) - 1
        codes = tuple(f"{letter}{number:0{width}}" for number in range(start, end + 1))
        self._codes.update(codes)
        return codes

    def _over_range(self, function: _Token, codes: tuple[str, ...]) -> _Node:
        def node(values: Values) -> Fraction | None:
            given = [
                number
                for code in codes
                if (number := self._number(values.get(code), function)) is not None
            ]
            if not given:
                return None
            return sum(given, Fraction()) if function.text == "sum" else max(given)

        return node

    def _pattern(self, token: _Token) -> re.Pattern[str]:
        try:
            return re.compile(token.text[1:-1])
        except re.error:
            raise self._error(token.start, text("check.expression.pattern")) from None


def _constant(operand: _Operand) -> _Node:
    return lambda _values: operand


def _named(name: str) -> _Node:
    return lambda values: values.get(name)


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
