"""The expected gain of a game of chance with a stake, a table of prizes and perhaps free further turns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"prizes": 2, "fields": 8, "most": 20, "again": 0},
    {"prizes": 3, "fields": 12, "most": 50, "again": 0},
    {"prizes": 3, "fields": 15, "most": 99, "again": 6},
    {"prizes": 5, "fields": 20, "most": 250, "again": 20},
    {"prizes": 7, "fields": 40, "most": 999, "again": 40},
)


def make(rng: Stream, *, prizes: int, fields: int, most: int, again: int) -> Problem:
    worth = sorted(rng.sample(range(1, most + 1), prizes))
    table = [[rng.integer(1, fields), prize] for prize in worth]
    blank = rng.integer(1, fields)
    free = rng.integer(1, again) if again else 0
    stake = rng.integer(1, most)
    paying = sum([count for count, _ in table])
    total = sum([count * prize for count, prize in table])
    # A free turn is the game once more without the stake: it can be left out of the count.
    counted = paying + blank
    mean = Fraction(total, counted)
    gain = mean - stake
    answer = str(gain)
    return Problem(
        facts={"prizes": table, "blank": blank, "again": free, "stake": stake},
        answer=answer,
        steps=(
            *((Step("leave_out", {"counted": counted}),) if free else ()),
            Step("total", {"total": total}),
            Step("mean", {"total": total, "counted": counted, "mean": str(mean)}),
            Step("gain", {"mean": str(mean), "gain": answer}),
        ),
        mistakes=mistakes(
            answer,
            stake_forgotten=mean,
            free_turns_as_blanks=Fraction(total, counted + free) - stake,
            blanks_left_out=Fraction(total, paying) - stake,
            prizes_equally_likely=Fraction(sum(worth), prizes) - stake,
            sign_turned=-gain,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda gain: _balances(facts, gain + facts["stake"]), units=("coins", "coin"))


def _balances(facts: Facts, mean: numbers.Number) -> bool:
    """Deviations from the mean cancel over all fields; that of a free turn, worth as much as a turn, is nothing."""
    top, bottom = mean.numerator, mean.denominator
    return sum([count * (prize * bottom - top) for count, prize in facts["prizes"]]) == facts["blank"] * top


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "gain":
        mean = Fraction(claim["mean"])
        return mean - Fraction(claim["gain"]) == facts["stake"] and _balances(facts, mean)
    if step.rule == "leave_out":
        return claim["counted"] == sum(_fields(facts)) - facts["again"]
    if claim["total"] != sum([count * prize for count, prize in facts["prizes"]]):
        return False
    if step.rule == "total":
        return True
    return claim["counted"] == sum(_fields(facts)) - facts["again"] and _balances(facts, Fraction(claim["mean"]))


def _fields(facts: Facts) -> list[int]:
    return [*(count for count, _ in facts["prizes"]), facts["blank"], facts["again"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    turn = rng.integer(1, len(facts["prizes"]) - 1)
    return {**facts, "prizes": facts["prizes"][turn:] + facts["prizes"][:turn]}


def canonical(facts: Facts) -> list[Any]:
    return [sorted([list(row) for row in facts["prizes"]]), facts["blank"], facts["again"], facts["stake"]]
