"""Which of several sources it was, given what was seen: a probability by Bayes' rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, prod
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Shares and rates are percentages in multiples of the grain.
LEVELS = (
    {"sources": 2, "grain": 10, "seen": 1},
    {"sources": 2, "grain": 5, "seen": 1},
    {"sources": 3, "grain": 5, "seen": 2},
    {"sources": 4, "grain": 1, "seen": 2},
    {"sources": 5, "grain": 1, "seen": 3},
)
# The share of the one asked for, two rates, one thing seen.
SPACES = {1: 9 * 9 * 9 * 2, 2: 19 * 19 * 19 * 2}


def make(rng: Stream, *, sources: int, grain: int, seen: int) -> Problem:
    parts = 100 // grain
    cuts = [0, *sorted(rng.sample(range(1, parts), sources - 1)), parts]
    shares = [grain * (high - low) for low, high in pairwise(cuts)]
    rates = [grain * rng.integer(1, parts - 1) for _ in shares]
    hits = [rng.chance(1, 2) for _ in range(seen)]
    asked = rng.below(sources)
    chances = [prod([rate if hit else 100 - rate for hit in hits]) for rate in rates]
    weights = [share * chance for share, chance in zip(shares, chances, strict=True)]
    total, part = sum(weights), weights[asked]
    probability = Fraction(part, total)
    named = list(zip("ABCDE", shares, rates, strict=False))
    answer = str(probability)
    return Problem(
        facts={"sources": [list(source) for source in named], "seen": hits, "asked": "ABCDE"[asked]},
        answer=answer,
        steps=(
            *(Step("weigh", {"source": name, "weight": w}) for (name, *_), w in zip(named, weights, strict=True)),
            Step("total", {"total": total}),
            Step("divide", {"part": part, "total": total, "probability": answer}),
        ),
        mistakes=mistakes(
            answer,
            evidence_ignored=Fraction(shares[asked], 100),
            shares_ignored=Fraction(chances[asked], sum(chances)),
            not_divided_by_all=Fraction(part, 100 ** (seen + 1)),
            conditions_swapped=Fraction(chances[asked], 100**seen),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda probability: _is_belief(facts, probability))


def _is_belief(facts: Facts, probability: numbers.Number) -> bool:
    """Belief is brought up to date after each thing seen, by odds against the one asked for."""
    sources = {name: (share, rate) for name, share, rate in facts["sources"]}
    own_share, own_rate = sources[facts["asked"]]
    top, bottom = 0, 1
    for share, rate in sources.values():
        against, in_favour = share, own_share
        for hit in facts["seen"]:
            against *= rate if hit else 100 - rate
            in_favour *= own_rate if hit else 100 - own_rate
            common = gcd(against, in_favour)
            against, in_favour = against // common, in_favour // common
        top, bottom = top * in_favour + against * bottom, bottom * in_favour
    return probability.numerator * top == probability.denominator * bottom


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "weigh":
        return claim["weight"] == _count(facts, claim["source"])
    if claim["total"] != sum(_count(facts, name) for name, *_ in facts["sources"]):
        return False
    if step.rule == "total":
        return True
    return claim["part"] == _count(facts, facts["asked"]) and _is_belief(facts, Fraction(claim["probability"]))


def _count(facts: Facts, source: str) -> int:
    """Of a crowd of 100 to the right power, how many come from the source and show what was seen."""
    share, rate = {name: (share, rate) for name, share, rate in facts["sources"]}[source]
    crowd = 100 ** len(facts["seen"]) * share
    for hit in facts["seen"]:
        crowd = crowd // 100 * (rate if hit else 100 - rate)
    return crowd


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["sources"]) - 1)
    return {**facts, "sources": facts["sources"][turn:] + facts["sources"][:turn]}


def canonical(facts: Facts) -> list[Any]:
    """The source asked for, the others, and how often each outcome was seen."""
    asked = [[share, rate] for name, share, rate in facts["sources"] if name == facts["asked"]]
    others = sorted([share, rate] for name, share, rate in facts["sources"] if name != facts["asked"])
    return [asked, others, sorted(facts["seen"])]
