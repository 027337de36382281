"""A shortest ladder between two words of a list, in which each word differs from the next in one letter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from itertools import pairwise
from operator import eq, or_

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles._ladder_words import FOUR, THREE

VERSION = 2
# Letters of a word, words in the list, and steps of the ladder at least and at most.
LEVELS = (
    {"letters": 3, "listed": 16, "least": 2, "most": 3},
    {"letters": 3, "listed": 24, "least": 4, "most": 4},
    {"letters": 4, "listed": 32, "least": 5, "most": 6},
    {"letters": 4, "listed": 45, "least": 7, "most": 8},
    {"letters": 4, "listed": 60, "least": 9, "most": 12},
)
TRIES = 1000


def make(rng: Stream, *, letters: int, listed: int, least: int, most: int) -> Problem:
    names, near = _neighbours(letters)
    within = _within(letters, most)
    for _ in range(TRIES):
        start, goal = rng.below(len(names)), rng.below(len(names))
        if within[most][goal] >> start & 1 and not within[least - 1][goal] >> start & 1:
            break
    else:
        raise ValueError(f"expected a ladder of {least} to {most} steps")
    rungs = _rungs(rng, near, within, start, goal)
    # Words around the ladder, then any: false tracks that lead away from it. No list makes the ladder shorter.
    around = [word for rung in rungs for word in near[rung]]
    given = dict.fromkeys([*rungs, *rng.sample(around, min(listed // 2, len(around)))])
    while len(given) < listed:
        given.setdefault(rng.below(len(names)))
    ladder = [names[rung] for rung in rungs]
    answer = ", ".join(ladder)
    return Problem(
        facts={"words": [names[word] for word in rng.shuffled([*given])], "start": ladder[0], "goal": ladder[-1]},
        answer=answer,
        steps=(
            *(
                Step("change", {"word": word, "next": after, "left": len(ladder) - 1 - at})
                for at, (word, after) in enumerate(pairwise(ladder), 1)
            ),
            Step("ladder", {"ladder": ladder, "changes": len(ladder) - 1}),
        ),
        mistakes=mistakes(
            answer,
            rung_left_out=", ".join([ladder[0], *ladder[2:]]),
            not_shortest=", ".join([*ladder[:2], *ladder]),
            two_letters_changed=", ".join([ladder[0], ladder[-1]]),
        ),
    )


@cache
def _neighbours(letters: int) -> tuple[list[str], list[list[int]]]:
    """The words of that length that have neighbours, and for each the numbers of those that differ in one letter."""
    alike: dict[tuple[str, str], list[str]] = {}
    for word in THREE if letters == 3 else FOUR:
        for at in range(letters):
            alike.setdefault((word[:at], word[at + 1 :]), []).append(word)
    groups = [group for group in alike.values() if len(group) > 1]
    names = sorted({word for group in groups for word in group})
    number = {word: at for at, word in enumerate(names)}
    near: list[list[int]] = [[] for _ in names]
    for group in groups:
        for word in group:
            near[number[word]].extend(number[other] for other in group if other != word)
    return names, near


@cache
def _within(letters: int, most: int) -> list[list[int]]:
    """For each number of changes and each word, as bits, the words that are no more changes away."""
    _, near = _neighbours(letters)
    within = [[1 << word for word in range(len(near))]]
    for _ in range(most):
        last = within[-1]
        within.append([reduce(or_, [last[other] for other in others], last[word]) for word, others in enumerate(near)])
    return within


def _rungs(rng: Stream, near: list[list[int]], within: list[list[int]], start: int, goal: int) -> list[int]:
    """The words of one of the shortest ladders."""
    rungs = [start]
    left = next(changes for changes, reached in enumerate(within) if reached[goal] >> start & 1)
    for changes in reversed(range(left)):
        nearer = within[changes][goal]
        rungs.append(rng.choice([word for word in near[rungs[-1]] if nearer >> word & 1]))
    return rungs


def check(facts: Facts, reply: str) -> Verdict:
    """Word by word through the list, and in no more changes than a search from the goal on needs."""
    return words.judge_list(reply, lambda ladder: _is_shortest(facts, [word.lower() for word in ladder]))


def _is_shortest(facts: Facts, ladder: Sequence[str]) -> bool:
    away = _away(tuple(facts["words"]), facts["goal"])
    return (
        len(ladder) > 1
        and ladder[0] == facts["start"]
        and ladder[-1] == facts["goal"]
        and all(word in facts["words"] for word in ladder)
        and all(_differ_once(a, b) for a, b in pairwise(ladder))
        and away[facts["start"]] == len(ladder) - 1
    )


def _differ_once(first: str, second: str) -> bool:
    return len(first) == len(second) and [*map(eq, first, second)].count(False) == 1


@lru_cache(maxsize=64)
def _away(listed: tuple[str, ...], goal: str) -> dict[str, int]:
    """How many changes each word of the list is away from the goal: a search in breadth."""
    fitting: dict[str, list[str]] = {}
    for word in listed:
        for pattern in _patterns(word):
            fitting.setdefault(pattern, []).append(word)
    away, queue = {goal: 0}, [goal]
    for word in queue:
        for pattern in _patterns(word):
            for other in fitting.pop(pattern, ()):  # all that fit are then at most one change farther away
                if other not in away:
                    away[other] = away[word] + 1
                    queue.append(other)
    return away


@lru_cache(maxsize=2048)  # more than there are words
def _patterns(word: str) -> list[str]:
    """The word with a blank in place of each of its letters."""
    return [f"{word[:at]} {word[at + 1 :]}" for at in range(len(word))]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "ladder":
        return claim["changes"] == len(claim["ladder"]) - 1 and _is_shortest(facts, claim["ladder"])
    away = _away(tuple(facts["words"]), facts["goal"])
    word, after = claim["word"], claim["next"]
    return _differ_once(word, after) and away[word] - 1 == away[after] == claim["left"]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "words": rng.shuffled(facts["words"])}


def canonical(facts: Facts) -> list[object]:
    return [facts["start"], facts["goal"], sorted(facts["words"])]
