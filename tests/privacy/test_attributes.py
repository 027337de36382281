"""Attacks on what is known and what is hidden of people: definitions on small tables, leaks planted and left out."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest

from privacy import gate
from privacy.attacks.attribute_inference import attribute_inference
from privacy.attacks.homogeneity import homogeneity
from privacy.attacks.linkability import linkability
from privacy.attacks.personal_values import personal_values
from privacy.attacks.rare_values import rare_values
from privacy.attacks.singling_out import singling_out
from privacy.attacks.unique_matches import unique_matches
from privacy.binning import binned, groups
from privacy.core import NOT_APPLICABLE, Column, Columns
from privacy.statistics import clopper_pearson, corrected, exceeding_p, wilson
from synth.tabular import real

CENSUS = real.read("adult").frame.drop(columns=["fnlwgt"])
KNOWN = ("age", "sex", "race", "education", "marital_status", "native_country")
COLUMNS: Columns = {
    name: Column(
        "number" if pd.api.types.is_numeric_dtype(kind) else "category",
        "quasi" if name in KNOWN else "sensitive" if name == "income" else "plain",
    )
    for name, kind in CENSUS.dtypes.items()
}


def pieces(seed: int, size: int = 1500) -> list[pd.DataFrame]:
    """Three disjoint parts of the census table: what a generator saw, what it did not, and fresh rows."""
    rows = CENSUS.sample(frac=1, random_state=seed).reset_index(drop=True)
    return [rows[size * at : size * (at + 1)].reset_index(drop=True) for at in range(3)]


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_fisher_s_test_is_that_of_counting() -> None:
    """Of all ways to choose the training rows among the rows, the share that puts so many hits on them or more."""
    for hits, control, n, m in ((3, 0, 5, 6), (4, 2, 7, 7), (0, 0, 3, 3), (2, 5, 6, 9)):
        struck = hits + control
        ways = sum(comb(struck, k) * comb(n + m - struck, n - k) for k in range(hits, min(struck, n) + 1))
        assert exceeding_p(hits, control, n, m) == pytest.approx(ways / comb(n + m, n))


def test_corrected_risks_lie_within_their_interval() -> None:
    """0 where training rows are hit no more often, 1 where all are and no holdout row is; more trials, less doubt."""
    assert corrected(10, 20, 100, 100)[:2] == (0.0, 0.0)
    assert corrected(100, 0, 100, 100).value == 1.0
    # Of nine times as many rows, 1 - 0.5^9 would be hit without a leak; half of the rest is.
    assert corrected(999, 500, 1000, 1000, 9).value == pytest.approx((0.999 - 1 + 0.5**9) / 0.5**9)
    assert corrected(1000, 500, 1000, 1000, 9).value == 1.0 and corrected(900, 999, 1000, 1000, 90) == (0, 0, 1)
    assert corrected(60, 10, 100, 100, 3, exclusive=True).value == pytest.approx(3 / 7)
    for n in (50, 500):
        found = corrected(3 * n // 5, n // 5, n, n)
        assert found.value == pytest.approx(0.5)
        assert found.low < 0.5 < found.high
    assert wilson(5, 10)[0] > clopper_pearson(5, 10)[0]  # the exact interval is the wider one


def test_codes_are_alike_on_all_sides_and_classes_do_not_hang_on_the_release() -> None:
    """A number of many values falls into classes of like size by the real rows; what is missing is a value."""
    columns = {"n": Column("number"), "c": Column("category")}
    seen = pd.DataFrame({"n": np.arange(100.0), "c": ["a", "b"] * 50})
    made = pd.DataFrame({"n": [-5.0, 49.0, 51.0, 1e9, np.nan, np.inf], "c": ["b", "a", "x", "", "a", "a"]})
    unseen = pd.DataFrame({"n": np.arange(100.0) + 0.5, "c": ["a", "b"] * 50})
    before, release, after = binned([seen, made, unseen], columns, ["n", "c"], bins=4)
    assert np.bincount(before[:, 0]).tolist() == [25, 25, 25, 25]
    assert release[:4, 0].tolist() == [0, 1, 2, 3]
    assert len({*release[4:, 0]} | {3}) == 3
    other = binned([seen, made[:1], unseen], columns, ["n", "c"], bins=4)
    assert (other[0][:, 0] == before[:, 0]).all()
    assert (after[:, 1] == before[:, 1]).all()
    assert len(set(groups(before, release, after)[1])) == 6


def test_unique_matches_are_people_who_are_alone_and_found() -> None:
    """A person whose quasi-identifiers nobody shares and that stand in the release; one who shares them is not hit."""
    people = pd.DataFrame({"place": [f"p{n}" for n in range(400)], "note": "x"})
    seen, unseen = people[:200], people[200:]
    columns = {"place": Column("category", "quasi"), "note": Column("category")}
    found = unique_matches(seen, people[150:250], unseen, columns=columns, rng=rng())
    assert (found.rate, found.control, found.value) == (0.25, 0.25, 0.0)
    found = unique_matches(seen, people[:100], unseen, columns=columns, rng=rng())
    assert found.value == 0.5
    assert found.p < 1e-10
    assert found.details["k"] == 1
    shared = unique_matches(pd.concat([seen] * 2), people[:100], unseen, columns=columns, rng=rng())
    assert shared.rate < 0.5


def test_homogeneity_needs_a_group_that_agrees_and_is_right() -> None:
    """What a group says of a person counts if it is true; k, l and t of the release stand in the details."""
    ages = np.tile(np.arange(20), 20)
    seen = pd.DataFrame({"age": ages.astype(float), "ill": np.where(ages % 2, "yes", "no")})
    unseen = seen.assign(ill=np.where(ages % 2, "no", "yes"))
    columns = {"age": Column("number", "quasi"), "ill": Column("category", "sensitive")}
    found = homogeneity(seen, seen, unseen, columns=columns, rng=rng())
    assert (found.rate, found.control, found.value) == (1.0, 0.0, 1.0)
    assert found.details["l"] == 1
    assert found.details["t"] == pytest.approx(0.5)
    mixed = pd.concat([seen, unseen])
    assert homogeneity(seen, mixed, unseen, columns=columns, rng=rng()).rate == 0.0
    plain = {name: Column(column.kind, "quasi") for name, column in columns.items()}
    assert homogeneity(seen, seen, unseen, columns=plain, rng=rng()).verdict == NOT_APPLICABLE


def test_rare_values_are_those_of_one_person() -> None:
    """Released amounts and categories that one real person has; a value of two people is nobody's."""
    amounts = np.arange(600) * 1.5
    seen = pd.DataFrame({"amount": amounts[:300], "from": ["here"] * 299 + ["Laos"]})
    unseen = pd.DataFrame({"amount": amounts[300:], "from": ["here"] * 300})
    columns = {"amount": Column("number"), "from": Column("category")}
    released = pd.DataFrame({"amount": [-1.0] * 100, "from": ["here"] * 99 + ["Laos"]})
    found = rare_values(seen, released, unseen, columns=columns, rng=rng())
    assert (found.rate, found.details["columns"]) == (1 / 300, ["from"])
    released = pd.DataFrame({"amount": [*amounts[:30], *[-1.0] * 70], "from": ["here"] * 100})
    found = rare_values(seen, released, unseen, columns=columns, rng=rng())
    assert (found.rate, found.details["extremes of training rows"]) == (0.1, 10)
    assert found.p < 1e-6


