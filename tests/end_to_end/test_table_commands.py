"""Tables from the command line: fitted, drawn, judged; and each bad input with its sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from command_line import made, provender

from simulators.core import ProvenderError
from synth import tables
from synth.tabular import inputs, real
from synth.tabular.audit import audit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped table in two halves, and a model of the first."""
    path = tmp_path_factory.mktemp("tables")
    known = real.read("adult")
    known.frame.head(1500).to_csv(path / "train.csv", index=False)
    known.frame.tail(1500).to_csv(path / "holdout.csv", index=False)
    tables.schemas.dump(known.schema)
    (path / "adult.yaml").write_text(tables.schemas.dump(known.schema), encoding="utf-8")
    tables.fit(str(path / "train.csv"), path / "model", schema=path / "adult.yaml")
    return path


@pytest.mark.slow
def test_from_a_file_to_a_page(folder: Path) -> None:
    """fit, sample, evaluate: no rule broken, figures between their anchors, a page that shows them."""
    told = made("table", "fit", folder / "train.csv", "--schema", folder / "adult.yaml", "-o", folder / "again")
    assert told["engine"] == "cart"
    assert "Apache-2.0" in told["terms"]
    assert {one["column"] for one in told["withheld"]} >= {"age", "native_country"}
    made("table", "sample", folder / "again", "-n", "1500", "-o", folder / "rows.parquet")
    pytest.importorskip("sdmetrics", reason="the extra 'tabular' is not installed")
    found = made(
        "table", "evaluate", "--real", folder / "train.csv", "--holdout", folder / "holdout.csv", "--synthetic",
        folder / "rows.parquet", "--schema", folder / "adult.yaml", "--predict", "income", "-o", folder / "page",
    )  # fmt: skip
    assert found["broken"] == {}
    scores = found["likeness"]
    assert (
        scores["shuffled columns"]["pairs"] + 0.1 < scores["synthetic"]["pairs"] < scores["real rows"]["pairs"] + 0.01
    )
    assert found["utility"][0]["synthetic"]["value"] > 0.85
    assert "income" in (folder / "page/evaluation.html").read_text(encoding="utf-8")
    assert json.loads((folder / "page/evaluation.json").read_text(encoding="utf-8")) == found


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A model and its rows; another seed draws others."""
    tables.fit(str(folder / "train.csv"), tmp_path / "model", schema=folder / "adult.yaml")
    for name in ("model.json", "schema.yaml", "arrays.npz"):
        assert (tmp_path / "model" / name).read_bytes() == (folder / "model" / name).read_bytes()
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        tables.sample(folder / "model", tmp_path / f"{name}.parquet", 300, given=[], seed=seed)
    a, b, c = ((tmp_path / f"{name}.parquet").read_bytes() for name in "abc")
    assert a == b != c


def test_keys_are_unique_over_all_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are drawn and written a batch at a time; what is given out once is not given out again."""
    monkeypatch.setattr(tables, "BATCH", 100)
    pd.DataFrame({"bill": [f"B{n:03}" for n in range(50)], "n": range(50)}).to_csv(tmp_path / "t.csv", index=False)
    text = "name: t\nkey: [bill]\ncolumns: {bill: {kind: id, pattern: 'B[0-9]{3}', unique: true}, n: {kind: integer}}"
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    tables.fit(str(tmp_path / "t.csv"), tmp_path / "model", schema=tmp_path / "t.yaml")
    tables.sample(tmp_path / "model", tmp_path / "rows.csv", 500)
    assert pd.read_csv(tmp_path / "rows.csv")["bill"].is_unique


def test_rows_go_into_a_database(folder: Path, tmp_path: Path) -> None:
    """As a table of its own, all or none; one that is there already is left as it is."""
    url = f"sqlite:///{tmp_path}/out.db"
    tables.sample(folder / "model", url, 300, seed=1)
    found = inputs.read(url)
    assert {name: len(rows) for name, rows in found.items()} == {"adult": 300}
    with pytest.raises(ProvenderError, match="there is a table 'adult' already"):
        tables.sample(folder / "model", url, 300, seed=2)
    pd.testing.assert_frame_equal(inputs.read(url)["adult"], found["adult"])


