"""Tents and trees: where the tents stand, one beside each tree and none touching, by counts of rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import combinations, groupby, pairwise, product

from simulators.checks import fillings, grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles import _lines

VERSION = 1
SHARED = {
    "_regions": "which squares a rule speaks of",
    "_beside": "which squares a rule speaks of",
    "_name": "how a square is called",
    "grids.text": "how a grid is written",
}
LEVELS = (
    {"size": 5, "trees": 4},
    {"size": 6, "trees": 6},
    {"size": 7, "trees": 9},
    {"size": 8, "trees": 12},
    {"size": 9, "trees": 15},
)
EMPTY, TREE = ".", "T"
TRIES = 200

Cells = tuple[int, ...]


def make(rng: Stream, *, size: int, trees: int) -> Problem:
    for _ in range(TRIES):
        tents, planted = _camp(rng, size, trees)
        regions = _regions(size, tuple(sorted(planted)))
        grid, names = _deduced(size, tents, planted, regions)
        if not grid.open():
            break
    else:
        raise ValueError("expected a camp that can be deduced")
    cells = "".join([TREE if cell in planted else EMPTY for cell in range(size * size)])
    answer = _picture(tents, size)
    moved = rng.choice(sorted(tents))
    return Problem(
        facts={
            "rows": [cells[at : at + size] for at in range(0, size * size, size)],
            "row_counts": [len(tents.intersection(regions[f"row {at}"])) for at in range(1, size + 1)],
            "column_counts": [len(tents.intersection(regions[f"column {at}"])) for at in range(1, size + 1)],
        },
        answer=answer,
        steps=(*_told(grid, names, tents, size), Step("camp", {"grid": answer})),
        mistakes=mistakes(
            answer,
            trees_marked=_picture(planted, size),
            tent_moved=_picture((tents - {moved}) | {rng.choice(_beside(size, moved))}, size),
            tent_forgotten=_picture(tents - {moved}, size),
        ),
    )


def _picture(marked: set[int], size: int) -> str:
    return grids.text([[int(row * size + column in marked) for column in range(size)] for row in range(size)])


@lru_cache(maxsize=1024)
def _beside(size: int, cell: int) -> list[int]:
    """The squares above, left, right and below."""
    row, column = divmod(cell, size)
    ways = ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column))
    return [r * size + c for r, c in ways if 0 <= r < size and 0 <= c < size]


def _name(size: int, cell: int) -> str:
    return f"r{cell // size + 1}c{cell % size + 1}"


@lru_cache(maxsize=64)
def _regions(size: int, trees: Cells) -> dict[str, Cells]:
    """What the rules speak of, by name: rows, columns, the squares beside a tree and blocks of two by two."""
    every = range(size * size)
    found = {f"row {at + 1}": tuple(every[at * size : (at + 1) * size]) for at in range(size)}
    found |= {f"column {at + 1}": tuple(every[at::size]) for at in range(size)}
    found |= {f"the tree at {_name(size, tree)}": tuple(_beside(size, tree)) for tree in trees}
    corners = [row * size + column for row, column in product(range(size - 1), range(size - 1))]
    for at in corners:
        block = (at, at + 1, at + size, at + size + 1)
        found[f"the block {_name(size, at)}-{_name(size, block[3])}"] = block
    return found


def _camp(rng: Stream, size: int, trees: int) -> tuple[set[int], set[int]]:
    """Tents that do not touch, and a tree beside each."""
    tents: set[int] = set()
    planted: set[int] = set()
    touched: set[int] = set()  # by a tent, its own square too
    around = _around(size)
    for cell in rng.shuffled(range(size * size)):
        if cell in touched or cell in planted:
            continue
        room = [other for other in _beside(size, cell) if other not in tents and other not in planted]
        if room:
            tents.add(cell)
            touched.update(around[cell])
            planted.add(rng.choice(room))
            if len(tents) == trees:
                break
    return tents, planted


@cache
def _around(size: int) -> list[list[int]]:
    """For each square itself and those that touch it, at a corner too."""
    places = [divmod(cell, size) for cell in range(size * size)]
    return [
        [other for other, (r, c) in enumerate(places) if abs(r - row) <= 1 and abs(c - column) <= 1]
        for row, column in places
    ]


def _deduced(
    size: int, tents: set[int], planted: set[int], regions: Mapping[str, Cells]
) -> tuple[_lines.Deduction, list[str]]:
    """What follows from counts, from a tent beside each tree and from tents that do not touch; and the regions used."""
    near = {other for tree in planted for other in _beside(size, tree)} - planted
    lines, ways, names = [], [], []
    for at, (name, cells) in enumerate(regions.items()):
        free = tuple([cell for cell in cells if cell in near])
        if at < 2 * size:
            count = len(tents.intersection(cells))
            apart = cells[1] - cells[0]
            ways.append(_choices(len(free), tuple([b - a == apart for a, b in pairwise(free)]), count, count))
        elif at < 2 * size + len(planted):
            ways.append(_choices(len(free), (), 1, 4))
        elif len(free) > 1:
            ways.append(_choices(len(free), (), 0, 1))
        else:  # a block in which nothing can touch
            continue
        lines.append(free)
        names.append(name)
    grid = _lines.Deduction(lines, ways, 2, size * size)
    for cell in set(range(size * size)) - near:
        grid.masks[cell] = 2
    grid.deduce(range(len(lines)))
    return grid, names


@lru_cache(maxsize=4096)
def _choices(length: int, touching: tuple[bool, ...], low: int, high: int) -> tuple[int, ...]:
    """Ways to put so many tents into a line, none on squares that touch."""
    ways = (
        way
        for way in product((0, 1), repeat=length)
        if low <= sum(way) <= high and not any(map(min, way, way[1:], touching))
    )
    return _lines.packed(ways, 2)


def _told(grid: _lines.Deduction, names: list[str], tents: set[int], size: int) -> list[Step]:
    steps = []
    for line, placed in groupby(grid.placed, key=lambda pair: pair[0]):
        cells = sorted(cell for _, cell in placed)
        camped, empty = ([_name(size, c) for c in cells if (c in tents) == is_tent] for is_tent in (True, False))
        steps.append(Step("region", {"region": names[line], "tents": camped, "empty": empty}))
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """As many tents as trees, each tree with one of its own beside it; none touch, and rows and columns count right."""
    size = len(facts["rows"])
    return grids.judge(reply, size, size, lambda grid: _is_camp(facts, grid))


def _is_camp(facts: Facts, grid: grids.Grid) -> bool:
    size, signs = len(grid), "".join(facts["rows"])
    numbers = [number for row in grid for number in row]
    tents = [cell for cell, number in enumerate(numbers) if number]
    trees = [cell for cell, sign in enumerate(signs) if sign == TREE]
    return (
        set(numbers) <= {0, 1}
        and not set(tents).intersection(trees)
        and [sum(row) for row in grid] == list(facts["row_counts"])
        and [sum(column) for column in zip(*grid, strict=True)] == list(facts["column_counts"])
        and not any(max(abs(a // size - b // size), abs(a % size - b % size)) == 1 for a, b in combinations(tents, 2))
        and _paired(size, tents, trees)
    )


def _paired(size: int, tents: list[int], trees: list[int]) -> bool:
    """Whether tents and trees can be paired off, tree by tree along augmenting paths."""
    tree_of: dict[int, int] = {}

    def settle(tree: int, tried: set[int]) -> bool:
        for tent in _beside(size, tree):
            if tent in tents and tent not in tried:
                tried.add(tent)
                if tent not in tree_of or settle(tree_of[tent], tried):
                    tree_of[tent] = tree
                    return True
        return False

    return len(tents) == len(trees) and all(settle(tree, set()) for tree in trees)


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(rows: tuple[str, ...], row_counts: Cells, column_counts: Cells) -> list[dict[int, int]]:
    """Up to two ways to obey the counts with a tent beside each tree and none that touch."""
    size, signs = len(rows), "".join(rows)
    trees = tuple(cell for cell, sign in enumerate(signs) if sign == TREE)
    near = {cell for tree in trees for cell in _beside(size, tree) if signs[cell] != TREE}
    lines, ways = [], []
    for at, cells in enumerate(_regions(size, trees).values()):
        free = [cell for cell in cells if cell in near]
        exact = [*row_counts, *column_counts][at] if at < 2 * size else None
        if at >= 2 * size + len(trees) and len(free) < 2:
            continue  # a block in which nothing can touch
        least, most = (exact, exact) if exact is not None else (1, 4) if at < 2 * size + len(trees) else (0, 1)
        some = (chosen for count in range(least, most + 1) for chosen in combinations(free, count))
        lines.append(free)
        ways.append([tuple([int(cell in chosen) for cell in free]) for chosen in some])
    return fillings.fillings(lines, ways)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "camp":
        return check(facts, claim["grid"]).reward == 1
    size, signs = len(facts["rows"]), "".join(facts["rows"])
    solutions = _solutions(tuple(facts["rows"]), tuple(facts["row_counts"]), tuple(facts["column_counts"]))
    region = _regions(size, tuple(cell for cell, sign in enumerate(signs) if sign == TREE))[claim["region"]]
    tent = {_name(size, cell): solutions[0].get(cell, 0) for cell in region}
    return (
        len(solutions) == 1
        and all(tent[square] == 1 for square in claim["tents"])
        and all(tent[square] == 0 for square in claim["empty"])
    )
