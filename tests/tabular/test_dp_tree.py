"""The engine dp_tree: rows that fit the schema, near the truth where the budget allows, whatever comes in."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import columns, models, real
from synth.tabular.dp import bounds, cells, draw, graph
from synth.tabular.dp.junction import Link
from synth.tabular.dp.ledger import BudgetError
from synth.tabular.engines import dp_tree
from synth.tabular.models import Fit
from synth.tabular.schema import Column, SchemaError, Table, single

MIXED = Table(columns={
    "sex": Column(kind="category", values=("f", "m")),
    "city": Column(kind="category", values=("Bergen", "Cork", "Łódź", "Ürümqi"), nullable=True),
    "member": Column(kind="boolean", nullable=True),
    "age": Column(kind="integer", low=0, high=110),
    "paid": Column(kind="number", low=-1000, high=250_000, decimals=2, nullable=True),
    "weight": Column(kind="number", low=0.5, high=300),
    "day": Column(kind="date", low="1950-01-01", high="2025-12-31"),
    "seen": Column(kind="datetime", low="2020-01-01T00:00:00", high="2024-12-31T23:59:59", nullable=True),
})  # fmt: skip


def mixed(n: int, seed: int = 0) -> pd.DataFrame:
    """Rows of every kind of column, of which most depend on each other."""
    rng = np.random.default_rng(seed)
    sex = rng.integers(0, 2, n)
    age = np.clip(rng.normal(30 + 20 * sex, 10, n), 0, 110).round()
    city = np.where(rng.random(n) < 0.1, np.nan, (age // 20).clip(0, 3))
    rows = {
        "sex": sex, "city": city, "member": np.where(rng.random(n) < 0.2, np.nan, age > 40), "age": age, "paid":
        np.where(rng.random(n) < 0.5, 0.0, np.round(age * 100 + rng.random(n), 2)), "weight": 50 + 20 * sex + age /
        10, "day": (18_000 - age * 150).round(), "seen": np.where(age > 60, np.nan, 1_600_000_000 + age * 1e6),
    }  # fmt: skip
    return columns.frame_of({name: np.asarray(values, float) for name, values in rows.items()}, MIXED)


def fitted(frame: pd.DataFrame, table: Table, epsilon: float = 1.0, seed: int = 1, **rest: Any) -> Fit:
    return dp_tree.fit(frame, table, rng=np.random.default_rng(seed), epsilon=epsilon, **rest)


def drawn(fit: Fit, table: Table, n: int, seed: int = 2, given: pd.DataFrame | None = None) -> pd.DataFrame:
    return dp_tree.sample(fit, table, n, rng=np.random.default_rng(seed), given=given)


def fits(frame: pd.DataFrame, table: Table) -> bool:
    """Whether every value is one that its column may hold, in the table's order."""
    return list(frame) == list(table.columns) and all(
        columns.holds(column, frame[name]).all() for name, column in table.columns.items()
    )


@pytest.mark.parametrize("epsilon", [0.05, 1.0, 100.0])
def test_rows_of_every_kind_fit_the_schema(epsilon: float) -> None:
    """At any budget; types are those that frames have."""
    frame = mixed(3000)
    rows = drawn(fitted(frame, MIXED, epsilon), MIXED, 1000)
    assert fits(rows, MIXED)
    assert {name: str(kind) for name, kind in rows.dtypes.items()} == {n: str(k) for n, k in frame.dtypes.items()}


def test_the_ledger_accounts_for_every_mechanism() -> None:
    """Every column, then a choice and a count for each pair; the total is what was asked for, or just below."""
    fit = fitted(mixed(500), MIXED, 1.0)
    told = fit.notes["ledger"]
    kinds = [entry["what"] for entry in told["entries"]]
    assert {f"counts of {name}" for name in MIXED.columns} <= set(kinds)
    pairs = [kind for kind in kinds if " and " in kind]
    assert 4 < kinds.count("choice of a pair") == len(pairs)
    assert told["spent"]["epsilon"] <= 1.0 and told["spent"]["rho"] >= 0.99 * told["rho"]
    assert sum(entry["rho"] for entry in told["entries"]) == pytest.approx(told["spent"]["rho"])
    assert any("seed" in sentence for sentence in told["assumed"]) and told["delta"] == dp_tree.DELTA


