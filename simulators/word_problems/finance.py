"""What a balance comes to, or how much interest it bears, over years with compound interest and yearly payments."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Years, rates in multiples of so many hundredths of a percent, whether they change, whether there are payments.
LEVELS = (
    {"years": 2, "grain": 100, "change": False, "pays": False},
    {"years": 3, "grain": 50, "change": True, "pays": False},
    {"years": 4, "grain": 25, "change": False, "pays": True},
    {"years": 6, "grain": 10, "change": True, "pays": True},
    {"years": 10, "grain": 5, "change": True, "pays": True},
)
CENT = Decimal("0.01")


def make(rng: Stream, *, years: int, grain: int, change: bool, pays: bool) -> Problem:
    debt = pays and rng.chance(1, 2)
    begin = 1_000 * rng.integer(50, 2000)
    rates = [grain * rng.integer(1, 900 // grain) for _ in range(years if change else 1)]
    rates = rates if change else rates * years
    payment = 100 * rng.integer(1, begin // (100 * years)) if pays else 0
    signed = -payment if debt else payment
    balances, interests = [begin], []
    for rate in rates:
        interests.append((balances[-1] * rate + 5_000) // 10_000)
        balances.append(balances[-1] + interests[-1] + signed)
    asked = rng.choice(("balance", "interest"))
    final, interest = balances[-1], sum(interests)
    amount, other = (final, interest) if asked == "balance" else (interest, final)
    simple = sum([begin * rate for rate in rates]) // 10_000
    steps = [
        Step("year", {"year": year, "before": before, "interest": added, "after": after})
        for year, (before, after), added in zip(range(1, years + 1), pairwise(balances), interests, strict=True)
    ]
    steps.append(Step("balance", {"final": final}) if asked == "balance" else Step("interest", {"sum": interest}))
    answer = _dollars(amount)
    return Problem(
        facts={"begin": begin, "rates": rates, "payment": payment, "debt": debt, "asked": asked},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            simple_interest=_dollars(simple if asked == "interest" else begin + simple + years * signed),
            last_year_forgotten=_dollars(balances[-2] if asked == "balance" else interest - interests[-1]),
            other_quantity=_dollars(other),
        ),
    )


def _dollars(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100}.{abs(cents) % 100:02d}"


def _balances(facts: Facts) -> tuple[Decimal, ...]:
    payment = -facts["payment"] if facts["debt"] else facts["payment"]
    return _grown(facts["begin"], tuple(facts["rates"]), payment)


@lru_cache(maxsize=16)
def _grown(begin: int, rates: tuple[int, ...], payment: int) -> tuple[Decimal, ...]:
    """The balance at the beginning and after each year, in dollars, by decimal factors of growth."""
    balances, yearly = [Decimal(begin) / 100], Decimal(payment) / 100
    for rate in rates:
        grown = (balances[-1] * (1 + Decimal(rate) / 10_000)).quantize(CENT, ROUND_HALF_UP)
        balances.append(grown + yearly)
    return tuple(balances)


def _interest(facts: Facts) -> Any:
    """All that the balance has changed and is not due to payments, in cents."""
    first, *_, last = _balances(facts)
    payments = len(facts["rates"]) * facts["payment"]
    return 100 * (last - first) + (payments if facts["debt"] else -payments)


def check(facts: Facts, reply: str) -> Verdict:
    cents = int(100 * _balances(facts)[-1] if facts["asked"] == "balance" else _interest(facts))
    return numbers.judge(reply, lambda amount: 100 * amount == cents, units=("$", "dollars", "USD"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "interest":
        return claim["sum"] == _interest(facts)
    balances = _balances(facts)
    if step.rule == "balance":
        return claim["final"] == 100 * balances[-1]
    year, paid = claim["year"], -facts["payment"] if facts["debt"] else facts["payment"]
    return (
        year > 0
        and claim["before"] == 100 * balances[year - 1]
        and claim["after"] == 100 * balances[year]
        and claim["interest"] + paid == claim["after"] - claim["before"]
    )
