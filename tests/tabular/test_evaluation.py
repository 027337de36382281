"""Measures of one table: associations, scores with intervals and by group, plots that point at nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import schema
from synth.tabular.evaluation.association import association
from synth.tabular.evaluation.features import valued
from synth.tabular.evaluation.likeness import diagnostic
from synth.tabular.evaluation.measures import MeasureError, _by_table, _gaps
from synth.tabular.evaluation.pairs import FEWEST, pair_plots
from synth.tabular.evaluation.plots import column_plot
from synth.tabular.evaluation.scores import scored, scorer
from synth.tabular.evaluation.utility import UtilityError, utility

PEOPLE = schema.parse(
    """
name: people
columns:
  age: {kind: integer, nullable: true}
  group: {kind: category, values: [a, b, rare]}
  x: {kind: number}
  seen: {kind: date, nullable: true}
  ill: {kind: boolean}
""",
    "people.yaml",
)
CELLS = st.one_of(st.just(np.nan), st.integers(0, 5).map(float), st.floats(-1e300, 1e300))


def people(count: int, seed: int, *, useless_for: str = "") -> pd.DataFrame:
    """Whoever has a large x is ill, in all groups but the useless one."""
    rng = np.random.default_rng(seed)
    group = rng.choice(["a", "b", "rare"], count, p=[0.5, 0.48, 0.02])
    x = rng.normal(size=count)
    ill = np.where(group == useless_for, rng.random(count) < 0.5, x + rng.normal(0, 0.3, count) > 0)
    age = pd.Series(rng.integers(0, 90, count)).astype("Int64").where(rng.random(count) > 0.1)
    seen = pd.Series(np.datetime64("2000-01-01", "s") + rng.integers(0, 8000, count) * np.timedelta64(86_400, "s"))
    return pd.DataFrame({"age": age, "group": group, "x": x, "seen": seen.where(x < 1), "ill": ill})


def test_associations_of_each_kind() -> None:
    """1 for what tells the other, signed for numbers; near 0 for what does not, however many values it has."""
    rng = np.random.default_rng(0)
    level, numbers = rng.integers(0, 20, 300).astype(float), rng.normal(size=300)
    assert association(level, level, ordered=(False, False)) == 1.0
    assert association(numbers, -(numbers**3), ordered=(True, True)) == -1.0
    assert association(level * 100 + numbers, level, ordered=(True, False)) > 0.99
    other = rng.permutation(level)
    for ordered in ((False, False), (True, False), (True, True)):
        assert abs(association(other, level, ordered=ordered)) < 0.2
    # Uncorrected, Cramér's V of two unrelated columns of 20 values in 300 rows is 0.25.
    assert association(rng.integers(0, 20, 300).astype(float), level, ordered=(False, False)) < 0.12


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=30), st.booleans(), st.booleans())
def test_an_association_is_always_a_number(pairs: list[tuple[float, float]], one: bool, other: bool) -> None:
    """In [-1, 1], whatever is missing, constant or huge."""
    left, right = np.array(pairs, float).reshape(-1, 2).T
    assert -1 <= association(left, right, ordered=(one, other)) <= 1


def test_scores_are_those_of_scikit_learn() -> None:
    """With weights, as resampling gives them, and with ties."""
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    truth, guess, weights = rng.integers(0, 2, 200) * 1.0, rng.random(200).round(1), rng.integers(0, 4, 200) * 1.0
    both = np.column_stack([1 - guess, guess])
    found = scorer("auc", truth, both)(weights)
    assert found == pytest.approx(metrics.roc_auc_score(truth, guess, sample_weight=weights))
    assert np.isnan(scorer("auc", truth, both)(truth))
    right = metrics.accuracy_score(truth, guess > 0.5, sample_weight=weights)
    assert scorer("accuracy", truth, both)(weights) == pytest.approx(right)
    numbers = 1e6 + rng.normal(size=200)
    guessed = numbers + rng.normal(size=200)
    found = scorer("r2", numbers, guessed[:, None])(weights)
    assert found == pytest.approx(metrics.r2_score(numbers, guessed, sample_weight=weights))


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    """A coin guessed at random: 0.5 is within the 95% interval in most of 40 samples, and not in all by width."""
    within, width = 0, 0.0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        truth, guess = rng.integers(0, 2, 200) * 1.0, rng.random(200)
        score = {"": (scorer("auc", truth, np.column_stack([guess, guess])), np.arange(200))}
        found = scored(score, 200, rng=rng)[""]
        within, width = within + (found.low <= 0.5 <= found.high), width + found.high - found.low
    assert 33 <= within <= 40
    assert width / 40 < 0.2


def test_sdmetrics_diagnoses_values_that_no_real_row_has() -> None:
    """Fresh rows of the same kind are all but valid; of ages beyond all real ones the half is not."""
    pytest.importorskip("sdmetrics", reason="the extra 'tabular' is not installed")
    real, fresh = people(400, 1), people(400, 2)
    spoilt = fresh.assign(age=fresh["age"].mask(np.arange(400) % 2 == 0, 900))
    found = [diagnostic({"people": real}, {"people": rows}, PEOPLE) for rows in (fresh, spoilt)]
    assert [one["structure"] for one in found] == [1.0, 1.0]
    assert found[0]["validity"] > 0.99
    assert found[1]["validity"] < 0.92
    assert found[0]["relationships"] is None


def test_a_group_that_the_synthetic_rows_got_wrong_is_seen() -> None:
    """Its score falls, the others' do not; the gap grows beside that of real rows; a small group says so."""
    pytest.importorskip("sklearn")
    sides = {"synthetic": people(1500, 1, useless_for="b"), "real rows": people(1500, 2)}
    table = PEOPLE.only()
    found = utility(sides, people(1500, 3), table, "ill", rng=np.random.default_rng(0), by=("group", "ill"))
    assert found.measure == "auc"
    assert found.groups["group", "rare"] == "fewer than 50 rows: too few to say"
    assert utility(sides, people(300, 3), table, "ill", rng=np.random.default_rng(0), by=("group",)).groups.keys() == {
        ("group", "a"), ("group", "b")
    }  # fmt: skip
    scores = {value: found.groups["group", value] for value in "ab"}
    rows = [{"column": "group", "value": value, **{name: one._asdict() for name, one in told.items()}}
            for value, told in scores.items() if not isinstance(told, str)]  # fmt: skip
    (gap,) = _gaps(rows)
    assert gap["synthetic"] > gap["real rows"] + 0.02
    assert found.scores["real rows"].low <= found.scores["real rows"].value <= found.scores["real rows"].high
    assert ("ill", "True") not in found.groups
    only = table.model_copy(update={"columns": {"ill": table.columns["ill"]}})
    with pytest.raises(UtilityError, match="no other column"):
        utility(sides, people(50, 3), only, "ill", rng=np.random.default_rng(0))


