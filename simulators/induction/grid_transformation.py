"""Which grid comes out of an unknown transformation, of which a few examples are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import chain, product
from operator import itemgetter

from simulators.checks import grids
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
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
LARGEST = 12
TRIES = 60

Grid = list[list[int]]
Cells = tuple[int, ...]  # of a grid, row after row
Order = Callable[[bytes], tuple[int, ...]]
DIGITS = bytes.maketrans(bytes(range(10)), b"0123456789")


def make(rng: Stream, *, moves: int, examples: int, size: int, colours: int, swap: bool) -> Problem:
    for _ in range(TRIES):
        chosen = [rng.choice(MOVES) for _ in range(moves)]
        pair = sorted(rng.sample(range(colours), 2)) if swap else []
        drawn = [_drawn(rng, size, colours) for _ in range(examples + 1)]
        if len(set().union(*drawn[:-1])) < colours:
            continue  # a colour that no example shows could be swapped or not
        made = [_moved(cells, _order(tuple(chosen), size), pair) for cells in drawn]
        outcomes = _outcomes(drawn, made, _orders(moves, size), swap)
        if len(outcomes) == 1 and made[-1] != drawn[-1]:
            break
    else:
        raise RuntimeError(f"no transformation that its examples settle came up in {TRIES} tries")
    given, output = drawn[-1], made[-1]
    answer = _shown(output, size)
    pairs = zip(drawn[:-1], made[:-1], strict=True)
    return Problem(
        facts={
            "moves": moves,
            "swap": swap,
            "examples": [[_rows(before, size), _rows(after, size)] for before, after in pairs],
            "input": _rows(given, size),
        },
        answer=answer,
        steps=(Step("rule", {"names": chosen, "pair": pair}), Step("apply", {"output": answer})),
        mistakes=mistakes(
            answer,
            input_copied=_shown(given, size),
            one_move_forgotten=_shown(_moved(given, _order(tuple(chosen[1:]), size), pair), size),
            colours_not_swapped=_shown(_moved(given, _order(tuple(chosen), size), ()), size),
            turned_the_other_way=_shown(output[::-1], size),
        ),
    )


def _drawn(rng: Stream, size: int, colours: int) -> bytes:
    """The cells of a grid, row after row."""
    pieces = _pieces(colours)
    count = -(-size * size // len(pieces[0]))
    return b"".join([rng.choice(pieces) for _ in range(count)])[: size * size]


@cache
def _pieces(colours: int) -> list[bytes]:
    """All strings of so many cells that there are a few thousand: one draw for several cells."""
    return [*map(bytes, product(range(colours), repeat=4))]


def _rows(cells: bytes, size: int) -> Grid:
    return [list(cells[at : at + size]) for at in range(0, size * size, size)]


def _shown(cells: bytes, size: int) -> str:
    text = cells.translate(DIGITS).decode()
    return " / ".join([" ".join(text[at : at + size]) for at in range(0, size * size, size)])


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


@cache
def _order(names: tuple[str, ...], size: int) -> Order:
    """What puts the cells of a grid into the order that the moves give them."""
    grid = [[*range(at, at + size)] for at in range(0, size * size, size)]
    for name in names:
        grid = _MOVES[name](grid)
    return itemgetter(*chain.from_iterable(grid))


@cache
def _orders(moves: int, size: int) -> list[tuple[Order, Order]]:
    """The different orders that so many moves can give, each with that of the first two rows alone."""
    every = [_order(names, size) for names in product(MOVES, repeat=moves)]
    different = {order(bytes(range(size * size))): order for order in every}
    return [(itemgetter(*places[: 2 * size]), order) for places, order in different.items()]


def _moved(cells: bytes, order: Order, pair: Sequence[int]) -> bytes:
    return bytes(order(cells)).translate(bytes.maketrans(bytes(pair), bytes(pair[::-1])))


def _outcomes(drawn: list[bytes], made: list[bytes], orders: list[tuple[Order, Order]], swap: bool) -> set[bytes]:
    """What all transformations that fit the examples make of the last grid."""
    before, after = drawn[0], made[0]
    colours = len(set(before))
    found = set()
    for glimpse, order in orders:
        # Each colour becomes one colour, which most orders fail already in the first two rows.
        if len({*zip(glimpse(before), after, strict=False)}) > colours:
            continue
        became = {*zip(order(before), after, strict=True)}
        pairs = {(min(a, b), max(a, b)) for a, b in became if a != b}
        if len(became) == colours and len(pairs) == int(swap):
            pair = next(iter(pairs), ())
            if [_moved(grid, order, pair) for grid in drawn[1:-1]] == made[1:-1]:
                found.add(_moved(drawn[-1], order, pair))
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


@lru_cache(maxsize=64)
def _ways(moves: int, size: int) -> dict[Cells, list[tuple[str, ...]]]:
    """For each place, counted along the rows, the one that its value comes from, with the moves that bring it there."""
    ways: dict[Cells, list[tuple[str, ...]]] = {}
    for names in product(MOVES, repeat=moves):
        places = [divmod(at, size) for at in range(size * size)]
        for name in reversed(names):
            places = [_source(name, size, row, column) for row, column in places]
        ways.setdefault(tuple([row * size + column for row, column in places]), []).append(names)
    return ways


def _swapped(examples: Sequence[tuple[Cells, Cells]], sources: Cells, swap: bool) -> list[int] | None:
    """The two colours that change places where values move like this, [] for none, None where it does not fit."""
    became: dict[int, int] = {}
    for before, after in examples:
        for source, colour in zip(sources, after, strict=True):
            if became.setdefault(before[source], colour) != colour:
                return None
    pair = {colour for old, new in became.items() if old != new for colour in (old, new)}
    stays = {old for old, new in became.items() if old == new}
    return None if pair & stays or len(pair) > 2 * swap else sorted(pair)


def _flat(grid: Grid) -> Cells:
    return tuple(chain.from_iterable(grid))


@lru_cache(maxsize=64)
def _fitting(
    moves: int, swap: bool, size: int, examples: tuple[tuple[Cells, Cells], ...], given: Cells
) -> dict[tuple[str, ...], tuple[list[int], str]]:
    if not 1 < size <= LARGEST or not 1 <= moves <= 2:
        raise ValueError(f"expected one or two moves of grids of at most {LARGEST} rows")
    found = {}
    for sources, ways in _ways(moves, size).items():
        pair = _swapped(examples, sources, swap)
        if pair is not None:
            other = {pair[0]: pair[1], pair[1]: pair[0]} if pair else {}
            output = [str(other.get(given[source], given[source])) for source in sources]
            shown = " / ".join([" ".join(output[at : at + size]) for at in range(0, len(output), size)])
            found.update(dict.fromkeys(ways, (pair, shown)))
    if len({output for _, output in found.values()}) != 1:
        raise ValueError("expected examples that settle the output")
    return found


def _found(facts: Facts) -> dict[tuple[str, ...], tuple[list[int], str]]:
    """For each sequence of moves that fits: the colours that change places, and what it makes of the input.

    Raises ValueError unless all of them make the same of it.
    """
    examples = tuple([(_flat(before), _flat(after)) for before, after in facts["examples"]])
    return _fitting(facts["moves"], facts["swap"], len(facts["input"]), examples, _flat(facts["input"]))


def check(facts: Facts, reply: str) -> Verdict:
    size = len(facts["input"])
    output = next(iter(_found(facts).values()))[1]
    if reply == output:
        return RIGHT
    return grids.judge(reply, size, size, lambda said: grids.text(said) == output)


def check_step(facts: Facts, step: Step) -> bool:
    found = _found(facts)
    if step.rule == "rule":
        names = tuple(step.claim["names"])
        return names in found and found[names][0] == list(step.claim["pair"])
    return step.claim["output"] == next(iter(found.values()))[1]


def canonical(facts: Facts) -> list[object]:
    return [facts["moves"], facts["swap"], sorted(facts["examples"]), facts["input"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "examples": rng.shuffled(facts["examples"])}
