"""The small language of the checks, read into a tree: `0 <= D02 <= D01`, `B01 = no`.

    either     = both ("or" both)*
    both       = comparison ("and" comparison)*
    comparison = total (("<=" | ">=" | "<" | ">" | "=" | "!=") total)*      1 <= C06 / C05 <= 60
    total      = product (("+" | "-") product)*
    product    = operand (("*" | "/") operand)*
    operand    = 12 | 2024-10-15 | 2024-10-01T08:00 | yes | no | "text" | D02
               | plan.communes | profile.hamlets | received | "(" either ")"
               | sum(E01..E06) | max(E01..E06) | filled(A02) | matches(A02, "regex") | length(K01)

What a tree means is told elsewhere: `expression` asks it of values, and the form that goes out
spells it as a formula.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from vinhloc_cds.domain.deadline import VIETNAM
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

COMPARISONS = ("<=", ">=", "<", ">", "=", "!=")


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
class Constant:
    """A number, a yes or no, a text, a day, or a moment in UTC."""

    value: int | bool | str | date | datetime


@dataclass(frozen=True, slots=True)
class Name:
    """What is known by a name: an indicator's code, or one of `FACTS`."""

    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """`sum` or `max` over indicators that follow each other; `position` as in ExpressionError."""

    function: str
    codes: tuple[str, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether an indicator has been given at all."""

    code: str


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters an indicator's text has."""

    code: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Whether a pattern is found in an indicator's text."""

    code: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Calculation:
    """Two numbers with one of + - * / between them."""

    sign: str
    left: "Node"
    right: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides with one of COMPARISONS between them."""

    sign: str
    left: "Node"
    right: "Node"
    position: int


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where all of its sides are."""

    sides: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where one of its sides is."""

    sides: tuple["Node", ...]


Node = (
    Constant | Name | Range | Filled | Length | Matches | Calculation | Comparison | AllOf | AnyOf
)

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


class Parser:
    """Reads an expression from left to right.

    After `parse`, `codes` are the indicators it uses, a range's every code included, `facts` the
    names of FACTS, `required` the indicators that it wants filled in.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = _tokens(source)
        self._next = 0
        self.codes: set[str] = set()
        self.facts: set[str] = set()
        self.required: set[str] = set()

    def parse(self) -> Node:
        """The tree; ExpressionError naming the position where there is none."""
        root = self._either()
        self._demand("end")
        return root

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

    def _either(self) -> Node:
        sides = [self._both()]
        while self._take("or"):
            sides.append(self._both())
        return sides[0] if len(sides) == 1 else AnyOf(tuple(sides))

    def _both(self) -> Node:
        sides = [self._comparison()]
        while self._take("and"):
            sides.append(self._comparison())
        return sides[0] if len(sides) == 1 else AllOf(tuple(sides))

    def _comparison(self) -> Node:
        left = self._total()
        links: list[Node] = []
        while sign := self._take(*COMPARISONS):
            right = self._total()
            links.append(Comparison(sign.text, left, right, sign.start + 1))
            left = right
        if not links:
            return left
        return links[0] if len(links) == 1 else AllOf(tuple(links))

    def _total(self) -> Node:
        return self._calculated(self._product, "+", "-")

    def _product(self) -> Node:
        return self._calculated(self._operand, "*", "/")

    def _calculated(self, part: Callable[[], Node], *signs: str) -> Node:
        node = part()
        while sign := self._take(*signs):
            node = Calculation(sign.text, node, part(), sign.start + 1)
        return node

    def _operand(self) -> Node:
        token = self._tokens[self._next]
        if self._take("("):
            inner = self._either()
            self._demand("sign", ")")
            return inner
        self._next += 1
        match token.kind:
            case "number":
                return Constant(int(token.text))
            case "text":
                return Constant(token.text[1:-1])
            case "day" | "moment":
                return Constant(self._time(token))
            case "code":
                self.codes.add(token.text)
                return Name(token.text)
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

    def _word(self, token: _Token) -> Node:
        match token.text:
            case "yes" | "no":
                return Constant(token.text == "yes")
            case "sum" | "max" | "filled" | "matches" | "length":
                self._demand("sign", "(")
                node = self._call(token)
                self._demand("sign", ")")
                return node
            case fact if fact in FACTS:
                self.facts.add(fact)
                return Name(fact)
            case _:
                raise self._unexpected(token)

    def _call(self, function: _Token) -> Node:
        first = self._demand("code")
        self.codes.add(first.text)
        match function.text:
            case "sum" | "max":
                return Range(function.text, self._range(first), function.start + 1)
            case "filled":
                self.required.add(first.text)
                return Filled(first.text)
            case "length":
                return Length(first.text)
        self._demand("sign", ",")
        return Matches(first.text, self._pattern(self._demand("text")))

    def _range(self, first: _Token) -> tuple[str, ...]:
        self._demand("sign", "..")
        last = self._demand("code")
        letter, start, end = first.text[0], int(first.text[1:]), int(last.text[1:])
        if last.text[0] != letter or len(last.text) != len(first.text) or end < start:
            raise self._unexpected(last)
        width = len(first.text) - 1
        codes = tuple(f"{letter}{number:0{width}}" for number in range(start, end + 1))
        self.codes.update(codes)
        return codes

    def _pattern(self, token: _Token) -> re.Pattern[str]:
        try:
            return re.compile(token.text[1:-1])
        except re.error:
            raise self._error(token.start, text("check.expression.pattern")) from None
