"""Which grid comes out of an unknown transformation, of which a few examples are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, product

from simulators.checks import grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"moves": 1, "examples": 2, "size": 3, "colours": 3, "swap": False},
    {"moves": 1, "examples": 2, "size": 4, "colours": 4, "swap": True},
    {"moves": 2, "examples": 2, "size": 4, "colours": 4, "swap": False},
    {"moves": 2, "examples": 3, "size": 5, "colours": 5, "swap": True},
    {"moves": 2, "examples": 3, "size": 7, "colours": 7, "swap": True},
)
MOVES = (
    "turn left", "turn right", "turn around", "mirror left-right", "mirror top-bottom", "transpose", "shift right",
    "shift down",
)  # fmt: skip
SHARED = ("grids.text",)  # how a grid is written
LARGEST = 12
TRIES = 60

Grid = list[list[int]]


def make(rng: Stream, *, moves: int, examples: int, size: int, colours: int, swap: bool) -> Problem:
    for _ in range(TRIES):
        chosen = [rng.choice(MOVES) for _ in range(moves)]
        pair = sorted(rng.sample(range(colours), 2)) if swap else []
        drawn = [[[rng.below(colours) for _ in range(size)] for _ in range(size)] for _ in range(examples + 1)]
        if {value for grid in drawn[:-1] for row in grid for value in row} != set(range(colours)):
            continue  # a colour that no example shows could be swapped or not
        made = [_moved(grid, chosen, pair) for grid in drawn]
        outcomes = _outcomes(drawn, made, moves, swap)
        if len(outcomes) == 1 and made[-1] != drawn[-1]:
            break
    else:
        raise RuntimeError(f"no transformation that its examples settle came up in {TRIES} tries")
    answer = grids.text(made[-1])
    return Problem(
        facts={
            "moves": moves,
            "swap": swap,
            "examples": [[before, after] for before, after in zip(drawn[:-1], made[:-1], strict=True)],
            "input": drawn[-1],
        },
        answer=answer,
        steps=(Step("rule", {"names": chosen, "pair": pair}), Step("apply", {"output": answer})),
        mistakes=mistakes(
            answer,
            input_copied=grids.text(drawn[-1]),
            one_move_forgotten=grids.text(_moved(drawn[-1], chosen[1:], pair)),
            colours_not_swapped=grids.text(_moved(drawn[-1], chosen, [])),
            turned_the_other_way=grids.text(_moved(made[-1], ["turn around"], [])),
        ),
    )


_MOVES: dict[str, Callable[[Grid], Grid]] = {
    "turn left": lambda grid: [list(row) for row in zip(*grid, strict=True)][::-1],
    "turn right": lambda grid: [list(row) for row in zip(*grid[::-1], strict=True)],
    "turn around": lambda grid: [row[::-1] for row in grid[::-1]],
    "mirror left-right": lambda grid: [row[::-1] for row in grid],
    "mirror top-bottom": lambda grid: grid[::-1],
    "transpose": lambda grid: [list(row) for row in zip(*grid, strict=True)],
    "shift right": lambda grid: [row[-1:] + row[:-1] for row in grid],
    "shift down": lambda grid: grid[-1:] + grid[:-1],
}


def _moved(grid: Grid, names: Sequence[str], pair: Sequence[int]) -> Grid:
    for name in names:
        grid = _MOVES[name](grid)
    if not pair:
        return grid
    other = {pair[0]: pair[1], pair[1]: pair[0]}
    return [[other.get(value, value) for value in row] for row in grid]


def _outcomes(drawn: list[Grid], made: list[Grid], moves: int, swap: bool) -> list[Grid]:
    """What all transformations that fit the examples make of the last grid."""
    found: list[Grid] = []
    for names in product(MOVES, repeat=moves):
        moved = _moved(drawn[0], names, ())
        rows = zip(moved, made[0], strict=True)
        pairs = {(min(a, b), max(a, b)) for row, other in rows for a, b in zip(row, other, strict=True) if a != b}
        if len(pairs) == int(swap):
            results = [_moved(grid, names, next(iter(pairs), ())) for grid in drawn]
            if results[:-1] == made[:-1] and results[-1] not in found:
                found.append(results[-1])
    return found


def _source(name: str, size: int, row: int, column: int) -> tuple[int, int]:
    """Where the value at a place comes from: coordinates instead of whole rows."""
    last = size - 1
    return {
        "turn left": (column, last - row),
        "turn right": (last - column, row),
        "turn around": (last - row, last - column),
        "mirror left-right": (row, last - column),
        "mirror top-bottom": (last - row, column),
        "transpose": (column, row),
        "shift right": (row, (column - 1) % size),
        "shift down": ((row - 1) % size, column),
    }[name]


@lru_cache(maxsize=4096)
def _sources(names: tuple[str, ...], size: int) -> tuple[int, ...]:
    """For each place, counted along the rows, the one that its value comes from."""
    places = [divmod(at, size) for at in range(size * size)]
    for name in reversed(names):
        places = [_source(name, size, row, column) for row, column in places]
    return tuple(row * size + column for row, column in places)


def _swapped(examples: Sequence[tuple[list[int], list[int]]], sources: tuple[int, ...], swap: bool) -> list[int] | None:
    """The two colours that change places where values move like this, [] for none, None where it does not fit."""
    pair: set[int] = set()
    stays: set[int] = set()
    for before, after in examples:
        for source, became in zip(sources, after, strict=True):
            value = before[source]
            if value == became:
                stays.add(value)
            else:
                pair |= {value, became}
                if len(pair) > 2 * swap:
                    return None
    return None if pair & stays else sorted(pair)


def _flat(grid: Grid) -> list[int]:
    return list(chain.from_iterable(grid))


@lru_cache(maxsize=64)
def _found(key: str) -> dict[tuple[str, ...], tuple[list[int], str]]:
    """For each sequence of moves that fits: the colours that change places, and what it makes of the input.

    ``key`` is the facts as JSON. Raises ValueError unless all of them make the same of it.
    """
    facts = json.loads(key)
    size = len(facts["input"])
    if not 1 < size <= LARGEST or not 1 <= facts["moves"] <= 2:
        raise ValueError(f"expected one or two moves of grids of at most {LARGEST} rows")
    examples = [(_flat(before), _flat(after)) for before, after in facts["examples"]]
    given = _flat(facts["input"])
    found = {}
    for names in product(MOVES, repeat=facts["moves"]):
        sources = _sources(names, size)
        pair = _swapped(examples, sources, facts["swap"])
        if pair is not None:
            other = {pair[0]: pair[1], pair[1]: pair[0]} if pair else {}
            output = [other.get(given[source], given[source]) for source in sources]
            found[names] = (
                pair,
                " / ".join(" ".join(map(str, output[at : at + size])) for at in range(0, len(output), size)),
            )
    if len({output for _, output in found.values()}) != 1:
        raise ValueError("expected examples that settle the output")
    return found


def check(facts: Facts, reply: str) -> Verdict:
    size = len(facts["input"])
    output = next(iter(_found(json.dumps(dict(facts))).values()))[1]
    return grids.judge(reply, size, size, lambda said: grids.text(said) == output)


def check_step(facts: Facts, step: Step) -> bool:
    found = _found(json.dumps(dict(facts)))
    if step.rule == "rule":
        names = tuple(step.claim["names"])
        return names in found and found[names][0] == list(step.claim["pair"])
    return step.claim["output"] == next(iter(found.values()))[1]


def canonical(facts: Facts) -> list[object]:
    return [facts["moves"], facts["swap"], sorted(facts["examples"]), facts["input"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "examples": rng.shuffled(facts["examples"])}
