r"""Reads a formula from a reply, as a tree of bounded size; nothing is run as code.

Understood: numbers, names of one letter, ``+ - * / ^ **``, brackets, products without a sign (``2x``, ``3(x + 1)``),
``\frac``, ``\cdot``, ``\sqrt``, ``|x|``, the functions sin, cos, tan, arctan, exp, ln (or log), sqrt and abs, and the
constants ``e`` and ``pi``. :mod:`simulators.checks.identities` says whether two formulas are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from simulators.checks.final import final
from simulators.core import RIGHT, Verdict, wrong

LONGEST = 600
DEEPEST = 40

# A number, a name, or a sign or function with its operands.
Node = Any
# Exponents by name; coefficients by such.
Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, int | Fraction]

_SAME = (
    ("\u2212", "-"), ("**", "^"), ("×", "*"), ("·", "*"), ("÷", "/"), ("²", "^2"), ("³", "^3"), ("π", "pi"),
    ("√", "sqrt"),
    ("\\cdot", "*"), ("\\times", "*"), ("\\left", ""), ("\\right", ""), ("\\operatorname", ""), ("\\mathrm", ""),
    ("\\,", " "), ("\\;", " "), ("\\!", ""), ("\\ ", " "), ("\\dfrac", "\\frac"), ("\\tfrac", "\\frac"),
)  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,60}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})|\\?(?P<word>arctan|sin|cos|tan|exp|ln|log|sqrt|abs|atan|pi|frac)"
    r"|(?P<name>[A-Za-z])|(?P<sign>[-+*/^(){}\[\]|])|(?P<other>\S))",
    re.ASCII,
)


class _Refused(Exception):  # noqa: N818 - control flow inside this module: the text is no formula
    pass


@lru_cache(maxsize=4096)
def parse(text: str, names: str) -> Node | None:
    r"""The formula that the text is, with no other names than these; None where it is none.

    >>> parse("2x + 1", "x")
    ('+', ('*', 2, 'x'), 1)
    >>> parse(r"\frac{1}{x}", "x"), parse("2y", "x")
    (('/', 1, 'x'), None)
    """
    if len(text) > LONGEST:
        return None
    if "\\" in text or "**" in text or not text.isascii():
        for other, plain in _SAME:
            text = text.replace(other, plain)
    try:
        return _Reader(_tokens(text), names).formula()
    except (_Refused, ZeroDivisionError):
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    found = [(str(match.lastgroup), match[match.lastindex or 0]) for match in _TOKEN.finditer(text)]
    if "other" in dict(found):
        raise _Refused
    return found


class _Reader:
    """Recursive descent over the tokens of one text."""

    def __init__(self, tokens: list[tuple[str, str]], names: str) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.names = names
        self.at = self.depth = self.bars = 0

    def formula(self) -> Node:
        node = self.sum()
        if self.tokens[self.at][0] != "end":
            raise _Refused
        return node

    def take(self, signs: str) -> str:
        kind, text = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Refused
        sign = self.take("+-")
        node = self.product()
        if sign == "-":
            node = ("neg", node)
        while sign := self.take("+-"):
            turned, term = self.take("-"), self.product()
            node = (sign, node, ("neg", term) if turned else term)
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.power()
        while True:
            if sign := self.take("*/"):
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
            return int(text) if "." not in text else Fraction(text)
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
        if text == "sqrt" and self.tokens[self.at][1] == "[":
            inner = self.operand()  # the index of the root where braces follow
            return ("^", self.operand(), ("/", 1, inner)) if self.tokens[self.at][1] == "{" else ("sqrt", inner)
        power = self.exponent() if self.take("^") else None
        if self.tokens[self.at][1] in ("(", "{", "[", "|"):
            inner = self.operand()
        else:  # sin 2x is sin(2x)
            inner = self.power()
            while text not in ("sqrt", "abs") and self.tokens[self.at][0] == "name":
                inner = ("*", inner, self.power())
        node = ({"log": "ln", "atan": "arctan"}.get(text, text), inner)
        return node if power is None else ("^", node, power)


_LABEL = re.compile(
    r"(?:[A-Za-z]'{0,2}(?:\([A-Za-z]\))?|d[A-Za-z]?/d[A-Za-z]|\\frac\{d[A-Za-z]?\}\{d[A-Za-z]\})\s*=\s*", re.ASCII
)


def read(reply: str, names: str) -> Node | None:
    """The formula that a reply commits to; a label such as ``f'(x) =``, ``y =`` or ``dy/dx =`` may stand before it.

    >>> read("The answer is y = 2x", "x")
    ('*', 2, 'x')
    """
    text = final(reply)
    if text is None:
        return None
    label = _LABEL.match(text)
    return parse(text[label.end() :] if label else text, names)


def judge(reply: str, names: str, holds: Callable[[Node], bool]) -> Verdict:
    """Judge a reply that should be one formula in these names: right if ``holds`` says so of it."""
    node = read(reply, names)
    if node is None:
        return wrong(f"expected one formula in {', '.join(names)}")
    return RIGHT if holds(node) else wrong("the formula does not fit the facts")


def put(node: Node, name: str, other: Node) -> Node:
    """The formula with another one in the place of a name.

    >>> put(("+", "x", "y"), "y", 2)
    ('+', 'x', 2)
    """
    if isinstance(node, tuple):
        return (node[0], *(put(part, name, other) for part in node[1:]))
    return other if node == name else node


def constant(node: Node) -> int | Fraction | None:
    """The value of a constant that is nothing but a fraction with a sign; None for anything else.

    >>> constant(parse("-3/4", "x")), constant(parse("2x", "x"))
    (Fraction(-3, 4), None)
    """
    if type(node) is not tuple:
        return None if type(node) is str else node
    if node[0] == "neg":
        inner = constant(node[1])
        return None if inner is None else -inner
    if node[0] == "/":
        top, bottom = constant(node[1]), constant(node[2])
        return Fraction(top) / bottom if top is not None and bottom else None
    return None


def polynomial(node: Node) -> Polynomial | None:
    """The polynomial that a formula is, multiplied out: its coefficients by monomial; None where it is none.

    >>> polynomial(parse("(x + 1)(x - 1)", "x"))
    {(('x', 2),): 1, (): -1}
    """
    try:
        return _expanded(node)
    except _Refused:
        return None


def _expanded(node: Node) -> Polynomial:
    """Raises _Refused for what is no polynomial of moderate size; e and functions are none."""
    if type(node) is not tuple:
        return _monomial(node)
    sign, first, *rest = node
    if sign == "neg":
        return {monomial: -value for monomial, value in _expanded(first).items()}
    if sign == "^":
        return _powered(first, constant(rest[0]))
    if sign not in ("+", "-", "*", "/"):
        raise _Refused
    left, right = _expanded(first), _expanded(rest[0])
    if sign == "/":
        if set(right) != {()}:
            raise _Refused
        right = {(): 1 / Fraction(right[()])}
    if sign in "*/":
        return _multiplied(left, right)
    found = dict(left)
    for monomial, value in right.items():
        found[monomial] = found.get(monomial, 0) + (value if sign == "+" else -value)
    return {monomial: value for monomial, value in found.items() if value}


def _monomial(leaf: Node) -> Polynomial:
    if type(leaf) is not str:
        return {(): leaf} if leaf else {}
    if leaf == "e":
        raise _Refused
    return {((leaf, 1),): 1}


def _powered(base: Node, exponent: int | Fraction | None) -> Polynomial:
    if exponent is None or exponent.denominator != 1 or not 0 <= exponent <= 12:
        raise _Refused
    found: Polynomial = {(): 1}
    factor = _expanded(base)
    for _ in range(int(exponent)):
        found = _multiplied(found, factor)
    return found


def _multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > 100:
        raise _Refused
    if left.keys() == {()}:
        return {monomial: left[()] * value for monomial, value in right.items()}
    found: Polynomial = {}
    for first, a in left.items():
        for second, b in right.items():
            powers = dict(first)
            for name, power in second:
                powers[name] = powers.get(name, 0) + power
            monomial = tuple(sorted(powers.items()))
            found[monomial] = found.get(monomial, 0) + a * b
    return {monomial: value for monomial, value in found.items() if value}
