"""Loops within loops whose passes can be summed up, and the polynomial that counts them: for makers only.

A polynomial is a dictionary from the exponents of ``n`` and the loops' variables to coefficients.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from simulators.core import Stream
from simulators.notation import term, total

Polynomial = dict[tuple[int, ...], Fraction]
NAMES = ("n", "i", "j", "k")
_NOTHING = (0,) * len(NAMES)


class Loop(NamedTuple):
    """A loop over ``range(low, high)``: the bounds as text and as polynomials in n and the outer variables."""

    name: str
    text: str
    low: Polynomial
    high: Polynomial
    condition: str = ""


def fixed(value: int | Fraction) -> Polynomial:
    """A constant."""
    return {_NOTHING: Fraction(value)} if value else {}


def variable(name: str) -> Polynomial:
    """One of :data:`NAMES`."""
    return {tuple(int(name == other) for other in NAMES): Fraction(1)}


def added(one: Polynomial, other: Polynomial, sign: int = 1) -> Polynomial:
    """The sum, or the difference."""
    found = dict(one)
    for powers, value in other.items():
        found[powers] = found.get(powers, Fraction(0)) + sign * value
    return {powers: value for powers, value in found.items() if value}


def multiplied(one: Polynomial, other: Polynomial) -> Polynomial:
    """The product."""
    found: Polynomial = {}
    for first, a in one.items():
        for second, b in other.items():
            powers = tuple(x + y for x, y in zip(first, second, strict=True))
            found[powers] = found.get(powers, Fraction(0)) + a * b
    return {powers: value for powers, value in found.items() if value}


def _below(power: int, high: Polynomial) -> Polynomial:
    """The sum of t^power over 0 <= t < high, by Faulhaber's formulas."""
    less = added(high, fixed(1), -1)
    if power == 0:
        return high
    if power == 1:
        return multiplied(multiplied(high, less), fixed(Fraction(1, 2)))
    twice = added(added(high, high), fixed(1), -1)
    return multiplied(multiplied(multiplied(high, less), twice), fixed(Fraction(1, 6)))


def summed(inner: Polynomial, loop: Loop) -> Polynomial:
    """What a pass counts, summed over a loop."""
    place, result = NAMES.index(loop.name), dict[tuple[int, ...], Fraction]()
    for powers, value in inner.items():
        rest = tuple(0 if at == place else power for at, power in enumerate(powers))
        bounds = added(_below(powers[place], loop.high), _below(powers[place], loop.low), -1)
        result = added(result, multiplied({rest: value}, bounds))
    return result


def counts(loops: Sequence[Loop]) -> list[Polynomial]:
    """How often the innermost line is executed in one run of each loop, the innermost loop first."""
    found, inner = [], fixed(1)
    for at, loop in reversed(list(enumerate(loops))):
        inner = _summed_where(inner, loop, loops[at - 1].name) if loop.condition else summed(inner, loop)
        found.append(inner)
    return found


def _summed_where(inner: Polynomial, loop: Loop, outer: str) -> Polynomial:
    """The sum over the values from 0 to n that stand so to the outer loop's variable, which lies below n itself."""
    i = variable(outer)
    if loop.condition == "!=":
        return added(summed(inner, loop), _put(inner, loop.name, i), -1)
    return summed(inner, loop._replace(high=i if loop.condition == "<" else added(i, fixed(1))))


def _put(polynomial: Polynomial, name: str, other: Polynomial) -> Polynomial:
    """The polynomial with another one in the place of a variable."""
    place, result = NAMES.index(name), dict[tuple[int, ...], Fraction]()
    for powers, value in polynomial.items():
        rest = {tuple(0 if at == place else power for at, power in enumerate(powers)): value}
        result = added(result, product([rest, *[other] * powers[place]]))
    return result


def nest(rng: Stream, depth: int) -> tuple[Loop, ...]:
    """Loops so deep; the inner ones hang on the outer ones, or have bounds of their own."""
    loops: list[Loop] = []
    for name in NAMES[1 : depth + 1]:
        loops.append(_loop(rng, name, loops, 4 if depth == 1 else 2 if depth == 2 else 1))
    return tuple(loops)


def _loop(rng: Stream, name: str, outer: Sequence[Loop], steepest: int) -> Loop:
    n = variable("n")
    if outer and rng.chance(2, 3):
        return _hanging(rng, name, outer[-1])
    if outer and rng.chance(1, 3):
        times = rng.integer(2, 6)
        return Loop(name, f"range({times})", {}, fixed(times))
    factor, low = rng.integer(1, steepest), rng.integer(0, 3)
    more = low + rng.integer(0, 9 if steepest > 1 else 1)
    high = f"{factor} * n" if factor > 1 else "n"
    high += f" + {more}" if more else ""
    bound = added(multiplied(fixed(factor), n), fixed(more))
    return Loop(name, f"range({low}, {high})" if low else f"range({high})", fixed(low), bound)


def _hanging(rng: Stream, name: str, outer: Loop) -> Loop:
    """A loop whose bounds or condition speak of the loop around it."""
    n, i, more = variable("n"), variable(outer.name), rng.integer(0, 9)
    kind = rng.below(4)
    if outer.text == "range(n)" and kind == 0:
        return Loop(name, f"range({outer.name}, n)", i, n)
    if outer.text == "range(n)" and kind == 1:
        return Loop(name, f"range(n - {outer.name})", {}, added(n, i, -1))
    if outer.text == "range(n)" and kind == 2 and not outer.condition:
        return Loop(name, "range(n)", {}, n, rng.choice(("!=", "<", "<=")))
    bound = added(i, fixed(more))
    return Loop(name, f"range({outer.name}{f' + {more}' if more else ''})", {}, bound)


def lines(loops: Sequence[Loop], weight: int) -> list[str]:
    """The loops as Python, around a line that adds a number to ``count``."""
    out, indent = [], "    "
    for at, loop in enumerate(loops):
        out.append(f"{indent}for {loop.name} in {loop.text}:")
        indent += "    "
        if loop.condition:
            out.append(f"{indent}if {loop.name} {loop.condition} {loops[at - 1].name}:")
            indent += "    "
    return [*out, f"{indent}count += {weight}"]


def written(polynomial: Polynomial) -> str:
    """The polynomial as a formula, from its highest terms down.

    >>> written(added(multiplied(variable("n"), variable("n")), fixed(3), -1))
    'n^2 - 3'
    """
    ordered = sorted(polynomial.items(), key=lambda item: (-sum(item[0]), [-power for power in item[0]]))
    return total(term(value, _body(powers)) for powers, value in ordered)


def _body(powers: Sequence[int]) -> str:
    parts = [f"{name}^{power}" if power > 1 else name for name, power in zip(NAMES, powers, strict=True) if power]
    return "*".join(parts)


def longer(loops: Sequence[Loop]) -> tuple[Loop, ...]:
    """The loops as whoever thinks that a range holds its end reads them."""
    return tuple(loop._replace(high=added(loop.high, fixed(1))) for loop in loops)


def apart(loops: Sequence[Loop]) -> tuple[Loop, ...]:
    """The loops as whoever does not see that the inner ones hang on the outer ones reads them: each from 0 to n."""
    return tuple(loop._replace(low={}, high=variable("n"), condition="") if _hangs(loop) else loop for loop in loops)


def _hangs(loop: Loop) -> bool:
    return bool(loop.condition) or any(any(powers[1:]) for bound in (loop.low, loop.high) for powers in bound)


def product(polynomials: Sequence[Polynomial]) -> Polynomial:
    """The product of several."""
    return reduce(multiplied, polynomials, fixed(1))
