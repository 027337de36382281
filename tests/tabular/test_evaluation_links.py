"""Measures of several tables and of sequences: what was spoilt is far off, other real rows are near."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from synth import tables
from synth.tabular import schema
from synth.tabular.audit import audit
from synth.tabular.evaluation.links import RANDOM, across, at_random, linked
from synth.tabular.evaluation.sequences import BETWEEN, WITHIN, sequences

CLINIC = schema.parse(
    """
name: clinic
tables:
  patients:
    key: [id]
    columns: {id: {kind: id}, old: {kind: boolean}, weight: {kind: number, decimals: 1}}
  doctors:
    key: [id]
    columns: {id: {kind: integer}, surgeon: {kind: boolean}}
  visits:
    parents: [{table: patients, columns: [patient]}, {table: doctors, columns: [doctor]}]
    order: day
    columns:
      patient: {kind: id}
      doctor: {kind: integer}
      day: {kind: date}
      pressure: {kind: number, decimals: 1}
      operated: {kind: boolean}
""",
    "clinic.yaml",
)


def clinic(people: int, seed: int) -> dict[str, pd.DataFrame]:
    """The old come more often; pressure goes with weight and persists; surgeons operate."""
    rng = np.random.default_rng(seed)
    old = rng.random(people) < 0.4
    weight = rng.normal(75, 12, people).round(1)
    who = np.repeat(np.arange(people), np.where(old, rng.poisson(9, people), rng.poisson(1, people)) + 1)
    first = np.r_[True, who[1:] != who[:-1]]
    pressure, day = np.zeros(len(who)), np.zeros(len(who), int)
    for at in range(len(who)):
        fresh = rng.normal(0, 6 if first[at] else 3)
        pressure[at] = 120 + weight[who[at]] / 2 + fresh if first[at] else pressure[at - 1] + fresh
        day[at] = rng.integers(0, 1000) if first[at] else day[at - 1] + rng.integers(3, 40)
    doctor = rng.integers(0, 30, len(who))
    visits = {"patient": [f"{seed}-{n}" for n in who], "doctor": doctor,
              "day": (np.datetime64("2010-01-01") + day).astype("M8[s]"), "pressure": pressure.round(1),
              "operated": rng.random(len(who)) < np.where(doctor < 10, 0.8, 0.05)}  # fmt: skip
    return {
        "patients": pd.DataFrame({"id": [f"{seed}-{n}" for n in range(people)], "old": old, "weight": weight}),
        "doctors": pd.DataFrame({"id": range(30), "surgeon": np.arange(30) < 10}),
        "visits": pd.DataFrame(visits),
    }


@pytest.fixture(scope="module")
def judged() -> dict[tuple[str, str], dict[str, Any]]:
    """A sound side, one whose visits have other parents, one with one visit a patient, one with a lost key."""
    real = clinic(500, 1)
    lost = clinic(500, 6)
    lost["visits"].loc[0, ["patient", "doctor"]] = ["nobody", 99]
    single = clinic(500, 5)
    single["visits"] = single["visits"].drop_duplicates("patient")
    sides = {"sound": clinic(500, 3), RANDOM: at_random(real, CLINIC, np.random.default_rng(0)), "single": single,
             "lost": lost}  # fmt: skip
    found = across(sides, real, clinic(500, 2), CLINIC, np.random.default_rng(0))
    return {(key["table"], key["parent"]): key for key in found}


def test_children_a_parent(judged: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Near for other real rows, far where links are drawn at random, farther with one child each."""
    children = judged["visits", "patients"]["children"]
    assert children["sound"] < 0.12
    assert 0.2 < children[RANDOM] < children["single"]
    doctors = judged["visits", "doctors"]
    assert doctors["shared"]
    assert 0 < doctors["children"]["sound"] < 0.5


