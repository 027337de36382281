"""The gate: whether a release may go out, from a battery of attacks and a policy."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import privacy.attacks
from privacy import policy as policies
from privacy.core import FAIL, INSUFFICIENT, NOT_APPLICABLE, PASS, Columns, PrivacyError, Risk
from privacy.policy import RELEASE, Policy
from privacy.statistics import holm, on_both_sides

DEFAULT = "partner"  # the policy where none is named
SPELLINGS = 1_000  # different values of a column up to which its spelling is compared


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict of a release, the policy, and the risks that it rests on; ``reasons`` say what to do about it."""

    verdict: str
    risks: tuple[Risk, ...]
    policy: Policy
    reasons: tuple[str, ...] = ()

    @property
    def released(self) -> bool:
        """Whether the data may go out under the policy: a pass, or no verdict where the policy bears that."""
        return self.verdict == PASS or (self.verdict == INSUFFICIENT and self.policy.unsure == RELEASE)

    def json(self) -> dict[str, Any]:
        """The verdict as ``privacy.json`` holds it."""
        thresholds = {risk.name: asdict(self.policy.threshold(risk.name)) for risk in self.risks}
        return {
            "verdict": self.verdict,
            "released": self.released,
            "risks": [risk.json() for risk in self.risks],
            "reasons": list(self.reasons),
            "policy": {"name": self.policy.name, "why": self.policy.why, "alpha": self.policy.alpha},
            "thresholds": thresholds,
        }


class Sides(NamedTuple):
    """Rows that the generator saw, rows that it made, and rows of the same population that it never saw."""

    train: pd.DataFrame
    synthetic: pd.DataFrame
    holdout: pd.DataFrame
    columns: Columns | None = None


@lru_cache(maxsize=1)
def attacks() -> Mapping[str, ModuleType]:
    """The modules of :mod:`privacy.attacks` by the names of their risks."""
    names = sorted(found.name for found in pkgutil.iter_modules(privacy.attacks.__path__))
    return {name.replace("_", " "): importlib.import_module(f"privacy.attacks.{name}") for name in names}


def judge(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *, rng: np.random.Generator,
    columns: Columns | None = None, policy: Policy | None = None,
) -> Gate:  # fmt: skip
    """Attack a synthetic table and decide: fail if any attack found a leak, never pass on too few rows.

    ``holdout`` are rows of the same population that the generator never saw. Raises PrivacyError where the columns
    differ, or where the holdout holds rows of the training set.
    """
    return judge_all({"": Sides(train, synthetic, holdout, columns)}, rng=rng, policy=policy)


def judge_all(tables: Mapping[str, Sides], *, rng: np.random.Generator, policy: Policy | None = None) -> Gate:
    """Attack all tables of a release in one battery, and decide as :func:`judge`; risks bear the names of tables.

    Training and holdout rows of a table must be of different people each: attacks take them for independent.
    """
    risks = []
    for name, sides in tables.items():
        _comparable(name, sides)
        risks += [_attacked(name, attack, sides, rng) for attack in attacks()]
    return decide(risks, policy, {name: module.ADVICE for name, module in attacks().items()})


def decide(risks: Iterable[Risk], policy: Policy | None = None, advice: Mapping[str, str] | None = None) -> Gate:
    """The verdict of a battery by a policy; ``advice`` says by the name of a risk what to do about it.

    A risk that lacks data, or that does not apply, takes no part in Holm's correction. Nothing to say is no pass.
    """
    policy = policy or policies.read(DEFAULT)
    risks = list(risks)
    tested = [risk for risk in risks if risk.verdict not in (INSUFFICIENT, NOT_APPLICABLE)]
    adjusted = dict(zip(map(id, tested), holm([risk.p for risk in tested]), strict=True))
    judged = [_judged(risk, adjusted[id(risk)], policy) if id(risk) in adjusted else risk for risk in risks]
    verdicts = {risk.verdict for risk in judged} - {NOT_APPLICABLE}
    verdict = FAIL if FAIL in verdicts else PASS if verdicts == {PASS} else INSUFFICIENT
    return Gate(verdict, tuple(judged), policy, tuple(_reasons(judged, policy, advice or {})))