def test_the_model_is_json_and_arrays_and_comes_back(tmp_path: Path) -> None:
    """Saved without pickle; the loaded one gives the same rows."""
    fit = fitted(mixed(500), MIXED)
    json.dumps(fit.notes)
    models.save(models.Model("dp_tree", single("t", MIXED.columns), fit.notes, fit.arrays), tmp_path)
    back = models.load(tmp_path)
    pd.testing.assert_frame_equal(drawn(Fit(back.notes, back.arrays), MIXED, 50), drawn(fit, MIXED, 50))


def test_same_seed_same_rows_and_another_seed_others() -> None:
    """Both of the fit and of the sample."""
    frame = mixed(500)
    rows = drawn(fitted(frame, MIXED), MIXED, 100)
    pd.testing.assert_frame_equal(rows, drawn(fitted(frame, MIXED), MIXED, 100))
    assert not rows.equals(drawn(fitted(frame, MIXED, seed=5), MIXED, 100))
    assert not rows.equals(drawn(fitted(frame, MIXED), MIXED, 100, seed=5))


def test_the_order_of_rows_changes_nothing() -> None:
    """Only counts are seen."""
    frame = mixed(500)
    turned = frame.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(drawn(fitted(frame, MIXED), MIXED, 50), drawn(fitted(turned, MIXED), MIXED, 50))


def variation(one: pd.Series[Any], other: pd.Series[Any]) -> float:
    """Total variation distance of two columns of names."""
    shares = pd.concat([one.value_counts(normalize=True), other.value_counts(normalize=True)], axis=1).fillna(0)
    return float(np.abs(shares.iloc[:, 0] - shares.iloc[:, 1]).sum() / 2)


def census(*names: str) -> tuple[pd.DataFrame, Table]:
    """Some columns of the shipped census rows."""
    frame, schema = real.read("adult")
    return frame[[*names]], Table(columns={name: schema.only().columns[name] for name in names})


def test_columns_and_pairs_are_near_the_truth_when_the_budget_is_large() -> None:
    """At ε = 100 on some columns of the shipped census rows: each category, and pairs that depend on each other."""
    frame, table = census("education", "income", "relationship", "sex", "marital_status", "age", "hours_per_week")
    rows = drawn(fitted(frame, table, 100.0), table, 5000)
    for name in [name for name, column in table.columns.items() if column.kind == "category"]:
        assert variation(frame[name], rows[name]) < 0.02, name
    pairs = [("education", "income"), ("relationship", "sex"), ("marital_status", "relationship")]
    for one, other in pairs:
        assert variation(frame[one] + frame[other], rows[one] + rows[other]) < 0.06, (one, other)
    for name in ("age", "hours_per_week"):
        points = frame[name].quantile(np.linspace(0, 1, 21)).unique()
        apart = [abs((frame[name] <= point).mean() - (rows[name] <= point).mean()) for point in points]
        assert max(apart) < 0.03, name


def test_small_budgets_give_the_truth_less_well() -> None:
    """The distance of a column grows when ε falls: there is noise, and it is where it is said to be."""
    frame, table = census("education", "age", "sex", "capital_gain", "workclass")
    far, near = (
        variation(frame["education"], drawn(fitted(frame, table, epsilon), table, 5000)["education"])
        for epsilon in (0.1, 100.0)
    )
    assert near < 0.02 < far


def test_the_number_of_rows_is_told_with_noise() -> None:
    """Different seeds tell different numbers, near the truth; sampling does not know the real one."""
    frame, table = mixed(2000)[["sex", "city"]], Table(columns={name: MIXED.columns[name] for name in ("sex", "city")})
    told = [fitted(frame, table, seed=seed).notes["rows"] for seed in range(6)]
    assert len(set(told)) > 1 and all(abs(rows - 2000) < 600 for rows in told)


# what is not declared


