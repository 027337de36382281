"""Blocks in stacks: moves of one block at a time that build other stacks, within a number of moves that is enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_uppercase

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.planning._forms import unnamed

VERSION = 1
LEVELS = (
    {"blocks": 4, "least": 3},
    {"blocks": 5, "least": 4},
    {"blocks": 6, "least": 6},
    {"blocks": 7, "least": 7},
    {"blocks": 9, "least": 9},
)
SPACES = {1: 183, 2: 1807}  # pairs of stacks that take so many moves, the names of the blocks aside
TRIES = 200
TABLE = "table"

Stacks = tuple[str, ...]  # each from the bottom to the top
_MOVE = re.compile(
    r"(?:move |put )?(?:block )?([a-z])(?: from (?:the )?[a-z]+)? (?:to|onto|on) (?:the )?(?:block )?(table|[a-z])",
    re.ASCII,
)


def make(rng: Stream, *, blocks: int, least: int) -> Problem:
    for _ in range(TRIES):
        start, goal = _stacks(rng, blocks), _stacks(rng, blocks)
        plan = _plan(start, goal)
        if len(plan) >= least:
            break
    else:
        raise ValueError(f"expected stacks that take {least} moves")
    moves = [f"{block} to {onto}" for block, onto in plan]
    answer = "; ".join(moves)
    built = start
    steps = []
    for at, (block, onto) in enumerate(plan, 1):
        built = _moved(built, block, onto)
        steps.append(Step("move", {"moves": moves[:at], "stacks": sorted(built)}))
    ordered = [f"{above} to {below}" for stack in goal for below, above in pairwise(stack)]
    return Problem(
        facts={"start": sorted(start), "goal": sorted(goal), "most": len(plan)},
        answer=answer,
        steps=(*steps, Step("built", {"moves": moves, "count": len(moves)})),
        mistakes=mistakes(
            answer,
            last_move_forgotten="; ".join(moves[:-1]),
            buried_block_moved="; ".join(ordered) if ordered and _fails(start, goal, ordered) else answer,
            one_move_too_many="; ".join([*moves, f"{plan[-1][0]} to {TABLE}"]),
        ),
    )


def _stacks(rng: Stream, blocks: int) -> Stacks:
    """Each block goes on the table or on one of the stacks."""
    stacks: list[str] = []
    for block in rng.shuffled(ascii_uppercase[:blocks]):
        at = rng.below(len(stacks) + 1)
        if at == len(stacks):
            stacks.append(block)
        else:
            stacks[at] += block
    return tuple(stacks)


def _plan(start: Stacks, goal: Stacks) -> list[tuple[str, str]]:
    """Moves straight to where a block belongs while there are any, else one to the table: as few of these as can be."""
    below = {block: under for stack in goal for under, block in pairwise([TABLE, *stack])}
    for spare in range(sum(map(len, start)) + 1):
        plan = _within(start, below, spare)
        if plan is not None:
            return plan
    raise ValueError("expected the same blocks at the start and at the goal")


def _within(stacks: Stacks, below: dict[str, str], spare: int) -> list[tuple[str, str]] | None:
    """A plan with so many moves to the table that do not put a block where it belongs."""
    plan: list[tuple[str, str]] = []
    while True:
        done = {block for stack in stacks for block in stack[: _settled(stack, below)]}
        clear = [stack[-1] for stack in stacks if stack[-1] not in done]
        if not clear:
            return plan
        tops = {stack[-1] for stack in stacks} & done | {TABLE}
        block = next((block for block in clear if below[block] in tops), None)
        if block is None:
            break
        plan.append((block, below[block]))
        stacks = _moved(stacks, block, below[block])
    for stack in stacks:
        if spare and len(stack) > 1 and stack[-1] in clear:
            rest = _within(_moved(stacks, stack[-1], TABLE), below, spare - 1)
            if rest is not None:
                return [*plan, (stack[-1], TABLE), *rest]
    return None


def _settled(stack: str, below: dict[str, str]) -> int:
    """How many blocks of the stack, from the bottom, are where they belong."""
    count = 0
    for under, block in pairwise([TABLE, *stack]):
        if below[block] != under:
            break
        count += 1
    return count


def _moved(stacks: Stacks, block: str, onto: str) -> Stacks:
    left = [stack.removesuffix(block) for stack in stacks]
    if onto == TABLE:
        return (*filter(None, left), block)
    return tuple([stack + block if stack.endswith(onto) else stack for stack in left if stack])


def _fails(stacks: Stacks, goal: Stacks, moves: Sequence[str]) -> bool:
    for move in moves:
        block, _, onto = move.partition(" to ")
        tops = [stack[-1] for stack in stacks]
        if block not in tops or onto not in (*tops, TABLE):
            return True
        stacks = _moved(stacks, block, onto)
    return sorted(stacks) != sorted(goal)


def check(facts: Facts, reply: str) -> Verdict:
    """The moves are made one by one, each of a clear block onto a clear block or the table."""
    moves = plans.read(reply)
    if not moves or len(moves) > facts["most"]:
        return wrong(f"expected {facts['most']} moves at most, separated by semicolons")
    stacks = _after(facts["start"], moves)
    return RIGHT if stacks == sorted(facts["goal"]) else wrong("these moves are not possible or build other stacks")


def _after(start: Sequence[str], moves: Sequence[str]) -> list[str] | None:
    stacks = [list(stack) for stack in start]
    for move in moves:
        match = _MOVE.fullmatch(move.lower())
        if match is None:
            return None
        block, onto = match[1].upper(), match[2].upper()
        source = next((stack for stack in stacks if stack and stack[-1] == block), None)
        target = next((stack for stack in stacks if stack and stack[-1] == onto and onto != block), None)
        if match[2] == TABLE:
            target = []
            stacks.append(target)
        if source is None or target is None:
            return None
        target.append(source.pop())
    return sorted("".join(stack) for stack in stacks if stack)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    stacks = _after(facts["start"], claim["moves"])
    if step.rule == "built":
        return claim["count"] == len(claim["moves"]) <= facts["most"] and stacks == sorted(facts["goal"])
    return stacks == sorted(claim["stacks"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "start": rng.shuffled(facts["start"]), "goal": rng.shuffled(facts["goal"])}


def canonical(facts: Facts) -> list[object]:
    """What stands on what, without the names of the blocks."""
    stood = [
        (when, above, below) for when in ("start", "goal") for stack in facts[when] for below, above in pairwise(stack)
    ]
    bases = [(f"{when} base", stack[0]) for when in ("start", "goal") for stack in facts[when]]
    return [facts["most"], unnamed([*stood, *bases])]
