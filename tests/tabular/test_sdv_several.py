"""SDV's HMA and PAR behind our interface: keys, rules, bounds and order hold, and no row of the data is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth.tabular import choice, models, schema, sdv
from synth.tabular.audit import audit
from synth.tabular.fitting import FittingError
from synth.tabular.models import Model
from synth.tabular.schema import Table

pytest.importorskip("sdv", reason="the extra 'tabular' is not installed")

ROOT = Path(__file__).parent.parent.parent
SHOP = schema.parse(
    """
name: shop
tables:
  customers:
    key: [mail]
    columns:
      mail: {kind: text, pii: email, unique: true}
      joined: {kind: integer, low: 0, high: 100}
      region: {kind: category}
  products:
    key: [code]
    columns:
      code: {kind: integer}
      price: {kind: number, decimals: 2}
  orders:
    key: [customer, line]
    parents: [{table: customers, columns: [customer]}, {table: products, columns: [product]}]
    columns:
      customer: {kind: text, pii: email}
      line: {kind: integer}
      product: {kind: integer}
      day: {kind: integer, low: 0, high: 130}
      sent: {kind: integer, low: 0, high: 140}
      gift: {kind: boolean, nullable: true}
    rules:
      - {kind: order, columns: [day, sent]}
      - {kind: order, columns: [customers.joined, day]}
""",
    "shop.yaml",
)
HEART = schema.parse(
    """
name: heart
entity: [patient]
order: day
columns:
  patient: {kind: id}
  name: {kind: text, pii: name}
  sex: {kind: category}
  day: {kind: integer, low: 0}
  rate: {kind: number, low: 20, high: 250, decimals: 0}
  drug: {kind: category}
