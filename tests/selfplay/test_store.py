"""Stored games: replayed they hold, and every fault that is planted is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulators.core import load
from simulators.examples import express, fault
from synth.selfplay import positions, store
from synth.selfplay.play import GameRecord, play_game
from synth.selfplay.replay import replay_faults

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def games() -> list[GameRecord]:
    return [
        play_game(name, seed=1, index=index, simulations=20)
        for name in ("connect_four", "tic_tac_toe")
        for index in range(3)
    ]


def rows_of(games: list[GameRecord]) -> Rows:
    rows: Rows = store.table(games).to_pylist()
    return rows


def faults_after(rows: Rows) -> list[tuple[int, str]]:
    return replay_faults(pa.Table.from_pylist(rows, schema=store.SCHEMA))


def test_games_as_played_have_no_fault(games: list[GameRecord], tmp_path: Path) -> None:
    """In order, in any order of rows, from a file, and as an empty table."""
    table = store.table(games)
    assert table.schema == store.SCHEMA
    assert len(table) == sum(len(game.plies) for game in games)
    assert replay_faults(table) == []
    assert faults_after(rows_of(games)[::-1]) == []
    assert replay_faults(store.table([])) == []
    pq.write_table(table, tmp_path / "games.parquet")
    assert replay_faults(pq.read_table(tmp_path / "games.parquet")) == []


def change(**values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[4].update(values)


def swap_winner(rows: Rows) -> None:
    for row in rows:
        if row["game_index"] == 0 and row["game"] == "connect_four":
            row["outcome"] = -row["outcome"] or 1


def one_more_visit_column(rows: Rows) -> None:
    rows[4]["visits"].append(1)


@pytest.mark.parametrize(
    ("plant", "row", "says"),
    [
        (change(move=7), 4, "the move 7 is illegal"),
        (change(move=-1), 4, "the move -1 is illegal"),
        (change(move=None), 4, "the move None is illegal"),
        (change(outcome=5), 4, "the outcome is"),
        (swap_winner, 0, "the outcome is"),
        (one_more_visit_column, 4, "visits: expected one count for each of 7 legal moves"),
        (change(visits=[1, 2]), 4, "visits: expected one count"),
        (change(visits=None), 4, "visits: expected one count"),
        (change(visits=[-1, 1, 1, 1, 1, 1, 1]), 4, "visits: expected counts of 0 or more"),
        (change(visits=[0] * 7), 4, "at least one visit"),
        (change(board="?"), 4, "board: expected"),
        (change(player=1), 4, "player: expected 0, got 1"),
        (change(legal=[0, 1, 2, 3, 4, 5]), 4, "legal: expected [0, 1, 2, 3, 4, 5, 6]"),
        (change(moves=""), 4, "moves: expected"),
        (change(ply=3), 4, "expected ply 4 of game 0, got 3"),
        (change(ply=None), 4, "expected ply 0 of game 0, got None"),
        (change(game="ludo"), 4, "no referee for the game 'ludo'"),
        (change(game_index=77), 4, "expected ply 0 of game 77, got 4"),
        (lambda rows: rows.pop(0), 0, "expected ply 0 of game 0, got 1"),
        (lambda rows: rows.pop(4), 4, "expected ply 4 of game 0, got 5"),
        (lambda rows: rows.append(dict(rows[-1])), -1, "expected ply"),
        (lambda rows: rows.pop(), -1, "the game does not end here, but its rows do"),
    ],
)
def test_a_planted_fault_is_found(
    games: list[GameRecord], plant: Callable[[Rows], object], row: int, says: str
) -> None:
    """At its row, with its reason."""
    rows = rows_of(games)
    plant(rows)
    row %= len(rows)
    found = faults_after(rows)
    assert any(number == row and says in reason for number, reason in found), found


def test_another_legal_move_is_found_by_what_follows(games: list[GameRecord]) -> None:
    """A move replaced by another legal one no longer leads to the next row."""
    rows = rows_of(games)
    rows[4]["move"] = next(move for move in rows[4]["legal"] if move != rows[4]["move"])
    assert any(number == 5 and reason.startswith("moves: ") for number, reason in faults_after(rows))


def test_a_move_after_the_end_is_found(games: list[GameRecord]) -> None:
    """A game that is over has no further ply."""
    rows = rows_of(games)
    extra = dict(rows[-1], ply=rows[-1]["ply"] + 1)
    found = faults_after([*rows, extra])
    assert any(number == len(rows) and "is illegal" in reason for number, reason in found)


def test_other_columns_are_refused() -> None:
    """A table of another shape is not judged as if it were none."""
    assert "expected the columns game: string" in replay_faults(pa.table({"game": ["connect_four"]}))[0][1]


def test_positions_become_proven_problems_each_but_once() -> None:
    """Every problem is proven by its family; no two are of one position, or the same up to symmetry."""
    games = [
        play_game(name, seed=2, index=index, simulations=20)
        for name in ("connect_four", "tic_tac_toe")
        for index in range(10)
    ]
    found = positions.problems(games)
    keys = [(posed.family, str(load(posed.family).canonical(posed.problem.facts))) for posed in found]
    assert len(set(keys)) == len(keys) > 20
    assert len({(posed.index, posed.family.count("connect")) for posed in found}) == len(found)
    played = {(game.index * 1000 + ply, position.moves) for game in games for ply, position in enumerate(game.plies)}
    for posed in found:
        family = load(posed.family)
        assert family.settings(posed.level)
        assert fault(express(family, posed.level, 1, [posed.index], [posed.problem])[0]) == ""
        assert (posed.index, posed.moves) in played
    few = positions.problems(games, most=10)
    assert len(few) == 10
    assert len({(posed.family, posed.level) for posed in few}) >= 5
    assert {posed.moves for posed in few} <= {posed.moves for posed in found}