def test_bounds_that_are_not_declared_are_found_and_paid_for() -> None:
    """Powers of two around nearly all values; entered in the ledger; the real extremes stay unknown."""
    rng = np.random.default_rng(3)
    values = np.append(rng.normal(40_000, 9_000, 5000).round(), 1e9)
    table = Table(columns={"salary": Column(kind="integer")})
    fit = fitted(pd.DataFrame({"salary": values.astype(np.int64)}), table)
    assert fit.notes["ledger"]["entries"][0]["what"] == "bounds of salary"
    rows = drawn(fit, table, 2000)["salary"]
    assert rows.min() >= 2**12 and rows.max() <= 2**17
    assert abs(rows.median() - 40_000) < 3000


def test_a_declared_bound_holds_though_the_other_is_estimated() -> None:
    """Only what is missing is estimated."""
    table = Table(columns={"n": Column(kind="number", low=0.0), "d": Column(kind="date", high="2024-12-31")})
    frame = pd.DataFrame({"n": np.full(3000, 7.5), "d": pd.to_datetime(["2020-05-05"] * 3000).astype("datetime64[s]")})
    rows = drawn(fitted(frame, table), table, 500)
    assert fits(rows, table) and rows["n"].max() <= 8.0


def test_undeclared_bounds_and_values_can_be_refused() -> None:
    """One sentence names the column and what is missing."""
    frame = pd.DataFrame({"n": [1, 2], "c": ["x", "y"]})
    for name, kind, wanted in (("n", "integer", "low and high"), ("c", "category", "values")):
        table = Table(columns={name: Column(kind=kind)})  # type: ignore[arg-type]
        with pytest.raises(SchemaError, match=f"column {name}: expected {wanted}"):
            fitted(frame[[name]], table, undeclared="refuse")


def test_undeclared_names_come_out_if_many_share_them_and_rare_ones_are_pooled() -> None:
    """A name of one row never does; δ pays for it."""
    table = Table(columns={"c": Column(kind="category")})
    frame = pd.DataFrame({"c": ["often"] * 900 + ["also"] * 600 + [f"person {n}" for n in range(300)]})
    for seed in range(20):
        fit = fitted(frame, table, seed=seed)
        assert set(drawn(fit, table, 3000)["c"]) == {"often", "also", cells.OTHER}
    spent = fit.notes["ledger"]["spent"]
    assert 0 < spent["delta of thresholds"] <= dp_tree.DELTA / 2 and spent["epsilon"] <= 1.0
    assert "person" not in json.dumps(fit.notes)


def test_a_pattern_leaves_no_room_for_others() -> None:
    """Where the pooled name would break the column's pattern, only names that were found come out."""
    table = Table(columns={"c": Column(kind="category", pattern="[A-Z]")})
    rows = drawn(fitted(pd.DataFrame({"c": ["A"] * 900 + ["B"]}), table), table, 300)
    assert set(rows["c"]) == {"A"}


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30))
def test_every_number_is_in_the_bucket_whose_edges_hold_it(values: list[float]) -> None:
    """Up to the last powers, which hold all beyond."""
    for value, place in zip(values, bounds.bucket(np.array(values)).tolist(), strict=True):
        low, high = bounds._edge(place, upper=False), bounds._edge(place, upper=True)
        if abs(value) < 2.0**bounds.LEAST:
            assert (low, high) == (0.0, 0.0)
        elif abs(value) < 2.0**bounds.MOST:
            assert low <= value <= high


# given


def test_given_columns_are_kept_and_the_rest_follows_them() -> None:
    """The values of the given columns come back as they are; what depends on them is drawn so."""
    frame, table = census("age", "marital_status", "relationship", "sex")
    fit = fitted(frame, table, 100.0)
    asked = pd.DataFrame({"sex": ["Female", "Male"] * 1000, "age": [20, 70] * 1000})
    rows = drawn(fit, table, 2000, given=asked)
    pd.testing.assert_frame_equal(rows[["sex", "age"]], asked)
    assert fits(rows, table)
    women, men = rows[rows["sex"] == "Female"], rows[rows["sex"] == "Male"]
    assert not (women["relationship"] == "Husband").mean() > 0.01
    assert (men["marital_status"] == "Never-married").mean() < 0.3 < (women["marital_status"] == "Never-married").mean()


