"""Where a point comes to lie after translations, reflections and quarter turns, one after another."""

from __future__ import annotations

from typing import Any

from simulators.checks import lists, numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
KINDS = ("translate", "turn", "mirror_vertical", "mirror_horizontal", "mirror_rising", "mirror_falling")
LEVELS = (
    {"moves": 1, "size": 30},
    {"moves": 2, "size": 30},
    {"moves": 3, "size": 30},
    {"moves": 5, "size": 40},
    {"moves": 8, "size": 99},
)

Place = tuple[int, int]


def make(rng: Stream, *, moves: int, size: int) -> Problem:
    start = (rng.nonzero(-size, size), rng.nonzero(-size, size))
    sequence: list[list[Any]] = []
    kind = ""
    for _ in range(moves):
        kind = rng.choice([other for other in KINDS if other != kind])  # two alike could undo each other
        # What each kind needs: a shift, a centre and quarter turns, the line x = k or y = k, or nothing.
        count = {"translate": 2, "turn": 2, "mirror_vertical": 1, "mirror_horizontal": 1}.get(kind, 0)
        amounts = [rng.nonzero(-size, size) for _ in range(count)]
        sequence.append([kind, *amounts, rng.integer(1, 3)] if kind == "turn" else [kind, *amounts])
    places = [start]
    for move in sequence:
        places.append(_moved(places[-1], move))
    x, y = places[-1]
    answer = f"{x}, {y}"
    other = _moved(places[-2], _misread(sequence[-1]))
    return Problem(
        facts={"start": list(start), "moves": sequence},
        answer=answer,
        steps=tuple([Step(sequence[at][0], {"number": at + 1, "place": list(places[at + 1])}) for at in range(moves)]),
        mistakes=mistakes(
            answer,
            last_move_misread=f"{other[0]}, {other[1]}",
            last_move_forgotten=f"{places[-2][0]}, {places[-2][1]}",
            coordinates_swapped=f"{y}, {x}",
            signs_turned=f"{-x}, {-y}",
        ),
    )


def _moved(place: Place, move: list[Any]) -> Place:
    (x, y), (kind, *amounts) = place, move
    if kind == "translate":
        return x + amounts[0], y + amounts[1]
    if kind == "turn":
        across, up = x - amounts[0], y - amounts[1]
        for _ in range(amounts[2]):
            across, up = -up, across
        return amounts[0] + across, amounts[1] + up
    if kind == "mirror_vertical":
        return 2 * amounts[0] - x, y
    if kind == "mirror_horizontal":
        return x, 2 * amounts[0] - y
    return (y, x) if kind == "mirror_rising" else (-y, -x)


def _misread(move: list[Any]) -> list[Any]:
    """The move as a learner confuses it."""
    kind, *amounts = move
    if kind == "translate":
        return [kind, -amounts[0], -amounts[1]]
    if kind == "turn":
        return [kind, *amounts[:2], 4 - amounts[2]] if amounts[2] != 2 else [kind, *amounts[:2], 1]
    swapped = {"vertical": "horizontal", "horizontal": "vertical", "rising": "falling", "falling": "rising"}
    return [f"mirror_{swapped[kind.split('_')[1]]}", *amounts]


def check(facts: Facts, reply: str) -> Verdict:
    moves, start = facts["moves"], list(facts["start"])
    return lists.judge(reply, lambda point: len(point) == 2 and _undone(point, moves) == start, unknowns="xy")


def _undone(point: list[numbers.Number], moves: list[Any]) -> list[numbers.Number]:
    """Takes the moves back, the last one first. A reflection or a half turn keeps the middle of point and image."""
    x, y = point
    for kind, *amounts in reversed(moves):
        if kind == "translate":
            x, y = x - amounts[0], y - amounts[1]
        elif kind == "turn":
            a, b, quarters = amounts
            # Back by a quarter, by a half, or by three, which is a quarter forward.
            x, y = {
                1: (a + y - b, b - x + a),
                2: (2 * a - x, 2 * b - y),
                3: (a - y + b, b + x - a),
            }[quarters]
        elif kind == "mirror_vertical":
            x += 2 * (amounts[0] - x)
        elif kind == "mirror_horizontal":
            y += 2 * (amounts[0] - y)
        else:
            x, y = (y, x) if kind == "mirror_rising" else (-y, -x)
    return [x, y]


def check_step(facts: Facts, step: Step) -> bool:
    number, moves = step.claim["number"], facts["moves"]
    if not 0 < number <= len(moves) or moves[number - 1][0] != step.rule:
        return False
    return _undone(list(step.claim["place"]), moves[:number]) == list(facts["start"])
