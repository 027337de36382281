"""Verifiable questions from the families: the target distribution cut into ranges of indices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow as pa

from simulators import core
from simulators.core import stream
from simulators.examples import Example, examples, varied
from simulators.variants import kinds
from synth import record
from synth.ledger import rejects
from synth.recipe import Recipe, Tasks
from synth.steps import verify
from synth.steps.split import with_splits
from synth.units import Part, Unit

CHUNK = 2000  # examples a unit: a fraction of a second of work, little enough to lose
SECONDS_PER_RECORD = 380e-6  # made, judged from its stored form and written, on one core; see benchmarks/
# Of a small space, the share that is asked for: its last problems take ever more draws to come by, and
# self-play may have posed some of them already.
USABLE = 0.4
MILLION = 1_000_000


class Cell(NamedTuple):
    """One family at one level: what the target distribution counts."""

    family: str
    level: int

    def __str__(self) -> str:
        return f"{self.family} level {self.level}"


def cells(tasks: Tasks) -> dict[Cell, float]:
    """The weight of each family and level: a skill's weight shared by its families, then by levels.

    Without weights of skills every family weighs the same.
    """
    chosen = tasks.families or core.names()
    by_skill: dict[str, list[str]] = {}
    for name in chosen:
        by_skill.setdefault(name.split(".", maxsplit=1)[0], []).append(name)
    weights = {}
    for skill, families in by_skill.items():
        share = tasks.skills.get(skill, 0) / len(families) if tasks.skills else 1
        for name in families:
            levels = tasks.levels[: len(core.load(name).levels)]
            for level, weight in enumerate(levels, 1):
                if share * weight and sum(levels):
                    weights[Cell(name, level)] = share * weight / sum(levels)
    return weights


def targets(recipe: Recipe) -> dict[Cell, int]:
    """How many records of each cell: the weights apportioned to the size, within what a small space holds."""
    if recipe.tasks is None:
        return {}
    weights = cells(recipe.tasks)
    room = {cell: int(USABLE * core.load(cell.family).spaces.get(cell.level, 10**12)) for cell in weights}
    counts = dict.fromkeys(weights, 0)
    left = recipe.size
    while left and (open_cells := [cell for cell in weights if counts[cell] < room[cell]]):
        before = left
        shares = apportion(left, [weights[cell] for cell in open_cells])
        for cell, share in zip(open_cells, shares, strict=True):
            taken = min(share, room[cell] - counts[cell])
            counts[cell] += taken
            left -= taken
        if left == before:
            break
    return {cell: count for cell, count in counts.items() if count}


def capped(recipe: Recipe) -> dict[Cell, tuple[int, int]]:
    """The cells that get fewer records than their share, as they have few different problems: ``(asked, given)``.

    What they leave goes to the other cells, as far as there are any.
    """
    if recipe.tasks is None:
        return {}
    weights, given = cells(recipe.tasks), targets(recipe)
    asked = zip(weights, apportion(recipe.size, list(weights.values())), strict=True)
    return {cell: (count, given.get(cell, 0)) for cell, count in asked if given.get(cell, 0) < count}


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares of a total in proportion to weights, by largest remainder.

    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def plan(recipe: Recipe) -> list[Unit]:
    """The units of the first round: as many examples as there should be records."""
    return units(recipe, {cell: (0, count) for cell, count in targets(recipe).items()}, round_number=0)


def units(recipe: Recipe, ranges: dict[Cell, tuple[int, int]], round_number: int) -> list[Unit]:
    """Units that make these ranges of indices, families kept together, in chunks."""
    by_family: dict[str, list[tuple[int, int, int]]] = {}
    for cell, (start, stop) in ranges.items():
        for low, high in pairwise([*range(start, stop, CHUNK), stop]):
            by_family.setdefault(cell.family, []).append((cell.level, low, high))
    return [
        Unit(
            name=f"tasks-{round_number}-{family}-{number:05d}",
            source="tasks",
            arguments={"family": family, "ranges": batch, **_settings(recipe)},
            cost=SECONDS_PER_RECORD * sum(high - low for _, low, high in batch),
        )
        for family, pieces in by_family.items()
        for number, batch in enumerate(_batches(pieces))
    ]


def _settings(recipe: Recipe) -> dict[str, Any]:
    return {
        "seed": recipe.seed,
        "splits": recipe.splits,
        "extrapolate_from": recipe.extrapolate_from,
        "variants": dict(recipe.tasks.variants) if recipe.tasks else {},
        "licence": recipe.licence,
        "date": recipe.date,
    }


def _batches(pieces: Iterable[tuple[int, int, int]]) -> Iterable[list[tuple[int, int, int]]]:
    batch: list[tuple[int, int, int]] = []
    size = 0
    for piece in pieces:
        if batch and size + piece[2] - piece[1] > CHUNK:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += piece[2] - piece[1]
    yield batch


def produce(
    *,
    family: str,
    ranges: list[tuple[int, int, int]],
    seed: int,
    splits: dict[str, float],
    extrapolate_from: int,
    variants: dict[str, float],
    licence: str,
    date: str,
) -> Part:
    """Make the examples of these ``(level, start, stop)``, judge them as stored, and assign their split."""
    made = [
        _in_a_variant(example, variants) if variants else example
        for level, start, stop in ranges
        for example in examples(family, level=level, seed=seed, indices=range(start, stop))
    ]
    version = core.load(family).version
    provenance = record.Provenance(family, str(version), "rules", licence=licence, date=date)
    return judged(record.table(made, provenance), splits, extrapolate_from)


def _in_a_variant(example: Example, shares: dict[str, float]) -> Example:
    """The example, or one of its variants, drawn in these shares; a kind that it does not have leaves it as it is."""
    drawn = stream(example.seed, f"{example.family.name}/{example.level}/variant", example.place).below(MILLION)
    there = kinds(example.family, example.problem)
    for kind in sorted(shares):
        drawn -= round(shares[kind] * MILLION)
        if drawn < 0:
            return varied(example, kind) if kind in there else example
    return example


def judged(records: pa.Table, splits: dict[str, float], extrapolate_from: int = 0) -> Part:
    """The part that these records give: those proven, in their split, and the ledger of the others."""
    proven, refused, reasons = verify.verified(records)
    return Part(records=with_splits(proven, splits, extrapolate_from), rejects=rejects("verify", reasons, refused))
