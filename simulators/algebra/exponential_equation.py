"""An equation between powers of two numbers that are powers of one prime."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"primes": (2, 3, 5), "highest": 1, "size": 30, "both": False},
    {"primes": (2, 3, 5, 7), "highest": 2, "size": 20, "both": False},
    {"primes": (2, 3, 5), "highest": 3, "size": 12, "both": True},
    {"primes": (2, 3, 5, 7), "highest": 4, "size": 30, "both": True},
    {"primes": (2, 3, 5, 7, 11), "highest": 5, "size": 99, "both": True},
)
LARGEST = 10**6


def make(rng: Stream, *, primes: tuple[int, ...], highest: int, size: int, both: bool) -> Problem:
    """(p^m)^(a x + b) = (p^n)^(c x + d), that is m (a x + b) = n (c x + d)."""
    prime = rng.choice(primes)
    m, n = rng.sample(range(1, highest + 1), 2) if highest > 1 else (1, 1)
    a, b = rng.nonzero(-9, 9), rng.nonzero(-size, size)
    c, d = (rng.nonzero(-9, 9) if both else 0), rng.nonzero(-size, size)
    if m * a == n * c:
        c = -c
    slope, right = m * a - n * c, n * d - m * b
    x = Fraction(right, slope)
    answer = str(x)
    return Problem(
        facts={"bases": [prime**m, prime**n], "left": [b, a], "right": [d, c], "unknown": rng.choice("xtz")},
        answer=answer,
        steps=(
            Step("base", {"prime": prime, "exponents": [m, n]}),
            Step("compare", {"left_slope": m * a, "left": m * b, "right_slope": n * c, "right": n * d}),
            Step("solve", {"x": answer}),
        ),
        mistakes=mistakes(
            answer,
            different_bases_ignored=Fraction(d - b, a - c) if a != c else 0,
            sign_not_turned=Fraction(n * d + m * b, slope),
            turned_over=1 / x if x else slope,
        ),
    )


def _is_solution(facts: Facts, x: numbers.Number) -> bool:
    """Both powers raised to the denominator of x are powers with whole exponents, and equal as numbers."""
    bottom = x.denominator
    exponents = [(row[0] + row[1] * x) * bottom for row in (facts["left"], facts["right"])]
    if any(base < 2 for base in facts["bases"]) or any(abs(exponent) > LARGEST for exponent in exponents):
        return False
    (u, v), (e, f) = facts["bases"], exponents
    shared = _root(u, v)
    return shared is not None and shared[0] * e == shared[1] * f


def _root(u: int, v: int) -> tuple[int, int] | None:
    """How often u and v hold their common root, found by Euclid's algorithm on divisions; None if they have none."""
    if u == v:
        return 1, 1
    if u < v:
        found = _root(v, u)
        return None if found is None else (found[1], found[0])
    if v < 2 or u % v:
        return None
    found = _root(u // v, v)
    return None if found is None else (found[0] + found[1], found[1])


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda x: _is_solution(facts, x), unknown=facts["unknown"])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "solve":
        return _is_solution(facts, Fraction(claim["x"]))
    shared = _root(*facts["bases"])
    if step.rule == "base":
        return [claim["prime"] ** exponent for exponent in claim["exponents"]] == list(facts["bases"])
    rows = [[claim["left"], claim["left_slope"]], [claim["right"], claim["right_slope"]]]
    given = [facts["left"], facts["right"]]
    times = [row[1] // known[1] if known[1] else row[0] // known[0] for row, known in zip(rows, given, strict=True)]
    multiples = all([n * value for value in known] == row for n, known, row in zip(times, given, rows, strict=True))
    return multiples and shared is not None and times[0] * shared[1] == times[1] * shared[0] and min(times) > 0


def canonical(facts: Facts) -> list[list[int]]:
    return sorted([[base, *facts[side]] for base, side in zip(facts["bases"], ("left", "right"), strict=True)])
