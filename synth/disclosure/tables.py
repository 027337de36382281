"""``provender privacy table``: what synthetic tables give away of the rows that their generator saw."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from privacy import gate, policy
from simulators.core import ProvenderError
from synth.disclosure.errors import refused
from synth.report import privacy as pages
from synth.tabular import known, real
from synth.tabular.holdout import tables_of_people


def table(
    train: str,
    holdout: str,
    synthetic: str,
    *,
    schema: Path | None = None,
    policy_name: str = gate.DEFAULT,
    people: tuple[str, ...] = (),
    out: Path | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Attack synthetic tables and judge them by a policy; page and verdict go into the folder, where one is given.

    Raises ProvenderError for data that cannot be compared, naming file and column.
    """
    for name, place in (("--train", train), ("--holdout", holdout), ("--synthetic", synthetic)):
        if not place:
            raise ProvenderError(f"expected a file, a folder or a URL after {name}, got nothing")
    with refused():
        allowed = policy.read(policy_name)
        seen = real.read_all(train, "" if schema is None else str(schema))
        unseen = real.read_as(holdout, seen.schema)
        made = real.read_as(synthetic, seen.schema, exactly=True)
        _no_formulas(synthetic, made)
        if unknown := [name for name in people if name not in seen.schema.tables]:
            raise ProvenderError(f"no table {unknown[0]!r} of people; there are: {', '.join(seen.schema.tables)}")
        of_people = people or tables_of_people(seen.frames, seen.schema)
        rng = np.random.default_rng([seed, 0x6A7E])
        sides = known.sides(seen.frames, made, unseen, seen.schema, of_people, rng)
        verdict = gate.judge_all(sides, rng=rng, policy=allowed).json()
    if out is not None:
        counts = [sum(map(len, frames.values())) for frames in (made, seen.frames, unseen)]
        about = "{:,} synthetic rows; {:,} real rows that the generator saw, {:,} that it did not.".format(*counts)
        told = {name: side.columns or {} for name, side in sides.items()}
        pages.write(out, seen.schema.name, about, verdict, gate.attacks(), told)
    return verdict


def _no_formulas(place: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """Raises ProvenderError where a cell of a released CSV would be run by the spreadsheet that opens it."""
    if not re.search(r"[.](csv|tsv)([.]gz)?$", place):
        return
    for frame in frames.values():
        for name in frame.select_dtypes(object):
            told = frame[name].astype(str).str.startswith("=").to_numpy()
            if told.any():
                line = int(told.argmax()) + 2
                raise ProvenderError(
                    f"{place}, line {line}, column {name!r}: the cell starts with '=', so a spreadsheet would run it;"
                    " release it as Parquet, or write the value otherwise"
                )
