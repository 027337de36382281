"""The probability of exactly, at least or at most so many successes in independent trials."""

from __future__ import annotations

from fractions import Fraction
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
    a, b = a // gcd(a, b), b // gcd(a, b)
    relation, count = rng.choice(RELATIONS), rng.integer(1, n - 1)
    wanted = {"exactly": (count,), "at least": range(count, n + 1), "at most": range(count + 1)}[relation]
    terms = [comb(n, hits) * a**hits * (b - a) ** (n - hits) for hits in wanted]
    cases, favourable = b**n, sum(terms)
    probability = Fraction(favourable, cases)
    answer = str(probability)
    at = wanted.index(count)
    return Problem(
        facts={"trials": n, "success": [a, b], "relation": relation, "count": count},
        answer=answer,
        steps=(
            *(
                Step("term", {"hits": hits, "misses": n - hits, "ways": term})
                for hits, term in zip(wanted, terms, strict=True)
            ),
            Step("divide", {"sum": favourable, "cases": cases, "probability": answer}),
        ),
        mistakes=mistakes(
            answer,
            boundary_left_out=Fraction(favourable - terms[at], cases) if len(terms) > 1 else answer,
            complement=Fraction(cases - favourable, cases),
            orders_ignored=Fraction(a**count * (b - a) ** (n - count), cases),
            only_the_boundary=Fraction(terms[at], cases),
            success_and_failure_swapped=Fraction(
                sum([comb(n, hits) * (b - a) ** hits * a ** (n - hits) for hits in wanted]), cases
            ),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    right = _probability(facts)
    return numbers.judge(reply, lambda probability: probability.as_integer_ratio() == right)


def _probability(facts: Facts) -> tuple[int, int]:
    """In lowest terms."""
    return _share(facts["trials"], *facts["success"], facts["relation"], facts["count"])


@lru_cache(maxsize=1024)  # a reply, each mistake and each step ask for the same probability
def _share(trials: int, top: int, bottom: int, relation: str, count: int) -> tuple[int, int]:
    ways = _ways(trials, top, bottom)
    chosen = {"exactly": ways[count : count + 1], "at least": ways[count:], "at most": ways[: count + 1]}
    return Fraction(sum(chosen[relation]), sum(ways)).as_integer_ratio()


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
    claimed, (top, bottom) = numbers.parse(claim["probability"]), _probability(facts)
    return (
        claimed is not None
        and claimed.as_integer_ratio() == (top, bottom)
        and claim["cases"] == sum(ways)
        and claim["sum"] * bottom == top * claim["cases"]
    )


def canonical(facts: Facts) -> list[object]:
    return [facts["trials"], facts["success"], facts["relation"], facts["count"]]
