"""The least number of insertions, deletions and replacements of letters that turn one word into another."""

from __future__ import annotations

from functools import lru_cache

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
    fitting = [word for word in WORDS if shortest <= len(word) <= longest]
    first = second = rng.choice(fitting)
    for _ in range(edits):
        second = _edited(rng, second)
    rows = [list(range(len(second) + 1))]
    for i, letter in enumerate(first, 1):
        row = [i]
        for j, other in enumerate(second, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other)))
        rows.append(row)
    distance = rows[-1][-1]
    answer = str(distance)
    pairs = list(zip(first, second, strict=False))
    differing = sum(a != b for a, b in pairs) + abs(len(first) - len(second))
    return Problem(
        facts={"first": first, "second": second},
        answer=answer,
        steps=(
            *(Step("row", {"letters": i, "distances": row}) for i, row in enumerate(rows[1:], 1)),
            Step("read", {"distance": distance}),
        ),
        mistakes=mistakes(
            answer,
            letters_compared_in_place=differing,
            lengths_compared=abs(len(first) - len(second)),
            one_too_many=distance + 1,
        ),
    )


def _edited(rng: Stream, word: str) -> str:
    at, letter = rng.below(len(word)), rng.choice("abcdefghijklmnopqrstuvwxyz")
    kind = rng.below(3)
    if kind == 0:
        return word[:at] + letter + word[at:]
    if kind == 1 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + letter + word[at + 1 :]


@lru_cache(maxsize=4096)
def _distance(first: str, second: str) -> int:
    """By diagonals (Ukkonen 1985): how far one gets on each diagonal with 0, 1, 2, … edits."""
    if max(len(first), len(second)) > LONGEST:
        raise ValueError(f"expected words of at most {LONGEST} letters")

    def slide(at: int, diagonal: int) -> int:
        while at < len(first) and at + diagonal < len(second) and first[at] == second[at + diagonal]:
            at += 1
        return at

    goal = len(second) - len(first)
    reached = {0: slide(0, 0)}
    edits = 0
    while reached.get(goal, -1) < len(first):
        edits += 1
        moved: dict[int, int] = {}
        for diagonal, at in reached.items():
            for to, ahead in ((diagonal, at + 1), (diagonal - 1, at + 1), (diagonal + 1, at)):
                if ahead <= len(first) and 0 <= ahead + to <= len(second):
                    moved[to] = max(moved.get(to, -1), ahead)
        reached = {diagonal: slide(at, diagonal) for diagonal, at in moved.items()} | {
            diagonal: at for diagonal, at in reached.items() if diagonal not in moved
        }
    return edits


def check(facts: Facts, reply: str) -> Verdict:
    distance = _distance(facts["first"], facts["second"])
    return numbers.judge(reply, lambda claimed: claimed == distance)


def check_step(facts: Facts, step: Step) -> bool:
    claim, first, second = step.claim, facts["first"], facts["second"]
    if step.rule == "read":
        return claim["distance"] == _distance(first, second)
    if not 0 < claim["letters"] <= len(first):
        return False
    start = first[: claim["letters"]]
    return list(claim["distances"]) == [_distance(start, second[:j]) for j in range(len(second) + 1)]


def canonical(facts: Facts) -> list[str]:
    return sorted((facts["first"], facts["second"]))
