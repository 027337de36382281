"""A small clinic, simulated by rules: how the shipped data sets ``clinic`` and ``glucose`` were made; nobody is real.

``python examples/clinic.py FOLDER`` writes them as CSV files. What depends on what is written below, so that it can be
looked for in synthetic tables: older patients stay longer, severe illness costs more and raises the heart rate, each
diagnosis has its ward, a fever goes down from reading to reading; who exercises has less glucose the day after.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

SEED = 2026
PATIENTS, PEOPLE = 900, 400
FIRST = ("Ada", "Ben", "Cleo", "Dara", "Emil", "Fay", "Gus", "Hana", "Ivo", "June", "Karl", "Lena", "Milo", "Nora")
LAST = ("Abel", "Berg", "Cruz", "Dunn", "Ernst", "Frank", "Gale", "Hunt", "Irwin", "Jung", "Klein", "Lowe", "Marsh")
WARDS = pd.DataFrame(
    {
        "ward": ["W1", "W2", "W3", "W4", "W5"],
        "specialty": ["cardiology", "surgery", "lungs", "general", "general"],
        "beds": [24, 30, 18, 40, 36],
    }
)
# Share of the stays, typical nights, cost of a night, temperature at admission, heart rate above rest, wards.
DIAGNOSES: dict[str, tuple[float, float, int, float, int, tuple[str, ...]]] = {
    "angina": (0.16, 3.0, 900, 36.9, 14, ("W1",)),
    "arrhythmia": (0.12, 2.0, 1100, 36.8, 26, ("W1",)),
    "appendicitis": (0.14, 3.5, 1300, 38.1, 16, ("W2",)),
    "fracture": (0.22, 5.0, 1000, 36.9, 8, ("W2", "W4")),
    "pneumonia": (0.20, 6.0, 800, 39.0, 20, ("W3", "W5")),
    "migraine": (0.16, 1.0, 500, 36.7, 2, ("W4", "W5")),
}


def clinic(rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Patients, the wards of a clinic, stays and the readings of each stay."""
    patients = _patients(rng, PATIENTS)
    stays = pd.DataFrame([row for patient in patients.itertuples() for row in _stays(patient, rng)])
    stays.insert(0, "stay", [f"S{number:05d}" for number in range(1, len(stays) + 1)])
    readings = pd.DataFrame([row for stay in stays.itertuples() for row in _readings(stay, rng)])
    return {"patients": patients, "wards": WARDS, "stays": stays, "readings": readings}


def _patients(rng: np.random.Generator, count: int) -> pd.DataFrame:
    age = np.clip(rng.normal(52, 19, count), 1, 98)
    born = np.datetime64("2024-01-01") - (age * 365.25).astype(int)
    return pd.DataFrame(
        {
            "patient": [f"P{number:05d}" for number in rng.permutation(90_000)[:count] + 10_000],
            "name": [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(count)],
            "born": born.astype(str),
            "sex": rng.choice(["female", "male"], count, p=[0.53, 0.47]),
            "smoker": np.where(rng.random(count) < 0.24, "yes", "no"),
        }
    )


def _stays(patient: Any, rng: np.random.Generator) -> list[dict[str, Any]]:
    age = (np.datetime64("2024-01-01") - np.datetime64(patient.born)).astype(int) / 365.25
    day = np.datetime64("2024-01-01") + rng.integers(0, 120)
    names = list(DIAGNOSES)
    weights = np.array([DIAGNOSES[name][0] for name in names])
    weights[names.index("pneumonia")] *= 3 if patient.smoker == "yes" else 0.6
    weights[names.index("angina")] *= 2 if age > 60 else 0.4
    found = []
    for _ in range(1 + rng.poisson(0.3 + age / 90)):
        diagnosis = str(rng.choice(names, p=weights / weights.sum()))
        _, nights, price, _, _, wards = DIAGNOSES[diagnosis]
        severity = int(np.clip(1 + rng.binomial(4, 0.2 + age / 250), 1, 5))
        stayed = int(rng.poisson(nights * (0.5 + severity / 4 + age / 200)))
        found.append(
            {
                "patient": patient.patient,
                "ward": str(rng.choice(wards)),
                "admitted": str(day),
                "discharged": str(day + stayed),
                "diagnosis": diagnosis,
                "severity": severity,
                "cost": round(float((400 + price * stayed) * (0.7 + severity / 10) * np.exp(rng.normal(0, 0.15))), 2),
            }
        )
        day = day + stayed + int(rng.integers(7, 150))
    return found


def _readings(stay: Any, rng: np.random.Generator) -> list[dict[str, Any]]:
    _, _, _, temperature, faster, _ = DIAGNOSES[stay.diagnosis]
    hour, rate = 0, rng.normal(66 + faster + 5 * stay.severity, 7)
    fever = temperature - 36.7 + rng.normal(0, 0.25) + 0.1 * stay.severity
    found = []
    for place in range(1, 2 + int(rng.poisson(1 + stay.severity / 2))):
        found.append(
            {
                "stay": stay.stay,
                "reading": place,
                "hour": hour,
                "heart_rate": int(np.clip(round(rate + rng.normal(0, 3)), 40, 190)),
                "temperature": round(float(36.7 + fever + rng.normal(0, 0.1)), 1),
            }
        )
        hour += int(rng.integers(2, 9))
        fever, rate = fever * 0.75, rate - 0.25 * (rate - 70)
    return found


def glucose(rng: np.random.Generator) -> pd.DataFrame:
    """Some weeks of daily readings of people with diabetes, one sequence a person."""
    rows = []
    for number in range(PEOPLE):
        kind = str(rng.choice(["type 1", "type 2"], p=[0.3, 0.7]))
        day, level, insulin = np.datetime64("2025-01-06") + rng.integers(0, 28), rng.normal(8.5, 1.2), kind == "type 1"
        minutes = 0
        for _ in range(int(rng.integers(8, 25))):
            level = 8.2 + 0.7 * (level - 8.2) - 0.02 * minutes + rng.normal(0, 0.7)
            minutes = int(rng.choice([0, 0, 15, 30, 45, 60]))
            rows.append(
                {
                    "person": f"G{number:04d}",
                    "type": kind,
                    "day": str(day),
                    "exercise": minutes,
                    "insulin": round(float(max(0, rng.normal(22 + level, 3))), 1) if insulin else 0.0,
                    "glucose": round(float(np.clip(level, 2.5, 25)), 1),
                }
            )
            day = day + int(rng.integers(1, 3))
    return pd.DataFrame(rows)


def main(folder: Path) -> None:
    """Write both data sets."""
    rng = np.random.default_rng(SEED)
    (folder / "clinic").mkdir(parents=True, exist_ok=True)
    for name, frame in clinic(rng).items():
        frame.to_csv(folder / "clinic" / f"{name}.csv", index=False, lineterminator="\n")
    glucose(rng).to_csv(folder / "glucose.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
