"""The gate: whether a synthetic table may be released, from a battery of attacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from privacy.attacks.closest_record import closest_record
from privacy.attacks.exact_copies import exact_copies
from privacy.core import FAIL, INSUFFICIENT, PASS, Attack, Risk, battery

ATTACKS: tuple[Attack, ...] = (exact_copies, closest_record)
ALPHA = 0.05  # the battery's chance of failing a table that leaks nothing (Holm over the attacks)


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict of a release, and the risks that it rests on."""

    verdict: str
    risks: tuple[Risk, ...]

    def json(self) -> dict[str, Any]:
        """The verdict as ``privacy.json`` holds it."""
        return {"verdict": self.verdict, "risks": [risk.json() for risk in self.risks]}


class Sides(NamedTuple):
    """Rows that the generator saw, rows that it made, and rows of the same population that it never saw."""

    real: pd.DataFrame
    synthetic: pd.DataFrame
    control: pd.DataFrame


def judge(real: pd.DataFrame, synthetic: pd.DataFrame, control: pd.DataFrame, *, rng: np.random.Generator) -> Gate:
    """Attack a synthetic table and decide: fail if any attack found a leak, never pass on too few rows.

    ``control`` are rows of the same population that the generator never saw. Raises ValueError where
    the columns differ.
    """
    return judge_all({"": Sides(real, synthetic, control)}, rng=rng)


def judge_all(tables: Mapping[str, Sides], *, rng: np.random.Generator) -> Gate:
    """Attack all tables of a release in one battery, and decide as :func:`judge`; risks bear the names of tables.

    Real and control rows of a table must be of different people each: attacks take them for independent.
    """
    attacks = []
    for name, sides in tables.items():
        if not set(sides.real.columns) == set(sides.synthetic.columns) == set(sides.control.columns):
            raise ValueError("expected real, synthetic and control rows with the same columns")
        attacks += [partial(_named, name, attack, sides, rng) for attack in ATTACKS]
    risks = battery(attacks, ALPHA)
    verdicts = {risk.verdict for risk in risks}
    verdict = FAIL if FAIL in verdicts else PASS if verdicts == {PASS} else INSUFFICIENT
    return Gate(verdict, tuple(risks))


def _named(name: str, attack: Attack, sides: Sides, rng: np.random.Generator) -> Risk:
    risk = attack(*sides, rng=rng)
    return replace(risk, name=f"{name}: {risk.name}", sentence=f"{name}: {risk.sentence}") if name else risk
