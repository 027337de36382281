"""What a mixture comes to, or how much of one part it needs: strengths in percent or prices, as an exact number."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# How many parts are there at first, the largest amount of one, and the largest strength, a multiple of the grain.
LEVELS = (
    {"parts": 2, "size": 20, "strength": 60, "grain": 5},
    {"parts": 2, "size": 50, "strength": 96, "grain": 2},
    {"parts": 3, "size": 60, "strength": 95, "grain": 1},
    {"parts": 4, "size": 200, "strength": 98, "grain": 1},
    {"parts": 6, "size": 2000, "strength": 98, "grain": 1},
)


def make(rng: Stream, *, parts: int, size: int, strength: int, grain: int) -> Problem:
    strengths = [grain * value for value in rng.sample(range(1, strength // grain + 1), parts)]
    amounts = [rng.integer(2, size) for _ in range(parts)]
    held = [amount * value for amount, value in zip(amounts, strengths, strict=True)]
    total, whole = sum(held), sum(amounts)
    adds = rng.chance(1, 2)
    extra, target = _addition(rng, total, whole, strength // grain, grain) if adds else (0, 0)
    missing, each = target * whole - total, extra - target
    answer = str(Fraction(missing, each) if adds else Fraction(total, whole))
    steps = [
        *(
            Step("hold", {"part": [amount, value], "held": product})
            for amount, value, product in zip(amounts, strengths, held, strict=True)
        ),
        Step("whole", {"whole": whole, "held": total}),
    ]
    wrong: dict[str, object]
    if adds:
        steps.append(Step("missing", {"whole": whole, "held": total, "missing": missing}))
        steps.append(Step("add", {"missing": missing, "each": each, "amount": answer}))
        wrong = {
            "amount_of_the_whole": Fraction(missing, each) + whole,
            "divided_by_strength": Fraction(abs(missing), extra),
            "as_much_as_there_is": whole,
        }
    else:
        steps.append(Step("share", {"whole": whole, "held": total, "strength": answer}))
        wrong = {
            "amounts_ignored": Fraction(sum(strengths), parts),
            "divided_by_parts": Fraction(total, parts),
            "strengths_added": sum(strengths),
        }
    return Problem(
        facts={
            "parts": [list(part) for part in zip(amounts, strengths, strict=True)],
            "extra": extra,
            "target": target,
            "adds": adds,
        },
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **wrong),
    )


def _addition(rng: Stream, total: int, whole: int, top: int, grain: int) -> tuple[int, int]:
    """The strength of what is added and the one wanted, which must lie between the former and that of the mixture."""
    for _ in range(30):
        extra, target = grain * rng.integer(1, top), grain * rng.integer(1, top)
        if (target * whole - total) * (extra - target) > 0:
            return extra, target
    target = total // whole + 1
    return target + 1, target


def check(facts: Facts, reply: str) -> Verdict:
    """What is stronger than the mixture must balance what is weaker, each as far as it is off."""
    if facts["adds"]:
        return numbers.judge(reply, lambda amount: _balances(facts, amount), units=("litres", "liters", "kg", "g", "l"))
    return numbers.judge(reply, lambda strength: not _excess(facts, strength), units=("%", "$"))


def _excess(facts: Facts, strength: Any) -> Any:
    return sum([amount * (value - strength) for amount, value in facts["parts"]])


def _balances(facts: Facts, amount: Any) -> bool:
    return amount * (facts["extra"] - facts["target"]) + _excess(facts, facts["target"]) == 0


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "hold":
        amount, value = claim["part"]
        return [amount, value] in map(list, facts["parts"]) and claim["held"] == amount * value
    if step.rule == "add":
        each, amount = claim["each"], Fraction(claim["amount"])
        divided = claim["missing"] == each * amount and facts["target"] + each == facts["extra"]
        return divided and _balances(facts, amount)
    whole, held = claim["whole"], claim["held"]
    if whole != sum([amount for amount, _ in facts["parts"]]) or held != _excess(facts, 0):
        return False
    if step.rule == "missing":
        return claim["missing"] == -_excess(facts, facts["target"])
    return step.rule == "whole" or not _excess(facts, Fraction(claim["strength"]))


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "parts": rng.shuffled(facts["parts"])}


def canonical(facts: Facts) -> list[Any]:
    return [sorted(map(list, facts["parts"])), facts["extra"], facts["target"]]
