"""The least number of insertions, deletions and replacements of letters that turn one word into another."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from operator import ne

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import WORDS

VERSION = 1
LEVELS = (
    {"shortest": 4, "longest": 5, "edits": 2},
    {"shortest": 5, "longest": 6, "edits": 3},
    {"shortest": 6, "longest": 7, "edits": 5},
    {"shortest": 7, "longest": 8, "edits": 7},
    {"shortest": 8, "longest": 10, "edits": 9},
)
LONGEST = 60


def make(rng: Stream, *, shortest: int, longest: int, edits: int) -> Problem:
    first = second = rng.choice(_of_length(shortest, longest))
    for _ in range(edits):
        second = _edited(rng, second)
    rows = _rows(first, second)
    distance = rows[-1][-1]
    answer = str(distance)
    differing = sum(map(ne, first, second)) + abs(len(first) - len(second))
    return Problem(
        facts={"first": first, "second": second},
        answer=answer,
        steps=(
            *[Step("row", {"letters": i, "distances": row}) for i, row in enumerate(rows, 1)],
            Step("read", {"distance": distance}),
        ),
        mistakes=mistakes(
            answer,
            letters_compared_in_place=differing,
            lengths_compared=abs(len(first) - len(second)),
            one_too_many=distance + 1,
        ),
    )


@cache
def _of_length(shortest: int, longest: int) -> list[str]:
    return [word for word in WORDS if shortest <= len(word) <= longest]


def _rows(first: str, second: str) -> list[list[int]]:
    """The distances from the beginnings of the first word, but the empty one, to all beginnings of the second."""
    rows, last = [], list(range(len(second) + 1))
    for length, letter in enumerate(first, 1):
        left = length
        row = [left]
        for other, corner, above in zip(second, last, last[1:], strict=False):
            left = corner if letter == other else 1 + min(corner, above, left)
            row.append(left)
        rows.append(row)
        last = row
    return rows


def _edited(rng: Stream, word: str) -> str:
    at, letter = rng.below(len(word)), rng.choice("abcdefghijklmnopqrstuvwxyz")
    kind = rng.below(3)
    if kind == 0:
        return word[:at] + letter + word[at:]
    if kind == 1 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + letter + word[at + 1 :]


@lru_cache(maxsize=256)  # a reply, each mistake and each step ask for the same distances
def _distances(first: str, second: str) -> list[int]:
    """From the first word to all beginnings of the second, by bit vectors (Myers 1999, Hyyrö 2003).

    Bit i of ``rising`` and ``falling`` says that the distance from i + 1 letters of the first word is one more, or one
    less, than that from i letters.
    """
    if max(len(first), len(second)) > LONGEST:
        raise ValueError(f"expected words of at most {LONGEST} letters")
    places: defaultdict[str, int] = defaultdict(int)
    for at, letter in enumerate(first):
        places[letter] |= 1 << at
    full, last, distance = (1 << len(first)) - 1, 1 << len(first) >> 1, len(first)
    rising, falling, found = full, 0, [distance]
    for letter in second:
        same = places[letter]
        kept = (((same & rising) + rising) ^ rising) | same
        more, less = falling | full & ~(kept | rising), rising & kept
        distance += bool(more & last) - bool(less & last) if first else 1
        more, less = more << 1 | 1, less << 1
        same |= falling
        rising, falling = full & (less | ~(same | more)), full & more & same
        found.append(distance)
    return found


def check(facts: Facts, reply: str) -> Verdict:
    distance = _distances(facts["first"], facts["second"])[-1]
    return numbers.judge(reply, lambda claimed: claimed == distance)


def check_step(facts: Facts, step: Step) -> bool:
    claim, first, second = step.claim, facts["first"], facts["second"]
    if step.rule == "read":
        return claim["distance"] == _distances(first, second)[-1]
    if not 0 < claim["letters"] <= len(first):
        return False
    return list(claim["distances"]) == _distances(first[: claim["letters"]], second)


def canonical(facts: Facts) -> list[str]:
    return sorted((facts["first"], facts["second"]))
