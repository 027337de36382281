"""What a function of loops within loops counts, as a polynomial in the number that it is given."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

from simulators.checks import formulas, names
from simulators.checks.machine.runs import Seen, run
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.counted import (
    Loop,
    Polynomial,
    added,
    apart,
    counts,
    fixed,
    lines,
    longer,
    multiplied,
    nest,
    written,
)

VERSION = 1
LEVELS = (
    {"depths": (1, 1)},
    {"depths": (2,)},
    {"depths": (2, 1)},
    {"depths": (3,)},
    {"depths": (3, 2)},
)
SIZES = (1, 2, 3, 4, 5)  # four of them determine a polynomial of degree 3; the fifth must lie on it
FUEL = 200_000


def make(rng: Stream, *, depths: tuple[int, ...]) -> Problem:
    nests = [nest(rng, depth) for depth in depths]
    weights = [rng.integer(1, 40) for _ in depths]
    found = [counts(loops) for loops in nests]
    answer = written(_total([inner[-1] for inner in found], weights))
    body = [line for loops, weight in zip(nests, weights, strict=True) for line in lines(loops, weight)]
    steps = [
        Step("loop", {"nest": at, "depth": depth, "name": loops[depth - 1].name, "count": written(inner)})
        for at, loops in enumerate(nests, 1)
        for depth, inner in zip(range(len(loops), 0, -1), found[at - 1], strict=True)
    ]
    return Problem(
        facts={
            "source": "\n".join(["def f(n):", "    count = 0", *body, "    return count"]),
            "loops": [[loop.name for loop in loops] for loops in nests],
        },
        answer=answer,
        steps=(*steps, Step("sum", {"added": weights, "sum": answer})),
        mistakes=mistakes(answer, **{name: written(other) for name, other in _slips(nests, weights).items()}),
    )


def _total(executed: list[Polynomial], weights: list[int]) -> Polynomial:
    return reduce(added, [multiplied(fixed(weight), times) for weight, times in zip(weights, executed, strict=True)])


def _slips(nests: list[tuple[Loop, ...]], weights: list[int]) -> dict[str, Polynomial]:
    once = [1] * len(weights)
    return {
        "ends_of_ranges_included": _total([counts(longer(loops))[-1] for loops in nests], weights),
        "inner_loops_taken_for_full_ones": _total([counts(apart(loops))[-1] for loops in nests], weights),
        "executions_counted_only": _total([counts(loops)[-1] for loops in nests], once),
        "first_loops_only": _total([counts(nests[0])[-1]], weights[:1]),
        "innermost_loop_only": _total([counts(apart(loops[-1:]))[-1] for loops in nests], weights),
    }


def check(facts: Facts, reply: str) -> Verdict:
    """A machine runs the function for five sizes and counts; the one cubic through the counts must be the formula."""
    right = _interpolated(facts["source"])
    return formulas.judge(reply, "n", lambda node: formulas.polynomial(node) == right)


@lru_cache(maxsize=16)
def _interpolated(source: str) -> formulas.Polynomial:
    """The polynomial of least degree through the counts, by Newton's differences. Raises ValueError above degree 3."""
    ran = run(f"{source}\ncounted = [f(n) for n in {list(SIZES)}]", fuel=FUEL)
    if ran.error:
        raise ValueError(f"expected a function that ends well, got {ran.error}")
    row = [Fraction(count) for count in ran.names["counted"]]
    tree: Any = 0
    basis: Any = 1
    for order in range(len(SIZES)):
        if order == len(SIZES) - 1 and row[0]:
            raise ValueError("expected a count that is a polynomial of degree 3 or less")
        tree = ("+", tree, ("*", ("/", row[0].numerator, row[0].denominator), basis))
        basis = ("/", ("*", basis, ("-", "n", SIZES[order])), order + 1)
        row = [later - earlier for earlier, later in pairwise(row)]
    return formulas.polynomial(tree) or {}


def check_step(facts: Facts, step: Step) -> bool:
    """The line's executions during each run of that loop are counted by the machine and held against the formula."""
    claim = step.claim
    if step.rule == "sum":
        node = formulas.parse(claim["sum"], "n")
        said = [int(text.rpartition(" ")[2]) for text in facts["source"].split("\n") if "count +=" in text]
        return (
            claim["added"] == said and node is not None and formulas.polynomial(node) == _interpolated(facts["source"])
        )
    at, depth = claim["nest"] - 1, claim["depth"] - 1
    node = formulas.parse(claim["count"], "nijk")
    if node is None or not (0 <= at < len(facts["loops"]) and 0 <= depth < len(facts["loops"][at])):
        return False
    if claim["name"] != facts["loops"][at][depth]:
        return False
    return all(_fits(facts, at, facts["loops"][at][:depth], node, size) for size in (2, 3))


def _fits(facts: Facts, at: int, outer: list[str], node: formulas.Node, size: int) -> bool:
    """Whether the formula tells the executions for each setting of the outer loops that comes up."""
    line = [number for number, text in enumerate(facts["source"].split("\n"), 1) if "count +=" in text][at]
    times = Counter(
        tuple(seen.names[name] for name in outer) for seen in _watched(facts["source"], size) if seen.line == line
    )
    return all(_value(node, size, dict(zip(outer, values, strict=True))) == count for values, count in times.items())


@lru_cache(maxsize=32)
def _watched(source: str, size: int) -> list[Seen]:
    return run(f"{source}\nf({size})", watched=True, fuel=FUEL).history


def _value(node: formulas.Node, size: int, outer: dict[str, int]) -> int | Fraction:
    """What the formula is worth; -1 where it speaks of more than n and the outer loops."""
    for name, value in {"n": size, **outer}.items():
        node = formulas.put(node, name, value)
    found = (formulas.polynomial(node) or {}).copy()
    worth = found.pop((), 0)
    return -1 if found else worth


def canonical(facts: Facts) -> str:
    return names.numbered(facts["source"])[0]
