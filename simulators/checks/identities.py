"""Whether two formulas are the same function, or one the derivative of the other, by values alone.

Values are taken in the field of :data:`PRIME` elements, at points drawn once and for all. Rational functions have
values there (Schwartz 1980, Zippel 1979: two different ones of degree d agree at a point with probability d / 2**61).
So have exp, sin and cos of polynomials: ``x``, ``exp(x)`` and ``exp(ix)`` satisfy no algebraic equation among them, so
each is given a value of its own, and all identities between powers of them hold. Formulas without a name are compared
by their exact values, and numbers as large as the field are kept out of it: a multiple of the prime is not 0. Where a
difference may be due to other functions (``ln 4`` and ``2 ln 2``), floating point decides.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b

from simulators.checks.constants import rational
from simulators.checks.formulas import Node, constant, polynomial

PRIME = 2**61 - 31
LARGEST_POWER = 10_000
LARGEST_NUMBER = 2**60
CLOSE = 1e-11
_I = 583_529_827_753_931_384  # its square is -1
_HALF, _HALF_OVER_I = pow(2, -1, PRIME), pow(2 * _I, -1, PRIME)
_PARTS = 27_720  # exponents may have any denominator that divides it
_TRIES = 4

# A value with its derivative: arithmetic on duals differentiates (Wengert 1964).
Exact = tuple[int, int]
Dual = tuple[complex, complex]


class _Outside(Exception):  # noqa: N818 - control flow: the field has no value for this
    pass


def agree(first: Node, second: Node, names: str, *, slopes: bool = False) -> bool:
    """Whether two formulas have the same values for positive arguments; with ``slopes``, whether the derivative
    of the first by the first of the names is the second.

    >>> from simulators.checks.formulas import parse
    >>> agree(parse("(x + 1)^2", "x"), parse("x^2 + 2x + 1", "x"), "x")
    True
    >>> agree(parse("sin(2x)", "x"), parse("2 sin x cos x", "x"), "x")
    True
    >>> agree(parse("ln|x|", "x"), parse("1/x", "x"), "x", slopes=True)
    True
    >>> agree(parse("9**9**9", "x"), parse("9**9**9", "x"), "x")
    False
    """
    if not slopes and (value := rational(first)) is not None and (other := rational(second)) is not None:
        return value == other
    exact = _agree_in_the_field(first, second, names, slopes)
    return _agree_in_floats(first, second, names, slopes) if exact is None else exact


def _agree_in_the_field(first: Node, second: Node, names: str, slopes: bool) -> bool | None:
    compared = 0
    for number in range(_TRIES):
        try:
            gap, opaque = _gap(first, second, names, slopes, number)
            if gap and opaque:
                # A gap that does not change with the values of the opaque functions is none of their doing.
                return False if gap == _gap(first, second, names, slopes, number, salt=1)[0] else None
        except ZeroDivisionError:
            continue
        except _Outside:
            return None
        if gap:
            return False
        compared += 1
        if compared == 2:
            return True
    return None


def _gap(first: Node, second: Node, names: str, slopes: bool, number: int, salt: int = 0) -> tuple[int, bool]:
    field = _Field(names, number, salt)
    return (field.dual(first)[slopes] - field.dual(second)[0]) % PRIME, field.opaque


@lru_cache(maxsize=1 << 14)
def _drawn(*key: object) -> int:
    """An element of the field that belongs to the key alone."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=16).digest()) % PRIME


def _inverse(value: int) -> int:
    if not value % PRIME:
        raise ZeroDivisionError
    return pow(value, -1, PRIME)


_monomials = lru_cache(maxsize=1024)(polynomial)  # both formulas ask for the same ones at every point


