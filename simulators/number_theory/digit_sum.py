"""The sum of all digits of all whole numbers from one to another."""

from __future__ import annotations

from functools import lru_cache

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = ({"size": 250}, {"size": 1_000}, {"size": 20_000}, {"size": 10**6}, {"size": 10**9})


def make(rng: Stream, *, size: int) -> Problem:
    low = rng.integer(1, size - 12)
    high = rng.integer(low + 9, size)
    steps, sums = [], []
    place = 1
    while place <= high:
        upto, before = _in_place(high, place), _in_place(low - 1, place)
        steps.append(Step("place", {"place": place, "upto": upto, "before": before, "sum": upto - before}))
        sums.append(upto - before)
        place *= 10
    total = sum(sums)
    answer = str(total)
    steps.append(Step("total", {"sums": sums, "total": total}))
    ends = [sum(map(int, str(end))) for end in (low, high)]
    return Problem(
        facts={"low": low, "high": high},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            last_number_left_out=total - ends[1],
            first_number_left_out=total - ends[0],
            units_only=sums[0],
            highest_place_forgotten=total - sums[-1],
        ),
    )


def _in_place(last: int, place: int) -> int:
    """The digits at this place of the numbers from 0 to the last: full rounds of 0 to 9, then what is begun."""
    rounds, rest = divmod(last, 10 * place)
    digit, below = divmod(rest, place)
    return rounds * 45 * place + digit * (digit - 1) // 2 * place + digit * (below + 1)


def check(facts: Facts, reply: str) -> Verdict:
    low, high = facts["low"], facts["high"]
    return numbers.judge(reply, lambda total: total == _upto(high) - _upto(low - 1))


@lru_cache(maxsize=1024)  # a reply and each mistake ask for the same
def _upto(last: int) -> int:
    """All digits of the numbers from 0 to the last, by its leading digit, then the same for what it leads."""
    total = leads = 0
    for below in range(len(str(last)) - 1, -1, -1):
        place = 10**below
        digit, rest = divmod(last, place)
        full = 45 * below * place // 10
        # Blocks led by 0 to digit - 1 are full; each number also has the digits that lead all of them.
        total += digit * full + (digit * (digit - 1) // 2 + digit * leads) * place
        leads, last = leads + digit, rest
    return total + leads


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "total":
        places = [10**at for at in range(len(str(facts["high"])))]
        sums = [_reaching(facts["high"], place) - _reaching(facts["low"] - 1, place) for place in places]
        return claim["sums"] == sums and claim["total"] == sum(sums)
    place, upto, before = claim["place"], claim["upto"], claim["before"]
    if str(place).strip("0") != "1" or claim["sum"] != upto - before:
        return False
    return upto == _reaching(facts["high"], place) and before == _reaching(facts["low"] - 1, place)


@lru_cache(maxsize=1024)  # the step of the place and that of the total ask the same
def _reaching(last: int, place: int) -> int:
    """The same by another count: for each digit from 1 to 9, how many numbers have at least that one there."""
    rounds, rest = divmod(last, 10 * place)
    return sum([rounds * (10 - digit) * place + max(0, rest - digit * place + 1) for digit in range(1, 10)])
