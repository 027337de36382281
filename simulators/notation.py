"""How formulas are written, for makers and templates: terms, sums, polynomials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache


def term(coefficient: int | Fraction, body: str) -> str:
    """A coefficient with what it multiplies; ``body`` is empty for a constant.

    >>> term(1, "x"), term(-1, "x^2"), term(7, ""), term(Fraction(-3, 4), "x")
    ('x', '-x^2', '7', '-3/4*x')
    """
    if not body:
        return str(coefficient)
    if coefficient == 1:
        return body
    if coefficient == -1:
        return f"-{body}"
    return f"{coefficient}{body}" if coefficient.denominator == 1 and body[0].isalpha() else f"{coefficient}*{body}"


def total(terms: Iterable[str]) -> str:
    """Terms joined to a sum, those that begin with a minus subtracted; "0" if there are none.

    >>> total(["3x", "-2", "y"]), total([])
    ('3x - 2 + y', '0')
    """
    text = ""
    for item in terms:
        if not text:
            text = item
        elif item[0] == "-":
            text += f" - {item[1:]}"
        else:
            text += f" + {item}"
    return text or "0"


def polynomial(coefficients: Sequence[int | Fraction], unknown: str) -> str:
    """A polynomial from its coefficients, the constant term first, written from its highest term down.

    >>> polynomial([5, -1, 0, 2], "x"), polynomial([], "x")
    ('2x^3 - x + 5', '0')
    """
    return _sum(_terms(coefficients, unknown)[::-1])


def rising(coefficients: Sequence[int | Fraction], unknown: str) -> str:
    """A polynomial written from its constant term up, as the beginning of a series is.

    >>> rising([1, -3], "x")
    '1 - 3x'
    """
    return _sum(_terms(coefficients, unknown))


def _terms(coefficients: Sequence[int | Fraction], unknown: str) -> list[str]:
    bodies = _bodies(unknown, len(coefficients))
    return [term(value, body) for value, body in zip(coefficients, bodies, strict=True) if value]


@lru_cache(maxsize=256)
def _bodies(unknown: str, count: int) -> tuple[str, ...]:
    return tuple(["" if not n else power(unknown, n) for n in range(count)])


def _sum(terms: list[str]) -> str:
    """As :func:`total`, of terms that are no sums themselves."""
    return " + ".join(terms).replace("+ -", "- ") or "0"


def power(base: str, exponent: int) -> str:
    """A power, the first one as its base alone.

    >>> power("x", 1), power("(x - 2)", 3), power("x", -1)
    ('x', '(x - 2)^3', 'x^(-1)')
    """
    if exponent == 1:
        return base
    return f"{base}^{exponent}" if exponent >= 0 else f"{base}^({exponent})"
