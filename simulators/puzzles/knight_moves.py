"""A shortest route of a knight between two squares of a board on which some squares are blocked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_lowercase

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
SHARED = ("_name",)  # how a square is called
LEVELS = (
    {"size": 5, "blocked": 4, "least": 2},
    {"size": 6, "blocked": 8, "least": 3},
    {"size": 7, "blocked": 14, "least": 4},
    {"size": 8, "blocked": 21, "least": 5},
    {"size": 9, "blocked": 32, "least": 6},
)
TRIES = 500
MARGIN = 2  # columns that a jump crosses


def make(rng: Stream, *, size: int, blocked: int, least: int) -> Problem:
    wide = size + MARGIN
    for _ in range(TRIES):
        start, *stones = rng.sample(_squares(size), blocked + 1)
        layers = _layered(sum(_squares(size)) - sum(stones), wide, start)
        if len(layers) > least:
            break
    else:
        raise ValueError(f"expected a board with a route of {least} moves")
    goal = rng.choice([square for layer in layers[least:] for square in _singly(layer)])
    moves = next(at for at, layer in enumerate(layers) if layer & goal)
    route = [goal]
    for layer in reversed(layers[:moves]):
        route.append(rng.choice([*_singly(_jumps(route[-1], wide) & layer)]))
    names = _names(size)
    path = [names[square] for square in route[::-1]]
    told = [sorted([names[square] for square in _singly(layer)]) for layer in layers[1:moves]]
    answer = ", ".join(path)
    return Problem(
        facts={"size": size, "start": path[0], "goal": path[-1], "blocked": sorted([names[at] for at in stones])},
        answer=answer,
        steps=(
            *[Step("layer", {"moves": depth, "squares": squares}) for depth, squares in enumerate(told, 1)],
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


# Squares are bits of integers, with empty columns behind each row, so that no jump leads over the edge.


@cache
def _squares(size: int) -> list[int]:
    return [1 << row * (size + MARGIN) + column for row in range(size) for column in range(size)]


@cache
def _names(size: int) -> dict[int, str]:
    return {square: _name(size, at) for at, square in enumerate(_squares(size))}


def _singly(squares: int) -> Iterator[int]:
    while squares:
        square = squares & -squares
        yield square
        squares ^= square


def _jumps(squares: int, wide: int) -> int:
    """Where one jump from any of the squares leads, over the edge too."""
    near, far = squares << 1 | squares >> 1, squares << 2 | squares >> 2
    return near << 2 * wide | near >> 2 * wide | far << wide | far >> wide


def _layered(free: int, wide: int, start: int) -> list[int]:
    """The squares that take 0, 1, 2, … moves."""
    layers, left = [start], free & ~start
    while layers[-1]:
        layers.append(_jumps(layers[-1], wide) & left)
        left &= ~layers[-1]
    return layers[:-1]


def check(facts: Facts, reply: str) -> Verdict:
    """Jump by jump from the start to the goal, in as many moves as squares spread from the goal."""
    return words.judge_list(reply, lambda route: _is_shortest(facts, [square.lower() for square in route]))


def _is_shortest(facts: Facts, route: Sequence[str]) -> bool:
    layers = _layers(facts["size"], facts["goal"], facts["start"], tuple(facts["blocked"]))
    return (
        len(route) == len(layers) > 1
        and all(square in layer for square, layer in zip(reversed(route), layers, strict=True))
        and all(_is_jump(a, b) for a, b in pairwise(route))
        and route[0] == facts["start"]
    )


def _is_jump(first: str, second: str) -> bool:
    right, up = abs(ord(first[0]) - ord(second[0])), abs(int(first[1:]) - int(second[1:]))
    return right * up == 2


@lru_cache(maxsize=128)
def _layers(size: int, first: str, last: str, blocked: tuple[str, ...]) -> list[set[str]]:
    """The squares that are 0, 1, 2, … moves away from the first, up to the last: those not yet reached that are a jump
    from the ones before.
    """
    around = _around(size)
    left = set(around).difference(blocked)
    layers = [{first}]
    while last not in layers[-1]:
        left -= layers[-1]
        layers.append(left.intersection(set().union(*[around[square] for square in layers[-1]])))
        if not layers[-1]:
            raise ValueError("expected a board with a route")
    return layers


@cache
def _around(size: int) -> dict[str, set[str]]:
    squares = [_name(size, square) for square in range(size * size)]
    return {square: {other for other in squares if _is_jump(square, other)} for square in squares}


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "route":
        return claim["moves"] == len(claim["route"]) - 1 and _is_shortest(facts, claim["route"])
    layers = _layers(facts["size"], facts["start"], facts["goal"], tuple(facts["blocked"]))
    return claim["squares"] == sorted(layers[claim["moves"]]) and facts["goal"] not in claim["squares"]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "blocked": rng.shuffled(facts["blocked"])}


def canonical(facts: Facts) -> list[object]:
    return [facts["size"], facts["start"], facts["goal"], sorted(facts["blocked"])]
