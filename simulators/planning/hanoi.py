"""The towers of Hanoi from one position to another, in as few moves as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from itertools import permutations, product
from operator import or_

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
# The largest disks are where they should be; those that are free may stand anywhere.
LEVELS = (
    {"disks": 6, "free": 3, "least": 3, "most": 6},
    {"disks": 7, "free": 4, "least": 6, "most": 10},
    {"disks": 7, "free": 5, "least": 11, "most": 18},
    {"disks": 8, "free": 6, "least": 20, "most": 32},
    {"disks": 8, "free": 7, "least": 33, "most": 50},
)
SPACES = {1: 3**3 * 3**6 // 6 + 1}  # where the disks stand at first and in the end, the names of the pegs aside
PEGS = "ABC"
TRIES = 300
TOLD = 6  # moves in one step of the trace
LONGEST_PLAN = 255
MOST_MOVED = 7  # disks, all positions of which the checker looks at

Places = tuple[int, ...]  # the peg of each disk, the smallest first
Move = tuple[int, int, int]  # a disk, and from which peg to which
_MOVE = re.compile(
    r"(?:move )?(?:the )?(?:top )?(?:disk )?(?:[0-9] )?(?:from )?(?:peg )?([a-c]) (?:on)?to (?:peg )?([a-c])", re.ASCII
)


def make(rng: Stream, *, disks: int, free: int, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        settled = rng.choice(_positions(disks - free))
        start, goal = (rng.choice(_positions(free)) + settled for _ in "ab")
        if least <= _length(start, goal) <= most:
            break
    else:
        raise ValueError(f"expected positions {least} to {most} moves apart")
    plan = _plan(start, goal)
    moves = [f"{PEGS[source]} to {PEGS[target]}" for _, source, target in plan]
    places, steps = list(start), []
    for at in range(0, len(plan), TOLD):
        for disk, _, target in plan[at : at + TOLD]:
            places[disk] = target
        claim = {"done": moves[:at], "moves": moves[at : at + TOLD], "pegs_now": _pegs(places)}
        steps.append(Step("moves", claim))
    small = next(at for at, (disk, *_) in enumerate(plan) if disk == 0)
    _, source, target = plan[small]
    third = PEGS[3 - source - target]
    detour = [f"{PEGS[source]} to {third}", f"{third} to {PEGS[target]}"]
    answer = "; ".join(moves)
    return Problem(
        facts={"start": _pegs(start), "goal": _pegs(goal)},
        answer=answer,
        steps=(*steps, Step("least", {"moves": len(moves)})),
        mistakes=mistakes(
            answer,
            not_shortest="; ".join([*moves[:small], *detour, *moves[small + 1 :]]),
            one_move_left_out="; ".join([*moves[:1], *moves[2:]]),
            last_move_forgotten="; ".join(moves[:-1]),
        ),
    )


@cache
def _positions(disks: int) -> list[Places]:
    return [*product(range(3), repeat=disks)]


def _pegs(places: Sequence[int]) -> list[list[int]]:
    """The sizes of the disks on each peg, from the bottom to the top."""
    pegs: list[list[int]] = [[], [], []]
    for disk in range(len(places) - 1, -1, -1):
        pegs[places[disk]].append(disk + 1)
    return pegs


def _plan(start: Places, goal: Places) -> list[Move]:
    """The largest disk that is elsewhere moves once, or twice where this is shorter; the smaller make way for it."""
    largest = next((disk for disk in reversed(range(len(start))) if start[disk] != goal[disk]), -1)
    if largest < 0:
        return []
    source, target = start[largest], goal[largest]
    third = 3 - source - target
    once = _gathering(start, largest, third) + _gathering(goal, largest, third)
    twice = _gathering(start, largest, target) + _gathering(goal, largest, source) + 2**largest
    if once <= twice:
        return [
            *_gathered(start, largest, third),
            (largest, source, target),
            *_reversed(_gathered(goal, largest, third)),
        ]
    return [
        *_gathered(start, largest, target),
        (largest, source, third),
        *_tower(largest, target, source),
        (largest, third, target),
        *_reversed(_gathered(goal, largest, source)),
    ]


def _length(start: Places, goal: Places) -> int:
    """How many moves that plan has."""
    largest = next((disk for disk in reversed(range(len(start))) if start[disk] != goal[disk]), -1)
    if largest < 0:
        return 0
    source, target = start[largest], goal[largest]
    third = 3 - source - target
    once = _gathering(start, largest, third) + 1 + _gathering(goal, largest, third)
    twice = _gathering(start, largest, target) + 1 + 2**largest + _gathering(goal, largest, source)
    return min(once, twice)


def _gathering(places: Places, count: int, peg: int) -> int:
    """How many moves bring the smallest disks, so many, together on a peg."""
    moves = 0
    for disk in reversed(range(count)):
        if places[disk] != peg:  # it moves once, and then all that are smaller follow it
            moves += 2**disk
            peg = 3 - places[disk] - peg
    return moves


def _gathered(places: Places, count: int, peg: int) -> list[Move]:
    """The moves that bring the smallest disks, so many, together on a peg."""
    parts = []
    for disk in reversed(range(count)):
        own = places[disk]
        if own != peg:
            third = 3 - own - peg
            parts.append(((disk, own, peg), *_tower(disk, third, peg)))
            peg = third
    return [move for part in reversed(parts) for move in part]


@cache
def _tower(count: int, source: int, target: int) -> tuple[Move, ...]:
    """The moves that bring the smallest disks, so many, from one peg to another."""
    if not count:
        return ()
    third = 3 - source - target
    return (*_tower(count - 1, source, third), (count - 1, source, target), *_tower(count - 1, third, target))


def _reversed(moves: list[Move]) -> list[Move]:
    return [(disk, target, source) for disk, source, target in reversed(moves)]


def check(facts: Facts, reply: str) -> Verdict:
    """The disks are moved one by one; then, what lies within so many moves of both ends shows how few are enough."""
    moves = plans.read(reply)
    if not moves or len(moves) > LONGEST_PLAN:
        return wrong("expected moves such as: A to B; A to C")
    pegs = _moved(facts["start"], moves)
    if pegs is None or pegs != [list(peg) for peg in facts["goal"]]:
        return wrong("these moves are not possible or do not lead to the goal")
    return wrong("fewer moves are enough") if _are_enough(facts, len(moves) - 1) else RIGHT


def _moved(start: Sequence[Sequence[int]], moves: Sequence[str]) -> list[list[int]] | None:
    """The pegs after the moves, or None where one of these is not possible."""
    pegs = [list(peg) for peg in start]
    for move in moves:
        ends = _ends(move)
        if ends is None:
            return None
        source, target = pegs[ends[0]], pegs[ends[1]]
        if not source or (target and target[-1] <= source[-1]):
            return None
        target.append(source.pop())
    return pegs


@lru_cache(maxsize=256)
def _ends(move: str) -> tuple[int, int] | None:
    """From which peg to which one a move leads, or None where it says no such thing."""
    match = _MOVE.fullmatch(move.lower())
    return match and ("abc".index(match[1]), "abc".index(match[2]))


def _are_enough(facts: Facts, moves: int) -> bool:
    """Whether the goal can be reached with so many moves, or with fewer."""
    start, goal = (
        [peg for _, peg in sorted([(disk, at) for at, peg in enumerate(facts[end]) for disk in peg])]
        for end in ("start", "goal")
    )
    # The largest disks that stay are in no one's way, so that a plan without their moves would be shorter.
    while start and start[-1:] == goal[-1:]:
        start.pop()
        goal.pop()
    if len(start) != len(goal) or len(start) > MOST_MOVED:
        raise ValueError(f"expected the same disks in both positions, {MOST_MOVED} of them in other places at most")
    one, other = (sum([peg * 3**disk for disk, peg in enumerate(pegs)]) for pegs in (start, goal))
    disks = len(start)
    moves = min(moves, 2**disks)  # no two positions are farther apart
    return moves >= 0 and bool(_within(disks, moves - moves // 2)[one] & _within(disks, moves // 2)[other])


@cache
def _within(disks: int, moves: int) -> list[int]:
    """For each position those that so many moves lead to, or fewer, as bits: what lies around what lies around it."""
    if not moves:
        return [1 << position for position in range(3**disks)]
    within = _within(disks, moves - 1)
    return [
        reduce(or_, [within[other] for other in others], within[position])
        for position, others in enumerate(_neighbours(disks))
    ]


@cache
def _neighbours(disks: int) -> list[list[int]]:
    """For each position, the pegs of its disks as digits of base 3, those that one move leads to."""
    found = []
    for position in range(3**disks):
        tops = [disks] * 3  # the smallest disk on each peg
        for disk in reversed(range(disks)):
            tops[position // 3**disk % 3] = disk
        found.append(
            [
                position + (target - source) * 3 ** tops[source]
                for source, target in permutations(range(3), 2)
                if tops[source] < tops[target]
            ]
        )
    return found


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return _are_enough(facts, claim["moves"]) and not _are_enough(facts, claim["moves"] - 1)
    return _moved(facts["start"], [*claim["done"], *claim["moves"]]) == [list(peg) for peg in claim["pegs_now"]]


def canonical(facts: Facts) -> list[list[list[int]]]:
    """The pegs in any order."""
    return sorted([list(start), list(goal)] for start, goal in zip(facts["start"], facts["goal"], strict=True))
