"""Which column forces a win in Connect Four, within a given number of own moves.

The maker finds the win on bitboards, as a line of threats; the checker looks at every line of a plain
board and tries every reply. All columns that win in time are accepted.
"""

from __future__ import annotations

from itertools import pairwise

from simulators.checks import numbers
from simulators.checks.lines import Board, forces, position
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.games import _connect_four_threats as threats
from simulators.games import connect_four

VERSION = 1
GAME = "connect_four"
# Own moves up to the win; whether there is a threat to be distracted by; whether a single column wins.
LEVELS = (
    {"within": 1, "threatened": False},
    {"within": 1, "threatened": True},
    {"within": 2, "single": False},
    {"within": 2, "single": True},
    {"within": 3},
)
LONGEST = 3
FEWEST_STONES = 8  # short wins among fewer are few, and would come up again and again
GAMES = 1000


def make(rng: Stream, *, within: int, threatened: bool | None = None, single: bool | None = None) -> Problem:
    for _ in range(GAMES):
        own = taken = 0
        moves = ""
        while cells := threats.sensible(own, taken):
            cell = cells[rng.below(len(cells))]
            own, taken = own ^ taken, taken | cell
            moves += str(threats.column(cell) + 1)
            line = threats.forcing_line(own, taken, within) if len(moves) >= FEWEST_STONES else None
            if line is None or (threatened is not None and threatened != threats.threatened(own, taken)):
                continue
            shorter = within > 1 and threats.forcing_line(own, taken, within - 1)
            unfit = shorter or (single is not None and single != (_winning(own, taken, within) == 1))
            problem = None if unfit else _problem(moves, own, taken, line, within)
            if problem:
                return problem
    raise RuntimeError(f"no win within {within} moves came up in {GAMES} games")  # it does in one of eight or more


def _winning(own: int, taken: int, within: int) -> int:
    """How many columns win in time."""
    return sum(threats.wins_after(own, taken, cell, within) for cell in threats.cells(threats.playable(taken)))


def pose(moves: str) -> Problem | None:
    """The problem of a position, given as the columns played; None where nothing or everything wins in short."""
    own, taken, won = connect_four.read(moves)
    for within in range(1, LONGEST + 1):
        line = None if won else threats.forcing_line(own, taken, within)
        if line:
            return _problem(moves, own, taken, line, within)
    return None


def level(facts: Facts) -> int:
    """The level that a problem is of."""
    own, taken, _ = connect_four.read(facts["moves"])
    within = facts["within"]
    if within == 1:
        return 1 + threats.threatened(own, taken)
    return 5 if within == 3 else 3 + (_winning(own, taken, 2) == 1)


def _problem(moves: str, own: int, taken: int, line: list[int], within: int) -> Problem | None:
    wrong = _mistakes(own, taken, within)
    if not wrong:
        return None
    answer = f"column {threats.column(line[0]) + 1}"
    return Problem(
        facts={"moves": moves, "within": within, "board": connect_four.show(connect_four.State(own, taken))},
        answer=answer,
        steps=_steps(own, taken, line),
        mistakes=wrong,
    )


def _steps(own: int, taken: int, line: list[int]) -> tuple[Step, ...]:
    other, steps, played = own ^ taken, [], ""
    dangers = threats.completing(other, taken) & threats.playable(taken)
    if dangers:
        steps.append(Step("danger", {"dangers": _columns(dangers)}))
    for cell, reply in zip(line[::2], [*line[1::2], 0], strict=True):
        played += str(threats.column(cell) + 1)
        finished = _four(own, cell)
        own |= cell
        if finished:
            steps.append(Step("win", {"line": played, "cells": finished}))
        elif reply:
            steps.append(Step("force", {"line": played, "threat": threats.column(reply) + 1}))
            played += str(threats.column(reply) + 1)
            other |= reply
        else:
            both = threats.completing(own, own | other) & threats.playable(own | other)
            steps.append(Step("fork", {"line": played, "threats": _columns(both)}))
    return tuple(steps)


