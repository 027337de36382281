"""An antiderivative of a sum of powers, functions of linear arguments and products integrated by parts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from simulators.checks import formulas
from simulators.checks.identities import agree
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import polynomial, power, term, total

VERSION = 1
LEVELS = (
    {"terms": 2, "rules": ("power",), "size": 12},
    {"terms": 3, "rules": ("power", "reciprocal"), "size": 12},
    {"terms": 3, "rules": ("power", "function", "reciprocal"), "size": 12},
    {"terms": 3, "rules": ("function", "linear", "logarithm"), "size": 12},
    {"terms": 4, "rules": ("parts", "linear", "logarithm", "function"), "size": 12},
)

MISTAKES = 3
# A term, its antiderivative, and what learners give by the names of their errors.
Part = tuple[str, str, dict[str, str]]


def make(rng: Stream, *, terms: int, rules: tuple[str, ...], size: int) -> Problem:
    x = rng.choice("xtuz")
    order = [rules[i % len(rules)] for i in range(terms)]
    exponents = rng.sample(range(2, 9), terms)
    parts = [_RULES[rule](rng, x, size, n) for rule, n in zip(order, exponents, strict=True)]
    wholes = [whole for _, whole, _ in parts]
    answer = total(wholes) + " + C"
    steps = [Step(rule, {"term": text, "whole": whole}) for rule, (text, whole, _) in zip(order, parts, strict=True)]
    slips = {error: (at, slip) for at, (_, _, errors) in enumerate(parts) for error, slip in errors.items()}
    wrong = {
        error: total([*wholes[:at], slip, *wholes[at + 1 :]]) + " + C"
        for error, (at, slip) in islice(slips.items(), MISTAKES)
    }
    return Problem(
        facts={"terms": [text for text, _, _ in parts], "unknown": x},
        answer=answer,
        steps=(*steps, Step("add", {"antiderivative": answer})),
        mistakes=mistakes(answer, **wrong),
    )


def _power(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    return (
        term(a * (n + 1), power(x, n)),
        term(a, power(x, n + 1)),
        {
            "differentiated": term(a * (n + 1) * n, power(x, n - 1)),
            "not_divided": term(a * (n + 1), power(x, n + 1)),
        },
    )


def _reciprocal(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    return (
        f"{-a * n}/{power(x, n + 1)}",
        f"{a}/{power(x, n)}",
        {"sign_lost": f"{-a}/{power(x, n)}", "exponent_raised_in_size": f"{a}/{power(x, n + 2)}"},
    )


def _function(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    name, slope, sign = rng.choice((("sin", "cos", 1), ("cos", "sin", -1), ("e^", "e^", 1)))
    inner = f"({n}{x})"
    return (
        term(sign * a * n, slope + inner),
        term(a, name + inner),
        {
            "sign_turned": term(-a, name + inner),
            "multiplied_by_inner_derivative": term(a * n * n, name + inner),
        },
    )


def _inner(rng: Stream, x: str, size: int) -> tuple[int, str]:
    a = rng.integer(2, 9)
    return a, f"({polynomial([rng.integer(1, size), a], x)})"


def _linear(rng: Stream, x: str, size: int, n: int) -> Part:
    b, inner = _inner(rng, x, size)
    a = rng.nonzero(-size, size)
    return (
        term(a * b * (n + 1), power(inner, n)),
        term(a, power(inner, n + 1)),
        {
            "inner_derivative_forgotten": term(a * b, power(inner, n + 1)),
            "exponent_kept": term(a, power(inner, n)),
        },
    )


def _logarithm(rng: Stream, x: str, size: int, _: int) -> Part:
    b, inner = _inner(rng, x, size)
    a = rng.nonzero(-size, size)
    logarithm = f"ln|{inner[1:-1]}|"
    return (
        f"{a * b}/{inner}",
        term(a, logarithm),
        {"inner_derivative_forgotten": term(a * b, logarithm), "power_rule_misused": f"{a * b}/{inner}^2"},
    )


def _parts(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    exponential = f"e^({n}{x})"
    # The coefficient holds n^2, so that the antiderivative has whole ones.
    return (
        term(a * n * n, f"{x}*{exponential}"),
        f"{term(a * n, f'{x}*{exponential}')} {'-' if a > 0 else '+'} {term(abs(a), exponential)}",
        {
            "second_integral_forgotten": term(a * n, f"{x}*{exponential}"),
            "sign_of_second_part_turned": total([term(a * n, f"{x}*{exponential}"), term(a, exponential)]),
        },
    )


_RULES: dict[str, Callable[[Stream, str, int, int], Part]] = {
    "power": _power,
    "reciprocal": _reciprocal,
    "function": _function,
    "linear": _linear,
    "logarithm": _logarithm,
    "parts": _parts,
}


def check(facts: Facts, reply: str) -> Verdict:
    """By differentiating the reply, with or without a constant C: any antiderivative is right."""
    x = facts["unknown"]
    integrand = formulas.parse(total(facts["terms"]), x)
    return formulas.judge(reply, x + "C", lambda whole: agree(whole, integrand, x + "C", slopes=True))


def check_step(facts: Facts, step: Step) -> bool:
    claim, x = step.claim, facts["unknown"]
    if step.rule == "add":
        return check(facts, claim["antiderivative"]).reward == 1
    whole = formulas.parse(claim["whole"], x)
    known = claim["term"] in facts["terms"]
    return known and bool(whole) and agree(whole, formulas.parse(claim["term"], x), x, slopes=True)


def canonical(facts: Facts) -> list[str]:
    return sorted(text.replace(facts["unknown"], "x") for text in facts["terms"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "terms": rng.shuffled(facts["terms"])}
