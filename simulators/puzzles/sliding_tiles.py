"""A sliding puzzle of three by three squares: which tiles to move, one after another, in as few moves as can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from simulators.checks import grids, words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
SIDE = 3
LEVELS = (
    {"least": 5, "most": 7},
    {"least": 8, "most": 10},
    {"least": 11, "most": 13},
    {"least": 14, "most": 16},
    {"least": 17, "most": 19},
)
# Boards that are so many moves from the goal, wherever its gap is, tiles renamed.
SPACES = {1: 224 + 384 + 640, 2: 1032 + 1616 + 2632}
TRIES = 200
LONGEST_REPLY = 100
KNOWN = 12  # moves from a goal, within which the way to it is kept
BITS, LOW = 4, 15  # of a square or a tile in a board that is one integer

Board = tuple[int, ...]


def make(rng: Stream, *, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        gap = rng.below(SIDE * SIDE)
        path = _shortest(_scrambled(rng, _solved(gap), most - rng.below(2) + 2 * rng.below(most // 4)), gap)
        if least <= len(path) - 1 <= most:
            break
    else:
        raise ValueError(f"expected a puzzle of {least} to {most} moves")
    names = [0, *rng.shuffled(range(1, SIDE * SIDE))]
    # What moves is the tile that stood where the gap is next.
    tiles = [names[before >> BITS + BITS * (after & LOW) & LOW] for before, after in pairwise(path)]
    boards = [_rows(board, names) for board in path]
    answer = _text(tiles)
    return Problem(
        facts={"start": boards[0], "goal": boards[-1]},
        answer=answer,
        steps=(
            *(Step("move", {"tiles": tiles[:at], "board": grids.text(boards[at])}) for at in range(1, len(tiles) + 1)),
            Step("least", {"moves": len(tiles)}),
        ),
        mistakes=mistakes(
            answer, not_shortest=_text([tiles[0], tiles[0], *tiles]), last_move_forgotten=_text(tiles[:-1])
        ),
    )


def _text(tiles: list[int]) -> str:
    return ", ".join(map(str, tiles))


# A board is one integer: the square of the gap, and behind it the tile on each square.


def _solved(gap: int) -> int:
    """The goal with its gap there: the tiles are numbered in the order in which they stand on it."""
    tiles = [*range(1, gap + 1), 0, *range(gap + 1, SIDE * SIDE)]
    return sum([tile << BITS + BITS * square for square, tile in enumerate(tiles)]) + gap


def _rows(board: int, names: Sequence[int]) -> list[list[int]]:
    tiles = [names[board >> place & LOW] for place in range(BITS, BITS + BITS * SIDE * SIDE, BITS)]
    return [tiles[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]


@cache
def _slides() -> list[list[tuple[int, int, int]]]:
    """For each gap the squares beside it: how they differ as numbers, and where both stand in a board."""
    places = [divmod(square, SIDE) for square in range(SIDE * SIDE)]
    return [
        [
            (gap ^ square, BITS + BITS * square, BITS + BITS * gap)
            for square, (r, c) in enumerate(places)
            if abs(r - row) + abs(c - column) == 1
        ]
        for gap, (row, column) in enumerate(places)
    ]


def _scrambled(rng: Stream, board: int, moves: int) -> int:
    """The board after random moves, none of which takes back the one before."""
    back = 0
    for _ in range(moves):
        back, place, gap = rng.choice([slide for slide in _slides()[board & LOW] if slide[0] != back])
        tile = board >> place & LOW
        board ^= back ^ tile << place ^ tile << gap
    return board


def _shortest(start: int, gap: int) -> list[int]:
    """A shortest way to the goal: a search up to the boards from where the way is known."""
    known, came = _around(gap), {start: start}
    edge = [start]
    while (met := next((board for board in edge if board in known), -1)) < 0:
        edge = _spread(edge, came)
    return [*_back(came, met)[::-1], *_back(known, met)[1:]]


@cache
def _around(gap: int) -> dict[int, int]:
    """The boards around a goal, each with the next one on a shortest way to it."""
    came = {_solved(gap): _solved(gap)}
    edge = [*came]
    for _ in range(KNOWN):
        edge = _spread(edge, came)
    return came


def _spread(edge: list[int], came: dict[int, int]) -> list[int]:
    """The boards that one more move leads to, and from which ones."""
    slides, after = _slides(), []
    for board in edge:
        for change, place, gap in slides[board & LOW]:
            tile = board >> place & LOW
            moved = board ^ change ^ tile << place ^ tile << gap
            if moved not in came:
                came[moved] = board
                after.append(moved)
    return after


def _back(came: dict[int, int], board: int) -> list[int]:
    path = [board]
    while came[board] != board:
        board = came[board]
        path.append(board)
    return path


def check(facts: Facts, reply: str) -> Verdict:
    """The tiles are moved one by one; then no shorter sequence may exist, by deepening search."""
    tiles = words.read_integers(reply)
    if not tiles or len(tiles) > LONGEST_REPLY:
        return wrong("expected the numbers of the tiles to move, in order")
    start, goal = _flat(facts["start"]), _flat(facts["goal"])
    if _played(start, tiles) != goal:
        return wrong("these moves are not possible or do not lead to the goal")
    return RIGHT if len(tiles) == _least(start, goal) else wrong(f"fewer than {len(tiles)} moves are enough")


def _flat(rows: list[list[int]]) -> list[int]:
    return [tile for row in rows for tile in row]


def _played(start: list[int], tiles: list[int]) -> list[int] | None:
    """The board after moving these tiles into the gap, or None where one cannot move."""
    board = start.copy()
    for tile in tiles:
        if tile not in board or tile < 1:
            return None
        place, gap = board.index(tile), board.index(0)
        if abs(place // SIDE - gap // SIDE) + abs(place % SIDE - gap % SIDE) != 1:
            return None
        board[place], board[gap] = 0, tile
    return board


def _least(start: list[int], goal: list[int]) -> int:
    return _deepened(tuple(goal.index(tile) for tile in start), goal.index(0))


@cache
def _far() -> list[list[int]]:
    """For each two squares how many moves lie between them."""
    places = [divmod(square, SIDE) for square in range(SIDE * SIDE)]
    return [[abs(a - row) + abs(b - column) for a, b in places] for row, column in places]


@lru_cache(maxsize=256)
def _deepened(aims: Board, gap_aim: int) -> int:
    """The least number of moves; ``aims`` are the places to which what is on each square has to go."""
    gap = aims.index(gap_aim)
    far = _far()
    apart = sum(far[place][aim] for place, aim in enumerate(aims) if place != gap)
    near = [[b for b in range(SIDE * SIDE) if far[a][b] == 1] for a in range(SIDE * SIDE)]
    board = list(aims)

    def reaches(gap: int, before: int, apart: int, moves: int) -> bool:
        """Whether so many moves can end at the goal, where tiles lack ``apart`` squares in all."""
        if not apart:
            return True
        for place in near[gap]:
            if place == before:
                continue
            aim = board[place]
            now = apart + far[gap][aim] - far[place][aim]
            if now <= moves - 1:
                board[gap], board[place] = aim, gap_aim
                done = reaches(place, gap, now, moves - 1)
                board[gap], board[place] = gap_aim, aim
                if done:
                    return True
        return False

    moves = apart
    while not reaches(gap, -1, apart, moves):
        moves += 2  # each move changes the sum of the distances by one
        if moves > LONGEST_REPLY:
            raise ValueError("expected a puzzle that can be solved")
    return moves


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    start, goal = _flat(facts["start"]), _flat(facts["goal"])
    if step.rule == "least":
        return claim["moves"] == _least(start, goal)
    board = grids.read(claim["board"], SIDE, SIDE)
    return board is not None and _played(start, claim["tiles"]) == _flat(board)


def canonical(facts: Facts) -> list[object]:
    """The tiles renamed by the places to which they have to go."""
    start, goal = _flat(facts["start"]), _flat(facts["goal"])
    return [goal.index(0), [goal.index(tile) for tile in start]]
