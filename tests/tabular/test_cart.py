"""Sequential trees: what is learnt, what is given away, and what awkward tables come to."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.core import ProvenderError
from synth.tabular import columns, models, real
from synth.tabular.engines import _cells, cart
from synth.tabular.models import Fit
from synth.tabular.schema import Column, Table, single

ADULT = real.read("adult")
ADULT_TABLE = ADULT.schema.only()


def table(**known: dict[str, Any]) -> Table:
    return Table(columns={name: Column(**fields) for name, fields in known.items()})


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def rows(frame: pd.DataFrame, known: Table, n: int = 0, seed: int = 0, **settings: Any) -> pd.DataFrame:
    """Rows of a model of this frame, which the schema must hold."""
    found = cart.sample(cart.fit(frame, known, rng=rng(seed), **settings), known, n or len(frame), rng=rng(seed + 1))
    wrong = columns.broken(found, known, "t")
    assert not any(which.any() for which in wrong.values()), wrong
    return found


def digest() -> str:
    """A hash of rows of Adult under fixed seeds."""
    found = cart.sample(cart.fit(ADULT.frame, ADULT_TABLE, rng=rng(3)), ADULT_TABLE, 2_000, rng=rng(4))
    return hashlib.sha256(found.to_csv(index=False).encode()).hexdigest()


def test_the_same_seed_gives_the_same_rows_in_every_process():
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_cart; print(test_cart.digest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": ".", "PYTHONHASHSEED": "7", "PATH": ""},
    )  # fmt: skip
    assert other.stdout.strip() == digest()


def test_another_seed_gives_other_rows():
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng())
    one, other = (cart.sample(fitted, ADULT_TABLE, 100, rng=rng(seed)) for seed in (1, 2))
    assert not one.equals(other)


def test_a_saved_model_gives_the_same_rows(tmp_path: Path):
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng())
    models.save(models.Model("cart", ADULT.schema, fitted.notes, fitted.arrays), tmp_path)
    found = models.load(tmp_path)
    again = cart.sample(Fit(found.notes, found.arrays), found.schema.only(), 500, rng=rng(1))
    assert again.equals(cart.sample(fitted, ADULT_TABLE, 500, rng=rng(1)))


def distance(one: pd.DataFrame, other: pd.DataFrame, known: Table) -> float:
    """The mean total variation distance of all pairs of columns, numbers cut at the first frame's tenths."""
    codes: list[list[Any]] = [[], []]
    for name, column in known.columns.items():
        numbers = [columns.encode(frame[name], column) for frame in (one, other)]
        edges = np.unique(np.quantile(numbers[0], np.linspace(0.1, 0.9, 9)))
        coarse = column.kind not in ("category", "boolean")
        for which, found in enumerate(numbers):
            codes[which].append(np.searchsorted(edges, found) if coarse else found.astype(int))
    found = []
    for first, second in combinations(range(len(known.columns)), 2):
        tables = []
        for held in codes:
            pairs = np.bincount(held[first] * 100 + held[second], minlength=10_000)
            tables.append(pairs / pairs.sum())
        found.append(np.abs(tables[0] - tables[1]).sum() / 2)
    return float(np.mean(found))


@pytest.mark.parametrize("order", [None, 0, 1, 2, "reversed"])
def test_whatever_the_order_pairs_of_columns_are_as_near_as_real_rows_are(order: Any):
    """Synthetic rows are to those they come from as one real sample is to another, within a tenth; shuffled are not."""
    half = len(ADULT.frame) // 2
    train, holdout = ADULT.frame[:half], ADULT.frame[half:]
    names = list(ADULT_TABLE.columns)
    if order == "reversed":
        names.reverse()
    elif order is not None:
        names = [names[at] for at in rng(order).permutation(len(names))]
    found = rows(train, ADULT_TABLE, order=names if order is not None else ())
    draw = rng(9)
    shuffled = pd.DataFrame({name: draw.permutation(train[name].to_numpy()) for name in train})
    floor = distance(train, holdout, ADULT_TABLE)
    assert distance(train, found, ADULT_TABLE) < 1.1 * floor
    assert distance(train, shuffled, ADULT_TABLE) > 1.5 * floor


