"""Which columns lose in Connect Four: those after which the opponent can force a win within a few moves.

The maker searches on bitboards; the checker tries every move and reply on a plain board. The reply must
name all losing columns and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from simulators.checks import words
from simulators.checks.lines import forces, position
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.games import _connect_four_threats as threats
from simulators.games import connect_four

VERSION = 1
GAME = "connect_four"
# The opponent's moves up to its win (no column loses sooner), whether it threatens to win at once, and how
# many columns lose.
LEVELS = (
    {"within": 1, "threatened": True},
    {"within": 1, "threatened": False},
    {"within": 2, "least": 1, "most": 3},
    {"within": 2, "least": 4, "most": 7},
    {"within": 3},
)
LONGEST = 3
FEWEST_STONES = 8  # among fewer the same few positions would come up again and again
GAMES = 1000


def make(rng: Stream, *, within: int, threatened: bool = False, least: int = 1, most: int = 7) -> Problem:
    for _ in range(GAMES):
        for moves, own, taken in _candidates(rng, within):
            soonest, losing = _soonest(own, taken, within)
            if soonest == within and least <= len(losing) <= most and threatened == threats.threatened(own, taken):
                problem = _asked(moves, own, taken, within, losing)
                if problem:
                    return problem
    raise RuntimeError(f"no loss within {within} moves came up in {GAMES} games")  # it does in one of ten or more


def _candidates(rng: Stream, within: int) -> Iterator[tuple[str, int, int]]:
    """Positions of a game, where the win is farther than one move only those in which it has just been let happen."""
    own = taken = 0
    moves = ""
    while cells := threats.sensible(own, taken):
        if within == 1 and len(moves) >= FEWEST_STONES:
            yield moves, own, taken
        before, cell = (moves, own, taken), cells[rng.below(len(cells))]
        own, taken, moves = own ^ taken, taken | cell, f"{moves}{threats.column(cell) + 1}"
        if within > 1 and len(moves) > FEWEST_STONES and threats.forcing_line(own, taken, within):
            yield before


def pose(moves: str) -> Problem | None:
    """The problem of a position, given as the columns played; None where all columns lose, or none loses soon."""
    own, taken, won = connect_four.read(moves)
    within, losing = (0, []) if won else _soonest(own, taken, LONGEST)
    return _asked(moves, own, taken, within, losing) if losing else None


def level(facts: Facts) -> int:
    """The level that a problem is of."""
    own, taken, _ = connect_four.read(facts["moves"])
    if facts["within"] == 1:
        return 1 if threats.threatened(own, taken) else 2
    return 5 if facts["within"] == 3 else 3 + (len(_losing(own, taken, 2)) > 3)


def _soonest(own: int, taken: int, longest: int) -> tuple[int, list[int]]:
    """In how few moves the other player can force a win, and the cells that let it; none where a win is at hand."""
    if not threats.completing(own, taken) & threats.playable(taken):
        for within in range(1, longest + 1):
            losing = _losing(own, taken, within)
            if losing:
                return within, losing
    return 0, []


def _losing(own: int, taken: int, within: int) -> list[int]:
    other = own ^ taken
    return [cell for cell in threats.cells(threats.playable(taken)) if threats.wins_within(other, taken | cell, within)]


def _asked(moves: str, own: int, taken: int, within: int, losing: list[int]) -> Problem | None:
    safe = [cell for cell in threats.cells(threats.playable(taken)) if cell not in losing]
    if not safe:
        return None
    answer = _written(losing)
    return Problem(
        facts={"moves": moves, "within": within, "board": connect_four.show(connect_four.State(own, taken))},
        answer=answer,
        steps=(*_steps(own, taken, within, losing), Step("safe", {"columns": _columns(safe)})),
        mistakes=mistakes(
            answer,
            the_others=_written(safe),
            one_missed=_written(losing[:-1] or safe),
            one_too_many=_written(sorted([*losing, safe[0]])),
        ),
    )


def _columns(cells: list[int]) -> list[int]:
    return [threats.column(cell) + 1 for cell in cells]


def _written(cells: list[int]) -> str:
    return ", ".join(map(str, _columns(cells)))


def _steps(own: int, taken: int, within: int, losing: list[int]) -> list[Step]:
    """The replies that punish each losing column; columns with the same ones are taken together."""
    other = own ^ taken
    groups: dict[tuple[int, ...], list[int]] = {}
    for cell in losing:
        full = taken | cell
        wins = [c for c in threats.cells(threats.playable(full)) if threats.wins_after(other, full, c, within)]
        groups.setdefault(tuple(_columns(wins)), []).append(threats.column(cell) + 1)
    return [Step("lose", {"columns": columns, "replies": list(replies)}) for replies, columns in groups.items()]


def check(facts: Facts, reply: str) -> Verdict:
    punished = _punished(facts["moves"], facts["board"], facts["within"])
    losing = [str(column) for column, replies in punished.items() if replies]
    return words.judge_list(reply, lambda items: sorted(_bare(items)) == losing)


def _bare(items: list[str]) -> list[str]:
    return items[1:] if items and items[0].lower() in ("column", "columns") else items


@lru_cache(maxsize=1024)
def _punished(moves: str, shown: str, within: int) -> dict[int, list[int]]:
    """For each column that can be played, the replies that force a win. Raises ValueError for a search too deep."""
    if not 1 <= within <= LONGEST:
        raise ValueError(f"expected a win within 1 to {LONGEST} moves, got {within}")
    board = position(GAME, moves, shown)
    found = {}
    for column in board.legal():
        wins = board.wins(column)
        cell = board.put(column)
        found[column + 1] = [] if wins else [reply + 1 for reply in board.open() if forces(board, reply, within)]
        board.take(column, cell)
    return found


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    replies = list(claim["replies"]) if step.rule == "lose" else []
    punished = _punished(facts["moves"], facts["board"], facts["within"])
    columns = [column for column, forced in punished.items() if forced == replies]
    return columns == list(claim["columns"]) != [] and (step.rule == "safe" or replies != [])


def canonical(facts: Facts) -> list[object]:
    *rows, _ = facts["board"].split("\n")
    return [facts["within"], min("".join(rows), "".join(row[::-1] for row in rows)).replace(" ", "")]
