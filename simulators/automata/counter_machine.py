"""The value of a register when a counter machine, which can only add 1, subtract 1 and jump, halts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"registers": 3, "blocks": 2, "shapes": ("spread", "add"), "largest": 9},
    {"registers": 3, "blocks": 3, "shapes": ("spread", "add", "move"), "largest": 9},
    {"registers": 3, "blocks": 4, "shapes": ("move", "spread", "subtract", "half"), "largest": 14},
    {"registers": 4, "blocks": 5, "shapes": ("move", "spread", "subtract", "half", "add"), "largest": 20},
    {"registers": 4, "blocks": 5, "shapes": ("multiply", "subtract", "half", "spread", "move"), "largest": 9},
)
NAMES = "abcd"
LARGEST_VALUE = 400
MOST_STEPS = 20_000
TRIES = 2000

Registers = dict[str, int]
Program = list[list[Any]]


def make(rng: Stream, *, registers: int, blocks: int, shapes: tuple[str, ...], largest: int) -> Problem:
    for _ in range(TRIES):
        names = NAMES[:registers]
        values = {name: rng.integer(1, largest) for name in names}
        if "multiply" in shapes:  # which needs a register to keep a number in
            values[rng.choice(names)] = 0
        first = dict(values)
        program: Program = []
        heads, states = [], []
        for number in range(blocks):
            heads.append(len(program) + 1)
            # The last block must not be the only one that matters: each works on what is not 0.
            block = _block(rng, shapes[0] if not number else rng.choice(shapes), values, len(program) + 1)
            if block is None:
                break
            program += block
            states.append(dict(values))
        asked = rng.choice(names)
        if len(states) == blocks and max(values.values()) <= LARGEST_VALUE and values[asked] not in (0, first[asked]):
            return _problem([*program, ["halt"]], first, states, heads, asked)
    raise RuntimeError(f"no program of {blocks} blocks came up in {TRIES} tries")


def _block(rng: Stream, shape: str, values: Registers, line: int) -> Program | None:
    """A piece of program that begins at this line, after whose known effect the values are; None if it has none."""
    sources = [name for name, value in values.items() if value]
    if not sources:
        return None
    source = rng.choice(sources)
    count = values[source]
    others = rng.shuffled([name for name in values if name != source])
    target = others[0]
    if shape == "add":
        added = rng.integer(1, 3)
        values[source] += added
        return [["inc", source]] * added
    if shape == "multiply":
        empty, full = ([name for name in others if bool(values[name]) is some] for some in (False, True))
        if not empty or not full:
            return _emptied(others[-1], values, line)
        total = next(name for name in others if name not in (empty[0], full[0]))
        return _product(values, source, full[0], total, empty[0], line)
    values[source] = 0
    if shape == "subtract":
        taken = min(count, values[target])
        values[source], values[target] = count - taken - (count > taken), values[target] - taken
        return [["dec", source, line + 3], ["dec", target, line + 3], ["goto", line]]
    if shape == "half":
        values[target] += count // 2
        return [["dec", source, line + 4], ["dec", source, line + 4], ["inc", target], ["goto", line]]
    times = [(target, rng.integer(1, 3) if shape == "spread" else 1)]
    if shape == "spread" and len(others) > 1 and rng.chance(1, 2):
        times.append((others[1], 1))
    body = [["inc", name] for name, number in times for _ in range(number)]
    for name, number in times:
        values[name] += number * count
    return [["dec", source, line + len(body) + 2], *body, ["goto", line]]


def _emptied(name: str, values: Registers, line: int) -> Program | None:
    """A loop that brings a register to 0."""
    if not values[name]:
        return None
    values[name] = 0
    return [["dec", name, line + 2], ["goto", line]]


def _product(values: Registers, source: str, factor: str, total: str, spare: str, line: int) -> Program:
    """As often as the source says, the factor is added to the total, kept in the spare and brought back."""
    values[total] += values[source] * values[factor]
    values[source] = 0
    return [
        ["dec", source, line + 9],
        ["dec", factor, line + 5],
        ["inc", total],
        ["inc", spare],
        ["goto", line + 1],
        ["dec", spare, line + 8],
        ["inc", factor],
        ["goto", line + 5],
        ["goto", line],
    ]


def _problem(program: Program, first: Registers, states: list[Registers], heads: list[int], asked: str) -> Problem:
    value = states[-1][asked]
    answer = str(value)
    lines = [*heads[1:], len(program)]
    return Problem(
        facts={"registers": [list(pair) for pair in first.items()], "program": program, "asked": asked},
        answer=answer,
        steps=tuple(
            Step("reach", {"line": line, "registers": [list(pair) for pair in state.items()]})
            for line, state in zip(lines, states, strict=True)
        ),
        mistakes=mistakes(
            answer,
            one_round_more=value + 1,
            one_round_short=value - 1,
            value_at_first=first[asked],
            other_register=next(state for name, state in states[-1].items() if name != asked),
        ),
    )


@lru_cache(maxsize=64)
def _reached(program: tuple[tuple[Any, ...], ...], registers: tuple[tuple[str, int], ...]) -> dict[int, Registers]:
    """The registers when each line is reached for the first time, instruction by instruction."""
    values = dict(registers)
    reached: dict[int, Registers] = {}
    line = 1
    for _ in range(MOST_STEPS):
        if line not in reached:
            reached[line] = dict(values)
        operation, *operands = program[line - 1]
        if operation == "halt":
            return reached
        line += 1
        if operation == "goto":
            line = operands[0]
        elif operation == "inc":
            values[operands[0]] += 1
        elif values[operands[0]]:
            values[operands[0]] -= 1
        else:
            line = operands[1]
    raise ValueError(f"expected a program that halts within {MOST_STEPS} steps")


def _history(facts: Facts) -> dict[int, Registers]:
    return _reached(tuple(map(tuple, facts["program"])), tuple(map(tuple, facts["registers"])))


def check(facts: Facts, reply: str) -> Verdict:
    value = _history(facts)[len(facts["program"])][facts["asked"]]
    return numbers.judge(reply, lambda given: given == value, unknown=facts["asked"])


def check_step(facts: Facts, step: Step) -> bool:
    line, told = step.claim["line"], [list(pair) for pair in step.claim["registers"]]
    return told == [list(pair) for pair in _history(facts)[line].items()]


def canonical(facts: Facts) -> list[Any]:
    """Registers by number, in the order in which the program names them."""
    names = dict.fromkeys(
        operand for _, *operands in facts["program"] for operand in operands if isinstance(operand, str)
    )
    number = {
        name: at for at, name in enumerate([*names, *(name for name, _ in facts["registers"] if name not in names)])
    }
    program = [[number.get(part, part) for part in line] for line in facts["program"]]
    return [sorted((number[name], value) for name, value in facts["registers"]), program, number[facts["asked"]]]
