"""Protection against leaks that are known: each happens in plain SDV, and not to a table that was protected."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import columns, pii, rules, schema
from synth.tabular.detect import detect
from synth.tabular.extremes import released
from synth.tabular.protect import ProtectError, protect
from synth.tabular.reading import TableError, typed
from synth.tabular.schema import Column, Table

RARE = "Atlantis"
LARGEST, SMALLEST = 987_654, -31_337


def people(n: int = 600) -> pd.DataFrame:
    """A table with a country that three people have, and with one salary far above and one far below all others."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "country": rng.choice(["France", "Spain", "Italy"], n),
            "salary": rng.integers(20_000, 90_000, n),
            "born": np.datetime64("1950-01-01", "s") + rng.integers(0, 18_000, n).astype("timedelta64[D]"),
            "weight": rng.normal(75, 12, n).round(1),
            "member": rng.random(n) < 0.5,
        }
    )
    frame.loc[[5, 50, 500], "country"] = RARE
    frame.loc[7, "salary"], frame.loc[8, "salary"] = LARGEST, SMALLEST
    frame.loc[9, "born"] = np.datetime64("1899-05-17", "s")
    return frame


def known(frame: pd.DataFrame) -> Table:
    """The schema that is detected."""
    return detect({"people": frame}, "people").schema.only()


def guarded(frame: pd.DataFrame, table: Table | None = None, **settings: Any) -> Any:
    """The frame protected, with a fixed seed."""
    return protect(frame, table or known(frame), rng=np.random.default_rng(0), **settings)


def plain_sdv(frame: pd.DataFrame, n: int) -> pd.DataFrame:
    """What SDV's Gaussian copula gives with the schema that SDV detects, all at its defaults."""
    from sdv.metadata import Metadata
    from sdv.single_table import GaussianCopulaSynthesizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        synthesizer = GaussianCopulaSynthesizer(Metadata.detect_from_dataframes({"t": frame}))
        synthesizer.fit({"t": frame})
        return synthesizer.sample(n)["t"]


@pytest.mark.slow
def test_a_rare_category_leaves_plain_sdv_and_not_a_protected_table() -> None:
    """Three of 600 people come from Atlantis: SDV says so, and says nothing of it when they were joined to others."""
    frame = people()[["country", "weight"]]
    assert RARE in set(plain_sdv(frame, 3_000)["country"])
    assert RARE not in set(plain_sdv(guarded(frame).frame, 3_000)["country"])


