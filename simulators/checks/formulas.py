r"""Reads a formula from a reply and compares it with another by values; nothing is run as code.

Understood: numbers, names of one letter, ``+ - * / ^ **``, brackets, products without a sign (``2x``, ``3(x + 1)``),
``\frac``, ``\cdot``, ``\sqrt``, ``|x|``, the functions of :data:`FUNCTIONS`, and the constants ``e`` and ``pi``. Size,
depth and exponents are bounded: ``9**9**9`` has no value here, and is equal to nothing.

Two formulas are the same if their values agree: exactly, in the field of ``2**61 - 1`` elements, where both are
rational functions (Schwartz 1980, Zippel 1979: two of degree d agree by chance with probability d / 2**61 a
point); in floating point at several points else.
"""

from __future__ import annotations

import cmath
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

LONGEST = 600
DEEPEST = 40
LARGEST_POWER = 1000
FUNCTIONS = ("sin", "cos", "tan", "exp", "ln", "log", "sqrt", "abs", "arctan")
PRIME = (1 << 61) - 1
CLOSE = 1e-9

# A number, a name, or a sign or function with its operands.
Node = Any

_SAME = (
    ("\u2212", "-"), ("**", "^"), ("×", "*"), ("·", "*"), ("÷", "/"), ("²", "^2"), ("³", "^3"), ("π", "pi"),
    ("√", "sqrt"),
    ("\\cdot", "*"), ("\\times", "*"), ("\\left", ""), ("\\right", ""), ("\\operatorname", ""), ("\\mathrm", ""),
    ("\\,", " "), ("\\;", " "), ("\\!", ""), ("\\ ", " "), ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"),
)  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,15}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})|\\?(?P<word>arctan|sin|cos|tan|exp|ln|log|sqrt|abs|atan|pi|frac)"
    r"|(?P<name>[A-Za-z])|(?P<sign>[-+*/^(){}\[\]|]))",
    re.ASCII,
)


class _Refused(Exception):  # noqa: N818 - control flow inside this module: the text is no formula
    pass


def parse(text: str, names: str) -> Node | None:
    r"""The formula that the text is, with no other names than these; None where it is none.

    >>> parse("2x + 1", "x")
    ('+', ('*', Fraction(2, 1), 'x'), Fraction(1, 1))
    >>> parse(r"\frac{1}{x}", "x"), parse("2y", "x")
    (('/', Fraction(1, 1), 'x'), None)
    """
    if len(text) > LONGEST:
        return None
    for other, plain in _SAME:
        text = text.replace(other, plain)
    try:
        return _Reader(_tokens(text), names).formula()
    except (_Refused, ZeroDivisionError):
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Refused
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, tokens: list[tuple[str, str]], names: str) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.names = names
        self.at = 0
        self.depth = 0
        self.bars = 0

    def formula(self) -> Node:
        node = self.sum()
        if self.tokens[self.at][0] != "end":
            raise _Refused
        return node

    def take(self, *signs: str) -> str:
        kind, text = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Refused
        sign = self.take("+", "-")
        node = self.product()
        if sign == "-":
            node = ("neg", node)
        while sign := self.take("+", "-"):
            node = (sign, node, self.product())
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.power()
        while True:
            if sign := self.take("*", "/"):
                node = (sign, node, self.signed())
            elif self.starts():
                node = ("*", node, self.power())
            else:
                return node

    def signed(self) -> Node:
        return ("neg", self.power()) if self.take("-") else self.power()

    def starts(self) -> bool:
        """Whether another factor begins here, without a sign before it."""
        kind, text = self.tokens[self.at]
        return kind in ("word", "name") or (kind == "sign" and (text in "({[" or (text == "|" and not self.bars)))

    def power(self) -> Node:
        node = self.operand()
        return ("^", node, self.exponent()) if self.take("^") else node

    def exponent(self) -> Node:
        sign = self.take("-")
        node = self.power() if self.tokens[self.at][1] not in "{(" else self.operand()
        return ("neg", node) if sign else node

    def operand(self) -> Node:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Fraction(text)
        if kind == "name" and (text in self.names or text == "e"):
            return text
        if kind == "word":
            return self.word(text)
        if text and text in "({[":
            node = self.sum()
            if not self.take({"(": ")", "{": "}", "[": "]"}[text]):
                raise _Refused
            return node
        if text == "|":
            self.bars += 1
            node = self.sum()
            self.bars -= 1
            if not self.take("|"):
                raise _Refused
            return ("abs", node)
        raise _Refused

    def word(self, text: str) -> Node:
        if text == "pi":
            return text
        if text == "frac":
            return ("/", self.operand(), self.operand())
        power = self.exponent() if self.take("^") else None
        if self.tokens[self.at][1] in ("(", "{", "[", "|"):
            inner = self.operand()
        else:  # sin 2x is sin(2x)
            inner = self.power()
            while text not in ("sqrt", "abs") and self.tokens[self.at][0] == "name":
                inner = ("*", inner, self.power())
        node = ({"log": "ln", "atan": "arctan"}.get(text, text), inner)
        return node if power is None else ("^", node, power)


