"""Which way one faces, or where one stands, after a number of turns and walks."""

from __future__ import annotations

from typing import Any

from simulators.checks import cells, words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.vocabulary import PEOPLE

VERSION = 1
LEVELS = (
    {"moves": 5, "farthest": 9, "angles": (90, -90)},
    {"moves": 7, "farthest": 15, "angles": (90, -90, 180)},
    {"moves": 10, "farthest": 30, "angles": (90, -90, 180)},
    {"moves": 15, "farthest": 60, "angles": (90, -90, 180, 270, -270)},
    {"moves": 24, "farthest": 99, "angles": (90, -90, 180, 270, -270)},
)
# Clockwise, an eighth of a turn from one to the next.
WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
EIGHTHS = (45, -45, 135, -135)
AHEAD = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}


def make(rng: Stream, *, moves: int, farthest: int, angles: tuple[int, ...]) -> Problem:
    place = rng.chance(1, 2)
    start = rng.choice(WINDS[::2] if place else WINDS)
    path: list[list[Any]] = []
    for _ in range(moves):
        walks = place and (not path or path[-1][0] == "turn")
        turns = angles if place else (*angles, *EIGHTHS)
        path.append(
            ["walk" if rng.chance(4, 5) else "back", rng.integer(1, farthest)] if walks else ["turn", rng.choice(turns)]
        )
    heading, x, y, before = WINDS.index(start), 0, 0, (0, 0)
    steps = []
    for number, (kind, amount) in enumerate(path, 1):
        if kind == "turn":
            heading = (heading + amount // 45) % 8
            steps.append(Step("turn", {"moves": number, "facing": WINDS[heading]}))
        else:
            before = x, y
            dx, dy = AHEAD[WINDS[heading]]
            length = amount if kind == "walk" else -amount
            x, y = x + dx * length, y + dy * length
            steps.append(Step("walk", {"moves": number, "x": x, "y": y}))
    turned = sum([amount for kind, amount in path if kind == "turn"])
    mirrored = WINDS[(WINDS.index(start) - turned // 45) % 8]
    answer = f"({x}, {y})" if place else WINDS[heading]
    if place:
        slips = {"coordinates_exchanged": f"({y}, {x})", "directions_reversed": f"({-x}, {-y})"}
        slips |= {"east_and_west_confused": f"({-x}, {y})", "last_walk_forgotten": str(before)}
    else:
        slips = {"left_and_right_confused": mirrored, "opposite": WINDS[heading - 4]}
        slips["last_turn_forgotten"] = WINDS[(heading - path[-1][1] // 45) % 8]
    return Problem(
        facts={"who": rng.choice(PEOPLE), "start": start, "path": path, "asked": "place" if place else "facing"},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **slips),
    )


def _end(facts: Facts, moves: int) -> tuple[int, int]:
    """Where one stands after so many moves: from the last move back, each time seen with the eyes of the walker."""
    right, ahead = 0, 0
    begin = ["turn", 45 * WINDS.index(facts["start"])]
    for kind, amount in [*facts["path"][:moves][::-1], begin]:
        if kind != "turn":
            ahead += amount if kind == "walk" else -amount
            continue
        for _ in range(amount // 90 % 4):  # what was ahead after a turn to the right was on the right before it
            right, ahead = ahead, -right
    return right, ahead


def _facing(facts: Facts, moves: int) -> str:
    """The direction by the sum of all turns."""
    turned = sum([amount for kind, amount in facts["path"][:moves] if kind == "turn"])
    return WINDS[(WINDS.index(facts["start"]) + turned // 45) % 8]


def check(facts: Facts, reply: str) -> Verdict:
    every = len(facts["path"])
    if facts["asked"] == "facing":
        facing = _facing(facts, every)
        return words.judge(reply, facing, options=WINDS, same={wind.replace("-", ""): wind for wind in WINDS})
    if cells.read(reply) == [_end(facts, every)]:
        return RIGHT
    return wrong("expected the one place, as (x, y), that fits the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    moves = claim["moves"]
    if not 0 < moves <= len(facts["path"]) or (facts["path"][moves - 1][0] == "turn") != (step.rule == "turn"):
        return False
    if step.rule == "turn":
        return claim["facing"] == _facing(facts, moves)
    return (claim["x"], claim["y"]) == _end(facts, moves)


def canonical(facts: Facts) -> list[Any]:
    return [facts["start"], facts["path"], facts["asked"]]