@pytest.mark.slow
def test_the_exact_extremes_leave_plain_sdv_and_not_a_protected_table() -> None:
    """One person earns most: SDV clips to that salary and releases it to the digit."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"salary": rng.integers(20_000, 90_000, 600), "weight": rng.normal(75, 12, 600).round(1)})
    extremes = {frame["salary"].min(), frame["salary"].max()}
    assert frame["salary"].isin(extremes).sum() == 2
    wild, tame = plain_sdv(frame, 20_000), plain_sdv(guarded(frame).frame, 20_000)
    assert extremes & set(wild["salary"])
    assert not extremes & set(tame["salary"])


@pytest.mark.slow
def test_names_under_an_innocent_column_leave_plain_sdv_and_not_the_fakes() -> None:
    """``Full Name`` is a category to SDV, and every released name is real; here none is."""
    from faker import Faker

    fake = Faker("en_GB")
    fake.seed_instance(1)
    names, phones = ([maker() for _ in range(150)] * 2 for maker in (fake.name, fake.phone_number))
    frame = pd.DataFrame({"Full Name": names, "notes": phones})
    wild = plain_sdv(frame, 300)
    assert set(wild["Full Name"]) <= set(frame["Full Name"]) and set(wild["notes"]) <= set(frame["notes"])
    table = detect({"t": frame}, "t").schema.only()
    assert [table.columns[name].pii for name in frame] == ["name", "phone"]
    rng = np.random.default_rng(0)
    real = {table.columns[name].pii: pii.seen(frame[name], rng=rng) for name in frame}
    made = pii.fakes(table, pd.DataFrame(index=range(300)), rng=rng, styles=pii.styles(frame, table), real=real).columns
    assert not any(set(made[name]) & set(frame[name]) for name in frame)


@pytest.mark.slow
def test_a_table_of_one_row_leaves_plain_sdv_verbatim_and_is_refused_here() -> None:
    """Nine people are too few to hide among; so is one."""
    frame = pd.DataFrame({"country": [RARE], "salary": [LARGEST]})
    wild = plain_sdv(frame, 5)
    assert set(wild["country"]) == {RARE} and set(wild["salary"]) == {LARGEST}
    with pytest.raises(ProtectError, match="expected at least 10 people in the table, got 1"):
        guarded(frame)


@pytest.mark.slow
def test_silent_damage_of_plain_sdv_is_a_sentence_or_a_kind_here() -> None:
    """An infinity empties SDV's column, old dates come out verbatim."""
    with_infinity = pd.DataFrame({"a": [*np.linspace(0, 1, 99), np.inf], "b": range(100)})
    assert plain_sdv(with_infinity, 50)["a"].isna().all()
    with pytest.raises(TableError, match="column a, row 99"):
        known(with_infinity)
    old = pd.DataFrame({"a": [f"1600-0{1 + n % 9}-{n % 4 + 1:02}" for n in range(100)], "b": range(100)})
    assert set(plain_sdv(old, 50)["a"]) <= set(old["a"])
    assert known(old).columns["a"].kind == "date"


def test_no_schema_holds_what_sdv_metadata_holds() -> None:
    """Neither the detected schema nor the protected one names an extreme or a rare value."""
    frame = people()
    found = guarded(frame)
    text = schema.dump(schema.single("a", known(frame).columns)) + schema.dump(schema.single("b", found.table.columns))
    assert not [secret for secret in (RARE, str(LARGEST), str(SMALLEST), "1899") if secret in text]


def test_withheld_says_what_and_how_much_but_never_the_value() -> None:
    """Each thing has its column, its count of rows and its reason."""
    found = guarded(people())
    told = {entry.column: entry for entry in found.withheld}
    assert set(told) == {"country", "salary", "born", "weight"}
    assert told["country"].rows == 3 and "fewer than 10" in told["country"].why
    said = str(found.withheld)
    assert not [secret for secret in (RARE, str(LARGEST), str(SMALLEST), "1899") if secret in said]


def test_what_is_left_fits_the_schema_and_is_little_changed() -> None:
    """Columns keep their types; of 600 rows, at most 60 are touched in any column."""
    frame = typed(people(), known(people()), "people")
    found = guarded(frame)
    assert not columns.violations(found.frame, found.table, "people")
    assert found.frame.dtypes.equals(frame.dtypes)
    assert all((found.frame[name] != frame[name]).sum() <= 60 for name in frame)
    assert found.table.columns["country"].values == ("France", "Italy", "Spain")
    assert frame["salary"].max() == LARGEST  # the caller's frame is left alone


def test_every_value_that_is_told_is_shared_by_k() -> None:
    """Each category, each bound: ten people at least, counted afterwards."""
    found = guarded(people())
    counts = found.frame["country"].value_counts()
    assert (counts >= 10).all()
    for name in ("salary", "weight"):
        values, column = found.frame[name], found.table.columns[name]
        assert (values == column.low).sum() >= 10 and (values == column.high).sum() >= 10


def test_the_check_can_fail() -> None:
    """With k = 1 nothing is withheld: the rare country and the extremes are there."""
    found = guarded(people(), k=1)
    assert RARE in set(found.frame["country"]) and LARGEST in set(found.frame["salary"]) and not found.withheld


