"""Judges stored games again: every game is replayed from its moves on the plain referee's board.

Nothing here uses the rules that the games were played by (:mod:`simulators.games`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from simulators.checks.lines import DIGITS, RULES, STONES, Board
from synth.selfplay.store import SCHEMA

Row = dict[str, Any]


def replay_faults(table: pa.Table) -> list[tuple[int, str]]:
    """What is wrong with a table of whole games: row number and reason, in order of rows; none if all is proven."""
    if table.schema.names != SCHEMA.names or table.schema.types != SCHEMA.types:
        shape = ", ".join(f"{field.name}: {field.type}" for field in SCHEMA)
        return [(0, f"expected the columns {shape}")]
    games: dict[tuple[str, int], list[tuple[int, Row]]] = {}
    for number, row in enumerate(table.to_pylist()):
        games.setdefault((row["game"], row["game_index"]), []).append((number, row))
    return sorted(fault for rows in games.values() for fault in _game_faults(rows))


def _game_faults(rows: list[tuple[int, Row]]) -> Iterator[tuple[int, str]]:
    """The faults of one game, whose rows may stand in any order; the first that breaks the game ends it."""
    first, name = rows[0][0], rows[0][1]["game"]
    if name not in RULES:
        yield first, f"no referee for the game {name!r}; there are: {', '.join(RULES)}"
        return
    rows = sorted(rows, key=lambda pair: -1 if pair[1]["ply"] is None else pair[1]["ply"])
    board, moves = Board(name), ""
    for ply, (number, row) in enumerate(rows):
        if row["ply"] != ply:
            yield number, f"expected ply {ply} of game {row['game_index']}, got {row['ply']}"
            return
        yield from ((number, reason) for reason in _position_faults(row, board, moves))
        if row["move"] not in board.legal():
            yield number, f"the move {row['move']} is illegal"
            return
        board.play(row["move"])
        moves += DIGITS[row["move"]]
    number = rows[-1][0]
    if board.outcome() is None:
        yield number, "the game does not end here, but its rows do"
    else:
        yield from (
            (number, f"the outcome is {board.outcome()}, not {row['outcome']}")
            for number, row in rows
            if row["outcome"] != board.outcome()
        )


def _position_faults(row: Row, board: Board, moves: str) -> Iterator[str]:
    expected = {
        "moves": moves,
        "board": board.show(),
        "player": STONES.index(board.turn),
        "legal": board.legal(),
    }
    for name, value in expected.items():
        if row[name] != value:
            yield f"{name}: expected {value!r}, got {row[name]!r}"
    visits = row["visits"]
    if visits is None or len(visits) != len(board.legal()):
        yield f"visits: expected one count for each of {len(board.legal())} legal moves, got {visits!r}"
    elif any(count is None or count < 0 for count in visits) or sum(visits) == 0:
        yield f"visits: expected counts of 0 or more and at least one visit, got {visits!r}"