def test_a_dependence_that_no_pair_of_columns_shows_is_learnt():
    """c = a xor b: every single split explains nothing, and pruning must not take the tree away."""
    draw = rng()
    a, b = draw.integers(0, 2, 2_000), draw.integers(0, 2, 2_000)
    frame = pd.DataFrame({"a": a == 1, "b": b == 1, "c": (a ^ b) == 1})
    known = table(a={"kind": "boolean"}, b={"kind": "boolean"}, c={"kind": "boolean"})
    found = rows(frame, known)
    assert ((found["a"] ^ found["b"]) == found["c"]).all()


def test_the_spread_of_a_number_may_depend_on_a_column_when_its_mean_does_not():
    draw = rng()
    wide = draw.integers(0, 2, 4_000) == 1
    frame = pd.DataFrame({"wide": wide, "x": draw.normal(0, np.where(wide, 10, 1))})
    found = rows(frame, table(wide={"kind": "boolean"}, x={"kind": "number"}))
    spread = found.groupby("wide")["x"].std()
    assert spread[False] == pytest.approx(1, rel=0.1) and spread[True] == pytest.approx(10, rel=0.1)


def test_noise_grows_next_to_no_tree():
    """Of columns that are independent, one of two is not split at all; unpruned it would have hundreds of leaves."""
    known = table(x={"kind": "number"}, y={"kind": "number"}, c={"kind": "category", "values": list("abcdefgh")})
    splits, unpruned = [], []
    for seed in range(10):
        draw = rng(seed)
        frame = pd.DataFrame({"x": draw.normal(size=3_000), "y": draw.normal(size=3_000),
                              "c": draw.choice(list("abcdefgh"), 3_000)})  # fmt: skip
        for strength, counts in ((4.0, splits), (0.0, unpruned)):
            fitted = cart.fit(frame, known, rng=rng(), strength=strength, leaf=5)
            counts += [len(fitted.arrays[f"{at}.feature"]) for at in (1, 2)]
    assert np.median(splits) == 0 and max(splits) < 15
    assert np.median(unpruned) > 100


def leaves(fitted: Fit) -> list[float]:
    """The rows of every leaf of a model."""
    found: list[float] = []
    for at in range(len(fitted.notes["order"])):
        sums = np.concatenate([[0.0], np.cumsum(fitted.arrays[f"{at}.weights"], dtype=float)])
        found += list(np.diff(sums[fitted.arrays[f"{at}.starts"]]))
    return found


@pytest.mark.parametrize("leaf", [1, 5, 40])
def test_every_leaf_holds_at_least_the_rows_it_must(leaf: int):
    found = leaves(cart.fit(ADULT.frame, ADULT_TABLE, rng=rng(), leaf=leaf, strength=0.0))
    assert min(found) >= leaf and len(found) > 500


def test_a_leaf_keeps_counts_of_cells_in_the_order_of_cells():
    """Nothing in a model depends on the order of the rows."""
    one, other = (cart.fit(ADULT.frame.iloc[order], ADULT_TABLE, rng=rng()) for order in
                  (np.arange(len(ADULT.frame)), rng().permutation(len(ADULT.frame))))  # fmt: skip
    assert one.notes == other.notes
    for name, array in one.arrays.items():
        assert np.array_equal(array, other.arrays[name], equal_nan=name[-3:] in ("low", "igh", "ale")), name


def copies(found: pd.Series[Any], learnt: pd.Series[Any]) -> int:
    return int(found.isin(set(learnt)).sum())


def salaries(seed: int) -> pd.DataFrame:
    draw = rng(seed)
    job = draw.integers(0, 4, 4_000)
    pay = np.round(np.exp(draw.normal(10 + 0.2 * job, 0.4)), 1)
    return pd.DataFrame({"job": np.array(["a", "b", "c", "d"])[job], "pay": pay})


PAY = table(
    job={"kind": "category", "values": ["a", "b", "c", "d"]},
    pay={"kind": "number", "low": 0, "decimals": 1, "role": "sensitive"},
)


@pytest.mark.parametrize("role", ["sensitive", "plain"])
def test_a_number_is_no_more_often_a_real_one_than_fresh_real_rows_are(role: str):
    """The copy attack: how many released values equal a learnt one, against values that were never seen."""
    known = table(job=PAY.columns["job"].model_dump(), pay=PAY.columns["pay"].model_dump() | {"role": role})
    real_rows, fresh = salaries(0), salaries(1)
    by_chance = copies(fresh["pay"], real_rows["pay"])
    assert copies(rows(real_rows, known)["pay"], real_rows["pay"]) <= by_chance + 4 * np.sqrt(by_chance)


