"""A synthetic table: the same bytes in every process, its schema kept, and a leaking one withheld."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_line import hashes, made, provender

import synth
from privacy import policy as policies
from privacy.gate import Gate
from simulators.core import ProvenderError
from synth import pipeline, recipe
from synth.sources import table as source
from synth.tabular import columns, fitting, real, schema
from synth.tabular.models import Fit

pytest.importorskip("sdv", reason="the extra 'tabular' is not installed")

RECIPE = (
    "name: census\nsize: 50\ntasks: {families: [number_theory.gcd]}\n"
    "table: {data: adult, rows: 600, engine: sdv:gaussian_copula}\n"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run with a table."""
    folder = tmp_path_factory.mktemp("table")
    (folder / "census.yaml").write_text(RECIPE, encoding="utf-8")
    manifest = pipeline.run(recipe.read(folder / "census.yaml"), folder / "run", worker_count=1)
    assert manifest["notes"]["privacy"]["verdict"] == "pass"
    return folder


def test_the_table_is_the_same_in_another_process(table: Path) -> None:
    """With two workers and another hash seed."""
    provender("run", table / "census.yaml", "--out", table / "again", "--workers", "2", PYTHONHASHSEED="5")
    assert hashes(table / "again") == hashes(table / "run")


def test_every_row_keeps_the_schema(table: Path) -> None:
    """No value outside the declared domain, whole numbers where they are declared, as many rows as asked for."""
    rows = pq.read_table(table / "run/tables/adult.parquet").to_pandas()
    rules = schema.read(table / "run/tables/adult.schema.yaml")
    assert len(rows) == 600
    assert columns.violations(rows, rules.only(), rules.name) == []
    assert list(rows.columns) == list(real.read("adult").frame.columns)


def test_the_run_says_whose_data_and_terms_it_rests_on(table: Path) -> None:
    """SDV's licence and the data's stand in the card, the report and the file itself."""
    metadata = pq.read_schema(table / "run/tables/adult.parquet").metadata
    assert b"Business Source License" in metadata[b"provender.terms"]
    for page in ("README.md", "report.html"):
        text = (table / "run" / page).read_text(encoding="utf-8")
        assert "Business Source License" in text
        assert "CC BY 4.0" in text
    decision = json.loads((table / "run/privacy.json").read_text(encoding="utf-8"))
    assert decision["verdict"] == "pass"
    assert {"exact copies", "closest record"} <= {risk["name"] for risk in decision["risks"]}
    assert all(risk["low"] <= risk["value"] <= risk["high"] for risk in decision["risks"])


@pytest.mark.parametrize(("column", "value"), [("age", 7), ("sex", "Femme"), ("hours_per_week", 1000)])
def test_verify_finds_a_value_that_breaks_the_schema(table: Path, tmp_path: Path, column: str, value: Any) -> None:
    """And names its row and column."""
    run = Path(shutil.copytree(table / "run", tmp_path / "run"))
    path = run / "tables/adult.parquet"
    stored = pq.read_table(path)
    rows = stored.to_pylist()
    rows[33][column] = value
    pq.write_table(pa.Table.from_pylist(rows, schema=stored.schema), path)
    failure = synth.verify(run)["failures"][0]
    assert (failure["file"], failure["row"]) == ("tables/adult.parquet", 33)
    assert column in failure["reason"]


class Copier:
    """An engine that gives the rows it has learnt."""

    rows = pd.DataFrame()

    def fit(self, frame: pd.DataFrame, _: schema.Table, *, rng: np.random.Generator) -> Fit:
        """Keep them, in another order."""
        self.rows = frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)
        return Fit({}, {})

    def sample(self, _: Fit, __: schema.Table, n: int, **___: Any) -> pd.DataFrame:
        """The first ones."""
        return self.rows.head(n)


