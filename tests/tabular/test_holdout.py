"""A split by person: whoever is on one side is not on the other, and every key finds its row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular import schema
from synth.tabular.audit import audit
from synth.tabular.holdout import FamilyError, split_families, tables_of_people

CLINIC = schema.parse(
    """
name: clinic
tables:
  wards: {key: [id], columns: {id: {kind: integer}}}
  doctors: {key: [id], parents: [{table: wards, columns: [ward]}],
            columns: {id: {kind: integer}, ward: {kind: integer}}}
  patients: {key: [id], columns: {id: {kind: integer}, age: {kind: integer}}}
  visits: {key: [id], parents: [{table: patients, columns: [patient]}, {table: doctors, columns: [doctor]}],
           columns: {id: {kind: integer}, patient: {kind: integer}, doctor: {kind: integer, nullable: true}}}
  results: {parents: [{table: visits, columns: [visit]}], columns: {visit: {kind: integer}, value: {kind: number}}}
  letters: {parents: [{table: doctors, columns: [doctor]}, {table: patients, columns: [patient]}],
            columns: {doctor: {kind: integer}, patient: {kind: integer}}}
""",
    "clinic.yaml",
)
TRANSFERS = schema.parse(
    """
name: bank
tables:
  accounts: {key: [id], columns: {id: {kind: integer}}}
  transfers: {parents: [{table: accounts, columns: [payer]}, {table: accounts, columns: [payee]}],
              columns: {payer: {kind: integer}, payee: {kind: integer}}}
""",
    "bank.yaml",
)


def clinic(people: int, seed: int) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    visits = rng.integers(0, people, 3 * people)
    return {
        "wards": pd.DataFrame({"id": range(2)}),
        "doctors": pd.DataFrame({"id": range(5), "ward": rng.integers(0, 2, 5)}),
        "patients": pd.DataFrame({"id": np.arange(people) + 100, "age": rng.integers(0, 90, people)}),
        "visits": pd.DataFrame({"id": range(3 * people), "patient": visits + 100,
                                "doctor": pd.Series(rng.integers(0, 5, 3 * people)).where(visits % 7 > 0)}),
        "results": pd.DataFrame({"visit": rng.integers(0, 3 * people, 50), "value": rng.random(50)}),
        "letters": pd.DataFrame({"doctor": rng.integers(0, 5, 9), "patient": rng.integers(0, people, 9) + 100}),
    }  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(st.integers(2, 40), st.floats(0.01, 0.99), st.integers(0, 5))
def test_no_person_is_on_both_sides_and_every_key_holds(people: int, share: float, seed: int) -> None:
    """Patients are the people; wards and doctors are whole on both sides; no other row is lost or doubled."""
    frames = clinic(people, seed)
    sides = split_families(frames, CLINIC, share, np.random.default_rng(seed))
    assert len(sides[1]["patients"]) == min(max(1, round(share * people)), people - 1)
    for name in ("patients", "visits", "results", "letters"):
        both = pd.concat([side[name] for side in sides])
        assert sorted(both.fillna(-1).to_numpy().tolist()) == sorted(frames[name].fillna(-1).to_numpy().tolist())
    assert not set(sides[0]["patients"]["id"]) & set(sides[1]["patients"]["id"])
    for side in sides:
        assert audit(side, CLINIC) == {}
        for name in ("wards", "doctors"):
            pd.testing.assert_frame_equal(side[name], frames[name])


def test_the_same_seed_parts_alike() -> None:
    """And another one otherwise."""
    frames = clinic(40, 0)
    first, again, other = (split_families(frames, CLINIC, 0.5, np.random.default_rng(seed)) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first[0]["visits"], again[0]["visits"])
    assert set(first[0]["patients"]["id"]) != set(other[0]["patients"]["id"])


def test_people_are_told_by_what_descends_from_them() -> None:
    """Patients, not wards, whose doctors the visits need; accounts; a table of its own is of people too."""
    assert tables_of_people(clinic(9, 0), CLINIC) == ("patients",)
    alone = schema.parse(
        "name: t\ntables: {a: {columns: {x: {kind: integer}}}, b: {columns: {x: {kind: integer}}}}", "t"
    )
    frame = pd.DataFrame({"x": range(10)})
    assert set(tables_of_people({"a": frame, "b": frame}, alone)) == {"a", "b"}
    train, holdout = split_families({"a": frame, "b": frame}, alone, 0.3, np.random.default_rng(0))
    assert [len(side[name]) for side in (train, holdout) for name in "ab"] == [7, 7, 3, 3]


def test_people_may_be_named() -> None:
    """Doctors as the people: visits go with them, and patients, who do not hang on doctors, are shared."""
    frames = clinic(6, 0)
    frames["visits"] = pd.DataFrame({"id": range(6), "patient": [100, 101, 102, 103, 104, 105],
                                     "doctor": [0, 1, 2, 3, 4, 0]})  # fmt: skip
    frames["results"], frames["letters"] = frames["results"][:0], frames["letters"][:0]
    train, holdout = split_families(frames, CLINIC, 0.4, np.random.default_rng(0), people=("doctors",))
    assert len(holdout["doctors"]) == 2
    assert not set(train["visits"]["doctor"]) & set(holdout["visits"]["doctor"])
    assert len(train["patients"]) == len(holdout["patients"]) == 6
    with pytest.raises(FamilyError, match="no table 'nurses' of people; there are: wards, doctors"):
        split_families(frames, CLINIC, 0.4, np.random.default_rng(0), people=("nurses",))


def test_rows_of_two_people_join_them() -> None:
    """A chain of transfers is one family; two chains are parted, one is not."""
    accounts = pd.DataFrame({"id": range(8)})
    chains = pd.DataFrame({"payer": [0, 2, 1, 7, 5, 6], "payee": [1, 3, 2, 6, 4, 5]})
    frames = {"accounts": accounts, "transfers": chains}
    train, holdout = split_families(frames, TRANSFERS, 0.5, np.random.default_rng(0))
    assert {tuple(side["accounts"]["id"]) for side in (train, holdout)} == {(0, 1, 2, 3), (4, 5, 6, 7)}
    assert audit(holdout, TRANSFERS) == {}
    frames["transfers"] = pd.concat([chains, pd.DataFrame({"payer": [0], "payee": [7]})])
    with pytest.raises(FamilyError, match="expected at least two families of one table to part, got 1"):
        split_families(frames, TRANSFERS, 0.5, np.random.default_rng(0))


def test_sequences_are_parted_by_entity() -> None:
    """All steps of one goes to one side, in their order; a row without a name is somebody by itself."""
    steps = schema.parse(
        "name: t\nentity: [who]\norder: n\ncolumns: {who: {kind: id, nullable: true}, n: {kind: integer}}", "t"
    )
    frame = pd.DataFrame({"who": [*np.repeat([f"p{n}" for n in range(10)], 5), None, None], "n": range(52)})
    train, holdout = (side["t"] for side in split_families({"t": frame}, steps, 0.5, np.random.default_rng(0)))
    assert not set(train["who"].dropna()) & set(holdout["who"].dropna())
    assert holdout["who"].nunique() + holdout["who"].isna().sum() == 6
    assert train["n"].is_monotonic_increasing
