"""The probability of exactly, at least or at most so many successes in independent trials."""

from __future__ import annotations

from functools import lru_cache
from math import comb, gcd

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
MOST_TRIALS = 60
RELATIONS = ("exactly", "at least", "at most")
LEVELS = (
    {"trials": (3, 4), "bottom": 12},
    {"trials": (4, 6), "bottom": 20},
    {"trials": (5, 8), "bottom": 30},
    {"trials": (7, 10), "bottom": 60},
    {"trials": (9, 14), "bottom": 99},
)
# Proper fractions in lowest terms (fewer than three in five of all pairs), trials with their counts, three relations.
SPACES = {1: 45 * 3 * (2 + 3), 2: 127 * 3 * (3 + 4 + 5), 3: 277 * 3 * (4 + 5 + 6 + 7)}


def make(rng: Stream, *, trials: tuple[int, int], bottom: int) -> Problem:
    n, b = rng.integer(*trials), rng.integer(2, bottom)
    a = rng.integer(1, b - 1)
    common = gcd(a, b)
    a, b = a // common, b // common
    relation, count = rng.choice(RELATIONS), rng.integer(1, n - 1)
    first, last = {"exactly": (count, count), "at least": (count, n), "at most": (0, count)}[relation]
    terms = [comb(n, hits) * a**hits * (b - a) ** (n - hits) for hits in range(n + 1)]
    cases, favourable = b**n, sum(terms[first : last + 1])
    answer = _fraction(favourable, cases)
    return Problem(
        facts={"trials": n, "success": [a, b], "relation": relation, "count": count},
        answer=answer,
        steps=(
            *[Step("term", {"hits": hits, "misses": n - hits, "ways": terms[hits]}) for hits in range(first, last + 1)],
            Step("divide", {"sum": favourable, "cases": cases, "probability": answer}),
        ),
        mistakes=mistakes(
            answer,
            boundary_left_out=_fraction(favourable - terms[count], cases) if first < last else answer,
            complement=_fraction(cases - favourable, cases),
            orders_ignored=_fraction(a**count * (b - a) ** (n - count), cases),
            only_the_boundary=_fraction(terms[count], cases),
            success_and_failure_swapped=_fraction(sum(terms[n - last : n - first + 1]), cases),
        ),
    )


def _fraction(top: int, bottom: int) -> str:
    """A probability in lowest terms; none of those asked for here is 0 or 1."""
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}"


def check(facts: Facts, reply: str) -> Verdict:
    top, bottom = _share(facts["trials"], *facts["success"], facts["relation"], facts["count"])
    return numbers.judge(reply, lambda probability: probability.numerator * bottom == top * probability.denominator)


@lru_cache(maxsize=1024)  # a reply, each mistake and each step ask for the same probability
def _share(trials: int, top: int, bottom: int, relation: str, count: int) -> tuple[int, int]:
    """How many cases have the right number of successes, and how many cases there are."""
    ways = _ways(trials, top, bottom)
    first, last = {"exactly": (count, count), "at least": (count, trials), "at most": (0, count)}[relation]
    return sum(ways[first : last + 1]), sum(ways)


@lru_cache(maxsize=1024)
def _ways(trials: int, top: int, bottom: int) -> list[int]:
    """Trial after trial: in how many of the equally likely cases each number of successes has come so far."""
    if trials > MOST_TRIALS:
        raise ValueError(f"expected at most {MOST_TRIALS} trials, got {trials}")
    ways = [1]
    for _ in range(trials):
        ways = [miss * (bottom - top) + hit * top for miss, hit in zip([*ways, 0], [0, *ways], strict=True)]
    return ways


def check_step(facts: Facts, step: Step) -> bool:
    claim, ways = step.claim, _ways(facts["trials"], *facts["success"])
    if step.rule == "term":
        hits, misses = claim["hits"], claim["misses"]
        return hits + misses == facts["trials"] and min(hits, misses) >= 0 and claim["ways"] == ways[hits]
    claimed = numbers.parse(claim["probability"])
    top, bottom = _share(facts["trials"], *facts["success"], facts["relation"], facts["count"])
    return (
        claimed is not None
        and claimed.numerator * bottom == top * claimed.denominator
        and claim["cases"] == bottom
        and claim["sum"] == top
    )


def canonical(facts: Facts) -> list[object]:
    return [facts["trials"], facts["success"], facts["relation"], facts["count"]]
