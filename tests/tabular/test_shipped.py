"""The shipped data sets: simulated ones are made again, rules are kept, and what was put in comes out again."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from privacy import gate
from synth.sources import table as source
from synth.tabular import models, real, relational, schema
from synth.tabular.audit import audit
from synth.tabular.holdout import split_families

ROOT = Path(__file__).parent.parent.parent


def frames_of(part: Any) -> dict[str, pd.DataFrame]:
    return {name.split("/")[1]: rows.to_pandas() for name, rows in part.tables.items()}


@pytest.fixture(scope="module")
def clinic() -> Any:
    """The shipped clinic, the part of it that was learnt from, and what a run made."""
    made = source.produce(
        data="clinic",
        schema_file="",
        engine="relational",
        settings={},
        people=(),
        rows=None,
        holdout=0.3,
        policy="internal",
        seed=0,
    )
    known = real.read_all("clinic")
    return known, split_families(known.frames, known.schema, 0.3, np.random.default_rng([0, 0x7AB1E]))[0], made


def test_the_simulated_data_sets_are_what_their_simulator_makes(tmp_path: Path) -> None:
    """Byte for byte, so that anyone can see how they came about."""
    place = importlib.util.spec_from_file_location("clinic", ROOT / "examples/clinic.py")
    assert place is not None and place.loader is not None
    simulator = importlib.util.module_from_spec(place)
    place.loader.exec_module(simulator)
    simulator.main(tmp_path)
    found = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(found) == 5
    for path in found:
        assert gzip.decompress((ROOT / f"synth/tables/{path}.gz").read_bytes()) == (tmp_path / path).read_bytes()


@pytest.mark.parametrize("name", real.shipped())
def test_a_shipped_data_set_keeps_its_own_schema(name: str) -> None:
    """By the queries as well as by the rules."""
    known = real.read_all(name)
    assert audit(known.frames, known.schema) == {}


def test_tables_that_hang_together_pass_the_gate_and_keep_every_rule(clinic: Any) -> None:
    """Attacked table by table, one row a person; public rows are released as they are, and nobody's name is."""
    known, train, made = clinic
    assert made.notes["privacy"]["verdict"] == "pass"
    assert {risk["name"] for risk in made.notes["privacy"]["risks"]} == {
        f"{name}: {attack}" for name in ("patients", "stays", "readings") for attack in gate.attacks()
    }
    rows = frames_of(made)
    assert audit(rows, known.schema) == {}
    pd.testing.assert_frame_equal(rows["wards"], known.frames["wards"])
    for column in ("patient", "name"):
        assert not set(rows["patients"][column]) & set(train["patients"][column])
    again = schema.parse(made.texts["tables/clinic.schema.yaml"], "clinic.schema.yaml")
    assert again == known.schema


def test_sequences_whose_days_are_apart_stay_apart() -> None:
    """No two rows of a person share a day, though the last days of many were moved to one bound; gaps are as long."""
    known = real.read_all("glucose")
    assert not known.frames["glucose"].duplicated(["person", "day"]).any()
    rows = relational.sample(relational.fit(known.frames, known.schema, seed=0), seed=1)[0]["glucose"]
    assert not rows.duplicated(["person", "day"]).any()
    gaps = [frame.groupby("person")["day"].diff().dt.days.dropna() for frame in (known.frames["glucose"], rows)]
    assert gaps[1].min() >= 1
    assert gaps[1].mean() == pytest.approx(gaps[0].mean(), rel=0.03)
    lengths = [frame.groupby("person").size() for frame in (known.frames["glucose"], rows)]
    assert lengths[1].mean() == pytest.approx(lengths[0].mean(), rel=0.05)