def test_the_copy_attack_finds_an_engine_that_copies():
    """The fault: every value stands by itself."""
    real_rows, fresh = salaries(0), salaries(1)
    fitted = cart.fit(real_rows, PAY, rng=rng(), shared=1)
    found = cart.sample(fitted, PAY, 4_000, rng=rng(1))
    by_chance = copies(fresh["pay"], real_rows["pay"])
    assert copies(found["pay"], real_rows["pay"]) > 2 * by_chance


def test_no_value_that_few_rows_share_is_in_the_model():
    """Neither a rare number nor the least and the largest one: cells end at other, rounder numbers."""
    real_rows = salaries(0)
    fitted = cart.fit(real_rows, PAY, rng=rng())
    at = fitted.notes["order"].index("pay")
    kept = np.concatenate([fitted.arrays[f"{at}.low"], fitted.arrays[f"{at}.high"]])
    counts = real_rows["pay"].value_counts()
    assert not set(kept) & set(counts.index[counts < 10])


def test_the_pairs_that_a_sensitive_category_may_form_are_never_certain():
    """A leaf in which all rows agree still gives what its parent's rows hold."""
    frame = pd.DataFrame({"group": ["a"] * 50 + ["b"] * 50, "ill": [True] * 50 + [False] * 50})
    plain = table(group={"kind": "category", "values": ["a", "b"]}, ill={"kind": "boolean"})
    told = table(group={"kind": "category", "values": ["a", "b"]}, ill={"kind": "boolean", "role": "sensitive"})
    assert rows(frame, plain, 20_000, order=("group",)).groupby("group")["ill"].mean().to_dict() == {"a": 1, "b": 0}
    shares = rows(frame, told, 20_000, order=("group",)).groupby("group")["ill"].mean()
    assert shares["a"] == pytest.approx(1 - 0.5 / 51, abs=0.005) and shares["b"] == pytest.approx(0.5 / 51, abs=0.005)


def test_columns_that_come_first_are_kept_as_they_are_given():
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng(), order=("fnlwgt", "sex"))
    asked = pd.DataFrame({"sex": ["Female", "Male"] * 200, "fnlwgt": np.arange(400) * 1_000 + 20_001})
    found = cart.sample(fitted, ADULT_TABLE, 400, rng=rng(1), given=asked)
    assert found["sex"].tolist() == asked["sex"].tolist() and found["fnlwgt"].tolist() == asked["fnlwgt"].tolist()
    assert (found.loc[found["sex"] == "Female", "relationship"] != "Husband").mean() > 0.99


def test_columns_that_come_later_weigh_those_before_them():
    """Bayes: among rows given as divorced, the other columns stand as they do among divorced real rows."""
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng(), order=("age", "sex", "income", "relationship"))
    asked = pd.DataFrame({"marital_status": ["Divorced"] * 1_500, "occupation": ["Adm-clerical"] * 1_500})
    found = cart.sample(fitted, ADULT_TABLE, 1_500, rng=rng(1), given=asked)
    assert (found["marital_status"] == "Divorced").all() and (found["occupation"] == "Adm-clerical").all()
    same = (ADULT.frame["marital_status"] == "Divorced") & (ADULT.frame["occupation"] == "Adm-clerical")
    there = ADULT.frame[same]
    assert (found["sex"] == "Female").mean() == pytest.approx((there["sex"] == "Female").mean(), abs=0.08)
    assert found["age"].mean() == pytest.approx(there["age"].mean(), abs=2)
    assert (found["sex"] == "Female").mean() > 2 * (ADULT.frame["sex"] == "Female").mean()


def test_a_number_given_late_is_kept_and_spoken_for_by_those_about_it():
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng())
    asked = pd.DataFrame({"age": [19, 70] * 300})
    found = cart.sample(fitted, ADULT_TABLE, 600, rng=rng(1), given=asked)
    assert found["age"].tolist() == asked["age"].tolist()
    single_ = found.groupby("age")["marital_status"].agg(lambda each: (each == "Never-married").mean())
    assert single_[19] > 0.85 and single_[70] < 0.2


def refused(call: Any) -> str:
    with pytest.raises(ProvenderError) as told:
        call()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_what_cannot_be_given_is_refused_with_the_column():
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng(), order=("sex",))

    def ask(**asked: Any) -> str:
        return refused(lambda: cart.sample(fitted, ADULT_TABLE, 1, rng=rng(), given=pd.DataFrame(asked)))

    assert "relationship" in ask(sex=["Female"], relationship=["Husband"], age=[40], marital_status=["Never-married"])
    assert "'shoe'" in ask(shoe=[44])
    assert "column age, row 0" in ask(age=[12])
    assert "column sex, row 0" in ask(sex=["unknown"])
    assert "expected 1 rows" in ask(age=[20, 30])


