"""A shortest ladder between two words of a list, in which each word differs from the next in one letter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles._ladder_words import FOUR, THREE

VERSION = 1
# Letters of a word, words in the list, and steps of the ladder at least and at most.
LEVELS = (
    {"letters": 3, "listed": 16, "least": 2, "most": 3},
    {"letters": 3, "listed": 24, "least": 4, "most": 4},
    {"letters": 4, "listed": 32, "least": 5, "most": 6},
    {"letters": 4, "listed": 45, "least": 7, "most": 8},
    {"letters": 4, "listed": 60, "least": 9, "most": 12},
)
TRIES = 200


def make(rng: Stream, *, letters: int, listed: int, least: int, most: int) -> Problem:
    near = _neighbours(letters)
    for _ in range(TRIES):
        start = rng.choice(list(near))
        came = _reached(near, start)
        goals = [word for word, (steps, _) in came.items() if least <= steps <= most]
        if goals:
            break
    else:
        raise ValueError(f"expected a ladder of {least} to {most} steps")
    ladder = [rng.choice(goals)]
    while ladder[-1] != start:
        ladder.append(came[ladder[-1]][1])
    ladder.reverse()
    # Words around the ladder, then any: false tracks that lead away from it. No list makes the ladder shorter.
    around = [word for rung in ladder for word in near[rung] if word not in ladder]
    others = list(dict.fromkeys([*rng.shuffled(around)[: listed // 2], *rng.sample(list(near), listed)]))
    given = rng.shuffled([*ladder, *[word for word in others if word not in ladder][: listed - len(ladder)]])
    answer = ", ".join(ladder)
    return Problem(
        facts={"words": given, "start": start, "goal": ladder[-1]},
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
            rung_left_out=", ".join([start, *ladder[2:]]),
            not_shortest=", ".join([start, ladder[1], *ladder]),
            two_letters_changed=", ".join([start, ladder[-1]]),
        ),
    )


@cache
def _neighbours(letters: int) -> dict[str, list[str]]:
    """The words of that length, each with the words that differ from it in one letter, where there are any."""
    alike: dict[tuple[str, str], list[str]] = {}
    for word in THREE if letters == 3 else FOUR:
        for at in range(letters):
            alike.setdefault((word[:at], word[at + 1 :]), []).append(word)
    near: dict[str, list[str]] = {}
    for group in alike.values():
        for word in group:
            near.setdefault(word, []).extend(other for other in group if other != word)
    return {word: sorted(others) for word, others in sorted(near.items()) if others}


def _reached(near: dict[str, list[str]], start: str) -> dict[str, tuple[int, str]]:
    """For each word that can be reached the least number of changes, and the word before it."""
    came = {start: (0, start)}
    queue = [start]
    for word in queue:
        for other in near[word]:
            if other not in came:
                came[other] = (came[word][0] + 1, word)
                queue.append(other)
    return came


def check(facts: Facts, reply: str) -> Verdict:
    """Word by word through the list, and in no more changes than the layers of words around the goal allow."""
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
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


@lru_cache(maxsize=64)
def _away(listed: tuple[str, ...], goal: str) -> dict[str, int]:
    """How many changes each word of the list is away from the goal, layer by layer."""
    away, left, layer = {goal: 0}, set(listed) - {goal}, {goal}
    while layer:
        layer = {word for word in left if any(_differ_once(word, other) for other in layer)}
        left -= layer
        away |= dict.fromkeys(layer, max(away.values()) + 1)
    return away


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