def test_columns_of_two_tables(judged: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Weight with pressure, surgeons with operations: gone where links are drawn at random; a tree sees it too."""
    for parent in ("patients", "doctors"):
        off = judged["visits", parent]["relations"]
        assert off["sound"] < 0.06
        assert off[RANDOM] > 2 * off["sound"]
        assert off["lost"] < 0.1  # a key that names no row links nothing
    pytest.importorskip("sklearn")
    apart = judged["visits", "patients"]["told apart"]
    assert apart["sound"]["value"] < 0.6
    assert apart[RANDOM]["value"] > 0.65
    assert "told apart" not in judged["visits", "doctors"]


def test_parents_at_random_are_there() -> None:
    """Keys hold, missing ones stay missing, and rows link otherwise than before."""
    frames = clinic(50, 1)
    known = CLINIC.tables["visits"]
    frames["visits"]["doctor"] = frames["visits"]["doctor"].astype("Int64").mask(np.arange(len(frames["visits"])) < 3)
    dealt = at_random(frames, CLINIC, np.random.default_rng(0))
    told = set(audit(dealt, CLINIC))
    assert told == {"visits.doctor is never empty"}
    assert dealt["visits"]["doctor"].isna().tolist() == frames["visits"]["doctor"].isna().tolist()
    before, after = (linked(side, CLINIC, "visits", known.parents[0]).rows for side in (frames, dealt))
    assert (before != after).mean() > 0.9


def measured(side: pd.DataFrame) -> dict[str, dict[str, float]]:
    told = sequences({"synthetic": side, "real rows": clinic(300, 1)["visits"]}, clinic(300, 1)["visits"],
                     clinic(300, 2)["visits"], CLINIC.tables["visits"], np.random.default_rng(0))  # fmt: skip
    return {one["measure"]: one for one in told["measures"]} | {"ties": told["ties"]}


def test_sequences_like_real_ones_are_near() -> None:
    """Everywhere nearer than rows that were dealt at random, and than those shuffled within, but for the lengths."""
    found = measured(clinic(300, 3)["visits"])
    for said in ("lengths", "first values", "steps", "autocorrelation, lag 1"):
        assert found[said]["synthetic"] < found[said][BETWEEN] - 0.05, said
    for said in ("steps", "autocorrelation, lag 1"):
        assert found[said]["synthetic"] < found[said][WITHIN] - 0.02, said
    assert found["lengths"][WITHIN] == found["lengths"]["real rows"]
    assert found["ties"]["synthetic"] == 0


def test_spoilt_sequences_are_far() -> None:
    """Too short, without memory, all on one day: each shows in its measure, and not by it in others."""
    sound = clinic(300, 3)["visits"]
    short = sound[sound.groupby("patient").cumcount() < 3]
    assert measured(short)["lengths"]["synthetic"] > 0.3
    rng = np.random.default_rng(0)
    forgetful = sound.assign(pressure=rng.permutation(sound["pressure"]))
    found = measured(forgetful)
    assert found["autocorrelation, lag 1"]["synthetic"] > 0.3
    assert found["lengths"]["synthetic"] < 0.2
    same = sound.assign(day=sound.groupby("patient")["day"].transform("first"))
    assert measured(same)["ties"]["synthetic"] > 0.9 * len(sound)
    assert measured(same)["steps"]["synthetic"] > 0.3


def test_no_sequence_follows_another() -> None:
    """Of pairs of equal values the first lag says all; there is nothing two rows before."""
    rng = np.random.default_rng(0)
    pairs = [clinic(1, 1)["visits"].iloc[[0, 0]].assign(patient=f"p{n}", pressure=rng.normal()) for n in range(60)]
    frame = pd.concat(pairs, ignore_index=True)
    frame["pressure"] += np.tile([0, 1e-3], 60)
    half = CLINIC.tables["visits"]
    found = sequences({"synthetic": frame[40:]}, frame, frame[:80], half, rng)
    by_name = {one["measure"]: one for one in found["measures"]}
    assert by_name["autocorrelation, lag 2"]["synthetic"] == 0
    (pressure,) = (one for one in found["columns"] if one["column"] == "pressure")
    assert pressure["lag 1"]["synthetic"] > 0.99


def test_few_sequences_say_so() -> None:
    """And not a figure of nothing."""
    few = clinic(5, 1)["visits"]
    found = sequences({"synthetic": few}, few, few, CLINIC.tables["visits"], np.random.default_rng(0))
    assert list(found) == ["none"]
    assert found["none"].startswith("5 sequences")


def written(folder: Path, frames: dict[str, pd.DataFrame]) -> str:
    folder.mkdir()
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return str(folder)


def test_several_tables_are_split_by_person(tmp_path: Path) -> None:
    """Two folders of files and the schema; the sentence says who the people are, and what both sides have."""
    data = written(tmp_path / "clinic", clinic(60, 1))
    (tmp_path / "clinic.yaml").write_text(schema.dump(CLINIC), encoding="utf-8")
    told = tables.split(data, tmp_path / "parts", schema=tmp_path / "clinic.yaml", holdout=0.25, seed=0)
    assert told["people"] == ["patients"]
    assert told["shared"] == ["doctors"]
    assert told["sentence"].endswith("people are the rows of patients; on both sides: doctors")
    sides = [{name: pd.read_parquet(tmp_path / f"parts/{side}/{name}.parquet") for name in CLINIC.tables}
             for side in ("train", "holdout")]  # fmt: skip
    assert [len(side["patients"]) for side in sides] == [45, 15]
    assert not set(sides[0]["visits"]["patient"]) & set(sides[1]["visits"]["patient"])
    assert all(audit(side, CLINIC) == {} for side in sides)


@pytest.mark.slow
def test_several_tables_are_judged(tmp_path: Path) -> None:
    """Each table, their keys and sequences, on one page; a lost key is told as broken."""
    pytest.importorskip("sdmetrics", reason="the extra 'tabular' is not installed")
    rows = clinic(200, 3)
    rows["visits"].loc[0, "patient"] = "nobody"
    places = [written(tmp_path / name, frames) for name, frames in
              (("train", clinic(200, 1)), ("holdout", clinic(200, 2)), ("rows", rows))]  # fmt: skip
    (tmp_path / "clinic.yaml").write_text(schema.dump(CLINIC), encoding="utf-8")
    found = tables.evaluate(*places, schema=tmp_path / "clinic.yaml", predict=("operated",), by=("old",),
                            out=tmp_path / "page")  # fmt: skip
    assert found["broken"] == {"visits: patient names a row of patients": 1}
    visits = found["tables"]["visits"]
    assert {group["column"] for group in visits["groups"]} == {"patients.old"}
    assert visits["sequences"]["measures"][0]["synthetic"] < 0.3
    assert found["tables"]["doctors"]["shared"]
    quality = found["quality"]
    assert quality["synthetic"]["relations"] > quality[RANDOM]["relations"] + 0.05
    page = (tmp_path / "page/evaluation.html").read_text(encoding="utf-8")
    for said in ("How the tables hang together", "dealt at random", "visits.patient → patients", "names a row of"):
        assert said in page
    again = tables.evaluate(*places, schema=tmp_path / "clinic.yaml", predict=("operated",), by=("old",),
                            out=tmp_path / "again")  # fmt: skip
    assert again == found