def test_no_cell_of_a_map_is_a_person() -> None:
    """Nothing is shown of fewer than ten real rows, but what is synthetic; and the strongest pairs come first."""
    real, rows = people(600, 1), people(600, 2)
    rows.loc[0, ["group", "ill"]] = ["rare", True]
    plots = pair_plots(real, rows, PEOPLE.only())
    strengths = [abs(plot["association"]["real"]) for plot in plots]
    assert strengths == sorted(strengths, reverse=True)
    assert {plots[0]["across"], plots[0]["down"]} == {"x", "ill"}
    for plot in plots:
        shown = np.array(plot["real"], float)
        assert shown.shape == (len(plot["down labels"]), len(plot["across labels"]))
        assert np.nanmin(shown) * len(real) >= FEWEST - 0.5
        assert np.isnan(np.array(plot["difference"], float)[np.isnan(shown)]).all()
        assert np.nansum(np.array(plot["synthetic"], float)) == pytest.approx(1, abs=0.01)
        assert np.nanmax(np.array(plot["synthetic"], float)) <= plot["most"] + 1e-9


@settings(max_examples=30)
@given(st.lists(st.tuples(CELLS, st.sampled_from(["p", "q", None, "\x00", "é"])), min_size=1, max_size=60))
def test_maps_of_anything(cells: list[tuple[float, str | None]]) -> None:
    """Whatever stands there: shapes fit, and a real cell of few rows is not shown."""
    frame = pd.DataFrame(cells, columns=["n", "c"]).astype({"n": float, "c": object})
    known = schema.parse("name: t\ncolumns: {n: {kind: number, nullable: true}, c: {kind: category}}", "t")
    table = valued(known, {"t": frame}).only()
    for plot in pair_plots(frame, frame, table):
        assert all(len(row) == len(plot["across labels"]) for row in plot["real"])
        assert all(value is None or value * len(frame) > FEWEST - 0.1 for row in plot["real"] for value in row)


@pytest.mark.parametrize(
    ("values", "first"),
    [
        pytest.param([1, 2, 3, None] * 20, "1", id="whole numbers with gaps"),
        pytest.param(pd.date_range("1990-01-01", periods=80, freq="90D"), "1990", id="dates"),
        pytest.param([pd.NaT, pd.Timestamp("2000-02-03")] * 40, "2000-02-03", id="a day and gaps"),
        pytest.param([0.001, 0.002] * 40, "0.001", id="small numbers"),
        pytest.param([None] * 80, "0", id="nothing"),
    ],
)
def test_plots_of_awkward_columns(values: Any, first: str) -> None:
    """Labels are of the column's kind; missing values are a bar; bars of few real rows are empty."""
    series = pd.Series(values, dtype="float64" if values[0] is None else None)
    plot = column_plot(series, series)
    assert plot["labels"][0].startswith(first)
    assert ("missing" in plot["labels"]) == series.isna().any()
    assert all(share == 0 or share * len(series) > FEWEST - 0.1 for share in plot["real"])
    assert len(plot["labels"]) == len(plot["real"]) == len(plot["synthetic"])


def test_columns_are_named_with_or_without_their_table() -> None:
    """A child knows its parent's; a name that nothing has is an error."""
    shop = schema.parse(
        "name: s\ntables:\n  a: {key: [id], columns: {id: {kind: id}, sex: {kind: boolean}}}\n"
        "  b: {parents: [{table: a, columns: [of]}], columns: {of: {kind: id}, cost: {kind: number}}}",
        "s.yaml",
    )
    assert _by_table(("sex",), shop) == {"a": ("sex",), "b": ("a.sex",)}
    assert _by_table(("b.cost",), shop) == {"a": (), "b": ("cost",)}
    with pytest.raises(MeasureError, match="no column 'age' to judge by; there are: sex, cost"):
        _by_table(("age",), shop)
