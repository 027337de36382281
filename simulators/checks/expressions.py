"""Reads expressions of bounded size, integer arithmetic and polynomials in one unknown; nothing is run as code."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulators.checks.numbers import Number

LONGEST_EXPRESSION = 1_000

_KNOWN = re.compile(r"[-+*/()0-9\s]*", re.ASCII)
_PIECE = re.compile(r"[0-9]+|\S", re.ASCII)
# A closing bracket works off everything back to its opening one, which no sign works off.
_OPENS = -1
_RANK = {"(": _OPENS, ")": 0, "+": 1, "-": 1, "*": 2, "/": 2}


def postfix(text: str) -> list[int | str] | None:
    """Integers and signs in the order in which a stack machine meets them, or None: not an expression.

    Signs stand between two operands: there is no ``-3`` and no ``2(3 + 4)``.

    >>> postfix("2 * (3 + 4)"), postfix("2 +")
    ([2, 3, 4, '+', '*'], None)
    """
    if len(text) > LONGEST_EXPRESSION or not _KNOWN.fullmatch(text):
        return None
    output: list[int | str] = []
    waiting: list[str] = []
    operand_next = True
    for piece in _PIECE.findall(text):
        rank = _RANK.get(piece, _OPENS)
        # An operand or an opening bracket is due at the start and after a sign, the rest elsewhere.
        if (rank == _OPENS) != operand_next:
            return None
        if piece == "(":
            waiting.append(piece)
        elif rank == _OPENS:
            output.append(int(piece))
            operand_next = False
        else:
            while waiting and _RANK[waiting[-1]] >= rank:
                output.append(waiting.pop())
            if rank:
                waiting.append(piece)
                operand_next = True
            elif waiting:
                waiting.pop()
            else:
                return None
    if operand_next or "(" in waiting:
        return None
    return output + waiting[::-1]


@lru_cache(maxsize=4096)
def evaluate(text: str) -> Number | None:
    """The exact value of an integer expression, or None where it has none.

    >>> evaluate("2 + 3 * 4"), evaluate("7 / (2 + 2)"), evaluate("1 / (2 - 2)")
    (14, Fraction(7, 4), None)
    """
    return reckon(postfix(text) or [])


def reckon(pieces: list[int | str]) -> Number | None:
    """The exact value of what :func:`postfix` gives, or None where it has none."""
    stack: list[Number] = []
    for piece in pieces:
        if isinstance(piece, int):
            stack.append(piece)
            continue
        right = stack.pop()
        value = apply(piece, stack.pop(), right)
        if value is None:
            return None
        stack.append(value)
    return stack[0] if stack else None


def apply(sign: str, left: Number, right: Number) -> Number | None:
    """One operation, exactly; None for a division by 0."""
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if not right:
        return None
    if isinstance(left, int) and left % right == 0:
        return left // right if isinstance(right, int) else int(left / right)
    value = Fraction(left) / right
    return value.numerator if value.denominator == 1 else value


_SAME = {
    "\u2212": "-",
    "**": "^",
    "\\cdot": "*",
    "\\times": "*",
    "·": "*",
    "×": "*",
    "²": "^2",
    "³": "^3",
}
_DRESS = str.maketrans("", "", "{} \t\n")
_TERM = re.compile(r"([+-]?)(?:([0-9]{1,18})\*?)?(?:([A-Za-z])(?:\^([0-9]{1,3}))?)?", re.ASCII)


def polynomial(text: str, unknown: str) -> dict[int, int] | None:
    """The coefficients by exponent of a polynomial written out, or None.

    Terms may come in any order, but like terms must have been combined, and nothing is multiplied out.

    >>> polynomial("3*x**2 - x + 5", "x"), polynomial("(x + 1)(x + 2)", "x"), polynomial("x + x", "x")
    ({2: 3, 1: -1, 0: 5}, None, None)
    """
    for other, sign in _SAME.items():
        text = text.replace(other, sign)
    text = text.translate(_DRESS)
    if not text or len(text) > LONGEST_EXPRESSION:
        return None
    found: dict[int, int] = {}
    at = 0
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None or match.end() == at or (at and not match[1]):
            return None
        sign, digits, letter, exponent = match.groups()
        power = 0 if letter is None else int(exponent or 1)
        if (digits is None and letter is None) or letter not in (None, unknown) or power in found:
            return None
        if letter is None and text[match.end() - 1] == "*":
            return None
        found[power] = int(digits or 1) * (-1 if sign == "-" else 1)
        at = match.end()
    return found
