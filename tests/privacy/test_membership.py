"""Membership: ranks and their intervals as published, outliers in a crowd, and shadow models of toy engines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from privacy.attacks.membership import membership
from privacy.attacks.outliers import outliers
from privacy.core import PrivacyError
from privacy.shadow import shadow
from privacy.statistics import permutation_p, ranked
from synth.tabular import real

CENSUS = real.read("adult").frame


def test_ranks_give_the_textbook_area_and_interval() -> None:
    """With ties: the area by counting pairs, the interval by DeLong's components, p by SciPy's rank-sum test."""
    rng = np.random.default_rng(0)
    seen, unseen = rng.integers(3, 12, 70).astype(float), rng.integers(0, 10, 50).astype(float)
    wins = (seen[:, None] > unseen) + 0.5 * (seen[:, None] == unseen)
    half = 1.959964 * np.sqrt(wins.mean(axis=1).var(ddof=1) / 70 + wins.mean(axis=0).var(ddof=1) / 50)
    found = ranked(np.concatenate([seen, unseen]), np.arange(120) < 70)
    assert found.area == pytest.approx(wins.mean())
    assert (found.low, found.high) == pytest.approx((wins.mean() - half, wins.mean() + half))
    test = stats.mannwhitneyu(seen, unseen, alternative="greater", method="asymptotic", use_continuity=False)
    assert found.p == pytest.approx(test.pvalue, rel=1e-6)


def test_the_permutation_test_is_the_hypergeometric_one() -> None:
    """Of rows hit once, how many are training rows is a draw without replacement, whose tail is known."""
    is_train = np.arange(200) < 120
    hits = np.zeros(200, np.int64)
    hits[:25], hits[150:160] = 1, 1
    p, spread = permutation_p(hits, is_train, np.random.default_rng(1), rounds=200_000)
    assert p == pytest.approx(stats.hypergeom.sf(24, 200, 120, 35), rel=0.1)
    assert spread == pytest.approx(np.sqrt(35 * 0.6 * 0.4))


def test_clumps_are_permuted_whole() -> None:
    """One row hit a hundred times and ten hit once: by hand, p is the share of labellings with as many hits."""
    hits = np.array([100, *[1] * 10, *[0] * 9])
    is_train = (np.arange(20) < 7) | (np.arange(20) > 16)  # the clump, six of the ten, three that were not hit
    p, _ = permutation_p(hits, is_train, np.random.default_rng(2), rounds=100_000)
    draws = np.random.default_rng(3).permuted(np.tile(hits, (100_000, 1)), axis=1)[:, :10].sum(axis=1)
    assert p == pytest.approx((draws >= 106).mean(), rel=0.05)


def test_outliers_that_leak_are_found_among_many_who_do_not() -> None:
    """Thirty of 1,500 training rows leak, those with the rarest values: the average hides what the outliers show."""
    rows = CENSUS.sample(4500, random_state=0).reset_index(drop=True)
    seen, fresh, unseen = rows[:1500], rows[1500:3000], rows[3000:]
    rare = sum(-np.log(seen[name].map(seen[name].value_counts())) for name in seen.columns if name != "fnlwgt")
    lone = seen.loc[rare.nlargest(30).index]
    made = pd.concat([lone.assign(age=lone.age + 1), fresh[30:]])
    rng = np.random.default_rng(0)
    assert outliers(seen, made, unseen, rng=rng).p < 0.001
    assert membership(seen, made, unseen, rng=rng).p > 0.01
    assert outliers(unseen, made, seen, rng=rng).p > 0.5


def test_what_is_found_at_few_false_alarms_is_told() -> None:
    """One training row in ten is copied: about so many are found while one holdout row in a hundred is accused."""
    rows = CENSUS.sample(3000, random_state=1).reset_index(drop=True)
    made = pd.concat([rows[:100], rows[1000:1900]])
    risk = membership(rows[:1000], made, rows[2000:], rng=np.random.default_rng(1))
    assert 0.08 < risk.details["true positive rate at 1% false positives"] < 0.16
    assert risk.p < 0.01


def copies(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """An engine that learns rows by heart."""
    return rows.sample(frac=1, random_state=int(rng.integers(2**31)), replace=True)


def shuffles(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """An engine of independent columns."""
    return pd.DataFrame({name: rng.permutation(rows[name]) for name in rows})


def test_shadow_models_tell_an_engine_that_remembers_from_one_that_does_not() -> None:
    """Bootstrap copies show two rows in three; columns drawn one by one do not show a common person."""
    people = CENSUS.sample(301, random_state=2).reset_index(drop=True)
    target, others = people[:1], people[1:]
    copied = shadow(copies, others, target, sets=60, rng=np.random.default_rng(4)).found
    shown = 1 - 1 / np.e  # the chance that a row is drawn at least once
    assert copied.low <= (1 + shown) / 2 <= copied.high and copied.p < 0.001
    common = others.mode()[:1].astype(others.dtypes.to_dict())
    assert shadow(shuffles, others, common, sets=60, rng=np.random.default_rng(5)).found.p > 0.05


def test_shadow_models_say_nothing_of_an_engine_that_says_nothing() -> None:
    """A release that is the same whoever is in the set has an area of a half."""
    people = CENSUS[:101]
    still = shadow(lambda *_: CENSUS[200:300], people[1:], people[:1], sets=8, rng=np.random.default_rng(6))
    assert still.found.area == 0.5 and still.found.p == 1.0
    with pytest.raises(PrivacyError, match="at least 8 sets, got 1 and 3"):
        shadow(copies, people[1:], people[:1], sets=3, rng=np.random.default_rng(7))