def test_a_table_that_leaks_is_withheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that copies its training rows fails the gate: the rows stand under quarantine/, not under tables/."""
    copier = Copier()
    monkeypatch.setattr(fitting, "engine", lambda _: copier)
    text = "name: leak\ntable: {data: adult, rows: 600, engine: copier}\n"
    manifest = pipeline.run(recipe.parse(text, "leak"), tmp_path / "run", worker_count=1)
    assert manifest["notes"]["privacy"]["verdict"] == "fail"
    assert not (tmp_path / "run/tables").exists()
    assert len(pq.read_table(tmp_path / "run/quarantine/adult.parquet")) == 600
    assert synth.verify(tmp_path / "run")["failed"] == 0


def test_an_engine_that_remembers_is_fitted_again_more_carefully(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the gate finds a leak, with settings that remember less, and each attempt is told; but never other settings
    than those of the recipe, where it has any."""
    verdicts = ["fail", "pass", "fail"]
    monkeypatch.setattr(source, "_judged", lambda *_: Gate(verdicts.pop(0), (), policies.read("partner")))
    monkeypatch.setattr(source.measures, "qualities", lambda *_, **__: {})
    asked = {"data": "adult", "schema_file": "", "engine": "cart", "people": [], "rows": 300, "holdout": 0.5, "seed": 0}
    asked["policy"] = "partner"
    found = source.produce(**asked, settings={})
    assert found.notes["table"]["attempts"] == [
        {"settings": {}, "verdict": "fail"},
        {"settings": {"strength": 8.0}, "verdict": "pass"},
    ]
    assert list(found.tables) == ["tables/adult"]
    found = source.produce(**asked, settings={"leaf": 30})
    assert found.notes["table"]["attempts"] == [{"settings": {"leaf": 30}, "verdict": "fail"}]
    assert list(found.tables) == ["quarantine/adult"]


def test_few_rows_are_insufficient_and_never_a_pass(tmp_path: Path) -> None:
    """Fifty synthetic rows are too few to say anything."""
    few = recipe.parse("name: few\ntable: {data: adult, rows: 50}\n", "few")
    manifest = pipeline.run(few, tmp_path / "run", worker_count=1)
    assert manifest["notes"]["privacy"]["verdict"] == "insufficient"
    assert (tmp_path / "run/tables").exists()


def test_the_strictest_policy_lets_nothing_out_unjudged(tmp_path: Path) -> None:
    """Under the policy ``public`` rows without a verdict stand in quarantine, as the manifest and the card say."""
    few = recipe.parse("name: few\ntable: {data: adult, rows: 50, policy: public}\n", "few")
    manifest = pipeline.run(few, tmp_path / "run", worker_count=1)
    assert manifest["notes"]["privacy"]["verdict"] == "insufficient"
    assert not manifest["notes"]["privacy"]["released"]
    assert [path.name for path in (tmp_path / "run/quarantine").glob("*.parquet")] == ["adult.parquet"]
    assert "quarantine" in (tmp_path / "run/README.md").read_text(encoding="utf-8")
    unknown = recipe.parse("name: few\ntable: {data: adult, policy: strict}\n", "few")
    with pytest.raises(ProvenderError, match="no policy 'strict'; there are: internal, partner, public"):
        pipeline.run(unknown, tmp_path / "other", worker_count=1)


def test_a_table_of_the_user_s(tmp_path: Path) -> None:
    """A CSV without a schema gets one from its columns; the run names it after the file."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"height": rng.integers(140, 210, 3000), "group": rng.choice(["a", "b", "c"], 3000), "share": rng.random(3000)}
    )
    frame.to_csv(tmp_path / "people.csv", index=False)
    mine = recipe.parse(f"name: mine\ntable: {{data: {tmp_path}/people.csv, rows: 120}}\n", "mine")
    pipeline.run(mine, tmp_path / "run", worker_count=1)
    rows = pq.read_table(tmp_path / "run/tables/people.parquet").to_pandas()
    assert set(rows["group"]) <= {"a", "b", "c"}
    assert len(rows) == 120
    assert made("verify", tmp_path / "run")["rows of tables"] == 120


BAD_TABLES = {
    "a,b\n1,2\n3\n4,5,6\n": "cannot read",
    "": "expected rows",
    "a,b\n": "expected rows",
}


@pytest.mark.parametrize("text", BAD_TABLES)
def test_a_broken_table_is_one_sentence(tmp_path: Path, text: str) -> None:
    """Exit code 2, the file is named, no folder is made."""
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(f"name: bad\ntable: {{data: {tmp_path}/bad.csv, rows: 10}}\n")
    said = provender("run", tmp_path / "bad.yaml", "--out", tmp_path / "run", code=2).stderr
    assert "bad.csv" in said
    assert BAD_TABLES[text] in said
    assert not (tmp_path / "run").exists()


def test_a_value_outside_the_schema_is_named() -> None:
    """A real table that breaks its own schema: the row, the column and the value."""
    rules = schema.parse("name: t\ncolumns: {n: {kind: integer, low: 0, high: 9}}", "t.yaml")
    assert columns.violations(pd.DataFrame({"n": [1, 12, 3]}), rules.only(), "t") == [(1, "n may not be 12")]
    with pytest.raises(
        schema.SchemaError, match=r"t.yaml, table t, column n, kind: .*'integer', 'number'.*got 'colour'"
    ):
        schema.parse("name: t\ncolumns: {n: {kind: colour}}", "t.yaml")
    assert schema.parse(schema.dump(rules), "again") == rules