class Dual(NamedTuple):
    """A value with its derivative: arithmetic on duals differentiates (Wengert 1964)."""

    value: complex
    slope: complex = 0


def evaluate(node: Node, point: Mapping[str, Dual]) -> Dual:
    """Value and derivative at a point, in floating point; raises ArithmeticError or ValueError where there is none."""
    if isinstance(node, Fraction):
        return Dual(float(node))
    if isinstance(node, str):
        return point[node] if node in point else Dual({"e": cmath.e, "pi": cmath.pi}[node])
    sign, first, *rest = node
    u, du = evaluate(first, point)
    if not rest:
        return _function(sign, u, du)
    v, dv = evaluate(rest[0], point)
    if sign == "+":
        return Dual(u + v, du + dv)
    if sign == "-":
        return Dual(u - v, du - dv)
    if sign == "*":
        return Dual(u * v, du * v + u * dv)
    if sign == "/":
        return Dual(u / v, (du * v - u * dv) / (v * v))
    return _power(u, du, v, dv)


def _power(u: complex, du: complex, v: complex, dv: complex) -> Dual:
    if abs(v) > LARGEST_POWER:
        raise ValueError("too large a power")
    value = u**v
    if not dv:
        return Dual(value, v * u ** (v - 1) * du if du else 0)
    return Dual(value, value * (dv * cmath.log(u) + v * du / u))


_SLOPES: dict[str, tuple[Callable[[complex], complex], Callable[[complex, complex], complex]]] = {
    "sin": (cmath.sin, lambda u, _: cmath.cos(u)),
    "cos": (cmath.cos, lambda u, _: -cmath.sin(u)),
    "tan": (cmath.tan, lambda _, value: 1 + value * value),
    "exp": (cmath.exp, lambda _, value: value),
    "ln": (cmath.log, lambda u, _: 1 / u),
    "sqrt": (cmath.sqrt, lambda _, value: 1 / (2 * value)),
    "arctan": (cmath.atan, lambda u, _: 1 / (1 + u * u)),
}


def _function(name: str, u: complex, du: complex) -> Dual:
    if name == "neg":
        return Dual(-u, -du)
    if name == "abs":
        return Dual(abs(u), du * (u / abs(u)).conjugate())
    value, slope = _SLOPES[name]
    found = value(u)
    return Dual(found, slope(u, found) * du if du else 0)


# Points on both sides of 1, none of them special to any function.
_POINTS = (0.37, 0.81, 1.43, 2.29, 3.17)