class _Field:
    """Values at one point. ``opaque`` tells whether a function was met whose identities the field does not know."""

    def __init__(self, names: str, number: int, salt: int) -> None:
        self.number = number
        self.salt = salt
        self.opaque = False
        self.point = {name: (_drawn(number, "name", name), int(not k)) for k, name in enumerate(names)}

    def dual(self, node: Node) -> Exact:
        if type(node) is str:
            return self.point.get(node) or self.name(node)
        if type(node) is not tuple:
            return self.number_of(node), 0
        sign = node[0]
        if sign == "^":
            return self.power(node[1], node[2])
        if len(node) == 2:
            return self.function(sign, node[1])
        u, du = self.dual(node[1])
        v, dv = self.dual(node[2])
        if sign == "*":
            return u * v % PRIME, (du * v + u * dv) % PRIME
        if sign == "/":
            below = _inverse(v)
            return u * below % PRIME, (du * v - u * dv) * below * below % PRIME
        turn = 1 if sign == "+" else -1
        return (u + turn * v) % PRIME, (du + turn * dv) % PRIME

    def number_of(self, leaf: int | Fraction) -> int:
        if leaf.numerator >= LARGEST_NUMBER or leaf.denominator >= LARGEST_NUMBER:
            raise _Outside
        return leaf if type(leaf) is int else leaf.numerator * _inverse(leaf.denominator) % PRIME

    def name(self, name: str) -> Exact:
        return (self.raised("exp", 1), 0) if name == "e" else (_drawn(self.number, name), 0)

    def power(self, base: Node, exponent: Node) -> Exact:
        if base == "e" and base not in self.point:
            return self.function("exp", exponent)
        whole = constant(exponent)
        if whole is None or not -LARGEST_POWER <= whole <= LARGEST_POWER:
            raise _Outside
        if whole.denominator != 1:
            if whole == Fraction(1, 2):
                return self.function("sqrt", base)
            raise _Outside
        n = int(whole)
        value = rational(base)
        if value is not None and abs(n) * max(value.numerator.bit_length(), value.denominator.bit_length()) > 60:
            raise _Outside
        u, du = self.dual(base)
        if n < 0:
            below = _inverse(u)
            found = pow(below, -n, PRIME)
            return found, n * found * below * du % PRIME
        if not n:
            return 1, 0
        found = pow(u, n - 1, PRIME)
        return found * u % PRIME, n * found * du % PRIME

    def function(self, name: str, inner: Node) -> Exact:
        u, du = self.dual(inner)
        if name == "neg":
            return -u % PRIME, -du % PRIME
        if name == "exp":
            value = self.raised("exp", inner)
            return value, value * du % PRIME
        if name in ("sin", "cos", "tan"):
            return self.circular(name, inner, du)
        while name == "ln" and isinstance(inner, tuple) and inner[0] == "abs":
            inner = inner[1]
            u, du = self.dual(inner)
        self.opaque = True
        value = _drawn(self.number, self.salt, name, u)
        below = {"ln": u, "sqrt": 2 * value, "arctan": 1 + u * u, "abs": value * _inverse(u)}[name]
        return value, du * _inverse(below) % PRIME

    def circular(self, name: str, inner: Node, du: int) -> Exact:
        turn = self.raised("turn", inner)
        back = _inverse(turn)
        cosine, sine = (turn + back) * _HALF % PRIME, (turn - back) * _HALF_OVER_I % PRIME
        if name == "sin":
            return sine, cosine * du % PRIME
        if name == "cos":
            return cosine, -sine * du % PRIME
        below = _inverse(cosine)
        return sine * below % PRIME, below * below * du % PRIME

    def raised(self, kind: str, exponent: Node) -> int:
        """exp of a polynomial, or exp of i times it: each monomial's own element to the power of its coefficient."""
        value = 1
        monomials = _monomials(exponent)
        if monomials is None:
            raise _Outside
        for monomial, coefficient in monomials.items():
            if _PARTS % coefficient.denominator:
                raise _Outside
            value = value * pow(_drawn(self.number, kind, monomial), int(coefficient * _PARTS), PRIME) % PRIME
        return value


# Points on both sides of 1, none of them special to any function.
_POINTS = (0.37, 0.81, 1.43, 2.29, 3.17)


def _agree_in_floats(first: Node, second: Node, names: str, slopes: bool) -> bool:
    if _holds_a_speck(first) or _holds_a_speck(second):
        return False
    compared = 0
    for number, at in enumerate(_POINTS):
        point: dict[str, Dual] = {name: (at + 0.29 * number * k, 0.0 if k else 1.0) for k, name in enumerate(names)}
        try:
            found, wanted = evaluate(first, point)[slopes], evaluate(second, point)[0]
        except (ArithmeticError, ValueError):
            continue
        if not abs(found - wanted) <= CLOSE * max(abs(found), abs(wanted), 1e-3):
            return False
        compared += 1
        if compared == 3:
            return True
    return False


def _holds_a_speck(node: Node) -> bool:
    """Whether a constant part is too small or too large to be told apart in floating point."""
    if type(node) is str:
        return False
    if type(node) is not tuple:
        return bool(node) and not 1e-6 <= node <= 1e9
    return any(map(_holds_a_speck, node[1:])) or (_constant(node) and not _of_common_size(node))


def _constant(node: Node) -> bool:
    if type(node) is tuple:
        return all(map(_constant, node[1:]))
    return type(node) is not str or node in _CONSTANTS


def _of_common_size(node: Node) -> bool:
    try:
        size = abs(evaluate(node, {})[0])
    except (ArithmeticError, ValueError):
        return False
    return not size or 1e-6 <= size <= 1e12


def evaluate(node: Node, point: Mapping[str, Dual]) -> Dual:
    """Value and derivative at a point, in floating point; raises ArithmeticError or ValueError where there is none."""
    if type(node) is str:
        return point[node] if node in point else (_CONSTANTS[node], 0.0)
    if type(node) is not tuple:
        return float(node), 0.0
    sign = node[0]
    u, du = evaluate(node[1], point)
    if len(node) == 2:
        return _function(sign, u, du)
    v, dv = evaluate(node[2], point)
    if sign == "*":
        return u * v, du * v + u * dv
    if sign == "+":
        return u + v, du + dv
    if sign == "-":
        return u - v, du - dv
    if sign == "/":
        return u / v, (du * v - u * dv) / (v * v)
    return _power(u, du, v, dv)


_CONSTANTS = {"e": cmath.e, "pi": cmath.pi}


def _power(u: complex, du: complex, v: complex, dv: complex) -> Dual:
    if abs(v) > LARGEST_POWER:
        raise ValueError("too large a power")
    value = u**v
    if not dv:
        return value, v * value / u * du if du else 0.0
    return value, value * (dv * cmath.log(u) + v * du / u)


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
        return -u, -du
    if name == "abs":
        return abs(u), du * (u / abs(u)).conjugate()
    value, slope = _SLOPES[name]
    found = value(u)
    return found, slope(u, found) * du if du else 0.0
