"""The gate: whether a synthetic table may be released, from a battery of attacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

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


def judge(real: pd.DataFrame, synthetic: pd.DataFrame, control: pd.DataFrame, *, rng: np.random.Generator) -> Gate:
    """Attack a synthetic table and decide: fail if any attack found a leak, never pass on too few rows.

    ``control`` are rows of the same population that the generator never saw. Raises ValueError where
    the columns differ.
    """
    if not set(real.columns) == set(synthetic.columns) == set(control.columns):
        raise ValueError("expected real, synthetic and control rows with the same columns")
    risks = battery([partial(attack, real, synthetic, control, rng=rng) for attack in ATTACKS], ALPHA)
    verdicts = {risk.verdict for risk in risks}
    verdict = FAIL if FAIL in verdicts else INSUFFICIENT if INSUFFICIENT in verdicts else PASS
    return Gate(verdict, tuple(risks))
