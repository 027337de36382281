"""Sums, products, quotients and powers of complex numbers, in the form a + bi."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from simulators.checks import formulas
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.notation import term

VERSION = 1
LEVELS = (
    {"kinds": ("product",), "size": 9, "power": 0},
    {"kinds": ("sum_of_products",), "size": 9, "power": 0},
    {"kinds": ("quotient",), "size": 9, "power": 0},
    {"kinds": ("quotient", "power"), "size": 20, "power": 4},
    {"kinds": ("quotient_of_products", "power"), "size": 25, "power": 6},
)
HIGHEST = 12
# A value in whole numbers as most answers state it, for which no formula need be read.
_PLAIN = re.compile(r"(-?[0-9]{1,15})(?: ([+-]) ([0-9]{0,15})i)?", re.ASCII)

Number = tuple[int | Fraction, int | Fraction]
FORMS = {"product": 2, "sum_of_products": 4, "quotient": 2, "power": 1, "quotient_of_products": 3}


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, power: int) -> Problem:
    kind = rng.choice(kinds)
    numbers = [(rng.nonzero(-size, size), rng.nonzero(-size, size)) for _ in range(FORMS[kind])]
    exponent = rng.integer(3, power) if kind == "power" else 0
    steps, value, wrong = _worked(kind, numbers, exponent)
    answer = _written(value)
    return Problem(
        facts={"kind": kind, "numbers": numbers, "exponent": exponent},
        answer=answer,
        steps=(*steps, Step("value", {"value": answer})),
        mistakes=mistakes(
            answer,
            i_squared_taken_for_one=_written(wrong),
            conjugate=_written((value[0], -value[1])),
            parts_swapped=_written((value[1], value[0])),
        ),
    )


def _worked(kind: str, z: Sequence[Number], exponent: int) -> tuple[list[Step], Number, Number]:
    """Steps, value, and the value of who takes i^2 for 1."""
    if kind == "power":
        rows = [z[0]]
        for _ in range(exponent - 1):
            rows.append(_times(rows[-1], z[0]))
        steps = [Step("power", {"exponent": n, "part": _written(row)}) for n, row in enumerate(rows[1:-1], 2)]
        return steps, rows[-1], _times(rows[-2], z[0], sign=1)
    if kind == "quotient":
        return *_divided(z[0], z[1]), (_times(z[0], z[1], sign=1))
    first = _times(z[0], z[1])
    if kind == "product":
        a, b, c, d = (*z[0], *z[1])
        step = Step("multiply", {"products": [str(a * c), str(a * d), str(b * c), str(b * d)]})
        return [step], first, _times(z[0], z[1], sign=1)
    step = Step("first", {"part": _written(first)})
    if kind == "quotient_of_products":
        steps, value = _divided(first, z[2])
        return [step, *steps], value, _divided(_times(z[0], z[1], sign=1), z[2])[1]
    second = _times(z[2], z[3])
    wrong = (_times(z[0], z[1], sign=1), _times(z[2], z[3], sign=1))
    return [step, Step("second", {"part": _written(second)})], _plus(first, second), _plus(*wrong)


def _plus(u: Number, v: Number) -> Number:
    return u[0] + v[0], u[1] + v[1]


def _times(u: Number, v: Number, sign: int = -1) -> Number:
    return u[0] * v[0] + sign * u[1] * v[1], u[0] * v[1] + u[1] * v[0]


def _divided(u: Number, v: Number) -> tuple[list[Step], Number]:
    top, size = _times(u, (v[0], -v[1])), v[0] ** 2 + v[1] ** 2
    value = (Fraction(top[0]) / size, Fraction(top[1]) / size)
    return [Step("conjugate", {"top": _written(top), "size": str(size)})], value


def _written(value: Number) -> str:
    real, imaginary = value
    if not imaginary:
        return str(real)
    last = term(imaginary, "i")
    if not real:
        return last
    return f"{real} - {last[1:]}" if imaginary < 0 else f"{real} + {last}"


def _read(text: str) -> tuple[Any, Any] | None:
    """Real and imaginary part of a formula that is linear in i."""
    node = formulas.parse(text, "i")
    return None if node is None else _parts(node)


def _parts(node: formulas.Node) -> tuple[Any, Any] | None:
    found = formulas.polynomial(node)
    if found is None or not set(found) <= {(), (("i", 1),)}:
        return None
    return found.get((), 0), found.get((("i", 1),), 0)


def _fits(facts: Facts, value: tuple[Any, Any], kind: str) -> bool:
    """Divisions are multiplied back; products are computed as matrices, rows (a, -b) and (b, a)."""
    z = [((a, -b), (b, a)) for a, b in facts["numbers"]]
    claimed = ((value[0], -value[1]), (value[1], value[0]))
    if kind == "power":
        if not 0 < facts["exponent"] <= HIGHEST:
            raise ValueError(f"expected an exponent from 1 to {HIGHEST}")
        found = z[0]
        for _ in range(facts["exponent"] - 1):
            found = _matrix(found, z[0])
        return claimed == found
    if kind == "quotient":
        return _matrix(claimed, z[1]) == z[0]
    first = _matrix(z[0], z[1])
    if kind == "product":
        return claimed == first
    if kind == "quotient_of_products":
        return _matrix(claimed, z[2]) == first
    second = _matrix(z[2], z[3])
    return value[0] == first[0][0] + second[0][0] and value[1] == first[1][0] + second[1][0]


def _matrix(u: Any, v: Any) -> Any:
    ((p, q), (r, s)), ((a, b), (c, d)) = u, v
    return (p * a + q * c, p * b + q * d), (r * a + s * c, r * b + s * d)


def check(facts: Facts, reply: str) -> Verdict:
    if plain := _PLAIN.fullmatch(reply):
        real, sign, size = plain.groups()
        right = _fits(facts, (int(real), int(sign + (size or "1")) if sign else 0), facts["kind"])
        return RIGHT if right else wrong(f"{reply} does not fit the facts")

    def fits(node: formulas.Node) -> bool:
        value = _parts(node)
        return value is not None and _fits(facts, value, facts["kind"])

    return formulas.judge(reply, "i", fits)


def check_step(facts: Facts, step: Step) -> bool:
    claim, numbers = step.claim, facts["numbers"]
    if step.rule == "value":
        return check(facts, claim["value"]).reward == 1
    if step.rule == "multiply":
        (a, b), (c, d) = numbers
        return [int(product) for product in claim["products"]] == [a * c, a * d, b * c, b * d]
    if step.rule == "conjugate":
        c, d = numbers[-1]
        top, size = _read(claim["top"]), int(claim["size"])
        kind = facts["kind"]
        return (
            size == c * c + d * d and top is not None and _fits(facts, (_over(top[0], size), _over(top[1], size)), kind)
        )
    part = _read(claim["part"])
    if part is None:
        return False
    if step.rule == "power":
        return 1 < claim["exponent"] < facts["exponent"] and _fits(
            {**facts, "exponent": claim["exponent"]}, part, "power"
        )
    pair = numbers[:2] if step.rule == "first" else numbers[2:]
    return _fits({**facts, "numbers": pair}, part, "product")


def _over(value: Any, size: int) -> Fraction:
    return Fraction(value) / size


def canonical(facts: Facts) -> list[object]:
    return [facts["kind"], [list(number) for number in facts["numbers"]], facts["exponent"]]