def tree(sizes: tuple[int, ...], links: list[Link], seed: int) -> graph.Tree:
    """A random distribution of this shape, each group a cell."""
    rng = np.random.default_rng(seed)
    tables = [np.empty(0)] * len(sizes)
    for link in links:
        above = int(np.prod([sizes[place] for place in link.parents], initial=1))
        tables[link.column] = rng.dirichlet(np.full(sizes[link.column], 0.7), above)
    groups = tuple(np.arange(size) for size in sizes)
    return graph.Tree(tuple(links), tuple(tables), groups, tuple(np.ones(size) for size in sizes))


def joint(made: graph.Tree) -> dict[tuple[int, ...], float]:
    """The probability of every row, by the chain rule."""
    found = {}
    for row in itertools.product(*(range(size) for size in made.sizes())):
        p = 1.0
        for link in made.links:
            above = (
                int(graph.index({i: np.array([v]) for i, v in enumerate(row)}, link.parents, made.sizes())[0])
                if (link.parents)
                else 0
            )
            p *= made.tables[link.column][above, row[link.column]]
        found[row] = p
    return found


SHAPES = [
    ((2, 3, 2, 3), [Link(1, ()), Link(0, (1,)), Link(3, (1, 0)), Link(2, (0, 3))]),
    ((2, 2, 3, 2), [Link(0, ()), Link(2, (0,)), Link(1, (2, 0)), Link(3, (2, 1, 0))]),
    ((3, 2, 2, 2), [Link(3, ()), Link(2, (3,)), Link(1, (3,)), Link(0, (2,))]),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("known", [(), (0,), (2,), (3, 1), (0, 1, 2, 3)])
def test_rows_have_the_exact_conditional_distribution(shape: Any, known: tuple[int, ...]) -> None:
    """Against the whole table of probabilities, for every case of what is given."""
    made = tree(*shape, seed=7)
    table, n = joint(made), 40_000
    for case in list(itertools.product(*(range(made.sizes()[place]) for place in known)))[:4]:
        given_cells = {place: np.full(n, value) for place, value in zip(known, case, strict=True)}
        rows = draw.rows(made, n, given_cells, rng=np.random.default_rng(8))
        wanted = {row: p for row, p in table.items() if all(row[i] == v for i, v in zip(known, case, strict=True))}
        total = sum(wanted.values())
        seen = pd.Series(list(zip(*(rows[place].tolist() for place in range(4)), strict=True))).value_counts() / n
        assert set(seen.index) <= set(wanted)
        apart = sum(abs(p / total - float(seen.get(row, 0.0))) for row, p in wanted.items()) / 2
        assert apart < 0.02, (known, case)


def test_many_different_cases_are_worked_out_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portions change nothing about which rows are given what."""
    made = tree(*SHAPES[0], seed=7)
    rng = np.random.default_rng(9)
    given_cells = {0: rng.integers(0, 2, 500), 3: rng.integers(0, 3, 500)}
    monkeypatch.setattr(draw, "_AT_ONCE", 1)
    rows = draw.rows(made, 500, given_cells, rng=rng)
    assert all((rows[place] == given_cells[place]).all() for place in given_cells) and set(rows) == {0, 1, 2, 3}


def test_what_the_model_thinks_impossible_still_ends() -> None:
    """A combination that no real row shows is drawn given, at once."""
    frame = pd.DataFrame({"a": ["x", "y"] * 500, "b": ["x", "y"] * 500, "c": ["x", "y"] * 500})
    table = Table(columns={name: Column(kind="category", values=("x", "y")) for name in frame})
    fit = fitted(frame, table, 100.0)
    asked = pd.DataFrame({"a": ["x"] * 50, "b": ["y"] * 50})
    rows = drawn(fit, table, 50, given=asked)
    assert (rows[["a", "b"]] == asked).all().all() and fits(rows, table)


def test_given_values_that_no_column_holds_are_one_sentence() -> None:
    """It names column and row."""
    fit = fitted(mixed(200), MIXED)
    with pytest.raises(SchemaError, match="given column sex, row 1: expected what the schema allows, got x"):
        drawn(fit, MIXED, 2, given=pd.DataFrame({"sex": ["f", "x"]}))


# hostile tables


@pytest.mark.parametrize("epsilon", [1e-4, 1e-6])
def test_a_budget_too_small_to_learn_anything_is_one_sentence(epsilon: float) -> None:
    """The noise would be larger than thousands of rows."""
    with pytest.raises(BudgetError, match="expected a larger epsilon"):
        fitted(mixed(50), MIXED, epsilon)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tables_of_hardly_any_rows_give_rows(n: int) -> None:
    """Noise alone, or nearly: it fits the schema."""
    assert fits(drawn(fitted(mixed(n), MIXED), MIXED, 40), MIXED)


def test_columns_without_a_value_or_with_one() -> None:
    """All missing, a constant, one declared value, bounds that are one point."""
    table = Table(columns={
        "empty": Column(kind="number", nullable=True), "void": Column(kind="category", nullable=True),
        "one": Column(kind="category", values=("only",)), "point": Column(kind="integer", low=3, high=3),
        "zero": Column(kind="number", low=0, high=0),
    })  # fmt: skip
    frame = pd.DataFrame({"empty": [np.nan] * 400, "void": [None] * 400, "one": "only", "point": 3, "zero": 0.0})
    rows = drawn(fitted(frame, table), table, 100)
    assert fits(rows, table)
    assert rows["empty"].isna().mean() > 0.8


def test_ten_thousand_categories() -> None:
    """Declared: the frequent ones come out frequent. Not declared: those and the pool."""
    names = tuple(f"n{number}" for number in range(10_000))
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"c": np.append(np.array(names)[rng.integers(0, 10_000, 10_000)], ["n7"] * 10_000), "d": "x"})
    other = Column(kind="category", values=("x",))
    for values in (names, ()):
        table = Table(columns={"c": Column(kind="category", values=values), "d": other})
        rows = drawn(fitted(frame, table), table, 2000)
        assert 0.3 < (rows["c"] == "n7").mean() < 0.7


def test_a_table_without_columns_is_refused() -> None:
    """One sentence."""
    with pytest.raises(SchemaError, match="at least one column"):
        fitted(pd.DataFrame(index=range(3)), MIXED)


def test_names_of_columns_may_be_anything() -> None:
    """Emoji, NUL, slashes: they never become names of files."""
    table = Table(columns={name: Column(kind="boolean") for name in ("🙂", "a\x00b", "../../x", "")})
    frame = pd.DataFrame({name: [True, False] * 50 for name in table.columns})
    assert fits(drawn(fitted(frame, table), table, 20), table)


def test_a_large_delta_is_warned_of() -> None:
    """δ near one in the number of rows lets a row out as it is; what is told of n has noise."""
    assert "is not small" in fitted(mixed(2000), MIXED, delta=1e-3).notes["warnings"][0]
    assert fitted(mixed(2000), MIXED).notes["warnings"] == []


NUMBERS = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.floats(-1e15, 1e15))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(NUMBERS, st.text(max_size=3), st.booleans()), max_size=12), st.floats(0.1, 50))
def test_any_rows_give_rows_that_fit(rows: list[tuple[Any, str, bool]], epsilon: float) -> None:
    """Numbers and names without bounds and values, of any size."""
    table = Table(columns={
        "n": Column(kind="number", nullable=True), "c": Column(kind="category"), "b": Column(kind="boolean")
    })  # fmt: skip
    frame = pd.DataFrame({
        "n": np.array([row[0] for row in rows], float), "c": pd.Series([row[1] for row in rows], dtype=object),
        "b": np.array([row[2] for row in rows], bool),
    })  # fmt: skip
    assert fits(drawn(fitted(frame, table, epsilon), table, 30), table)


def test_no_rows_can_be_drawn() -> None:
    """A table of no rows has its columns, with and without something given."""
    fit = fitted(mixed(200), MIXED)
    assert list(drawn(fit, MIXED, 0)) == list(MIXED.columns) and len(drawn(fit, MIXED, 0)) == 0
    assert len(drawn(fit, MIXED, 0, given=pd.DataFrame({"sex": pd.Series([], dtype=object)}))) == 0
    with pytest.raises(SchemaError, match="as many given rows as are drawn, 3; got 1"):
        drawn(fit, MIXED, 3, given=pd.DataFrame({"sex": ["f"]}))
