"""From a file of patients to rows that may leave: detected, read, protected, drawn, filled with nobody's names."""

from __future__ import annotations

import numpy as np
import pandas as pd
from faker import Faker

from synth.tabular import columns, pii, schema
from synth.tabular.detect import detect
from synth.tabular.protect import protect
from synth.tabular.reading import typed

N = 400


def patients() -> pd.DataFrame:
    """All as texts, as a CSV is read when nothing is to be lost, under names that say nothing."""
    fake, rng = Faker("de_DE"), np.random.default_rng(0)
    fake.seed_instance(2)
    born = np.datetime64("1930-01-01") + rng.integers(0, 29_000, N)
    return pd.DataFrame(
        {
            "c0": [f"P-{n:05}" for n in rng.choice(90_000, N, replace=False)],
            "c1": [fake.name() for _ in range(N)],
            "c2": [fake.phone_number() for _ in range(N)],
            "c3": [fake.street_address() for _ in range(N)],
            "c4": [fake.postcode() for _ in range(N)],
            "c5": [f"{str(day)[8:]}.{str(day)[5:7]}.{str(day)[:4]}" for day in born],
            "c6": rng.choice(["A+", "B+", "0-"], N),
            "c7": [f"{value:.1f}".replace(".", ",") for value in rng.normal(80, 15, N)],
            "c8": [f"{fake.first_name()} called at {n}, please call back" for n in range(N)],
            "c9": ["Morbus Atlantis" if n == 7 else "Asthma" if n % 2 else "Gout" for n in range(N)],
        }
    )


def released(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, schema.Table]:
    """The real rows and 1,000 new ones of an engine that shuffles each column."""
    frame = patients()
    table = detect({"patients": frame}, "patients").schema.only()
    real = typed(frame, table, "patients")
    rng = np.random.default_rng(seed)
    styles, filters = pii.styles(real, table), pii.filters({"patients": real}, {"patients": table}, rng=rng)
    guarded = protect(real, table, rng=rng)
    drawn = pd.DataFrame({name: rng.choice(guarded.frame[name].to_numpy(), 1_000) for name in guarded.table.learnt()})
    made = pii.fakes(guarded.table, drawn, rng=rng, styles=styles, real=filters).columns
    rows = pd.DataFrame({name: {**made, **drawn}[name] for name in guarded.table.columns})
    return real, rows, guarded.table


def test_rows_that_leave_keep_the_schema_and_hold_nobody() -> None:
    """Every column is of its kind; of names, phones, streets, keys, notes and rare diagnoses no real one is left."""
    real, rows, table = released(0)
    kinds = {name: column.pii or column.kind for name, column in table.columns.items()}
    assert kinds == {
        "c0": "id",
        "c1": "name",
        "c2": "phone",
        "c3": "address",
        "c4": "postcode",
        "c5": "date",
        "c6": "category",
        "c7": "number",
        "c8": "text",
        "c9": "category",
    }
    assert table.key == ("c0",) and not columns.violations(rows, table, "patients")
    for name in ("c0", "c1", "c2", "c3", "c8"):
        assert not set(real[name]) & set(rows[name]), name
    assert set(rows["c9"]) == {"Asthma", "Gout"}
    assert rows["c0"].str.fullmatch(r"P-\d{5,9}").all() and rows["c4"].str.fullmatch(r"\d{5}").all()
    for name in ("c5", "c7"):
        extremes = {real[name].min(), real[name].max()}
        assert not extremes & set(rows[name])


def test_the_same_seed_gives_the_same_rows() -> None:
    """Each step draws from the generator that it is given, and from nothing else."""
    pd.testing.assert_frame_equal(released(1)[1], released(1)[1])
    assert not released(1)[1].equals(released(2)[1])
