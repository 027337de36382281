"""Several tables and sequences: what was put into made-up data comes out of what is learnt from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.tabular import models, relational, schema
from synth.tabular.audit import audit
from synth.tabular.fitting import FittingError
from synth.tabular.relational.matching import match

SHOP = schema.parse(
    """
name: shop
tables:
  customers:
    key: [id]
    columns:
      id: {kind: id}
      born: {kind: date, low: 1930-01-01, high: 2006-01-01}
      region: {kind: category, values: [n, s, w]}
      rich: {kind: boolean}
  products:
    key: [id]
    columns:
      id: {kind: integer}
      price: {kind: number, low: 0, high: 500, decimals: 2}
      kind: {kind: category, values: [book, toy, tool]}
  orders:
    key: [number]
    parents: [{table: customers, columns: [customer]}, {table: products, columns: [product]}]
    order: day
    columns:
      number: {kind: id}
      customer: {kind: id}
      product: {kind: integer}
      day: {kind: date, low: 2000-01-01, high: 2030-01-01}
      sent: {kind: date, low: 2000-01-01, high: 2030-01-01}
      amount: {kind: integer, low: 1, high: 20}
      gift: {kind: boolean}
    rules:
      - {kind: order, columns: [day, sent]}
      - {kind: order, columns: [customers.born, day], strict: true}
  lines:
    key: [number, line]
    parents: [{table: orders, columns: [number]}]
    columns:
      number: {kind: id}
      line: {kind: integer}
      weight: {kind: number, low: 0, decimals: 1}