def test_settings_of_an_engine_are_known_by_name(tmp_path: Path) -> None:
    """One that the engine has not is named with those that it has, before anything is learnt."""
    told = tables.fit("adult", tmp_path / "model", schema=None, settings={"leaf": 500})
    assert told["engine"] == "cart"
    for engine, data, said in (
        ("cart", "adult", "cart has no setting 'leaves'; there are: order, leaf, strength"),
        ("relational", "clinic", "cart has no setting 'leaves'"),
        ("declared", "adult", "declared has no setting 'leaves'"),
    ):
        with pytest.raises(ProvenderError, match=said):
            tables.fit(data, tmp_path / "no", schema=None, engine=engine, settings={"leaves": 3})


DECLARED = """
name: patients
key: [id]
columns:
  id: {kind: id}
  name: {kind: text, pii: name}
  born: {kind: date, low: 1930-01-01, high: 2005-12-31}
  seen: {kind: date, low: 2020-01-01, high: 2024-12-31}
  sex: {kind: category, values: [f, m], distribution: {kind: weights, weights: {f: 3, m: 1}}}
  visits: {kind: integer, low: 0, high: 60, distribution: {kind: poisson, mean: 2.5}}
  price: {kind: number, low: 10, high: 20, decimals: 2}
  bill: {kind: number, low: 0, high: 2000, decimals: 2}
rules:
  - {kind: order, columns: [born, seen]}
  - {kind: formula, column: bill, expression: "round(visits * price, 2)", tolerance: 0.01}
"""


def test_a_schema_alone_makes_rows(tmp_path: Path) -> None:
    """No real row is needed: distributions, rules and fakes are those that are declared."""
    (tmp_path / "patients.yaml").write_text(DECLARED, encoding="utf-8")
    told = tables.fit(str(tmp_path / "patients.yaml"), tmp_path / "model", schema=None)
    assert told["engine"] == "declared"
    tables.sample(tmp_path / "model", tmp_path / "rows.parquet", 2000)
    rows = pd.read_parquet(tmp_path / "rows.parquet")
    assert audit({"patients": rows}, tables.schemas.read(tmp_path / "patients.yaml")) == {}
    assert (rows["sex"] == "f").mean() == pytest.approx(0.75, abs=0.05)
    assert rows["visits"].mean() == pytest.approx(2.5, abs=0.2)
    with pytest.raises(ProvenderError, match="cart learns from data, and this is a schema alone"):
        tables.fit(str(tmp_path / "patients.yaml"), tmp_path / "no", schema=None, engine="cart")


def test_conditions_are_kept(folder: Path, tmp_path: Path) -> None:
    """Every row has what was given, and the rest fits it."""
    tables.sample(folder / "model", tmp_path / "rows.csv", 200, given=["sex=Female", "age=30"], seed=1)
    rows = pd.read_csv(tmp_path / "rows.csv")
    assert set(rows["sex"]) == {"Female"}
    assert set(rows["age"]) == {30}
    assert (rows["relationship"] == "Husband").mean() < 0.02


def test_differential_privacy_looks_at_nothing_but_the_budget(folder: Path, tmp_path: Path) -> None:
    """The ledger is in the model and on the page; the schema stays the declared one; no count of rows is exact."""
    train, schema = str(folder / "train.csv"), folder / "adult.yaml"
    told = tables.fit(train, tmp_path / "model", schema=schema, epsilon=1.0)
    assert told["engine"] == "dp_tree"
    assert told["ledger"]["epsilon"] == 1.0
    assert told["ledger"]["spent"]["epsilon"] <= 1.0
    assert told["withheld"] == []
    assert (tmp_path / "model/schema.yaml").read_text(encoding="utf-8") == schema.read_text(encoding="utf-8")
    again = tables.fit(train, tmp_path / "again", schema=schema, epsilon=1.0)
    notes = [
        json.loads((tmp_path / name / "model.json").read_text(encoding="utf-8"))["notes"] for name in ("model", "again")
    ]
    assert notes[0]["rows"] != notes[1]["rows"]  # no seed is the same, and the count has noise
    assert notes[0]["hidden"] == {"styles": {}, "filters": {}}
    assert again["ledger"]["rho"] == told["ledger"]["rho"]
    with pytest.raises(ProvenderError, match="needs a declared schema"):
        tables.fit(train, tmp_path / "guessed", schema=None, epsilon=1.0)


