"""The probability of being in a state after some steps of a Markov chain."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from math import gcd, lcm
from operator import mul

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
STATES = "ABCDE"
MOST_STEPS = 100
# All probabilities out of a state are multiples of one unit fraction.
LEVELS = (
    {"states": 2, "units": (5, 20), "steps": (2, 3)},
    {"states": 3, "units": (6, 12), "steps": (2, 2)},
    {"states": 3, "units": (8, 16), "steps": (3, 3)},
    {"states": 4, "units": (8, 20), "steps": (3, 4)},
    {"states": 5, "units": (10, 20), "steps": (4, 5)},
)
# Two rows of two weights, the same or the other state, two lengths.
SPACES = {1: 4 * sum((unit - 1) ** 2 for unit in range(5, 21))}

Rows = tuple[tuple[int, ...], ...]


def make(rng: Stream, *, states: int, units: tuple[int, int], steps: tuple[int, int]) -> Problem:
    unit = rng.integer(*units)
    rows = [_row(rng, states, unit) for _ in range(states)]
    start, target, length = rng.below(states), rng.below(states), rng.integer(*steps)
    columns = list(zip(*rows, strict=True))
    here = [int(state == start) for state in range(states)]
    told, shares = [], []
    for time in range(1, length + 1):
        here = [sum(map(mul, here, column)) for column in columns]
        told.append(Step("spread", {"time": time, "shares": here, "unit": unit**time}))
        shares.append(Fraction(here[target], unit**time))
    answer = str(shares[-1])
    told.append(Step("read", {"share": here[target], "unit": unit**length, "probability": answer}))
    return Problem(
        facts={"rows": rows, "start": STATES[start], "target": STATES[target], "steps": length},
        answer=answer,
        steps=tuple(told),
        mistakes=mistakes(
            answer,
            one_step_short=shares[-2],
            first_step_only=shares[0],
            one_path_only=shares[0] ** length,
            complement=1 - shares[-1],
        ),
    )


def _row(rng: Stream, states: int, unit: int) -> list[int]:
    """Weights of the ways out of a state, which sum to the unit; of more than two, one may be missing."""
    cuts = sorted(rng.sample(range(1, unit), states - 1))
    row = [high - low for low, high in zip([0, *cuts], [*cuts, unit], strict=True)]
    if states > 2 and rng.chance(1, 2):
        gone = rng.below(states)
        row[gone - 1], row[gone] = row[gone - 1] + row[gone], 0
    return row


def check(facts: Facts, reply: str) -> Verdict:
    def holds(probability: numbers.Number) -> bool:
        share, unit = _share(facts)
        return probability.numerator * unit == share * probability.denominator

    return numbers.judge(reply, holds)


def _share(facts: Facts) -> tuple[int, int]:
    """How likely the target is, and in which units."""
    rows, time = _rows(facts), facts["steps"]
    column = _hitting(rows, STATES.index(facts["target"]), time)
    return column[STATES.index(facts["start"])], lcm(*map(sum, rows)) ** time


def _rows(facts: Facts) -> Rows:
    return tuple(map(tuple, facts["rows"]))


@lru_cache(maxsize=4096)  # a reply, each mistake and each step ask for the same columns
def _hitting(rows: Rows, target: int, time: int) -> tuple[int, ...]:
    """From each state, how likely the target is after this time (in units): the first step split off."""
    if time > MOST_STEPS:
        raise ValueError(f"expected at most {MOST_STEPS} steps, got {time}")
    if time == 0:
        return tuple([int(state == target) for state in range(len(rows))])
    later, unit = _hitting(rows, target, time - 1), lcm(*map(sum, rows))
    return tuple([unit // sum(row) * sum(map(mul, row, later)) for row in rows])


def check_step(facts: Facts, step: Step) -> bool:
    claim, rows, start = step.claim, _rows(facts), STATES.index(facts["start"])
    if step.rule == "read":
        claimed = numbers.parse(claim["probability"])
        share, unit = _share(facts)
        return (
            claimed is not None
            and (claim["share"], claim["unit"]) == (share, unit)
            and claimed.numerator * unit == share * claimed.denominator
        )
    unit = lcm(*map(sum, rows))
    time = claim["time"]
    shares = [_hitting(rows, state, time)[start] for state in range(len(rows))]
    return 0 < time <= facts["steps"] and claim["unit"] == unit**time and list(claim["shares"]) == shares


def canonical(facts: Facts) -> list[object]:
    """The start comes first, and the others in the order that reads least; rows without a common factor."""
    start, target = STATES.index(facts["start"]), STATES.index(facts["target"])
    others = [state for state in range(len(facts["rows"])) if state != start]
    rows = [[weight // gcd(*row) for weight in row] for row in facts["rows"]]
    orders = [(start, *order) for order in permutations(others)]
    forms = [[order.index(target), [[rows[a][b] for b in order] for a in order]] for order in orders]
    return [facts["steps"], min(forms)]