""",
    "shop.yaml",
)


def shop(size: int, seed: int = 0) -> dict[str, pd.DataFrame]:
    """The rich order thrice as often, thrice as much; the north gives gifts, which are toys; amounts persist."""
    rng = np.random.default_rng(seed)
    rich, region = rng.random(size) < 0.3, rng.choice(["n", "s", "w"], size, p=[0.5, 0.3, 0.2])
    born = np.datetime64("1930-01-01") + rng.integers(0, 27_000, size)
    customers = pd.DataFrame({"id": [f"c{n}" for n in range(size)], "born": born.astype("M8[s]"), "region": region,
                              "rich": rich})  # fmt: skip
    kind = rng.choice(["book", "toy", "tool"], size // 10)
    price = np.select([kind == "book", kind == "toy"], [20.0, 40.0], 150.0) * np.exp(rng.normal(0, 0.3, len(kind)))
    products = pd.DataFrame({"id": np.arange(len(kind)) + 1, "price": price.clip(0, 500).round(2), "kind": kind})
    who = np.repeat(np.arange(size), np.where(rich, rng.poisson(6, size), rng.poisson(2, size)))
    first = np.r_[True, who[1:] != who[:-1]]
    day, amount = np.zeros(len(who), int), np.zeros(len(who), int)
    for at in range(len(who)):
        day[at] = rng.integers(2000) if first[at] else day[at - 1] + rng.integers(1, 60)
        fresh = first[at] or rng.random() < 0.4
        amount[at] = min(20, 1 + rng.poisson(5 if rich[who[at]] else 1)) if fresh else amount[at - 1]
    gift = rng.random(len(who)) < np.where(region[who] == "n", 0.6, 0.1)
    of_kind = {each: np.flatnonzero(kind == each) + 1 for each in ("book", "toy", "tool")}
    product = [rng.choice(of_kind["toy" if given else "book" if rng.random() < 0.6 else "tool"]) for given in gift]
    days = np.datetime64("2010-01-01") + day
    orders = pd.DataFrame({
        "number": [f"o{at}" for at in range(len(who))], "customer": customers["id"].to_numpy()[who], "product": product,
        "day": days.astype("M8[s]"), "sent": (days + rng.integers(0, 5, len(who))).astype("M8[s]"), "amount": amount,
        "gift": gift,
    })  # fmt: skip
    lines = np.repeat(np.arange(len(who)), rng.integers(1, 4, len(who)))
    place = np.arange(len(lines)) - np.searchsorted(lines, lines)
    weight = (amount[lines] + rng.random(len(lines))).round(1)
    of_lines = pd.DataFrame({"number": orders["number"].to_numpy()[lines], "line": place + 1, "weight": weight})
    return {"customers": customers, "products": products, "orders": orders, "lines": of_lines}


def told(tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    """What was put into the data."""
    customers, orders = tables["customers"], tables["orders"]
    whole = orders.merge(customers, left_on="customer", right_on="id").merge(
        tables["products"], left_on="product", right_on="id"
    )
    counts = orders.groupby("customer").size().reindex(customers["id"], fill_value=0).to_numpy()
    rich = customers["rich"].to_numpy(bool)
    sorted_orders = orders.sort_values(["customer", "day"])
    lag = sorted_orders.groupby("customer")["amount"].shift(1)
    lines = tables["lines"].merge(orders, on="number")
    return {
        "orders of the rich": counts[rich].mean(),
        "orders of others": counts[~rich].mean(),
        "spread of orders": counts.std(),
        "amount of the rich": whole[whole["rich"]]["amount"].mean(),
        "amount of others": whole[~whole["rich"]]["amount"].mean(),
        "gifts in the north": whole[whole["region"] == "n"]["gift"].mean(),
        "gifts in the south": whole[whole["region"] == "s"]["gift"].mean(),
        "amounts persist": np.corrcoef(sorted_orders["amount"][lag.notna()], lag.dropna())[0, 1],
        "toys among gifts": (whole[whole["gift"]]["kind"] == "toy").mean(),
        "toys among others": (whole[~whole["gift"]]["kind"] == "toy").mean(),
        "weight of lines": np.corrcoef(lines["weight"], lines["amount"])[0, 1],
        "lines of an order": len(lines) / len(orders),
    }


@pytest.fixture(scope="module")
def made() -> Any:
    real = shop(2000)
    model = relational.fit(real, SHOP, seed=1)
    rows, rejected = relational.sample(model, seed=2)
    return real, model, rows, rejected


def test_what_was_put_in_comes_out(made: Any) -> None:
    """Cardinalities given the parent, columns given the parent, the sibling before, and a second parent."""
    real, _, rows, _ = made
    before, after = told(real), told(rows)
    for name, value in before.items():
        assert after[name] == pytest.approx(value, rel=0.1, abs=0.06), name


def test_how_many_rows_a_parent_has_is_told_only_if_others_have_as_many():
    """One customer with a hundred orders: neither the model nor the tables show such a family, and it is told."""
    real = shop(300)
    many = real["orders"].iloc[[0] * 100].assign(number=[f"x{at}" for at in range(100)])
    real["orders"] = pd.concat([real["orders"], many], ignore_index=True)
    model = relational.fit(real, SHOP, seed=1)
    rows, _ = relational.sample(model, seed=2, scale=3)
    usual = real["orders"]["customer"].value_counts()
    assert usual.iloc[0] > 100 and rows["orders"]["customer"].value_counts().max() <= usual.iloc[9]
    assert any(column == "rows of customers" for column, *_ in model.notes["withheld"]["orders"])
    assert str(usual.iloc[0]) not in str(model.notes["tables"])


def test_rows_without_a_parent_are_nobody_to_hide_among():
    """Twenty orders that name no customer count as one person's: what they alone hold is withheld."""
    known = schema.parse(
        "name: t\ntables:\n"
        "  people: {key: [id], columns: {id: {kind: id}, x: {kind: boolean}}}\n"
        "  orders: {parents: [{table: people, columns: [who]}],\n"
        "           columns: {who: {kind: id, nullable: true}, what: {kind: category}}}\n",
        "t.yaml",
    )
    people = pd.DataFrame({"id": [f"p{n}" for n in range(60)], "x": [n % 2 == 0 for n in range(60)]})
    orders = pd.DataFrame({"who": [f"p{n}" for n in range(60)] + [None] * 20, "what": ["bread"] * 60 + ["secret"] * 20})
    model = relational.fit({"people": people, "orders": orders}, known, seed=0)
    assert "secret" not in str(model.notes)
    assert "bread" in str(model.notes)


def test_keys_and_rules_are_whole(made: Any) -> None:
    """Every key is unique, every foreign key has its row, every rule is kept, across tables too."""
    _, _, rows, _ = made
    assert audit(rows, SHOP) == {}
    assert (rows["orders"].groupby("customer")["day"].diff().dt.days.dropna() >= 0).all()
    assert rows["lines"].groupby("number")["line"].apply(lambda line: list(line) == list(range(1, len(line) + 1))).all()