@pytest.mark.slow
def test_the_page_shows_the_ledger(folder: Path, tmp_path: Path) -> None:
    """What was promised, and what it rests on."""
    pytest.importorskip("sdmetrics", reason="the extra 'tabular' is not installed")
    train, schema = str(folder / "train.csv"), folder / "adult.yaml"
    tables.fit(train, tmp_path / "model", schema=schema, epsilon=1.0)
    tables.sample(tmp_path / "model", tmp_path / "rows.csv", 500)
    tables.evaluate(train, str(folder / "holdout.csv"), str(tmp_path / "rows.csv"), schema=schema, predict=("income",),
                    by=("sex",), out=tmp_path / "page", model=tmp_path / "model")  # fmt: skip
    page = (tmp_path / "page/evaluation.html").read_text(encoding="utf-8")
    assert "Privacy ledger: ε = 1.0" in page
    assert "The seed is secret" in page


def test_groups_get_as_many_rows_as_each_other(folder: Path, tmp_path: Path) -> None:
    """Of two columns all combinations; a column without groups, and too many groups, are named."""
    tables.sample(folder / "model", tmp_path / "rows.csv", 1000, balance=["sex", "race"], seed=1)
    assert pd.read_csv(tmp_path / "rows.csv").groupby(["sex", "race"]).size().tolist() == [100] * 10
    for columns, said in ((["age"], "expected a column whose values make groups, got 'age'"), (["race"] * 6, "groups")):
        with pytest.raises(ProvenderError, match=said):
            tables.sample(folder / "model", tmp_path / "no.csv", 1000, balance=columns)


def test_pairs_differ_in_one_column_alone(folder: Path, tmp_path: Path) -> None:
    """The second row of each pair has another value there, and is the same elsewhere."""
    tables.sample(folder / "model", tmp_path / "rows.csv", 400, pairs="sex", seed=1)
    rows = pd.read_csv(tmp_path / "rows.csv", keep_default_na=False)
    one, other = (rows.iloc[at::2].reset_index(drop=True) for at in (0, 1))
    assert (one["sex"] != other["sex"]).all()
    pd.testing.assert_frame_equal(one.drop(columns="sex"), other.drop(columns="sex"))


