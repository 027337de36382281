"""The total length of a text in an optimal prefix code, from how often each letter occurs in it (Huffman)."""

from __future__ import annotations

from functools import lru_cache
from heapq import heapify, heappop, heappush

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"letters": 5, "largest": 30},
    {"letters": 6, "largest": 30},
    {"letters": 7, "largest": 50},
    {"letters": 9, "largest": 60},
    {"letters": 12, "largest": 99},
)
NAMES = "abcdefghijklmno"
MOST_LETTERS = 40
TRIES = 200


def make(rng: Stream, *, letters: int, largest: int) -> Problem:
    for _ in range(TRIES):
        counts = [rng.integer(1, rng.integer(3, largest)) for _ in range(letters)]
        merges = _merges(counts)
        total = sum(both for _, _, both in merges)
        fixed = sum(counts) * (letters - 1).bit_length()
        if total < fixed:
            break
    else:
        raise RuntimeError(f"no counts of {letters} letters came up in {TRIES} tries")
    steps, so_far = [], 0
    for first, second, both in merges:
        so_far += both
        steps.append(Step("join", {"first": first, "second": second, "sum": both, "so_far": so_far}))
    comb = sum(count * min(at + 1, letters - 1) for at, count in enumerate(sorted(counts, reverse=True)))
    answer = str(total)
    return Problem(
        facts={"counts": [[NAMES[at], count] for at, count in enumerate(counts)]},
        answer=answer,
        steps=(*steps, Step("total", {"total": total})),
        mistakes=mistakes(
            answer,
            equal_lengths=fixed,
            last_join_forgotten=total - sum(counts),
            one_bit_more_each=comb,
            letters_counted=sum(counts),
        ),
    )


def _merges(counts: list[int]) -> list[tuple[int, int, int]]:
    """The two least weights that are joined, and their sum, until one is left."""
    heap = list(counts)
    heapify(heap)
    merges = []
    while len(heap) > 1:
        first, second = heappop(heap), heappop(heap)
        heappush(heap, first + second)
        merges.append((first, second, first + second))
    return merges


@lru_cache(maxsize=256)
def _least_total(counts: tuple[int, ...]) -> int:
    """The least sum of count times code length, over all lengths that a prefix code can have.

    The coin collector's problem (Larmore and Hirschberg): a letter whose code has length k buys one
    coin of each face value 1/2 to 1/2^k, and coins of all letters must be worth one less than the
    letters are many. Pairs of the cheapest coins are packed into coins of double value.
    """
    if not 2 <= len(counts) <= MOST_LETTERS:
        raise ValueError(f"expected 2 to {MOST_LETTERS} letters, got {len(counts)}")
    packed: list[int] = []
    for _ in range(len(counts) - 1):
        coins = sorted((*counts, *packed))
        packed = [coins[at] + coins[at + 1] for at in range(0, len(coins) - 1, 2)]
    return sum(packed[: len(counts) - 1])


@lru_cache(maxsize=256)
def _joins(counts: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """The joins with the total so far: sums come in order, so two sorted rows are enough (van Leeuwen)."""
    singles, sums = sorted(counts, reverse=True), list[int]()
    joins, taken, total = [], 0, 0
    for _ in range(len(counts) - 1):
        pair = []
        for _ in range(2):
            if singles and (taken == len(sums) or singles[-1] <= sums[taken]):
                pair.append(singles.pop())
            else:
                pair.append(sums[taken])
                taken += 1
        sums.append(sum(pair))
        total += sums[-1]
        joins.append((pair[0], pair[1], sums[-1], total))
    return joins


def _counts(facts: Facts) -> tuple[int, ...]:
    return tuple(sorted(count for _, count in facts["counts"]))


def check(facts: Facts, reply: str) -> Verdict:
    least = _least_total(_counts(facts))
    return numbers.judge(reply, lambda total: total == least, units=("bits", "bit"))


def check_step(facts: Facts, step: Step) -> bool:
    claim, counts = step.claim, _counts(facts)
    if step.rule == "total":
        return claim["total"] == _least_total(counts)
    return (claim["first"], claim["second"], claim["sum"], claim["so_far"]) in _joins(counts)


def canonical(facts: Facts) -> list[int]:
    return list(_counts(facts))


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "counts": rng.shuffled(facts["counts"])}