def test_people_are_counted_and_not_rows() -> None:
    """A value in 40 rows of two people is rare; without the people's column it would be common."""
    frame = pd.DataFrame({"who": [*["a"] * 20, *["b"] * 20, *map(str, range(100))], "town": ["X"] * 40 + ["Y"] * 100})
    table = Table(columns={"who": Column(kind="id"), "town": Column(kind="category")})
    assert set(guarded(frame, table).frame["town"]) == {"X", "Y"}
    found = guarded(frame, table, person="who")
    assert set(found.frame["town"]) == {"Y"} and found.table.columns["town"].values == ("Y",)
    assert (found.frame["who"] == frame["who"]).all()


def test_declared_bounds_stay_and_rare_extremes_inside_them_are_moved() -> None:
    """The public bound is no secret; that somebody is at it is."""
    frame = people()
    table = Table(columns={"salary": Column(kind="integer", low=-50_000, high=1_000_000)})
    found = guarded(frame[["salary"]], table)
    assert (found.table.columns["salary"].low, found.table.columns["salary"].high) == (-50_000, 1_000_000)
    assert found.frame["salary"].max() < 95_000


def test_many_rare_values_are_joined_and_few_are_redrawn() -> None:
    """Twelve people of twelve towns become `other`; with a declared list, they take other people's values."""
    towns = [*["Bonn"] * 50, *(f"town {n}" for n in range(12))]
    frame = pd.DataFrame({"town": towns})
    found = guarded(frame, Table(columns={"town": Column(kind="category")}))
    assert found.frame["town"].value_counts().to_dict() == {"Bonn": 50, "other": 12}
    listed = Table(columns={"town": Column(kind="category", values=tuple(dict.fromkeys(towns)))})
    assert set(guarded(frame, listed).frame["town"]) == {"Bonn"}
    assert guarded(frame, listed).table == listed


def test_gaps_are_values_too() -> None:
    """That a value is missing for three people is filled in; that only three people have one is emptied."""
    frame = pd.DataFrame({"few": [None] * 97 + [1.0, 2.0, 3.0], "most": [None] * 3 + [float(n) for n in range(97)]})
    table = Table(columns={name: Column(kind="number", nullable=True) for name in frame})
    found = guarded(frame, table)
    assert found.frame["few"].isna().all() and found.frame["most"].notna().all()


def test_rules_that_rows_kept_are_kept_afterwards() -> None:
    """Totals are computed anew; where a rare truth or combination broke a rule, the row takes another row's values."""
    rng = np.random.default_rng(3)
    n = 500
    start = np.datetime64("2020-01-01", "s") + rng.integers(0, 300, n).astype("timedelta64[D]")
    city = rng.choice(["Bergen", "Cork"], n)
    frame = pd.DataFrame({"start": start, "end": start + rng.integers(0, 30, n).astype("timedelta64[D]"), "city": city})
    frame["country"] = np.where(city == "Bergen", "Norway", "Ireland")
    frame["count"], frame["price"] = rng.integers(1, 9, n), rng.integers(1, 50, n)
    frame.loc[0, ["city", "country"]] = ["Cork", "Norway"]
    frame.loc[1, "price"] = 9_999
    frame.loc[2, ["start", "end"]] = np.datetime64("2099-01-01", "s")
    frame["total"] = frame["count"] * frame["price"]
    frame["guest"] = rng.random(n) < 0.5
    frame["staff"] = np.arange(n) < 3
    frame["guest"] &= ~frame["staff"]
    frame["member"] = ~frame["guest"] & ~frame["staff"]
    text = """
        name: t
        columns:
          start: {kind: date}
          end: {kind: date}
          city: {kind: category}
          country: {kind: category}
          count: {kind: integer}
          price: {kind: integer}
          total: {kind: integer}
          guest: {kind: boolean}
          staff: {kind: boolean}
          member: {kind: boolean}
        rules:
          - {kind: order, columns: [start, end]}
          - {kind: combinations, columns: [city, country]}
          - {kind: formula, column: total, expression: count * price}
          - {kind: one_hot, columns: [guest, staff, member]}
    """
    table = schema.parse(text, "t.yaml").only()
    found = guarded(frame, table)
    assert len(found.frame) == n and found.frame["total"].max() < 1_000
    assert not any(rules.broken(rule, found.frame).any() for rule in found.table.rules)
    assert found.table.rules[1].allowed == (("Bergen", "Norway"), ("Cork", "Ireland"))
    assert not found.frame["staff"].any()
    assert [entry.rows for entry in found.withheld if "to keep the rules" in entry.what] == [3]