def agree(first: Node, second: Node, names: str, *, slopes: bool = False) -> bool:
    """Whether two formulas have the same values for positive arguments; with ``slopes``, whether the derivative
    of the first by the first of the names is the second.

    >>> agree(parse("(x + 1)^2", "x"), parse("x^2 + 2x + 1", "x"), "x")
    True
    >>> agree(parse("ln(x)", "x"), parse("1/x", "x"), "x", slopes=True)
    True
    """
    exact = _agree_exactly(first, second, names, slopes)
    if exact is not None:
        return exact
    if _holds_a_speck(first) or _holds_a_speck(second):
        return False
    compared = 0
    for number, at in enumerate(_POINTS):
        point = {name: Dual(at + 0.29 * number * k, 0 if k else 1) for k, name in enumerate(names)}
        try:
            found, wanted = evaluate(first, point), evaluate(second, point).value
        except (ArithmeticError, ValueError):
            continue
        value = found.slope if slopes else found.value
        if not abs(value - wanted) <= CLOSE * max(abs(wanted), abs(value)) + 1e-12:
            return False
        compared += 1
    return compared >= 3


def _holds_a_speck(node: Node) -> bool:
    """Whether a constant part is too small or too large to be told apart in floating point."""
    if isinstance(node, Fraction):
        return bool(node) and not 1e-6 <= node <= 1e9
    if isinstance(node, str):
        return False
    return any(map(_holds_a_speck, node[1:])) or (_constant(node) and not _of_common_size(node))


def _constant(node: Node) -> bool:
    if isinstance(node, tuple):
        return all(map(_constant, node[1:]))
    return isinstance(node, Fraction) or node in ("e", "pi")


def _of_common_size(node: Node) -> bool:
    try:
        size = abs(evaluate(node, {}).value)
    except (ArithmeticError, ValueError):
        return False
    return not size or 1e-6 <= size <= 1e12


def _agree_exactly(first: Node, second: Node, names: str, slopes: bool) -> bool | None:
    """Whether two rational functions are the same, or the second the first's derivative; None: not both are rational."""
    compared = 0
    for shift in range(1, 6):
        point = {name: (pow(3 + k, 1_000_003 * shift, PRIME), 0 if k else 1) for k, name in enumerate(names)}
        try:
            found, wanted = _residue(first, point), _residue(second, point)
        except ZeroDivisionError:
            continue
        except _Refused:
            return None
        if found[slopes] != wanted[0]:
            return False
        compared += 1
    return compared >= 2 or None


def _residue(node: Node, point: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Value and derivative of a rational function in the field of PRIME elements."""
    if isinstance(node, Fraction):
        return node.numerator * _inverse(node.denominator) % PRIME, 0
    if isinstance(node, str):
        if node not in point:
            raise _Refused
        return point[node]
    sign, first, *rest = node
    if sign not in ("+", "-", "*", "/", "^", "neg"):
        raise _Refused
    u, du = _residue(first, point)
    if sign == "neg":
        return -u % PRIME, -du % PRIME
    if sign == "^":
        power = _whole(rest[0])
        below = _inverse(u) if power < 1 else 1
        return pow(u, power, PRIME), power * (
            pow(u, power - 1, PRIME) if power > 0 else pow(below, 1 - power, PRIME)
        ) * du % PRIME
    v, dv = _residue(rest[0], point)
    if sign == "*":
        return u * v % PRIME, (du * v + u * dv) % PRIME
    if sign == "/":
        below = _inverse(v)
        return u * below % PRIME, (du * v - u * dv) * below * below % PRIME
    turn = 1 if sign == "+" else -1
    return (u + turn * v) % PRIME, (du + turn * dv) % PRIME


def _inverse(value: int) -> int:
    if not value % PRIME:
        raise ZeroDivisionError
    return pow(value, -1, PRIME)


def _whole(node: Node) -> int:
    sign = 1
    while isinstance(node, tuple) and node[0] == "neg":
        sign, node = -sign, node[1]
    if not isinstance(node, Fraction) or node.denominator != 1 or node > LARGEST_POWER:
        raise _Refused
    return sign * node.numerator


def number(text: str) -> Node | None:
    """A constant formula such as ``3*sqrt(2)/4`` or ``2pi/3``; None where the text is none.

    >>> agree(number("sqrt(8)"), number("2sqrt(2)"), "")
    True
    """
    return parse(text, "")
