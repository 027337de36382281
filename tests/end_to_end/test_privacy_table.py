"""``provender privacy table``: a leaky and a safe release judged, and each bad input with its sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from command_line import provender

from privacy import gate
from simulators.core import ProvenderError
from synth.disclosure import tables
from synth.report import privacy as pages
from synth.tabular import real
from synth.tabular import schema as schemas


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Disjoint parts of the shipped table, as a generator would have seen, made and not seen them."""
    path = tmp_path_factory.mktemp("privacy")
    known = real.read("adult")
    for at, name in enumerate(("train", "holdout", "fresh")):
        known.frame[1500 * at : 1500 * (at + 1)].to_csv(path / f"{name}.csv", index=False)
    leaky = pd.concat([known.frame[:150], known.frame[3150:4500]])
    leaky.to_csv(path / "leaky.csv", index=False)
    (path / "adult.yaml").write_text(schemas.dump(known.schema), encoding="utf-8")
    return path


def judged(folder: Path, synthetic: str = "fresh.csv", **given: Any) -> dict[str, Any]:
    sides = {"train": "train.csv", "holdout": "holdout.csv", "synthetic": synthetic}
    places = {name: str(folder / given.pop(name, file)) for name, file in sides.items()}
    return tables.table(**places, schema=folder / "adult.yaml", **given)


def test_a_leaky_table_fails_and_its_page_says_why(folder: Path, tmp_path: Path) -> None:
    """One row in ten is copied: the attacks are named with their thresholds, and nobody's row stands on the page."""
    told = judged(folder, "leaky.csv", out=tmp_path)
    assert (told["verdict"], told["released"]) == ("fail", False)
    failed = {risk["name"] for risk in told["risks"] if risk["verdict"] == "fail"}
    assert {"exact copies", "near copies", "singling out"} <= failed
    assert json.loads((tmp_path / pages.JSON).read_text(encoding="utf-8")) == json.loads(json.dumps(told))
    page = (tmp_path / pages.PAGE).read_text(encoding="utf-8")
    for part in ("must not be released", "Drop the copies", "It cannot see", "Null hypothesis", "by the schema"):
        assert part in page
    weights = pd.read_csv(folder / "train.csv").fnlwgt.astype(str)
    shown = set(re.findall(r"(?<![\d.])\d{6,}(?![\d.])", page))
    assert not shown & set(weights)


def test_a_safe_table_passes(folder: Path) -> None:
    """Fresh rows of the population give nobody away; the verdict is a function of the seed."""
    told = judged(folder)
    assert (told["verdict"], told["reasons"]) == ("pass", [])
    assert judged(folder, seed=0) == told
    required = {"name", "value", "low", "high", "control", "p", "verdict"}
    assert all(required <= set(risk) for risk in told["risks"])
    assert all(0 <= risk["low"] <= risk["value"] <= risk["high"] <= 1 for risk in told["risks"])


def test_exit_codes_say_the_verdict(folder: Path, tmp_path: Path) -> None:
    """0 pass, 1 fail, 3 not enough data to say, 2 bad input."""
    asked = ["privacy", "table", "--train", folder / "train.csv", "--holdout", folder / "holdout.csv"]
    schema = ["--schema", folder / "adult.yaml"]
    done = provender(*asked, "--synthetic", folder / "leaky.csv", *schema, "-o", tmp_path, code=1)
    assert "FAIL by the policy 'partner'" in done.stdout
    assert str(tmp_path / pages.PAGE) in done.stdout
    pd.read_csv(folder / "fresh.csv").head(60).to_csv(tmp_path / "few.csv", index=False)
    done = provender(*asked, "--synthetic", tmp_path / "few.csv", *schema, "--json", code=3)
    assert json.loads(done.stdout)["verdict"] == "insufficient"
    done = provender(*asked, "--synthetic", tmp_path / "none.csv", code=2)
    assert "none.csv" in done.stderr


