"""The solution of a first-order differential equation with a given initial value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import formulas
from simulators.checks.formulas import put
from simulators.checks.identities import agree
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import polynomial, power, term, total

VERSION = 1
LEVELS = (
    {"kinds": ("growth",), "size": 60},
    {"kinds": ("constant",), "size": 20},
    {"kinds": ("linear",), "size": 15},
    {"kinds": ("exponential", "separable"), "size": 30},
    {"kinds": ("resonant", "quadratic", "separable"), "size": 15},
)


def make(rng: Stream, *, kinds: tuple[str, ...], size: int) -> Problem:
    """y' = a y + g(x): a particular solution p and c e^(ax), with c from the initial value."""
    x = rng.choice("xt")
    kind = rng.choice(kinds)
    a, start = rng.nonzero(-size, size), rng.nonzero(-99, 99)
    if kind == "separable":
        return _separable(rng, x, a, start)
    particular, forcing, at_zero = _particular(rng, kind, a, x, size)
    c = start - at_zero
    if not c:
        start, c = start + 1, c + 1
    exponential = f"e^({term(a, x)})"
    grown = term(c, exponential)
    answer = total([*particular, grown])
    steps = [Step("homogeneous", {"rate": a})]
    if particular:
        steps.append(Step("particular", {"particular": total(particular)}))
    return Problem(
        facts={"right": total([term(a, "y"), *forcing]), "start": start, "unknown": x},
        answer=answer,
        steps=(*steps, Step("initial", {"constant": c, "solved": answer})),
        mistakes=mistakes(
            answer,
            initial_value_taken_as_constant=total([*particular, term(start, exponential)]) if at_zero else answer,
            rate_sign_turned=total([*particular, term(c, f"e^({term(-a, x)})")]),
            rate_forgotten=total([*particular, term(c, f"e^{x}")]) if a != 1 else answer,
        ),
    )


def _particular(rng: Stream, kind: str, a: int, x: str, size: int) -> tuple[list[str], list[str], int]:
    """A particular solution and the forcing that it needs, p' - a p, in terms; and its value at 0."""
    if kind == "growth":
        return [], [], 0
    if kind in ("constant", "linear", "quadratic"):
        degree = ("constant", "linear", "quadratic").index(kind)
        row = [rng.nonzero(-size, size) for _ in range(degree + 1)]
        slope = [*(n * value for n, value in enumerate(row[1:], 1)), 0]
        forcing = [s - a * value for s, value in zip(slope, row, strict=True)]
        return _terms(row, x), _terms(forcing, x), row[0]
    p = rng.nonzero(-size, size)
    if kind == "resonant":  # p x e^(ax)
        exponential = f"e^({term(a, x)})"
        return [term(p, f"{x}*{exponential}")], [term(p, exponential)], 0
    k = a + rng.nonzero(-5, 5) or a + 6
    exponential = f"e^({term(k, x)})"
    return [term(p, exponential)], [term(p * (k - a), exponential)], p


def _terms(coefficients: list[int], x: str) -> list[str]:
    return [polynomial([0] * n + [value], x) for n, value in enumerate(coefficients) if value]


def _separable(rng: Stream, x: str, a: int, start: int) -> Problem:
    """y' = a x^n y has the solution y(0) e^(a x^(n+1) / (n+1))."""
    n = rng.integer(1, 4)
    whole = polynomial([0] * (n + 1) + [Fraction(a, n + 1)], x)
    answer = term(start, f"e^({whole})")
    return Problem(
        facts={"right": f"{term(a, power(x, n))}*y", "start": start, "unknown": x},
        answer=answer,
        steps=(
            Step("separate", {"exponent": whole}),
            Step("initial", {"constant": start, "solved": answer}),
        ),
        mistakes=mistakes(
            answer,
            not_integrated=term(start, f"e^({polynomial([0] * n + [a], x)})"),
            not_divided=term(start, f"e^({polynomial([0] * (n + 1) + [a], x)})"),
            constant_added=total([f"e^({whole})", str(start - 1)]) if start != 1 else answer,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By substitution: the reply's slope against the right-hand side, and its value at 0 against the start."""
    x = facts["unknown"]
    right = formulas.parse(facts["right"], x + "y")

    def solves(y: formulas.Node) -> bool:
        return agree(y, put(right, "y", y), x, slopes=True) and agree(put(y, x, 0), facts["start"], "")

    return formulas.judge(reply, x, solves)


def check_step(facts: Facts, step: Step) -> bool:
    claim, x = step.claim, facts["unknown"]
    right = formulas.parse(facts["right"], x + "y")
    if step.rule == "homogeneous":  # what y adds to the right-hand side, per unit of y
        return agree(("-", put(right, "y", 1), put(right, "y", 0)), claim["rate"], x)
    if step.rule == "particular":
        y = formulas.parse(claim["particular"], x)
        return y is not None and agree(y, put(right, "y", y), x, slopes=True)
    if step.rule == "separate":
        exponent = formulas.parse(claim["exponent"], x)
        flat = exponent is not None and agree(put(exponent, x, 0), 0, "")
        return flat and agree(exponent, put(right, "y", 1), x, slopes=True)
    return check(facts, claim["solved"]).reward == 1 and _amplitude(facts, claim)


def _amplitude(facts: Facts, claim: Any) -> bool:
    """Whether the solution less any other solution, that from the start 0, begins at the constant."""
    x, constant = facts["unknown"], claim["constant"]
    solved, right = formulas.parse(claim["solved"], x), formulas.parse(facts["right"], x + "y")
    for text in _growing_parts(claim["solved"]):
        part = formulas.parse(text, x)
        rest = ("-", solved, part)
        begins = agree(put(part, x, 0), constant, "")
        if begins and agree(rest, put(right, "y", rest), x, slopes=True):
            return True
    return False


def _growing_parts(text: str) -> list[str]:
    """The last term of a sum, with its sign: there a solution holds its free constant."""
    for sign in (" + ", " - "):
        text = text.replace(sign, f"\n{sign.strip()}")
    return [text.split("\n")[-1].lstrip("+")]


def canonical(facts: Facts) -> list[object]:
    return [facts["right"].replace(facts["unknown"], "x"), facts["start"]]