def test_a_schema_is_guessed_with_reasons(tmp_path: Path) -> None:
    """By values: a column called "contact" holds mail addresses; no value of the data stands in the schema."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"contact": [f"a{n}@mail.org" for n in range(60)], "age": rng.integers(20, 60, 60)})
    frame.to_csv(tmp_path / "people.csv", index=False)
    told = made("table", "detect", tmp_path / "people.csv", "-o", tmp_path / "people.yaml")
    assert {"table": "people", "column": "contact", "why": "100% of its values look like email"} in told["reasons"]
    assert "mail.org" not in (tmp_path / "people.yaml").read_text(encoding="utf-8")
    assert "low" not in told["schema"]


def test_several_tables_and_sequences(tmp_path: Path) -> None:
    """A folder of files becomes a folder of files: keys fit, and people are others."""
    rng = np.random.default_rng(1)
    people = pd.DataFrame({"id": [f"p{n}" for n in range(300)], "name": [f"Ann Berg{n}" for n in range(300)],
                           "sex": rng.choice(["f", "m"], 300)})  # fmt: skip
    visits = pd.DataFrame({"patient": rng.choice(people["id"], 900), "cost": rng.integers(10, 99, 900)})
    (tmp_path / "clinic").mkdir()
    people.to_csv(tmp_path / "clinic/patients.csv", index=False)
    visits.to_csv(tmp_path / "clinic/visits.csv", index=False)
    assert tables.fit(str(tmp_path / "clinic"), tmp_path / "model", schema=None)["engine"] == "relational"
    tables.sample(tmp_path / "model", tmp_path / "out", None, given=[], scale=2.0)
    found = {name: pd.read_parquet(tmp_path / f"out/{name}.parquet") for name in ("patients", "visits")}
    assert len(found["patients"]) == 600
    assert set(found["visits"]["patient"]) <= set(found["patients"]["id"])
    assert not set(found["patients"]["name"]) & set(people["name"])
    with pytest.raises(ProvenderError, match="by their scale, and by nothing else"):
        tables.sample(tmp_path / "model", tmp_path / "no", 20)
    assert not (tmp_path / "no").exists()


BAD: list[tuple[str, str, str]] = [
    ("", "", "expected rows and columns"),
    ("a,b\n1,2\n", "", "expected at least 10 people in t, got 1"),
    ("a,a\n1,2\n", "", "'a' stands there twice"),
    ("a,b\n" + "1,2\n" * 20 + "3\n", "", "Line: 22"),
    ("a\n" + "1\n" * 20, "name: t\ncolumns: {b: {kind: integer}}", "expected the column b; there are: a"),
    ("a\n" + "1\n" * 20 + "x\n", "name: t\ncolumns: {a: {kind: integer}}", "column a, row 20: expected a whole number"),
    ("a\n" + "5\n" * 20, "name: t\ncolumns: {a: {kind: integer, high: 4}}", "the first in row 0: a may not be 5"),
    ("a,b\n" + "5,4\n" * 20, "name: t\ncolumns: {a: {kind: integer}, b: {kind: integer}}\n"
     "rules: [{kind: order, columns: [a, b]}]", "it breaks rule 1 (order)"),
    ("a\n" + "x\n" * 20, "name: t\ncolumns: {a: {kind: text}}", "no column is left to learn from"),
    ("a\n" + "1.5\n" * 20 + "inf\n", "", "column a, row 20: expected a finite number, got inf"),
    ("a\n" + "1\n" * 20, "name: t\ncolumns: {a: {kind: integer}}\nrules: [{kind: order, columns: [a, b]}]",
     "no column 'b'; there are: a"),
    ("a\n" + "2020-13-45\n" * 20, "name: t\ncolumns: {a: {kind: date}}", "column a, row 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "schema", "said"), BAD, ids=[said for _, _, said in BAD])
def test_bad_input_is_one_sentence(tmp_path: Path, text: str, schema: str, said: str) -> None:
    """It names the file, the column and the row; nothing is written."""
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    (tmp_path / "t.yaml").write_text(schema, encoding="utf-8")
    with pytest.raises(ProvenderError) as caught:
        tables.fit(str(tmp_path / "t.csv"), tmp_path / "model", schema=tmp_path / "t.yaml" if schema else None)
    assert said in str(caught.value)
    assert not (tmp_path / "model").exists()


AWKWARD: dict[str, Any] = {
    "constant": [7] * 60,
    "nothing": [None] * 60,
    "mixed": [1, "a"] * 30,
    "early and late": ["1500-01-01", "2500-12-31", "2000-02-29"] * 20,
    "emoji 🙂\x00": list(range(60)),
    "one row a level": [f"v{n}" for n in range(60)],
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_columns_are_made(tmp_path: Path, name: str) -> None:
    """Beside an ordinary one: rows come out that keep the detected schema."""
    frame = pd.DataFrame({name: AWKWARD[name], "age": np.arange(60) % 40})
    frame.astype({name: object}).to_csv(tmp_path / "t.csv", index=False)
    tables.fit(str(tmp_path / "t.csv"), tmp_path / "model", schema=None)
    tables.sample(tmp_path / "model", tmp_path / "rows.parquet", 50, given=[])
    assert list(pd.read_parquet(tmp_path / "rows.parquet").columns) == [name, "age"]


def test_the_commands_say_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    """Exit code 2 and one sentence: no model, an impossible condition, an unknown engine, an ending."""
    done = provender("table", "fit", "adult", "-o", tmp_path / "m", "--engine", "magic", code=2)
    assert "no engine 'magic'; there are: cart" in done.stderr
    assert done.stderr.count("\n") == 1
    model = folder / "model"
    for place, out, given, said in (
        (tmp_path, "x.csv", [], "expected a saved model"),
        (model, "x.csv", ["sex=Q"], "sex"),
        (model, "x.xls", [], "expected a file ending in .parquet or .csv"),
        (model, "x.csv", ["sex"], "expected column=value, got 'sex'; there are: age"),
    ):
        with pytest.raises(ProvenderError, match=said):
            tables.sample(place, tmp_path / out, 5, given=given)
        assert not (tmp_path / out).exists()
