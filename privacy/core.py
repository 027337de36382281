"""What an attack reports, what it is told of columns, and the verdicts.

An *attack* is a function ``attack(train, synthetic, holdout, *, columns, rng) -> Risk``: ``train`` are the rows that
the generator saw, ``holdout`` rows of the same population that it never saw. What an attack finds on the holdout is
what anyone would find without a leak. It stands in a module of :mod:`privacy.attacks` that bears its name and says in
``BLIND`` what the attack cannot see and in ``ADVICE`` what to do about a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd

PASS, FAIL, INSUFFICIENT, NOT_APPLICABLE = "pass", "fail", "insufficient", "not applicable"
FEWEST = 100  # rows, or documents, of each side, below which nothing is said
Kind = Literal["number", "category", "personal"]
Role = Literal["plain", "quasi", "sensitive"]


class PrivacyError(ValueError):
    """Data that cannot be attacked; the text says what was expected, what came and where."""


@dataclass(frozen=True, slots=True)
class Column:
    """What attacks are told of a column, and ``why``.

    A ``number`` has an order and is missing as NaN; a ``category`` is compared as a text and is missing as "";
    ``personal`` data (names, addresses, keys) are looked for in the release and used for nothing else. ``quasi``
    (a quasi-identifier) is what others may know of a person, ``sensitive`` what they should not learn.
    """

    kind: Kind
    role: Role = "plain"
    why: str = ""


Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Risk:
    """The finding of one attack.

    ``value`` is the risk corrected by the holdout, (rate - control) / (1 - control) as in Giomi et al. (2022), from 0
    (nothing but what anyone would find) to 1 (all that was attacked), with its 95% interval ``low`` to ``high``.
    ``rate`` is what the attack finds on training rows, ``control`` the same on holdout rows, ``naive`` what a guess
    without the release finds. ``p`` is the probability of a finding at least as strong without a leak. An attack
    leaves its verdict at PASS (the gate decides), or says INSUFFICIENT or NOT_APPLICABLE (:func:`silent`).
    """

    name: str
    value: float
    low: float
    high: float
    control: float
    p: float
    verdict: str
    sentence: str
    rate: float = 0.0
    naive: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The risk as JSON."""
        return asdict(self)


class Attack(Protocol):
    """The signature of an attack on a table."""

    def __call__(
        self,
        train: pd.DataFrame,
        synthetic: pd.DataFrame,
        holdout: pd.DataFrame,
        *,
        columns: Columns | None = None,
        rng: np.random.Generator,
    ) -> Risk:
        """Attack the synthetic rows; everything random comes from ``rng``, and without ``columns`` dtypes tell."""


def silent(name: str, why: str, *, verdict: str = INSUFFICIENT) -> Risk:
    """The risk of an attack that cannot say anything, and why.

    >>> silent("closest record", "40 rows, expected 100").sentence
    'closest record: 40 rows, expected 100'
    """
    return Risk(name, 0.0, 0.0, 1.0, 0.0, 1.0, verdict, f"{name}: {why}")


def plain_columns(frame: pd.DataFrame) -> dict[str, Column]:
    """Kinds of columns by their dtypes, where no schema tells more; nobody is known to know or hide any of them."""
    return {
        str(name): Column("number", why="its values are numbers")
        if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        else Column("category", why="its values are no numbers")
        for name, kind in frame.dtypes.items()
    }