def test_personal_values_that_both_sides_have_give_nobody_away() -> None:
    """A real name that is released counts, unless a holdout row bears it too; case and space do not hide it."""
    names = [f"Name {n}" for n in range(400)]
    seen = pd.DataFrame({"name": [*names[:199], "Smith"], "n": 1.0})
    unseen = pd.DataFrame({"name": [*names[200:399], "Smith"], "n": 1.0})
    columns = {"name": Column("personal"), "n": Column("number")}
    released = pd.DataFrame({"name": [" NAME 7 ", "Smith", "Nobody", *[None] * 97], "n": 1.0})
    found = personal_values(seen, released, unseen, columns=columns, rng=rng())
    assert (found.rate, found.control, found.details["columns"]) == (1 / 200, 0.0, ["name"])
    assert personal_values(seen, seen, unseen, columns=columns, rng=rng()).value == 199 / 200
    without = {"name": Column("category"), "n": Column("number")}
    assert personal_values(seen, released, unseen, columns=without, rng=rng()).verdict == NOT_APPLICABLE


@pytest.mark.parametrize("attack", [singling_out, unique_matches, linkability])
def test_one_copied_row_in_twenty_is_found(attack: gate.ModuleType) -> None:
    """Each of these alone finds what is planted, and nothing where the planted rows are holdout rows."""
    seen, unseen, fresh = pieces(1)
    leaky = pd.concat([seen[:75], fresh[75:]], ignore_index=True)
    found = attack(seen, leaky, unseen, columns=COLUMNS, rng=rng(1))
    assert found.p < 0.01
    assert found.low > 0
    assert found.control < found.rate
    turned = attack(unseen, leaky, seen, columns=COLUMNS, rng=rng(1))
    assert turned.p > 0.5
    assert turned.value == 0