def test_a_table_smaller_than_a_leaf_is_one_leaf_and_an_empty_one_is_refused():
    known = table(n={"kind": "integer"})
    assert "got none" in refused(lambda: cart.fit(pd.DataFrame({"n": range(0)}), known, rng=rng()))
    assert set(rows(pd.DataFrame({"n": [1, 2]}), known, 50)["n"]) == {1, 2}
    assert rows(pd.DataFrame({"n": [7]}), known, 3)["n"].tolist() == [7, 7, 7]


def test_settings_that_make_no_sense_are_refused():
    frame, known = pd.DataFrame({"n": range(9)}), table(n={"kind": "integer"})
    for wrong in ({"leaf": 0}, {"shared": 0}, {"few": 500}, {"prior": -1.0}, {"most_rows": 0}, {"depth": -1}):
        assert next(iter(wrong)) in refused(lambda wrong=wrong: cart.fit(frame, known, rng=rng(), **wrong))
    assert "'m'" in refused(lambda: cart.fit(frame, known, rng=rng(), order=("m",)))


def test_a_value_that_does_not_fit_is_named_with_its_row():
    known = table(n={"kind": "integer"}, x={"kind": "number", "low": 0}, c={"kind": "category", "values": ["a"]})
    good = pd.DataFrame({"n": [1.0] * 6, "x": [0.5] * 6, "c": ["a"] * 6})
    for name, value in (("n", 2.5), ("n", np.nan), ("n", 2.0**60), ("x", np.inf), ("x", -1.0), ("c", "b")):
        frame = good.copy()
        frame.loc[4, name] = value
        assert f"column {name}, row 4" in refused(lambda frame=frame: cart.fit(frame, known, rng=rng()))


KINDS = table(
    whole={"kind": "integer", "nullable": True},
    real={"kind": "number", "nullable": True, "role": "sensitive"},
    kind={"kind": "category", "values": ["🦆", "a\x00b", ""], "nullable": True},
    flag={"kind": "boolean", "nullable": True},
    day={"kind": "date", "nullable": True, "low": date(1400, 1, 1)},
    moment={"kind": "datetime", "nullable": True, "role": "sensitive", "high": datetime(2900, 1, 1)},
    nothing={"kind": "integer", "nullable": True},
    constant={"kind": "number"},
)


def every_kind(n: int, seed: int = 0) -> pd.DataFrame:
    """All kinds, a tenth of each missing, dates beyond what nanoseconds hold, one constant and one empty column."""
    draw = rng(seed)
    days = np.datetime64("1500-01-01", "s") + draw.integers(0, 200_000, n) * np.timedelta64(86_400, "s")
    frame = pd.DataFrame({
        "whole": pd.Series(draw.integers(-(10**12), 10**12, n)).astype("Int64"),
        "real": draw.normal(size=n) * 1e-9,
        "kind": draw.choice(np.array(["🦆", "a\x00b", ""], object), n),
        "flag": pd.Series(draw.integers(0, 2, n) == 1).astype("boolean"),
        "day": days,
        "moment": np.datetime64("2100-01-01", "s") + draw.integers(0, 10**8, n) * np.timedelta64(60, "s"),
        "nothing": pd.Series([pd.NA] * n, dtype="Int64"),
        "constant": np.full(n, 4.25),
    })  # fmt: skip
    for name in ("whole", "real", "kind", "flag", "day", "moment"):
        frame.loc[draw.random(n) < 0.1, name] = None
    return frame


@pytest.mark.parametrize("n", [5, 9, 12, 60, 3_000])
def test_every_kind_of_column_comes_back_with_its_missing_values(n: int):
    frame = every_kind(n)
    found = rows(frame, KINDS, 2_000)
    assert found["nothing"].isna().all() and (found["constant"] == 4.25).all()
    if n == 3_000:
        shares = found.isna().mean() - frame.isna().mean()
        assert shares.abs().max() < 0.03
        assert (found["moment"].dropna().astype("int64") % 60 == 0).all(), "points in time keep to whole minutes"


