"""What a run will cost, said before it starts: time, memory and disk."""

from __future__ import annotations

from dataclasses import dataclass

from synth import pipeline, shards
from synth.recipe import Recipe

# Resident megabytes, and kilobytes on disk at the peak (working folder and shards), as measured on 20,000 task
# records, 200 games of Connect Four and the quickstart with two workers (see benchmarks/README.md).
PARENT_MB = 160
WORKER_MB = 140
TABLE_MB = 320  # what SDV and PyTorch add to the worker that fits a table
SHUFFLED_KB = 4.5  # of the parent, a record of the window that is shuffled
RECORD_KB = 1.8
GAME_KB = 4.8
ROW_KB = 0.3


@dataclass(frozen=True, slots=True)
class Estimate:
    """Expected seconds of wall time, megabytes of memory at the peak, and megabytes of disk."""

    seconds: float
    memory_mb: float
    disk_mb: float

    def sentence(self) -> str:
        """The estimate as one line for people."""
        minutes, seconds = divmod(round(self.seconds), 60)
        spell = f"{minutes} min {seconds} s" if minutes else f"{max(1, seconds)} s"
        return f"about {spell}, {self.memory_mb:,.0f} MB of memory, {max(1, self.disk_mb):,.0f} MB of disk"


def estimate(recipe: Recipe, *, worker_count: int) -> Estimate:
    """The estimate for a recipe on that many workers."""
    costs = [unit.cost for unit in pipeline.first_round(recipe)]
    workers = max(1, min(worker_count, len(costs)))
    games = sum(recipe.selfplay.games.values()) if recipe.selfplay else 0
    rows = (recipe.table.rows or 0) if recipe.table else 0
    records = (recipe.size if recipe.tasks else 0) + (recipe.selfplay.positions if recipe.selfplay else 0)
    return Estimate(
        seconds=max(sum(costs) / workers, max(costs, default=0)) + 1,
        memory_mb=PARENT_MB
        + (WORKER_MB * workers if workers > 1 else 0)
        + (TABLE_MB if recipe.table else 0)
        + min(records, shards.WINDOW) * SHUFFLED_KB / 1024,
        disk_mb=(records * RECORD_KB + games * GAME_KB + rows * ROW_KB) / 1024,
    )
