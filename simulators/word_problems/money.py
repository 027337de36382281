"""The change from a payment in bills: things bought by several people, a discount, a voucher, a bill shared equally."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE, THINGS

VERSION = 1
# People who buy, kinds of things on sale, prices in multiples of so many cents up to a number of dollars.
LEVELS = (
    {"people": 1, "kinds": 2, "grain": 5, "dollars": 10, "discount": False, "voucher": False},
    {"people": 1, "kinds": 3, "grain": 1, "dollars": 20, "discount": False, "voucher": False},
    {"people": 1, "kinds": 3, "grain": 20, "dollars": 40, "discount": True, "voucher": False},
    {"people": 2, "kinds": 3, "grain": 20, "dollars": 60, "discount": True, "voucher": True},
    {"people": 4, "kinds": 4, "grain": 20, "dollars": 90, "discount": True, "voucher": True},
)
BILLS = (10_000, 5_000, 2_000, 1_000, 500, 100)


def make(rng: Stream, *, people: int, kinds: int, grain: int, dollars: int, discount: bool, voucher: bool) -> Problem:
    names = rng.sample(PEOPLE, people)
    prices: list[list[Any]] = [
        [*thing, grain * rng.integer(100 // grain, 100 * dollars // grain)] for thing in rng.sample(THINGS, kinds)
    ]
    bought: list[list[Any]] = []
    costs: list[int] = []
    for name in names:
        for one, _, price in rng.sample(prices, max(2, kinds - people + 1)):
            count = rng.integer(1, 9)
            bought.append([name, one, count])
            costs.append(count * price)
    whole = sum(costs)
    # A multiple of 5% of a multiple of 20 cents is a whole number of cents.
    off = 5 * rng.integer(1, 8) if discount else 0
    reduced = whole - whole * off // 100
    value = reduced % people + people * rng.integer(20, reduced // (4 * people)) if voucher else 0
    due = (reduced - value) // people
    bills, paid = _payment(rng, due)
    answer = _dollars(paid - due)
    steps = [
        Step("line", {"who": who, "thing": one, "count": count, "cost": cost})
        for (who, one, count), cost in zip(bought, costs, strict=True)
    ]
    steps.append(Step("whole", {"whole": whole}))
    if off:
        steps.append(Step("discount", {"whole": whole, "less": whole - reduced, "reduced": reduced}))
    if value:
        steps.append(Step("voucher", {"reduced": reduced, "left": reduced - value}))
    if people > 1:
        steps.append(Step("share", {"left": reduced - value, "due": due}))
    steps += [Step("paid", {"paid": paid}), Step("change", {"paid": paid, "due": due, "change": paid - due})]
    return Problem(
        facts={"prices": prices, "bought": bought, "names": names, "off": off, "voucher": value, "bills": bills},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            amount_due_given=_dollars(due),
            discount_forgotten=_dollars(abs(paid - (whole - value) // people)),
            one_of_each_counted=_dollars(abs(paid - sum([price for _, _, price in prices]))),
            not_shared=_dollars(abs(paid - reduced + value)),
        ),
    )


def _payment(rng: Stream, due: int) -> tuple[list[list[int]], int]:
    """Bills of two kinds that are more than enough."""
    large, small = sorted(rng.sample(BILLS, 2), reverse=True)
    many = due // large
    few = (due - many * large) // small + 1
    bills = [[large // 100, many]] if many else []
    return [*bills, [small // 100, few]], many * large + few * small


def _dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02d}"


def _whole(facts: Facts) -> int:
    """What all costs before any deduction, in cents, reckoned by kind of thing and not by who takes it."""
    return sum(
        [price * sum([n for _, thing, n in facts["bought"] if thing == one]) for one, _, price in facts["prices"]]
    )


def _paid(facts: Facts) -> int:
    return 100 * sum([value * count for value, count in facts["bills"]])


def _settles(facts: Facts, due: Any) -> bool:
    """Whether what each pays, with the voucher, is just what is left of the price after the discount."""
    return 100 * (due * len(facts["names"]) + facts["voucher"]) == _whole(facts) * (100 - facts["off"])


def check(facts: Facts, reply: str) -> Verdict:
    paid = _paid(facts)
    return numbers.judge(reply, lambda change: _settles(facts, paid - 100 * change), units=("$", "dollars", "USD"))


def check_step(facts: Facts, step: Step) -> bool:
    claim, people = step.claim, len(facts["names"])
    if step.rule == "line":
        line = [claim["who"], claim["thing"], claim["count"]]
        price = {one: cents for one, _, cents in facts["prices"]}[claim["thing"]]
        return line in map(list, facts["bought"]) and claim["cost"] == price * claim["count"]
    if step.rule in ("whole", "discount") and claim["whole"] != _whole(facts):
        return False
    if step.rule == "discount":
        less = claim["less"]
        return 100 * less == claim["whole"] * facts["off"] and less + claim["reduced"] == claim["whole"]
    if step.rule == "voucher":
        left = claim["left"]
        return claim["reduced"] - left == facts["voucher"] and _settles(facts, left // people) and left % people == 0
    if step.rule == "share":
        return claim["left"] == claim["due"] * people and _settles(facts, claim["due"])
    if step.rule == "change":
        due = claim["due"]
        return claim["paid"] == _paid(facts) and claim["change"] + due == claim["paid"] and _settles(facts, due)
    return step.rule == "whole" or claim["paid"] == _paid(facts)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "bought": rng.shuffled(facts["bought"]), "prices": rng.shuffled(facts["prices"])}


def canonical(facts: Facts) -> list[Any]:
    """How many are bought at each price; who takes them does not matter."""
    lines = sorted(
        [price, sum([n for _, thing, n in facts["bought"] if thing == one])] for one, _, price in facts["prices"]
    )
    paid = sum([value * count for value, count in facts["bills"]])
    return [[line for line in lines if line[1]], len(facts["names"]), facts["off"], facts["voucher"], paid]
