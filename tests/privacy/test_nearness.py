"""Attacks by nearness find planted copies of each kind, and take common people, twins and clumps for what they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from privacy import nearness
from privacy.attacks.closest_record import closest_record
from privacy.attacks.exact_copies import exact_copies
from privacy.attacks.near_copies import near_copies
from privacy.attacks.neighbour_ratio import neighbour_ratio
from privacy.attacks.shared_values import shared_values
from privacy.core import Column, Risk
from synth.tabular import real

CENSUS = real.read("adult").frame
SIZE = 1500


def parts(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What a generator saw, fresh rows, and what it did not see."""
    rows = CENSUS.sample(3 * SIZE, random_state=seed).reset_index(drop=True)
    return rows[:SIZE], rows[SIZE : 2 * SIZE].reset_index(drop=True), rows[2 * SIZE :]


def found(risk: Risk) -> bool:
    return risk.p < 0.001 and risk.low > 0


def test_copies_with_noise_are_near_copies() -> None:
    """One row in ten, every age and weight moved a little: no exact copy, and far nearer than chance explains."""
    seen, fresh, unseen = parts(0)
    rng = np.random.default_rng(0)
    noise = {"age": rng.integers(1, 3, 150), "fnlwgt": rng.integers(1000, 9000, 150)}
    noisy = seen[:150].assign(**{name: seen[name][:150] + step for name, step in noise.items()})
    made = pd.concat([noisy, fresh[150:]])
    assert not found(exact_copies(seen, made, unseen, rng=rng))
    assert found(near_copies(seen, made, unseen, rng=rng))
    assert found(neighbour_ratio(seen, made, unseen, rng=rng))
    assert not found(near_copies(unseen, made, seen, rng=rng))  # they tell of rows that were seen, not of others


def test_copies_with_columns_changed_share_rare_values() -> None:
    """Occupation and age of one row in twenty are another's: what is left still points at the person."""
    seen, fresh, unseen = parts(1)
    other = fresh.sample(75, random_state=0)
    changed = seen[:75].assign(occupation=other.occupation.to_numpy(), age=other.age.to_numpy())
    made = pd.concat([changed, fresh[75:]])
    rng = np.random.default_rng(1)
    assert exact_copies(seen, made, unseen, rng=rng).p > 0.001
    assert found(shared_values(seen, made, unseen, rng=rng))
    assert not found(shared_values(unseen, made, seen, rng=rng))


def test_numbers_alone_are_attacked_too() -> None:
    """A kernel estimate with a tiny bandwidth copies its rows; draws from the truth do not."""
    rng = np.random.default_rng(2)
    seen, unseen, fresh = (pd.DataFrame(rng.normal(size=(800, 4)), columns=list("abcd")) for _ in range(3))
    made = seen + rng.normal(scale=0.01, size=seen.shape)
    for attack in (near_copies, closest_record, neighbour_ratio):
        assert found(attack(seen, made, unseen, rng=rng))
        assert not found(attack(seen, fresh, unseen, rng=rng))


def test_personal_data_hide_no_copy() -> None:
    """Copies under other names are copies."""
    seen, fresh, unseen = (frame.assign(name=[f"{side} {k}" for k in range(SIZE)])
                           for side, frame in zip("abc", parts(3), strict=True))  # fmt: skip
    made = seen.assign(name=fresh.name.to_numpy())
    columns = {name: Column("number" if CENSUS[name].dtype.kind == "i" else "category") for name in CENSUS}
    for attack in (exact_copies, near_copies, shared_values):
        risk = attack(seen, made, unseen, columns={**columns, "name": Column("personal")}, rng=np.random.default_rng(3))
        assert risk.value > 0.95


def test_many_rows_near_one_person_count_as_one_finding() -> None:
    """A tenth of the release lies at one training row: one of the two labels fell there, which is chance."""
    seen, fresh, unseen = parts(4)
    made = pd.concat([seen[:1]] * (SIZE // 10) + [fresh[SIZE // 10 :]])
    for attack in (closest_record, neighbour_ratio):
        assert attack(seen, made, unseen, rng=np.random.default_rng(4)).p > 0.05


def test_who_has_a_twin_is_not_pointed_at() -> None:
    """Each person stands twice among the people: their copies tell of two, and so of none."""
    seen, _, unseen = parts(5)
    seen, unseen = (pd.concat([side[: SIZE // 2]] * 2, ignore_index=True) for side in (seen, unseen))
    for attack in (near_copies, shared_values, neighbour_ratio):
        assert attack(seen, seen, unseen, rng=np.random.default_rng(5)).value == 0.0


class Unshuffled(np.random.Generator):
    """A generator that leaves rows where they are."""

    def permutation(self, x: int) -> np.ndarray:
        """No permutation."""
        return np.arange(x)


def test_equal_rows_are_shared_out_by_chance() -> None:
    """Where all rows are equal nothing is nearest; training rows, which come first, must not get all."""
    frame = pd.DataFrame({"x": [1.0] * 300})
    shares = [closest_record(frame, frame, frame, rng=np.random.default_rng(seed)).p for seed in range(20)]
    assert min(shares) > 0.01 and len({round(share) for share in shares}) == 2
    planted = Unshuffled(np.random.PCG64(0))
    assert {closest_record(frame, frame, frame, rng=planted).rate for _ in range(2)} <= {0.0, 1.0}


def test_large_releases_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more rows than are compared a sample is drawn; the sentence names its size, and copies are still found."""
    seen, fresh, unseen = parts(6)
    made = pd.concat([seen[:400], fresh[400:]])
    monkeypatch.setattr(nearness, "MOST_MADE", 700)
    for attack in (near_copies, closest_record, shared_values, neighbour_ratio):
        risk = attack(seen, made, unseen, rng=np.random.default_rng(6))
        assert "(a sample: 700 of 1,500 synthetic rows)" in risk.sentence
        assert found(risk)
    monkeypatch.setattr(nearness, "MOST_REAL", 600)
    assert "600 of 1,500 training rows" in near_copies(seen, made, unseen, rng=np.random.default_rng(6)).sentence