def _judged(risk: Risk, p: float, policy: Policy) -> Risk:
    threshold = policy.threshold(risk.name)
    if p < policy.alpha and risk.value > threshold.at_most:
        verdict = FAIL
    else:
        verdict = PASS if risk.high <= threshold.surely_below else INSUFFICIENT
    return replace(risk, p=p, verdict=verdict)


def _reasons(risks: Iterable[Risk], policy: Policy, advice: Mapping[str, str]) -> Iterable[str]:
    """A sentence on each risk that does not pass."""
    for risk in risks:
        limit = policy.threshold(risk.name)
        if risk.verdict == FAIL:
            allowed = f"{limit.at_most:.1%} is the most that the policy {policy.name!r} bears"
            told = advice.get(risk.name.rsplit(": ", 1)[-1], "")
            yield f"{risk.name} is {risk.value:.1%} ({risk.low:.1%} to {risk.high:.1%}); {allowed}. {told}".rstrip()
        elif risk.verdict == INSUFFICIENT and risk.high < 1:
            yield (
                f"{risk.name} may be up to {risk.high:.1%}; the policy {policy.name!r} wants to be sure that it is"
                f" below {limit.surely_below:.1%}. More rows, above all in the holdout, narrow the interval."
            )
        elif risk.verdict == INSUFFICIENT:
            yield f"{risk.sentence}."


def _attacked(table: str, name: str, sides: Sides, rng: np.random.Generator) -> Risk:
    attack = getattr(attacks()[name], name.replace(" ", "_"))
    risk: Risk = attack(*sides[:3], columns=sides.columns, rng=rng)
    return replace(risk, name=f"{table}: {name}", sentence=f"{table}: {risk.sentence}") if table else risk


def _comparable(name: str, sides: Sides) -> None:
    """Raises PrivacyError where columns or their types differ, or where the holdout was seen."""
    where = f"{name}: " if name else ""
    wanted = list(sides.train.columns)
    for side, frame in (("synthetic", sides.synthetic), ("holdout", sides.holdout)):
        lacking = [column for column in wanted if column not in frame]
        added = [column for column in frame if column not in wanted]
        if lacking or added:
            raise PrivacyError(
                f"{where}expected the same columns on all sides; the {side} rows lack {lacking} and add {added};"
                f" the training rows have {wanted}"
            )
        for column in wanted:
            kinds = [pd.api.types.is_numeric_dtype(one[column]) for one in (sides.train, frame)]
            if len(frame) and kinds[0] != kinds[1]:
                told = ["numbers" if kind else "texts" for kind in kinds]
                raise PrivacyError(
                    f"{where}column {column!r} holds {told[0]} in the training rows and {told[1]} in the {side} rows"
                )
            _spelt_alike(f"{where}column {column!r}", sides.train[column], frame[column], side)
    if overlap := overlapping(sides.train, sides.holdout):
        raise PrivacyError(
            f"{where}{overlap:,} of {len(sides.holdout):,} holdout rows stand in the training rows: the holdout must"
            " be rows that the generator never saw, or it explains every leak away"
        )


def _spelt_alike(where: str, train: pd.Series[Any], other: pd.Series[Any], side: str) -> None:
    """Raises PrivacyError where values differ in case and space alone: no attack would find a copy of such a row."""
    if pd.api.types.is_numeric_dtype(train):
        return
    known, said = (set(map(str, series.unique())) for series in (train, other))
    if len(known) > SPELLINGS:
        return
    folded = {value.strip().casefold(): value for value in known}
    for value in sorted(said - known):
        if (like := folded.get(value.strip().casefold())) and like not in said:
            raise PrivacyError(f"{where}: the {side} rows write {value!r:.40}, the training rows {like!r:.40}")


def overlapping(train: pd.DataFrame, holdout: pd.DataFrame) -> int:
    """How many holdout rows were training rows; 0 where chance may have made them equal.

    >>> rows = pd.DataFrame({"a": range(50)})
    >>> overlapping(rows[:30], rows[20:]), overlapping(rows[:30], rows[30:])
    (10, 0)
    """
    if not len(train) or not len(holdout):
        return 0
    both = pd.concat([train, holdout], ignore_index=True)[list(train.columns)]
    rows = pd.MultiIndex.from_frame(both.astype(str)) if len(both.columns) > 1 else both.iloc[:, 0]
    return on_both_sides(pd.factorize(rows)[0], len(train))