def test_personal_data_of_real_people_in_the_release_are_found(folder: Path, tmp_path: Path) -> None:
    """A column that the schema calls personal is looked for and never compared."""
    rng = np.random.default_rng(0)
    for side in ("train", "holdout", "fresh"):
        frame = pd.read_csv(folder / f"{side}.csv")
        frame["phone"] = [f"+49 30 {number}" for number in rng.permutation(np.arange(10**6, 10**7))[: len(frame)]]
        frame.to_csv(tmp_path / f"{side}.csv", index=False)
    schema = real.read("adult").schema
    table = next(iter(schema.tables.values()))
    known = {**table.columns, "phone": schemas.Column(kind="text", pii="phone")}
    (tmp_path / "adult.yaml").write_text(schemas.dump(schemas.single("adult", known)), encoding="utf-8")
    assert judged(tmp_path)["verdict"] == "pass"
    made = pd.read_csv(tmp_path / "fresh.csv")
    made["phone"] = [*pd.read_csv(tmp_path / "train.csv").phone[:30], *made.phone[30:]]
    made.to_csv(tmp_path / "fresh.csv", index=False)
    told = judged(tmp_path)
    assert [risk["name"] for risk in told["risks"] if risk["verdict"] == "fail"] == ["personal values"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop(columns="age"), "age"),
        (lambda rows: rows.assign(age="old"), "age"),
        (lambda rows: rows.assign(age=np.inf), "age"),
        (lambda rows: rows.assign(sex=rows.sex.str.lower()), "the synthetic rows write 'female'"),
        (lambda rows: rows.assign(occupation="=1+1"), "line 2, column 'occupation': the cell starts with '='"),
    ],
)
def test_a_release_that_cannot_be_compared_is_refused(folder: Path, tmp_path: Path, change: Any, said: str) -> None:
    """Other columns, types or spellings, infinities, formulas: a sentence that names the column."""
    change(pd.read_csv(folder / "fresh.csv")).to_csv(tmp_path / "fresh.csv", index=False)
    with pytest.raises(ProvenderError, match=re.escape(said)):
        judged(folder, str(tmp_path / "fresh.csv"))


def test_a_holdout_that_is_worthless_is_refused(folder: Path) -> None:
    """Rows that the generator saw are no control; nor is a folder whose links lead elsewhere a table."""
    with pytest.raises(ProvenderError, match="the holdout must be rows that the generator never saw"):
        judged(folder, holdout="train.csv")
    inside = folder / "linked"
    inside.mkdir()
    (inside / "fresh.csv").symlink_to(folder / "fresh.csv")
    with pytest.raises(ProvenderError, match="leads out of its folder"):
        judged(folder, "linked")


def test_files_that_grow_without_end_are_refused(folder: Path, tmp_path: Path) -> None:
    """Aliases of aliases in a schema or a policy, in a second and in little memory."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)]
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text("\n".join(["name: bomb", *lines, "columns: *l", "other: *l"]), encoding="utf-8")
    with pytest.raises(ProvenderError, match="its aliases stand for"):
        tables.table(*[str(folder / "train.csv")] * 3, schema=bomb)
    with pytest.raises(ProvenderError, match="no anchors"):
        judged(folder, policy_name=str(bomb))


def test_every_attack_is_described() -> None:
    """Threat and null hypothesis, what it cannot see and what to do stand in every module, for the page."""
    assert len(gate.attacks()) >= 14
    for name, module in gate.attacks().items():
        about = pages.about_of(module)
        assert "Threat:" in about and "Null hypothesis:" in about, name
        assert len(module.BLIND) > 20 and len(module.ADVICE) > 20, name


@pytest.mark.slow
def test_a_million_rows_are_judged_by_a_sample(folder: Path, tmp_path: Path) -> None:
    """In bounded time; the sentences say how many rows were looked at."""
    rows = pd.read_csv(folder / "fresh.csv").sample(1_000_000, replace=True, random_state=0)
    rows.to_parquet(tmp_path / "many.parquet", index=False)
    told = judged(folder, str(tmp_path / "many.parquet"))
    assert told["verdict"] in ("pass", "insufficient")
    assert any("of 1,000,000 synthetic rows" in risk["sentence"] for risk in told["risks"])
