"""The derivative of a sum of powers, products, quotients and functions of functions."""

from __future__ import annotations

from collections.abc import Callable

from simulators.checks import formulas
from simulators.checks.identities import agree
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import polynomial, power, term, total

VERSION = 1
LEVELS = (
    {"terms": 2, "rules": ("power",), "size": 20},
    {"terms": 3, "rules": ("power", "reciprocal", "power"), "size": 20},
    {"terms": 3, "rules": ("power", "function", "reciprocal"), "size": 20},
    {"terms": 3, "rules": ("function", "chain", "quotient"), "size": 12},
    {"terms": 4, "rules": ("function", "chain", "product", "quotient"), "size": 12},
)

# A term, its derivative, and derivatives that learners give by the names of their errors.
Part = tuple[str, str, dict[str, str]]


def make(rng: Stream, *, terms: int, rules: tuple[str, ...], size: int) -> Problem:
    x = rng.choice("xtuz")
    order = [rules[i % len(rules)] for i in range(terms)]
    exponents = rng.sample(range(2, 9), terms)  # all different, so that no two terms are alike
    parts = [_RULES[rule](rng, x, size, n) for rule, n in zip(order, exponents, strict=True)]
    answer = total(slope for _, slope, _ in parts)
    steps = [Step(rule, {"term": text, "slope": slope}) for rule, (text, slope, _) in zip(order, parts, strict=True)]
    wrong = {
        error: total(slip if i == at else slope for i, (_, slope, _) in enumerate(parts))
        for at, (_, _, errors) in enumerate(parts)
        for error, slip in errors.items()
    }
    return Problem(
        facts={"terms": [text for text, _, _ in parts], "unknown": x},
        answer=answer,
        steps=(*steps, Step("add", {"derivative": answer})),
        mistakes=mistakes(answer, **wrong)[:3],
    )


def _power(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    return (
        term(a, power(x, n)),
        term(a * n, power(x, n - 1)),
        {
            "exponent_kept": term(a * n, power(x, n)),
            "exponent_not_multiplied": term(a, power(x, n - 1)),
        },
    )


def _reciprocal(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    return (
        f"{a}/{power(x, n)}",
        f"{-a * n}/{power(x, n + 1)}",
        {
            "exponent_lowered_in_size": f"{-a * n}/{power(x, n - 1)}",
            "sign_lost": f"{a * n}/{power(x, n + 1)}",
        },
    )


# A function, and its derivative with its sign.
_FUNCTIONS = (("sin", "cos", 1), ("cos", "sin", -1), ("e^", "e^", 1))


def _function(rng: Stream, x: str, size: int, n: int) -> Part:
    a = rng.nonzero(-size, size)
    name, slope, sign = rng.choice(_FUNCTIONS)
    b, inner = n, f"({n}{x})"
    return (
        term(a, name + inner),
        term(sign * a * b, slope + inner),
        {
            "inner_derivative_forgotten": term(sign * a, slope + inner),
            "sign_turned": term(-sign * a * b, slope + inner),
        },
    )


def _linear(rng: Stream, x: str, size: int) -> tuple[int, int, str]:
    a, b = rng.integer(2, 9), rng.nonzero(-size, size)
    return a, b, f"({polynomial([b, a], x)})"


def _chain(rng: Stream, x: str, size: int, n: int) -> Part:
    b, _, inner = _linear(rng, x, size)
    a = rng.integer(2, size)
    if rng.chance(1, 3):
        return (
            term(a, f"ln{inner}"),
            f"{a * b}/{inner}",
            {"inner_derivative_forgotten": f"{a}/{inner}", "logarithm_inverted": term(a * b, f"e^{inner}")},
        )
    return (
        term(a, power(inner, n)),
        term(a * n * b, power(inner, n - 1)),
        {
            "inner_derivative_forgotten": term(a * n, power(inner, n - 1)),
            "exponent_kept": term(a * n * b, power(inner, n)),
        },
    )


def _product(rng: Stream, x: str, size: int, n: int) -> Part:
    a, b = rng.nonzero(-size, size), rng.integer(2, 9)
    name, slope, sign = rng.choice(_FUNCTIONS)
    inner = f"({b}{x})"
    first, second = (
        term(a * n, power(x, n - 1) + f"*{name}{inner}"),
        term(sign * a * b, power(x, n) + f"*{slope}{inner}"),
    )
    return (
        term(a, f"{power(x, n)}*{name}{inner}"),
        total([first, second]),
        {
            "derivatives_multiplied": term(sign * a * n * b, power(x, n - 1) + f"*{slope}{inner}"),
            "second_part_forgotten": first,
        },
    )


def _quotient(rng: Stream, x: str, size: int, _: int) -> Part:
    a, b, top = _linear(rng, x, size)
    c, d, bottom = _linear(rng, x, size)
    if a * d == b * c:  # a constant in disguise
        b -= 1
        top = f"({polynomial([b, a], x)})"
    slope = a * d - b * c
    return (
        f"{top}/{bottom}",
        f"{slope}/{bottom}^2",
        {"numerator_turned": f"{-slope}/{bottom}^2", "denominator_not_squared": f"{slope}/{bottom}"},
    )


_RULES: dict[str, Callable[[Stream, str, int, int], Part]] = {
    "power": _power,
    "reciprocal": _reciprocal,
    "function": _function,
    "chain": _chain,
    "product": _product,
    "quotient": _quotient,
}


def check(facts: Facts, reply: str) -> Verdict:
    """By arithmetic on pairs of value and slope: no rule of differentiation is applied to the text."""
    function = formulas.parse(total(facts["terms"]), facts["unknown"])
    return formulas.judge(reply, facts["unknown"], lambda slope: _is_slope(slope, function, facts["unknown"]))


def _is_slope(slope: formulas.Node, function: formulas.Node, x: str) -> bool:
    return agree(function, slope, x, slopes=True)


def check_step(facts: Facts, step: Step) -> bool:
    claim, x = step.claim, facts["unknown"]
    if step.rule == "add":
        return check(facts, claim["derivative"]).reward == 1
    slope = formulas.parse(claim["slope"], x)
    return claim["term"] in facts["terms"] and bool(slope) and _is_slope(slope, formulas.parse(claim["term"], x), x)


def canonical(facts: Facts) -> list[str]:
    return sorted(text.replace(facts["unknown"], "x") for text in facts["terms"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "terms": rng.shuffled(facts["terms"])}