""",
    "heart.yaml",
)


def shop(size: int = 40) -> dict[str, pd.DataFrame]:
    """One customer has fourteen orders, where others have one to three; one lives on a lonely island."""
    rng = np.random.default_rng(0)
    mail = [f"c{n}@real.org" for n in range(size)]
    joined = rng.integers(0, 100, size)
    region = np.where(np.arange(size) == 7, "Tristan", rng.choice(["n", "s"], size))
    products = pd.DataFrame({"code": np.arange(12) + 100, "price": rng.uniform(5, 50, 12).round(2)})
    who = np.repeat(np.arange(size), np.where(np.arange(size) == 3, 14, rng.integers(1, 4, size)))
    line = np.arange(len(who)) - np.searchsorted(who, who) + 1
    day = joined[who] + rng.integers(0, 25, len(who))
    gift = pd.Series(rng.random(len(who)) < 0.4).astype("boolean").mask(rng.random(len(who)) < 0.3)
    product = rng.choice(products["code"], len(who))
    orders = pd.DataFrame({"customer": np.array(mail)[who], "line": line, "product": product, "day": day,
                           "sent": day + rng.integers(0, 9, len(who)), "gift": gift})  # fmt: skip
    return {
        "customers": pd.DataFrame({"mail": mail, "joined": joined, "region": region}),
        "products": products,
        "orders": orders,
    }


def heart(size: int = 40) -> dict[str, pd.DataFrame]:
    """Visits every day or three; the last patient has thirty, where others have three to five, and a drug alone."""
    rng = np.random.default_rng(4)
    rows = []
    for patient in range(size):
        sex, day = str(rng.choice(["f", "m"])), int(rng.integers(0, 9))
        for _ in range(30 if patient == size - 1 else int(rng.integers(3, 6))):
            rate, drug = round(float(rng.normal(70 if sex == "f" else 90, 5))), str(rng.choice(["none", "beta"]))
            rows.append(
                (f"p{patient}", f"Real Person{patient}", sex, day, rate, "rare" if patient == size - 1 else drug)
            )
            day += int(rng.integers(1, 4))
    return {"heart": pd.DataFrame(rows, columns=list(HEART.only().columns))}


def fitted(name: str) -> Model:
    more = {"epochs": 2} if name == "sdv:par" else {}
    frames, known = (heart(), HEART) if name == "sdv:par" else (shop(), SHOP)
    model: Model = choice.of_several(name).fit(frames, known, seed=1, **more)
    return model


@pytest.fixture(scope="module")
def hma() -> tuple[Model, dict[str, pd.DataFrame], dict[str, int]]:
    model = fitted("sdv:hma")
    return model, *choice.of_several("sdv:hma").sample(model, seed=2)


@pytest.fixture(scope="module")
def par() -> tuple[Model, dict[str, pd.DataFrame], dict[str, int]]:
    model = fitted("sdv:par")
    return model, *choice.of_several("sdv:par").sample(model, seed=2)


def test_families_keep_keys_and_rules(hma: Any) -> None:
    """Of tables with two parents each; a rule across tables too, whose families were drawn again and counted."""
    _, rows, rejected = hma
    assert audit(rows, SHOP) == {}
    assert len(rows["customers"]) >= 40 and len(rows["products"]) >= 12
    assert rejected["orders: order customers.joined, day"] > 0
    assert not set(rows["customers"]["mail"]) & set(shop()["customers"]["mail"])
    assert set(rows["orders"]["gift"].astype(str)) == {"True", "False", "<NA>"}


def test_sequences_keep_order_and_rules(par: Any) -> None:
    """One sex and one fake name a patient, days in order, as many patients as there were."""
    _, drawn, _ = par
    rows = drawn["heart"]
    assert audit(drawn, HEART) == {}
    assert rows["patient"].nunique() == 40
    assert (rows.groupby("patient")["day"].diff().dropna() >= 0).all()
    assert (rows.groupby("patient")[["sex", "name"]].nunique() == 1).all(axis=None)
    assert not set(rows["name"]) & set(heart()["heart"]["name"])
    assert not set(rows["patient"]) & set(heart()["heart"]["patient"])


def values_of(found: Any) -> set[Any]:
    """All texts and numbers in what pickle would write of an object, attribute by attribute."""
    seen: set[int] = set()
    values: set[Any] = set()
    left = [found]
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen.add(id(one))
        if isinstance(one, (str, int, float)):
            values.add(one)
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set)):
            left += list(one)
        elif isinstance(one, (np.ndarray, pd.Series, pd.Index)):
            left.append(np.asarray(one).tolist())
        elif isinstance(one, pd.DataFrame):
            left += [one[name] for name in one]
        elif hasattr(one, "__dict__"):
            left.append(vars(one))
    return values


def test_what_few_share_is_in_plain_hma_and_not_in_ours(hma: Any) -> None:
    """The island of one customer, a mail address as a key, the most orders of one customer: told by plain SDV."""
    import sdv.multi_table as synthesizers

    frames = shop()
    plain = synthesizers.HMASynthesizer(_plain(frames), verbose=False)
    plain.fit({name: frame for name, frame in frames.items() if name != "products"})
    assert "Tristan" in values_of(plain)
    assert plain._max_child_rows["__orders__customer__num_rows"] == 14
    model, rows, _ = hma
    kept = sdv.pickles.synthesizer(model.notes["fit"])
    assert "Tristan" not in set(rows["customers"]["region"])
    assert not {"Tristan", "c3@real.org"} & values_of(kept)
    assert kept._max_child_rows["__t2__p0__num_rows"] < 14
    assert b"Tristan" not in model.arrays["pickle"].tobytes()
    assert rows["orders"].groupby("customer").size().max() < 14


def _plain(frames: dict[str, pd.DataFrame]) -> Any:
    from sdv.metadata import Metadata

    customers = {"mail": {"sdtype": "id"}, "joined": {"sdtype": "numerical"}, "region": {"sdtype": "categorical"}}
    kinds = {"customer": "id", "product": "categorical", "gift": "boolean"}
    orders = {name: {"sdtype": kinds.get(name, "numerical")} for name in frames["orders"]}
    link = {"parent_table_name": "customers", "parent_primary_key": "mail", "child_table_name": "orders",
            "child_foreign_key": "customer"}  # fmt: skip
    tables = {"customers": {"primary_key": "mail", "columns": customers}, "orders": {"columns": orders}}
    return Metadata.load_from_dict({"tables": tables, "relationships": [link], "METADATA_SPEC_VERSION": "V1"})


def test_what_few_share_is_in_plain_par_and_not_in_ours(par: Any) -> None:
    """The drug of one patient and the length of one sequence: plain PAR keeps both."""
    from deepecho.models.par import PARModel

    frame = heart()["heart"]
    sequences = [{"context": [], "data": [list(rows["drug"])]} for _, rows in frame.groupby("patient")]
    plain = PARModel(epochs=1, verbose=False)
    plain.fit_sequences(sequences, [], ["categorical"])
    assert plain._max_length == 30
    assert "rare" in plain._data_map[0]["indices"]
    model, rows, _ = par
    kept = sdv.pickles.synthesizer(model.notes["fit"])
    assert kept._model._max_length <= 5
    assert "rare" not in set(rows["heart"]["drug"]) and "rare" not in values_of(kept)
    assert b"rare" not in model.arrays["pickle"].tobytes()
    assert b"Real Person" not in model.arrays["pickle"].tobytes()


def test_brothers_of_different_parents_differ(hma: Any) -> None:
    """Plain HMA draws the children of each parent from the same random numbers: some gifts are nobody's first."""
    from synth.tabular.sdv import running

    model, rows, _ = hma
    assert rows["orders"].groupby("customer")["gift"].nth(0).isna().any()
    kept = sdv.pickles.synthesizer(model.notes["fit"])
    with running.seeded(1), running.quiet():
        kept.reset_sampling()
        found = {"t0": kept._sample_rows(kept._table_synthesizers["t0"], 40)}
        kept._sample_children(table_name="t0", sampled_data=found)
    assert not (found["t2"].groupby("p0")["c2"].nth(0) == 2).all()
    assert found["t2"].groupby("p0")["c2"].nth(0).nunique() < 3