def test_a_rare_code_among_shared_ones_is_moved_and_a_measure_is_left() -> None:
    """Of 500 people two have codes of their own between 50 and 60; salaries, which all differ, stay."""
    rng = np.random.default_rng(1)
    salary = rng.choice(1_000_000, 500, replace=False)
    frame = pd.DataFrame({"code": rng.choice([10, 20, 50, 60], 500), "salary": salary})
    frame.loc[3, "code"], frame.loc[4, "code"] = 53, 58
    found = guarded(frame)
    assert set(found.frame["code"]) == {10, 20, 50, 60}
    assert found.frame["code"][3] == 50 and found.frame["code"][4] == 60
    assert (found.frame["salary"] == frame["salary"]).mean() > 0.9


def test_too_few_people_are_refused() -> None:
    """A clear sentence: fewer than k rows, fewer than k people, a column of people that is not there."""
    frame = pd.DataFrame({"a": range(9), "who": ["x"] * 9})
    table = Table(columns={"a": Column(kind="integer"), "who": Column(kind="id")})
    with pytest.raises(ProtectError, match="expected at least 10 people in the table, got 9"):
        guarded(frame, table)
    with pytest.raises(ProtectError, match="expected at least 2 people in the table, got 1"):
        guarded(frame, table, k=2, person="who")
    with pytest.raises(ProtectError, match="expected a column 'nobody'"):
        guarded(frame, table, k=2, person="nobody")


def test_a_rare_value_does_not_hide_behind_a_nul() -> None:
    """Some hash tables read a text up to its first NUL, and would take the rare one for a common one."""
    frame = pd.DataFrame({"a": ["common"] * 50 + ["common\x00" + RARE]})
    assert set(guarded(frame, Table(columns={"a": Column(kind="category")})).frame["a"]) == {"common"}


numbers = st.lists(st.floats(-1e9, 1e9) | st.sampled_from([0.0, 1.0, 7.0]), min_size=10, max_size=80)


@settings(max_examples=100, deadline=None)
@given(values=numbers, kind=st.sampled_from(["integer", "number", "date", "datetime"]), k=st.integers(1, 10))
def test_bounds_are_reached_by_k_people_on_either_side(values: list[float], kind: Any, k: int) -> None:
    """Of any numbers: at least k lie at or below the lower bound, at least k at or above the upper one."""
    found = np.array(values if kind == "number" else np.round(values))
    low, high = released(found, None, k, Column(kind=kind))
    assert (low, high) == released(found, np.arange(len(found)), k, Column(kind=kind))
    assert low <= high
    if low < high:  # otherwise all are moved to one value
        assert (found <= low).sum() >= k and (found >= high).sum() >= k


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(st.text(max_size=4) | st.none(), min_size=10, max_size=60),
    k=st.integers(2, 10),
)
def test_of_any_words_only_shared_ones_are_left(words: list[str | None], k: int) -> None:
    """Hostile categories: what is left is held by k rows, or is the word for all others."""
    frame = pd.DataFrame({"a": pd.Series(words, dtype=object)})
    found = guarded(frame, Table(columns={"a": Column(kind="category", nullable=True)}), k=k)
    counts = found.frame["a"].value_counts(dropna=False)
    assert (counts >= k).all() and set(found.frame["a"].dropna()) <= {*words, "other"}
    assert not columns.violations(found.frame, found.table, "t")
