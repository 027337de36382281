"""A plain referee of games in which a line of stones wins: every line is a list of cells, and is looked at.

It shares nothing with :mod:`simulators.games`, so that the one can judge the other. Moves are counted
from 0, in text from 1; cells from 0 by rows from the top left.

>>> board = Board("tic_tac_toe", "1425")
>>> board.turn, board.wins_now(), board.outcome()
('X', [2], None)
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

EMPTY, STONES, DIGITS = ".", "XO", "123456789"


class Rules(NamedTuple):
    """Size of the board, stones in a line that win, and whether stones fall (a move is then a column)."""

    rows: int
    columns: int
    length: int
    fall: bool


RULES = {"connect_four": Rules(6, 7, 4, True), "tic_tac_toe": Rules(3, 3, 3, False)}


@cache
def lines(rules: Rules) -> tuple[tuple[int, ...], ...]:
    """Every winning line as its cells.

    >>> len(lines(RULES["connect_four"])), len(lines(RULES["tic_tac_toe"]))
    (69, 8)
    """
    found = []
    for row in range(rules.rows):
        for column in range(rules.columns):
            for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
                places = [(row + down * i, column + right * i) for i in range(rules.length)]
                if all(0 <= r < rules.rows and 0 <= c < rules.columns for r, c in places):
                    found.append(tuple(r * rules.columns + c for r, c in places))
    return tuple(found)


@cache
def _partners(rules: Rules) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """For each cell, the other cells of each line through it."""
    return tuple(
        tuple(tuple(other for other in line if other != cell) for line in lines(rules) if cell in line)
        for cell in range(rules.rows * rules.columns)
    )


class Board:
    """A board that is played on.

    ``play`` keeps the rules; ``put`` and ``take`` are for searches that know where they are.
    """

    __slots__ = ("cells", "free", "partners", "rules", "stones", "won")

    def __init__(self, game: str, moves: str = "") -> None:
        """Play the moves. Raises ValueError where they break the rules, LookupError for an unknown game."""
        rules = self.rules = RULES[game]
        width, count = rules.columns, rules.rows * rules.columns
        self.cells = [EMPTY] * count
        self.partners = _partners(rules)
        # For each move the cells that it can still fill, the next one last.
        columns = [list(range(column, count, width)) for column in range(width)]
        self.free = columns if rules.fall else [[cell] for cell in range(count)]
        self.stones = 0
        self.won = ""
        for digit in moves:
            self.play(DIGITS.find(digit))

    @property
    def turn(self) -> str:
        """Whose stone is next."""
        return STONES[self.stones % 2]

    @property
    def last(self) -> str:
        """Who does not have the next stone."""
        return STONES[1 - self.stones % 2]

    def legal(self) -> list[int]:
        """The legal moves, in order; none when the game is over."""
        return [] if self.won else self.open()

    def open(self) -> list[int]:
        """The moves for which there is room."""
        return [move for move, cells in enumerate(self.free) if cells]

    def wins(self, move: int, mark: str = "") -> bool:
        """Whether a stone there, of the player to move or as marked, completes a line."""
        cells, mark = self.cells, mark or STONES[self.stones % 2]
        for line in self.partners[self.free[move][-1]]:
            for cell in line:
                if cells[cell] != mark:
                    break
            else:
                return True
        return False

    def wins_now(self, mark: str = "") -> list[int]:
        """The moves that complete a line for the player to move, or as marked."""
        return [move for move, cells in enumerate(self.free) if cells and self.wins(move, mark)]

    def play(self, move: int) -> None:
        """Make a move. Raises ValueError where it is illegal."""
        if move not in self.legal():
            raise ValueError(f"no legal move: {move + 1} on\n{self.show()}")
        if self.wins(move):
            self.won = self.turn
        self.put(move)

    def put(self, move: int) -> int:
        """Place the next stone; the cell it fills."""
        cell = self.free[move].pop()
        self.cells[cell] = STONES[self.stones % 2]
        self.stones += 1
        return cell

    def take(self, move: int, cell: int) -> None:
        """Take the last stone back."""
        self.stones -= 1
        self.cells[cell] = EMPTY
        self.free[move].append(cell)

    def outcome(self) -> int | None:
        """1 if X has won, -1 if O has, 0 on a full board, None while the game runs."""
        if self.won:
            return 1 if self.won == "X" else -1
        return None if EMPTY in self.cells else 0

    def show(self) -> str:
        """The rows from above, and under them the numbers of the columns where stones fall."""
        width = self.rules.columns
        rows = [" ".join(self.cells[start : start + width]) for start in range(0, len(self.cells), width)]
        if self.rules.fall:
            rows.append(" ".join(str(column + 1) for column in range(width)))
        return "\n".join(rows)


def position(game: str, moves: str, shown: str) -> Board:
    """The board after the moves. Raises ValueError where it is not the one shown, or the game is over."""
    board = Board(game, moves)
    if not board.legal() or board.show() != shown:
        raise ValueError(f"the moves {moves!r} do not lead to the board shown, or end the game")
    return board


def forces(board: Board, move: int, within: int) -> bool:
    """Whether the player to move wins within so many own moves from this one on, by trying everything."""
    if board.wins(move):
        return True
    if within == 1:
        return False
    cell = board.put(move)
    replies = board.open()
    forced = bool(replies) and not board.wins_now() and all(_fails(board, reply, within - 1) for reply in replies)
    board.take(move, cell)
    return forced


def _fails(board: Board, reply: int, within: int) -> bool:
    """Whether the other player still forces the win after this reply."""
    cell = board.put(reply)
    fails = bool(board.wins_now()) or (within > 1 and any(forces(board, move, within) for move in board.open()))
    board.take(reply, cell)
    return fails
