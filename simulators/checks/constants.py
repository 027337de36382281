"""The exact values of formulas without names, where they are of moderate size."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks.formulas import Node

MOST_BITS = 20_000  # of a power that is worked out


def rational(node: Node) -> Fraction | None:
    """The exact value of a formula of whole numbers, of moderate size; None where it is none or has a name in it.

    >>> from simulators.checks.formulas import parse
    >>> rational(parse("2^100 / 2^98 - 1/2", "x")), rational(parse("2x", "x")), rational(parse("9^9^9", "x"))
    (Fraction(7, 2), None, None)
    """
    if type(node) is not tuple:
        return None if type(node) is str else Fraction(node)
    values = [rational(part) for part in node[1:]] if node[0] in ("neg", "+", "-", "*", "/", "^") else [None]
    if None in values:
        return None
    first, second = Fraction(values[0] or 0), Fraction(values[-1] or 0)
    if node[0] == "neg":
        return -first
    if node[0] == "^":
        size = max(first.numerator.bit_length(), first.denominator.bit_length())
        moderate = second.denominator == 1 and abs(second) * size <= MOST_BITS and (first or second > 0)
        return first ** int(second) if moderate else None
    if node[0] == "/":
        return first / second if second else None
    return first + second if node[0] == "+" else first - second if node[0] == "-" else first * second
