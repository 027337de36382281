"""A sliding puzzle of three by three squares: which tiles to move, one after another, in as few moves as can be."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from simulators.checks import grids, words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
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

Board = tuple[int, ...]


def make(rng: Stream, *, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        goal = tuple(rng.shuffled(range(SIDE * SIDE)))
        start = _scrambled(rng, goal, most + 2 * rng.below(most // 4))
        path = _shortest(start, goal)
        if least <= len(path) - 1 <= most:
            break
    else:
        raise ValueError(f"expected a puzzle of {least} to {most} moves")
    # What moves is the tile that stood where the gap is next.
    tiles = [before[after.index(0)] for before, after in pairwise(path)]
    answer = _text(tiles)
    return Problem(
        facts={"start": _rows(start), "goal": _rows(goal)},
        answer=answer,
        steps=(
            *(
                Step("move", {"tiles": tiles[:at], "board": grids.text(_rows(path[at]))})
                for at in range(1, len(tiles) + 1)
            ),
            Step("least", {"moves": len(tiles)}),
        ),
        mistakes=mistakes(
            answer, not_shortest=_text([tiles[0], tiles[0], *tiles]), last_move_forgotten=_text(tiles[:-1])
        ),
    )


def _text(tiles: list[int]) -> str:
    return ", ".join(map(str, tiles))


def _rows(board: Board) -> list[list[int]]:
    return [list(board[at : at + SIDE]) for at in range(0, SIDE * SIDE, SIDE)]


@cache
def _beside() -> list[list[int]]:
    """For each square the squares that share a side with it."""
    places = [divmod(cell, SIDE) for cell in range(SIDE * SIDE)]
    return [
        [other for other, (r, c) in enumerate(places) if abs(r - row) + abs(c - column) == 1] for row, column in places
    ]


def _slid(board: Board, gap: int, place: int) -> Board:
    """The board with the tile at ``place`` moved into the gap."""
    cells = list(board)
    cells[gap], cells[place] = cells[place], 0
    return tuple(cells)


def _scrambled(rng: Stream, board: Board, moves: int) -> Board:
    """The board after random moves, none of which takes back the one before."""
    before = -1
    for _ in range(moves):
        gap = board.index(0)
        place = rng.choice([place for place in _beside()[gap] if place != before])
        board, before = _slid(board, gap, place), gap
    return board


def _shortest(start: Board, goal: Board) -> list[Board]:
    """A shortest way between two boards, by a search from both ends that always widens the smaller side."""
    came: tuple[dict[Board, Board | None], dict[Board, Board | None]] = ({start: None}, {goal: None})
    edges = [[start], [goal]]
    while start != goal and edges[0] and edges[1]:
        side = int(len(edges[1]) < len(edges[0]))
        seen, others, edge = came[side], came[1 - side], []
        for board in edges[side]:
            gap = board.index(0)
            for place in _beside()[gap]:
                moved = _slid(board, gap, place)
                if moved not in seen:
                    seen[moved] = board
                    edge.append(moved)
                    if moved in others:
                        return [*_back(came[0], moved)[::-1], *_back(came[1], moved)[1:]]
        edges[side] = edge
    return [start]


def _back(came: dict[Board, Board | None], board: Board | None) -> list[Board]:
    path = []
    while board is not None:
        path.append(board)
        board = came[board]
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
