"""In how many ways a committee can be chosen or people can stand in a row, under a condition."""

from __future__ import annotations

from functools import lru_cache
from math import comb, factorial, prod

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
MOST = 200
COMMITTEES, ROWS = ("mixed", "at_least", "apart"), ("together", "separate", "ends")
LEVELS = (
    {"group": (5, 10), "chosen": (1, 3), "row": (5, 8)},
    {"group": (6, 15), "chosen": (2, 4), "row": (6, 10)},
    {"group": (8, 20), "chosen": (2, 5), "row": (7, 13)},
    {"group": (10, 30), "chosen": (2, 6), "row": (8, 16)},
    {"group": (20, 40), "chosen": (4, 8), "row": (12, 20)},
)


def _space(group: tuple[int, int], chosen: tuple[int, int], row: tuple[int, int]) -> int:
    """Two groups with two numbers chosen, or one and up to three more; one group; the rows with up to 5 friends."""
    groups, numbers_chosen, rows = (high - low + 1 for low, high in (group, chosen, row))
    return groups**2 * numbers_chosen * (numbers_chosen + 3) + groups * numbers_chosen + 3 * 4 * rows


SPACES = {level: _space(**settings) for level, settings in enumerate(LEVELS, 1)}


def make(rng: Stream, *, group: tuple[int, int], chosen: tuple[int, int], row: tuple[int, int]) -> Problem:
    kind = rng.choice(COMMITTEES + COMMITTEES[:2] + ROWS)
    if kind in ROWS:
        people = rng.integer(*row)
        sizes = [people, rng.integer(2, min(5, (people + 1) // 2))]
    elif kind == "apart":
        sizes = [rng.integer(*group), rng.integer(*chosen) + 1]
    else:
        one, other = rng.integer(*chosen), rng.integer(*chosen)
        # At least so many of the first group, of a committee with one to three more.
        sizes = [rng.integer(*group), rng.integer(*group), one, one + other % 3 + 1 if kind == "at_least" else other]
    parts, count, free, slip = _counted(kind, sizes)
    answer = str(count)
    return Problem(
        facts={"kind": kind, "sizes": sizes},
        answer=answer,
        steps=(Step("parts", {"parts": parts}), Step("combine", {"parts": parts, "count": count})),
        mistakes=mistakes(answer, condition_ignored=free, **slip),
    )


def _counted(kind: str, sizes: list[int]) -> tuple[list[int], int, int, dict[str, int]]:
    """The parts of the count, the count, the count without the condition, and one that a learner gives."""
    if kind == "mixed":
        women, men, i, j = sizes
        parts = [comb(women, i), comb(men, j)]
        return parts, prod(parts), comb(women + men, i + j), {"added": sum(parts)}
    if kind == "at_least":
        women, men, least, size = sizes
        parts = [comb(women, i) * comb(men, size - i) for i in range(least, size + 1)]
        reserved = comb(women, least) * comb(women + men - least, size - least)
        return parts, sum(parts), comb(women + men, size), {"counted_repeatedly": reserved, "exactly": parts[0]}
    people, some = sizes
    if kind == "apart":
        parts = [comb(people, some), comb(people - 2, some - 2)]
        return parts, parts[0] - parts[1], parts[0], {"both_left_out": comb(people - 2, some)}
    everyone = factorial(people)
    if kind == "together":
        parts = [factorial(people - some + 1), factorial(some)]
        return parts, prod(parts), everyone, {"order_inside_forgotten": parts[0]}
    if kind == "separate":
        parts = [factorial(people - some), comb(people - some + 1, some), factorial(some)]
        block = factorial(people - some + 1) * factorial(some)
        return parts, prod(parts), everyone, {"not_all_together": everyone - block, "order_forgotten": prod(parts[:2])}
    parts = [some * (some - 1), factorial(people - 2)]
    return parts, prod(parts), everyone, {"order_of_the_ends_forgotten": prod(parts) // 2}


def check(facts: Facts, reply: str) -> Verdict:
    kind, sizes = facts["kind"], facts["sizes"]
    return numbers.judge(reply, lambda count: count == _ways(kind, sizes))


def _ways(kind: str, sizes: list[int]) -> int:
    if max(sizes) > MOST:
        raise ValueError(f"expected at most {MOST} people, got {max(sizes)}")
    if kind == "mixed":
        return _choose(sizes[0], sizes[2]) * _choose(sizes[1], sizes[3])
    if kind == "at_least":
        women, men, least, size = sizes
        fewer = sum([_choose(women, i) * _choose(men, size - i) for i in range(least)])
        return _choose(women + men, size) - fewer
    people, some = sizes
    if kind == "apart":
        return _choose(people - 2, some) + 2 * _choose(people - 2, some - 1)
    return _rows(kind, some, people - some, "start")


@lru_cache(maxsize=1 << 15)
def _choose(people: int, chosen: int) -> int:
    """Committees with the last person and committees without."""
    if chosen <= 0 or people < chosen:
        return int(chosen == 0)
    return _choose(people - 1, chosen - 1) + _choose(people - 1, chosen)


@lru_cache(maxsize=1 << 14)
def _rows(kind: str, friends: int, others: int, last: str) -> int:
    """Fills one place after another with any person still free, as the condition and the last place allow."""
    if friends + others == 0:
        return int(kind != "ends" or last == "friend")
    ways = 0
    if friends and last not in ({"friend"} if kind == "separate" else {"closed"}):
        ways += friends * _rows(kind, friends - 1, others, "friend")
    if others and not (kind == "ends" and last == "start"):
        closed = kind == "together" and last in ("friend", "closed")
        ways += others * _rows(kind, friends, others - 1, "closed" if closed else "other")
    return ways


def check_step(facts: Facts, step: Step) -> bool:
    claim, kind, sizes = step.claim, facts["kind"], facts["sizes"]
    if list(claim["parts"]) != _parts(kind, sizes):
        return False
    return step.rule == "parts" or claim["count"] == _ways(kind, sizes)


def _parts(kind: str, sizes: list[int]) -> list[int]:
    """What each part should be, by the recursion; arrangements are rows without a condition."""
    if kind == "mixed":
        return [_choose(sizes[0], sizes[2]), _choose(sizes[1], sizes[3])]
    if kind == "at_least":
        women, men, least, size = sizes
        return [_choose(women, i) * _choose(men, size - i) for i in range(least, size + 1)]
    people, some = sizes
    if kind == "apart":
        return [_choose(people, some), _choose(people - 2, some - 2)]
    if kind == "together":
        return [_rows("any", 0, people - some + 1, ""), _rows("any", 0, some, "")]
    if kind == "separate":
        return [_rows("any", 0, people - some, ""), _choose(people - some + 1, some), _rows("any", 0, some, "")]
    return [some * (some - 1), _rows("any", 0, people - 2, "")]


def canonical(facts: Facts) -> list[object]:
    kind, sizes = facts["kind"], list(facts["sizes"])
    return [kind, sorted([sizes[0::2], sizes[1::2]])] if kind == "mixed" else [kind, sizes]
