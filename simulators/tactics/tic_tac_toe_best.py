"""Which cell is best in tic-tac-toe, with perfect play of both sides from there on.

The maker solves the game on bits; the checker on text, from its own list of lines. All cells that keep
the best result are accepted.
"""

from __future__ import annotations

from functools import cache

from simulators.checks import numbers
from simulators.checks.lines import EMPTY, RULES, lines, position
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.games import tic_tac_toe
from simulators.games.tic_tac_toe import State

VERSION = 1
GAME = "tic_tac_toe"
LEVELS = ({"empty": 2}, {"empty": 3}, {"empty": 4}, {"empty": 5}, {"empty": 6}, {"empty": 7})
# Positions up to symmetry in which one cell is better than another.
SPACES = {1: 65, 2: 134, 3: 101, 4: 91, 5: 28, 6: 9}
GAMES = 1000
TURNED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8),
    (6, 3, 0, 7, 4, 1, 8, 5, 2),
    (8, 7, 6, 5, 4, 3, 2, 1, 0),
    (2, 5, 8, 1, 4, 7, 0, 3, 6),
)
MIRRORED = tuple(tuple(cells[at] for at in (2, 1, 0, 5, 4, 3, 8, 7, 6)) for cells in TURNED)


def make(rng: Stream, *, empty: int) -> Problem:
    for _ in range(GAMES):
        state, moves = tic_tac_toe.new(), ""
        while len(moves) < 9 - empty and (legal := tic_tac_toe.legal(state)):
            move = rng.choice(legal)
            state, moves = tic_tac_toe.play(state, move), f"{moves}{move + 1}"
        problem = _problem(moves, state) if len(moves) == 9 - empty else None
        if problem:
            return problem
    raise RuntimeError(f"no choice with {empty} empty cells came up in {GAMES} games")


def pose(moves: str) -> Problem | None:
    """The problem of a position, given as the cells played; None where no cell is better or no level has it."""
    state = tic_tac_toe.read(moves)
    return _problem(moves, state) if {"empty": 9 - len(moves)} in LEVELS else None


def level(facts: Facts) -> int:
    """The level that a problem is of."""
    return LEVELS.index({"empty": 9 - len(facts["moves"])}) + 1


def _problem(moves: str, state: State) -> Problem | None:
    values = {cell: -_value(tic_tac_toe.play(state, cell)) for cell in tic_tac_toe.legal(state)}
    if len(set(values.values())) < 2:
        return None
    best = max(values.values())
    cells = [cell + 1 for cell, value in values.items() if value == best]
    # A win at once comes before one that takes longer.
    cells.sort(key=lambda cell: tic_tac_toe.result(tic_tac_toe.play(state, cell - 1)) is None)
    worse = {value: f"cell {cell + 1}" for cell, value in values.items() if value < best}
    names = {-1: "loses", 0: "lets_the_win_slip"}
    answer = f"cell {cells[0]}"
    return Problem(
        facts={"moves": moves, "board": tic_tac_toe.show(state)},
        answer=answer,
        steps=(*_steps(state, values), Step("choose", {"cells": cells})),
        mistakes=mistakes(
            answer, **{names[value]: reply for value, reply in worse.items()}, taken_cell=f"cell {moves[-1]}"
        ),
    )


@cache
def _value(state: State) -> int:
    """1, 0 or -1 for the player to move."""
    if tic_tac_toe.result(state) is not None:
        return -abs(tic_tac_toe.result(state) or 0)  # only the one who moved last can have won
    return max(-_value(tic_tac_toe.play(state, cell)) for cell in tic_tac_toe.legal(state))


def _steps(state: State, values: dict[int, int]) -> list[Step]:
    """What follows from each cell; cells from which the same follows are taken together."""
    groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for cell, value in values.items():
        after = tic_tac_toe.play(state, cell)
        rule = "line" if tic_tac_toe.result(after) else ("lose", "draw", "force")[value + 1]
        best = [reply + 1 for reply in tic_tac_toe.legal(after) if _value(tic_tac_toe.play(after, reply)) == value]
        replies = tuple(best) if value < 1 else ()
        groups.setdefault((rule, replies), []).append(cell + 1)
    return [
        Step(rule, {"cells": cells, "replies": list(replies)} if replies else {"cells": cells})
        for (rule, replies), cells in groups.items()
    ]


def check(facts: Facts, reply: str) -> Verdict:
    scores = _scores(_cells(facts))
    best = max(scores.values())
    return numbers.judge(reply, lambda value: scores.get(value) == best, units=("cell ", "Cell "))


def _cells(facts: Facts) -> str:
    """The board shown as nine signs."""
    return "".join(position(GAME, facts["moves"], facts["board"]).cells)


def _scores(cells: str) -> dict[numbers.Number, int]:
    """For each empty cell, from 1, the score of the player who takes it."""
    sign = 1 if _turn(cells) == "X" else -1
    return {cell: sign * _score(after) for cell, after in _afters(cells).items()}


def _turn(cells: str) -> str:
    return "X" if cells.count("X") == cells.count("O") else "O"


def _afters(cells: str) -> dict[int, str]:
    mark = _turn(cells)
    return {at + 1: f"{cells[:at]}{mark}{cells[at + 1 :]}" for at in range(9) if cells[at] == EMPTY}


def _line(cells: str) -> str:
    """The mark that stands three times in a line, or nothing."""
    for line in lines(RULES[GAME]):
        marks = {cells[cell] for cell in line}
        if len(marks) == 1 and EMPTY not in marks:
            return marks.pop()
    return ""


@cache
def _score(cells: str) -> int:
    """The score of X with perfect play, by trying every move."""
    if winner := _line(cells):
        return 1 if winner == "X" else -1
    after = [_score(each) for each in _afters(cells).values()]
    return (max(after) if _turn(cells) == "X" else min(after)) if after else 0


@cache
def _consequences(cells: str) -> dict[int, tuple[str, list[int]]]:
    """For each empty cell the rule that says what follows from it, and the best replies where they matter."""
    found: dict[int, tuple[str, list[int]]] = {}
    scores = _scores(cells)
    for cell, after in _afters(cells).items():
        if scores[cell] == 1:
            found[cell] = ("line" if _line(after) else "force", [])
        else:
            best = [int(reply) for reply, theirs in _scores(after).items() if theirs == -scores[cell]]
            found[cell] = ("draw" if scores[cell] == 0 else "lose", best)
    return found


def check_step(facts: Facts, step: Step) -> bool:
    claim, cells = step.claim, _cells(facts)
    follows = _consequences(cells)
    if step.rule != "choose":
        said = (step.rule, list(claim.get("replies", ())))
        return [cell for cell in follows if follows[cell] == said] == list(claim["cells"]) != []
    scores = _scores(cells)
    best = [cell for cell in follows if scores[cell] == max(scores.values())]
    return sorted(best, key=lambda cell: follows[cell][0] != "line") == list(claim["cells"])


def canonical(facts: Facts) -> str:
    cells = facts["board"].replace(" ", "").replace("\n", "")
    return min("".join([cells[at] for at in order]) for order in TURNED + MIRRORED)