def test_ten_thousand_categories():
    """Each as often as it should be, and still telling of the next column where it is frequent."""
    weights = 1 / np.arange(1, 10_001)
    found_at = rng().choice(10_000, 20_000, p=weights / weights.sum())
    names = tuple(f"c{at}" for at in range(10_000))
    frame = pd.DataFrame({"c": np.array(names, object)[found_at], "even": found_at % 2 == 0})
    known = table(c={"kind": "category", "values": names}, even={"kind": "boolean"})
    for order in (("c",), ("even",)):
        found = rows(frame, known, order=order)
        number = found["c"].str[1:].astype(int)
        assert ((number % 2 == 0) == found["even"])[number < 20].mean() > 0.99
        assert (found["c"] == "c0").mean() == pytest.approx((frame["c"] == "c0").mean(), abs=0.01)


def test_missing_values_may_stand_on_a_side_of_their_own():
    draw = rng()
    x = np.where(draw.random(2_000) < 0.3, np.nan, draw.normal(size=2_000))
    frame = pd.DataFrame({"x": x, "lost": np.isnan(x)})
    known = table(x={"kind": "number", "nullable": True}, lost={"kind": "boolean"})
    for order in (("x",), ("lost",)):
        found = rows(frame, known, order=order)
        assert (found["x"].isna() == found["lost"]).mean() > 0.999


def test_no_rows_may_be_asked_for():
    fitted = cart.fit(ADULT.frame, ADULT_TABLE, rng=rng())
    assert list(cart.sample(fitted, ADULT_TABLE, 0, rng=rng())) == list(ADULT_TABLE.columns)
    assert len(cart.sample(fitted, ADULT_TABLE, 0, rng=rng(), given=pd.DataFrame({"age": []}))) == 0


def test_a_large_table_is_learnt_from_a_stated_sample():
    frame = pd.DataFrame({"n": np.arange(5_000) % 7})
    fitted = cart.fit(frame, table(n={"kind": "integer"}), rng=rng(), most_rows=1_000)
    assert fitted.notes["rows"] == 1_000 and sum(leaves(fitted)) == 1_000


def test_a_table_without_learnt_columns_gives_rows_without_columns():
    known = table(key={"kind": "id"})
    found = cart.sample(cart.fit(pd.DataFrame(index=range(9)), known, rng=rng()), known, 4, rng=rng())
    assert found.shape == (4, 0)


NUMBERS = st.lists(
    st.one_of(st.floats(-1e12, 1e12), st.floats(-1, 1), st.integers(-50, 50).map(float), st.just(float("nan"))),
    min_size=1, max_size=400,
)  # fmt: skip


@given(values=NUMBERS, sensitive=st.booleans(), shared=st.integers(1, 20), decimals=st.none() | st.integers(0, 3))
@settings(max_examples=200)
def test_cells_hold_every_number_and_give_numbers_within_bounds(
    values: list[float], sensitive: bool, shared: int, decimals: int | None
):
    """Whatever the numbers: each has a cell, and what is drawn stays within the bounds and on the grid."""
    numbers = np.array(values) if decimals is None else np.round(values, decimals)
    there = numbers[~np.isnan(numbers)]
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    known = Column(kind="number", low=low, high=high, decimals=decimals, nullable=True,
                   role="sensitive" if sensitive else "plain")  # fmt: skip
    cells = _cells.cut(numbers, known, few=50, shared=shared)
    places, _ = _cells.place(numbers, cells)
    assert len(cells.low) <= 256 and np.array_equal(places == 0, np.isnan(numbers))
    found = _cells.values(np.repeat(places, 3), cells, rng())
    assert ((found >= low) & (found <= high) | np.isnan(found)).all()
    assert columns.holds(known, columns.decode(found, known)).all()


def test_a_heavy_tail_keeps_its_shape_without_its_largest_value():
    """Quantiles of a Pareto distribution up to the 999th thousandth, within what 20 rows beyond it can tell."""
    x = rng().pareto(3.0, 20_000)
    known = table(x={"kind": "number", "low": 0})
    found = rows(pd.DataFrame({"x": x}), known)["x"]
    for share in (0.1, 0.5, 0.9, 0.99, 0.999):
        assert np.quantile(found, share) == pytest.approx(np.quantile(x, share), rel=0.1 if share < 0.99 else 0.25)
    assert x.max() not in set(found)


def test_a_schema_of_one_table_is_enough():
    """The example of the package: any table with a schema, in two calls."""
    known = single("t", {"n": Column(kind="integer")}).only()
    assert len(rows(pd.DataFrame({"n": range(100)}), known, 10)) == 10
