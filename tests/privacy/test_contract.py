"""What every attack of the gate must do, whatever it looks at: copies score worst, what cannot leak scores nought."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from privacy import gate
from privacy.core import INSUFFICIENT, NOT_APPLICABLE, PASS, Column, Risk, plain_columns
from synth.tabular import real

CENSUS = real.read("adult").frame.assign(name=lambda frame: [f"Person {number}" for number in range(len(frame))])
ROLES = {"age": "quasi", "sex": "quasi", "race": "quasi", "native_country": "quasi", "income": "sensitive"}
COLUMNS = {
    name: Column(column.kind, ROLES.get(name, "plain"), "for the test")
    for name, column in plain_columns(CENSUS).items()
} | {"name": Column("personal")}
Rows = pd.DataFrame
every_attack = pytest.mark.parametrize("module", gate.attacks().values(), ids=list(gate.attacks()))


def attack(module: ModuleType, train: Rows, synthetic: Rows, holdout: Rows, seed: int = 0, **given: Any) -> Risk:
    run = getattr(module, module.NAME.replace(" ", "_"))
    return run(train, synthetic, holdout, **{"columns": COLUMNS} | given, rng=np.random.default_rng(seed))


def parts(seed: int, size: int) -> tuple[Rows, Rows, Rows]:
    """What a generator saw, fresh rows, and what it did not see."""
    rows = CENSUS.sample(3 * size, random_state=seed).reset_index(drop=True)
    return rows[:size], rows[size : 2 * size], rows[2 * size :]


@every_attack
def test_a_plain_copy_scores_worst(module: ModuleType) -> None:
    """The training rows released as they are: whoever is at risk is hit, and chance does not explain it."""
    seen, _, unseen = parts(0, 1000)
    risk = attack(module, seen, seen.sample(frac=1, random_state=1), unseen)
    assert risk.verdict == PASS  # the gate decides
    assert risk.rate >= 0.95 * risk.details.get("at risk", 1.0)
    assert risk.high >= risk.value >= risk.low > 0.6 * risk.value
    assert risk.p <= 1 / 5000


@every_attack
def test_a_small_holdout_hides_no_copy(module: ModuleType) -> None:
    """Nine training rows to one holdout row, as many keep them: a plain copy still scores worst."""
    rows = CENSUS.sample(2000, random_state=8).reset_index(drop=True)
    seen, unseen = rows[:1800], rows[1800:]
    risk = attack(module, seen, seen.sample(frac=1, random_state=1), unseen)
    assert risk.rate >= 0.95 * risk.details.get("at risk", 1.0)
    assert risk.p <= 1 / 100
    fresh = CENSUS.drop(index=rows.index).sample(1800, random_state=9)
    assert attack(module, seen, fresh, unseen).low < 0.05


@every_attack
def test_independent_columns_score_nought(module: ModuleType) -> None:
    """Columns of fresh rows shuffled one by one tell of nobody."""
    seen, fresh, unseen = parts(1, 1000)
    rng = np.random.default_rng(2)
    shuffled = pd.DataFrame({name: rng.permutation(fresh[name]) for name in fresh})
    risk = attack(module, seen, shuffled, unseen)
    assert risk.low == 0.0 and risk.value < 0.2


@every_attack
def test_p_values_of_fresh_rows_are_those_of_chance(module: ModuleType) -> None:
    """Without a leak a p-value below 5% comes once in twenty times, below 30% in three of ten, or more seldom."""
    found = np.array([attack(module, *parts(seed, 200), seed=seed).p for seed in range(40)])
    # More than 6 at 5%, or 20 at 30%, have a chance below 0.4% of happening; the seeds are fixed.
    assert (found <= 0.05).sum() <= 6 and (found <= 0.3).sum() <= 20


@every_attack
@pytest.mark.slow
def test_p_values_of_fresh_rows_are_those_of_chance_in_many_runs(module: ModuleType) -> None:
    """The same of 200 tables: at 1%, 5%, 10% and 50% no more than the level and three standard errors."""
    found = np.array([attack(module, *parts(seed, 300), seed=seed).p for seed in range(1000, 1200)])
    for level in (0.01, 0.05, 0.1, 0.5):
        assert (found <= level).mean() <= level + 3 * np.sqrt(level * (1 - level) / len(found))


@every_attack
def test_the_seed_alone_decides(module: ModuleType) -> None:
    """The same generator gives the same finding, to the last digit."""
    sides = parts(3, 300)
    assert attack(module, *sides, seed=7).json() == attack(module, *sides, seed=7).json()


@every_attack
def test_the_order_of_rows_and_columns_does_not_matter(module: ModuleType) -> None:
    """A release with copies is judged alike in any order."""
    seen, fresh, unseen = parts(4, 1000)
    made = pd.concat([seen[:300], fresh[300:]])
    names = list(CENSUS)[::-1]
    turned = [frame.sample(frac=1, random_state=5)[names] for frame in (seen, made, unseen)]
    one, other = attack(module, seen, made, unseen), attack(module, *turned)
    assert one.value == pytest.approx(other.value, abs=0.05)


@every_attack
@pytest.mark.parametrize("rows", [0, 1, 5, 99])
@pytest.mark.parametrize("side", [0, 1, 2])
def test_few_rows_are_not_enough_to_pass(module: ModuleType, side: int, rows: int) -> None:
    """Of few rows nothing is said, or with an interval that shows it."""
    sides = list(parts(5, 200))
    sides[side] = sides[side][:rows]
    risk = attack(module, *sides)
    assert risk.verdict in (INSUFFICIENT, NOT_APPLICABLE) or risk.high > risk.value


def odd_tables() -> dict[str, Rows]:
    """Tables of 600 rows that a careless attack divides by nought over."""
    rng = np.random.default_rng(6)
    number, text = rng.normal(size=600), rng.choice(["a", "b"], 600)
    holes = np.where(rng.random(600) < 0.3, np.nan, number)
    return {
        "one class": pd.DataFrame({"x": number, "t": "a"}),
        "constant": pd.DataFrame({"x": [1.0] * 600, "t": "a"}),
        "one column": pd.DataFrame({"t": text}),
        "missing": pd.DataFrame({"x": holes, "t": np.where(rng.random(600) < 0.3, "", text)}),
        "nothing but missing": pd.DataFrame({"x": [np.nan] * 600, "t": ""}),
        "infinite": pd.DataFrame({"x": np.where(rng.random(600) < 0.1, np.inf, holes), "y": -number / 0.0, "t": text}),
        "huge": pd.DataFrame({"x": number * 1e308, "t": text}),
        "distinct texts": pd.DataFrame({"t": [f"text {k}" for k in range(600)]}),
    }


@every_attack
@pytest.mark.parametrize("name", ["one class", "constant", "one column", "missing", "nothing but missing", "infinite",
                                  "huge", "distinct texts"])  # fmt: skip
@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")  # how infinities are made here
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_odd_tables_have_a_risk(module: ModuleType, name: str) -> None:
    """No exception, no warning, and figures that are figures."""
    frame = odd_tables()[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        risk = attack(module, frame[:200], frame[200:400], frame[400:], columns=None)
    assert risk.verdict in (PASS, INSUFFICIENT, NOT_APPLICABLE)
    assert 0 <= risk.low <= risk.value <= risk.high <= 1 and 0 <= risk.p <= 1


@every_attack
def test_what_an_attack_is_for_is_written_down(module: ModuleType) -> None:
    """Its threat and null hypothesis, what it cannot see, and what to do about a finding."""
    text = " ".join((module.__doc__ or "").split())
    assert "Threat: " in text and "Null hypothesis: " in text
    assert len(module.BLIND) > 20 and len(module.ADVICE) > 20
    assert module.__name__.endswith("." + module.NAME.replace(" ", "_"))
