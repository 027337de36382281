"""Roles that are proposed: what others may know of a person, what they should not learn, told with the reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synth.tabular.detect import detect

SHIPPED = Path(__file__).parents[2] / "synth" / "tables"


def roles(frame: pd.DataFrame) -> dict[str, str]:
    return {name: column.role for name, column in detect({"t": frame}, "t").schema.only().columns.items()}


def test_of_adult() -> None:
    """The census columns that linkage attacks have used are quasi-identifiers; money is sensitive; the rest plain."""
    found = roles(pd.read_csv(SHIPPED / "adult.csv.gz", nrows=500, keep_default_na=False))
    quasi = {"age", "workclass", "education", "education_num", "marital_status", "occupation", "relationship", "race",
             "sex", "native_country"}  # fmt: skip
    assert {name for name, role in found.items() if role == "quasi"} == quasi
    assert {name for name, role in found.items() if role == "sensitive"} == {"capital_gain", "capital_loss", "income"}


def test_of_patients() -> None:
    """By names in several ways of writing, and by values; what is never learnt has no role; reasons tell which."""
    rng = np.random.default_rng(0)
    count = 200
    frame = pd.DataFrame({
        "patientId": [f"p{n}" for n in range(count)], "DateOfBirth": pd.date_range("1930-01-01", periods=count),
        "g": rng.choice(["M", "F", "unknown"], count), "dx": rng.choice(["E11.9", "I10", "J45", "Z00.0"], count),
        "Lab Result": rng.normal(size=count), "page": rng.integers(0, 9, count), "ward": rng.choice(["a", "b"], count),
        "email": [f"a{n}@mail.org" for n in range(count)], "admission_date": pd.date_range("2020-01-01", periods=count),
    })  # fmt: skip
    assert roles(frame) == {
        "patientId": "plain", "DateOfBirth": "quasi", "g": "quasi", "dx": "sensitive", "Lab Result": "sensitive",
        "page": "plain", "ward": "plain", "email": "plain", "admission_date": "quasi",
    }  # fmt: skip
    reasons = detect({"t": frame}, "t").reasons
    assert reasons["t", "DateOfBirth"].endswith("quasi: others may know it of a person, by its name")
    assert reasons["t", "g"].endswith("by its values: those of a sex")
    assert reasons["t", "dx"].endswith("by its values: codes of diagnoses")


@pytest.mark.parametrize("values", [["M"], ["m", "f", "s", "l"], ["A1", "B2"], ["x", "y", "z"]])
def test_values_that_only_look_so(values: list[str]) -> None:
    """One sex, sizes of shirts, two codes, letters: nothing is said."""
    assert roles(pd.DataFrame({"c": values * 30})) == {"c": "plain"}


def test_codes_that_many_rows_name_are_no_categories() -> None:
    """A patient's key in a table of visits is never learnt, and the visits are sequences."""
    days = pd.date_range("2020-01-01", periods=20).tolist() * 30
    frame = pd.DataFrame({"patient_id": np.repeat([f"p{n}" for n in range(30)], 20), "day": days})
    table = detect({"t": frame}, "t").schema.only()
    assert table.columns["patient_id"].kind == "id"
    assert table.entity == ("patient_id",)
    assert table.order == "day"