def test_a_leak_of_one_sensitive_column_is_found_and_correlation_is_not_called_a_leak() -> None:
    """Known columns of training rows released with a value that is theirs, not what the population would say."""
    seen, unseen, fresh = pieces(2)
    coin = rng(3)
    seen, unseen, fresh = (
        side.assign(secret=coin.choice(["a", "b", "c"], len(side))) for side in (seen, unseen, fresh)
    )
    columns = {**COLUMNS, "income": Column("category"), "secret": Column("category", "sensitive")}
    found = attribute_inference(seen, seen.assign(hours_per_week=40.0), unseen, columns=columns, rng=rng())
    assert found.details["sensitive"] == "secret"
    assert found.low > 0.5
    assert found.naive == pytest.approx(1 / 3, abs=0.06)
    follows = [side.assign(secret=side.income) for side in (seen, unseen, fresh)]
    found = attribute_inference(follows[0], follows[2], follows[1], columns=columns, rng=rng())
    assert found.control > 0.9
    assert found.p > 0.01


def test_without_roles_every_column_is_attacked_in_turn() -> None:
    """No schema, no roles: other columns are known, and a copy is found all the same."""
    seen, unseen, fresh = pieces(4)
    for attack in (attribute_inference, linkability, singling_out, unique_matches):
        assert attack(seen, seen, unseen, rng=rng()).p < 1e-6
        assert attack(seen, fresh, unseen, rng=rng(1)).p > 0.01


def test_a_holdout_that_was_seen_is_refused_and_chance_is_not() -> None:
    """Overlap beyond what equal rows explain; a narrow table, whose rows coincide anyway, has none."""
    seen, unseen, _ = pieces(5)
    assert gate.overlapping(seen, unseen) == 0
    assert gate.overlapping(seen, seen) == len(seen)
    assert gate.overlapping(seen, pd.concat([unseen, seen[:40]])) >= 40
    narrow = ["sex", "race"]
    assert gate.overlapping(seen[narrow], unseen[narrow]) == 0
    with pytest.raises(ValueError, match="holdout rows stand in the training rows"):
        gate.judge(seen, unseen, pd.concat([unseen, seen[:40]]), rng=rng())


def test_other_spellings_are_refused() -> None:
    """A category written otherwise hides every copy from every attack."""
    seen, unseen, fresh = pieces(6)
    with pytest.raises(ValueError, match="the synthetic rows write 'FEMALE', the training rows 'Female'"):
        gate.judge(seen, fresh.assign(sex=fresh.sex.str.upper()), unseen, rng=rng())
    with pytest.raises(ValueError, match="numbers in the training rows and texts in the synthetic rows"):
        gate.judge(seen, fresh.assign(age=fresh.age.astype(str)), unseen, rng=rng())