def _columns(cells: int) -> list[int]:
    return [threats.column(cell) + 1 for cell in threats.cells(cells)]


def _four(own: int, cell: int) -> list[list[int]]:
    """Column and row of each stone of a four that the cell completes; none if it does not."""
    at = cell.bit_length() - 1
    stones = own | cell
    for step in (1, 6, 7, 8):
        for start in range(at - 3 * step, at + 1, step):
            places = [start + i * step for i in range(4)]
            if start >= 0 and all(stones >> place & 1 for place in places):
                return [[place // 7 + 1, place % 7 + 1] for place in places]
    return []


def _mistakes(own: int, taken: int, within: int) -> tuple[Mistake, ...]:
    """One column of each kind that does not win in time."""
    found: dict[str, str] = {}
    other, reachable = own ^ taken, threats.playable(taken)
    dangers = threats.completing(other, taken) & reachable
    for cell in threats.cells(reachable):
        full = taken | cell
        after = threats.playable(full)
        if cell & dangers:
            kind = "only_blocks"
        elif threats.completing(other, full) & after:
            kind = "lets_opponent_win"
        elif threats.completing(own | cell, full) & after:
            kind = "threat_that_fails"
        else:
            kind = "quiet_move"
        if kind not in found and not threats.wins_after(own, taken, cell, within):
            found[kind] = f"column {threats.column(cell) + 1}"
    return tuple(Mistake(kind, reply) for kind, reply in found.items())


def check(facts: Facts, reply: str) -> Verdict:
    """Any column after which every defence loses within the moves allowed, by a search along every line."""
    board = _board(facts)
    return numbers.judge(reply, lambda value: _chosen(board, value, facts["within"]), units=("column ", "Column "))


def _board(facts: Facts) -> Board:
    """The board that was shown. Raises ValueError where a win is asked for that is too deep to search."""
    if not 1 <= facts["within"] <= LONGEST:
        raise ValueError(f"expected a win within 1 to {LONGEST} moves, got {facts['within']}")
    return position(GAME, facts["moves"], facts["board"])


def _chosen(board: Board, value: numbers.Number, within: int) -> bool:
    return value in range(1, 8) and int(value) - 1 in board.open() and forces(board, int(value) - 1, within)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    board, me = _board(facts), ""
    if step.rule == "danger":
        return [move + 1 for move in board.wins_now(board.last)] == list(claim["dangers"]) != []
    *before, last = [int(digit) - 1 for digit in claim["line"]]
    for place, move in enumerate(before):
        me = me or board.turn
        # What has been played is forced: an own move that leaves one threat, and the reply to it.
        if place % 2 and (board.wins_now() or board.wins_now(me) != [move]):
            return False
        board.play(move)
    if board.won or len(before) % 2:
        return False
    if step.rule == "win":
        return _completes(board, last, claim["cells"])
    board.play(last)
    left = [move + 1 for move in board.wins_now(board.last)]
    if board.won or board.wins_now():
        return False
    return left == [claim["threat"]] if step.rule == "force" else left == list(claim["threats"]) and len(left) > 1


def _completes(board: Board, move: int, cells: list[list[int]]) -> bool:
    """Whether the move is one of four such cells in a straight row, and the others have the mover's stones."""
    places = [(6 - row) * 7 + column - 1 for column, row in cells if 1 <= row <= 6 and 1 <= column <= 7]
    steps = {(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(cells)}
    mine = [place for place in places if board.cells[place] == board.turn]
    return (
        len(cells) == len(places) == 4
        and steps <= {(1, 0), (0, 1), (1, 1), (1, -1)}
        and len(steps) == 1
        and len(mine) == 3
        and board.free[move][-1] in places
    )


def canonical(facts: Facts) -> list[object]:
    *rows, _ = facts["board"].split("\n")
    return [facts["within"], min("".join(rows), "".join(row[::-1] for row in rows)).replace(" ", "")]
