"""Games of an agent against itself, stored move by move, and questions about positions that occurred."""

from __future__ import annotations

import pyarrow as pa

from simulators import core
from simulators.examples import express
from synth import record
from synth.recipe import Recipe
from synth.selfplay import play, positions, store
from synth.sources.tasks import judged
from synth.units import Part, Unit

GAMES_A_UNIT = 10
# Seconds on one core: a simulation of plain MCTS times the moves of a game, and posing a game's positions.
SECONDS_PER_SIMULATION = {"connect_four": 33 * 15e-6, "tic_tac_toe": 9 * 4e-6}
SECONDS_POSING = 0.02


def plan(recipe: Recipe) -> list[Unit]:
    """Units of ten games each."""
    wanted = recipe.selfplay
    if wanted is None:
        return []
    total = sum(wanted.games.values())
    return [
        Unit(
            name=f"selfplay-{game}-{start:07d}",
            source="selfplay",
            arguments={
                "game": game,
                "start": start,
                "stop": min(start + GAMES_A_UNIT, count),
                "simulations": wanted.simulations,
                # Twice the share of these games, since the same position may come up in others.
                "most": -(-2 * wanted.positions * GAMES_A_UNIT // total),
                "seed": recipe.seed,
                "splits": recipe.splits,
                "extrapolate_from": recipe.extrapolate_from,
                "licence": recipe.licence,
                "date": recipe.date,
            },
            cost=GAMES_A_UNIT * (wanted.simulations * SECONDS_PER_SIMULATION.get(game, 1e-3) + SECONDS_POSING),
        )
        for game, count in wanted.games.items()
        for start in range(0, count, GAMES_A_UNIT)
    ]


def produce(
    *,
    game: str,
    start: int,
    stop: int,
    simulations: int,
    most: int,
    seed: int,
    splits: dict[str, float],
    extrapolate_from: int,
    licence: str,
    date: str,
) -> Part:
    """Play games ``start`` to ``stop`` and pose up to ``most`` questions about their positions."""
    played = [play.play_game(game, seed=seed, index=index, simulations=simulations) for index in range(start, stop)]
    tables = {f"games/{game}": store.table(played)}
    posed = positions.problems(played, most=most)
    by_family: dict[tuple[str, int], list[positions.Posed]] = {}
    for question in posed:
        by_family.setdefault((question.family, question.level), []).append(question)
    made = []
    for (name, level), questions in by_family.items():
        family = core.load(name)
        found = express(family, level, seed, [question.index for question in questions], [q.problem for q in questions])
        source = f"self-play of {game}, seed {seed}, game × 1000 + ply in index"
        provenance = record.Provenance(
            "synth.selfplay.mcts", str(play.VERSION), "simulator", licence=licence, source=source, date=date
        )
        made.append(record.table(found, provenance))
    records = pa.concat_tables(made) if made else record.SCHEMA.empty_table()
    part = judged(records, splits, extrapolate_from)
    return Part(records=part.records, rejects=part.rejects, tables=tables)
