"""Every game against published counts: a game without a table fails."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from simulators.games import core, tic_tac_toe

each_game = pytest.mark.parametrize("name", core.names())


def table(name: str) -> dict[str, Any]:
    path = Path(__file__).with_name(f"{name}.toml")
    assert path.exists(), f"the game {name} has no table of published counts: {path}"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def counted(name: str, depth: int) -> tuple[list[int], list[int]]:
    """Sequences of 1 to ``depth`` moves, and positions after 0 to ``depth``."""
    ways = [(sum(counts.values()), len(counts)) for counts in islice(core.plies(core.load(name)), depth + 1)]
    return [sequences for sequences, _ in ways[1:]], [positions for _, positions in ways]


@each_game
def test_a_game_has_the_published_number_of_sequences_and_positions(name: str) -> None:
    """As far as can be counted in a second."""
    known = table(name)
    depth = known["quick"]
    assert counted(name, depth) == (known["sequences"][:depth], known["positions"][: depth + 1])


@pytest.mark.slow
@each_game
def test_a_game_has_the_published_numbers_at_full_depth(name: str) -> None:
    """As far as they were published."""
    known = table(name)
    assert counted(name, len(known["sequences"])) == (known["sequences"], known["positions"])


def test_no_table_is_left_behind() -> None:
    """Every table belongs to a game."""
    assert {path.stem for path in Path(__file__).parent.glob("*.toml")} == set(core.names())


def test_tic_tac_toe_games_by_length_and_result() -> None:
    """255,168 games: 131,184 won by X, 77,904 by O, 46,080 drawn."""
    lengths: Counter[int] = Counter()
    results: Counter[int] = Counter()
    for ply, ways in enumerate(core.plies(tic_tac_toe)):
        for state, count in ways.items():
            result = tic_tac_toe.result(state)
            if result is not None:
                lengths[ply] += count
                results[result] += count
    assert lengths == {5: 1440, 6: 5328, 7: 47952, 8: 72576, 9: 127872}
    assert results == {1: 131184, -1: 77904, 0: 46080}
