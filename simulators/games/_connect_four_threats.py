"""Short forced wins in Connect Four, on the bits of :mod:`simulators.games.connect_four`.

``own`` are the stones of the player to move, ``taken`` those of both; a cell is an integer with its bit
alone. A *forcing line* is one in which every own move threatens to win at once, so that each reply is
forced; it ends in a win or in two threats of which only one can be stopped.
"""

from __future__ import annotations

from collections.abc import Iterator

_FOOT = sum(1 << 7 * column for column in range(7))
_BOARD = _FOOT * 0b111111


def cells(bits: int) -> Iterator[int]:
    """The single cells of a set, from the left and from below."""
    while bits:
        yield bits & -bits
        bits &= bits - 1


def column(cell: int) -> int:
    """The column of a cell, from 0."""
    return (cell.bit_length() - 1) // 7


def playable(taken: int) -> int:
    """The cells that a stone can fall to."""
    return taken + _FOOT & _BOARD


def completing(stones: int, taken: int) -> int:
    """The empty cells that would give these stones four in a line, whether they can be reached now or not."""
    found = 0
    for step in (1, 6, 7, 8):
        pair = stones & stones >> step
        three = pair & stones >> 2 * step
        found |= three >> step | three << 3 * step
        found |= (pair & stones >> 3 * step) << 2 * step | (stones & pair >> 2 * step) << step
    return found & _BOARD & ~taken


def forcing_line(own: int, taken: int, moves: int) -> list[int] | None:
    """The cells of a forcing line that wins within so many own moves, replies included; None if there is none."""
    reachable = playable(taken)
    wins = completing(own, taken) & reachable
    if wins:
        return [wins & -wins]
    if moves == 1:
        return None
    other = own ^ taken
    answers = completing(other, taken)
    dangers = answers & reachable
    if dangers & dangers - 1:
        return None
    for cell in cells(dangers or reachable):
        mine, full = own | cell, taken | cell
        after = playable(full)
        threats = 0 if answers & after else completing(mine, full) & after
        if not threats:
            continue
        if threats & threats - 1:
            return [cell]
        rest = forcing_line(mine, full | threats, moves - 1)
        if rest:
            return [cell, threats, *rest]
    return None


def wins_within(own: int, taken: int, moves: int) -> bool:
    """Whether the player to move can force a win within so many own moves, by any play."""
    reachable = playable(taken)
    if completing(own, taken) & reachable:
        return True
    if moves == 1:
        return False
    answers = completing(own ^ taken, taken)
    dangers = answers & reachable
    if dangers & dangers - 1:
        return False
    return any(_wins_later(own, taken, cell, answers, moves) for cell in cells(dangers or reachable))


def wins_after(own: int, taken: int, cell: int, moves: int) -> bool:
    """Whether the player to move forces a win within so many own moves, of which this cell is the first."""
    if completing(own, taken) & cell:
        return True
    return moves > 1 and _wins_later(own, taken, cell, completing(own ^ taken, taken), moves)


def _wins_later(own: int, taken: int, cell: int, answers: int, moves: int) -> bool:
    """The same for a cell that does not win at once; ``answers`` are the cells that complete four for the other."""
    mine, full = own | cell, taken | cell
    reachable = playable(full)
    if not reachable or answers & reachable:
        return False
    threats = completing(mine, full) & reachable
    if threats & threats - 1:
        return True
    return all(wins_within(mine, full | reply, moves - 1) for reply in cells(threats or reachable))


def sensible(own: int, taken: int) -> list[int]:
    """The cells that a player who sees one move ahead may choose; none when it can win, or the board is full."""
    other, reachable = own ^ taken, playable(taken)
    if completing(own, taken) & reachable:
        return []
    dangers = completing(other, taken)
    # A stone right under such a cell would hand it over.
    return list(cells(dangers & reachable or reachable & ~(dangers >> 1) or reachable))


def threatened(own: int, taken: int) -> bool:
    """Whether the other player threatens to win where the player to move does not."""
    return bool(completing(own ^ taken, taken) & ~completing(own, taken) & playable(taken))