def test_what_the_simulator_put_in_comes_out_of_the_synthetic_clinic(clinic: Any) -> None:
    """Wards by diagnosis, nights by diagnosis, cost by nights, fevers that go down, the ill faster at heart."""
    known, _, made = clinic
    rows = frames_of(made)

    def told(tables: dict[str, pd.DataFrame]) -> dict[str, float]:
        stays = tables["stays"].merge(tables["wards"], on="ward").merge(tables["patients"], on="patient")
        nights = (stays["discharged"] - stays["admitted"]).dt.days
        readings = tables["readings"].merge(tables["stays"], on="stay")
        first = readings[readings["reading"] == 1]
        cooler = tables["readings"].groupby("stay")["temperature"].diff().dropna()
        return {
            "hearts in cardiology": (stays[stays["diagnosis"] == "angina"]["specialty"] == "cardiology").mean(),
            "lungs elsewhere": (stays[stays["diagnosis"] == "fracture"]["specialty"] == "lungs").mean(),
            "nights of pneumonia": nights[stays["diagnosis"] == "pneumonia"].mean() / 10,
            "nights of migraine": nights[stays["diagnosis"] == "migraine"].mean() / 10,
            "cost by nights": np.corrcoef(nights, stays["cost"])[0, 1],
            "smokers with pneumonia": (stays[stays["smoker"] == "yes"]["diagnosis"] == "pneumonia").mean(),
            "others with pneumonia": (stays[stays["smoker"] == "no"]["diagnosis"] == "pneumonia").mean(),
            "severity and heart rate": np.corrcoef(first["severity"], first["heart_rate"])[0, 1],
            "fever of pneumonia": first[first["diagnosis"] == "pneumonia"]["temperature"].mean() / 40,
            "fevers go down": cooler.mean(),
        }

    before, after = told(known.frames), told(rows)
    for name, value in before.items():
        assert after[name] == pytest.approx(value, abs=0.12), name


def test_rows_of_a_public_table_are_in_the_model_and_rows_of_people_are_not(tmp_path: Path) -> None:
    """A model holds what is public, and no name of a person."""
    known = real.read_all("clinic")
    models.save(relational.fit(known.frames, known.schema, seed=0), tmp_path / "model")
    text = (tmp_path / "model/model.json").read_text(encoding="utf-8")
    assert "cardiology" in text and "W5" in text
    assert not [name for name in known.frames["patients"]["name"] if name in text]


@pytest.mark.parametrize(
    ("public", "said"),
    [
        ("wards", "stays: its first parent is public; name the one first whose rows are people's"),
        ("stays", "stays: a public table cannot hang on one that is not"),
    ],
)
def test_who_leads_a_row_is_clear(public: str, said: str) -> None:
    """A public table neither leads rows of people nor hangs on them."""
    stays = {"columns": {"w": {"kind": "id"}, "p": {"kind": "id"}}, "parents": [
        {"table": "wards", "columns": ["w"]}, {"table": "patients", "columns": ["p"]}]}  # fmt: skip
    alone = {"columns": {"n": {"kind": "id"}}, "key": ["n"]}
    tables = {"wards": dict(alone), "patients": dict(alone), "stays": stays}
    tables[public]["public"] = True
    with pytest.raises(schema.SchemaError) as refused:
        schema.parse(yaml.safe_dump({"name": "x", "tables": tables}), "x.yaml")
    assert said in str(refused.value)


def test_a_ward_that_few_were_on_has_no_stays_in_the_synthetic_clinic() -> None:
    """Who was there is told by a public row as much as by a value: fewer than ten people do not show."""
    known = real.read_all("clinic")
    frames = dict(known.frames)
    stays = frames["stays"].copy()
    rare = stays.index[stays["ward"] == "W1"]
    frames["stays"] = stays.drop(index=rare[5:]).reset_index(drop=True)
    left = frames["readings"]["stay"].isin(frames["stays"]["stay"])
    frames["readings"] = frames["readings"][left].reset_index(drop=True)
    model = relational.fit(frames, known.schema, seed=0)
    rows, _ = relational.sample(model, seed=0)
    assert not (rows["stays"]["ward"] == "W1").any()
    assert ["rows of wards", "that some point there at all", 1, "the rows of fewer than 10 people"] in (
        model.notes["withheld"]["stays"]
    )
