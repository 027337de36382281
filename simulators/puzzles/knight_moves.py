"""A shortest route of a knight between two squares of a board on which some squares are blocked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_lowercase

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
SHARED = ("_name",)  # how a square is called
LEVELS = (
    {"size": 5, "blocked": 4, "least": 2},
    {"size": 6, "blocked": 8, "least": 3},
    {"size": 7, "blocked": 14, "least": 4},
    {"size": 8, "blocked": 21, "least": 5},
    {"size": 9, "blocked": 32, "least": 6},
)
TRIES = 500
JUMPS = ((-2, -1), (-2, 1), (-1, -2), (-1, 2), (1, -2), (1, 2), (2, -1), (2, 1))


def make(rng: Stream, *, size: int, blocked: int, least: int) -> Problem:
    for _ in range(TRIES):
        chosen = rng.sample(range(size * size), blocked + 1)
        start, stones = chosen[0], chosen[1:]
        came = _reached(size, start, set(stones))
        goals = [square for square, (moves, _) in came.items() if moves >= least]
        if goals:
            break
    else:
        raise ValueError(f"expected a board with a route of {least} moves")
    goal = rng.choice(goals)
    moves = came[goal][0]
    route = [goal]
    while route[-1] != start:
        route.append(came[route[-1]][1])
    path = [_name(size, square) for square in route[::-1]]
    layers = [[_name(size, square) for square, (at, _) in came.items() if at == depth] for depth in range(1, moves)]
    answer = ", ".join(path)
    return Problem(
        facts={"size": size, "start": path[0], "goal": path[-1], "blocked": sorted(_name(size, at) for at in stones)},
        answer=answer,
        steps=(
            *(Step("layer", {"moves": depth, "squares": sorted(layer)}) for depth, layer in enumerate(layers, 1)),
            Step("route", {"moves": moves, "route": path}),
        ),
        mistakes=mistakes(
            answer,
            not_shortest=", ".join([*path[:2], path[0], *path[1:]]),
            straight_jump=", ".join([path[0], path[-1]]),
            square_left_out=", ".join([path[0], *path[2:]]),
        ),
    )


def _name(size: int, square: int) -> str:
    return f"{ascii_lowercase[square % size]}{square // size + 1}"


@cache
def _jumps(size: int) -> list[list[int]]:
    places = [divmod(square, size) for square in range(size * size)]
    return [
        [
            (row + up) * size + column + right
            for up, right in JUMPS
            if 0 <= row + up < size and 0 <= column + right < size
        ]
        for row, column in places
    ]


def _reached(size: int, start: int, stones: set[int]) -> dict[int, tuple[int, int]]:
    """For each square that can be reached the least number of moves, and the square before it."""
    came = {start: (0, start)}
    queue = [start]
    for square in queue:
        for other in _jumps(size)[square]:
            if other not in came and other not in stones:
                came[other] = (came[square][0] + 1, square)
                queue.append(other)
    return came


def check(facts: Facts, reply: str) -> Verdict:
    """Jump by jump from the start to the goal, in as many moves as squares spread from the goal."""
    return words.judge_list(reply, lambda route: _is_shortest(facts, [square.lower() for square in route]))


def _is_shortest(facts: Facts, route: Sequence[str]) -> bool:
    if len(route) < 2 or route[0] != facts["start"] or route[-1] != facts["goal"]:
        return False
    layers = _layers(facts["size"], facts["goal"], tuple(facts["blocked"]))
    free = set().union(*layers)
    return (
        all(square in free for square in route)
        and all(_is_jump(a, b) for a, b in pairwise(route))
        and facts["start"] in next(iter(layers[len(route) - 1 :]), ())
    )


def _is_jump(first: str, second: str) -> bool:
    right, up = abs(ord(first[0]) - ord(second[0])), abs(int(first[1:]) - int(second[1:]))
    return right * up == 2


@lru_cache(maxsize=128)
def _layers(size: int, goal: str, blocked: tuple[str, ...]) -> list[set[str]]:
    """The squares that are 0, 1, 2, … moves away: those not yet reached that are a jump from the last ones."""
    around = _around(size)
    left = set(around) - {goal, *blocked}
    layers = [{goal}]
    while layers[-1]:
        layers.append(left.intersection(set().union(*[around[square] for square in layers[-1]])))
        left -= layers[-1]
    return layers


@cache
def _around(size: int) -> dict[str, set[str]]:
    squares = [_name(size, square) for square in range(size * size)]
    return {square: {other for other in squares if _is_jump(square, other)} for square in squares}


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "route":
        return claim["moves"] == len(claim["route"]) - 1 and _is_shortest(facts, claim["route"])
    layers = _layers(facts["size"], facts["start"], tuple(facts["blocked"]))
    return claim["squares"] == sorted(layers[claim["moves"]]) and facts["goal"] not in claim["squares"]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "blocked": rng.shuffled(facts["blocked"])}


def canonical(facts: Facts) -> list[object]:
    return [facts["size"], facts["start"], facts["goal"], sorted(facts["blocked"])]
