"""As much of a spreadsheet's formulas as our forms use, worked out as Excel would."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from vinhloc_cds.domain.deadline import VIETNAM

_TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|\$[A-Z]+\$\d+|[A-Z]+(?=\()|TRUE|FALSE|\d+|<=|>=|<>|.)')
_ZERO = datetime(1899, 12, 30, tzinfo=UTC)

Value = bool | float | str | None


class FormulaError(Exception):
    """What shows as #VALUE! or #DIV/0!."""


def cell_of(value: object) -> Value:
    """What a cell holds after somebody typed a value of ours."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case datetime():
            here = value.astimezone(VIETNAM).replace(tzinfo=UTC)
            return (here - _ZERO) / timedelta(days=1)
        case date():
            return float((value - _ZERO.date()).days)
        case int():
            return float(value)
    return value  # type: ignore[return-value]


def work_out(formula: str, cells: Mapping[str, Value]) -> Value:
    """What `formula` gives; FormulaError as a spreadsheet would show an error."""
    return _Reader(_TOKEN.findall(formula), cells).whole()


class _Reader:
    def __init__(self, tokens: list[str], cells: Mapping[str, Value]) -> None:
        self.tokens = [*tokens, ""]
        self.at = 0
        self.cells = cells

    def whole(self) -> Value:
        value = self.comparison()()
        assert self.tokens[self.at] == "", self.tokens[self.at :]
        return value

    def take(self, *wanted: str) -> str:
        token = self.tokens[self.at]
        if token not in wanted:
            return ""
        self.at += 1
        return token

    # Each rule gives a function, so that IF works out only the branch it takes.

    def comparison(self):
        left = self.joined()
        if sign := self.take("<=", ">=", "<>", "<", ">", "="):
            right = self.joined()
            return lambda: compared(sign, left(), right())
        return left

    def joined(self):
        parts = [self.total()]
        while self.take("&"):
            parts.append(self.total())
        if len(parts) == 1:
            return parts[0]
        return lambda: "".join(words(part()) for part in parts)

    def total(self):
        return self.calculated(self.product, "+", "-")

    def product(self):
        return self.calculated(self.atom, "*", "/")

    def calculated(self, part, *signs):
        node = part()
        while sign := self.take(*signs):
            node = self.two(sign, node, part())
        return node

    def two(self, sign, left, right):
        return lambda: calculated(sign, left(), right())

    def atom(self):
        token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            inner = self.comparison()
            assert self.take(")")
            return inner
        if token.startswith('"'):
            assert len(token) <= 257, "Excel refuses longer texts"
            return lambda: token[1:-1].replace('""', '"')
        if token.startswith("$"):
            return lambda: self.cells.get(token)
        if token in {"TRUE", "FALSE"}:
            return lambda: token == "TRUE"
        if token.isdigit():
            return lambda: float(token)
        assert self.take("("), token
        arguments = [self.comparison()]
        while self.take(","):
            arguments.append(self.comparison())
        assert self.take(")")
        return lambda: call(token, arguments)


def call(name, arguments) -> Value:  # noqa: C901 - a case to each function
    if name == "IF":
        return arguments[1]() if arguments[0]() else arguments[2]()
    given = [argument() for argument in arguments]
    numbers = [one for one in given if isinstance(one, float)]
    match name:
        case "AND":
            return all(given)
        case "OR":
            return any(given)
        case "NOT":
            return not given[0]
        case "ISNUMBER":
            return isinstance(given[0], float)
        case "LEN":
            return float(len(words(given[0])))
        case "TRIM":
            return words(given[0]).strip(" ")
        case "EXACT":
            return words(given[0]) == words(given[1])
        case "COUNT":
            return float(len(numbers))
        case "SUM":
            return sum(numbers, 0.0)
        case "MAX":
            return max(numbers, default=0.0)
        case "INT":
            return float(number(given[0]) // 1)
        case "ROUND":
            return float(round(number(given[0])))
        case "FIXED":
            return f"{number(given[0]):,.{int(number(given[1]))}f}"
        case "SUBSTITUTE":
            return words(given[0]).replace(words(given[1]), words(given[2]))
        case "TEXT":
            return f"{_ZERO + timedelta(days=number(given[0])):%d/%m/%Y}"
    raise AssertionError(name)


def words(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise FormulaError(value)
    return float(value)


def calculated(sign: str, one: Value, other: Value) -> float:
    left, right = number(one), number(other)
    if sign == "/":
        if right == 0:
            raise FormulaError
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def compared(sign: str, one: Value, other: Value) -> bool:
    left, right = rank(one, other), rank(other, one)
    return {
        "=": left == right,
        "<>": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }[sign]


def rank(value: Value, beside: Value) -> tuple[int, float | str]:
    """Numbers come before texts, and these before answers; a blank is what stands beside it."""
    if value is None:
        value = "" if isinstance(beside, str) else 0.0
    if isinstance(value, bool):
        return 2, float(value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value)