def test_no_real_key_is_released(made: Any) -> None:
    """Keys are fresh."""
    real, _, rows, _ = made
    assert not set(real["customers"]["id"]) & set(rows["customers"]["id"])


def test_the_same_seed_makes_the_same_tables(made: Any, tmp_path: Path) -> None:
    """Saved and loaded, too; another seed makes others; a scale makes more."""
    _, model, rows, _ = made
    models.save(model, tmp_path / "model")
    again, _ = relational.sample(models.load(tmp_path / "model"), seed=2)
    for name, frame in rows.items():
        pd.testing.assert_frame_equal(frame, again[name])
    other, _ = relational.sample(model, seed=3, scale=1.5)
    assert len(other["customers"]) == 3000
    assert not other["customers"].head(2000).equals(rows["customers"])


def test_a_foreign_key_without_its_row_is_named() -> None:
    """The table, the row, the columns and the value."""
    real = shop(100)
    real["orders"].loc[3, "customer"] = "nobody"
    with pytest.raises(FittingError, match=r"orders, row 3: customer nobody is no row of customers"):
        relational.fit(real, SHOP, seed=1)


HEART = schema.parse(
    """
name: heart
entity: [patient]
order: day
columns:
  patient: {kind: id}
  sex: {kind: category, values: [f, m]}
  day: {kind: integer, low: 0}
  rate: {kind: number, low: 20, high: 250, decimals: 0}
  drug: {kind: boolean}
""",
    "heart.yaml",
)


def test_sequences_keep_order_context_and_memory() -> None:
    """One table of sequences: lengths by sex, a rate that wanders slowly, a drug that lowers it; sex never changes."""
    rng = np.random.default_rng(4)
    rows = []
    for patient in range(600):
        sex, rate, day, drug = rng.choice(["f", "m"]), rng.normal(80, 10), 0, False
        for _ in range(rng.integers(4, 8) if sex == "f" else rng.integers(10, 14)):
            rows.append((f"p{patient}", sex, day, round(rate), drug))
            drug = drug or rng.random() < 0.15
            rate = float(np.clip(80 + 0.9 * (rate - 80) + rng.normal(0, 3) - 4 * drug, 30, 200))
            day += int(rng.integers(1, 4))
    real = pd.DataFrame(rows, columns=list(HEART.only().columns))
    drawn, _ = relational.sample(relational.fit({"heart": real}, HEART, seed=1), seed=2)
    found = drawn["heart"]
    assert audit(drawn, HEART) == {}
    assert (found.groupby("patient")["sex"].nunique() == 1).all()
    gaps = found.groupby("patient")["day"].diff().dropna()
    assert (gaps >= 0).all()
    assert (gaps == 0).mean() < 0.02  # the last days that fewer than ten reach are one day to the engine
    for frame in (real, found):
        lengths = frame.groupby("patient").agg(sex=("sex", "first"), length=("day", "size")).groupby("sex")["length"]
        assert lengths.mean().to_dict() == pytest.approx({"f": 5.5, "m": 11.5}, abs=0.4)
        before = frame.groupby("patient")["rate"].shift(1)
        assert np.corrcoef(frame["rate"][before.notna()], before.dropna())[0, 1] > 0.85
        assert frame[~frame["drug"].astype(bool)]["rate"].mean() - frame[frame["drug"].astype(bool)]["rate"].mean() > 8


def test_matching_takes_each_as_often_as_it_should() -> None:
    """Rows that fit go first; capacities are kept where they suffice."""
    rng = np.random.default_rng(1)
    there = [np.repeat([0.0, 1.0, 2.0], 5)]
    wanted = [np.repeat([0.0, 1.0, 2.0], 50)]
    capacity = np.full(15, 10)
    found = match(wanted, there, capacity, 150, rng=rng)
    assert np.bincount(found, minlength=15).tolist() == [10] * 15
    assert (there[0][found] == wanted[0]).all()
    short = match(wanted, there, np.full(15, 4), 150, rng=rng)
    assert len(short) == 150
    assert np.bincount(short, minlength=15).min() >= 4