@pytest.mark.parametrize("name", ["sdv:hma", "sdv:par"])
def test_a_saved_model_draws_the_same_once_it_is_trusted(
    name: str, hma: Any, par: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another process it is not run before."""
    model, rows, rejected = hma if name == "sdv:hma" else par
    models.save(model, tmp_path / "model")
    monkeypatch.setattr(sdv.pickles, "_loaded", {})
    loaded = models.load(tmp_path / "model")
    with pytest.raises(sdv.TrustError):
        choice.of_several(name).sample(loaded, seed=2)
    sdv.trust(loaded.notes["fit"], loaded.arrays)
    again, counted = choice.of_several(name).sample(loaded, seed=2)
    assert counted == rejected
    for table, frame in rows.items():
        pd.testing.assert_frame_equal(frame, again[table])


CODE = """
import sys, zlib
sys.path[:0] = ['.', 'tests/tabular']
import test_sdv_several as this
from synth.tabular import choice
rows, _ = choice.of_several(sys.argv[1]).sample(this.fitted(sys.argv[1]), seed=2)
print(*(zlib.crc32(frame.to_csv().encode()) for frame in rows.values()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sdv:hma", "sdv:par"])
def test_another_process_draws_the_same(name: str) -> None:
    """Whatever the order of its sets: two other hash seeds."""
    told = {
        subprocess.run([sys.executable, "-W", "ignore", "-c", CODE, name], capture_output=True, text=True, check=True,
                       cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_what_hma_does_not_take_is_said_before_a_fit() -> None:
    """Too many levels, one table alone, a row without a parent, a sequence."""
    engine = choice.of_several("sdv:hma")
    deep = SHOP.model_copy(update={"tables": {
        **SHOP.tables, "parts": Table.model_validate({"columns": {"of": {"kind": "text"}, "line": {"kind": "integer"}},
        "parents": [{"table": "orders", "columns": ["of", "line"]}]})}})  # fmt: skip
    with pytest.raises(FittingError, match="takes 2 to 5 tables on 2 levels, got 4 on 3; relational takes any"):
        engine.fit({}, deep, seed=1)
    with pytest.raises(FittingError, match="got 1 on 1"):
        engine.fit(heart(), HEART, seed=1)
    frames = shop()
    frames["orders"].loc[5, "product"] = None
    with pytest.raises(FittingError, match="orders, row 5: sdv:hma needs a row of products for each; product is empty"):
        engine.fit(frames, SHOP, seed=1)
    with pytest.raises(FittingError, match="sdv:par makes one table of sequences"):
        choice.of_several("sdv:par").fit(shop(), SHOP, seed=1)


def test_a_rule_that_no_family_keeps_ends(par: Any) -> None:
    """After a bounded number of draws, with the rule."""
    model = par[0]
    narrow = model.notes["unfolded"]["tables"]["heart"]["columns"]
    notes = deepcopy(dict(model.notes))
    notes["unfolded"]["tables"]["heart"]["columns"]["rate"] = {**narrow["rate"], "low": 249.0}
    notes["size"] = 1
    with pytest.raises(FittingError, match="too few sequences keep the schema; most break heart: rate"):
        choice.of_several("sdv:par").sample(model._replace(notes=notes), seed=1)
